"""What Neural Network shows of a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from core.data import Dataset
from ui.figures.loss_curve import loss_label
from ui.lessons.neural_network import pictures
from ui.lessons.neural_network.settings import rows_of
from ui.page.values import Display, Trained
from ui.player import Column, Path, Point, Readout
from ui.player.networks import Field, NetworkCurve, NetworkForm, NetworkGraph

_PLACES = 201


def held_out() -> Dataset | None:
    """Return the rows that the run has not learned from."""
    return rows_of(st.session_state)[1]


def form_of(trained: Trained) -> NetworkForm:
    """Return what the browser must know of the network."""
    assert trained.recipe.network is not None
    return NetworkForm.of(trained.recipe.network, trained.recipe, trained.scaler)


def display_of(trained: Trained) -> Display:
    """Return the points with what the network says of every place, and the losses."""
    dataset, unseen = trained.dataset, held_out()
    return Display(
        figure=pictures.network_figure(dataset, unseen, trained.run),
        tracks=[
            _said(trained, unseen),
            Path(pictures.CURVE, "epoch", "loss", "loss", "loss"),
            Point(pictures.CURVE, Column("epoch"), Column("loss"), "loss", "here"),
        ],
        panels=pictures.PANELS,
        readouts=[
            Readout("epoch", "Epoch", "text", "epoch"),
            Readout("loss", loss_label(trained.recipe), "loss", "loss"),
        ],
    )


def _said(trained: Trained, unseen: Dataset | None) -> Any:
    """Return what the network says, as a field of two inputs or a curve of one."""
    dataset, form = trained.dataset, form_of(trained)
    if dataset.d == 1:
        (span,) = pictures.ranges_of(dataset, unseen)
        return NetworkCurve(pictures.DATA, np.linspace(*span, _PLACES), form, "model", "network")
    return Field(pictures.DATA, form, colours_of(dataset), "what the network says")


def colours_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the colours of the classes."""
    return pictures.COLOURS[: max(2, dataset.t)]


def graph_of(trained: Trained) -> NetworkGraph:
    """Return the network as a graph."""
    dataset = trained.dataset
    numbers = dataset.d == 1
    outputs = ("y",) if numbers else ("class 2",) if dataset.t == 1 else dataset.target_names
    return NetworkGraph(
        form_of(trained), dataset.feature_names, outputs, tuple(pictures.ranges_of(dataset, held_out())),
        ("first", "second") if numbers else colours_of(dataset), (-1.0, 1.0) if numbers else (0.0, 1.0),
    )  # fmt: skip
