"""Names and lists stand in sentences as people write them."""

from __future__ import annotations

from ui.text.words import in_text, listed


def test_names() -> None:
    """The names of our own data are words; those that a person brought stay as they are."""
    assert [in_text(name) for name in ("Rainfall", "GDP", "Größe", "Body mass index")] == [
        "rainfall", "GDP", "Größe", "Body mass index",
    ]  # fmt: skip


def test_lists() -> None:
    """One, two and three words, and none."""
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
