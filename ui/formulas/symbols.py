"""Every symbol of the formulas in words, with its unit: which stand in a formula, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from core.data import fit_scaler
from ui.formulas.case import Case
from ui.session.settings import quoted
from ui.text.numbers import trimmed

_DRAWN = re.compile(r"\\(?:begin|end)\{\w+\}|\\(?:text|operatorname)\{[^}]*\}|_\{\\mathrm\{(?:sum|mean)\}\}")
_SYMBOL = re.compile(
    r"(?:\\hat )?[a-z]_\{\\(?:max|mathrm\{data\})\}|\\sigma_[xy]|\\(?:hat|bar) [A-Za-z]|\\mathsf T|"
    r"\\[A-Za-z]+'*|[A-Za-z]'*"
)
_SIGNS = frozenset({
    r"\frac", r"\sqrt", r"\left", r"\right", r"\sum", r"\times", r"\cdot", r"\cdots", r"\quad", r"\leftarrow",
    r"\le", r"\underset", r"\cos", r"\pi", r"\lfloor", r"\rfloor", r"\max", r"\min", r"\tanh",
    r"\exp", r"\in", r"\infty",
})  # fmt: skip
"""Commands of LaTeX that are no symbols of ours."""


def symbols_in(formulas: Iterable[str]) -> Iterator[str]:
    """Yield the symbols of formulas in their order, each once."""
    seen: set[str] = set(_SIGNS)
    for formula in formulas:
        for found in _SYMBOL.findall(_DRAWN.sub(" ", formula)):
            if found not in seen:
                seen.add(found)
                yield found


def meanings(case: Case, *, rate: str = "", momentum: float = 0.0, step: int = 0) -> Mapping[str, tuple[str, str]]:
    """Return what each symbol means: how it is written, and the words for it.

    Args:
        case: The model and its numbers.
        rate: The learning rate, as it is written.
        momentum: The momentum μ.
        step: The number of the step.
    """
    return {
        **_of_rows(case),
        **_of_model(case),
        **_of_loss(case),
        r"\theta": (r"\theta", "any one of the parameters"),
        "g": ("g", "the gradient of that parameter"),
        r"\eta": (r"\eta", f"the learning rate, here {rate}" if rate else "the learning rate"),
        r"\mu": (r"\mu", f"the momentum, here {momentum:g}"),
        "v": ("v", "the velocity, one for each parameter"),
        "s": ("s", "what is kept of the squared gradients, one number for each parameter"),
        "m": ("m", "the running mean of the gradients, one for each parameter"),
        r"\hat m": (r"\hat m", "m, corrected for its start at 0"),
        r"\hat s": (r"\hat s", "s, corrected for its start at 0"),
        "k": ("k", f"the number of the step, here {step:,}"),
        "J": ("J", "what training makes small: the loss with the penalty on large weights"),
        r"\lambda": (r"\lambda", "the weight decay"),
        r"\alpha": (r"\alpha", "the L1 penalty"),
        r"\tau": (r"\tau", "the number of the epoch, counted from the end of the warm-up if there is one"),
        r"\gamma": (r"\gamma", "the schedule's factor"),
        "T": ("T", "the schedule's length in epochs"),
        **(_of_scaling(case) if case.scaling != "none" else {}),
    }


def unit_of(name: str, unit: str, *, scaled: bool) -> str:
    """Return a column's name with its unit, or that it is scaled."""
    return f"{quoted(name)}, scaled" if scaled else f"{quoted(name)}, in {quoted(unit)}" if unit else quoted(name)


