"""How numbers are written for people; ``player/static/model/numbers.js`` writes them alike."""

from __future__ import annotations

from math import isfinite, isnan

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(value: float, digits: int = 6) -> str:
    """Write a number with ``digits`` significant digits, and a power of ten where it would grow long."""
    if isnan(value):
        return "–"
    if not isfinite(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -4 <= power < max(digits, 6):
        return f"{value:.{max(0, digits - 1 - power)}f}".replace("-", "−")
    return f"{mantissa} × 10{str(power).translate(_SUPERSCRIPTS)}".replace("-", "−")


def in_six_digits(value: float) -> float:
    """Round a number to the six significant digits that a link carries."""
    return float(f"{value:.6g}")


def trimmed(value: float, digits: int = 6) -> str:
    """Write a number as `written` does, without zeros at its end that say nothing: for tables and formulas."""
    mantissa, times, power = written(value, digits).partition(" × ")
    return (mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa) + times + power


def counted(number: int) -> str:
    """Write a count: all of its digits up to a billion, beyond that the three that mean something."""
    return f"{number:,}" if number < 10**9 else written(float(number), 3)


def factor(value: float, digits: int = 6) -> str:
    """Write a number as it stands in a product: in brackets if it has a sign or a power of ten."""
    text = trimmed(value, digits)
    return f"({text})" if text.startswith("−") or " " in text else text


def rate_written(rate: float) -> str:
    """Write a learning rate with no digit that says nothing: 0.01, 1.3e−5."""
    text = f"{rate:.6g}"
    if "e" in text or rate < 1e-4:
        mantissa, _, exponent = f"{rate:.5e}".partition("e")
        return f"{float(mantissa):g}e{int(exponent)}".replace("-", "−")
    return text


def brief(value: float, unit: str = "") -> str:
    """Write a number for a plain sentence: three digits at most, none that says nothing, thousands apart; its unit."""
    rounded = float(f"{value:.3g}") if isfinite(value) else value
    whole = isfinite(value) and 1000 <= abs(rounded) < 10**6
    number = f"{rounded:,.0f}".replace("-", "−") if whole else trimmed(value, 3)
    return f"{number} {unit}".rstrip()


def percent(part: float) -> str:
    """Write a part of a whole for a plain sentence: 97%, less than 1%; all or nothing only where it is."""
    if 0 < part < 0.01:
        return "less than 1%"
    if 0.99 < part < 1:
        return "more than 99%"
    return f"{100 * part:.0f}%"
