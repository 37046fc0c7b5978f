"""The formulas of a classifier with several features: the sigmoid of two classes, the softmax of more, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.analysis import outputs_at, probabilities_of, shares_of_loss
from core.data import fit_scaler
from core.training import History
from ui.formulas.blocks import Block, Formula, Said, Section
from ui.formulas.classes import words_of_classes
from ui.formulas.latex import added, bracketed, equal, factor, number
from ui.formulas.symbols import unit_of
from ui.session.settings import quoted


@dataclass(frozen=True, eq=False)
class _Rows:
    """All rows at an epoch: `x` is `(n, d)` in training units; `y`, `z` and `p` are `(n, t)`; `theta` `(d + 1, t)`."""

    run: History
    epoch: int
    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    p: np.ndarray
    theta: np.ndarray

    @property
    def several(self) -> bool:
        """Return whether there are more than two classes, and an output for each."""
        return bool(self.y.shape[1] > 1)

    @property
    def entropy(self) -> bool:
        """Return whether the loss is the cross-entropy."""
        return self.run.recipe.loss == "cross_entropy"

    def of(self, letter: str, row: str = "i", column: str = "k") -> str:
        """Return a row's letter, with the number of an output where there are several."""
        return f"{letter}_{{{row},{column}}}" if self.several else f"{letter}_{{{row}}}"

    def weight(self, feature: str | int = "j", output: str | int = "k") -> str:
        """Return the letter of a weight."""
        return f"W_{{{feature},{output}}}" if self.several else f"w_{{{feature}}}"

    def bias(self, output: str | int = "k") -> str:
        """Return the letter of a bias."""
        return f"b_{{{output}}}" if self.several else "b"

    def slopes(self) -> np.ndarray:
        """Return the derivative of each row's loss by its outputs, shape `(n, t)`."""
        errors = np.asarray(self.p - self.y)
        if self.entropy:
            return errors
        if not self.several:
            return np.asarray(2 * errors * self.p * (1 - self.p))
        return np.asarray(2 / self.y.shape[1] * self.p * (errors - (errors * self.p).sum(axis=1, keepdims=True)))


def species_account(run: History, epoch: int) -> tuple[list[Section], Mapping[str, tuple[str, str]]]:
    """Return the formulas of a run at an epoch, and what their symbols mean.

    Args:
        run: Of a network without hidden layers, by one of `core.model.CLASS_LOSSES`; several features, named classes.
        epoch: The epoch it stands at.
    """
    dataset, recipe, theta = run.dataset, run.recipe, run.parameters[epoch]
    z = outputs_at(dataset, recipe, theta)
    rows = _Rows(
        run, epoch, fit_scaler(dataset, recipe.scaling).scale_features(dataset.features), dataset.targets, z,
        probabilities_of(z), theta.reshape(-1, dataset.t),
    )  # fmt: skip
    return [_model(rows), _loss(rows), _gradient(rows), _step(rows)], _words(run, several=rows.several)


def _model(rows: _Rows) -> Section:
    z, p = rows.of("z"), rows.of("p")
    bent = (
        rf"\frac{{\exp({z})}}{{\sum_m \exp({rows.of('z', column='m')})}}" if rows.several
        else rf"\frac{{1}}{{1 + \exp(-{z})}}"
    )  # fmt: skip
    why = (
        "Each class has a weighted sum z of its own, any number; the softmax makes probabilities of them, which add up "
        "to 1. For the first row:"
        if rows.several
        else "The weighted sum z may be any number; the sigmoid makes a probability of it. For the first row:"
    )
    blocks: list[Block] = [
        Formula(rf"{z} = \sum_j {rows.weight()} x_{{i,j}} + {rows.bias()} \quad {p} = {bent}"),
        Said(why),
    ]
    for k in range(rows.y.shape[1]):
        weights, at = rows.theta[:-1, k], str(k + 1)
        terms = [rf"{factor(number(w))} \times {bracketed(float(x))}" for w, x in zip(weights, rows.x[0], strict=True)]
        sums = added([*terms, factor(number(float(rows.theta[-1, k])))])
        blocks.append(Formula(equal(rows.of("z", "1", at), sums, number(float(rows.z[0, k])))))
    return Section("The model", [*blocks, *_bent(rows)])


