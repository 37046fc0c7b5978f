"""The universe a person has chosen: what makes an age of a Hubble constant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.cosmology import COSMOLOGIES, GYR_KM_S_PER_MPC, hubble_time
from ui.player import Form, Reciprocal
from ui.session import fields, settings
from ui.session.settings import Setting
from ui.text.numbers import written

_LEAST_MATTER = 0.001


@dataclass(frozen=True)
class Universe:
    """A cosmology with its matter.

    Attributes:
        cosmology: A name from `COSMOLOGIES`.
        omega_matter: The matter's part of the critical density; only the flat universe with dark energy asks for it.
    """

    cosmology: str = "empty"
    omega_matter: float = 0.3

    @property
    def factor(self) -> float:
        """Return the age as a part of the Hubble time."""
        return float(COSMOLOGIES[self.cosmology].function(self.omega_matter))

    @property
    def name(self) -> str:
        """Return words for it that fit behind “in a”."""
        return {
            "empty": "empty universe",
            "lambda_cdm": f"flat universe with Ωm = {self.omega_matter:g}",
            "einstein_de_sitter": "flat universe of matter alone",
        }[self.cosmology]

    def age(self, slope: float) -> float:
        """Return the age in billions of years that a slope in km/s/Mpc stands for."""
        return self.factor * float(hubble_time(slope))

    def formulas(self, slope: float) -> list[str]:
        """Return the way from a slope above 0 to an age, in LaTeX, with its numbers."""
        time = float(hubble_time(slope))
        return [
            r"1\,\mathrm{pc} = \frac{648000}{\pi}\,\mathrm{au},\quad 1\,\mathrm{au} = 149\,597\,870\,700\,\mathrm{m}",
            r"1\,\mathrm{year} = 31\,557\,600\,\mathrm{s}",
            rf"\frac{{1}}{{H_0}} = \frac{{{written(GYR_KM_S_PER_MPC)}}}{{{written(slope)}}}\,\mathrm{{Gyr}} = "
            rf"{written(time)}\,\mathrm{{Gyr}}",
            COSMOLOGIES[self.cosmology].latex,
            rf"t = {written(self.factor)} \times {written(time)}\,\mathrm{{Gyr}} = "
            rf"{written(self.age(slope))}\,\mathrm{{Gyr}}",
        ]

    def age_form(self, slope: Form) -> Reciprocal:
        """Return that age as what follows from the parameters."""
        return Reciprocal(slope, self.factor * GYR_KM_S_PER_MPC)


def universe_settings() -> list[Setting]:
    """Return the settings that fix the universe."""
    wanted = f"a number from {_LEAST_MATTER:g} to 1, such as 0.3"
    return [
        settings.choice("cosmology", tuple(COSMOLOGIES), "lambda_cdm"),
        settings.number("omega_matter", 0.3, _LEAST_MATTER, 1.0, wanted),
    ]


def universe_controls(chosen: Sequence[Setting]) -> None:
    """Draw the menu of universes, and the matter where it has a say."""
    labels = {name: cosmology.label for name, cosmology in COSMOLOGIES.items()}
    with fields.labelled("Universe"):
        fields.menu("Universe", "cosmology", labels, 270, label_visibility="collapsed")
    if st.session_state["cosmology"] == "lambda_cdm":
        matter = next(setting for setting in chosen if setting.name == "omega_matter")
        with fields.labelled("Matter Ωm"):
            fields.number(
                "Matter Ωm", "omega_matter", step=0.005, format="%.4g", width=150, label_visibility="collapsed",
                on_change=settings.checked, args=(matter, _why_not_matter),
            )  # fmt: skip


def _why_not_matter(matter: float) -> str:
    if matter > 1:
        return f"Ωm = {matter:g} is more matter than a flat universe has room for;"
    return f"Ωm = {matter:g} is too little: without matter this universe would have had no beginning;"
