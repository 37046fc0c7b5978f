"""All that moves in the pictures of a line: tracks, handles and readouts."""

from __future__ import annotations

import numpy as np

from core.data import Dataset, Scaler
from core.model import Recipe
from ui.figures import forms
from ui.figures.line import CURVE, DATA, LANDSCAPE, shown_span
from ui.figures.loss_curve import loss_label
from ui.player import Column, Form, Line, LineHandles, LossForm, Owner, Path, Point, Readout, Squares, Sticks, Track

_NEAR = 0.25
"""A line is near when no residual is larger than this part of the spread of the targets."""


def prediction_form(scaler: Scaler, x: np.ndarray) -> Form:
    """Return the predictions at ``x``, shape `(m,)`, in data units, as affine forms of training parameters."""
    return forms.prediction_form(scaler, x[:, None], 0)


def data_unit_forms(scaler: Scaler) -> tuple[Form, Form]:
    """Return slope and intercept in data units as affine forms of training parameters."""
    both = forms.parameters_form(scaler, 0)
    return Form(both.offset[:1], both.weights[:1]), Form(both.offset[1:], both.weights[1:])


def training_model(dataset: Dataset, recipe: Recipe, scaler: Scaler) -> LossForm:
    """Return what the browser needs to compute the loss of a line."""
    features = scaler.scale_features(dataset.features)
    design = np.column_stack([features, np.ones(len(features))])
    penalty = np.array([[recipe.weight_decay, recipe.l1]] * 2)
    penalty[1] *= recipe.decays_biases
    form, targets = Form(np.zeros(len(design)), design), scaler.scale_targets(dataset.targets)[:, 0]
    return LossForm(recipe.loss, form, targets, penalty if recipe.penalised else None)


def line_tracks(
    dataset: Dataset, scaler: Scaler, *, at: float | None = None, own_line: bool = False, squares: bool = False,
    ghost: bool = True, held_out: Dataset | None = None,
) -> list[Track]:  # fmt: skip
    """Return all that moves: residuals, line, curve, path, and the user's own line where there is one.

    Args:
        dataset: One feature, one target.
        scaler: From data units to training units.
        at: A place at which the lines predict, in data units.
        own_line: Whether the user has a line, which the residuals belong to then.
        squares: Whether residuals are squares from the start, and not only where the line is near.
        ghost: Whether the rest of the run is shown faintly.
        held_out: Rows that the run does not learn from; the line reaches them.
    """
    span = np.array(shown_span(dataset, at, held_out=held_out))
    over, rows = prediction_form(scaler, span), prediction_form(scaler, dataset.features[:, 0])
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    colour = "user" if own_line else "loss"
    whose: Owner = "user" if own_line else "run"
    near = None if squares else _NEAR * float(np.ptp(y))
    tracks: list[Track] = [
        Squares(DATA, x, y, rows, colour, "squared errors", near, of=whose),
        Sticks(DATA, x, y, rows, colour, "residuals", of=whose),
        Line(DATA, span, over, "model", "model"),
        Path(CURVE, "epoch", "loss", "loss", "loss", ghost=ghost),
        Point(CURVE, Column("epoch"), Column("loss"), "loss", "here"),
        Path(LANDSCAPE, 0, 1, "model", "path", ghost=ghost),
        Point(LANDSCAPE, Column(0), Column(1), "model", "here"),
    ]
    if at is not None:
        tracks.append(Point(DATA, at, prediction_form(scaler, np.array([at])), "model", "prediction", drop=True))
    if own_line:
        tracks.append(Line(DATA, span, over, "user", "your line", of="user"))
    return tracks


def line_handles(dataset: Dataset, scaler: Scaler, line: np.ndarray) -> LineHandles:
    """Return handles for a line: one at each end of the data, one in the landscape."""
    x = dataset.features[:, 0]
    ends = np.array([x.min(), x.max()])
    names = [f"Line at {end:g} {dataset.feature_units[0]}".strip() for end in ends]
    return LineHandles(
        DATA, LANDSCAPE, ends, prediction_form(scaler, ends), (float(line[0]), float(line[1])),
        (names[0], names[1], "Slope and intercept"),
    )  # fmt: skip


def line_readouts(
    dataset: Dataset, recipe: Recipe, scaler: Scaler, *, at: float | None = None, own_line: bool = False
) -> list[Readout]:
    """Return the live numbers, with their units."""
    x_unit, y_unit = dataset.feature_units[0], dataset.target_units[0]
    slope_unit = f"{y_unit}/{x_unit}" if x_unit and y_unit else ""
    slope, intercept = data_unit_forms(scaler)
    scaled = recipe.scaling != "none"
    square = f"{y_unit}²" if y_unit else ""
    loss_unit = "scaled" if scaled else {"mse": square, "sse": square, "mae": y_unit}.get(recipe.loss, "")
    shown = [
        Readout("epoch", "Epoch", "text", "epoch"),
        Readout("loss", loss_label(recipe), "loss", "loss", loss_unit),
        Readout("slope", "Slope w", "model", "form", slope_unit, form=slope),
        Readout("intercept", "Intercept b", "model", "form", y_unit, form=intercept),
    ]
    if at is not None:
        form = prediction_form(scaler, np.array([at]))
        shown.append(Readout("prediction", f"At {at:g} {x_unit}", "model", "form", y_unit, form=form))
    if own_line:
        # In place of the gradients, so that all numbers stay in one row.
        return [
            *shown,
            Readout("own_loss", "Your loss", "user", "loss", loss_unit, of="user"),
            Readout("own_slope", "Your slope", "user", "form", slope_unit, form=slope, of="user"),
            Readout("own_intercept", "Your intercept", "user", "form", y_unit, form=intercept, of="user"),
        ]
    shown += [
        Readout("gradient_w", "∂loss/∂w", "gradient", "gradient", "scaled" if scaled else "", index=0),
        Readout("gradient_b", "∂loss/∂b", "gradient", "gradient", "scaled" if scaled else "", index=1),
    ]
    return shown
