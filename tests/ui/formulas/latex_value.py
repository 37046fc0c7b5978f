"""Compute what a formula says: an independent reader of LaTeX with numbers, each known to six digits."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """A number between two bounds: what is written with six digits may be a little more or less."""

    low: float
    high: float

    @staticmethod
    def of(text: str) -> Known:
        """Return the number that is written, with what six digits leave open."""
        value = float(text)
        slack = 0.0 if value == 0 else 0.51 * 10 ** (math.floor(math.log10(abs(value))) - 5)
        return Known(value - slack, value + slack)

    def __add__(self, other: Known) -> Known:
        return Known(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Known:
        return Known(-self.high, -self.low)

    def __sub__(self, other: Known) -> Known:
        return self + -other

    def __mul__(self, other: Known) -> Known:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Known(min(corners), max(corners))

    def __truediv__(self, other: Known) -> Known:
        assert other.low > 0 or other.high < 0
        return self * Known(1 / other.high, 1 / other.low)

    def __pow__(self, power: int) -> Known:
        corners = [self.low**power, self.high**power]
        least = 0.0 if power > 0 and power % 2 == 0 and self.low <= 0 <= self.high else min(corners)
        return Known(least, max(corners))

    def __abs__(self) -> Known:
        corners = [abs(self.low), abs(self.high)]
        return Known(0.0 if self.low <= 0 <= self.high else min(corners), max(corners))

    def root(self) -> Known:
        """Return the square root."""
        return Known(math.sqrt(max(self.low, 0.0)), math.sqrt(self.high))

    def meets(self, other: Known) -> bool:
        """Return whether both may be the same number."""
        tiny = 1e-15
        return self.low <= other.high + tiny and other.low <= self.high + tiny


def value_of(latex: str) -> Known | None:
    """Return the value of a side of a formula; None where it has symbols or leaves terms out."""
    text = re.sub(r"\^\{(-?\d+)\}|\^(\d)", lambda found: f"**({found[1] or found[2]})", latex)
    for sign, plain in ((r"\left|", "abs("), (r"\right|", ")"), (r"\left(", "("), (r"\right)", ")"), (r"\times", "*")):
        text = text.replace(sign, plain)
    before = ""
    while before != text:
        before = text
        text = re.sub(r"\\sqrt\{([^{}]*)\}", r"root(\1)", text)
        text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    text = re.sub(r"(?<=[\d)])\s*(?=\()", "*", text)
    if re.sub(r"abs|root", "", text).strip("0123456789.+-*/() "):
        return None
    numbers = r"(\*\*\(-?\d+\))|(\d+(?:\.\d+)?)"
    text = re.sub(numbers, lambda found: found[1] or f"of('{found[2]}')", text)
    found = eval(text, {"__builtins__": {}}, {"of": Known.of, "abs": abs, "root": Known.root})
    assert isinstance(found, Known), text
    return found


def sides(latex: str) -> list[Known]:
    """Return the values of those sides of a formula that are numbers."""
    values = [value_of(side) for side in re.split(r" = |\\leftarrow", latex)]
    return [value for value in values if value is not None]
