"""How long families of many runs on many rows take, beside the plain loop over all rows that they stand for."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
import torch

from benchmarks.interleaved import interleaved, timed
from benchmarks.report import Measurement, at_most, seconds, times
from core.data import Dataset, load
from core.model import OPTIMIZERS, Recipe
from core.training import sweep

_EPOCHS = 300
_ROUNDS = 5
_FASTER = 50
_RUNS, _LONG = 100_000, 1000
_SECONDS, _BYTES = 2, 1 << 30


def measure() -> Iterator[Measurement]:
    """Time families at 10,000 × 8 with three optimizers, 10⁵ runs, 10⁶ rows, and the first step taken apart.

    As many epochs as a lesson has at least: of 30, most of the time would be what is done once, before the first.
    """
    dataset, rates = _plane(10_000, 8), np.geomspace(1e-3, 1e-1, 120)
    for optimizer in ("adam", "adagrad", "rmsprop"):
        recipe = Recipe(epochs=_EPOCHS, optimizer=optimizer)
        taken = interleaved(
            {
                "plain": partial(timed, partial(plain_family, dataset, recipe, rates)),
                "ours": partial(timed, partial(sweep, dataset, recipe, rates)),
            },
            _ROUNDS,
            warm_up=1,
        )
        ours, plain = median(taken["ours"]), median(taken["plain"])
        yield Measurement(
            f"{len(rates)} runs of {_EPOCHS} epochs with {optimizer}, 10,000 × 8, and a loop",
            seconds(ours), seconds(plain),
            f"{times(plain / ours)} faster", f"≥ {_FASTER} ×", plain / ours >= _FASTER,
        )  # fmt: skip
    yield from (_in_a_process(task) for task in _TASKS)
    apart = partial(timed, partial(subprocess.run, [sys.executable, "-c", _APART], check=True))
    imports = partial(timed, partial(subprocess.run, [sys.executable, "-c", _IMPORTS], check=True))
    taken = interleaved({"apart": apart, "imports": imports}, 1)
    yield at_most(
        "a new process that takes a first step apart, and one that imports", taken["apart"], taken["imports"], 1.2
    )


_IMPORTS = "import core.analysis, core.training"
_APART = """
from core.analysis import one_step
from core.data import load
from core.model import Recipe
from core.training import train
one_step(train(load("study_hours"), Recipe(epochs=50, optimizer="adam")), 20)
"""


def plain_family(dataset: Dataset, recipe: Recipe, rates: np.ndarray) -> torch.Tensor:
    """Train all runs at once as a loop does that knows nothing of the loss: each step over all rows, then its loss.

    Return the losses, shape `(epochs, B)`.
    """
    design = torch.tensor(np.column_stack([dataset.features, np.ones(dataset.n)]))
    targets, each = torch.tensor(dataset.targets), torch.tensor(rates)
    theta = torch.zeros(design.shape[1], len(rates), dtype=torch.float64)
    chosen, noted = OPTIMIZERS[recipe.optimizer], torch.empty(recipe.epochs, len(rates), dtype=torch.float64)
    state = tuple(torch.zeros_like(theta) for _ in chosen.slots)
    with torch.inference_mode():
        for step in range(1, recipe.epochs + 1):
            gradient = design.T @ ((design @ theta - targets) * (2 / dataset.n))
            chosen.function(theta, gradient, state, each, recipe.momentum, step)
            noted[step - 1] = (design @ theta - targets).square_().mean(dim=0)
    return noted


def _plane(rows: int, features: int) -> Dataset:
    draw = np.random.default_rng(0)
    x = draw.normal(size=(rows, features))
    return Dataset.from_arrays(x, x @ draw.normal(size=features) + draw.normal(size=rows))


def many_starts() -> None:
    """Train 10⁵ starts and keep the last epoch."""
    starts = np.random.default_rng(0).normal(size=(_RUNS, 2))
    sweep(load("study_hours"), Recipe(epochs=_LONG), starts=starts, record=())


def many_rates() -> None:
    """Train 10⁵ rates, some of them too large, and keep the last epoch."""
    sweep(load("study_hours"), Recipe(epochs=_LONG), np.geomspace(1e-4, 1, _RUNS), record=())


def many_rows() -> None:
    """Train 120 rates on 10⁶ rows and keep the last epoch."""
    sweep(_plane(10**6, 2), Recipe(epochs=_LONG, optimizer="adam"), np.geomspace(1e-3, 1e-1, 120), record=())


_TASKS = {
    "many_starts": f"10⁵ starts × {_LONG:,} epochs, the last kept",
    "many_rates": f"10⁵ rates × {_LONG:,} epochs, the last kept",
    "many_rows": f"10⁶ rows × 120 rates × {_LONG:,} epochs with Adam, the last kept",
}


def _in_a_process(task: str) -> Measurement:
    """Run a task in a process of its own, for its seconds and for the memory that it took at most."""
    script = (
        f"from benchmarks import engine; from benchmarks.interleaved import timed; print(timed(engine.{task}));"
        "print(engine.peak())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    took, most = map(float, done.stdout.split())
    return Measurement(
        _TASKS[task], seconds(took), f"{most / (1 << 20):.0f} MiB at most", "", f"≤ {_SECONDS} s, 1 GiB",
        took <= _SECONDS and most <= _BYTES,
    )  # fmt: skip


def peak() -> int:
    """Return the bytes of memory that this process has held at most."""
    # Of a new process, Linux's getrusage says no less than what its parent has held.
    found = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    if found is None:
        raise RuntimeError("/proc/self/status names no VmHWM, the memory held at most.")
    return 1024 * int(found[1])
