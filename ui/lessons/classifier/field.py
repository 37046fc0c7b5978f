"""The pictures of a classifier with two features: the field of probabilities with the penguins on it, and the loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.data import Dataset, Scaler
from core.exact import Minimum
from ui import compare
from ui.figures.loss_curve import loss_picture
from ui.figures.parts import EXACT, RIM, Picture, axis_title, composed, named, padded, title_line
from ui.lessons.classifier import weights
from ui.lessons.classifier.borders import borders, scores
from ui.lessons.classifier.tracks import loss_readout
from ui.page.data.row_points import row_points
from ui.page.values import Display, Trained
from ui.player import Column, Form, Panel, Path, Point, Readout
from ui.player.network_form import NetworkForm, NetworkLoss, accuracy
from ui.player.networks import Field
from ui.player.palette import Meaning, light

PANELS = (Panel("x", "y", 1.15), Panel("x2", "y2", 1.0), weights.PANEL)
"""The last one only where there is a landscape."""
DATA, CURVE = range(2)
COLOURS: tuple[Meaning, ...] = ("first", "second", "third")
"""Of the classes."""
_SIGNS, _SYMBOLS = ("●", "■", "◆"), ("circle", "square", "diamond")
_SIZE = 8
_SURE = 0.001
"""A border at a probability of 0 or 1 lies nowhere: so near to them it goes at most."""


def display_of(trained: Trained, threshold: float) -> Display:
    """Return the penguins with what the model says of every bill, and the loss.

    Args:
        trained: What the page has trained, of two features.
        threshold: Of two classes, the probability above which the second is said; there the border is drawn.
    """
    border = border_at(trained.dataset, threshold)
    return Display(
        figure=_figure(trained, border),
        tracks=[
            field_track(trained, border),
            Path(CURVE, "epoch", "loss", "loss", "loss"),
            Point(CURVE, Column("epoch"), Column("loss"), "loss", "here"),
            *(weights.weights_tracks() if weights.has_landscape(trained.dataset, trained.recipe) else []),
        ],
        panels=panels_of(trained),
        readouts=[
            Readout("epoch", "Epoch", "text", "epoch"),
            loss_readout(trained.recipe),
            *_lowest(trained),
            _accuracy(trained),
            *(weight_readouts(trained.dataset, trained.scaler) if trained.dataset.t == 1 else []),
        ],
        row_points=row_points(trained.recipe, DATA, *trained.dataset.features.T),
    )


def border_at(dataset: Dataset, threshold: float) -> float:
    """Return the probability of the second class at the border that is drawn; of three classes a half of two."""
    return float(np.clip(threshold, _SURE, 1 - _SURE)) if dataset.t == 1 else 0.5


def field_track(trained: Trained, border: float) -> Field:
    """Return the field of probabilities; the line of one output is half way between its levels."""
    assert trained.recipe.network is not None
    return Field(
        DATA, NetworkForm.of(trained.recipe.network, trained.recipe, trained.scaler), _colours(trained.dataset),
        "what the model says", levels=(border - 0.5, border + 0.5), classes=trained.dataset.classes,
    )  # fmt: skip


def window_of(dataset: Dataset) -> list[tuple[float, float]]:
    """Return from where to where each feature is shown."""
    return [padded(float(column.min()), float(column.max())) for column in dataset.features.T]


def class_of(dataset: Dataset) -> np.ndarray:
    """Return the number of each row's class, shape `(n,)`."""
    targets = dataset.targets
    return np.asarray(targets[:, 0] if dataset.t == 1 else targets.argmax(axis=1)).astype(int)


def weight_readouts(dataset: Dataset, scaler: Scaler) -> list[Readout]:
    """Return the live numbers of the weights and the bias of one output, for features as they are."""
    scale, shift = scaler.feature_scale, scaler.feature_shift
    rows = [*np.diag([*(1 / scale), 1.0])[: dataset.d], np.array([*(-shift / scale), 1.0])]
    names = [f"Weight, {name.split()[-1].lower()}" for name in dataset.feature_names]
    return [
        Readout(f"weight_{i}", label, "model", "form", unit, form=Form(np.zeros(1), row[None]))
        for i, (label, unit, row) in enumerate(
            zip([*names, "Bias b"], [*(f"per {unit}" for unit in dataset.feature_units), ""], rows, strict=True)
        )
    ]


