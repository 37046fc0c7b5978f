"""The three linked pictures of a line that learns: the data, the loss curve and the loss landscape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from core import LOSSES, Dataset, Family, History, Minimum, Recipe, Scaler, landscape
from ui.palette import Meaning, light
from ui.player import Column, Form, Hand, Line, Model, Panel, Path, Point, Readout, Squares, Track

PANELS = (Panel("x", "y"), Panel("x2", "y2"), Panel("x3", "y3"))
_DATA, _CURVE, _LANDSCAPE = range(3)
_GRID = 81
_ROOM = 0.08


@dataclass(frozen=True)
class Reference:
    """Another line to compare with: slope and intercept in data units, and the name to show."""

    name: str
    parameters: tuple[float, float]


def prediction_form(scaler: Scaler, x: np.ndarray) -> Form:
    """Return the predictions at ``x``, shape `(m,)`, in data units, as affine forms of training parameters."""

    def predictions(parameters: np.ndarray) -> np.ndarray:
        slope, intercept = scaler.parameters_to_data_units(parameters)
        return np.asarray(slope * x + intercept)

    offset = predictions(np.zeros(2))
    return Form(offset, np.stack([predictions(unit) - offset for unit in np.eye(2)], axis=1))


def data_unit_forms(scaler: Scaler) -> tuple[Form, Form]:
    """Return slope and intercept in data units as affine forms of training parameters."""
    offset = scaler.parameters_to_data_units(np.zeros(2))
    weights = np.stack([scaler.parameters_to_data_units(unit) - offset for unit in np.eye(2)], axis=1)
    return Form(offset[:1], weights[:1]), Form(offset[1:], weights[1:])


def training_model(dataset: Dataset, recipe: Recipe, scaler: Scaler) -> Model:
    """Return what the browser needs to compute the loss of a line."""
    features = scaler.scale_features(dataset.features)
    design = np.column_stack([features, np.ones(len(features))])
    return Model(recipe.loss, Form(np.zeros(len(design)), design), scaler.scale_targets(dataset.targets)[:, 0])


def named(name: str, unit: str) -> str:
    """Return an axis title: the name, with the unit where there is one."""
    return f"{name} ({unit})" if unit else name


def line_figure(
    dataset: Dataset,
    recipe: Recipe,
    scaler: Scaler,
    run: History,
    family: Family,
    answer: Minimum,
    *,
    reference: Reference | None = None,
    at: float | None = None,
) -> go.Figure:
    """Draw all that stands still in the three pictures.

    Args:
        dataset: One feature, one target.
        recipe: How it is trained.
        scaler: From data units to training units.
        run: The run on show.
        family: The runs of the ruler; the landscape shows where those that converge go.
        answer: The exact answer.
        reference: Another line to show.
        at: A place at which the lines predict, in data units.
    """
    figure = go.Figure(layout=_layout())
    _add_data(figure, dataset, scaler, answer, reference, at)
    _add_curve(figure, recipe, run, answer)
    _add_landscape(figure, dataset, recipe, scaler, family, answer, reference)
    return figure


def _layout() -> go.Layout:
    axis = {
        "gridcolor": light("grid"), "linecolor": light("quiet"), "zeroline": False, "automargin": False,
        "showline": True, "ticks": "outside", "ticklen": 4, "tickcolor": light("quiet"), "title": {"standoff": 6},
        "nticks": 7,
    }  # fmt: skip
    layout = go.Layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0}, paper_bgcolor=light("background"), plot_bgcolor=light("background"),
        font={"family": "Source Sans, Source Sans Pro, sans-serif"}, showlegend=False, dragmode="zoom",
        hoverlabel={"bgcolor": light("background"), "font": {"color": light("text")}}, autosize=False,
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": light("quiet"), "activecolor": light("text")},
    )  # fmt: skip
    for i, panel in enumerate(PANELS):
        suffix = panel.x[1:]
        layout[f"xaxis{suffix}"] = {**axis, "anchor": panel.y, "domain": [i / 3, (i + 0.9) / 3]}
        layout[f"yaxis{suffix}"] = {**axis, "anchor": panel.x}
    return layout


def _title(figure: go.Figure, panel: int, title: str, entries: list[tuple[Meaning, str]]) -> None:
    """Write a panel's title with its legend in one line above it."""
    legend = "".join(f"  <span style='color:{light(colour)}'>{text}</span>" for colour, text in entries)
    x, y = PANELS[panel].x, PANELS[panel].y
    figure.add_annotation(
        text=f"<b>{title}</b>{legend}", showarrow=False, x=0, y=1, xref=f"{x} domain", yref=f"{y} domain",
        xanchor="left", yanchor="bottom", yshift=5, align="left",
    )  # fmt: skip


