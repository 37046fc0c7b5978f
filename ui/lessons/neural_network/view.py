"""What Neural Network shows of a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from core.data import Dataset, kinds_of_rows
from core.model import ACTIVATIONS, MAX_CHANGES
from ui.figures.loss_curve import loss_label
from ui.lessons.neural_network import path_landscape, pictures
from ui.lessons.neural_network.by_hand import LARGEST
from ui.lessons.neural_network.data import is_own
from ui.lessons.neural_network.own_pictures import value_range
from ui.lessons.neural_network.settings import MAX_LAYERS, MAX_WIDTH
from ui.page.data.row_points import row_points
from ui.page.data.validation import validated
from ui.page.values import Display, Trained
from ui.player import Column, Path, Point, Readout
from ui.player.network_form import NetworkForm, NetworkLoss, accuracy
from ui.player.networks import Editable, Field, HiddenSpace, NetworkCurve, NetworkGraph, Settable

_PLACES = 201


def form_of(trained: Trained) -> NetworkForm:
    """Return what the browser must know of the network."""
    assert trained.recipe.network is not None
    return NetworkForm.of(trained.recipe.network, trained.recipe, trained.scaler)


def display_of(trained: Trained) -> Display:
    """Return the points with what the network says of every place, and the losses."""
    dataset, unseen, recipe = trained.dataset, trained.rows_held_out, trained.recipe
    hidden, cut = shows_hidden(trained), path_landscape.shows_landscape(trained)
    first: list[Any]
    if cut:
        figure, first = path_landscape.landscape_figure(trained), [*path_landscape.path_tracks(trained)]
    else:
        figure = pictures.network_figure(dataset, unseen, trained.run, hidden=hidden)
        first = [_hidden_space(trained)] if hidden else [*_said(trained, unseen)]
    display = Display(
        figure=figure,
        tracks=[
            *first,
            Path(pictures.CURVE, "epoch", "loss", "loss", "loss"),
            Point(pictures.CURVE, Column("epoch"), Column("loss"), "loss", "here"),
        ],
        panels=pictures.PANELS,
        readouts=[
            Readout("epoch", "Epoch", "text", "epoch"),
            Readout("loss", loss_label(recipe), "loss", "loss"),
            *_accuracies(trained, unseen),
        ],
        without={pictures.DATA} if cut and not path_landscape.has_room_for_a(trained) else (),
        row_points=None if hidden or cut else row_points(recipe, pictures.DATA, *pictures.places_of(dataset)),
    )
    points = [] if unseen is None or hidden or cut else pictures.hollow_points(unseen)
    return validated(display, trained.held, data=pictures.DATA, curve=pictures.CURVE, points=points)


def shows_hidden(trained: Trained) -> bool:
    """Return whether the first picture is what the last hidden layer makes of the rows."""
    network = trained.recipe.network
    assert network is not None
    plane = trained.dataset.classes and trained.dataset.d > 1
    return bool(st.session_state["view"] == "hidden" and network.widths and plane)


def axes_of(trained: Trained) -> str:
    """Return what the axes show; as long as it stays the same, so does a zoom."""
    if path_landscape.shows_landscape(trained):
        return f"{trained.dataset.name} {path_landscape.axes_word(trained)}"
    hidden = shows_hidden(trained)
    return f"{trained.dataset.name} {pictures.shown_neurons(trained.run) if hidden else ''}".strip()


def _hidden_space(trained: Trained) -> HiddenSpace:
    dataset = trained.dataset
    return HiddenSpace(
        pictures.DATA, form_of(trained), dataset.features, kinds_of_rows(dataset), colours_of(dataset),
        "points as the last layer sees them", pictures.shown_neurons(trained.run),
    )  # fmt: skip


def _accuracies(trained: Trained, unseen: Dataset | None) -> list[Readout]:
    """Return the share of rows that are told right, of those that are learned from and of those held out."""
    if not trained.dataset.classes:
        return []
    of_rows = [("accuracy", "Accuracy", "model", trained.dataset)]
    if unseen is not None:
        of_rows.append(("validation_accuracy", "Validation accuracy", "validation", unseen))
    return [
        Readout(
            key,
            label,
            colour,
            "form",
            "%",
            digits=3,
            form=accuracy(NetworkLoss.of(trained.recipe, trained.scaler, rows)),
        )
        for key, label, colour, rows in of_rows
    ]


def _said(trained: Trained, unseen: Dataset | None) -> list[Any]:
    """Return what the network says, as a field of two inputs or as curves of one: a number, or probabilities."""
    dataset, form = trained.dataset, form_of(trained)
    if dataset.d > 1:
        colours, levels = colours_of(dataset), levels_of(dataset)
        return [Field(pictures.DATA, form, colours, "what the network says", levels, dataset.classes)]
    (span,) = pictures.ranges_of(dataset, unseen)
    x = np.linspace(*span, _PLACES)
    if not dataset.classes:
        return [NetworkCurve(pictures.DATA, x, form, "model", "network")]
    names, colours = (dataset.classes[1:], ("second",)) if dataset.t == 1 else (dataset.classes, colours_of(dataset))
    return [
        NetworkCurve(pictures.DATA, x, form, colour, f"probability of {name}", output)
        for output, (name, colour) in enumerate(zip(names, colours, strict=True))
    ]


def levels_of(dataset: Dataset) -> tuple[float, float]:
    """Return which values have the full colours: probabilities 0 and 1; of own numbers the least and the greatest."""
    if dataset.classes:
        return 0.0, 1.0
    return value_range(dataset) if is_own(dataset) else (-1.0, 1.0)


def colours_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the colours of the classes."""
    return pictures.COLOURS[: max(2, dataset.t)]


def _offered() -> tuple[tuple[str, str], ...]:
    return tuple((name, choice.label) for name, choice in ACTIVATIONS.items())


def _settable(trained: Trained) -> Settable:
    recipe = trained.recipe
    loss = NetworkLoss.of(recipe, trained.scaler, trained.dataset)
    return Settable(recipe.changed, loss, recipe.weight_decay, recipe.l1, LARGEST, MAX_CHANGES)


def graph_of(trained: Trained) -> NetworkGraph:
    """Return the network as a graph, with buttons that change it unless a guess about it is asked."""
    dataset = trained.dataset
    outputs = dataset.classes[-dataset.t :] if dataset.classes else dataset.target_names
    return NetworkGraph(
        form_of(trained),
        dataset.feature_names,
        outputs,
        tuple(pictures.ranges_of(dataset, trained.rows_held_out)),
        colours_of(dataset),
        levels_of(dataset),
        None
        if trained.guess.asks
        else Editable(MAX_LAYERS, MAX_WIDTH, activations=_offered(), weights=_settable(trained)),
        pointable=not path_landscape.shows_landscape(trained),
    )
