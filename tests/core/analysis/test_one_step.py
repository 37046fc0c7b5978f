"""One step is the step that training takes, and the one that autograd and `torch.optim` take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.analysis import OneStep, one_step
from core.data import SCALINGS, Dataset, load
from core.model import LOSSES, OPTIMIZERS, Recipe
from core.training import History, train

CLOSE = 1e-9


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float((np.abs(one - other) / (1 + np.abs(other))).max())


def last_step(run: History, epoch: int) -> OneStep:
    return one_step(run, epoch, one_step(run, epoch).steps - 1)


def agrees(run: History, epoch: int) -> None:
    """Check the last step after an epoch against the run's next epoch, and against PyTorch."""
    found = last_step(run, epoch)
    if epoch + 1 < len(run.epochs):
        assert distance(found.new, run.parameters[epoch + 1]) < CLOSE
    assert distance(found.part.per_sample.sum(axis=0), found.part.gradient) < CLOSE
    assert found.gradient_apart <= CLOSE * (1 + np.abs(found.part.gradient).max())
    # Adagrad divides by the root of what it has seen: where that is rounding alone, it is not small any more.
    assert found.new_apart <= 4 * CLOSE * (1 + np.abs(found.new).max())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("batch_size", [None, 3])
def test_a_step_is_the_one_that_was_trained(loss: str, optimizer: str, scaling: str, batch_size: int | None) -> None:
    """New parameters are those of the next epoch, and those of autograd and `torch.optim`, whatever the recipe."""
    rate = 1e-3 if scaling == "none" else 0.02
    recipe = Recipe(rate, 12, loss, optimizer, batch_size=batch_size, scaling=scaling, start="random")
    run = train(load("study_hours"), recipe)
    for epoch in (0, 1, 11, 12):
        agrees(run, epoch)


def test_by_hand() -> None:
    """Two points by hand: per-sample gradients 2(ŷ − y)x/n and 2(ŷ − y)/n, sums, and a step of each optimizer."""
    dataset = Dataset.from_arrays([1.0, 3.0], [2.0, 2.0])
    found = one_step(train(dataset, Recipe(0.1, 3, optimizer="momentum", momentum=0.5, start=(1.0, 0.0))), 0)
    assert found.part.predictions[:, 0].tolist() == [1, 3]
    assert found.part.errors[:, 0].tolist() == [-1, 1]
    assert found.part.per_sample.tolist() == [[-1, -1], [3, 1]]
    assert found.part.gradient.tolist() == [2, 0]
    assert found.before["velocity"].tolist() == [0, 0]
    assert found.after["velocity"].tolist() == [2, 0]
    assert found.new.tolist() == [0.8, 0]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_several_features_and_targets(optimizer: str) -> None:
    """Eight parameters at once, in mini-batches and in the order of the rows, with a rate that changed on the way."""
    recipe = Recipe(0.02, 30, optimizer=optimizer, batch_size=4, scaling="zscore_features", shuffle=False)
    run = train(load("crop_yields_15"), replace(recipe, earlier=((10, 0.05),)))
    assert one_step(run, 9).rate == 0.05
    assert one_step(run, 10).rate == 0.02
    assert [one_step(run, 3, i).part.rows.tolist() for i in range(4)] == [
        [0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14],
    ]  # fmt: skip
    for epoch in (0, 9, 10, 30):
        agrees(run, epoch)
        first, second = one_step(run, epoch), one_step(run, epoch, 1)
        assert np.array_equal(first.new, second.old)
        assert all(np.array_equal(first.after[name], second.before[name]) for name in first.after)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "sigmoid", "tanh"])
def test_activations(activation: str) -> None:
    """Behind an activation per-sample gradients carry its slope; a dead neuron's weight gets 0 from every row."""
    run = train(load("perceptron"), Recipe(0.001, 40, loss="sse", activation=activation, start=(0.3, 0.4)))
    for epoch in (0, 40):
        agrees(run, epoch)
    dead = one_step(train(load("perceptron"), Recipe(0.001, 5, loss="sse", activation="relu", start=(-1.0, 0.9))), 5)
    assert not dead.part.per_sample[:, 0].any()
    assert dead.new[0] == dead.old[0] == -1


@pytest.mark.parametrize("batch_size", [None, 4])
@pytest.mark.parametrize("optimizer", ["adam", "nesterov"])
def test_in_single_precision(optimizer: str, batch_size: int | None) -> None:
    """A run in float32 is taken apart in float32, and agrees as far as that reaches."""
    recipe = Recipe(0.05, 50, optimizer=optimizer, batch_size=batch_size, scaling="zscore", dtype="float32")
    run = train(load("study_hours"), recipe)
    assert distance(last_step(run, 40).new, run.parameters[41]) < 1e-5
    assert last_step(run, 40).new_apart < 1e-5


def test_long_runs_are_noted_on_the_way() -> None:
    """Far into a run of mini-batches with a memory, the step is still the very one that was trained."""
    run = train(load("study_hours"), Recipe(0.001, 1500, optimizer="adam", batch_size=4))
    assert len(run.optimizer_states) > 3
    for epoch in (0, 64, 1000, 1499):
        assert distance(last_step(run, epoch).new, run.parameters[epoch + 1]) < CLOSE


def test_degenerate_runs() -> None:
    """One point, no epochs, a perfect fit, a batch larger than what is left, and a run that left all bounds."""
    point = train(Dataset.from_arrays([2.0], [3.0]), Recipe(0.1, 0, loss="huber"))
    assert one_step(point, 0).part.per_sample.tolist() == [[-2, -1]]
    assert np.allclose(one_step(point, 0).new, [0.2, 0.1])
    fit = one_step(train(Dataset.from_arrays([1.0, 2.0], [1.0, 2.0]), Recipe(loss="mae", start=(1.0, 0.0))), 7)
    assert not fit.part.per_sample.any()
    assert fit.new.tolist() == [1, 0]
    wild = train(load("study_hours"), Recipe(10.0, 500))
    assert wild.diverged_at is not None
    assert np.isfinite(one_step(wild, len(wild.epochs) - 1).gradient_apart)
    far = one_step(train(Dataset.from_arrays([1e99], [1.0]), Recipe(1e6, 400)), 0)
    assert far.new_apart == 0


def test_the_same_seed_gives_the_same_rows() -> None:
    """The rows of a shuffled step follow from the seed; all steps of an epoch together take every row once."""
    run = train(load("study_hours"), Recipe(0.001, 5, batch_size=3, seed=4))
    again = train(load("study_hours"), Recipe(0.001, 5, batch_size=3, seed=4))
    rows = [one_step(run, 2, i).part.rows.tolist() for i in range(3)]
    assert rows == [one_step(again, 2, i).part.rows.tolist() for i in range(3)]
    assert sorted(row for part in rows for row in part) == list(range(8))
    assert [one_step(run, 2, i).number for i in range(3)] == [7, 8, 9]


@pytest.mark.parametrize(
    ("epoch", "step", "said"), [(-1, 0, "0 to 5"), (6, 0, "0 to 5"), (0, 1, "0 to 0"), (0, -1, "0 to 0")]
)
def test_there_is_no_such_step(epoch: int, step: int, said: str) -> None:
    """An epoch or a step that the run does not have is refused with those it has."""
    with pytest.raises(ValueError, match=said):
        one_step(train(load("study_hours"), Recipe(0.001, 5)), epoch, step)
