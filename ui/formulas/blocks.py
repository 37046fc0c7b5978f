"""What an account of formulas is made of: sentences, formulas, and steps that can be unfolded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A sentence or two, in Markdown."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula in LaTeX, on a line of its own."""

    latex: str


@dataclass(frozen=True)
class Fold:
    """A step that can be unfolded: its title, and what it holds."""

    title: str
    blocks: Sequence[Said | Formula]


Block = Said | Formula | Fold


@dataclass(frozen=True)
class Section:
    """One idea: its title, and its blocks."""

    title: str
    blocks: Sequence[Block]

    def formulas(self) -> Iterator[str]:
        """Yield all its formulas in LaTeX, those that are folded away too."""
        for block in self.blocks:
            for each in block.blocks if isinstance(block, Fold) else [block]:
                if isinstance(each, Formula):
                    yield each.latex
