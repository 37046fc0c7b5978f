"""Numbers are written for people: so many digits, a true minus sign, powers of ten."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ui.text.numbers import rate_written, trimmed, written

FROM_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
finite = some.floats(allow_nan=False, allow_infinity=False)


def read(text: str) -> Decimal:
    """Read what a person reads."""
    mantissa, _, power = text.replace("−", "-").partition(" × 10")
    return Decimal(mantissa) * Decimal(10) ** int(power.translate(FROM_SUPERSCRIPTS) or 0)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (7.369047619047619, 6, "7.36905"),
        (3223.6975, 8, "3223.6975"),
        (-30.667903548881114, 4, "−30.67"),
        (0.000123456, 3, "0.000123"),
        (0.0000123456, 3, "1.23 × 10⁻⁵"),
        (123456.4, 3, "123456"),
        (999999.5, 6, "1.00000 × 10⁶"),
        (-2.5e100, 2, "−2.5 × 10¹⁰⁰"),
        (1e8, 1, "1 × 10⁸"),
        (0.0, 6, "0"),
        (-0.0, 6, "0"),
        (float("nan"), 6, "–"),
        (float("inf"), 6, "∞"),
        (-float("inf"), 6, "−∞"),
        (5e-324, 2, "4.9 × 10⁻³²⁴"),
    ],
)
def test_written(value: float, digits: int, text: str) -> None:
    """These numbers are written so."""
    assert written(value, digits) == text


@given(finite, some.integers(1, 12))
def test_written_keeps_its_significant_digits(value: float, digits: int) -> None:
    """What is read differs from the number by no more than half a unit of the last digit asked for."""
    said = read(written(value, digits))
    exact = Decimal(value)
    if exact == 0:
        assert said == 0
        return
    unit = Decimal(10) ** (exact.adjusted() - digits + 1)
    assert abs(said - exact) <= unit / 2
    assert len(said.normalize().as_tuple().digits) <= max(digits, 6)


@given(finite, some.integers(1, 12))
def test_written_in_the_signs_people_use(value: float, digits: int) -> None:
    """No hyphen for a minus, no e-notation, and a power of ten only where the number would grow long."""
    text = written(value, digits)
    assert not set(text) - set("0123456789.−×⁻⁰¹²³⁴⁵⁶⁷⁸⁹ ")
    assert text.startswith("−") == (value < 0)
    if value:
        size = Context(prec=digits, rounding=ROUND_HALF_EVEN).create_decimal(value).adjusted()
        assert ("×" in text) == (size < -4 or size >= max(digits, 6))


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (0.01, "0.01"),
        (0.05, "0.05"),
        (1.0, "1"),
        (1.3e-5, "1.3e−5"),
        (3.9e-05, "3.9e−5"),
        (1e-4, "0.0001"),
        (0.00039203476593896317, "0.000392035"),
        (1e-12, "1e−12"),
        (12.5, "12.5"),
        (123456.0, "123456"),
        (1e6, "1e6"),
    ],
)
def test_rate_written(rate: float, text: str) -> None:
    """These rates are written so."""
    assert rate_written(rate) == text


@given(some.floats(1e-12, 1e6))
def test_rate_written_says_six_digits_and_none_too_many(rate: float) -> None:
    """A rate is read back to six digits; it ends in no zero after a point."""
    text = rate_written(rate)
    assert float(text.replace("−", "-")) == float(f"{rate:.6g}")
    mantissa = text.partition("e")[0]
    assert "." not in mantissa or mantissa[-1] not in "0."
    assert "-" not in text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2675.0, "2675"),
        (51.720402163943003, "51.7204"),
        (42.5, "42.5"),
        (-30.0, "−30"),
        (100000.0, "100000"),
        (1449630.0, "1.44963 × 10⁶"),
        (2e-7, "2 × 10⁻⁷"),
        (0.0, "0"),
        (float("nan"), "–"),
    ],
)
def test_trimmed(value: float, text: str) -> None:
    """Zeros at the end are left out, those of a whole number are not."""
    assert trimmed(value) == text


@given(finite)
def test_trimmed_says_the_same(value: float) -> None:
    """A number reads the same with and without the zeros at its end."""
    assert read(trimmed(value)) == read(written(value))
