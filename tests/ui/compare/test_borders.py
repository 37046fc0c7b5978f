"""A's border in the field of B: that of A's own network, on the same data alone."""

from __future__ import annotations

import pytest

from tests.ui.conftest import unpacked
from tests.ui.visits import sent, visit


def borders_in(lesson: str, **link: str) -> list[dict]:
    """Return the borders of another run that a lesson's player shows."""
    content = sent(visit(lesson, epochs="20", **link), unpacked)
    return [track for track in content["tracks"] if track["kind"] == "border"]


@pytest.mark.parametrize(
    ("lesson", "link", "sizes"),
    [
        ("neural_network", {"layers": "8", "kept": "layers:3,2~epochs:30"}, [2, 3, 2, 1]),
        ("neural_network", {"data": "three_blobs", "kept": "data:three_blobs~epochs:30"}, [2, 4, 3]),
        ("classifier", {"data": "penguins_adelie_chinstrap", "threshold": "0.7",
                        "kept": "data:penguins_adelie_chinstrap~scaling:zscore_features~epochs:30"}, [2, 1]),
    ],
)  # fmt: skip
def test_a_border_is_that_of_its_own_network(lesson: str, link: dict[str, str], sizes: list[int]) -> None:
    """A of other layers has those in the browser, too, and stands at B's threshold, dashed in A's colour."""
    (border,) = borders_in(lesson, **link)
    assert list(border["form"]["sizes"]) == sizes
    assert (border["panel"], border["of"], border["colour"], border["dash"]) == (0, 0, "kept", True)
    assert sum(border["levels"]) / 2 == pytest.approx(float(link.get("threshold", 0.5)))


@pytest.mark.parametrize(
    "link", [{}, {"data": "moons", "kept": "data:circles~epochs:30"}, {"view": "landscape", "kept": "epochs:30"}]
)
def test_nothing_else_has_one(link: dict[str, str]) -> None:
    """Without A, by other data, or where there is no field."""
    assert borders_in("neural_network", **link) == []
