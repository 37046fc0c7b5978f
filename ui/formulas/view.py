"""The closer look at the formulas: each idea with its symbols in words, the numbers of the run put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from core.analysis import OneStep, PerSampleGradients, one_step
from core.data import Dataset
from core.exact import MEASURES
from core.model import CLASS_LOSSES
from core.training import History
from ui.formulas.blocks import Block, Fold, Formula, Section
from ui.formulas.case import Case
from ui.formulas.classes import class_account
from ui.formulas.conventions import conventions_section
from ui.formulas.gradient import gradient_section
from ui.formulas.knobs import penalty_section, schedule_section
from ui.formulas.loss import loss_section
from ui.formulas.model import model_section
from ui.formulas.network import network_account
from ui.formulas.optimizer import step_section
from ui.formulas.scaling import scaling_section
from ui.formulas.species import species_account
from ui.formulas.symbols import meanings, symbols_in
from ui.session.neuron_choice import neuron_choice
from ui.text.numbers import rate_written, trimmed

Meanings = Mapping[str, tuple[str, str]]


def run_formulas(run: History, epoch: int, *, word: str = "epoch", whose: str = "") -> None:
    """Draw the formulas of a run with its numbers at an epoch.

    Args:
        run: The run on show.
        epoch: The epoch it stands at.
        word: What the lesson calls an epoch.
        whose: Which run it is, in a sentence, where there are several on screen.
    """
    network = run.recipe.network
    if _is_linear(run):
        sections, words = class_account(run, epoch) if run.dataset.d == 1 else species_account(run, epoch)
    elif network is not None:
        chosen = neuron_choice(run.dataset.n, (*network.widths, run.dataset.t))
        try:
            sections, words = network_account(run, epoch, chosen)
        except ValueError as too_long:
            st.markdown(f"The formulas cannot be filled in here: {too_long} Choose an earlier epoch.")
            return
    else:
        sections, words = run_account(run, epoch, word=word)
    at = f"The numbers are those of this run at {word} {epoch:,}. Go to another {word}, and they change."
    st.markdown(f"{whose} {at}".strip())
    draw(sections, words)


def _is_linear(run: History) -> bool:
    """Return whether a run is that of a curve or of borders between named classes: a network without a hidden layer."""
    network, recipe, dataset = run.recipe.network, run.recipe, run.dataset
    linear = network is not None and not network.widths and recipe.loss in CLASS_LOSSES and recipe.batch_size is None
    return linear and len(dataset.classes) > 1 and (dataset.d > 1 or dataset.t == 1)


def run_account(run: History, epoch: int, *, word: str = "epoch") -> tuple[list[Section], Meanings]:
    """Return the formulas of a run at an epoch, and what their symbols mean."""
    recipe, step = run.recipe, one_step(run, epoch)
    whole = one_step(replace(run, recipe=replace(recipe, batch_size=None)), epoch).part if step.steps > 1 else step.part
    penalty = float(run.penalties()[epoch]) if recipe.penalised else 0.0
    case = Case(
        run.dataset, recipe.loss, _of_errors(whole, step), float(run.losses[epoch]) - penalty, step.old,
        recipe.activation, recipe.scaling, batch=_of_errors(step.part, step) if step.steps > 1 else None,
    )  # fmt: skip
    sections = [
        scaling_section(case), model_section(case), loss_section(case), gradient_section(case),
        penalty_section(case, recipe, step, penalty), schedule_section(recipe, epoch, step.rate, word),
        step_section(case, recipe, step, _after(run, step, word)),
        conventions_section(case, recipe.optimizer, step.rate),
    ]  # fmt: skip
    words = meanings(case, rate=rate_written(step.rate), momentum=recipe.momentum, step=step.number)
    return [section for section in sections if section is not None], words


def _of_errors(part: PerSampleGradients, step: OneStep) -> PerSampleGradients:
    """Return rows with the gradient of their loss alone, without that of a penalty on large weights."""
    return replace(part, gradient=part.gradient - step.penalty) if step.penalty.any() else part


def line_account(case: Case) -> tuple[list[Section], Meanings]:
    """Return the formulas of a line that is not trained, and what their symbols mean."""
    return [model_section(case), loss_section(case), gradient_section(case)], meanings(case)


def line_case(
    dataset: Dataset, part: PerSampleGradients, measure: str, line: tuple[float, float], delta: float
) -> Case:
    """Return what is put into the formulas of a line and its measure."""
    value = float(MEASURES[measure].function(part.errors[:, 0], delta))
    return Case(dataset, measure, part, value, np.array(line), delta=delta)


def draw(sections: Sequence[Section], words: Meanings) -> None:
    """Draw sections, each with those symbols in words that are new in it."""
    known: set[str] = set()
    with st.container(key="formulas"):
        for section in sections:
            st.subheader(section.title, anchor=False)
            new = [symbol for symbol in symbols_in(section.formulas()) if symbol not in known]
            known |= set(new)
            _draw_blocks(section.blocks[:1])
            if new:
                st.markdown("\n".join(f"- ${words[symbol][0]}$: {words[symbol][1]}" for symbol in new))
            _draw_blocks(section.blocks[1:])


def _draw_blocks(blocks: Sequence[Block]) -> None:
    for block in blocks:
        if isinstance(block, Fold):
            with st.expander(block.title):
                _draw_blocks(block.blocks)
        elif isinstance(block, Formula):
            st.latex(block.latex)
        else:
            st.markdown(block.text)


def _after(run: History, step: OneStep, word: str) -> str:
    """Say what the step leads to."""
    epoch, next_epoch = step.epoch, step.epoch + 1
    if next_epoch >= len(run.epochs):
        return f"This is the step that would come next: the run ends at {word} {epoch:,}."
    old, new = float(run.losses[epoch]), float(run.losses[next_epoch])
    then = f"the loss over all rows is L = {trimmed(new)}"
    if step.steps > 1:
        first = f"This is the first of {step.steps:,} steps of the {word}."
        said = f"{first} After all of them, at {word} {next_epoch:,}, {then}."
    else:
        said = f"With these parameters {word} {next_epoch:,} begins, and {then}."
    change = trimmed(abs(new - old))
    if new == old:
        return f"{said} It has not changed."
    return f"{said} It has {'fallen' if new < old else 'risen'} by {change}."
