"""Rows of cells before anything is decided of them, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.tables.files.separating import Parted


@dataclass(frozen=True, eq=False)
class Source:
    """Rows of cells, and what is known of where they come from."""

    rows: Sequence[Sequence[str]]
    title: str = ""
    notes: tuple[str, ...] = ()
    parted: Parted | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()

    @property
    def spaced(self) -> bool:
        """Return whether a cell that is missing shifts those behind it, as where spaces part the cells."""
        return self.parted is not None and self.parted.separator == " "

    def names_in(self, number: int, width: int) -> list[str]:
        """Return the names in a row that is a remark, or whose names have spaces within."""
        return self.parted.names_in(number - 1, width) if self.parted and number <= len(self.parted.lines) else []

    @property
    def separator(self) -> str | None:
        """Return what parted the cells of a text."""
        return self.parted.separator if self.parted else None

    @property
    def remarks(self) -> dict[int, str]:
        """Return the remarks by their rows' numbers."""
        return {place + 1: text for place, text in self.parted.remarks.items()} if self.parted else {}
