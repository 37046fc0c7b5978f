"""What a player shows, as a value: whoever takes it away computes nothing again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class PlayerContent:
    """All that the browser needs to show what is on show, the ruler's whole family too.

    Attributes:
        name: For names of files, such as `study-hours`.
        epoch: Where the player stands.
        content: The tree that travels to the browser, before it is packed.
    """

    name: str
    epoch: int
    content: Mapping[str, Any]
