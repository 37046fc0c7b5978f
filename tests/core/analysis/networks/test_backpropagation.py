"""A row's way forward and back, and the step of a network, are those of autograd, `torch.optim` and the run."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import torch
from torch.nn import functional

from core.analysis.networks import backpropagate, network_step
from core.data import Dataset
from core.model import ACTIVATIONS, ALL_LOSSES, OPTIMIZERS, Network, Recipe
from core.training import train

WIDTHS = ((), (3,), (4, 2), (3, 4, 2))
BENT = {
    "identity": lambda z: z,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
}


def cloud(outputs: int, rows: int = 12) -> Dataset:
    """Return points in the plane of two or three classes."""
    draws = np.random.default_rng(3)
    points = draws.normal(size=(rows, 2))
    kind = draws.integers(0, max(2, outputs), rows)
    return Dataset.from_arrays(points, kind[:, None] if outputs == 1 else np.eye(outputs)[kind])


def criterion(loss: str, outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Return a loss as PyTorch has it."""
    one = outputs.shape[1] == 1
    if loss == "cross_entropy":
        return (functional.binary_cross_entropy_with_logits if one else functional.cross_entropy)(outputs, targets)
    if loss == "brier":
        return functional.mse_loss(outputs.sigmoid() if one else outputs.softmax(1), targets)
    if loss == "sse":
        return functional.mse_loss(outputs, targets, reduction="sum")
    return {"mse": functional.mse_loss, "mae": functional.l1_loss, "huber": functional.huber_loss}[loss](
        outputs, targets
    )


@pytest.mark.parametrize(("widths", "outputs"), [*product(WIDTHS, (1, 3))])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_row_goes_back_as_in_autograd(activation: str, widths: tuple[int, ...], outputs: int) -> None:
    """Of every loss: sums, values, ∂ℓ/∂a, δ and the gradient of every parameter, to 1e-12."""
    dataset, network = cloud(outputs), Network(widths, (activation,), "normal")
    sizes = (2, *widths, outputs)
    for loss in ALL_LOSSES:
        theta = network.starts(2, outputs, [5])[0]
        found = backpropagate(dataset, Recipe(loss=loss, network=network), theta, 4)
        value = torch.tensor(dataset.features[4:5].copy())
        matrices, sums, values, begin = [], [], [], 0
        for m, k in pairwise(sizes):
            part = theta[begin : begin + (m + 1) * k].reshape(m + 1, k)
            matrices.append(torch.tensor(part, requires_grad=True))
            begin += (m + 1) * k
            sums.append(value @ matrices[-1][:-1] + matrices[-1][-1])
            value = BENT[activation if len(matrices) <= len(widths) else "identity"](sums[-1])
            values.append(value)
        cost = criterion(loss, value, torch.tensor(dataset.targets[4:5].copy()))
        slopes = torch.autograd.grad(cost, [*matrices, *sums, *values])
        layers, close = len(matrices), {"rtol": 1e-12, "atol": 1e-12}
        assert found.loss == pytest.approx(cost.item(), rel=1e-12)
        np.testing.assert_allclose(found.gradient, torch.cat([s.ravel() for s in slopes[:layers]]), **close)
        for i, layer in enumerate(found.layers):
            np.testing.assert_allclose(layer.sums, sums[i][0].detach(), **close)
            np.testing.assert_allclose(layer.values, values[i][0].detach(), **close)
            np.testing.assert_allclose(layer.errors, slopes[layers + i][0], **close)
            np.testing.assert_allclose(layer.on_values, slopes[2 * layers + i][0], **close)


@pytest.mark.parametrize("loss", ALL_LOSSES)
def test_the_gradient_of_all_rows_is_the_mean_of_theirs(loss: str) -> None:
    """Of a loss that is a sum it is their sum; the penalty comes to it."""
    dataset, network = cloud(1), Network((3, 2))
    recipe = Recipe(loss=loss, network=network, epochs=2, weight_decay=0.1, learning_rate=0.01)
    run = train(dataset, recipe)
    step = network_step(run, 1, 0)
    each = [backpropagate(dataset, recipe, run.parameters[1], row).gradient for row in range(dataset.n)]
    whole = np.sum(each, axis=0) / (1 if loss == "sse" else dataset.n)
    np.testing.assert_allclose(step.gradient - step.penalty, whole, rtol=1e-10, atol=1e-12)
    assert step.penalty[:6] == pytest.approx(0.1 * run.parameters[1][:6], abs=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("changes", [{}, {"batch_size": 5}, {"weight_decay": 0.02, "decoupled": True, "l1": 0.01}])
def test_a_step_leads_to_the_next_epoch_of_the_run(optimizer: str, changes: dict[str, object]) -> None:
    """The last step of an epoch ends in the run's parameters, and is the one of autograd and `torch.optim`."""
    recipe = Recipe(
        learning_rate=0.02, epochs=100, loss="cross_entropy", optimizer=optimizer, network=Network((4, 3)), seed=2,
        **changes,
    )  # fmt: skip
    run = train(cloud(1), recipe)
    for epoch in (0, 1, 90):
        last = next(s for row in range(12) if (s := network_step(run, epoch, row)).step == s.steps - 1)
        assert last.way.row in last.rows
        np.testing.assert_allclose(last.new, run.parameters[epoch + 1], rtol=1e-9, atol=1e-10)
        assert last.gradient_apart < 1e-12
        assert last.new_apart < 1e-12


def test_a_part_of_a_step_has_those_parameters_alone() -> None:
    """All its columns are cut alike, what the optimizer remembers, too."""
    run = train(cloud(1), Recipe(epochs=3, optimizer="adam", loss="brier", network=Network((2,))))
    step = network_step(run, 2, 0)
    part = step.of(np.array([1, 4]))
    assert part.new.tolist() == step.new[[1, 4]].tolist()
    assert part.after["means"].tolist() == step.after["means"][[1, 4]].tolist()


def test_what_is_not_there_is_refused() -> None:
    """A row, or an epoch, beyond the last; and too many steps to go again."""
    run = train(cloud(1), Recipe(epochs=2, loss="mse", network=Network((2,))))
    with pytest.raises(ValueError, match="row must be one of the data set's, 0 to 11, not 12"):
        network_step(run, 0, 12)
    with pytest.raises(ValueError, match="epoch must be one of the run's, 0 to 2, not 3"):
        network_step(run, 3, 0)
    long = train(cloud(1), Recipe(epochs=1000, loss="mse", optimizer="adam", batch_size=1, network=Network((1,))))
    with pytest.raises(ValueError, match="is that of 12,000 steps, too many"):
        network_step(long, 1000, 0)
