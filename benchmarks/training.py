"""How long training takes, beside the loop that courses show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

import torch

from benchmarks.interleaved import interleaved, timed
from benchmarks.report import Measurement, at_most, seconds, times
from core.data import load
from core.exact import stability
from core.model import Recipe
from core.training import sweep, train
from ui.session.ruler import stops

_EPOCHS = 4000
_ROUNDS = 5
_FASTER = 20


def measure() -> Iterator[Measurement]:
    """Time one run, the ruler's whole family, and the family with Adam."""
    dataset = load("study_hours")
    plain, adam = Recipe(epochs=_EPOCHS), Recipe(epochs=_EPOCHS, optimizer="adam")
    rates = stops(stability(dataset, plain).critical_rate, plain.learning_rate)
    tasks = {
        "loop": partial(timed, partial(course_loop, plain.learning_rate)),
        "run": partial(timed, partial(train, dataset, plain)),
        "family": partial(timed, partial(sweep, dataset, plain, rates)),
        "adam": partial(timed, partial(sweep, dataset, adam, rates)),
    }
    taken = interleaved(tasks, _ROUNDS, warm_up=1)
    run, loop = median(taken["run"]), median(taken["loop"])
    yield Measurement(
        f"one run of {_EPOCHS} epochs, whole history, and one loop of a course", seconds(run), seconds(loop),
        f"{times(loop / run)} faster", f"≥ {_FASTER} ×", loop / run >= _FASTER,
    )  # fmt: skip
    yield at_most(
        f"ruler's family, {len(rates)} such runs, and one loop of a course", taken["family"], taken["loop"], 1
    )
    yield at_most("the same family with Adam, and one loop of a course", taken["adam"], taken["loop"])


def course_loop(learning_rate: float) -> list[float]:
    """Train as courses do: `nn.Linear`, one learning rate, the loss noted at each epoch, in float32."""
    dataset = load("study_hours")
    x = torch.tensor(dataset.features, dtype=torch.float32).reshape(-1, 1)
    y = torch.tensor(dataset.targets, dtype=torch.float32).reshape(-1, 1)
    model, criterion = torch.nn.Linear(1, 1), torch.nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = []
    for _ in range(_EPOCHS):
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
