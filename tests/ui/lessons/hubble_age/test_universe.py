"""A universe makes ages of slopes, with every digit of its factor."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core.cosmology import COSMOLOGIES, age_factor, hubble_time
from ui.lessons.hubble_age.universe import Universe, universe_settings
from ui.player import Form
from ui.session import settings

SLOPE = 74.58874874267154


@pytest.mark.parametrize(
    ("universe", "factor"),
    [
        (Universe(), 1),
        (Universe("lambda_cdm"), 0.964099381639469),
        (Universe("lambda_cdm", 0.315), 0.9509854899517174),
        (Universe("lambda_cdm", 1.0), 2 / 3),
        (Universe("einstein_de_sitter", 0.3), 2 / 3),
    ],
)
def test_the_age_is_the_factor_times_the_hubble_time(universe: Universe, factor: float) -> None:
    """Each universe has its factor; the first run, 13.109 billion years of Hubble time, becomes its age."""
    np.testing.assert_allclose(universe.factor, factor, rtol=1e-12)
    np.testing.assert_allclose(universe.age(SLOPE), factor * 13.109111470070863, rtol=1e-12)


def test_the_browser_reckons_the_same_age() -> None:
    """Factor over the slope's form, as the browser divides it, is the age."""
    universe = Universe("lambda_cdm")
    sent = universe.age_form(Form(np.array([0.0]), np.array([[81.9, 0.0]])))
    weight = SLOPE / 81.9
    np.testing.assert_allclose(sent.factor / (81.9 * weight), universe.age(SLOPE), rtol=1e-14)


def test_planck_in_its_own_universe() -> None:
    """67.4 km/s/Mpc with Ωm = 0.315 are the 13.8 billion years that one reads everywhere."""
    assert f"{Universe('lambda_cdm', 0.315).age(67.4):.1f}" == "13.8"


@pytest.mark.parametrize("name", list(COSMOLOGIES))
def test_the_formulas_hold_their_numbers(name: str) -> None:
    """The way from slope to age is written with the numbers that `hubble_time` and the factor give."""
    universe = Universe(name)
    formulas = " ".join(universe.formulas(SLOPE))
    numbers = [float(found) for found in re.findall(r"\d+\.\d+", formulas)]
    for wanted in (977.7922216807892, SLOPE, float(hubble_time(SLOPE)), universe.factor, universe.age(SLOPE)):
        assert any(abs(number / wanted - 1) < 1e-5 for number in numbers), wanted


def test_every_universe_has_words() -> None:
    """Each cosmology has a name that fits into a sentence; the flat one says its matter."""
    assert len({Universe(name).name for name in COSMOLOGIES}) == len(COSMOLOGIES)
    assert "0.25" in Universe("lambda_cdm", 0.25).name


@pytest.mark.parametrize("text", ["0", "-1", "2", "1.0001", "0.0009", "nan", "1e999", "much"])
def test_matter_that_a_link_cannot_carry(text: str) -> None:
    """Ωm of 0, below 0 or above 1 is not read, and the note says what is wanted; the ends of the range are read."""
    values, (note,) = settings.parse(universe_settings(), {"omega_matter": [text]})
    assert values["omega_matter"] == 0.3
    assert f"`{text}`" in note
    assert "from 0.001 to 1" in note
    matter = next(setting for setting in universe_settings() if setting.name == "omega_matter")
    assert [age_factor(matter.read(end)) for end in ("0.001", "1")] == [age_factor(0.001), 2 / 3]
