"""Losses and activations are those of torch, and each derivative is that of its function."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from core.model import ACTIVATIONS, LOSSES

ORACLES = {
    "mse": torch.nn.MSELoss(),
    "sse": torch.nn.MSELoss(reduction="sum"),
    "mae": torch.nn.L1Loss(),
    "huber": torch.nn.HuberLoss(),
}
EDGES = [-3.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 3.0]


@pytest.mark.parametrize("name", LOSSES)
def test_losses_and_derivatives_are_torchs(name: str) -> None:
    """Also where the error is 0 or exactly δ, and averaged over rows times targets."""
    targets = torch.tensor([[0.0, 10.0]]).double().expand(8, 2)
    errors = torch.tensor([EDGES, EDGES[::-1]]).double().T
    predictions = (targets + errors).requires_grad_()
    wanted = ORACLES[name](predictions, targets)
    wanted.backward()
    flat = predictions.detach()
    torch.testing.assert_close(LOSSES[name].function(flat, targets), wanted.detach(), rtol=1e-15, atol=0)
    torch.testing.assert_close(LOSSES[name].derivative(flat, targets), predictions.grad, rtol=1e-15, atol=0)


@pytest.mark.parametrize("name", LOSSES)
def test_losses_keep_the_runs_apart(name: str) -> None:
    """Predictions `(n, B, t)` give one loss a run, that of the run alone."""
    draw = torch.Generator().manual_seed(0)
    predictions = torch.randn(6, 4, 2, generator=draw, dtype=torch.float64)
    targets = torch.randn(6, 1, 2, generator=draw, dtype=torch.float64)
    together = LOSSES[name].function(predictions, targets)
    assert together.shape == (4,)
    for run in range(4):
        torch.testing.assert_close(together[run], ORACLES[name](predictions[:, run], targets[:, 0]))


@pytest.mark.parametrize(
    ("name", "oracle"),
    [
        ("identity", lambda z: z * 1),
        ("relu", torch.relu),
        ("leaky_relu", torch.nn.functional.leaky_relu),
        ("sigmoid", torch.sigmoid),
        ("tanh", torch.tanh),
    ],
)
def test_activations_and_derivatives_are_torchs(name: str, oracle: Any) -> None:
    """Also at 0, where ReLU's derivative is 0 and the leaky one's 0.01."""
    z = torch.tensor([*EDGES, 800.0, -800.0], dtype=torch.float64, requires_grad=True)
    wanted = oracle(z)
    wanted.sum().backward()
    activation = ACTIVATIONS[name]
    value = activation.function(z.detach())
    torch.testing.assert_close(value, wanted.detach(), rtol=1e-15, atol=0)
    torch.testing.assert_close(activation.derivative(z.detach(), value), z.grad, rtol=1e-14, atol=0)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_only_homogeneous_activations_are_called_so(name: str) -> None:
    """f(c z) = c f(z) for c > 0 holds for those, and fails for the others."""
    activation = ACTIVATIONS[name]
    z = torch.linspace(-2, 2, 9, dtype=torch.float64)
    same = torch.allclose(activation.function(3 * z), 3 * activation.function(z))
    assert same is activation.homogeneous
