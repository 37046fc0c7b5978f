"""Train the same linear model with PyTorch's own parts: `Linear`, `DataLoader`, `mse_loss` and `SGD`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss
from torch.optim import SGD
from torch.utils.data import DataLoader, SequentialSampler, SubsetRandomSampler, TensorDataset

from core.reference.tensors_by_hand import Snapshot


def with_parts(
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
    """Train with the parts that PyTorch brings; arguments and results are those of `from_scratch`."""
    data = TensorDataset(inputs, targets)
    # shuffle=True would shuffle, too, but draw more from the generator than the one order an epoch needs.
    order = SequentialSampler(data) if generator is None else SubsetRandomSampler(range(len(data)), generator)
    # The loader's own generator seeds workers, which there are none of; without one it would use the global one.
    batches = DataLoader(data, batch_size, sampler=order, generator=torch.Generator())
    # What a new Linear draws is replaced: every way begins where it is told to.
    model = nn.Linear(inputs.shape[1], targets.shape[1], dtype=inputs.dtype)
    model.load_state_dict({"weight": weights, "bias": biases})
    optimizer = SGD(model.parameters(), lr=learning_rate)

    def snapshot() -> Snapshot:
        with torch.no_grad():
            return Snapshot(mse_loss(model(inputs), targets).item(), model.weight.clone(), model.bias.clone())

    yield snapshot()
    for _ in range(epochs):
        for x, y in batches:
            loss = mse_loss(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        yield snapshot()
