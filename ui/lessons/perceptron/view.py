"""What the Perceptron shows of a run, and what it says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import streamlit as st

from core.exact import stability
from core.neuron import dead_relu_starts, leads_back, neuron_minimum, pure_error
from ui import compare
from ui.lessons.perceptron import notes, pictures, plain, tracks
from ui.lessons.perceptron.basin_work import BasinWork, basins_in_session
from ui.lessons.perceptron.settings import neuron_released, present_phase
from ui.page import lesson
from ui.page.controls import go_to_rate
from ui.page.knobs.notes import knob_notes
from ui.page.plain import Plain
from ui.page.values import Display, Page, Trained
from ui.player import Limits
from ui.text.numbers import rate_written

_BEYOND = {"identity": "diverges", "relu": "overshoots", "leaky_relu": "overshoots"}


@dataclass(frozen=True, eq=False)
class Neuron:
    """A neuron that is trained, with the map of where every start ends.

    Attributes:
        trained: What every lesson has.
        map: The map, which may still be under way.
    """

    trained: Trained
    map: BasinWork

    @cached_property
    def dead_relu(self) -> np.ndarray:
        """Return the corners of the starts whose first step kills the neuron, shape `(C, 2)`."""
        recipe = self.trained.recipe
        dies = recipe.activation == "relu" and not leads_back(recipe)
        return dead_relu_starts(self.trained.dataset, recipe) if dies else np.empty((0, 2))

    @cached_property
    def best_curve(self) -> float:
        """Return the loss below which no curve can go: x values repeat with different y."""
        dataset = self.trained.dataset
        return pure_error(dataset) / (1 if self.trained.recipe.loss == "sse" else dataset.n)


def train_neuron(page: Page) -> Neuron:
    """Train the neuron by the page's settings, and work out its map; the ruler's stops are those of a line."""
    dataset, recipe = page.described(st.session_state)
    straight = stability(dataset, replace(recipe, activation="identity"))
    trained = lesson.train(
        page, dataset, recipe, answer=neuron_minimum(dataset, recipe), limits=straight, loss=pictures.CURVE,
        line=pictures.DATA,
    )  # fmt: skip
    return Neuron(trained, basins_in_session(dataset, recipe))


def display_of(neuron: Neuron) -> Display:
    """Return the data with the curve, the loss, and the map of which starts learn."""
    trained, found = neuron.trained, neuron.map.found
    figure = pictures.neuron_figure(
        trained.dataset, trained.run, trained.answer, best_curve=neuron.best_curve, found=found,
        dead_relu=neuron.dead_relu, asks=trained.guess.asks,
    )  # fmt: skip
    return Display(
        figure=figure, tracks=tracks.neuron_tracks(trained.dataset, trained.recipe, _row(trained)),
        panels=pictures.PANELS,
    )  # fmt: skip


def _row(trained: Trained) -> int:
    """Return the row shown through the neuron, from 0."""
    return int(min(st.session_state["row"], trained.dataset.n)) - 1


def blocks(trained: Trained) -> dict[str, Any]:
    """Return what the player needs for the neuron with its numbers and for a start to drag, as it takes it."""
    dataset, recipe = trained.dataset, trained.recipe
    return {
        "parts": [tracks.neuron_block(dataset, recipe, _row(trained), present_phase())],
        "handles": tracks.start_handles(trained.run.parameters[0]),
        "on_release": neuron_released,
    }


def limits_of(trained: Trained) -> Limits | None:
    """Return where a line's rates oscillate and diverge, for the activations that are as good as lines.

    Theory speaks of one rate for the whole run.
    """
    straight, activation = trained.limits, trained.recipe.activation
    if activation not in _BEYOND or not straight.holds:
        return None
    return Limits(straight.monotone_rate, straight.critical_rate, _BEYOND[activation])


def same_step_button(trained: Trained) -> None:
    """Offer the rate that makes steps as long as at a first visit, where the present one makes others.

    With a penalty none does: it is no smaller for a mean, or for more points.
    """
    same_step = notes.same_step(trained.recipe, trained.dataset.n)
    chosen = (st.session_state["loss"], st.session_state["copies"])
    if chosen != ("sse", "1") and not trained.recipe.penalised and trained.recipe.learning_rate != same_step:
        label = f"For steps of the same length: {rate_written(same_step)}"
        st.button(label, icon=":material/straighten:", on_click=go_to_rate, args=(same_step,))


def plain_on(neuron: Neuron, epoch: int) -> Plain:
    """Return what is on the screen at an iteration, in a plain sentence."""
    trained = neuron.trained
    return plain.plain_on(trained.run, epoch, trained.answer, limit=neuron.best_curve, found=neuron.map.found)


def answers_on(trained: Trained) -> list[str | None]:
    """Return what a person asked for: how A and B differ."""
    return [compare.comparison_note(trained.kept, trained.run, trained.answer, st.session_state["epoch"])]


def notes_on(neuron: Neuron, epoch: int) -> list[str | None]:
    """Return the mathematics of what there is to notice at an iteration, with all digits."""
    trained = neuron.trained
    dataset, recipe, run, answer = trained.dataset, trained.recipe, trained.run, trained.answer
    return [
        notes.place_note(run, epoch, answer),
        notes.life_note(run),
        notes.map_note(neuron.map.found, neuron.dead_relu, answer),
        notes.overshoot_note(run, trained.limits),
        notes.rate_note(dataset, recipe, trained.limits),
        *knob_notes(trained, epoch, st.session_state, neuron_minimum),
        notes.floor_note(dataset, recipe, answer, neuron.best_curve),
    ]
