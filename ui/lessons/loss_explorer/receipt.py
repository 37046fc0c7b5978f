"""What Loss Explorer shows as a script: every measure of the line on the points, checked."""

from __future__ import annotations

import math

import numpy as np

from core.data import Dataset
from core.exact import MEASURES
from ui.lessons.loss_explorer.notes import errors_of
from ui.lessons.loss_explorer.pictures import Choice
from ui.script.data import MAX_SHOWN, PREVIEW_ROWS, data_section
from ui.script.proof import CHECK, rounded_up
from ui.script.sections import Receipt, Section, file_name, opening

_SHARE = 1e-12
"""Nothing is trained here, so hardly any rounding adds up."""
_COMPUTED = {
    "mse": "F.mse_loss(predictions, y).item()",
    "sse": 'F.mse_loss(predictions, y, reduction="sum").item()',
    "rmse": "F.mse_loss(predictions, y).sqrt().item()",
    "mae": "F.l1_loss(predictions, y).item()",
    "huber": "F.huber_loss(predictions, y, delta={delta!r}).item()",
}


def loss_receipt(dataset: Dataset, choice: Choice) -> Receipt:
    """Return a script that computes every measure of a line on these points."""
    slope, intercept = choice.line
    line = Section(
        "Predictions",
        "the line's, one for each x.",
        f"predictions = {float(slope)!r} * x + {float(intercept)!r}",
    )
    steps = (line, _measures(dataset, choice))
    sections = (opening(), data_section(dataset), *steps)
    shown = (opening(), data_section(dataset, rows=PREVIEW_ROWS), *steps) if dataset.n > MAX_SHOWN else sections
    return Receipt(f"{file_name(dataset.name)}-losses", sections, shown)


def _measures(dataset: Dataset, choice: Choice) -> Section:
    errors = errors_of(dataset, choice.line)
    checks = []
    for name, measure in MEASURES.items():
        value = float(measure.function(errors, choice.delta))
        code = _COMPUTED[name].format(delta=float(choice.delta))
        checks.append(f'check("{measure.symbol}", {code}, {value!r}, {_tolerance(dataset, choice, name, value)!r})')
    says = (
        "every measure by PyTorch, and what was on screen. Computers round differently; ± is how far that may bring it."
    )
    code = "from torch.nn import functional as F\n\n\n" + CHECK + "\n".join([*checks, 'print("The receipt holds.")'])
    return Section("Losses", says, code)


def _tolerance(dataset: Dataset, choice: Choice, name: str, value: float) -> float:
    """Return how far a measure may be off when each prediction is by a share of what was added up for it."""
    slope, intercept = choice.line
    added = np.abs(dataset.targets).max() + abs(slope) * np.abs(dataset.features).max() + abs(intercept)
    off = _SHARE * float(added)
    if name in ("mse", "sse"):
        many = dataset.n if name == "sse" else 1
        off = 2 * off * math.sqrt(value * many) + many * off * off
    elif name == "huber":
        off *= min(choice.delta, float(np.abs(errors_of(dataset, choice.line)).max()) + off)
    return rounded_up(off + _SHARE * value)
