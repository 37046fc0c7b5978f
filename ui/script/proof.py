"""The end of a script: its result, in data units too, and the assertions."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.analysis import Rounding
from core.data import fit_scaler, quantity
from core.model import ACTIVATIONS
from core.training import History, parameter_names
from ui.script.knobs import whole_loss
from ui.script.sections import Section, plain, string

CHECK = '''def check(name, found, expected, allowed):
    """Stop with an error if a number is further from the receipt than rounding can bring it."""
    assert abs(found - expected) <= allowed, f"{name} is {found!r}, not {expected!r} ± {allowed!r}"
    print(f"{name} = {found!r}: as the receipt says, ± {allowed!r}")


'''


def result_section(run: History) -> Section:
    """Return the section that prints the loss and, in data units, the parameters."""
    weight = "model.weight" if run.recipe.activation == "identity" else "weight.T"
    bias = "model.bias" if run.recipe.activation == "identity" else "bias"
    whole = whole_loss(run.recipe)
    lines = [
        "with torch.no_grad():",
        f"    loss = {f'({whole})' if run.recipe.penalised else whole}.item()",
        f"    weights, biases = {weight}.clone(), {bias}.clone()  # weights[target, feature]",
        f'print("loss after {quantity(int(run.epochs[-1]), "epoch")}:", loss)',
    ]
    if not carries_over(run):
        return Section("Result", "what the model has learned.", "\n".join(lines))
    return Section(
        "Result", "what the model has learned, also in the units of the data.", "\n".join(lines + _printed(run))
    )


def carries_over(run: History) -> bool:
    """Return whether the parameters have a counterpart in data units."""
    scaler = fit_scaler(run.dataset, run.recipe.scaling)
    activation = ACTIVATIONS[run.recipe.activation]
    bends_along = activation.homogeneous and not scaler.feature_shift.any()
    return run.recipe.activation == "identity" or run.recipe.scaling == "none" or bends_along


def _printed(run: History) -> list[str]:
    """Return the lines that undo the scaling, and print weights and biases by their columns' names."""
    d, t, scaling = run.dataset.d, run.dataset.t, run.recipe.scaling
    undone = {
        "none": [],
        "max": ["weights = weights * y_scale[:, None] / x_scale  # back to data units", "biases = biases * y_scale"],
        "zscore": [
            "weights = weights * y_scale[:, None] / x_scale  # back to data units",
            "biases = biases * y_scale + y_mean - weights @ x_mean",
        ],
        "zscore_features": ["weights = weights / x_scale  # back to data units", "biases = biases - weights @ x_mean"],
    }[scaling]
    if run.recipe.dtype == "float32" and undone:
        undone = ["weights, biases = weights.double(), biases.double()", *undone]
    if d == t == 1 and run.recipe.activation == "identity":
        return [*undone, 'print("slope", weights.item(), "intercept", biases.item())']
    features, targets = (
        [string(plain(name)) for name in names] for names in (run.dataset.feature_names, run.dataset.target_names)
    )
    return [
        *undone,
        f"features, targets = [{', '.join(features)}], [{', '.join(targets)}]",
        "for target, row, bias_of in zip(targets, weights.tolist(), biases.tolist()):",
        '    print(target, "=", *[f"{weight_of} × {name} +" for weight_of, name in zip(row, features)], bias_of)',
    ]


def receipt_section(run: History, tolerance: Rounding, found: Sequence[str]) -> Section:
    """Return the section that asserts that loss and parameters are those of the run.

    Args:
        run: The run on screen.
        tolerance: How far its numbers may differ.
        found: For each parameter the code that has it, in the order of the run.
    """
    names = parameter_names(run.dataset)
    checks = []
    if math.isfinite(run.losses[-1]):
        checks.append(check_line("loss", "loss", run.losses[-1], tolerance.loss))
    for name, code, value, allowed in zip(names, found, run.parameters[-1], tolerance.parameters, strict=True):
        checks.append(check_line(name, code, value, allowed))
    return checks_section(run, tolerance, checks)


def checks_section(run: History, tolerance: Rounding, checks: Sequence[str]) -> Section:
    """Return the section of some assertions, with a word on how far numbers may differ."""
    says = (
        "the loss and the parameters that were on screen, in the units training ran in. Computers round differently; "
        "± is how far that may bring them."
    )
    if tolerance.grown:
        says += (
            " In this run small differences grow: other runs, a few parts in 10 million million beside it, were "
            "trained to see how far, and ten times that is allowed."
            if run.recipe.dtype == "float64"
            else " In this run small differences grow: runs a millionth beside it were trained to see how far."
        )
    return Section("Receipt", says, CHECK + "\n".join([*checks, *_diverged(run), 'print("The receipt holds.")']))


def check_line(name: str, code: str, value: float, allowed: float) -> str:
    """Return the line that asserts that a number is that of the receipt, give or take what is allowed."""
    return f"check({string(name)}, {code}, {float(value)!r}, {rounded_up(allowed)!r})"


def rounded_up(allowed: float) -> float:
    """Return a number to one digit, rounded up."""
    if not allowed or not math.isfinite(allowed):
        return float(allowed)
    power = math.floor(math.log10(allowed))
    return float(f"{math.ceil(allowed / 10.0**power)}e{power}")


def _diverged(run: History) -> list[str]:
    if run.diverged_at is None:
        return []
    if run.diverged_at == int(run.epochs[-1]):
        return [f'assert not loss <= limit, "it has not diverged"  # epoch {run.diverged_at:,} is where it diverged']
    return []


def parameters_of(run: History) -> list[str]:
    """Return for each parameter the code that reads it off the model."""
    d, t = run.dataset.d, run.dataset.t
    if run.recipe.activation != "identity":
        weights = [f"weight[{i}, {j}].item()" for i, j in np.ndindex(d, t)]
        return weights + [f"bias[{j}].item()" for j in range(t)]
    weights = [f"model.weight[{j}, {i}].item()" for i, j in np.ndindex(d, t)]
    return weights + [f"model.bias[{j}].item()" for j in range(t)]
