"""Many long runs are held thinly, the run on show whole, and no link makes a session hold more than it may."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.exact import stability
from core.model import Recipe
from core.training import stream, sweep, train
from ui.player.packing import thinned
from ui.session import thinning, training
from ui.session.ruler import stops
from ui.session.runs import Runs
from ui.session.store import STORE
from ui.session.thinning import kept_epochs, kept_of, whole_until
from ui.session.training import MAX_EPOCHS

CASES = [(120, 2), (121, 8), (120, 36), (5, 2), (1, 36)]


@pytest.mark.parametrize(("runs", "parameters"), CASES)
def test_what_is_kept_is_bounded_and_ends_where_the_slider_stops(runs: int, parameters: int) -> None:
    """All of the first epochs, ever fewer at odd distances, every stop of the slider, at most 32 MB."""
    kept, whole = kept_of(runs, parameters, MAX_EPOCHS), whole_until(runs, parameters, MAX_EPOCHS)
    if kept is None:
        assert whole == MAX_EPOCHS
        assert 8 * runs * (1 + 2 * parameters) * MAX_EPOCHS < 32e6
        return
    assert kept[: whole + 1].tolist() == list(range(whole + 1))
    assert whole >= 200
    stops_of_slider = {
        round(mantissa * 10**power) for mantissa in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8) for power in range(5)
    }
    assert {stop for stop in stops_of_slider if stop <= MAX_EPOCHS} <= set(kept.tolist())
    between = [b - a for a, b in pairwise(sorted(set(kept.tolist()) - stops_of_slider))]
    assert sum(distance % 2 == 0 for distance in between) <= len(stops_of_slider)
    assert 8 * runs * (1 + 2 * parameters) * len(kept) < 32e6


@pytest.mark.parametrize(("name", "optimizer"), [("study_hours", "adam"), ("crop_yields", "momentum")])
def test_thinned_runs_are_the_whole_ones_at_the_epochs_that_are_kept(name: str, optimizer: str) -> None:
    """Losses, parameters and ends of every run, those that diverge too, are those of runs that keep all."""
    dataset, recipe = load(name), Recipe(epochs=5000, optimizer=optimizer, scaling="zscore_features")
    rates = stops(stability(dataset, recipe).critical_rate, 0.01)
    whole = sweep(dataset, recipe, rates)
    thin = sweep(dataset, recipe, rates, record=kept_of(len(rates), (dataset.d + 1) * dataset.t, MAX_EPOCHS))
    assert len(thin.epochs) < len(whole.epochs)
    for one, all_of_it in zip(thin, whole, strict=True):
        rows = np.searchsorted(all_of_it.epochs, one.epochs)
        assert one.epochs[-1] == all_of_it.epochs[-1]
        assert one.diverged_at == all_of_it.diverged_at
        np.testing.assert_allclose(one.losses, all_of_it.losses[rows], rtol=1e-9)
        np.testing.assert_allclose(one.parameters, all_of_it.parameters[rows], rtol=1e-9, atol=1e-12)
    sent = thinned(thin)
    assert len(sent["epochs"]) < 700 * len(rates)
    lasts = sent["epochs"][sent["offsets"][1:] - 1]
    assert lasts.tolist() == [int(run.epochs[np.isfinite(run.losses)][-1]) for run in thin]


def long_ruler() -> None:
    """Run in a session of Streamlit's: the ruler of many epochs, at one of its stops."""
    import streamlit as st

    from core.data import load
    from core.exact import stability
    from core.model import Recipe
    from ui.session import training

    state, dataset = st.session_state, load("crop_yields")
    recipe = Recipe(epochs=state["epochs"], learning_rate=state["rate"], scaling="zscore")
    state["found"] = training.train_on_ruler(dataset, recipe, stability(dataset, recipe), 0.02)
    training.continue_training(*state["found"][0])


def visit(**chosen: Any) -> AppTest:
    app = AppTest.from_function(long_ruler, default_timeout=120)
    for name, value in chosen.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("epochs", "rate"), [(600, 0.02), (20_000, 0.02), (7001, 0.02), (20_000, 0.0123)])
