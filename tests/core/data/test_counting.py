"""A count and its noun agree."""

from __future__ import annotations

import pytest

from core.data import plural, quantity


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 epochs"), (1, "1 epoch"), (2, "2 epochs"), (1000, "1,000 epochs"), (21, "21 epochs")]
)
def test_only_one_is_singular(count: int, said: str) -> None:
    """One is one epoch; none, and many, are epochs; thousands have commas."""
    assert quantity(count, "epoch") == said
    assert said.endswith(plural(count, "epoch"))
