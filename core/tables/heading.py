"""Find what stands above the numbers: which row has the names, which the units, and where the data begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from core.tables.cells import is_missing, is_number, plain, take_apart

Numbered = tuple[int, list[str]]
_LOOKED_AT = 400
_LONGEST_UNIT = 14
_GAP = 2
"""Between names and units there may be a rule."""
_YEARS = range(1500, 2201)
_UNITS = re.compile(
    "m?s|µs|us|ns|min|hr?|hrs|d|days?|yrs?|years?|a|[cmµunk]?m|ft|in|mi|[km]?g|t|lb|[km]?n|[hkm]?pa|m?bar|[mkµ]?v|"
    "[mµn]?a|k|[mkg]?w|[mkg]?wh|[km]?j|c|f|[°º][cfk]?|[kmg]?hz|pp[mb]|m?mol|m?l|rad|deg|db|ohm|[kmµ]?ω|counts?|arb|"
    "a\\.u\\.|au|[km]?pc|gyr|usd|eur|gbp|[$€£%]|1|-|seconds?|volts?|amp(?:ere)?s?|met(?:er|re)s?|newtons?|kelvin|celsius|"
    "fahrenheit|degrees?|(?:kilo)?grams?|hours?|minutes?|percent|number|index|dimensionless|unitless|none",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heading:
    """Where things stand among the rows, by their numbers.

    Attributes:
        names: The row of the names, 0 if there is none.
        units: The row of the units, 0 if there is none.
        first: The first row of the data.
        odd: A row just above the data that is neither names nor data, 0 if there is none.
    """

    names: int
    units: int
    first: int
    odd: int = 0


def heading(rows: Sequence[Numbered], width: int) -> Heading:
    """Find names, units and the beginning of the data.

    Args:
        rows: The rows that have cells, with their numbers.
        width: How many columns the table has.
    """
    numeric = _numeric(rows, width)
    first = _first(rows, width, numeric)
    above = [(number, cells) for number, cells in rows[:first] if _only_words(cells, numeric)]
    names, units = _names_and_units(above, width)
    wide = any(number == names and len(cells) == width for number, cells in above)
    labelled = first + 2 < len(rows) and _labels(rows[first][1], [row for _, row in rows[first + 1 :]], numeric)
    if labelled and not wide:
        return Heading(rows[first][0], 0, rows[first + 1][0])
    if names:
        start = next(i for i, (number, _) in enumerate(rows) if number == (units or names)) + 1
        data = next((i for i in range(start, first) if _has_number(rows[i][1], numeric, width)), first)
        return Heading(names, units, rows[data][0] if data < len(rows) else 0)
    return _unnamed(rows, width, numeric, first)


def _unnamed(rows: Sequence[Numbered], width: int, numeric: Sequence[int], first: int) -> Heading:
    """Look at a row with words and numbers just above the data: it may have the names, or be neither."""
    mixed = [i for i in range(first) if len(rows[i][1]) >= max(2, width - 1) and _mixed(rows[i][1], numeric)]
    data = rows[first][0] if first < len(rows) else 0
    if len(mixed) == 1 and mixed[0] == first - 1:
        number, cells = rows[mixed[0]]
        return Heading(number, 0, data) if _orderly(cells, numeric) else Heading(0, 0, data, number)
    return Heading(0, 0, data)


def width_of(rows: Sequence[Numbered], *, widest: bool) -> int:
    """Return how many columns the rows with numbers have.

    Args:
        rows: The rows that have cells, with their numbers.
        widest: Whether that of the widest counts, as in a sheet, rather than the most common width.
    """
    if widest:
        return max(len(trimmed(cells)) for _, cells in rows)
    numbers = (cells for _, cells in rows if len(cells) >= 2 and any(map(is_number, cells)))
    counted = list(islice(numbers, _LOOKED_AT)) or [cells for _, cells in rows]
    widths = Counter(len(cells) for cells in counted)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Return cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _numeric(rows: Sequence[Numbered], width: int) -> list[int]:
    """Return the places of the columns that have numbers in most rows that are like the most common kind of row.

    Settings above a table are often as wide as it is, and have numbers too, but not in the same places.
    """
    fitting = [cells for _, cells in rows if len(cells) == width] or [cells for _, cells in rows]
    looked = fitting[:: max(1, len(fitting) // _LOOKED_AT)]
    kinds = [frozenset(place for place, cell in enumerate(cells) if is_number(cell)) for cells in looked]
    counted = Counter(kind for kind in kinds if kind)
    if not counted:
        return []
    common = max(counted.items(), key=lambda item: (item[1], len(item[0])))[0]
    alike = [kind for kind in kinds if 2 * len(kind & common) > len(common)]
    return [place for place in range(width) if 2 * sum(place in kind for kind in alike) >= len(alike)]


def _in(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells[place] for place in places if place < len(cells) and not is_missing(cells[place])]


def _first(rows: Sequence[Numbered], width: int, numeric: Sequence[int]) -> int:
    """Return the place of the first row in which every numeric column has a number or nothing, as most do below."""

    def is_clean(cells: Sequence[str]) -> bool:
        said = _in(cells, numeric)
        fits = min(width, 2) <= len(cells) <= width and 2 * len(said) >= len(numeric)
        return fits and bool(said) and all(map(is_number, said))

    clean = (i for i, (_, cells) in enumerate(rows) if is_clean(cells))
    for i in clean:
        following = [is_clean(cells) for _, cells in rows[i + 1 : i + 6]]
        if 2 * sum(following) >= len(following):
            return i
    return next((i for i, (_, cells) in enumerate(rows) if is_clean(cells)), len(rows))


def _only_words(cells: Sequence[str], numeric: Sequence[int]) -> bool:
    return any(cell.strip() for cell in cells) and not any(map(is_number, _in(cells, numeric)))


def _has_number(cells: Sequence[str], numeric: Sequence[int], width: int) -> bool:
    return len(cells) in (width - 1, width) and any(map(is_number, _in(cells, numeric)))


def _mixed(cells: Sequence[str], numeric: Sequence[int]) -> bool:
    said = _in(cells, numeric)
    return any(map(is_number, said)) and not all(map(is_number, said))


def _orderly(cells: Sequence[str], numeric: Sequence[int]) -> bool:
    """Return whether the numbers among words may be names: after the words, in order, and whole."""
    said = _in(cells, numeric)
    kinds = [is_number(cell) for cell in said]
    numbers = [plain(cell) for cell, number in zip(said, kinds, strict=True) if number]
    whole = all(re.fullmatch(r"[0-9]+", number) for number in numbers)
    if whole and len(set(numbers)) == len(numbers) and all(int(number) in _YEARS for number in numbers):
        return True
    return whole and all(int(a) < int(b) for a, b in pairwise(numbers)) and kinds == sorted(kinds)


def _names_and_units(above: Sequence[Numbered], width: int) -> tuple[int, int]:
    """Choose among the rows of words above the data: the last as wide as the table, and units below names."""
    block = _block([row for row in above if len(row[1]) == width and len(trimmed(row[1])) > width // 2])
    block = block or _block([row for row in above if len(row[1]) == width - 1 >= 2])
    if not block:
        number, cells = above[-1] if above else (0, [])
        one_word = len(above) == 1 and " " not in cells[0].strip()
        return (number, 0) if len(trimmed(cells)) >= 2 or one_word else (0, 0)
    for (number, cells), (below, units) in pairwise(block):
        # A row with gaps below one without says more of the names above it.
        below_holds_numbers = any(map(is_number, units)) and not any(map(is_number, cells))
        gaps = _is_full(cells) and (below_holds_numbers or not _is_full(block[-1][1]))
        if _is_full(cells) and _are_units(units, sure=gaps):
            return number, below
        if gaps:
            return number, 0
    return block[-1][0], 0


def _block(rows: Sequence[Numbered]) -> list[Numbered]:
    """Return the last rows between which no other stands."""
    block = list(rows[-1:])
    for row in reversed(rows[:-1]):
        if block[0][0] - row[0] > _GAP:
            break
        block.insert(0, row)
    return block


def _is_full(cells: Sequence[str]) -> bool:
    said = [cell.strip() for cell in cells]
    return all(said) and len(set(said)) > 1


def _are_units(cells: Sequence[str], *, sure: bool) -> bool:
    said = [cell.strip() for cell in cells if cell.strip()]
    units = sum(map(_is_unit, said))
    return bool(said) and (sure or 2 * units >= len(said)) and all(len(cell) <= _LONGEST_UNIT for cell in said)


def _is_unit(text: str) -> bool:
    if re.fullmatch(r"[\[(<].*[\])>]", text):
        return True
    return bool(_UNITS.fullmatch(text)) or bool(re.search(r"[/°²³^µ%·]", text) and " " not in text)


def bare_unit(text: str) -> str:
    """Return a unit without the brackets around it; nothing for a dash or a kind of column, as R prints them."""
    inner = re.sub(r"^[\[(<]\s*(.*?)\s*[\])>]$", r"\1", text.strip())
    return "" if inner in ("-", "–", "—") or re.fullmatch(r"<\w+>", text.strip()) else inner


def _labels(first: Sequence[str], below: Sequence[Sequence[str]], numeric: Sequence[int]) -> bool:
    """Return whether a row of numbers names the columns: by years, places or units, unlike what stands below."""
    said = [take_apart(cell) for cell in _in(first, numeric)]
    under = [take_apart(cell) for row in below[:_LOOKED_AT] for cell in _in(row, numeric)]
    if len(said) < 2:
        return False
    if all(cell.unit or cell.sign for cell in said):  # 400 nm, 450 nm above bare numbers
        return not any(cell.unit or cell.sign for cell in under)
    if not all(re.fullmatch(r"[0-9]{1,4}", cell.number) and not cell.unit for cell in said):
        return False
    numbers = [int(cell.number) for cell in said]
    if len(set(numbers)) == len(numbers) and all(number in _YEARS for number in numbers):
        like = sum(bool(re.fullmatch(r"[0-9]{4}", cell.number)) and int(cell.number) in _YEARS for cell in under)
        return 4 * like < len(under)
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] in (0, 1)
    # Places have no decimals, where the numbers below have some: 0, 1 above 1.62, 54.5.
    decimals = sum(bool(re.search(r"[.,eE]", cell.number)) for cell in under)
    return counted and 2 * decimals >= len(under)