def _bent(rows: _Rows) -> list[Block]:
    """Return how the first row's outputs become probabilities; a sum outside of a fraction fits a narrow screen."""
    if not rows.several:
        bent = rf"\frac{{1}}{{1 + \exp({number(-float(rows.z[0, 0]))})}}"
        return [Formula(equal("p_{1}", bent, number(float(rows.p[0, 0]))))]
    powers = [rf"\exp({number(float(each))})" for each in rows.z[0]]
    with np.errstate(over="ignore"):  # beyond what a floating-point number can say is ∞
        whole = number(float(np.exp(rows.z[0]).sum()))
    return [
        Formula(equal(rf"\sum_m \exp({rows.of('z', '1', 'm')})", added(powers), whole)),
        *(
            Formula(equal(rows.of("p", "1", str(k + 1)), rf"\frac{{{power}}}{{{whole}}}", number(float(rows.p[0, k]))))
            for k, power in enumerate(powers)
        ),
    ]


def _loss(rows: _Rows) -> Section:
    y, p, n = rows.of("y"), rows.of("p"), len(rows.y)
    if not rows.entropy:
        classes = r" t" if rows.several else ""
        form = rf"\frac{{1}}{{n{classes}}} \sum_{{i{',k' if rows.several else ''}}} ({p} - {y})^2"
        each, why = ((rows.p - rows.y) ** 2).mean(axis=1), "A row costs at most 1, however wrong the model is."
    elif rows.several:
        form = rf"-\frac{{1}}{{n}} \sum_{{i,k}} {y} \ln {p}"
        each = shares_of_loss(rows.z, rows.y)
        why = "Only the row’s own class has y = 1, so a row costs −ln p of it: being sure and wrong costs most."
    else:
        form = rf"-\frac{{1}}{{n}} \sum_i \left({y} \ln {p} + (1 - {y}) \ln (1 - {p})\right)"
        each = shares_of_loss(rows.z, rows.y)
        why = "A row costs −ln of the probability of its own class: being sure and wrong costs most."
    total = float(each.mean())
    first = added([number(float(cost)) for cost in each])
    blocks: list[Block] = [
        Formula(f"L = {form}"),
        Said(f"{why} The rows of the table, one after another:"),
        Formula(equal("L", rf"\frac{{1}}{{{n}}} ({first})", number(total))),
    ]
    run = rows.run
    if run.recipe.weight_decay:
        price, whole = float(run.losses[rows.epoch]) - total, number(float(run.losses[rows.epoch]))
        squares = rf"\sum_{{j{',k' if rows.several else ''}}} {rows.weight()}^2"
        blocks += [
            Said("Large weights cost something, too:"),
            Formula(equal("J", rf"L + \frac{{\lambda}}{{2}} {squares}", f"{number(total)} + {number(price)}", whole)),
        ]
    return Section("The loss", blocks)


