"""What stands beside the numbers of a column: signs of currency and percent, units, flags, parentheses."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.tables.cells import Cell
from core.tables.table import shown


def common_unit(parts: Sequence[Cell], mark: str) -> str:
    """Return the sign or unit of a column's numbers; percent only if most have it, for 3 and 3% are not the same."""
    numbers = [cell for cell in parts if mark in cell.marks]
    signs = Counter(cell.sign for cell in numbers if cell.sign)
    if 2 * signs.pop("%", 0) > len(numbers):
        return "%"
    if signs:
        return signs.most_common(1)[0][0]
    # A letter that follows most of the numbers is their unit, whatever it would mean as a flag.
    units = Counter(cell.unit or cell.flag for cell in numbers if re.match(r"[^\W\d_]|°", cell.unit or cell.flag))
    unit, count = units.most_common(1)[0] if units else ("", 0)
    return unit if 2 * count > len(numbers) else ""


def odd(cell: Cell, unit: str) -> str:
    """Say what sets a number's sign apart from the column's; prices may leave theirs out, as tables of accounts do."""
    own = cell.sign or cell.unit
    if own in (unit, "") or (cell.flag and cell.flag == unit):
        return "has no percent sign, the others have" if unit == "%" and not own else ""
    if not unit:
        if own == "%":
            return "has a percent sign, the others have none"
        return f"has the letters {shown(own)}, the others have none" if cell.unit else f"has the sign {own}"
    return f"has the sign {own}, the others have {unit}"


def next_to_numbers(
    name: str, cells: Sequence[str], parts: Sequence[Cell], values: NDArray[np.float64], unit: str
) -> list[str]:
    """Say which numbers were read without what stands beside them."""
    used = [i for i in range(len(parts)) if math.isfinite(values[i])]
    flagged = [i for i in used if parts[i].flag and parts[i].flag != unit]
    minus = [i for i in used if parts[i].accounting]
    notes = []
    if flagged:
        notes.append(
            f"{len(flagged):,} {'number' if len(flagged) == 1 else 'numbers'} in column {shown(name)} carry a flag, as "
            f"in {shown(cells[flagged[0]])}; it was left out."
        )
    if minus:
        notes.append(
            f"Parentheses in column {shown(name)} are read as minus, as accounts have them: "
            f"{shown(cells[minus[0]])} is {values[minus[0]]:.15g}."
        )
    return notes
