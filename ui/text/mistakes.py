"""Common mistakes, lesson by lesson: what is said of each, and the settings of the page that show it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "mistakes.toml"


@dataclass(frozen=True)
class Mistake:
    """A common mistake.

    Attributes:
        text: What is said of it.
        button: What the button says that shows it.
        link: The settings that show it, as a link of the page says them.
    """

    text: str
    button: str
    link: Mapping[str, str]


@cache
def mistakes_in(lesson: str) -> tuple[Mistake, ...]:
    """Return the mistakes that a lesson shows, by the name of its page."""
    return tuple(Mistake(**entry) for entry in _read()[lesson])


@cache
def set_afresh() -> frozenset[str]:
    """Return the names of settings that have their value of a first visit where a mistake is shown."""
    return frozenset(_read()["afresh"])


@cache
def _read() -> dict[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)
