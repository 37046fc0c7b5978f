"""The page About: what Slopewise is, and where all of it comes from."""

from __future__ import annotations

import re
from pathlib import Path

from core.data import DATASETS
from tests.ui.visits import said, visit
from ui.lessons.registry import LESSONS
from ui.text.version import VERSION

ROOT = Path(__file__).parents[3]


def test_everything_has_a_source() -> None:
    """The lessons stand in order; every data set has its rows and its source; version and licence are the project's."""
    app = visit("about")
    assert not app.exception
    assert app.title[0].value == "About Slopewise"
    labels = [link.proto.label for link in app.get("page_link")]
    assert [re.match(r"\*\*(\d)\. (.*)\*\*$", label)[2] for label in labels] == [each.title for each in LESSONS]  # type: ignore[index]
    words = said(app)
    for name, choice in DATASETS.items():
        rows = len((ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()) - 1
        assert f"| {choice.label} | {rows} | {choice.source} |" in words
    assert VERSION in words
    assert "MIT" in (ROOT / "LICENSE").read_text(encoding="utf-8").splitlines()[0]
    assert "MIT licence" in words


def test_no_text_is_called_the_tutorial() -> None:
    """Sources are cited once, by name: nothing that a person can read speaks of a tutorial that nobody knows."""
    files = [ROOT / "data" / "README.md", *(ROOT / "docs").glob("*.md")]
    files += [file for each in ("ui", "core", "pages") for file in (ROOT / each).rglob("*") if file.is_file()]
    read = [file for file in files if file.suffix in (".py", ".js", ".md", ".toml", ".html", ".css")]
    found = {
        file.name: line
        for file in read
        for line in file.read_text(encoding="utf-8").splitlines()
        # The link's name of the line that looks right, which links have that people kept.
        if "tutorial" in line.lower() and not re.search(r'LOOKS_RIGHT = "tutorial"|link = \{ tutorial = "true"', line)
    }
    assert found == {}
