"""The runs whose scripts are tested: every choice a page offers, and data as awkward as people's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import cycle, product

import numpy as np

from core.analysis import Rounding, as_far_as_trained, neighbours, rounding
from core.data import DATASETS, SCALINGS, Dataset, load
from core.exact import stability
from core.model import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES, Recipe
from core.training import History, sweep, train
from ui.lessons.hubble_age.receipt import hubble_receipt
from ui.lessons.hubble_age.universe import Universe
from ui.lessons.loss_explorer.beginnings import BEGINNINGS
from ui.lessons.loss_explorer.pictures import Choice
from ui.lessons.loss_explorer.receipt import loss_receipt
from ui.lessons.perceptron.receipt import neuron_receipt
from ui.script.of_run import receipt_of
from ui.script.sections import Receipt, script_of

NASTY = (
    'a"""b',
    "x'); import os #",
    "back\\slash\\",
    "line\nbreak\r\x0c\u2028",
    "=cmd|' /C calc'!A0",
    "{0} % \N{RIGHT-TO-LEFT OVERRIDE}",
    "coding: latin-1",
    "\udc80 surrogate",
)


def tolerance_of(run: History) -> Rounding:
    """Return how far a run's numbers may differ, as the page finds it."""
    rates, starts = neighbours(run)
    return rounding(run, sweep(run.dataset, as_far_as_trained(run), rates, starts=starts))


def receipt(dataset: Dataset, recipe: Recipe) -> Receipt:
    """Train, and return the receipt."""
    run = train(dataset, recipe)
    return receipt_of(run, tolerance_of(run))


@cache
def nasty_data(n: int, d: int, seed: int = 0) -> Dataset:
    """Return data whose names try to break out of wherever they are written."""
    draw = np.random.default_rng(seed)
    features = draw.normal(size=(n, d)) * 10.0 ** draw.integers(-2, 3, d)
    return Dataset.from_arrays(
        features,
        features @ draw.normal(size=d) + draw.normal(size=n),
        title="coding: nonsense\n" + NASTY[0],
        feature_names=[NASTY[i % len(NASTY)] for i in range(d)],
        feature_units=[NASTY[-i % len(NASTY)] for i in range(d)],
        target_names=[NASTY[1]],
        source=" ".join(NASTY),
    )


def receipts() -> Iterator[tuple[str, Receipt]]:
    """Yield every receipt of the matrix with a name."""
    for kind in (
        _choices,
        _knobs,
        _activations,
        _data_sets,
        _neurons,
        _hubble,
        _explorer,
        _divergence,
        _on_the_way,
        _lessons,
        _own,
    ):
        for i, made in enumerate(kind()):
            yield f"{kind.__name__.strip('_')}-{i:03d}", made


def _choices() -> Iterator[Receipt]:
    starts = cycle(["zeros", (0.3, -0.2), "random", "uniform", (1e9, -1e-9)])
    batches, shuffles = cycle([None, 3, None, 1, None, 8, 4]), cycle([True, True, False])
    for loss, optimizer, scaling in product(LOSSES, OPTIMIZERS, SCALINGS):
        recipe = Recipe(
            0.003, 9, loss, optimizer, 0.7, next(batches), scaling, start=next(starts), seed=11, shuffle=next(shuffles)
        )
        yield receipt(load("study_hours"), recipe)


def _knobs() -> Iterator[Receipt]:
    warm_ups, costs = cycle([0, 5]), cycle([
        {}, {"weight_decay": 0.3}, {"l1": 0.2, "decays_biases": True}, {"weight_decay": 0.1, "l1": 0.1},
        {"weight_decay": 0.2, "decays_biases": True},
    ])  # fmt: skip
    for optimizer, schedule in product(OPTIMIZERS, SCHEDULES):
        knobs = {"schedule": schedule, "schedule_length": 4, "warm_up": next(warm_ups), **next(costs)}
        yield receipt(load("study_hours"), Recipe(0.003, 30, optimizer=optimizer, batch_size=3, **knobs))
        yield receipt(load("crop_yields"), Recipe(0.01, 30, optimizer=optimizer, scaling="zscore", **knobs))
    for knobs in ({}, {"decays_biases": True}, {"warm_up": 3, "schedule": "cosine"}):
        decoupled = Recipe(0.1, 30, optimizer="adam", weight_decay=0.5, decoupled=True, **knobs)
        yield receipt(load("study_hours"), decoupled)
    changed = Recipe(0.01, 30, earlier=((10, 0.02),), schedule="exponential", weight_decay=0.1)
    yield receipt(load("study_hours"), changed)
    diverges = receipt(load("study_hours"), Recipe(0.1, 60, weight_decay=0.1, schedule="step", schedule_length=40))
    assert "diverged" in script_of(diverges.sections)
    yield diverges


