"""One step of a run, with the numbers in it: each row's push, the sums, the rule that changes the parameters."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core import OPTIMIZERS, Dataset, History, OneStep, Recipe, Scaler, fit_scaler, one_step, parameter_names
from ui import settings
from ui.numbers import factor, rate_written, trimmed, written
from ui.settings import quoted
from ui.step.pushes import DIGITS, push_table, row_name
from ui.step.rows import Row, rows_table
from ui.step.rules import rule_columns

_STEP = "step"
_CLASSES = {"rmsprop": "RMSprop", "adagrad": "Adagrad", "adam": "Adam"}


def one_step_view(run: History, epoch: int, *, lights: bool) -> None:
    """Show the step that follows an epoch: the rows' pushes, their sums, the rule with its numbers, and PyTorch's own.

    Args:
        run: The run on show.
        epoch: The epoch it stands at.
        lights: Whether a picture on show has a point for each row, to light up.
    """
    found = _chosen_step(run, epoch)
    dataset, recipe = run.dataset, run.recipe
    scaler, names = fit_scaler(dataset, recipe.scaling), parameter_names(dataset)
    st.markdown(_opening(run, found, lights=lights))
    push_table(dataset, found.part, names, scaler, lights=lights, key="pushes")
    st.markdown(_how(dataset, recipe, found))
    _rule_table(recipe, found, names)
    in_data_units = None if recipe.scaling == "none" else _in_data_units(recipe, found, scaler, names)
    st.markdown("\n\n".join(said for said in (in_data_units, _autograd(recipe, found)) if said))


def _chosen_step(run: History, epoch: int) -> OneStep:
    """Return the step of the epoch; where there are several, a person chooses which."""
    steps = -(-run.dataset.n // (run.recipe.batch_size or run.dataset.n))
    if steps == 1:
        return one_step(run, epoch)
    if st.session_state.get(_STEP, 1) > steps:
        st.session_state[_STEP] = steps
    st.number_input(f"Step of the epoch, 1 to {steps:,}", 1, steps, key=_STEP, on_change=settings.spoken, width=220)
    return one_step(run, epoch, st.session_state[_STEP] - 1)


def _opening(run: History, found: OneStep, *, lights: bool) -> str:
    last = found.epoch + 1 >= len(run.epochs)
    if found.steps > 1:
        what = f"Step {found.step + 1:,} of {found.steps:,} of epoch {found.epoch + 1:,}"
        what += ", which would come next" if last else ""
    else:
        what = f"The step {'that would come next, ' if last else ''}after epoch {found.epoch:,}"
    count = len(found.part.rows)
    rows = f"all {count:,} rows" if found.steps == 1 else f"a batch of {count:,} {'row' if count == 1 else 'rows'}"
    scaled = "" if run.recipe.scaling == "none" else " The numbers are those of training, scaled."
    pointed = " Point at a row, tap it or go there by the arrow keys, and its point lights up in the pictures."
    return (
        f"**{what}**, at learning rate {rate_written(found.rate)}, over {rows}. A residual is "
        f"target less prediction; the columns of pushes sum to the gradient.{scaled}{pointed if lights else ''}"
    )


def _how(dataset: Dataset, recipe: Recipe, found: OneStep) -> str:
    """Say how a push comes about, with the first row's numbers in it."""
    part = found.part
    n, residual = f"{part.targets.size:,}", float(part.residuals[0, 0])
    e = factor(residual, DIGITS)
    sign, cut = (factor(float(value), DIGITS) for value in (np.sign(residual), np.clip(residual, -1, 1)))
    words, numbers = {
        "mse": (f"−2 × residual / {n}", f"−2 × {e} / {n}"),
        "sse": ("−2 × residual", f"−2 × {e}"),
        "mae": (f"−sign of the residual / {n}", f"−{sign} / {n}"),
        "huber": (f"−residual, cut to lie between −1 and 1, / {n}", f"−{cut} / {n}"),
    }[recipe.loss]
    bent = "" if recipe.activation == "identity" else " × f′(w x)"
    bias = float(part.pushes[0, dataset.d * dataset.t])
    said = f"On a bias a row pushes by {words}; on a weight by that{bent} × the feature. "
    names = parameter_names(dataset)
    said += f"{quoted(row_name(dataset, int(part.rows[0])))} pushes on `{names[dataset.d * dataset.t]}` by "
    said += f"{numbers} = {trimmed(bias, DIGITS)}"
    if bent:
        return f"{said}."
    x, weight = float(part.features[0, 0]), float(part.pushes[0, 0])
    return f"{said}, and on `{names[0]}` by {trimmed(bias, DIGITS)} × {factor(x, DIGITS)} = {trimmed(weight, DIGITS)}."


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


def _autograd(recipe: Recipe, found: OneStep) -> str:
    given = "the same parameters and memory" if found.before else "the same parameters"
    return (
        f":green[:material/check_circle:] **Equal to PyTorch's own.** From {given}, the gradient of `loss.backward()` "
        f"differs by {_apart(found.gradient_apart)}, and the new parameters of "
        f"`torch.optim.{_CLASSES.get(recipe.optimizer, 'SGD')}` by {_apart(found.new_apart)}."
    )


def _apart(difference: float) -> str:
    return "0" if difference == 0 else f"at most {written(difference, 2)}"
