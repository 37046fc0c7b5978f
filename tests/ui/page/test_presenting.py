"""What a full screen says beside the pictures: which lesson, which runs, and no more numbers than can be followed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.conftest import unpacked
from tests.ui.visits import sent, visit

LINKS: list[tuple[str, dict[str, str | list[str]]]] = [
    ("study_hours", {"fit": "true", "hours": "5", "kept": "learning_rate:0.005"}),
    ("gradient_descent_animator", {"view": "race"}),
    ("hubble_age", {}),
    ("crop_yields", {"kept": "epochs:30"}),
]


def shown(page: str, link: dict[str, str | list[str]]) -> Any:
    return sent(visit(page, **link), unpacked)


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[page for page, _ in LINKS])
def test_no_more_than_four_numbers(page: str, link: dict[str, str | list[str]]) -> None:
    """Of all live numbers four are shown on a full screen at most, the losses among them."""
    content = shown(page, link)
    matter = [each["key"] for each in content["readouts"] if not each["lesser"]]
    assert 1 < len(matter) <= 4
    assert any("loss" in key for key in matter)
    if page == "hubble_age":
        assert "age" in matter


def test_runs_are_named_where_there_are_several() -> None:
    """A and B where a run is kept, the optimizers in a race, nothing where a run is alone."""
    kept = shown("study_hours", {"kept": "learning_rate:0.005"})["heading"]
    assert (kept["title"], [name for name, _ in kept["runs"]]) == ("Study Hours", ["B", "A"])
    race = shown("gradient_descent_animator", {"view": "race"})["heading"]
    assert [name for name, _ in race["runs"]][-1] == "Adam"
    alone = shown("perceptron", {})["heading"]
    assert (alone["runs"], alone["step"]) == ([], "iteration")
    assert shown("loss_explorer", {})["heading"]["title"] == "Loss Explorer"