def _gradient(rows: _Rows) -> Section:
    slopes, n, first = rows.slopes(), len(rows.y), _first(rows)
    e = rows.of("e")
    if rows.entropy:
        slope, why = e, "The derivative of −ln p by z is the error itself, of the sigmoid and of the softmax alike:"
    elif rows.several:
        inner = rf"\sum_m {rows.of('e', column='m')} {rows.of('p', column='m')}"
        slope = rf"\frac{{2}}{{t}} {rows.of('p')} \left({e} - {inner}\right)"
        why = "The softmax comes in by the chain rule; where it is sure and wrong, hardly anything is left:"
    else:
        slope = rf"2 {e} {rows.of('p')} (1 - {rows.of('p')})"
        why = "The sigmoid comes in by the chain rule; where it is sure and wrong, hardly anything is left:"
    by_w, by_b = (rf"\frac{{\partial L}}{{\partial {letter}}}" for letter in (rows.weight(), rows.bias()))
    pairs = zip(slopes[:, 0], rows.x[:, 0], strict=True)
    terms = [rf"{bracketed(float(s))} \times {bracketed(float(x))}" for s, x in pairs]
    return Section(
        "The gradient",
        [
            Formula(rf"{e} = {rows.of('p')} - {rows.of('y')}"),
            Said(why),
            Formula(rf"{by_w} = \frac{{1}}{{n}} \sum_i {slope}\, x_{{i,j}}"),
            Formula(rf"{by_b} = \frac{{1}}{{n}} \sum_i {slope}"),
            Said("For the first weight, with the numbers on show:"),
            Formula(equal(
                rf"\frac{{\partial L}}{{\partial {first}}}", rf"\frac{{1}}{{{n}}} ({added(terms)})",
                number(float((slopes[:, 0] * rows.x[:, 0]).mean())),
            )),
        ],
    )  # fmt: skip


def _first(rows: _Rows) -> str:
    """Return the letter of the first weight."""
    return rows.weight(1, 1)


def _step(rows: _Rows) -> Section:
    recipe = rows.run.recipe
    if recipe.optimizer != "sgd":
        return Section(
            "The step",
            [Said("The optimizer transforms this gradient first; *Study Hours* has its rule among its formulas.")],
        )
    rate, old = recipe.rate_after(rows.epoch), float(rows.theta[0, 0])
    slope = float((rows.slopes()[:, 0] * rows.x[:, 0]).mean() + recipe.weight_decay * old)
    w, b, what = rows.weight(), rows.bias(), "J" if recipe.weight_decay else "L"
    decay = rf" + \lambda {w}" if recipe.weight_decay else ""
    return Section(
        "The step",
        [
            Formula(rf"{w} \leftarrow {w} - \eta \left(\frac{{\partial L}}{{\partial {w}}}{decay}\right)"),
            Formula(rf"{b} \leftarrow {b} - \eta \frac{{\partial L}}{{\partial {b}}}"),
            Said(f"This goes downhill on {what}. For the first weight, with the numbers on show:"),
            Formula(
                rf"{_first(rows)} \leftarrow {number(old)} - {number(rate)} \times {bracketed(slope)} = "
                f"{number(old - rate * slope)}"
            ),
        ],
    )


def _words(run: History, *, several: bool) -> Mapping[str, tuple[str, str]]:
    dataset, recipe = run.dataset, run.recipe
    features = ", ".join(
        f"{j}: {unit_of(name, unit, scaled=recipe.scaling != 'none')}"
        for j, (name, unit) in enumerate(zip(dataset.feature_names, dataset.feature_units, strict=True), 1)
    )
    kinds = ", ".join(f"{k}: {quoted(name)}" for k, name in enumerate(dataset.classes, 1))
    own, other = quoted(dataset.classes[1]), quoted(dataset.classes[0])
    return {
        "x": ("x", "a feature"),
        "j": ("j", f"the number of a feature, {features}"),
        "k": ("k", f"the number of a class, {kinds}"),
        "m": ("m", "the number of a class, in a sum over all of them"),
        "t": ("t", f"the number of classes, here {len(dataset.classes)}"),
        "y": ("y", "1 for the row’s own class, otherwise 0" if several else f"the target: 1 for {own}, 0 for {other}"),
        "z": ("z", "a class’s weighted sum" if several else "the weighted sum: the logarithm of the odds"),
        "p": ("p", "the predicted probability of a class" if several else f"the predicted probability of {own}"),
        "W": ("W", "a weight, of a feature for a class"),
        "w": ("w", "a weight, of a feature"),
        "b": ("b", "a bias"),
        **words_of_classes(run),
    }
