"""Points that the user set: what a link, a player and a table may say, and what is said about the rest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from core.data import load
from ui.lessons.loss_explorer.points import (
    MAX_POINTS,
    cells_of,
    edited,
    line_setting,
    points_from,
    points_of,
    points_setting,
    titles,
    valid_points,
    with_points,
    write_points,
)
from ui.session.settings import parse

FOUR = ((10.0, 480.0), (20.0, 520.0), (30.0, 710.0), (40.0, 680.0))
COLUMNS = ("x (h)", "y")
number = some.floats(-1e9, 1e9)
points = some.lists(some.tuples(number, number), min_size=2, max_size=MAX_POINTS)


@given(points)
def test_a_link_brings_back_the_points_to_six_digits(drawn: list[tuple[float, float]]) -> None:
    """What is written into a link is read as the same points, once they have six digits."""
    kept = valid_points(drawn)
    assert kept is not None
    np.testing.assert_allclose(kept, drawn, rtol=5e-6)
    values, notes = parse([points_setting()], {"points": [write_points(kept)]})
    assert values["points"] == kept
    assert notes == []


@pytest.mark.parametrize(
    "text",
    ["", "10:480", "10:480,20", "10:480,20:", "10:480;20:520", "a:b,c:d", "1:2:3,4:5", "1e10:0,1:1", "nan:1,2:3",
     "1:inf,2:3", "1_0:2,3:4", "١:2,3:4", ",".join(["1:2"] * (MAX_POINTS + 1)), "1:2," * 5000],
)  # fmt: skip
def test_points_no_link_can_mean(text: str) -> None:
    """One point, text, too many or too large numbers leave the points as they are, with a note."""
    values, notes = parse([points_setting()], {"points": [text]})
    assert values["points"] is None
    (note,) = notes
    assert note.endswith("it is left empty. Use 2 to 60 points with x and y, such as 10:480,20:520.")


@given(some.text())
@example("9,350,1")
@example("9;350")
def test_any_text_for_a_line_is_read_or_named(text: str) -> None:
    """A line is two numbers with a comma; anything else gets a note, never an exception."""
    values, notes = parse([line_setting()], {"line": [text]})
    assert (values["line"] is None) == bool(notes)


def test_a_line_in_a_link() -> None:
    """9,350 is 9x + 350, and is written so."""
    setting = line_setting()
    assert setting.read("9,350") == (9.0, 350.0)
    assert setting.write((9.0, 350.0)) == "9,350"


@pytest.mark.parametrize("sent", [None, (), ((1e10, 0.0), (1.0, 1.0)), ((0.0, 0.0),) * (MAX_POINTS + 1)])
def test_what_no_link_could_carry_is_not_taken_over(sent: tuple[tuple[float, float], ...] | None) -> None:
    """Nothing, too large and too many points from a player are left aside."""
    assert valid_points(sent) is None


def test_moved_points_keep_names_and_units() -> None:
    """A data set with points elsewhere is the same but for the numbers; names of rows stay while all rows do."""
    galaxies = load("hubble_key_project")
    moved = with_points(galaxies, [(x, y + 1) for x, y in points_of(galaxies)])
    assert moved.row_names == galaxies.row_names
    np.testing.assert_array_equal(moved.targets, galaxies.targets + 1)
    fewer = with_points(galaxies, points_of(galaxies)[:5])
    assert (fewer.n, fewer.row_names, fewer.feature_units) == (5, (), ("Mpc",))
    assert with_points(galaxies, None) is galaxies
    assert points_of(load("four_scores")) == FOUR
    assert titles(load("four_scores")) == ("Study hours × 10 (h)", "Exam score × 10 (points)")


@given(points)
def test_a_table_without_edits_is_the_points(drawn: list[tuple[float, float]]) -> None:
    """Cells of points, read again, are those points; but where all x are equal they are refused."""
    kept = valid_points(drawn)
    assert kept is not None
    rows = edited(cells_of(kept), COLUMNS, {"edited_rows": {}, "added_rows": [], "deleted_rows": []})
    if len({x for x, _ in kept}) > 1:
        assert points_from(rows, COLUMNS) == kept


def test_edits_of_a_table() -> None:
    """Changed cells, a deleted row and added ones: each is where it belongs, blanks are empty."""
    rows = edited(
        cells_of(FOUR),
        COLUMNS,
        {
            "edited_rows": {0: {"y": " 490 "}, "3": {"x (h)": None}},
            "deleted_rows": [1],
            "added_rows": [{"x (h)": "50"}, {}],
        },
    )
    assert rows == [("10", "490"), ("30", "710"), ("", "680"), ("50", ""), ("", "")]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("1", "2"), ("", "3")], "Row 2 has no x (h); fill it in, or delete the row."),
        ([("1", "2"), ("3", "")], "Row 2 has no y; fill it in, or delete the row."),
        ([("1", "2"), ("abc", "3")], "Row 2: x (h) must be a number such as 680, not `abc`."),
        ([("1", "`<b>1`"), ("2", "3")], "Row 1: y must be a number such as 680, not `·<b>1·`."),
        ([("1", "2"), ("1e12", "3")], "Row 2: x (h) must lie between −10⁹ and 10⁹, not `1e12`."),
        ([("1", "2")] * 1000, "The table has 1,000 points; this lesson takes 2 to 60."),
        ([("1", "2"), ("", "")], "The table has 1 point; this lesson takes 2 to 60."),
        ([], "The table has 0 points; this lesson takes 2 to 60."),
        (
            [("10", "1"), ("10", "2"), ("10.0", "7")],
            "All points have x (h) = 10, and then no slope is better than another; give at least one of them another "
            "value.",
        ),
    ],
)
def test_a_table_that_is_no_points(rows: list[tuple[str, str]], said: str) -> None:
    """Each says what came and what is wanted."""
    with pytest.raises(ValueError, match=r"must|has|have") as problem:
        points_from(rows, COLUMNS)
    assert str(problem.value) == said


def test_a_row_that_is_empty_on_both_sides_does_not_count() -> None:
    """A row just added is no point yet, and no mistake; a minus of either kind is one."""
    assert points_from([("1", "−2"), ("", ""), ("3", "-4")], COLUMNS) == ((1.0, -2.0), (3.0, -4.0))
