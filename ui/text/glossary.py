"""What the words on the pages mean: one registry, which every control, legend, axis and readout is explained from."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "glossary.toml"
_SIGN = re.compile(r"^[^\w∂δ|]+ ")
_UNIT = re.compile(r" \([^()]*\)$")
_RUN = re.compile(r"^[AB]: ")


@dataclass(frozen=True)
class Entry:
    """A word of the glossary.

    Attributes:
        key: What it is called in links.
        name: The word itself.
        group: What it belongs to, as the glossary page sorts it.
        text: One or two sentences.
        labels: What it explains on the pages; ``*`` stands for any words or numbers.
    """

    key: str
    name: str
    group: str
    text: str
    labels: tuple[str, ...]


@cache
def glossary() -> dict[str, Entry]:
    """Return all entries by their keys, in the order of the file."""
    with _FILE.open("rb") as file:
        return {
            key: Entry(key, entry["name"], entry["group"], entry["text"], tuple(entry["labels"]))
            for key, entry in tomllib.load(file).items()
        }


@cache
def entry_for(label: str) -> Entry | None:
    """Return what explains a label as it stands on a page; None for one that is not in the glossary.

    A legend's sign, the A or B before the name of a readout, and a unit in brackets need not be listed.
    """
    plain = _RUN.sub("", _SIGN.sub("", label))
    for wanted in (label, plain, _UNIT.sub("", plain)):
        matching = [(each, entry) for each, entry in _entries_by_label() if fnmatchcase(wanted, each)]
        if matching:
            return matching[0][1]
    return None


@cache
def _entries_by_label() -> list[tuple[str, Entry]]:
    """Return what is matched, literal labels before patterns and long patterns before short ones."""
    pairs = [(_literal(label), entry) for entry in glossary().values() for label in entry.labels]
    return sorted(pairs, key=lambda pair: ("*" in pair[0], -len(pair[0])))


def explained(label: str) -> str | None:
    """Return the sentences that explain a label; None for one that is not in the glossary."""
    entry = entry_for(label)
    return entry.text if entry else None


def _literal(pattern: str) -> str:
    return pattern.replace("[", "[[]").replace("?", "[?]")
