"""Read a column of cells as numbers, in whichever way of writing them it keeps to."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.dataset import LARGEST
from core.table import Table, shown

_LONGEST_NUMBER = 80
_GROUPED = r"[+-]?(?=[.,]?[0-9])(?:[0-9]+|[1-9][0-9]{0,2}(?:[%s\s’']?[0-9]{3})+)?(?:%s[0-9]*)?(?:[eE][+-]?[0-9]{1,5})?"
_WRITTEN = MappingProxyType({".": re.compile(_GROUPED % (",", r"\.")), ",": re.compile(_GROUPED % (".", ","))})
_PLAIN = re.compile(r"[0-9.eE+-]*")
_MISSING = frozenset(["", "-", "–", "—", "?", ".", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing"])
_INFINITE = frozenset(["inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "+∞", "-∞"])
_CURRENCY = "[$€£¥₹₽₩]|USD|EUR|GBP|CHF|JPY"
_SIGNED = re.compile(rf"([+-]?)\s*({_CURRENCY})?\s*(.*?)\s*({_CURRENCY}|%)?")
_DATE = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{1,4}(?:[ T].*)?")


@dataclass(frozen=True, eq=False)
class Column:
    """A column read as numbers.

    Attributes:
        values: Shape `(n,)`; NaN where the cell is no number that can be used.
        why: For each such row, what is wrong with the cell, as in `Dropped`.
        decimal: The decimal mark it was read with.
        sign: The sign of percent or currency that its numbers carry, or an empty string; 12% is read as 12.
        note: How an ambiguous number was read, or an empty string.
    """

    values: NDArray[np.float64]
    why: Mapping[int, str]
    decimal: str
    sign: str
    note: str

    @property
    def numeric(self) -> bool:
        """Tell whether it is a column of numbers: at least two, and at least half of the cells that say something."""
        numbers = int(np.isfinite(self.values).sum())
        missing = sum(reason == _IS_MISSING for reason in self.why.values())
        return numbers >= 2 and 2 * numbers >= len(self.values) - missing


_IS_MISSING = "is missing"
_IS_TEXT = "is text, not a number"


def read_column(name: str, cells: Sequence[str], decimal: str = ".") -> Column:
    """Read cells as numbers; thousands may be grouped by the other mark, spaces or apostrophes.

    Args:
        name: The column's name, for the note.
        cells: Their texts.
        decimal: The decimal mark if the cells themselves do not tell; an empty string for a guess at the point.
    """
    if decimal != "," and (values := _plain_numbers(cells)) is not None:
        note = "" if decimal or decimal_mark(cells) else _reading(name, cells, cells, ".")
        return Column(values, MappingProxyType({}), ".", "", note)
    apart = [_apart(cell) for cell in cells]
    signs, bare = [sign for sign, _ in apart], [number for _, number in apart]
    told = _mark(bare)
    mark = told or decimal or "."
    sign = _common_sign([sign for sign, number in apart if _WRITTEN[mark].fullmatch(number)])
    values, why = np.full(len(bare), np.nan), {}
    for i, text in enumerate(bare):
        value = _number(text, mark)
        if not math.isnan(value) and (odd := _odd(signs[i], sign)):
            why[i] = odd
        elif math.isfinite(value) and abs(value) <= LARGEST:
            values[i] = value
        else:
            why[i] = _reason(_plain(cells[i]), value, mark)
    note = "" if told else _reading(name, cells, bare, mark, sure=decimal == ".")
    return Column(values, MappingProxyType(why), mark, sign, note)


def decimal_mark(cells: Sequence[str]) -> str:
    """Return the decimal mark that the numbers show, or an empty string where both could be meant."""
    return _mark([_apart(cell)[1] for cell in cells])


def _mark(texts: Sequence[str]) -> str:
    evidence = {".": 0, ",": 0}
    for text in texts:
        if ("." in text or "," in text) and len(text) <= _LONGEST_NUMBER:
            ways = [mark for mark, written in _WRITTEN.items() if written.fullmatch(text)]
            if len(ways) == 1:
                evidence[ways[0]] += 1
    if not any(evidence.values()):
        return ""
    return "," if evidence[","] > evidence["."] else "."


def numbers_of(table: Table) -> tuple[str, ...]:
    """Return the names of the columns that hold numbers, or mostly do."""
    return tuple(name for name in table.names if read_column(name, table.column(name), table.decimal).numeric)


def require_numbers(table: Table) -> None:
    """Refuse a table in which fewer than two columns hold numbers.

    Raises:
        ValueError: With the first cell that says why its column is none of them.
    """
    found = numbers_of(table)
    if len(found) < 2:
        came = f"only {shown(found[0])} is a column of numbers." if found else "no column has numbers."
        empty = [name for name in table.names if not "".join(table.column(name)).strip()]
        if empty:
            came += f" Column {shown(empty[0])} is empty; formulas have values once a spreadsheet has saved them."
        others = [name for name in table.names if name not in (*found, *empty)]
        raise ValueError(
            f"Two columns of numbers are needed, a feature and a target, but {came}{_why_none(table, others)}"
        )


def _why_none(table: Table, names: Sequence[str]) -> str:
    """Say what keeps the first of some columns from being numbers, where that is more than that it is text."""
    for name in names:
        cells = table.column(name)
        for row, reason in read_column(name, cells, table.decimal).why.items():
            if reason not in (_IS_MISSING, _IS_TEXT):
                return f" In column {shown(name)}, {shown(cells[row])} {reason}."
    return ""


def is_number(text: str) -> bool:
    """Tell whether a cell is a number in one way of writing or another."""
    plain = _apart(text)[1]
    return len(plain) <= _LONGEST_NUMBER and any(written.fullmatch(plain) for written in _WRITTEN.values())


def _plain_numbers(cells: Sequence[str]) -> NDArray[np.float64] | None:
    """Return the numbers of a column that needs no second look: digits and decimal points alone, in every cell."""
    if not _PLAIN.fullmatch("".join(cells)):
        return None
    try:
        values = np.array([float(cell) for cell in cells])
    except ValueError:
        return None
    return values if (np.abs(values) <= LARGEST).all() else None


def _plain(cell: str) -> str:
    return cell.strip().replace("−", "-")


def _apart(cell: str) -> tuple[str, str]:
    """Take a cell apart: its sign of percent or currency, or an empty string, and what is left."""
    plain = _plain(cell)
    signed = _SIGNED.fullmatch(plain) if len(plain) <= _LONGEST_NUMBER else None
    if signed is None or (signed[2] and signed[4]):
        return "", plain
    return signed[2] or signed[4] or "", signed[1] + signed[3]


def _common_sign(signs: Sequence[str]) -> str:
    """Return the sign of a column's numbers; percent only if most have it, for 3 and 3% are not the same."""
    if 2 * signs.count("%") > len(signs):
        return "%"
    currencies = Counter(sign for sign in signs if sign not in ("", "%"))
    return currencies.most_common(1)[0][0] if currencies else ""


