"""One step of a run in numbers: the per-sample gradients, the sums, the rule that changes the parameters."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.analysis import OneStep, one_step
from core.data import Dataset, Scaler, fit_scaler, quantity
from core.model import OPTIMIZERS, Recipe
from core.training import History, parameter_names
from ui.one_step.penalty import penalty_said
from ui.one_step.per_sample import DIGITS, per_sample_table, row_name
from ui.one_step.rows import Row, rows_table
from ui.one_step.rules import Step, rule_columns
from ui.session import fields
from ui.session.settings import quoted
from ui.text.numbers import factor, rate_written, trimmed, written

_STEP = "step"
_CLASSES = {"rmsprop": "RMSprop", "adagrad": "Adagrad", "adam": "Adam"}


def one_step_view(run: History, epoch: int, *, highlights: bool) -> None:
    """Show the step after an epoch: the per-sample gradients, their sums, the rule with numbers, and PyTorch's own.

    Args:
        run: The run on show.
        epoch: The epoch it stands at.
        highlights: Whether a picture on show has a point for each row, to light up.
    """
    found = _chosen_step(run, epoch)
    dataset, recipe = run.dataset, run.recipe
    scaler, names = fit_scaler(dataset, recipe.scaling), parameter_names(dataset)
    st.markdown(_opening(run, found, highlights=highlights))
    penalty = found.penalty if recipe.penalised else None
    per_sample_table(dataset, found.part, names, scaler, penalty=penalty, highlights=highlights, key="contributions")
    st.markdown(" ".join(said for said in (_how(dataset, recipe, found), penalty_said(recipe, found)) if said))
    _rule_table(recipe, found, names)
    in_data_units = None if recipe.scaling == "none" else _in_data_units(recipe, found, scaler, names)
    st.markdown("\n\n".join(said for said in (in_data_units, autograd_said(recipe, found)) if said))


def _chosen_step(run: History, epoch: int) -> OneStep:
    """Return the step of the epoch; where there are several, a person chooses which."""
    steps = -(-run.dataset.n // (run.recipe.batch_size or run.dataset.n))
    if steps == 1:
        return one_step(run, epoch)
    if st.session_state[_STEP] > steps:
        st.session_state[_STEP] = steps
    fields.number(f"Step of the epoch, 1 to {steps:,}", _STEP, 1, steps, width=220)
    return one_step(run, epoch, st.session_state[_STEP] - 1)


def _opening(run: History, found: OneStep, *, highlights: bool) -> str:
    last = found.epoch + 1 >= len(run.epochs)
    if found.steps > 1:
        what = f"Step {found.step + 1:,} of {found.steps:,} of epoch {found.epoch + 1:,}"
        what += ", which would come next" if last else ""
    else:
        what = f"The step {'that would come next, ' if last else ''}after epoch {found.epoch:,}"
    count = len(found.part.rows)
    rows = f"all {quantity(count, 'row')}" if found.steps == 1 else f"a batch of {quantity(count, 'row')}"
    scaled = "" if run.recipe.scaling == "none" else " The numbers are those of training, scaled."
    pointed = " Point at a row, tap it or go there by the arrow keys, and its point lights up in the pictures."
    return (
        f"**{what}**, at learning rate {rate_written(found.rate)}, over {rows}. An error is "
        f"prediction − target; the columns of contributions sum to the gradient.{scaled}{pointed if highlights else ''}"
    )


def _how(dataset: Dataset, recipe: Recipe, found: OneStep) -> str:
    """Say how a per-sample gradient comes about, with the first row's numbers in it."""
    part = found.part
    n, error = f"{part.targets.size:,}", float(part.errors[0, 0])
    e = factor(error, DIGITS)
    sign, cut = (factor(float(value), DIGITS) for value in (np.sign(error), np.clip(error, -1, 1)))
    words, numbers = {
        "mse": (f"2 × error / {n}", f"2 × {e} / {n}"),
        "sse": ("2 × error", f"2 × {e}"),
        "mae": (f"the sign of its error / {n}", f"{sign} / {n}"),
        "huber": (f"its error, cut to lie between −1 and 1, / {n}", f"{cut} / {n}"),
    }[recipe.loss]
    bent = "" if recipe.activation == "identity" else " × f′(w x)"
    bias = float(part.per_sample[0, dataset.d * dataset.t])
    names, row = parameter_names(dataset), quoted(row_name(dataset, int(part.rows[0])))
    said = (
        f"A row contributes {words} to the gradient of a bias, and this{bent} × the feature to that of a weight. "
        f"{row} contributes {numbers} = {trimmed(bias, DIGITS)} to that of `{names[dataset.d * dataset.t]}`"
    )
    if bent:
        return f"{said}."
    x, weight = float(part.features[0, 0]), float(part.per_sample[0, 0])
    product = f"{trimmed(bias, DIGITS)} × {factor(x, DIGITS)} = {trimmed(weight, DIGITS)}"
    return f"{said}, and {product} to that of `{names[0]}`."


def _rule_table(recipe: Recipe, found: OneStep, names: tuple[str, ...]) -> None:
    """Show the rule with its numbers, a line a parameter."""
    columns = rule_columns(recipe, found)
    titles = (OPTIMIZERS[recipe.optimizer].label, *(title for title, _ in columns))
    rows = [Row((name, *(cells[i] for _, cells in columns))) for i, name in enumerate(names)]
    rows_table("How each parameter changes", titles, rows, key="rule")


def _in_data_units(recipe: Recipe, found: OneStep, scaler: Scaler, names: tuple[str, ...]) -> str | None:
    if recipe.activation != "identity":
        return None
    old, new = (scaler.parameters_to_data_units(each) for each in (found.old, found.new))
    leads = (f"`{name}` {trimmed(a)} → {trimmed(b)}" for name, a, b in zip(names, old, new, strict=True))
    return f"In data units: {', '.join(leads)}."


def autograd_said(recipe: Recipe, found: Step) -> str:
    """Say how far a step is from PyTorch's own.

    Args:
        recipe: Its optimizer matters.
        found: The step.
    """
    given = "the same parameters and optimizer state" if found.before else "the same parameters"
    return (
        f":green[:material/check_circle:] **Equal to PyTorch's own.** From {given}, the gradient of `loss.backward()` "
        f"differs by {_apart(found.gradient_apart)}, and the new parameters of "
        f"`torch.optim.{_CLASSES.get(recipe.optimizer, 'SGD')}` by {_apart(found.new_apart)}."
    )


def _apart(difference: float) -> str:
    return "0" if difference == 0 else f"at most {written(difference, 2)}"
