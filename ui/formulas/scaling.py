"""Scaling: how training sees the columns, and how its parameters and predictions go back to the data's units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.data import Scaler, fit_scaler
from core.model import ACTIVATIONS
from ui.formulas.blocks import Block, Formula, Said, Section
from ui.formulas.case import Case
from ui.formulas.latex import bracketed, equal, number

_X, _Y = r"x_{\mathrm{data}}", r"y_{\mathrm{data}}"
_W, _B, _HAT = r"w_{\mathrm{data}}", r"b_{\mathrm{data}}", r"\hat y_{\mathrm{data}}"


@dataclass(frozen=True)
class _Way:
    """What a scaling subtracts and divides by, in LaTeX; empty for nothing."""

    feature_shift: str
    feature_scale: str
    target_shift: str
    target_scale: str
    says: str


_WAYS: Mapping[str, _Way] = MappingProxyType({
    "max": _Way(
        "", r"x_{\max}", "", r"y_{\max}",
        "Each column is divided by its largest value, so that the numbers are of size 1.",
    ),
    "zscore": _Way(
        r"\bar x", r"\sigma_x", r"\bar y", r"\sigma_y",
        "From each column its mean is subtracted, and the rest is divided by its standard deviation: then 0 is the "
        "mean, and 1 is one standard deviation above it.",
    ),
    "zscore_features": _Way(
        r"\bar x", r"\sigma_x", "", "",
        "From each feature its mean is subtracted, and the rest is divided by its standard deviation. Targets stay "
        "as they are.",
    ),
})  # fmt: skip


def scaling_section(case: Case) -> Section | None:
    """Return how the columns are scaled and how the model goes back to data units; None where nothing is scaled."""
    if case.scaling == "none":
        return None
    way, scaler = _WAYS[case.scaling], fit_scaler(case.dataset, case.scaling)
    columns = (
        "" if case.line else " Each column has its own numbers; here they are those of the first feature and target."
    )
    blocks: list[Block] = [
        Said(
            "Training sees scaled numbers, and x, y, w and b are those everywhere in these formulas. "
            f"{way.says}{columns}"
        ),
        Formula(equal("x", _scaled(_X, way.feature_shift, way.feature_scale))),
        *([Formula(equal("y", _scaled(_Y, way.target_shift, way.target_scale)))] if way.target_scale else []),
        Said("For the first row:"),
        *_first_row(case, way, scaler),
        Said("A prediction goes back to the units of the data by the same numbers:"),
        Formula(equal(_HAT, _unscaled(r"\hat y", way.target_scale, way.target_shift))),
        *_prediction(case, way, scaler),
    ]
    return Section("Scaling", [*blocks, *_parameters(case, way, scaler)])


def _scaled(value: str, shift: str, scale: str) -> str:
    return rf"\frac{{{value} - {shift}}}{{{scale}}}" if shift else rf"\frac{{{value}}}{{{scale}}}"


def _unscaled(value: str, scale: str, shift: str) -> str:
    return " + ".join(filter(None, [rf"{scale}\, {value}" if scale else value, shift]))


def _first_row(case: Case, way: _Way, scaler: Scaler) -> list[Block]:
    dataset, part = case.dataset, case.everything
    pairs = [
        (case.at("x", 1, 1), dataset.features[0, 0], scaler.feature_shift[0], scaler.feature_scale[0],
         way.feature_shift, part.features[0, 0]),
        (case.at("y", 1, 1), dataset.targets[0, 0], scaler.target_shift[0], scaler.target_scale[0],
         way.target_shift, part.targets[0, 0]),
    ]  # fmt: skip
    return [
        Formula(
            equal(letter, _scaled(number(value), bracketed(shift) if shifted else "", number(scale)), number(becomes))
        )
        for letter, value, shift, scale, shifted, becomes in pairs[: 2 if way.target_scale else 1]
    ]


def _prediction(case: Case, way: _Way, scaler: Scaler) -> list[Block]:
    if not way.target_scale:
        return []
    hat = case.everything.predictions[0]
    shift = bracketed(scaler.target_shift[0]) if way.target_shift else ""
    back = _unscaled_number(number(scaler.target_scale[0]), bracketed(hat[0]), shift)
    return [Formula(equal(_HAT, back, number(scaler.unscale_targets(hat)[0])))]


def _unscaled_number(scale: str, value: str, shift: str) -> str:
    return " + ".join(filter(None, [rf"{scale} \times {value}", shift]))


def _parameters(case: Case, way: _Way, scaler: Scaler) -> list[Block]:
    activation = ACTIVATIONS[case.activation]
    if case.bent and (not activation.homogeneous or scaler.feature_shift.any()):
        return [
            Said(
                f"The weights have no counterpart in the units of the data: {activation.label} stands between the "
                "scaled features and the prediction. Predictions have one, as above."
            )
        ]
    d, t = case.dataset.d, case.dataset.t
    data = scaler.parameters_to_data_units(case.parameters)
    weights, old = data[: d * t].reshape(d, t)[:, 0], case.parameters
    ratio = rf"\frac{{{way.target_scale or 1}}}{{{way.feature_scale}}}"
    moved = (rf" - w_{{\mathrm{{data}}}}\, {way.feature_shift}" if case.line else
             rf" - \sum_{{p}} w_{{\mathrm{{data}}}}\, {way.feature_shift}") if way.feature_shift else ""  # fmt: skip
    back = f"{_unscaled('b', way.target_scale, way.target_shift)}{moved}"
    quotient = rf"\frac{{{number(scaler.target_scale[0])}}}{{{number(scaler.feature_scale[0])}}}"
    scaled_bias = bracketed(old[d * t])
    bias = _unscaled_number(number(scaler.target_scale[0]), scaled_bias, "") if way.target_scale else number(old[d * t])
    bias = " + ".join(filter(None, [bias, bracketed(scaler.target_shift[0]) if way.target_shift else ""]))
    if way.feature_shift:
        shifts = zip(weights, scaler.feature_shift, strict=True)
        bias += "".join(rf" - {bracketed(w)} \times {bracketed(shift)}" for w, shift in shifts)
    return [
        Said("So do weight and bias, which makes it the same model for unscaled data:"),
        Formula(equal(_W, rf"w\, {ratio}")),
        Formula(equal(_B, back)),
        Formula(equal(_W, rf"{bracketed(old[0])} \times {quotient}", number(data[0]))),
        Formula(equal(_B, bias, number(data[d * t]))),
    ]
