"""Numbers and sums as LaTeX, with the digits that the tables have."""

from __future__ import annotations

from collections.abc import Sequence

from ui.text.numbers import rate_written, trimmed

_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
_WHOLE = 4
"""So many terms of a sum are all written; of more the first two and the last."""


def number(value: float, digits: int = 6) -> str:
    """Write a number with up to six significant digits."""
    return _tex(trimmed(float(value), digits))


def rate(value: float) -> str:
    """Write a learning rate."""
    mantissa, times, power = rate_written(value).partition("e")
    return _tex(mantissa) + (rf" \times 10^{{{_tex(power)}}}" if times else "")


def bracketed(value: float) -> str:
    """Write a number as it stands in a product or as a base: in brackets if it has a sign or a power of ten."""
    text = number(value)
    return rf"\left({text}\right)" if text.startswith("-") or " " in text else text


def factor(text: str) -> str:
    """Put a number that is written already into brackets if it has a sign or a power of ten."""
    return rf"\left({text}\right)" if text.startswith("-") or " " in text else text


def added(terms: Sequence[str]) -> str:
    """Write a sum: all of its terms if they are few, otherwise the first two and the last."""
    shown = terms if len(terms) <= _WHOLE else [*terms[:2], r"\cdots", terms[-1]]
    return " + ".join(shown)


def summed(terms: Sequence[str]) -> str:
    """Write a sum in brackets, as it stands behind a factor; without `left`, so that a narrow screen may break it."""
    return f"({added(terms)})"


def equal(*sides: str) -> str:
    """Write what is equal, one behind the other; empty sides are left out."""
    return " = ".join(side for side in sides if side)


def _tex(text: str) -> str:
    if text in ("∞", "−∞"):
        return text.replace("−", "-").replace("∞", r"\infty")
    if text == "–":
        return r"\text{undefined}"
    mantissa, times, power = text.partition(" × 10")
    mantissa = mantissa.translate(_PLAIN)
    return rf"{mantissa} \times 10^{{{power.translate(_PLAIN)}}}" if times else mantissa
