"""Words from outside are words, whatever they would do elsewhere."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core.data import Dataset
from ui.own_data.words import LONGEST_NAME, inert, inert_dataset

EVIL = (
    "<img src=x onerror=alert(1)>", "**bold**", "$x^2$", "`code`", "[link](https://evil.example)", "a|b", ":red[x]",
    "www.evil.example", "a@b.example", "&lt;b&gt;", ":material/home:", "\\frac", "x\x00y\nz",
)  # fmt: skip


@pytest.mark.parametrize("text", EVIL)
def test_nothing_is_markup(text: str) -> None:
    """No sign that Markdown, HTML, LaTeX or Plotly reads is left, and no address that would become a link."""
    plain = inert(text)
    assert not set(plain) & set("<>*`$|[]\\~#@{}_\n\x00")
    assert not re.search(r"&\w+;", plain)
    assert "://" not in plain
    assert "www." not in plain
    assert not any(":" in word[:-1] for word in plain.split())
    assert inert(plain) == plain


@pytest.mark.parametrize(
    ("text", "words"),
    [("$", "dollars"), ("price ($/kg)", "price (dollars/kg)"), ("US$", "USD"), ("$x$", "＄x＄"), ("k$", "k＄")],
)
def test_dollars_are_a_word(text: str, words: str) -> None:
    """Where the sign is a unit it is written out, for few fonts have one that looks like it."""
    assert inert(text) == words


def test_a_data_set_is_named_by_its_content() -> None:
    """Names are short and distinct; another number, name or unit is another data set, and the same is the same."""
    numbers = [[1.0, 2.0], [2.0, 3.0], [4.0, 1.0], [0.0, 9.0]]
    plain = Dataset.from_arrays(numbers, [1, 2, 3, 5], feature_names=("a_b", "n" * 99), target_names=("A B",))
    own = inert_dataset(plain)
    names = [*own.feature_names, *own.target_names]
    assert len({name.lower() for name in names}) == 3
    assert max(map(len, names)) <= LONGEST_NAME
    assert own.name == inert_dataset(plain).name
    others = [
        Dataset.from_arrays(numbers, [1, 2, 3, 6], feature_names=("a_b", "n" * 99), target_names=("A B",)),
        Dataset.from_arrays(numbers, [1, 2, 3, 5], feature_names=("a_b", "m"), target_names=("A B",)),
        Dataset.from_arrays(
            numbers, [1, 2, 3, 5], feature_names=("a_b", "n" * 99), target_names=("A B",), target_units=("kg",)
        ),
    ]
    assert len({own.name, *(inert_dataset(other).name for other in others)}) == 4


def test_no_name_begins_a_formula() -> None:
    """A name that a spreadsheet would run has an apostrophe before it, whatever table is downloaded."""
    names = ("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)")
    dataset = Dataset.from_arrays(np.ones((2, 4)), [1.0, 2.0], feature_names=names, row_names=["=1", "b"])
    own = inert_dataset(dataset)
    assert own.feature_names[1] == "'+1+1"
    assert not [name for name in (*own.feature_names, *own.row_names) if name[0] in "=+-@"]
