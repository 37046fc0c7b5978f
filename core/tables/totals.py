"""Find the rows of a table that add up others."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORDS = (
    "total|totals|subtotal|subtotals|sub-total|sum|summe|gesamt|gesamtsumme|insgesamt|zwischensumme|totale|totaux|"
    "subtotale|somme|suma|razem|ogółem|итого|всего|合計|小計|总计|合计|totaal|totalt|sammanlagt|yhteensä|soma|totais|"
    "average|averages|mean|mittelwert|durchschnitt|moyenne|promedio|média"
)
_TOTAL = re.compile(rf"(?:(?:{_WORDS})\b.{{0,30}}|.{{0,40}}\b(?:{_WORDS}))[:.\s]*", re.IGNORECASE)


def totals(rows: Sequence[tuple[int, Sequence[str]]]) -> dict[int, str]:
    """Return the rows whose words say that they are totals or means of others, and the cell that says so.

    Where a third of the rows say it, it is what they are about.

    Args:
        rows: The cells of the data, with their rows' numbers.
    """
    found = {}
    for number, cells in rows:
        label = next((cell for cell in cells if any(map(str.isalpha, cell)) and _TOTAL.fullmatch(cell.strip())), None)
        if label is not None:
            found[number] = label.strip()
    return found if 2 * len(found) < len(rows) else {}
