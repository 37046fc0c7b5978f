"""Turn a Hubble constant into a time, and a time into the age of a universe."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data import Choice, registry

ASTRONOMICAL_UNIT = 149_597_870_700  # metres, exact: IAU 2012, resolution B2
PARSEC = 648_000 / math.pi * ASTRONOMICAL_UNIT  # metres: IAU 2015, resolution B2
JULIAN_YEAR = 31_557_600  # seconds

GYR_KM_S_PER_MPC = PARSEC / (JULIAN_YEAR * 1e6)
"""The Hubble time in billions of years is this, 977.79…, divided by the Hubble constant in km/s/Mpc."""

PLANCK, SH0ES = 67.4, 73.04
"""Hubble constants in km/s/Mpc: Planck Collaboration 2020, A&A 641, A6; Riess et al. 2022, ApJL 934, L7."""

EARTH_GYR = 4.54
"""Age of the Earth in billions of years: Dalrymple 2001, Geological Society Special Publications 190, 205."""


def hubble_time(hubble_constant: ArrayLike) -> NDArray[np.float64]:
    """Return 1/H₀ in billions of years: how long ago all was in one place, had nothing ever slowed or sped up.

    Args:
        hubble_constant: In km/s/Mpc, any shape. The time is infinite at 0, and NaN below, where all draws nearer.
    """
    constant = np.asarray(hubble_constant, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return np.where(constant < 0, np.nan, GYR_KM_S_PER_MPC / constant)


def age_factor(omega_matter: float) -> float:
    """Return the age of a flat universe of matter and a cosmological constant, as a part of its Hubble time.

    With ΩΛ = 1 − Ωm it is 2 / (3 √ΩΛ) · asinh √(ΩΛ/Ωm), and 2/3 where ΩΛ is 0 (Peebles 1993, Principles of
    Physical Cosmology, section 13).

    Args:
        omega_matter: The matter's part Ωm of the critical density, above 0 and at most 1.

    Raises:
        ValueError: If it is not.
    """
    if not 0 < omega_matter <= 1:
        raise ValueError(
            f"omega_matter must be a number above 0 and at most 1, not {omega_matter!r}: "
            "matter and dark energy share the critical density, and without any matter there is no beginning."
        )
    root = math.sqrt(1 - omega_matter)
    return 2 / (3 * root) * math.asinh(root / math.sqrt(omega_matter)) if root else 2 / 3


def _empty(omega_matter: float) -> float:  # noqa: ARG001 (every cosmology has the same signature)
    return 1.0


def _matter_alone(omega_matter: float) -> float:  # noqa: ARG001
    return 2 / 3


COSMOLOGIES = registry(
    [
        Choice("empty", "Empty: age = Hubble time", r"t = \frac{1}{H_0}", _empty),
        Choice(
            "lambda_cdm",
            "Flat, with dark energy (ΛCDM)",
            r"\Omega_\Lambda = 1 - \Omega_m,\quad t = \frac{1}{H_0} \cdot \frac{2}{3\sqrt{\Omega_\Lambda}}\,"
            r"\operatorname{asinh}\sqrt{\frac{\Omega_\Lambda}{\Omega_m}}",
            age_factor,
        ),
        Choice("einstein_de_sitter", "Einstein–de Sitter: matter alone", r"t = \frac{2}{3 H_0}", _matter_alone),
    ]
)
