"""A session's map of which starts learn is made once, a little at a time, and gives way to another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.model import Recipe
from core.neuron import find_basins, stream_basins
from ui.lessons.perceptron.basin_map import TICKS
from ui.lessons.perceptron.basin_work import BasinWork

RELU = Recipe(0.001, 4000, "sse", activation="relu")
TANH = replace(RELU, activation="tanh", epochs=400)


def test_a_map_is_made_a_little_at_a_time() -> None:
    """Slow work comes back in between; at last it is core's map, and then there is nothing more to do."""
    work = BasinWork((), stream_basins(load("perceptron"), TANH, TICKS[::10], TICKS[::10]))
    turns = 0
    while work.found is None:
        work.advance(1e-6)
        turns += 1
    assert turns > 3
    wanted = find_basins(load("perceptron"), TANH, TICKS[::10], TICKS[::10])
    np.testing.assert_array_equal(work.found.parameters, wanted.parameters)
    kept = work.found
    work.advance(1)
    assert work.found is kept


def session() -> None:
    """Ask for the map of the recipe that the test has put into the session."""
    import streamlit as st

    from core.data import load
    from core.model import Recipe
    from ui.lessons.perceptron.basin_work import basins_in_session, continue_training

    recipe = Recipe(**st.session_state["fields"], loss="sse")
    work = basins_in_session(load("perceptron"), recipe)
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.session_state["work"] = work
    continue_training(work)


@pytest.mark.parametrize(("activation", "runs"), [("relu", 1), ("tanh", 2)])
def test_a_session_keeps_its_map(activation: str, runs: int) -> None:
    """The page runs once more when slow work is done; another start keeps the map, another rate makes a new one."""
    app = AppTest.from_function(session, default_timeout=120)
    fields = {"learning_rate": 0.001, "epochs": 4000, "activation": activation}
    app.session_state["fields"] = fields
    app.run()
    assert not app.exception
    assert app.session_state["runs"] == runs
    first = app.session_state["work"]
    assert first.found.dead.any() == (activation == "relu")
    app.session_state["fields"] = {**fields, "start": (0.9, 0.9)}
    app.run()
    assert app.session_state["work"] is first
    app.session_state["fields"] = {**fields, "learning_rate": 0.01}
    app.run()
    assert app.session_state["work"] is not first
    assert not app.exception
