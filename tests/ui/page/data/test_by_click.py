"""Rows held out by a click: every picture of rows offers them, and a release is taken as far as it can be."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import drawn_rows, load
from tests.ui.visits import Unpack, key_of, link_of, said, sent, visit
from ui.player import PlayerState
from ui.player.row_choice import RowsChosen, rows_in


@pytest.mark.parametrize(
    ("page", "link", "panel", "points"),
    [
        ("study_hours", {}, 0, 8),
        ("hubble_age", {"view": "sure"}, 0, 23),
        ("gradient_descent_animator", {"view": "race"}, 2, 8),
        ("crop_yields", {}, 0, 10),
        ("crop_yields", {"view": "plane"}, 0, 5),
        ("crop_yields", {"data": "study_hours", "degree": "3", "view": "plane"}, 0, 8),
    ],
)
def test_every_row_lies_where_it_is_drawn(
    page: str, link: dict[str, str], panel: int, points: int, unpack: Unpack
) -> None:
    """Rows that are learned from and rows held out are points of the panel, each with its number and name."""
    app = visit(page, hold_by_click="true", held_rows="2", epochs="20", **link)
    assert not app.exception
    content = sent(app, unpack)
    rows = content["rows"]
    assert (rows["panel"], len(rows["rows"]), list(rows["held"])) == (panel, points, [2])
    axes = [axis for axis in "xyz" if rows[axis] is not None]
    offered = dict(zip(places(rows, axes), rows["rows"], strict=True))
    where = content["panels"][panel]["x"]
    traces = [
        trace
        for trace in content["figure"]["data"]
        if trace.get("scene", trace.get("xaxis", "x")) == where and trace.get("mode") == "markers"
    ]
    hollow = {place for trace in traces if trace["name"] == "held out" for place in places(trace, axes)}
    assert {offered[place] for place in hollow} == {2}
    assert set(offered) <= {place for trace in traces for place in places(trace, axes)}


def places(trace: dict[str, Any], axes: list[str]) -> list[tuple[float, ...]]:
    """Return where points lie, as Plotly has them or as numbers."""
    columns = [
        np.frombuffer(b64decode(trace[axis]["bdata"]), trace[axis]["dtype"])
        if isinstance(trace[axis], dict)
        else trace[axis]
        for axis in axes
    ]
    return [tuple(round(float(value), 6) for value in place) for place in zip(*columns, strict=True)]


def test_nothing_is_offered_unasked(unpack: Unpack) -> None:
    """Without the switch, and while a guess is asked, a click on a point does what it did."""
    for link in ({"held_rows": "2"}, {"hold_by_click": "true", "predict": "true"}):
        assert sent(visit("study_hours", **link), unpack)["rows"] is None
    app = visit("study_hours", all_controls="true")
    app.toggle(key=key_of(app, "hold_by_click")).set_value(True).run()
    assert link_of(app) == {"all_controls": "true", "hold_by_click": "true"}
    assert sent(app, unpack)["rows"]["rows"].tolist() == list(range(1, 9))


def test_what_clicks_do_stands_above_the_pictures() -> None:
    """In the place of the idea, where it is seen; not where no click does anything."""
    how = "**Click or tap a point** to hold its row out"
    on, off = visit("study_hours", hold_by_click="true"), visit("study_hours")
    assert on.markdown[0].value.startswith(how)
    assert off.markdown[0].value.startswith("Eight students")
    assert "Eight students, their hours" not in said(on)
    raw_vs_scaled = visit("gradient_descent_animator", hold_by_click="true", view="worlds")
    assert "Click or tap a point" not in said(raw_vs_scaled)
    assert "hold_by_click" not in [toggle.key for toggle in raw_vs_scaled.toggle]


def test_a_share_is_where_clicks_begin(unpack: Unpack) -> None:
    """The rows that a share has drawn are pressed."""
    rows = sent(visit("study_hours", hold_by_click="true", held_out="0.25", split_seed="3"), unpack)["rows"]
    assert list(rows["held"]) == [row + 1 for row in drawn_rows(8, 0.25, 3)]


def release(held: object) -> None:
    """Run in a session of Streamlit's: hold rows of Study Hours out by a click."""
    from types import SimpleNamespace

    import streamlit as st

    from ui.page.data.by_click import with_clicks
    from ui.page.data.variants import BY_CLICK
    from ui.player import PlayerState

    state = st.session_state
    state.update(data="study_hours", degree=1, held_rows=(), held_out=0.25, split_seed=0)
    page = SimpleNamespace(settings=[SimpleNamespace(name=BY_CLICK)])
    trained = SimpleNamespace(page=page, guess=SimpleNamespace(asks=False))
    receive = with_clicks(trained, lambda chosen: state.update(others=chosen))  # type: ignore[arg-type]
    receive(PlayerState(held=held))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "rows", "share", "sentence"),
    [
        (RowsChosen((2, 5), "study_hours"), (2, 5), 0.0, None),
        (RowsChosen((), "study_hours"), (), 0.0, None),
        (None, (), 0.25, None),
        (RowsChosen((2, 5), "hubble_1929"), (), 0.25, None),
        (RowsChosen((1, 2, 3, 4, 5), "study_hours"), (), 0.25, "would leave 3 to learn from"),
        (RowsChosen(tuple(range(1, 9)), "study_hours"), (), 0.25, "would leave 0 to learn from"),
        (RowsChosen((9,), "study_hours"), (), 0.25, "There is no row 9 to hold out"),
    ],
)
def test_a_release_is_taken_where_it_can_be(held: Any, rows: Any, share: float, sentence: str | None) -> None:
    """Rows by hand replace the share; those of other data mean nothing; too many leave all as it was, and say so."""
    app = AppTest.from_function(release, default_timeout=30, kwargs={"held": held}).run()
    assert not app.exception
    state = app.session_state
    assert isinstance(state["others"], PlayerState)
    assert (state["held_rows"], state["held_out"]) == (rows, share)
    refused = " ".join(state["_refused"]) if "_refused" in state else None
    assert refused is None if sentence is None else sentence in str(refused)