def _padded(low: float, high: float, room: float = _ROOM) -> tuple[float, float]:
    margin = room * (high - low or abs(high) or 1.0)
    return low - margin, high + margin


def shown_span(dataset: Dataset, at: float | None) -> tuple[float, float]:
    """Return the part of the feature's axis that the data picture shows."""
    x = dataset.features[:, 0]
    places = x if at is None else np.append(x, at)
    return _padded(float(places.min()), float(places.max()))


def _add_data(
    figure: go.Figure, dataset: Dataset, scaler: Scaler, answer: Minimum, reference: Reference | None, at: float | None
) -> None:
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    span = np.array(shown_span(dataset, at))
    entries: list[tuple[Meaning, str]] = [("data", "● data"), ("model", "━ model"), ("exact", "┅ exact")]
    exact = scaler.parameters_to_data_units(answer.parameters)
    lines: list[tuple[str, Meaning, np.ndarray]] = [("exact answer", "exact", exact)]
    if reference:
        entries.append(("tutorial", "╌ tutorial"))
        lines.append((reference.name, "tutorial", np.array(reference.parameters)))
    _title(figure, _DATA, "Scores", entries)
    hover = "<br>".join(f"{name} %{{{axis}}} {unit}" for name, axis, unit in (
        (dataset.feature_names[0], "x", dataset.feature_units[0]), (dataset.target_names[0], "y", dataset.target_units[0])))
    for name, colour, (slope, intercept) in lines:
        figure.add_scatter(
            x=span, y=slope * span + intercept, mode="lines", name=name, hoverinfo="name",
            line={"color": light(colour), "width": 2.5, "dash": "dash" if colour == "exact" else "dashdot"},
        )  # fmt: skip
    if at is not None:
        figure.add_scatter(
            x=[at], y=[exact[0] * at + exact[1]], mode="markers", name="exact prediction", hovertemplate="exact %{y}",
            marker={"color": light("exact"), "size": 12, "symbol": "diamond"},
        )  # fmt: skip
    figure.add_scatter(
        x=x, y=y, mode="markers", name="data", hovertemplate=f"{hover}<extra></extra>",
        marker={"color": light("data"), "size": 11, "line": {"color": light("background"), "width": 1.5}},
    )  # fmt: skip
    figure.update_xaxes(range=span, title_text=named(dataset.feature_names[0], dataset.feature_units[0]), selector=0)
    low, high = _padded(min(0.0, float(y.min())), float(y.max()))
    figure.update_yaxes(
        range=[low if y.min() < 0 else -0.02 * high, high], selector=0,
        title_text=named(dataset.target_names[0], dataset.target_units[0]),
    )  # fmt: skip


