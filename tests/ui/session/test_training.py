"""A session's training grows, stops, and gives way to another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.exact import draw_starts
from core.model import Recipe
from core.training import Family, stream, sweep
from ui.session.runs import Runs
from ui.session.training import Training

DATA = load("study_hours")
LONG = Recipe(epochs=900, optimizer="adam")
RATES = np.array([1e-3, 0.01, 0.02])


def begun(recipe: Recipe = LONG, rates: np.ndarray = RATES) -> Training:
    return Training((), Runs(stream(DATA, recipe, rates)), recipe.epochs)


def assert_equal(one: Family, other: Family) -> None:
    for field in ("epochs", "losses", "parameters", "gradients", "learning_rates"):
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))
    assert one.diverged_at == other.diverged_at


def test_a_training_grows_until_it_is_finished() -> None:
    """Each turn adds at least one epoch, though patience is none; finished, it is what core trains at once."""
    training = begun()
    lasts = []
    while training.growing:
        training.advance(0)
        lasts.append(training.last_epoch)
        assert training.family().epochs.tolist() == list(range(training.last_epoch + 1))
    assert len(lasts) > 3
    assert lasts[:-1] == sorted(set(lasts[:-1]))
    assert lasts[-1] == 900
    assert not training.stopped
    assert_equal(training.family(), sweep(DATA, LONG, RATES))


@pytest.mark.parametrize("recipe", [Recipe(epochs=0), Recipe(epochs=1000), Recipe(epochs=60, loss="mae", batch_size=2)])
def test_a_short_training_is_finished_at_once(recipe: Recipe) -> None:
    """With patience enough there is nothing left to come, and the family is core's."""
    training = begun(recipe)
    training.advance(60)
    assert not training.growing
    assert_equal(training.family(), sweep(DATA, recipe, RATES))


def test_a_training_whose_runs_all_diverge_is_finished() -> None:
    """There is no more to come when every run has left."""
    training = begun(Recipe(epochs=5000), np.array([1.0, 10.0]))
    training.advance(60)
    assert not training.growing
    assert training.last_epoch < 100
    assert None not in training.family().diverged_at


def test_a_stopped_training_stays_as_it_is() -> None:
    """Stopped, it keeps what it has and asks for no more."""
    training = begun()
    training.advance(0)
    training.advance(0)
    reached, before = training.last_epoch, training.family()
    assert reached < 900
    training.stop()
    training.advance(60)
    assert training.stopped
    assert not training.growing
    assert training.last_epoch == reached
    assert training.family() is before
    whole = sweep(DATA, LONG, RATES)
    np.testing.assert_array_equal(before.losses, whole.losses[:, : reached + 1])


def test_the_family_is_joined_once() -> None:
    """Asking twice without new epochs gives the same object; new epochs give a longer one."""
    training = begun()
    training.advance(0)
    first = training.family()
    assert training.family() is first
    training.advance(0)
    assert len(training.family().epochs) > len(first.epochs)


def train_here() -> None:
    """Run in a session of Streamlit's: show the training that the session asks for, and go on with it."""
    import numpy as np
    import streamlit as st

    from core.data import load
    from core.model import Recipe
    from ui.session import training

    state = st.session_state
    recipe = Recipe(epochs=state["epochs"], optimizer="adam", batch_size=1, learning_rate=state["rate"])
    found = training.train_in_session(load(state["data"]), recipe, np.array(state["rates"]))
    state["seen"] = [*state.get("seen", []), (found, found.last_epoch)]
    if len(state["seen"]) == state.get("stop_at_run"):
        training.stop_training()
    if state.get("continue_training"):
        training.continue_training(found)


def session(**chosen: Any) -> AppTest:
    app = AppTest.from_function(train_here, default_timeout=60)
    return run(app, **{"data": "study_hours", "epochs": 20_000, "rate": 0.01, "rates": [0.01, 0.02], **chosen})


