"""Many sessions share what one has trained, and each sees of it what it asked for itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
from streamlit.testing.v1 import AppTest

from core.data import load
from core.model import Recipe
from core.training import Family, stream, sweep
from ui.session.runs import Runs
from ui.session.store import STORE
from ui.session.training import Training

DATA = load("study_hours")
LONG = Recipe(epochs=900, optimizer="adam")
RATES = np.array([0.01, 0.02])


def test_who_stops_stops_for_himself() -> None:
    """One stops, one wants fewer epochs, one goes on to the end: each has his own epochs of the same numbers."""
    runs = Runs(stream(DATA, LONG, RATES))
    stopped, fewer, whole = (Training((), runs, planned) for planned in (900, 70, 900))
    stopped.advance(0)
    stopped.advance(0)
    reached = stopped.last_epoch
    stopped.stop()
    whole.advance(60)
    assert (stopped.last_epoch, fewer.last_epoch, whole.last_epoch) == (reached, 70, 900)
    assert not any(each.growing for each in (stopped, fewer, whole))
    everything = sweep(DATA, LONG, RATES)
    for training, planned in ((stopped, 900), (fewer, 70), (whole, 900)):
        family = training.family()
        assert (family.recipe.epochs, int(family.epochs[-1])) == (planned, training.last_epoch)
        np.testing.assert_array_equal(family.parameters, everything.parameters[:, : training.last_epoch + 1])


def test_many_threads_train_every_epoch_once() -> None:
    """Twelve sessions go on with the same runs at once, each to its own end: no epoch is trained twice."""
    chunks: list[tuple[int, int]] = []

    def noted() -> Iterator[Family]:
        for chunk in stream(DATA, LONG, RATES):
            chunks.append((chunk.begun, chunk.trained))
            yield chunk

    runs = Runs(noted())
    trainings = [Training((), runs, 75 * (i + 1)) for i in range(12)]
    threads = [threading.Thread(target=training.advance, args=(60,)) for training in trainings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [begun for begun, _ in chunks] == [0, *(last + 1 for _, last in chunks[:-1])]
    everything = sweep(DATA, LONG, RATES)
    for training in trainings:
        assert training.last_epoch == training.planned
        np.testing.assert_array_equal(training.family().losses, everything.losses[:, : training.planned + 1])


def test_who_looks_at_the_same_runs_has_the_same_object() -> None:
    """What is made of it, as what travels to the browser, can be shared; other epochs are another object."""
    runs = Runs(stream(DATA, LONG, RATES))
    one, same, fewer = (Training((), runs, planned) for planned in (900, 900, 70))
    one.advance(60)
    assert one.family() is same.family()
    assert fewer.family() is not one.family()


def train_here() -> None:
    """Run in a session of Streamlit's: train what the test has put into the session."""
    import numpy as np
    import streamlit as st

    from core.data import load
    from core.model import Recipe
    from ui.session import training

    state = st.session_state
    recipe = Recipe(epochs=state["epochs"], optimizer="adam", batch_size=1)
    found = training.train_in_session(load("study_hours"), recipe, np.array([0.01, 0.02]))
    state["found"] = found
    if state["stop"]:
        training.stop_training()
    if state["goes_on"]:
        training.continue_training(found)


def session(epochs: int, *, stop: bool = False, goes_on: bool = True) -> Training:
    app = AppTest.from_function(train_here, default_timeout=120)
    for name, value in {"epochs": epochs, "stop": stop, "goes_on": goes_on}.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    training: Training = app.session_state["found"]
    return training


def test_sessions_do_not_mix() -> None:
    """Another session's end and Stop are its own; what has been trained before is there, and counts as a hit."""
    before = STORE.statistics()
    first = session(20_000, stop=True)
    reached = first.last_epoch
    second, third = session(2500), session(40)
    assert {id(each.runs) for each in (first, second, third)} == {id(first.runs)}
    assert (first.last_epoch, second.last_epoch, third.last_epoch) == (reached, 2500, 40)
    assert (first.stopped, second.stopped, third.stopped) == (True, False, False)
    found = STORE.statistics()
    assert (found.trainings, found.misses - before.misses) == (1, 1)
    assert found.hits - before.hits == 2
    assert found.bytes == first.runs.nbytes <= found.limit


def test_nothing_is_trained_for_nobody() -> None:
    """A session that has left its runs where they were leaves them there for the next, which goes on from there."""
    left = session(20_000, goes_on=False)
    reached = left.last_epoch
    assert reached < 20_000
    assert session(40, goes_on=False).runs.last_epoch == reached
