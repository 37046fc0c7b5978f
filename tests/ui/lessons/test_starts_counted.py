"""What is said of many starts is what docs/model.md has, and this network's share comes first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ui.visits import said, visit
from ui.lessons.neural_network.starts_counted import COUNTED

MODEL = Path(__file__).parents[3] / "docs" / "model.md"
LINK = {"data": "exclusive_or", "view": "starts", "epochs": "5"}


def test_the_page_counts_as_the_book_does() -> None:
    """Every cell of the table, and of how many starts it is."""
    rows = re.findall(r"^\| (\d) \|(.*)\|$", MODEL.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(width) for width, _ in rows] == [1, 2, 3, 4, 8]
    for width, cells in rows:
        for name, cell in zip(("torch", "xavier", "he", "normal"), cells.split("|"), strict=True):
            share = re.match(r" ([\d.]+)", cell)
            found = COUNTED[name].get(int(width))
            starts = (2000 if width == "2" else 400) if name == "torch" else 200
            assert found == (share and (float(share[1]), starts))


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"layers": "2"}, "with 2 tanh neurons and weights drawn by PyTorch's own initializer, 56% of 2,000 starts"),
        ({"layers": "3", "initializer": "he"}, "with 3 tanh neurons and weights drawn by He, 90% of 200 starts"),
        ({"layers": "8"}, "with 8 tanh neurons and weights drawn by PyTorch's own initializer, 100% of 400 starts"),
        ({"layers": "4,2"}, "with 2 tanh neurons and weights drawn by PyTorch's own initializer, 56% of 2,000 starts"),
    ],
)
def test_the_network_on_show_comes_first(link: dict[str, str], words: str) -> None:
    """One that was not counted is told of two neurons."""
    assert words in said(visit("neural_network", **LINK, **link))


def test_it_stands_beside_the_starts_of_exclusive_or_alone() -> None:
    """Neither with other data, nor with another picture, nor before a guess."""
    for link in ({"data": "moons"}, {"view": "data"}, {"predict": "true"}):
        assert "Counted over many starts" not in said(visit("neural_network", **{**LINK, **link}))
