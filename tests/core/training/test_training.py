"""Training is a stream of chunks that can be stopped, touches nothing global, and ends where runs diverge."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.data import Dataset, fit_scaler, load
from core.exact import least_squares, stability
from core.model import OPTIMIZERS, Recipe
from core.training import DIVERGENCE_FACTOR, Family, stream, sweep, train
from core.training import engine as training

FIELDS = ("epochs", "losses", "parameters", "gradients")
numbers = st.integers(-40, 40).map(float)


@st.composite
def lines(draw: st.DrawFn) -> Dataset:
    """Draw 2 to 10 points that are not all above one another, and not all on the axis."""
    n = draw(st.integers(2, 10))
    x = draw(st.lists(numbers, min_size=n, max_size=n))
    y = draw(st.lists(numbers, min_size=n, max_size=n))
    assume(len(set(x)) > 1 and any(y))
    return Dataset.from_arrays(x, y)


def optimum(dataset: Dataset, scaling: str) -> Any:
    """Return the closed form in training units."""
    scaler = fit_scaler(dataset, scaling)
    return scaler.parameters_to_training_units(least_squares(dataset).parameters)


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(lines(), st.floats(0.05, 0.95), st.sampled_from(["none", "max", "zscore", "zscore_features"]))
def test_below_the_critical_rate_a_run_reaches_the_closed_form(dataset: Dataset, share: float, scaling: str) -> None:
    """After the predicted number of epochs no more than the given fraction of the way is left."""
    recipe = Recipe(scaling=scaling)
    limits = stability(dataset, recipe)
    rate = share * limits.critical_rate
    epochs = limits.epochs_within(1e-6, rate)
    assert epochs is not None
    assume(epochs < 100_000)
    history = train(dataset, replace(recipe, learning_rate=rate, epochs=epochs))
    goal = optimum(dataset, scaling)
    left = np.linalg.norm(history.parameters[-1] - goal)
    assert left <= 1.01e-6 * np.linalg.norm(goal) + 1e-9
    assert history.diverged_at is None


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(lines(), st.floats(1.05, 50))
def test_above_the_critical_rate_a_run_diverges(dataset: Dataset, share: float) -> None:
    """The loss passes the limit, and the history ends there."""
    limits = stability(dataset, Recipe())
    steepest = limits.eigenvectors[:, -1] @ optimum(dataset, "none")
    assume(abs(steepest) > 1e-6)
    history = train(dataset, Recipe(share * limits.critical_rate, 5000))
    assert history.diverged_at == history.epochs[-1] < 5000
    assert history.losses[-1] > DIVERGENCE_FACTOR * history.losses[0]
    assert (history.losses[:-1] <= DIVERGENCE_FACTOR * history.losses[0]).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", ["mse", "mae"])
def test_a_stream_is_the_whole_run_in_pieces(optimizer: str, loss: str, two_by_two: Dataset) -> None:
    """The chunks are consecutive, begin with epoch 0, and hold the numbers of the sweep to the last bit."""
    recipe, rates = Recipe(epochs=500, optimizer=optimizer, loss=loss), [0.001, 0.6, 0.02]
    chunks = list(stream(two_by_two, recipe, rates))
    assert len(chunks) > 2
    assert chunks[0].epochs[0] == 0
    joined, whole = Family.join(chunks), sweep(two_by_two, recipe, rates)
    np.testing.assert_array_equal(whole.epochs, np.arange(501))
    assert joined.diverged_at == whole.diverged_at
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(joined, field), getattr(whole, field))


@pytest.mark.parametrize("optimizer", ["nesterov", "adam"])
@pytest.mark.parametrize("batch_size", [None, 2])
def test_the_length_of_the_chunks_changes_nothing(
    optimizer: str, batch_size: int | None, two_by_two: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks of three epochs give what long chunks give, also where runs diverge on the way."""
    recipe = Recipe(epochs=200, optimizer=optimizer, batch_size=batch_size)
    rates = [0.001, 0.9, 0.02, 0.5]
    long = sweep(two_by_two, recipe, rates)
    monkeypatch.setattr(training, "FIRST_CHUNK", 3)
    monkeypatch.setattr(training, "CHUNK_NUMBERS", 3 * 4 * 6)
    chunks = list(stream(two_by_two, recipe, rates))
    assert max(len(chunk.epochs) for chunk in chunks) == 3
    short = Family.join(chunks)
    assert short.diverged_at == long.diverged_at
    for field in FIELDS:
        np.testing.assert_allclose(getattr(short, field), getattr(long, field), rtol=1e-10, atol=1e-10)