def run(app: AppTest, **chosen: Any) -> AppTest:
    for name, value in chosen.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return app


def test_a_session_finds_its_training_again() -> None:
    """The same choices find the same training where it was; the rate on show does not matter."""
    app = session()
    run(app, rate=0.02)
    (one, before), (other, after) = app.session_state["seen"]
    assert one is other
    assert before == after > 0


def test_a_page_goes_on_by_itself() -> None:
    """Run by run the page shows more epochs, until the person stops it; then it rests where it stands."""
    app = session(continue_training=True, stop_at_run=3)
    trainings, lasts = zip(*app.session_state["seen"], strict=True)
    assert len(set(map(id, trainings))) == 1
    assert len(lasts) == 3
    assert lasts[0] < lasts[1] < lasts[2] < 20_000
    run(app)
    assert app.session_state["seen"][-1] == (trainings[0], lasts[2])
    assert trainings[0].stopped


def test_a_page_goes_on_to_the_end() -> None:
    """Left alone, it ends with every epoch, the same as trained at once."""
    app = session(continue_training=True, epochs=2500)
    training = app.session_state["seen"][-1][0]
    assert not training.growing
    assert not training.stopped
    whole = sweep(DATA, Recipe(epochs=2500, optimizer="adam", batch_size=1), [0.01, 0.02])
    # The losses of a chunk are one product of matrices: how long it is decides of their last bit.
    np.testing.assert_allclose(training.family().losses, whole.losses, rtol=1e-15)
    assert_equal(replace(training.family(), losses=whole.losses), whole)


def test_another_number_of_epochs_is_the_same_training() -> None:
    """Fewer end it earlier, at once; more go on where it was, also after Stop; nothing is trained twice."""
    app = session()
    training, reached = app.session_state["seen"][0]
    before = training.family()
    run(app, epochs=50)
    fewer = training.family()
    assert not training.growing
    assert (training.last_epoch, fewer.recipe.epochs, fewer[0].recipe.epochs) == (50, 50, 50)
    np.testing.assert_array_equal(fewer.losses, before.losses[:, :51])
    run(app, epochs=60, stop_at_run=3)
    run(app, epochs=20_000)
    assert training.growing
    assert training.last_epoch > reached
    np.testing.assert_array_equal(training.family().losses[:, : reached + 1], before.losses)
    assert {id(found) for found, _ in app.session_state["seen"]} == {id(training)}


def test_a_run_that_diverges_later_has_not_diverged() -> None:
    """With fewer epochs than it takes to diverge the run has its end where it was planned."""
    family = sweep(DATA, Recipe(epochs=500), [0.01, 0.05])
    (at,) = [at for at in family.diverged_at if at is not None]
    short = family.up_to(at - 1)
    assert short.diverged_at == (None, None)
    assert [len(each.epochs) for each in short] == [at, at]
    assert family.up_to(at).diverged_at == (None, at)
    assert family.up_to(500).diverged_at == family.diverged_at


@pytest.mark.parametrize("change", [{"data": "study_hours_x10"}, {"rates": [0.01, 0.03]}])
def test_another_choice_abandons_the_old_training(change: dict[str, Any]) -> None:
    """Other data or rates begin anew, and the old runs get no more of the machine's time."""
    app = session()
    old, reached = app.session_state["seen"][0]
    run(app, **change)
    new, _ = app.session_state["seen"][1]
    assert new is not old
    assert old.last_epoch == reached
    assert new.family().learning_rates.tolist() == app.session_state["rates"]


def train_starts_too() -> None:
    """Run in a session of Streamlit's: one training of rates, and one of starts beside it."""
    import numpy as np
    import streamlit as st

    from core.data import load
    from core.exact import draw_starts
    from core.model import Recipe
    from ui.session import training

    state, dataset = st.session_state, load("study_hours")
    recipe = Recipe(epochs=20_000, optimizer="adam", batch_size=1, learning_rate=state["rate"])
    rates = training.train_in_session(dataset, recipe, np.array([0.01, 0.02]))
    starts = training.train_in_session(dataset, recipe, None, starts=draw_starts(3, state["seed"]), slot="starts")
    state["seen"] = [*state.get("seen", []), (rates, starts)]
    if state["stop"]:
        training.stop_training()