def _add_curve(figure: go.Figure, recipe: Recipe, run: History, answer: Minimum) -> None:
    last = recipe.epochs if run.diverged_at is None else max(4, int(run.epochs[-1]))
    span = [0, max(1, last)]
    _title(figure, _CURVE, "Loss", [("loss", "━ this run"), ("exact", "┅ floor")])
    start = float(run.losses[0])
    lowest = answer.loss if answer.loss > 1e-12 * start else max(float(np.nanmin(run.losses)), 1e-12 * start or 1e-12)
    figure.add_scatter(
        x=span, y=[lowest, lowest], mode="lines", name="floor", xaxis="x2", yaxis="y2", hovertemplate="floor %{y}",
        line={"color": light("exact"), "width": 2.5, "dash": "dash"},
    )  # fmt: skip
    figure.update_xaxes(range=span, title_text="Epoch", selector=1)
    highest = max(start, lowest) * (1e4 if run.diverged_at is not None else 2)
    figure.update_yaxes(
        type="log", range=np.log10([lowest / 1.6, highest]).tolist(), selector=1,
        title_text=LOSSES[recipe.loss].label, exponentformat="power", minor={"ticks": "outside", "ticklen": 2},
    )  # fmt: skip


def landscape_window(family: Family, answer: Minimum) -> np.ndarray:
    """Return the part of the landscape to show: low and high of slope and intercept, shape `(2, 2)`.

    It holds the start, the exact answer and the paths of the runs that do not diverge, but reaches at most
    a little further than twice the way from start to answer, so that one wild run does not shrink the rest.
    """
    start = family.parameters[0, 0]
    calm = np.array([at is None for at in family.diverged_at])
    paths = family.parameters[calm].reshape(-1, 2) if calm.any() else start[None]
    paths = paths[np.isfinite(paths).all(axis=1)]
    way = np.abs(answer.parameters - start)
    reach = 1.25 * np.maximum(way, 0.05 * np.maximum(np.abs(answer.parameters), 0.1 * way.max()) + 1e-9)
    low = np.maximum(paths.min(axis=0), answer.parameters - reach)
    high = np.minimum(paths.max(axis=0), answer.parameters + reach)
    corners = np.array([low, high, start, answer.parameters, answer.parameters - reach / 4, answer.parameters + reach / 4])
    return np.array([_padded(float(column.min()), float(column.max())) for column in corners.T])


def _add_landscape(
    figure: go.Figure, dataset: Dataset, recipe: Recipe, scaler: Scaler, family: Family, answer: Minimum,
    reference: Reference | None,
) -> None:  # fmt: skip
    window = landscape_window(family, answer)
    # The window is padded once more, so that a person who pans a little finds ground there too.
    slopes, intercepts = (np.linspace(*_padded(*side, room=0.35), _GRID) for side in window)
    heights = landscape(dataset, recipe, slopes, intercepts)
    logarithms = np.log10(np.maximum(heights, max(answer.loss, 1e-12 * heights.max())))
    entries: list[tuple[Meaning, str]] = [("model", "━ path"), ("exact", "✕ exact")]
    if reference:
        entries.append(("tutorial", "✕ tutorial"))
    _title(figure, _LANDSCAPE, "Landscape", entries)
    figure.add_contour(
        x=slopes, y=intercepts, z=logarithms, customdata=heights, showscale=False, ncontours=18, xaxis="x3", yaxis="y3",
        colorscale=[[0, light("low")], [0.5, light("middle")], [1, light("high")]],
        line={"color": light("contour"), "width": 0.8}, name="loss",
        hovertemplate="slope %{x:.4g}<br>intercept %{y:.4g}<br>loss %{customdata:.5g}<extra></extra>",
    )  # fmt: skip
    marks: list[tuple[str, Meaning, np.ndarray]] = [("exact answer", "exact", answer.parameters)]
    if reference:
        marks.append((reference.name, "tutorial", scaler.parameters_to_training_units(reference.parameters)))
    for name, colour, (slope, intercept) in marks:
        figure.add_scatter(
            x=[slope], y=[intercept], mode="markers", name=name, xaxis="x3", yaxis="y3",
            hovertemplate="slope %{x:.6g}<br>intercept %{y:.6g}", marker={
                "symbol": "x", "size": 12, "color": light(colour), "line": {"color": light("background"), "width": 1.5}},
        )  # fmt: skip
    scaled = "" if recipe.scaling == "none" else ", scaled"
    figure.update_xaxes(range=window[0], title_text=f"Slope{scaled}", selector=2)
    figure.update_yaxes(range=window[1], title_text=f"Intercept{scaled}", selector=2)


