"""The optimizers' rules with the numbers of one step in them: what each remembers, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import numpy as np

from core.analysis import OneStep
from core.analysis.networks import NetworkStep
from core.model import Recipe
from ui.text.numbers import factor, rate_written, trimmed

Column = tuple[str, list[str]]
"""A title, and a cell for each parameter."""
Step = OneStep | NetworkStep


def rule_columns(recipe: Recipe, step: Step) -> list[Column]:
    """Return how each parameter is changed, with what the optimizer remembers on the way.

    Args:
        recipe: Its optimizer and momentum matter.
        step: The step.
    """
    return _RULES[recipe.optimizer](step, recipe.momentum)


def _plain(value: float) -> str:
    return trimmed(float(value))


def _sgd(step: Step, _: float) -> list[Column]:
    return [_leads(step, "gradient", map(factor, step.gradient))]


def _momentum(step: Step, kept: float) -> list[Column]:
    return [_velocity(step, kept), _leads(step, "v", map(factor, step.after["velocity"]))]


def _nesterov(step: Step, kept: float) -> list[Column]:
    g, v = step.gradient, step.after["velocity"]
    ahead = g + kept * v
    cells = [f"{_plain(a)} = {_plain(b)} + {kept:g} × {factor(c)}" for a, b, c in zip(ahead, g, v, strict=True)]
    return [_velocity(step, kept), ("a = gradient + μ v", cells), _leads(step, "a", map(factor, ahead))]


def _rmsprop(step: Step, _: float) -> list[Column]:
    squares = _mean(step, "squares", 0.99, "²", "s ← 0.99 s + 0.01 gradient²")
    return [squares, _leads(step, "gradient / (√s + 10⁻⁸)", _over_root(step.gradient, step.after["squares"], 8))]


def _adagrad(step: Step, _: float) -> list[Column]:
    was, now, g = step.before["squares"], step.after["squares"], step.gradient
    cells = [f"{_plain(a)} = {_plain(b)} + {factor(c)}²" for a, b, c in zip(now, was, g, strict=True)]
    root = _leads(step, "gradient / (√s + 10⁻¹⁰)", _over_root(g, now, 10))
    return [("s ← s + gradient²", cells), root]


def _adam(step: Step, _: float) -> list[Column]:
    means, squares = step.after["means"], step.after["squares"]
    m, s = means / (1 - 0.9**step.number), squares / (1 - 0.999**step.number)
    corrected = (
        [f"{_plain(a)} / (1 − 0.9{_power(step.number)}) = {_plain(b)}" for a, b in zip(means, m, strict=True)],
        [f"{_plain(a)} / (1 − 0.999{_power(step.number)}) = {_plain(b)}" for a, b in zip(squares, s, strict=True)],
    )
    return [
        _mean(step, "means", 0.9, "", "m ← 0.9 m + 0.1 gradient"),
        _mean(step, "squares", 0.999, "²", "s ← 0.999 s + 0.001 gradient²"),
        ("m̂, corrected for the start at 0", corrected[0]),
        ("ŝ, corrected for the start at 0", corrected[1]),
        _leads(step, "m̂ / (√ŝ + 10⁻⁸)", _over_root(m, s, 8)),
    ]


def _leads(step: Step, direction: str, cells: Iterable[str]) -> Column:
    """Return the last column: new = old − rate × direction."""
    rate = rate_written(step.rate)
    numbers = zip(step.new, step.old, step.shrunk, cells, strict=True)
    if (step.shrunk == 1).all():
        return f"new = old − rate × {direction}", [
            f"{_plain(a)} = {_plain(b)} − {rate} × {c}" for a, b, _, c in numbers
        ]
    cells = (f"{_plain(a)} = {_plain(kept)} × {factor(b)} − {rate} × {c}" for a, b, kept, c in numbers)
    return f"new = (1 − rate λ) × old − rate × {direction}", list(cells)


def _velocity(step: Step, kept: float) -> Column:
    was, now, g = step.before["velocity"], step.after["velocity"], step.gradient
    cells = [f"{_plain(a)} = {kept:g} × {factor(b)} + {factor(c)}" for a, b, c in zip(now, was, g, strict=True)]
    return "v ← μ v + gradient", cells


def _mean(step: Step, name: str, kept: float, power: str, title: str) -> Column:
    numbers = zip(step.after[name], step.before[name], step.gradient, strict=True)
    parts = f"{kept:g}", f"{1 - kept:g}"
    return title, [f"{_plain(a)} = {parts[0]} × {factor(b)} + {parts[1]} × {factor(c)}{power}" for a, b, c in numbers]


def _over_root(over: np.ndarray, squares: np.ndarray, small: int) -> list[str]:
    tiny = f"10⁻{_power(small)}"
    return [f"{factor(a)} / (√{factor(b)} + {tiny})" for a, b in zip(over, squares, strict=True)]


def _power(number: int) -> str:
    return str(number).translate(_SUPERSCRIPTS)


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RULES: Mapping[str, Callable[[Step, float], list[Column]]] = MappingProxyType({
    "sgd": _sgd, "momentum": _momentum, "nesterov": _nesterov, "rmsprop": _rmsprop, "adagrad": _adagrad, "adam": _adam,
})  # fmt: skip
