"""What a person's click asks for is there; packages that take seconds to import are not brought in by it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CLICKS = """
import sys
from core.analysis import arrival, gradient_noise, measured_epoch_seconds, one_step, rounding, neighbours
from core.data import load
from core.exact import minimum, stability
from core.model import OPTIMIZERS, Recipe
from core.training import sweep, train

dataset = load("study_hours")
for optimizer in OPTIMIZERS:
    for batch_size in (None, 3):
        recipe = Recipe(epochs=30, optimizer=optimizer, batch_size=batch_size, loss="mse")
        run = train(dataset, recipe)
        one_step(run, 12)
        rates, starts = neighbours(run)
        rounding(run, sweep(dataset, recipe, rates, starts=starts))
        gradient_noise(dataset, recipe, run.parameters[-1])
        arrival(run, minimum(dataset, recipe))
        measured_epoch_seconds(dataset, recipe)
print([name for name in ("torch._dynamo", "scipy.signal") if name in sys.modules])
"""


def test_no_click_imports_a_compiler_or_a_filter() -> None:
    """Training, one step, its noise, arrival and rounding, by every optimizer, leave both packages out."""
    done = subprocess.run(
        [sys.executable, "-c", _CLICKS], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
