"""Cut lines whose cells stand at fixed columns, however many of them are empty."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from statistics import median

import pandas as pd

Rows = list[list[str]]
_NUMERIC = 0.08
"""A line in which fewer of the letters are digits tells nothing of how numbers are parted."""


def has_numbers(line: str) -> bool:
    """Return whether enough of a line are digits to show how its numbers are parted."""
    return _share_of_digits(line) > _NUMERIC


def _share_of_digits(line: str) -> float:
    letters = len("".join(line.split()))
    return len(re.findall("[0-9]", line)) / max(1, letters)


def at_fixed_columns(lines: Sequence[str]) -> Rows:
    """Cut lines at the columns that are blank in all of them, as pandas finds them; prose is one cell."""
    lines = [line.replace("|", " ") for line in lines]  # bars of boxes
    shares = [_share_of_digits(line) for line in lines]
    usual = median([share for share in shares if share > _NUMERIC] or [1])
    numbers = [i for i, share in enumerate(shares) if share > max(_NUMERIC, usual / 2)]
    rows = [[line.strip()] if line.strip() else [] for line in lines]
    if not numbers:
        return rows
    above = next((i for i in range(numbers[0] - 1, -1, -1) if lines[i].strip()), numbers[0])
    table = sorted({above, *numbers})
    cut = _cut([lines[i] for i in table])
    without = _cut([lines[i] for i in numbers])
    if len(cut[0]) < len(without[0]):  # the line above runs across the gaps: a title
        words = lines[above].split()
        names = [*[""] * (len(without[0]) - len(words)), *words]  # the names of the rows may have none
        table, cut = (table, [names, *without]) if len(names) - len(words) in (0, 1) else (numbers, without)
    for i, cells in zip(table, cut, strict=True):
        rows[i] = cells
    return rows


def _cut(lines: Sequence[str]) -> Rows:
    text = "\n".join(line.expandtabs() for line in lines)
    frame = pd.read_fwf(io.StringIO(text), header=None, dtype=str, keep_default_na=False, infer_nrows=len(lines))
    return [[str(cell) for cell in row] for row in frame.to_numpy().tolist()]