def _activations() -> Iterator[Receipt]:
    # Lengths without a common factor, so that every choice meets every other.
    starts = cycle([(0.3, 0.4), "uniform", "random", "zeros", (-0.2, 0.1), (0.3, 0.4), "random"])
    scalings, batches = cycle([*SCALINGS, "none"]), cycle([None, 7, 25])
    for activation, optimizer, loss in product(list(ACTIVATIONS)[1:], OPTIMIZERS, LOSSES):
        recipe = Recipe(
            0.002, 9, loss, optimizer, 0.5, next(batches), next(scalings), activation, start=next(starts), seed=5
        )
        yield receipt(load("perceptron"), recipe)


def _data_sets() -> Iterator[Receipt]:
    ways = cycle([("sgd", None), ("adam", 2), ("nesterov", None)])
    for name, scaling in product(DATASETS, SCALINGS):
        dataset, (optimizer, batch) = load(name), next(ways)
        recipe = Recipe(epochs=25, scaling=scaling, optimizer=optimizer, batch_size=batch, start="random", seed=2)
        rate = 0.1 if optimizer == "adam" else 0.5 * stability(dataset, recipe).critical_rate
        yield receipt(dataset, replace(recipe, learning_rate=rate))


def _neurons() -> Iterator[Receipt]:
    for activation, loss, start in product(
        ACTIVATIONS, ("sse", "mse"), ((0.3, 0.4), (0.9, 0.9), (0.0, 0.0), "uniform", "random")
    ):
        run = train(load("perceptron"), Recipe(0.001, 40, loss, activation=activation, start=start, seed=3))
        yield neuron_receipt(run, tolerance_of(run))
    costs = cycle([{}, {"weight_decay": 0.5}, {"l1": 3.0}, {"weight_decay": 2.0, "l1": 1.0, "decays_biases": True}, {}])
    for schedule, activation in product(SCHEDULES, ("identity", "relu", "tanh")):
        knobs = {"schedule": schedule, "schedule_length": 7, "warm_up": 3, **next(costs)}
        run = train(load("perceptron"), Recipe(0.001, 40, "sse", activation=activation, start=(0.3, 0.4), **knobs))
        yield neuron_receipt(run, tolerance_of(run))
    run = train(load("perceptron"), Recipe(0.1, 4000, "sse", activation="identity", start=(0.3, 0.4)))
    assert run.diverged_at is not None
    yield neuron_receipt(run, tolerance_of(run))


def _hubble() -> Iterator[Receipt]:
    for universe, scaling in product((Universe(), Universe("lambda_cdm", 0.3)), SCALINGS):
        recipe = Recipe(1e-4, 20, scaling=scaling)
        run = train(load("hubble_key_project"), recipe)
        yield hubble_receipt(run, tolerance_of(run), universe)
    yield hubble_receipt(run := train(load("hubble_1929"), Recipe(epochs=0)), tolerance_of(run), Universe())


def _explorer() -> Iterator[Receipt]:
    for name, beginning in BEGINNINGS.items():
        for line in (beginning.line, (0.0, 0.0), (1e6 / 3, -1e9)):
            yield loss_receipt(load(name), Choice("mse", beginning.delta, line, "squares", "contours", False))
    exact = Dataset.from_arrays([1.0, 2.0, 3.0], [0.3, 0.5, 0.7])
    yield loss_receipt(exact, Choice("huber", 0.1, (0.2, 0.1), "squares", "contours", False))


def _divergence() -> Iterator[Receipt]:
    for name, scaling, loss, (optimizer, times) in product(
        ("hubble_1929", "crop_yields"), ("none", "zscore"), ("mse", "sse"),
        (("sgd", 1.05), ("sgd", 40.0), ("momentum", 30.0), ("nesterov", 3.0)),
    ):  # fmt: skip
        recipe = Recipe(epochs=3000, loss=loss, scaling=scaling, optimizer=optimizer)
        rate = times * stability(load(name), recipe).critical_rate
        yield receipt(load(name), replace(recipe, learning_rate=rate))
    for batch, rate in ((2, 0.1), (1, 3.0)):
        yield receipt(load("study_hours"), Recipe(rate, 3000, batch_size=batch))
    yield receipt(
        load("perceptron"), Recipe(1.0, 3000, "sse", activation="leaky_relu", optimizer="momentum", start="random")
    )
    huge = Dataset.from_arrays([1e90, 2e90, 3e90], [5e90, -1e90, 2e90])
    yield receipt(huge, Recipe(1e3, 50))  # the end is no number
    yield receipt(huge, Recipe(1e3, 50, start=(1e80, 0.0)))  # nor is the start
    yield receipt(load("study_hours"), Recipe(1e6, 50, dtype="float32", start=(1e9, 1e9)))