def _of_rows(case: Case) -> dict[str, tuple[str, str]]:
    data, scaler = case.dataset, fit_scaler(case.dataset, case.scaling)
    scaled = case.scaling != "none"
    features = [
        unit_of(name, unit, scaled=scaled) for name, unit in zip(data.feature_names, data.feature_units, strict=True)
    ]
    targets_scaled = bool((scaler.target_scale != 1).any() or scaler.target_shift.any())
    targets = [
        unit_of(name, unit, scaled=targets_scaled)
        for name, unit in zip(data.target_names, data.target_units, strict=True)
    ]
    batch = case.of_step
    return {
        "x": ("x", f"the feature: {', '.join(features)}"),
        "y": ("y", f"the target, what was observed: {', '.join(targets)}"),
        r"\hat y": (r"\hat y", "the prediction, in the unit of the target"),
        "e": ("e", "the error, prediction − target, in the unit of the target"),
        "i": ("i", "the number of a row"),
        "p": ("p", "the number of a feature"),
        "j": ("j", "the number of a target"),
        "n": ("n", f"the number of rows, here {data.n:,}"),
        "d": ("d", f"the number of features, here {data.d}"),
        "t": ("t", f"the number of targets, here {data.t}"),
        "B": ("B", f"the batch, the rows of this step; $|B|$ is how many they are, here {len(batch.rows):,}"),
        "X": ("X", "all features, a row for each row of the data"),
        "Y": ("Y", "all targets"),
        r"\hat Y": (r"\hat Y", "all predictions"),
        r"\mathsf T": (r"\mathsf T", "turned on its side: rows become columns"),
        r"\circ": (r"\circ", "multiplied entry by entry"),
    }


def _of_model(case: Case) -> dict[str, tuple[str, str]]:
    data = case.dataset
    (x, *_), (y, *_) = data.feature_units, data.target_units
    plain = case.line and case.scaling == "none" and not case.bent
    slope = f", in {quoted(f'{y or 1}/{x}' if x else y)}" if plain and (x or y) else ""
    height = f", in {quoted(y)}" if plain and y else ""
    of_bias = ": the intercept of the line" if plain else "" if case.line else ", one for each target"
    return {
        "w": ("w", f"the weight{': the slope of the line' if plain else ''}{slope}"),
        "W": ("W", "the weights, a row for each feature and a column for each target"),
        "b": ("b", f"the bias{of_bias}{height}"),
        "z": ("z", "the weighted feature, before the activation"),
        "Z": ("Z", "the weighted features, before the activation: X W"),
        "f": ("f", "the activation"),
        "f'": ("f'", "its derivative: how steep it is"),
    }  # fmt: skip


def _of_loss(case: Case) -> dict[str, tuple[str, str]]:
    unit = case.dataset.target_units[0] if case.line and case.scaling in ("none", "zscore_features") else ""
    square = "" if case.loss in ("mae", "rmse") else "²"
    whole = f", in {quoted(unit + square)}" if unit else ""
    own = r"$\frac{\partial L}{\partial w}$" if case.line else r"$\frac{\partial L}{\partial W}$"
    return {
        "L": ("L", f"the loss{whole}"),
        r"\partial": (
            r"\partial",
            f"a small change: {own} says how much the loss changes for a small change of the parameter",
        ),
        r"\delta": (r"\delta", f"where Huber's loss turns from square to size, here {trimmed(case.delta)}"),
        "h": ("h", "Huber's loss of one error"),
        "h'": ("h'", "its derivative: the error, cut to lie between −δ and δ"),
        "D": ("D", "how the loss changes with each prediction, as large as Y"),
    }


def _of_scaling(case: Case) -> dict[str, tuple[str, str]]:
    scaler, data = fit_scaler(case.dataset, case.scaling), case.dataset
    found = {}
    for letter, names, units, shifts, scales in (
        ("x", data.feature_names, data.feature_units, scaler.feature_shift, scaler.feature_scale),
        ("y", data.target_names, data.target_units, scaler.target_shift, scaler.target_scale),
    ):
        unit = f" {quoted(units[0])}" if units[0] else ""
        shown = rf"{letter}_{{\mathrm{{data}}}}"
        found[shown] = (shown, unit_of(names[0], units[0], scaled=False))
        shown = rf"{letter}_{{\max}}"
        found[shown] = (shown, f"the largest value of ${letter}$, here {trimmed(scales[0])}{unit}")
        found[rf"\bar {letter}"] = (rf"\bar {letter}", f"the mean of ${letter}$, here {trimmed(shifts[0])}{unit}")
        shown = rf"\sigma_{letter}"
        found[shown] = (shown, f"the standard deviation of ${letter}$, here {trimmed(scales[0])}{unit}")
    for letter, words in (("w", "the weight"), ("b", "the bias"), (r"\hat y", "the prediction")):
        shown = rf"{letter}_{{\mathrm{{data}}}}"
        found[shown] = (shown, f"{words} in the units of the data")
    return found
