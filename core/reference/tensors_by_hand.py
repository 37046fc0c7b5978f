"""Train a linear model from scratch: tensors, `backward`, and an update by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Tensor


class Snapshot(NamedTuple):
    """Where training stands after an epoch: the loss over all rows, weights `(t, d)` and biases `(t,)`."""

    loss: float
    weights: Tensor
    biases: Tensor


def from_scratch(
    inputs: Tensor,
    targets: Tensor,
    weights: Tensor,
    biases: Tensor,
    *,
    learning_rate: float,
    epochs: int,
    batch_size: int,
    generator: torch.Generator | None = None,
) -> Iterator[Snapshot]:
    """Train with nothing but tensors: predict, measure, go backward, step by hand, forget the gradient.

    Args:
        inputs: Features, shape `(n, d)`.
        targets: Shape `(n, t)`.
        weights: Where to start, shape `(t, d)`, as `nn.Linear` holds them.
        biases: Where to start, shape `(t,)`.
        learning_rate: What the gradient is multiplied by in each step.
        epochs: Passes through the rows.
        batch_size: Rows a step.
        generator: Draws a new order of the rows for each epoch; None takes them as they come.

    Yields:
        The start, then where training stands after each epoch.
    """
    weights = weights.clone().requires_grad_()
    biases = biases.clone().requires_grad_()
    # backward() adds to what is there: begin with nothing, and go back to nothing after each step.
    weights.grad, biases.grad = torch.zeros_like(weights), torch.zeros_like(biases)

    def loss_of(x: Tensor, y: Tensor) -> Tensor:
        predictions = x @ weights.T + biases
        return ((predictions - y) ** 2).mean()

    def snapshot() -> Snapshot:
        return Snapshot(loss_of(inputs, targets).item(), weights.detach().clone(), biases.detach().clone())

    yield snapshot()
    for _ in range(epochs):
        rows = len(inputs)
        order = torch.arange(rows) if generator is None else torch.randperm(rows, generator=generator)
        for batch in order.split(batch_size):
            loss = loss_of(inputs[batch], targets[batch])
            loss.backward()
            with torch.no_grad():
                weights -= learning_rate * weights.grad
                biases -= learning_rate * biases.grad
                weights.grad.zero_()
                biases.grad.zero_()
        yield snapshot()