def _colours(dataset: Dataset) -> tuple[Meaning, ...]:
    return COLOURS[: len(dataset.classes)]


def _lowest(trained: Trained) -> list[Readout]:
    """Return the lowest possible loss as a number, where there is one and no guess is asked about it."""
    if trained.exact is None or trained.guess.asks:
        return []
    still = Form(np.array([trained.exact.loss]), np.zeros((1, len(trained.exact.parameters))))
    return [Readout("lowest", "Lowest possible", "exact", "form", form=still)]


def _accuracy(trained: Trained) -> Readout:
    form = accuracy(NetworkLoss.of(trained.recipe, trained.scaler, trained.dataset))
    return Readout("accuracy", "Accuracy", "model", "form", "%", digits=3, form=form)


def panels_of(trained: Trained) -> tuple[Panel, ...]:
    """Return the subplots: the field, the loss, and the landscape where there is one."""
    return PANELS if weights.has_landscape(trained.dataset, trained.recipe) else PANELS[:-1]


def _figure(trained: Trained, border: float) -> go.Figure:
    run, answer, others = trained.run, trained.exact, compare.places(trained.pinned)
    pictures = [
        data_picture(trained.dataset, trained.scaler, answer, border),
        loss_picture(PANELS[CURVE], run, answer, others=others),
    ]
    if weights.has_landscape(trained.dataset, trained.recipe):
        family = None if trained.guess.asks else trained.family
        pictures.append(weights.weights_picture(run, family, answer, others))
    return composed(pictures, panels_of(trained))


def data_picture(dataset: Dataset, scaler: Scaler, answer: Minimum | None, border: float) -> Picture:
    """Draw the penguins, and the borders of the optimum.

    Args:
        dataset: Two features, classes.
        scaler: From data units to training units.
        answer: The optimum; None where there is none, or none is known.
        border: Of two classes, the probability of the second at the border.
    """
    panel, window = PANELS[DATA], window_of(dataset)
    lines = "border" if dataset.t == 1 else "borders"
    entries: list[tuple[Meaning, str]] = [
        (colour, f"{sign} {kind}")
        for colour, sign, kind in zip(_colours(dataset), _SIGNS, dataset.classes, strict=False)
    ]
    entries.append(("text", f"━ {lines}"))
    traces = [_points(dataset, kind) for kind in range(len(dataset.classes))]
    if answer is not None:
        entries.append(("exact", f"┅ best {lines}"))
        traces.append(_best(borders(scores(answer.parameters, scaler, dataset.t), window, border)))
    x, y = (
        {"range": span, "title": axis_title(named(name, unit))}
        for span, name, unit in zip(window, dataset.feature_names, dataset.feature_units, strict=True)
    )
    return Picture(
        [{**trace, "xaxis": panel.x, "yaxis": panel.y} for trace in traces],
        title_line(panel, "Penguins", entries), x, y,
    )  # fmt: skip


def _points(dataset: Dataset, kind: int) -> dict[str, Any]:
    """Return a trace of the rows of a class."""
    chosen, name = dataset.features[class_of(dataset) == kind], dataset.classes[kind]
    x_unit, y_unit = dataset.feature_units
    return {
        "x": chosen[:, 0], "y": chosen[:, 1], "mode": "markers", "name": name,
        "hovertemplate": f"{name}: %{{x:.3g}} {x_unit} long, %{{y:.3g}} {y_unit} deep<extra></extra>",
        "marker": {"symbol": _SYMBOLS[kind], "size": _SIZE, "color": light(COLOURS[kind]), "line": RIM},
    }  # fmt: skip


def _best(pieces: np.ndarray) -> dict[str, Any]:
    """Return the borders of the optimum as a trace; a gap parts one piece from the next."""
    ends = np.concatenate([pieces, np.full((len(pieces), 1, 2), np.nan)], axis=1).reshape(-1, 2)
    return {
        "x": ends[:, 0], "y": ends[:, 1], "mode": "lines", "name": "best border", "hoverinfo": "skip",
        "line": {"color": light("exact"), "width": 2.5, "dash": "dash"}, **EXACT,
    }  # fmt: skip