def _on_the_way() -> Iterator[Receipt]:
    earlier = ((1, 0.001), (5, 0.0005), (9, 0.002))
    for optimizer, batch, activation in product(OPTIMIZERS, (None, 3), ("identity", "tanh")):
        yield receipt(
            load("study_hours"),
            Recipe(
                0.004,
                12,
                optimizer=optimizer,
                batch_size=batch,
                start=(0.3, -0.2),
                earlier=earlier,
                activation=activation,
            ),
        )
    for optimizer, scaling, loss in product(OPTIMIZERS, ("none", "zscore"), ("mse", "huber")):
        recipe = Recipe(0.01, 100, loss, optimizer, scaling=scaling, dtype="float32", start="random")
        yield receipt(load("study_hours"), recipe)
    yield receipt(load("study_hours"), Recipe(epochs=0, scaling="max"))
    yield receipt(load("study_hours"), Recipe(0.01, 50, optimizer="nesterov", momentum=0.0))
    growing = train(load("study_hours"), Recipe(0.01, 50))
    stopped = replace(growing, recipe=replace(growing.recipe, epochs=90, earlier=((70, 0.01),)))
    yield receipt_of(stopped, tolerance_of(stopped))


def _lessons() -> Iterator[Receipt]:
    """Whole runs as the pages have them, and those in which rounding grows."""
    yield receipt(load("study_hours"), Recipe(0.01, 1000))
    yield receipt(load("study_hours_x10"), Recipe(0.0001, 1000))
    yield receipt(load("hubble_key_project"), Recipe(0.05, 500, scaling="max"))
    yield receipt(load("crop_yields"), Recipe(0.5, 100, scaling="zscore_features"))
    yield receipt(load("crop_yields_15"), Recipe(1e-5, 300, batch_size=5, shuffle=False))
    run = train(load("perceptron"), Recipe(0.001, 1000, "sse", activation="relu", start=(0.3, 0.4)))
    yield neuron_receipt(run, tolerance_of(run))
    for optimizer, scaling in product(("rmsprop", "adagrad", "adam"), ("none", "zscore")):
        yield receipt(load("study_hours"), Recipe(0.5, 300, optimizer=optimizer, scaling=scaling))
    for loss, scaling, batch in product(("mae", "huber"), ("none", "max", "zscore"), (None, 2)):
        yield receipt(load("study_hours"), Recipe(0.01, 200, loss, batch_size=batch, scaling=scaling))
    for optimizer in ("momentum", "adam"):
        yield receipt(load("hubble_1929"), Recipe(0.2, 400, "mae", optimizer, scaling="zscore"))


def _own() -> Iterator[Receipt]:
    for d, scaling, optimizer in product((1, 8), SCALINGS, ("sgd", "rmsprop")):
        yield receipt(nasty_data(30, d), Recipe(1e-4, 20, optimizer=optimizer, scaling=scaling, start="random"))
    yield receipt(nasty_data(10_000, 8), Recipe(0.1, 20, scaling="zscore", batch_size=1000))
    flat = {"none above 0": [-1.0, -2.0, -4.0], "all equal": [7.0, 7.0, 7.0], "all 0": [0.0, 0.0, 0.0]}
    for column, scaling in product(flat.values(), SCALINGS):
        yield receipt(Dataset.from_arrays(column, [1.0, -3.0, 2.0]), Recipe(0.01, 30, scaling=scaling))
        yield receipt(Dataset.from_arrays([1.0, -3.0, 2.0], column), Recipe(0.01, 30, scaling=scaling))
    for scaling in SCALINGS:
        yield receipt(Dataset.from_arrays([3.0], [0.1]), Recipe(0.01, 30, scaling=scaling))
        wide = Dataset.from_arrays([[1.0, 2.0, 4.0], [3.0, 5.0, -1.0]], [0.1, 1e-300])
        yield receipt(wide, Recipe(0.01, 30, scaling=scaling, start="random"))
        years = Dataset.from_arrays(1e9 + np.arange(12.0), np.arange(12.0) ** 2)
        yield receipt(years, Recipe(0.1 if "zscore" in scaling else 1e-19, 100, scaling=scaling))
    line = Dataset.from_arrays(np.arange(9.0), 2 * np.arange(9.0) + 1)
    for loss, optimizer in product(LOSSES, OPTIMIZERS):
        yield receipt(line, Recipe(0.001 if loss == "sse" else 0.01, 100, loss, optimizer))  # to a loss of 0
    yield receipt(Dataset.from_arrays(np.array([1.0, 2, 3]) * 1e-90, [1.0, 2, 3]), Recipe(0.1, 30))
