"""What a script needs for rows held out: their numbers, and the loss on them."""

from __future__ import annotations

import math

import numpy as np
import torch

from core.analysis import Rounding, losses_on
from core.data import Dataset, fit_scaler, quantity
from core.model import LOSSES, Recipe
from core.training import History
from ui.script.data import rows_written
from ui.script.proof import rounded_up
from ui.script.sections import Section


def held_out_section(held_out: Dataset, recipe: Recipe) -> Section:
    """Return the section with the rows that training does not see, scaled as the others are.

    Args:
        held_out: The rows.
        recipe: How the run was trained.
    """
    d, double = held_out.d, ", dtype=torch.float64" if recipe.dtype == "float32" else ""
    lines = [
        f"held_out = torch.tensor([\n{rows_written(held_out)},\n]{double})",
        f"x_held, y_held = held_out[:, :{d}], held_out[:, {d}:]",
    ]
    if recipe.scaling != "none":
        for v in ["x"] if recipe.scaling == "zscore_features" else ["x", "y"]:
            shifted = f"{v}_held" if recipe.scaling == "max" else f"({v}_held - {v}_mean)"
            lines.append(f"{v}_held = {shifted} / {v}_scale")
    if recipe.dtype == "float32":
        lines.append("x_held, y_held = x_held.float(), y_held.float()")
    rows = quantity(held_out.n, "row")
    says = f"{rows} more, which training never sees" + (
        "; they are scaled by the numbers of the others." if recipe.scaling != "none" else "."
    )
    return Section("Held out", says, "\n".join(lines))


def validation_section(run: History, tolerance: Rounding, held_out: Dataset) -> Section:
    """Return the section that asserts the loss on the rows held out.

    Args:
        run: The run on screen.
        tolerance: How far its parameters may differ.
        held_out: The rows.
    """
    loss = float(losses_on(run, held_out)[-1])
    lines = [
        "with torch.no_grad():",
        "    validation_loss = loss_function(model(x_held), y_held).item()",
        'print("validation loss:", validation_loss)',
    ]
    if math.isfinite(loss):
        allowed = rounded_up(_allowed(run, tolerance, held_out))
        lines.append(f'check("validation loss", validation_loss, {loss!r}, {allowed!r})')
    return Section("Validation", "the loss on the rows held out, beside that on the others.", "\n".join(lines))


def _allowed(run: History, tolerance: Rounding, held_out: Dataset) -> float:
    """Return how far the loss may differ where every parameter does as far as it may, and predictions are rounded."""
    if run.recipe.network is not None:
        return tolerance.loss
    scaler, t = fit_scaler(run.dataset, run.recipe.scaling), held_out.t
    design = np.column_stack([scaler.scale_features(held_out.features), np.ones(held_out.n)])
    targets, theta = scaler.scale_targets(held_out.targets), run.parameters[-1].reshape(-1, t)
    reach = np.abs(design) @ np.array(tolerance.parameters, dtype=float).reshape(-1, t)
    digits = 16 * float(torch.finfo(getattr(torch, run.recipe.dtype)).eps)
    reach += digits * (np.abs(design) @ np.abs(theta) + np.abs(targets))
    errors, none = torch.tensor(np.abs(design @ theta - targets)), torch.zeros(held_out.n, t, dtype=torch.float64)
    function = LOSSES[run.recipe.loss].function
    far, near = (float(function(each, none)) for each in (errors + torch.tensor(reach), errors))
    return far - near + digits * near