def test_the_run_on_show_is_whole(epochs: int, rate: float) -> None:
    """Whatever is kept of the ruler's runs, the run on show has every epoch, and the ruler's runs their last one."""
    trained, family, run = visit(epochs=epochs, rate=rate).session_state["found"]
    assert run.epochs.tolist() == list(range(epochs + 1))
    alone = train(load("crop_yields"), Recipe(epochs=epochs, learning_rate=rate, scaling="zscore"))
    np.testing.assert_allclose(run.losses, alone.losses, rtol=1e-9)
    assert family.epochs[-1] == epochs
    assert len(family.epochs) < 1700
    assert all(not each.growing for each in trained)
    assert sum(each.runs.nbytes for each in trained) < 40e6


def growing_ruler() -> None:
    """Run in a session of Streamlit's: the ruler of slow runs, a little further at each run of the page."""
    import streamlit as st

    from core.data import load
    from core.exact import stability
    from core.model import Recipe
    from ui.session import training

    state, dataset = st.session_state, load("study_hours")
    recipe = Recipe(epochs=state["epochs"], learning_rate=0.01, optimizer="adam", batch_size=1)
    trained, family, run = training.train_on_ruler(dataset, recipe, stability(dataset, recipe), 0.01)
    state["seen"] = [*state.get("seen", []), (int(family.epochs[-1]), run)]
    training.continue_training(*trained)


def test_more_epochs_go_on_from_where_the_run_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """From epochs that are all kept to more than are, the run on show only grows, without a gap, to its last epoch."""
    monkeypatch.setattr(thinning, "_BYTES", 2 << 20)
    monkeypatch.setattr(training, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(training, "_BYTES_PER_SECOND", 1e12)
    thinning.kept_of.cache_clear()
    assert 300 < whole_until(120, 2, MAX_EPOCHS) < 600
    app = AppTest.from_function(growing_ruler, default_timeout=120)
    for epochs in (300, 1500):
        app.session_state["epochs"] = epochs
        app.run()
        assert not app.exception
    thinning.kept_of.cache_clear()
    lasts, runs = zip(*app.session_state["seen"], strict=True)
    shown = [int(run.epochs[-1]) for run in runs]
    assert shown == sorted(shown)
    assert (lasts[-1], shown[-1]) == (1500, 1500)
    assert all(run.epochs.tolist() == list(range(len(run.epochs))) for run in runs)


@pytest.mark.parametrize(("name", "optimizer"), [("study_hours", "sgd"), ("crop_yields", "adam")])
def test_runs_let_go_show_the_same_on_the_ruler(name: str, optimizer: str) -> None:
    """To the last bit, with the ends of those that diverged; they take less, and can be trained on."""
    dataset, recipe = load(name), Recipe(epochs=MAX_EPOCHS, optimizer=optimizer, scaling="zscore_features")
    rates = stops(stability(dataset, recipe).critical_rate, 0.01)
    runs = Runs(stream(dataset, recipe, rates), kept_epochs)
    while runs.one_chunk(1500):
        pass
    whole, took = thinned(runs.family(1500, 1500)), runs.nbytes
    runs.let_go()
    assert runs.thin
    assert runs.nbytes < 0.7 * took
    thin = thinned(runs.family(1500, 1500))
    for column in ("losses", "epochs", "offsets", "diverged_at"):
        np.testing.assert_array_equal(thin[column], whole[column])
    np.testing.assert_array_equal(thin["parameters"], whole["parameters"])
    while runs.one_chunk(3000):
        pass
    assert runs.family(3000, 3000).epochs[-1] == 3000


def test_the_run_on_show_stays_whole_when_the_store_lets_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """With hardly any room every session still has every epoch of its run, at a stop of the ruler or beside one."""
    monkeypatch.setattr(STORE, "limit", 1)
    app = visit(epochs=1100, rate=0.02)
    for rate in (0.02, 0.03, 0.0123):
        app.session_state["rate"] = rate
        app.run()
        assert not app.exception
        trained, family, run = app.session_state["found"]
        assert trained[0].runs.thin
        assert run.epochs.tolist() == list(range(1101))
        assert (family.epochs[-1], len(family.epochs) < 600) == (1100, True)
        alone = train(load("crop_yields"), Recipe(epochs=1100, learning_rate=rate, scaling="zscore"))
        np.testing.assert_allclose(run.losses, alone.losses, rtol=1e-9)