def test_a_page_may_train_two_things() -> None:
    """Each slot keeps its own training; other starts, or another rate of theirs, begin them anew; Stop stops both."""
    app = AppTest.from_function(train_starts_too, default_timeout=60)
    for chosen in ({"rate": 0.01, "seed": 0, "stop": False}, {"seed": 1}, {"rate": 0.02}, {"stop": True}):
        run(app, **chosen)
    rates, starts = zip(*app.session_state["seen"], strict=True)
    assert len(set(map(id, rates))) == 1
    assert len(set(map(id, starts))) == 3
    assert starts[2] is starts[3]
    assert starts[2].family().learning_rates.tolist() == [0.02] * 3
    np.testing.assert_array_equal(starts[2].family().parameters[:, 0], draw_starts(3, 1))
    assert rates[3].stopped
    assert starts[3].stopped


def train_two_here() -> None:
    """Run in a session of Streamlit's: two trainings of one page, one much quicker than the other."""
    import numpy as np
    import streamlit as st

    from core.data import load
    from core.model import Recipe
    from ui.session import training

    data, rates = load("study_hours"), np.array([0.01])
    slow = training.train_in_session(data, Recipe(epochs=1500, optimizer="adam", batch_size=1), rates, slot="slow")
    quick = training.train_in_session(data, Recipe(epochs=20_000, optimizer="adam"), rates, slot="quick")
    st.session_state["seen"] = [*st.session_state.get("seen", []), (slow.last_epoch, quick.last_epoch)]
    training.continue_training(slow, quick)


def test_trainings_side_by_side_all_come_forward() -> None:
    """At each run of the page every training that is not done has come further, until all are."""
    app = AppTest.from_function(train_two_here, default_timeout=120)
    app.run()
    assert not app.exception
    seen = app.session_state["seen"]
    assert len(seen) > 1
    for before, after in pairwise(seen):
        for old, new, last in zip(before, after, (1500, 20_000), strict=True):
            assert new > old or old == last
    assert seen[-1] == (1500, 20_000)


def train_on_ruler_here() -> None:
    """Run in a session of Streamlit's: the ruler of a long training, as a page shows it."""
    import streamlit as st

    from core.data import load
    from core.exact import stability
    from core.model import Recipe
    from ui.session import training

    state, dataset = st.session_state, load("study_hours")
    recipe = Recipe(epochs=2500, optimizer="adam", batch_size=1, learning_rate=state["rate"])
    trained, _, run = training.train_on_ruler(dataset, recipe, stability(dataset, recipe), 0.025)
    state["seen"] = [*state.get("seen", []), (trained, [each.last_epoch for each in trained], run)]
    if state["stop"]:
        training.stop_training()


def test_a_move_of_the_ruler_begins_no_training() -> None:
    """Between two stops, at one, and after Stop the ruler's runs are the same; the rate between has one of its own."""
    app = AppTest.from_function(train_on_ruler_here, default_timeout=60)
    rates = (0.0123, 0.012, 0.025, 0.0124, 0.013)
    for rate in rates:
        run(app, rate=rate, stop=rate == 0.025)
    trained, lasts, runs = zip(*app.session_state["seen"], strict=True)
    assert [each.recipe.learning_rate for each in runs] == list(rates)
    assert [len(each) for each in trained] == [2, 1, 1, 2, 1]
    assert len({id(ruler) for ruler, *_ in trained}) == 1
    assert len({last for last, *_ in lasts}) == 1
    assert trained[0][0].stopped
    assert trained[3][1].growing
    assert not trained[4][0].growing