def test_more_rows_than_a_link_carries_are_refused() -> None:
    """A hundred rows by hand fit into the link of a large table, and one more is refused with a sentence."""
    from ui.page.data.variants import held_out_settings, too_few

    setting = next(each for each in held_out_settings() if each.name == "held_rows")
    rows = tuple(range(99_901, 100_001))
    assert len(setting.write(rows)) <= setting.longest
    assert setting.read(setting.write(rows)) == rows
    chosen = {"data": "hubble_1929", "held_out": 0.0, "split_seed": 0, "held_rows": tuple(range(1, 102))}
    assert "no row" in str(too_few(chosen))
    assert load("hubble_1929").n < 100


@pytest.mark.parametrize(
    "sent_by_browser",
    [None, 3, [2], {"rows": [2]}, {"rows": "2", "data": "a"}, {"rows": [0], "data": "a"}, {"rows": [1.5], "data": "a"},
     {"rows": [True], "data": "a"}, {"rows": [-1], "data": "a"}, {"rows": [1] * 2000, "data": "a"}],
)  # fmt: skip
def test_nonsense_holds_nothing_out(sent_by_browser: Any) -> None:
    """Whatever else a browser sends is no choice of rows; a real one is read in order, each row once."""
    assert rows_in(sent_by_browser) is None
    assert rows_in({"rows": [5, 2, 5], "data": "a"}) == RowsChosen((2, 5), "a")


def test_words_and_rows_agree_in_the_animator(unpack: Unpack) -> None:
    """One run has its validation curve; in a race rows are hollow, and a sentence says where the curve is."""
    one = visit("gradient_descent_animator", held_rows="2,5", epochs="60", epoch="60")
    assert "2 of the 8 rows are held out" in said(one)
    content = sent(one, unpack)
    assert {"path", "lowest", "point"} == {t["kind"] for t in content["tracks"] if t.get("colour") == "validation"}
    assert "validation_loss" in [number["key"] for number in content["readouts"]]
    for view in ("race", "worlds"):
        app = visit("gradient_descent_animator", held_rows="2,5", epochs="60", view=view)
        assert not app.exception
        assert "2 of the 8 rows are held out" in said(app)
        assert "shown for **One run**" in said(app)
        content = sent(app, unpack)
        assert not [t for t in content["tracks"] if t.get("colour") == "validation"]
        hollow = [trace for trace in content["figure"]["data"] if trace["name"] == "held out"]
        assert len(hollow) == (view == "race")
        np.testing.assert_equal(len(content["run"]["epochs"]), 61)
