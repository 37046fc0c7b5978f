"""Name the columns of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from core.tables.table import LONGEST_NAME, on_one_line, shown


def cleaned_names(names: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return names that are distinct and not empty, and a note for each kind of change.

    Args:
        names: As they came.
    """
    cleaned: list[str] = []
    taken = Counter(_unquoted(on_one_line(name))[:LONGEST_NAME] for name in names)
    notes, used = [], set[str]()
    for place, came in enumerate(names, 1):
        name = _unquoted(on_one_line(came))[:LONGEST_NAME] or f"Column {place}"
        first, copy = name, 1
        while name in used or (copy > 1 and name in taken):
            copy += 1
            name = f"{first} ({copy})"
        if copy > 1:
            notes.append(f"Two columns are called {shown(first)}; column {place} is {shown(name)} here.")
        used.add(name)
        cleaned.append(name)
    return tuple(cleaned), notes


def _unquoted(name: str) -> str:
    return name[1:-1].strip() if len(name) > 2 and name[0] == name[-1] and name[0] in "'\"" else name


def column_names(first: Sequence[str], width: int, *, short: bool) -> tuple[tuple[str, ...], list[str]]:
    """Return a name for each column, and what has to be said of them.

    Args:
        first: The names as they came; none at all if there is no row of names.
        width: How many columns there are.
        short: Whether the row of names has fewer cells than the others, not only empty ones.
    """
    missing = width - len(first)
    if not first:
        return cleaned_names([""] * width)[0], ["No row has names, so the columns are named by their places."]
    if missing == 1 and short:  # as R writes a table: the names of the rows have none themselves
        names, changes = cleaned_names(["Row", *first])
        return names, [
            "There is one name fewer than columns, so the first column is taken for the rows' names.",
            *changes,
        ]
    names, changes = cleaned_names([*first, *[""] * missing])
    return names, [
        f"{missing:,} column{' has' if missing == 1 else 's have'} no name.",
        *changes,
    ] if missing else changes


def require_no_loose_decimals(separator: str, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Refuse a table in which decimal commas were taken for commas between the cells.

    It has more cells than names, and all of them are whole numbers, though the first do not count the rows.

    Args:
        separator: What stands between the cells.
        names: The names of the columns; fewer than cells, if they are to be judged.
        rows: The cells.

    Raises:
        ValueError: With what such a table needs.
    """
    looked = [[cell for cell in row if cell.strip()] for row in rows[:100]]
    width = max(map(len, looked), default=0)
    if separator != "," or not 2 <= len(names) < width <= 2 * len(names):
        return
    whole = all(re.fullmatch(r"\s*-?[0-9]+\s*", cell) for row in looked for cell in row)
    counts = [row[0].strip() for row in looked if row]
    if whole and not (width == len(names) + 1 and counts == [str(i) for i in range(1, len(counts) + 1)]):
        raise ValueError(
            f"The rows have up to {width} cells under {len(names)} names: decimal commas split the cells. "
            "Decimal commas need quotation marks around the numbers, or another separator, such as a semicolon."
        )