def test_a_stream_that_is_closed_works_no_more(two_by_two: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is trained ahead of what is asked for, and nothing after closing."""
    asked: list[int] = []
    advance = training.stepwise.advance

    def counted(walk: Any, epochs: int) -> Any:
        asked.append(epochs)
        return advance(walk, epochs)

    monkeypatch.setattr(training.stepwise, "advance", counted)
    chunks = stream(two_by_two, Recipe(epochs=10**9, optimizer="adam"))
    assert asked == []
    assert next(chunks).epochs.tolist() == [0]
    assert next(chunks).epochs[-1] == sum(asked)
    assert len(asked) == 1
    chunks.close()
    assert next(chunks, None) is None
    assert len(asked) == 1


@pytest.mark.parametrize("recipe", [Recipe(5.0, 10**9), Recipe(5.0, 10**9, batch_size=2)])
def test_a_stream_ends_when_every_run_has_diverged(recipe: Recipe, two_by_two: Dataset) -> None:
    """A billion epochs are not trained for runs that are gone after a few; the family ends with the last."""
    family = sweep(two_by_two, recipe, [10.0, 0.5])
    ends = [end for end in family.diverged_at if end is not None]
    assert len(ends) == 2
    assert ends[0] < ends[1] == family.epochs[-1] < 100
    assert np.isnan(family.losses[0, ends[0] + 1 :]).all()
    assert np.isnan(family.parameters[0, ends[0] + 1 :]).all()
    assert np.isnan(family.gradients[0, ends[0] + 1 :]).all()
    assert [len(run.epochs) for run in family] == [end + 1 for end in ends]


@pytest.mark.parametrize("batch_size", [None, 4])
def test_the_limit_is_measured_from_the_worse_of_start_and_zeros(batch_size: int | None) -> None:
    """From near the optimum a run is cut at 10⁸ times the loss of zeros, from afar at that of its start."""
    dataset = load("study_hours")
    of_zeros = float((dataset.targets**2).mean())
    near = least_squares(dataset).parameters + 0.01
    for start, limit in [(near, 1e8 * of_zeros), ((500.0, 0.0), None)]:
        history = train(dataset, Recipe(0.06, 500, batch_size=batch_size, start=start))
        assert history.diverged_at == history.epochs[-1]
        limit = limit or 1e8 * history.losses[0]
        assert history.losses[-2] <= limit < history.losses[-1]
    assert DIVERGENCE_FACTOR == 1e8


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop"])
def test_a_loss_that_is_not_finite_is_cut_off(optimizer: str) -> None:
    """A rate so large that the next loss overflows leaves epoch 0 alone, without a warning."""
    history = train(load("study_hours"), Recipe(1e300, 100, optimizer=optimizer))
    assert history.diverged_at == 1
    assert history.epochs.tolist() == [0]
    assert np.isfinite(history.losses).all()


def test_a_start_beyond_all_numbers_is_kept() -> None:
    """A run whose first loss is infinite has diverged at epoch 0, which is kept so that there is a row."""
    history = train(load("study_hours"), Recipe(0.01, 10, start=(1e200, 0)))
    assert history.diverged_at == 0
    assert history.epochs.tolist() == [0]
    assert history.losses[0] == np.inf
    assert history.parameters.tolist() == [[1e200, 0]]


@pytest.mark.parametrize("rate", [0.01, 1e6])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_with_nothing_to_learn_stays(optimizer: str, rate: float) -> None:
    """With all targets 0 and a start at 0 the loss is 0 at any rate, and that is no divergence."""
    history = train(Dataset.from_arrays([1, 2, 3], [0, 0, 0]), Recipe(rate, 200, optimizer=optimizer))
    assert history.diverged_at is None
    assert not history.losses.any()
    assert not history.parameters.any()


STUDY = load("study_hours")
SMALL, LARGE = (Dataset.from_arrays(np.arange(float(n)), np.arange(float(n)) % 7) for n in (1_000, 50_000))


@pytest.mark.parametrize(
    ("dataset", "recipe", "rates"),
    [
        (SMALL, Recipe(1e-9, 400, batch_size=1, optimizer="adam"), [1e-9]),
        (SMALL, Recipe(1e-9, 400, batch_size=32), [1e-9]),
        (STUDY, Recipe(1e-9, 20_000, "mae"), np.linspace(1e-9, 1e-8, 120)),
        (LARGE, Recipe(1e-9, 400, "huber", scaling="zscore"), [1e-9]),
        (LARGE, Recipe(1e-9, 400, dtype="float32"), np.linspace(1e-9, 1e-8, 120)),
    ],
    ids=["rows", "batches", "ruler", "many rows", "both"],
)
def test_a_chunk_is_a_moment(dataset: Dataset, recipe: Recipe, rates: Any) -> None:
    """Between two chunks a page can stop and draw: none takes a thousand steps or goes through millions of numbers.

    A thousand steps are 0.06 s, and 20 million rows times parameters 0.04 s, on a modest CPU; one epoch may take more.
    """
    chunks = stream(dataset, recipe, rates)
    assert len(next(chunks).epochs) == 1
    steps = -(-dataset.n // (recipe.batch_size or dataset.n))
    for chunk in (next(chunks), next(chunks)):
        epochs = len(chunk.epochs)
        assert epochs == 1 or epochs * steps < 1_000
        assert epochs == 1 or epochs * dataset.n * chunk.parameters.shape[0] * 2 < 20_000_000


def test_a_step_too_small_for_single_precision_is_none() -> None:
    """In float32 a run is the plain loop with its rounding: a step below the spacing of the numbers moves nothing.

    From slope 10 and intercept 40 each step is (2.3, 0.4) × 10⁻⁷, and the next number beside 10 is 10⁻⁶ away.
    A thousand such steps are none; in float64 they are.
    """
    recipe = Recipe(2e-9, 1000, start=(10.0, 40.0), dtype="float32")
    x, y = (torch.tensor(column[:, 0], dtype=torch.float32) for column in (STUDY.features, STUDY.targets))
    w, b = (torch.tensor(value, dtype=torch.float32, requires_grad=True) for value in recipe.start)
    optimizer = torch.optim.SGD([w, b], lr=recipe.learning_rate)
    for _ in range(recipe.epochs):
        optimizer.zero_grad()
        ((w * x + b - y) ** 2).mean().backward()
        optimizer.step()
    assert (w.item(), b.item()) == (10, 40)
    for optimizer_name in ("sgd", "momentum", "nesterov"):
        rough = train(STUDY, replace(recipe, optimizer=optimizer_name, momentum=0.0))
        assert (rough.parameters == [10, 40]).all()
    exact = train(STUDY, replace(recipe, dtype="float64"))
    assert abs(exact.parameters[-1, 0] - 10) > 1e-6


@pytest.mark.parametrize("loss", ["mse", "huber"])
def test_one_point_is_learned(loss: str) -> None:
    """From a single row the prediction reaches the target, along the direction (x, 1)."""
    history = train(Dataset.from_arrays([3.0], [5.0]), Recipe(0.05, 400, loss))
    np.testing.assert_allclose(history.parameters[-1], [1.5, 0.5], rtol=1e-9)
    np.testing.assert_allclose(history.losses[-1], 0, atol=1e-18)


@pytest.mark.parametrize("scaling", ["none", "max", "zscore", "zscore_features"])
@pytest.mark.parametrize("x", [0.0, 2.0, -2.0])
def test_equal_features_are_learned_by_their_mean(scaling: str, x: float) -> None:
    """If all x are the same, the prediction there becomes the mean of the targets, whatever the scaling."""
    dataset = Dataset.from_arrays([x] * 4, [1.0, 2.0, 4.0, 9.0])
    history = train(dataset, Recipe(0.1, 2000, scaling=scaling))
    w, b = history.in_data_units()[-1]
    np.testing.assert_allclose(w * x + b, 4, rtol=1e-9)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_zero_epochs_are_the_start_alone(optimizer: str) -> None:
    """With no epoch there is one row: the start, its loss and its gradient."""
    history = train(load("study_hours"), Recipe(epochs=0, optimizer=optimizer, start=[9, 30]))
    assert history.epochs.tolist() == [0]
    assert history.parameters.tolist() == [[9, 30]]
    x, y = load("study_hours").features[:, 0], load("study_hours").targets[:, 0]
    error = 9 * x + 30 - y
    np.testing.assert_allclose(history.losses, [(error**2).mean()], rtol=1e-14)
    np.testing.assert_allclose(history.gradients, [[2 * (error * x).mean(), 2 * error.mean()]], rtol=1e-14)


def test_random_starts_are_those_of_torch() -> None:
    """A random start is what `torch.nn.Linear` draws after `torch.manual_seed`, bit for bit."""
    for dtype in ("float64", "float32"):
        for name, seed in [("study_hours", 0), ("crop_yields", 42)]:
            dataset = load(name)
            with torch.random.fork_rng():
                torch.manual_seed(seed)
                layer = torch.nn.Linear(dataset.d, dataset.t, dtype=getattr(torch, dtype))
            drawn = torch.cat([layer.weight.T.reshape(-1), layer.bias]).detach().double().numpy()
            recipe = Recipe(epochs=0, start="random", seed=seed, dtype=dtype)
            np.testing.assert_array_equal(train(dataset, recipe).parameters[0], drawn)


def test_the_seed_decides_a_random_start() -> None:
    """The same seed gives the same run, another seed another."""
    recipe = Recipe(epochs=5, start="random", seed=1)
    first, again = (train(load("study_hours"), recipe) for _ in range(2))
    other = train(load("study_hours"), replace(recipe, seed=2))
    np.testing.assert_array_equal(first.parameters, again.parameters)
    assert (first.parameters[0] != other.parameters[0]).all()


def test_two_threads_train_as_one_does(two_by_two: Dataset) -> None:
    """Two runs at the same time, with different seeds and batches, are those one after the other."""
    recipes = [
        Recipe(0.004, 400, optimizer="adam", batch_size=2, start="random", seed=5),
        Recipe(0.003, 400, "mae", "momentum", batch_size=4, start="random", seed=6),
    ]
    alone = [train(two_by_two, recipe) for recipe in recipes]
    barrier = Barrier(2, timeout=30)

    def run(recipe: Recipe) -> list[Any]:
        barrier.wait()
        return [train(two_by_two, recipe) for _ in range(3)]

    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(run, recipes))
    for one, several in zip(alone, together, strict=True):
        for other in several:
            for field in FIELDS:
                np.testing.assert_array_equal(getattr(one, field), getattr(other, field))


def test_nothing_global_is_touched(two_by_two: Dataset) -> None:
    """Random states, the default dtype and the gradient mode are the same before, during and after."""

    def state() -> list[Any]:
        return [
            torch.get_rng_state().tolist(),
            str(np.random.get_state()),
            random.getstate(),
            torch.get_default_dtype(),
            torch.is_grad_enabled(),
            torch.is_inference_mode_enabled(),
            torch.get_num_threads(),
        ]

    before = state()
    chunks = stream(two_by_two, Recipe(epochs=300, batch_size=2, start="random", dtype="float32"))
    next(chunks)
    assert state() == before
    list(chunks)
    train(two_by_two, Recipe(epochs=300, start="random"))
    assert state() == before


def test_starts_and_rates_make_up_a_family(two_by_two: Dataset) -> None:
    """Several starts at one rate, or pairs of both, are trained; each run knows its own recipe."""
    recipe = Recipe(0.01, 50)
    starts = np.arange(12.0).reshape(2, 6) / 10
    by_start = sweep(two_by_two, recipe, starts=starts)
    assert [run.recipe.start for run in by_start] == [tuple(start) for start in starts.tolist()]
    pairs = sweep(two_by_two, recipe, [0.01, 0.02], starts=starts)
    assert [run.recipe.learning_rate for run in pairs] == [0.01, 0.02]
    np.testing.assert_array_equal(pairs.parameters[:, 0], starts)
    for run in (*by_start, *pairs):
        again = train(two_by_two, run.recipe)
        np.testing.assert_allclose(run.parameters, again.parameters, rtol=1e-11)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"learning_rates": []}, r"learning_rates must have shape \(B,\) with B above 0, not \(0,\)."),
        ({"learning_rates": 0.1}, r"learning_rates must have shape \(B,\) with B above 0, not \(\)."),
        ({"learning_rates": [0.1, -1]}, "learning_rates must be finite numbers above 0, not -1.0."),
        ({"learning_rates": [np.nan]}, "learning_rates must be finite numbers above 0, not nan."),
        ({"learning_rates": ["fast"]}, "learning_rates must be numbers: "),
        ({"starts": [1, 2]}, r"starts must have shape \(B, 2\) with B above 0, not \(2,\)."),
        ({"starts": [[1, 2, 3]]}, r"starts must have shape \(B, 2\) with B above 0, not \(1, 3\)."),
        ({"starts": [[1, np.inf]]}, "starts must be finite numbers, not inf."),
        (
            {"learning_rates": [1, 2, 3], "starts": [[1, 2], [3, 4]]},
            "learning_rates and starts must be equally many, or one of them single, not 3 and 2.",
        ),
    ],
)
def test_families_that_cannot_be_are_refused(arguments: dict[str, Any], message: str) -> None:
    """Rates and starts of the wrong shape or size are named, at the call and not at the first chunk."""
    with pytest.raises(ValueError, match=message):
        stream(load("study_hours"), Recipe(), **arguments)


def test_recipes_that_do_not_fit_the_data_are_refused() -> None:
    """A start of the wrong length and a batch larger than the data set are named."""
    dataset = load("study_hours")
    with pytest.raises(ValueError, match=r"start must hold 2 numbers for this data set, not 3."):
        train(dataset, Recipe(start=(1, 2, 3)))
    with pytest.raises(ValueError, match=r"batch_size must be at most the 8 rows of the data set, not 9."):
        train(dataset, Recipe(batch_size=9))


def test_the_gradient_is_that_of_the_loss_at_these_parameters(two_by_two: Dataset) -> None:
    """With mini-batches too, losses and gradients are those over all rows, to finite differences."""
    recipe = Recipe(0.002, 10, "huber", "adam", batch_size=2, activation="tanh", start="random")
    history = train(two_by_two, recipe)
    step = 1e-6
    moves = np.vstack([step * np.eye(6), -step * np.eye(6)])
    around = sweep(two_by_two, replace(recipe, epochs=0), starts=history.parameters[-1] + moves)
    slopes = (around.losses[:6, 0] - around.losses[6:, 0]) / (2 * step)
    np.testing.assert_allclose(history.gradients[-1], slopes, rtol=1e-6, atol=1e-8)