def line_tracks(dataset: Dataset, scaler: Scaler, *, at: float | None = None, by_hand: bool = False) -> list[Track]:
    """Return all that moves: squares, line, curve, path, and the line held by hand where there is one."""
    span = np.array(shown_span(dataset, at))
    over, rows = prediction_form(scaler, span), prediction_form(scaler, dataset.features[:, 0])
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    tracks: list[Track] = [
        Squares(_DATA, x, y, rows, "hand" if by_hand else "loss", "squared residuals", of="hand" if by_hand else "run"),
        Line(_DATA, span, over, "model", "model"),
        Path(_CURVE, "epoch", "loss", "loss", "loss"),
        Point(_CURVE, Column("epoch"), Column("loss"), "loss", "here"),
        Path(_LANDSCAPE, 0, 1, "model", "path"),
        Point(_LANDSCAPE, Column(0), Column(1), "model", "here"),
    ]
    if at is not None:
        tracks.append(Point(_DATA, at, prediction_form(scaler, np.array([at])), "model", "prediction", drop=True))
    if by_hand:
        tracks.append(Line(_DATA, span, over, "hand", "your line", of="hand"))
    return tracks


def line_hand(dataset: Dataset, scaler: Scaler, held: np.ndarray) -> Hand:
    """Return handles for a line: one at each end of the data, one in the landscape."""
    x = dataset.features[:, 0]
    ends = np.array([x.min(), x.max()])
    names = [f"Line at {end:g} {dataset.feature_units[0]}".strip() for end in ends]
    return Hand(
        _DATA, _LANDSCAPE, ends, prediction_form(scaler, ends), (float(held[0]), float(held[1])),
        (names[0], names[1], "Slope and intercept"),
    )  # fmt: skip


def line_readouts(
    dataset: Dataset, recipe: Recipe, scaler: Scaler, *, at: float | None = None, by_hand: bool = False
) -> list[Readout]:
    """Return the live numbers, with their units."""
    x_unit, y_unit = dataset.feature_units[0], dataset.target_units[0]
    slope_unit = f"{y_unit}/{x_unit}" if x_unit and y_unit else ""
    slope, intercept = data_unit_forms(scaler)
    scaled = recipe.scaling != "none"
    loss_unit = "scaled" if scaled else {"mse": f"{y_unit}²", "sse": f"{y_unit}²", "mae": y_unit}.get(recipe.loss, "")
    shown = [
        Readout("epoch", "Epoch", "text", "epoch"),
        Readout("loss", f"Loss ({recipe.loss.upper()})", "loss", "loss", loss_unit),
        Readout("slope", "Slope w", "model", "form", slope_unit, form=slope),
        Readout("intercept", "Intercept b", "model", "form", y_unit, form=intercept),
        Readout("gradient_w", "∂loss/∂w", "gradient", "gradient", "scaled" if scaled else "", index=0),
        Readout("gradient_b", "∂loss/∂b", "gradient", "gradient", "scaled" if scaled else "", index=1),
    ]
    if at is not None:
        form = prediction_form(scaler, np.array([at]))
        shown.append(Readout("prediction", f"At {at:g} {x_unit}", "model", "form", y_unit, form=form))
    if by_hand:
        shown += [
            Readout("hand_loss", "Your loss", "hand", "loss", loss_unit, of="hand"),
            Readout("hand_slope", "Your slope", "hand", "form", slope_unit, form=slope, of="hand"),
            Readout("hand_intercept", "Your intercept", "hand", "form", y_unit, form=intercept, of="hand"),
        ]
    return shown
