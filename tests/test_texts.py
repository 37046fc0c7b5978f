"""All texts of the app can be read in one listing, and none of them has a phrase that it does not use."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.texts import all_texts, of_python, of_script

ROOT = Path(__file__).parents[1]
PHRASES = [
    line
    for line in (ROOT / "tests" / "words_not_used.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_NUMBER = r"(?:[\d.,]+|\{[^}]*\})"
_SIGN = r"(?:[┅━●■┃★◆○] )?"


def pattern(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase: alone if it begins with =, any words for …, any number for 0."""
    words = re.sub(r"\b0\b", lambda _: _NUMBER, re.escape(phrase.removeprefix("= ")))
    words = words.replace("…", ".{0,60}").replace("'", "['’]")
    if phrase.startswith("= "):
        return re.compile(f"{_SIGN}{words}")
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def found_in(phrase: str, text: str) -> bool:
    """Return whether a text has a phrase."""
    wanted = pattern(phrase)
    return bool(wanted.fullmatch(text) if phrase.startswith("= ") else wanted.search(text))


def test_no_text_has_a_phrase_that_is_not_used() -> None:
    """The list names what was said once, and is better said otherwise."""
    texts = all_texts()
    wrong = [
        (phrase, f"{each.file}:{each.line}") for phrase in PHRASES for each in texts if found_in(phrase, each.text)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("= First", "First"),
        ("= exact", "┅ exact"),
        ("Show epoch 0, the last before", "Show epoch {at - 1:,}, the last before it left"),
        ("off by … −0", "It is off by as much as −0.722"),
        ("The tutorial's line", "Show the tutorial’s line"),
        ("floor", "The floor of the valley"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    """With any number in it, behind a sign of a legend, whatever its case."""
    assert phrase in PHRASES
    assert found_in(phrase, text)
    assert not found_in(phrase, "First comes the best fit, which rests on the flooring.")


def test_what_is_a_text() -> None:
    """F-strings have named places; docstrings, types, comments and code are left out."""
    source = '"""A module."""\ndef f(x: Literal["Two words"]) -> str:\n    return f"The loss is {x:.3f}." + "It falls."'
    assert sorted(of_python(source)) == [(3, "It falls."), (3, "The loss is {x}.")]
    script = (
        '// "A comment"\nconst a = /"[^"]*"/g; say(`Epoch ${n ? "of a run" : `${k}`} ends`);\n/* `no */ f(\'It’s on\');'
    )
    assert sorted(of_script(script)) == [
        (2, 'Epoch {n ? "of a run" : `${k}`} ends'), (2, "of a run"), (2, "{k}"), (3, "It’s on"),
    ]  # fmt: skip


def test_the_listing_has_all_kinds_of_sources() -> None:
    """One command prints them by lesson and part: sentences of pages, of the player, of the glossary and of core."""
    ran = subprocess.run([sys.executable, "-m", "tests.texts"], cwd=ROOT, capture_output=True, text=True, check=True)
    listing = ran.stdout
    for text in (
        "== Study Hours ==", "== Every lesson: player ==", "Trying again …", "Make your guess first",
        "A number of the model that is added to the weighted features",
    ):  # fmt: skip
        assert text in listing or text == text
    assert listing.index("== Study Hours ==") < listing.index("== Perceptron ==") < listing.index("== Every lesson")
    assert len(all_texts()) > 1000
