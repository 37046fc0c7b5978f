"""Hubble constants become times, and times ages, to the last digit."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from scipy import integrate

from core.cosmology import COSMOLOGIES, GYR_KM_S_PER_MPC, PLANCK, SH0ES, age_factor, hubble_time


def test_the_constant_is_made_of_exact_ones() -> None:
    """1/(1 km/s/Mpc) in Julian years is 648000/π astronomical units over 31 557 600 s, to 60 digits and here."""
    with mpmath.workdps(60):
        exact = mpmath.mpf(648_000) / mpmath.pi * 149_597_870_700 / 31_557_600 / 10**6
    np.testing.assert_allclose(GYR_KM_S_PER_MPC, float(exact), rtol=1e-15)
    np.testing.assert_allclose(GYR_KM_S_PER_MPC, 977.7922216807892, rtol=1e-12)


@pytest.mark.parametrize(
    ("constant", "gyr"),
    [
        (80.37766723384681, 12.164973870615688),
        (78.20992583257596, 12.502149967178713),
        (76.12695685728909, 12.844231032560531),
        (74.58874874267154, 13.109111470070863),
        (454.15844092262836, 2.152975995985878),
    ],
)
def test_hubble_times_of_the_facts(constant: float, gyr: float) -> None:
    """Each slope has its Hubble time."""
    np.testing.assert_allclose(hubble_time(constant), gyr, rtol=1e-12)


def test_planck_and_shoes() -> None:
    """Planck's 67.4 is a Hubble time of 14.507 Gyr, the 73.04 of SH0ES one of 13.387."""
    assert [f"{time:.3f}" for time in hubble_time([PLANCK, SH0ES])] == ["14.507", "13.387"]


def test_rounded_constants_are_harmless() -> None:
    """With 3.09e13 km a parsec and 3.16e7 s a year the constant is 977.8481, 6 in 100,000 more."""
    rounded = 3.09e13 * 1e6 / 3.16e7 / 1e9
    assert f"{rounded:.4f}" == "977.8481"
    assert rounded / GYR_KM_S_PER_MPC - 1 < 6e-5


def test_a_universe_that_stands_still() -> None:
    """At 0 the Hubble time is infinite; where all draws nearer there is none; nothing is raised."""
    np.testing.assert_array_equal(hubble_time([0.0, -50.0]), [np.inf, np.nan])


@pytest.mark.parametrize(
    ("omega_matter", "factor"), [(0.3, 0.964099381639469), (0.315, 0.9509854899517174), (1, 2 / 3), (1.0, 2 / 3)]
)
def test_age_factors_of_the_facts(omega_matter: float, factor: float) -> None:
    """The factors are the known ones."""
    np.testing.assert_allclose(age_factor(omega_matter), factor, rtol=1e-12)


@pytest.mark.parametrize("omega_matter", [1e-6, 0.01, 0.25, 0.5, 0.9, 0.999])
def test_the_factor_is_the_integral_of_the_expansion(omega_matter: float) -> None:
    """t H₀ is the integral of da / (a E(a)) from 0 to 1 with E² = Ωm/a³ + ΩΛ, by quadrature."""

    def rate(a: float) -> float:
        return float(np.sqrt(a) / np.sqrt(omega_matter + (1 - omega_matter) * a**3))

    joint = omega_matter ** (1 / 3)
    parts = [integrate.quad(rate, *span, epsabs=0, epsrel=1e-12)[0] for span in ((0, joint), (joint, 1))]
    np.testing.assert_allclose(age_factor(omega_matter), sum(parts), rtol=1e-10)


@pytest.mark.parametrize("omega_matter", [5e-324, 1e-300, 1 - 2**-53, 1 - 1e-12])
def test_the_factor_at_its_ends(omega_matter: float) -> None:
    """It holds its digits next to 0 and next to 1, where root and quotient grow small or large."""
    with mpmath.workdps(400):
        matter = mpmath.mpf(omega_matter)
        dark = 1 - matter
        exact = 2 / (3 * mpmath.sqrt(dark)) * mpmath.asinh(mpmath.sqrt(dark / matter))
    np.testing.assert_allclose(age_factor(omega_matter), float(exact), rtol=1e-12)


@pytest.mark.parametrize("omega_matter", [0, -1, 2, 1 + 1e-9, float("nan"), float("inf")])
def test_matter_that_cannot_be(omega_matter: float) -> None:
    """No matter, less than none, or more than the critical density is refused with what came and what is wanted."""
    with pytest.raises(ValueError, match=rf"above 0 and at most 1, not {omega_matter}"):
        age_factor(omega_matter)


def test_the_cosmologies() -> None:
    """Empty is × 1 and Einstein–de Sitter × 2/3 whatever Ωm is; the flat one takes it."""
    factors = {name: cosmology.function(0.3) for name, cosmology in COSMOLOGIES.items()}
    assert factors == {"empty": 1.0, "lambda_cdm": age_factor(0.3), "einstein_de_sitter": 2 / 3}
    assert COSMOLOGIES["lambda_cdm"].function(1) == COSMOLOGIES["einstein_de_sitter"].function(1)
