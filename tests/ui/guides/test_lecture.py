"""The lecture of twelve links: each opens, and the page says what the lecture promises that it says."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tests.ui.visits import link_of, said, visit

LECTURE = Path(__file__).parents[3] / "docs" / "lessons" / "lecture.md"
LINK = re.compile(r"^## (\d+)\. .*?^`(\w+)\?([^`]+)`$.*?^> (.*?)$", re.MULTILINE | re.DOTALL)
LINKS = LINK.findall(LECTURE.read_text("utf-8"))


def test_there_are_twelve() -> None:
    """In their order, each with a link and a sentence."""
    assert [int(number) for number, *_ in LINKS] == list(range(1, 13))


@pytest.mark.parametrize(("page", "query", "promised"), [link[1:] for link in LINKS])
def test_a_link_keeps_its_promise(page: str, query: str, promised: str) -> None:
    """Nothing in it is unusable, nothing in it is superfluous, and the sentence is on the page."""
    settings = dict(parse_qsl(query))
    app = visit(page, **settings)
    assert not app.exception
    assert not app.warning
    assert link_of(app) == settings
    assert promised in said(app)
