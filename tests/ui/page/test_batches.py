"""Batch sizes on offer are powers of two and all rows; links with a size of former days go on working."""

from __future__ import annotations

import pytest

from tests.ui.visits import key_of, link_of, said, visit


def offered(app):
    """Return what the menu of batch sizes offers."""
    return list(app.selectbox(key=key_of(app, "batch_size")).options)


@pytest.mark.parametrize(
    ("page", "data", "sizes"),
    [
        ("crop_yields", "crop_yields", ["1", "2", "4"]),
        ("crop_yields", "crop_yields_15", ["1", "2", "4", "8"]),
        ("hubble_age", "hubble_key_project", ["1", "2", "4", "8", "16"]),
        ("gradient_descent_animator", "study_hours", ["1", "2", "4", "8"]),
    ],
)
def test_powers_of_two_that_fit(page, data, sizes):
    """A menu has no more rows than there are, beside all of them."""
    assert offered(visit(page, data=data, all_controls="true")) == ["All rows", *sizes]


@pytest.mark.parametrize("page", ["crop_yields", "hubble_age"])
def test_a_size_of_former_days_goes_on_working(page):
    """5 was on offer once: a link with it keeps it, shows it in its place, and another choice takes it away."""
    app = visit(page, batch_size="5", epochs="30", all_controls="true")
    assert "not usable" not in said(app)
    assert app.session_state["batch_size"] == "5"
    assert offered(app)[:5] == ["All rows", "1", "2", "4", "5"]
    app.selectbox(key=key_of(app, "batch_size")).set_value("2").run()
    assert "5" not in offered(app)
    assert link_of(app)["batch_size"] == "2"
