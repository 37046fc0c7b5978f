"""The step: the optimizer's rule, and what it makes of the parameters on show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.analysis import OneStep
from core.model import Recipe
from ui.formulas.blocks import Block, Formula, Said, Section
from ui.formulas.case import Case
from ui.formulas.latex import bracketed, equal, factor, number, rate


@dataclass(frozen=True)
class _Place:
    """One parameter in a step: its letter, and what belongs to it."""

    letter: str
    step: OneStep
    index: int
    momentum: float

    def was(self, name: str) -> float:
        return float(self.step.before[name][self.index])

    def now(self, name: str) -> float:
        return float(self.step.after[name][self.index])

    @property
    def gradient(self) -> float:
        return float(self.step.part.gradient[self.index])

    def leads(self, direction: str) -> str:
        """Return how the parameter is changed by a direction, in numbers."""
        old, new = float(self.step.old[self.index]), float(self.step.new[self.index])
        less = rf"{factor(rate(self.step.rate))} \times {direction}"
        kept = float(self.step.shrunk[self.index])
        left = number(old) if kept == 1 else rf"{number(kept)} \times {bracketed(old)}"
        return rf"{self.letter} \leftarrow {left} - {less} = {number(new)}"


@dataclass(frozen=True)
class _Rule:
    """An optimizer's rule: its formulas, what they say, and one parameter's numbers."""

    formulas: tuple[str, ...]
    says: str
    numbers: Callable[[_Place], list[str]]


def step_section(case: Case, recipe: Recipe, step: OneStep, after: str) -> Section:
    """Return the rule that changes the parameters, and one step of it.

    Args:
        case: The model, for its letters.
        recipe: Its optimizer and momentum matter.
        step: The step.
        after: What the step leads to, in a sentence.
    """
    rule, (d, t) = _RULES[recipe.optimizer], (case.dataset.d, case.dataset.t)
    places = [
        _Place(letter, step, index, recipe.momentum)
        for letter, index in ((case.weight(1, 1), 0), (case.bias(1), d * t))
    ]
    which = "" if case.line else " The numbers are those of one weight and one bias:"
    blocks: list[Block] = [
        *(Formula(formula) for formula in rule.formulas),
        Said(f"{rule.says} Every parameter θ is changed by this rule, each with its own gradient g.{which}"),
        *(Formula(line) for place in places for line in rule.numbers(place)),
        Said(after),
    ]
    return Section("The step", blocks)


def _sgd(place: _Place) -> list[str]:
    return [place.leads(bracketed(place.gradient))]


def _velocity(place: _Place) -> str:
    kept = rf"{place.momentum:g} \times {bracketed(place.was('velocity'))}"
    return rf"v \leftarrow {kept} + {bracketed(place.gradient)} = {number(place.now('velocity'))}"


def _momentum(place: _Place) -> list[str]:
    return [_velocity(place), place.leads(bracketed(place.now("velocity")))]


def _nesterov(place: _Place) -> list[str]:
    ahead = rf"{number(place.gradient)} + {place.momentum:g} \times {bracketed(place.now('velocity'))}"
    return [_velocity(place), place.leads(rf"\left({ahead}\right)")]


def _squares(place: _Place, kept: str, new: str) -> str:
    gradient, was, now = bracketed(place.gradient), bracketed(place.was("squares")), number(place.now("squares"))
    old = rf"{kept} \times {was}" if kept else was
    return rf"s \leftarrow {old} + {new}{gradient}^2 = {now}"


def _over_root(over: float, squares: float, tiny: int) -> str:
    return rf"\frac{{{number(over)}}}{{\sqrt{{{number(squares)}}} + 10^{{-{tiny}}}}}"


def _rmsprop(place: _Place) -> list[str]:
    direction = _over_root(place.gradient, place.now("squares"), 8)
    return [_squares(place, "0.99", r"0.01 \times "), place.leads(direction)]


def _adagrad(place: _Place) -> list[str]:
    return [_squares(place, "", ""), place.leads(_over_root(place.gradient, place.now("squares"), 10))]


def _adam(place: _Place) -> list[str]:
    k, m, s = place.step.number, place.now("means"), place.now("squares")
    corrected_m, corrected_s = m / (1 - 0.9**k), s / (1 - 0.999**k)
    mean = rf"0.9 \times {bracketed(place.was('means'))} + 0.1 \times {bracketed(place.gradient)}"
    return [
        rf"m \leftarrow {mean} = {number(m)}",
        _squares(place, "0.999", r"0.001 \times "),
        equal(r"\hat m", rf"\frac{{{number(m)}}}{{1 - 0.9^{{{k}}}}}", number(corrected_m)),
        equal(r"\hat s", rf"\frac{{{number(s)}}}{{1 - 0.999^{{{k}}}}}", number(corrected_s)),
        place.leads(_over_root(corrected_m, corrected_s, 8)),
    ]


_RULES: Mapping[str, _Rule] = MappingProxyType({
    "sgd": _Rule(
        (r"\theta \leftarrow \theta - \eta\, g",),
        "The step goes against the gradient, because the gradient points to where the loss rises.", _sgd,
    ),
    "momentum": _Rule(
        (r"v \leftarrow \mu v + g", r"\theta \leftarrow \theta - \eta\, v"),
        "The velocity v keeps the part μ of what it was, so steps in one direction add up; it starts at 0.", _momentum,
    ),
    "nesterov": _Rule(
        (r"v \leftarrow \mu v + g", r"\theta \leftarrow \theta - \eta \left(g + \mu v\right)"),
        "The velocity v is kept as with momentum, and the step looks one step ahead along it; it starts at 0.",
        _nesterov,
    ),
    "rmsprop": _Rule(
        (r"s \leftarrow 0.99\, s + 0.01\, g^2", r"\theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s} + 10^{-8}}"),
        "Dividing by the root of a running mean s of squared gradients makes steep and flat directions move alike; s "
        "starts at 0.", _rmsprop,
    ),
    "adagrad": _Rule(
        (r"s \leftarrow s + g^2", r"\theta \leftarrow \theta - \eta\, \frac{g}{\sqrt{s} + 10^{-10}}"),
        "Dividing by the root of the sum s of all squared gradients so far makes the steps shorter and shorter; s "
        "starts at 0.", _adagrad,
    ),
    "adam": _Rule(
        (
            r"m \leftarrow 0.9\, m + 0.1\, g", r"s \leftarrow 0.999\, s + 0.001\, g^2",
            r"\hat m = \frac{m}{1 - 0.9^k}", r"\hat s = \frac{s}{1 - 0.999^k}",
            r"\theta \leftarrow \theta - \eta\, \frac{\hat m}{\sqrt{\hat s} + 10^{-8}}",
        ),
        "Adam keeps a running mean m of the gradients and one of their squares, s. Both start at 0, which makes them "
        "too small at first; m̂ and ŝ correct that.", _adam,
    ),
})  # fmt: skip