def _odd(sign: str, others: str) -> str:
    """Say what sets a number's sign apart from the column's; prices may leave theirs out, as tables of accounts do."""
    if sign == others or (sign == "" and others != "%"):
        return ""
    if "%" in (sign, others) and "" in (sign, others):
        return "has a percent sign, the others have none" if sign else "has no percent sign, the others have"
    return f"has the sign {sign}, the others have {others}"


def _number(text: str, mark: str) -> float:
    """Return the number, or NaN; infinite where it is too large for any."""
    if len(text) > _LONGEST_NUMBER or not _WRITTEN[mark].fullmatch(text):
        return math.nan
    digits = re.sub(r"[\s’']" if mark == "." else r"[\s’'.]", "", text)
    return float(digits.replace(",", "." if mark == "," else ""))


def _reason(text: str, value: float, mark: str) -> str:
    other = "," if mark == "." else "."
    if not math.isnan(value):
        return f"is too large; numbers up to {LARGEST:g} can be used"
    if text.lower() in _MISSING:
        return _IS_MISSING
    if text.lower() in _INFINITE:
        return "is not a finite number"
    if text.startswith("="):
        return "is a formula, not its value"
    if text.startswith("#"):
        return "is a spreadsheet's error"
    if len(text) <= _LONGEST_NUMBER and _WRITTEN[other].fullmatch(text):
        names = {".": "point", ",": "comma"}
        return f"has a decimal {names[other]}, the others have a {names[mark]}"
    if _DATE.fullmatch(text[:_LONGEST_NUMBER]):
        return "is a date, not a number"
    return _IS_TEXT


def _reading(name: str, cells: Sequence[str], bare: Sequence[str], mark: str, *, sure: bool = False) -> str:
    """Say how the first number was read that could be meant in two ways."""
    for cell, text in zip(cells, bare, strict=True):
        if ("," in text or ("." in text and not sure)) and math.isfinite(value := _number(text, mark)):
            return f"{shown(cell)} in column {shown(name)} could be meant in two ways; it was read as {value:.15g}."
    return ""
