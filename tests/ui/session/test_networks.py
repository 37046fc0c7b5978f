"""Networks go the same way through a session as lines do."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import Dataset
from core.model import Network, Recipe
from core.training import sweep, train
from ui.player.packing import packed_family, run_payload
from ui.session import training
from ui.session.ruler import few_stops


def points() -> Dataset:
    """Return 60 points of exclusive or."""
    found = np.random.default_rng(0).uniform(-1, 1, (60, 2))
    return Dataset.from_arrays(found, found.prod(axis=1) < 0)


def ruler_here() -> None:
    """Run in a session of Streamlit's: the ruler of a network, a little further at each run of the page."""
    from types import SimpleNamespace

    import streamlit as st

    from core.model import Network, Recipe
    from tests.ui.session.test_networks import points
    from ui.session import training

    state = st.session_state
    network = Network(state["widths"])
    recipe = Recipe(epochs=state["epochs"], learning_rate=0.3, loss="cross_entropy", network=network)
    trained, family, run = training.train_on_ruler(points(), recipe, SimpleNamespace(critical_rate=1.0), 0.3)
    state["seen"] = [*state.get("seen", []), (trained, family, run)]
    training.continue_training(*trained)


def test_the_ruler_of_a_network_is_really_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its runs grow to the last epoch, the run on show is whole, more epochs go on, and another network begins anew."""
    monkeypatch.setattr(training, "_BYTES_PER_SECOND", 1e12)
    app = AppTest.from_function(ruler_here, default_timeout=120)
    for widths, epochs in (((3,), 150), ((3,), 400), ((2, 2), 100)):
        app.session_state["widths"], app.session_state["epochs"] = widths, epochs
        app.run()
        assert not app.exception
        trained, family, run = app.session_state["seen"][-1]
        alone = train(points(), Recipe(epochs=epochs, learning_rate=0.3, loss="cross_entropy", network=Network(widths)))
        np.testing.assert_allclose(run.parameters, alone.parameters, rtol=1e-9, atol=1e-9)
        assert family.learning_rates.tolist() == few_stops(0.3).tolist()
        assert int(family.epochs[-1]) == epochs
        assert trained[0].seconds > 0
    seen = [each for each in app.session_state["seen"] if each[2].recipe.network.widths == (3,)]
    assert len({id(trained[0]) for trained, *_ in seen}) == 1
    assert all(after[2].epochs[-1] >= before[2].epochs[-1] for before, after in pairwise(seen))


def test_what_travels_has_no_gradients_and_single_precision() -> None:
    """The run and the ruler's family of a network travel as their losses and parameters alone."""
    dataset = points()
    recipe = Recipe(epochs=30, learning_rate=0.1, loss="cross_entropy", network=Network((4, 2)))
    size = recipe.network.size(2, 1)
    family = sweep(dataset, recipe, [0.01, 0.1, 1.0])
    packed, run = packed_family(family), run_payload(family[1])
    assert len(packed["parameters"]) == len(run["parameters"]) == size
    assert packed["gradients"] == run["gradients"] == []
    assert all(column.dtype == np.float32 for column in [*packed["parameters"], *run["parameters"]])
    np.testing.assert_allclose(np.array(run["parameters"]).T, family[1].parameters, rtol=1e-6)
