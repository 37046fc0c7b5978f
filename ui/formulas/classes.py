"""The formulas of a classifier with one feature and two classes, with the numbers of its run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.analysis import outputs_at, probabilities_of
from core.data import fit_scaler
from core.training import History
from ui.formulas.blocks import Block, Fold, Formula, Said, Section
from ui.formulas.latex import bracketed, equal, factor, number, summed
from ui.formulas.symbols import unit_of
from ui.session.settings import quoted
from ui.text.numbers import rate_written

_CHAIN = {
    "cross_entropy": r"\left(-\frac{y_i}{p_i} + \frac{1 - y_i}{1 - p_i}\right) p_i (1 - p_i) = e_i",
    "brier": r"2 e_i\, p_i (1 - p_i)",
}
"""How one row's loss changes with z."""


def class_account(run: History, epoch: int) -> tuple[list[Section], Mapping[str, tuple[str, str]]]:
    """Return the formulas of a run at an epoch, and what their symbols mean.

    Args:
        run: Of a network without hidden layers, by one of `core.model.CLASS_LOSSES`; one feature, one target.
        epoch: The epoch it stands at.
    """
    dataset, recipe, theta = run.dataset, run.recipe, run.parameters[epoch]
    x = fit_scaler(dataset, recipe.scaling).scale_features(dataset.features)[:, 0]
    y = dataset.targets[:, 0]
    z = outputs_at(dataset, recipe, theta)[:, 0]
    p = probabilities_of(z[:, None])[:, 0]
    sections = [_model(theta, x, z, p), _loss(run, epoch, z, y, p), _gradient(run, x, y, p)]
    return [*sections, _step(run, epoch, x, y, p)], _words(run)


def _model(theta: np.ndarray, x: np.ndarray, z: np.ndarray, p: np.ndarray) -> Section:
    w, b = (number(float(value)) for value in theta)
    return Section(
        "The model",
        [
            Formula(r"z_i = w x_i + b \quad p_i = \frac{1}{1 + \exp(-z_i)}"),
            Said("The line z may be any number; the S-curve makes a probability of it. For the first row:"),
            Formula(equal("z_1", rf"{factor(w)} \times {bracketed(float(x[0]))} + {factor(b)}", number(float(z[0])))),
            Formula(equal("p_1", rf"\frac{{1}}{{1 + \exp({number(-float(z[0]))})}}", number(float(p[0])))),
        ],
    )


def _loss(run: History, epoch: int, z: np.ndarray, y: np.ndarray, p: np.ndarray) -> Section:
    entropy = run.recipe.loss == "cross_entropy"
    rows = np.logaddexp(0, np.where(y > 0, -z, z)) if entropy else (p - y) ** 2
    of = r"-\left(y_i \ln p_i + (1 - y_i) \ln (1 - p_i)\right)" if entropy else "(p_i - y_i)^2"
    why = (
        "Where a pass was observed, y is 1 and −ln p is left; where none was, y is 0 and −ln(1 − p) is. Being sure and "
        "wrong costs without limit."
        if entropy
        else "Each row costs at most 1, however wrong the curve is."
    )
    total = float(rows.mean())
    blocks: list[Block] = [
        Formula(rf"L = \frac{{1}}{{n}} \sum_{{i}} {of}"),
        Said(f"{why} The rows of the table, one after another:"),
        Formula(equal("L", rf"\frac{{1}}{{{len(y)}}} {summed([number(float(row)) for row in rows])}", number(total))),
    ]
    if run.recipe.weight_decay:
        price = float(run.losses[epoch]) - total
        blocks += [
            Said("A large weight costs something, too:"),
            Formula(equal("J", r"L + \frac{\lambda}{2} w^2", f"{number(total)} + {factor(number(price))}",
                          number(float(run.losses[epoch])))),
        ]  # fmt: skip
    return Section("The loss", blocks)


def _slopes(run: History, y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Return the derivative of each row's loss by its z, shape `(n,)`."""
    return np.asarray(p - y if run.recipe.loss == "cross_entropy" else 2 * (p - y) * p * (1 - p))


def _gradient(run: History, x: np.ndarray, y: np.ndarray, p: np.ndarray) -> Section:
    entropy, slopes, n = run.recipe.loss == "cross_entropy", _slopes(run, y, p), len(y)
    slope = "e_i" if entropy else r"2 e_i\, p_i (1 - p_i)"
    weight = [rf"{bracketed(float(s))} \times {bracketed(float(each))}" for s, each in zip(slopes, x, strict=True)]
    by_w, by_b = r"\frac{\partial L}{\partial w}", r"\frac{\partial L}{\partial b}"
    mean = rf"\frac{{1}}{{{n}}}"
    return Section(
        "The gradient",
        [
            Formula("e_i = p_i - y_i"),
            Formula(rf"{by_w} = \frac{{1}}{{n}} \sum_{{i}} {slope}\, x_i"),
            Formula(rf"{by_b} = \frac{{1}}{{n}} \sum_{{i}} {slope}"),
            Said("With the numbers on show:"),
            Formula(equal(by_w, f"{mean} {summed(weight)}", number(float((slopes * x).mean())))),
            Formula(
                equal(by_b, f"{mean} {summed([bracketed(float(s)) for s in slopes])}", number(float(slopes.mean())))
            ),
            Said("Where these formulas come from, in three steps:"),
            *_derivation(run, slope, by_w),
        ],
    )


def _derivation(run: History, slope: str, by_w: str) -> list[Block]:
    entropy = run.recipe.loss == "cross_entropy"
    return [
        Fold(
            "Step 1: how the probability changes",
            [
                Said("The S-curve is steepest at ½, and level where it is sure:"),
                Formula(r"\frac{\partial p_i}{\partial z_i} = p_i (1 - p_i)"),
            ],
        ),
        Fold(
            "Step 2: the chain rule, for one row",
            [
                Said("How the row’s loss changes with p, times how p changes with z:"),
                Formula(_CHAIN[run.recipe.loss]),
                Said(
                    "The p (1 − p) of the S-curve cancels: the wronger the curve, the larger the slope."
                    if entropy
                    else "The p (1 − p) of the S-curve stays: where the curve is sure and wrong, nothing is left."
                ),
            ],
        ),
        Fold(
            "Step 3: put the sum together",
            [
                Said("z changes by x with the weight, and by 1 with the bias; the loss is the mean of the rows’:"),
                Formula(rf"{by_w} = \frac{{1}}{{n}} \sum_{{i}} {slope} \cdot x_i"),
            ],
        ),
    ]


def _step(run: History, epoch: int, x: np.ndarray, y: np.ndarray, p: np.ndarray) -> Section:
    recipe, slopes = run.recipe, _slopes(run, y, p)
    if recipe.optimizer != "sgd":
        return Section(
            "The step",
            [Said("The optimizer transforms this gradient first; *Study Hours* has its rule among its formulas.")],
        )
    rate, (w, b) = recipe.rate_after(epoch), run.parameters[epoch]
    on_w, on_b = float((slopes * x).mean() + recipe.weight_decay * w), float(slopes.mean())
    what = "J" if recipe.weight_decay else "L"
    decay = r" + \lambda w" if recipe.weight_decay else ""
    return Section(
        "The step",
        [
            Formula(rf"w \leftarrow w - \eta \left(\frac{{\partial L}}{{\partial w}}{decay}\right)"),
            Formula(r"b \leftarrow b - \eta \frac{\partial L}{\partial b}"),
            Said(f"This goes downhill on {what}. With the numbers on show:"),
            *(
                Formula(
                    rf"{letter} \leftarrow {number(float(old))} - {number(rate)} \times {bracketed(slope)} = "
                    f"{number(float(old - rate * slope))}"
                )
                for letter, old, slope in (("w", w, on_w), ("b", b, on_b))
            ),
        ],
    )


def _words(run: History) -> Mapping[str, tuple[str, str]]:
    dataset, recipe = run.dataset, run.recipe
    feature = unit_of(dataset.feature_names[0], dataset.feature_units[0], scaled=recipe.scaling != "none")
    yes = quoted(dataset.classes[1])
    return {
        "x": ("x", f"the feature: {feature}"),
        "y": ("y", f"the target: 1 for {yes}, 0 for {quoted(dataset.classes[0])}"),
        "z": ("z", "the logarithm of the odds"),
        "p": ("p", f"the predicted probability of {yes}"),
        "w": ("w", "the weight"),
        "b": ("b", "the bias"),
        **words_of_classes(run),
    }


def words_of_classes(run: History) -> Mapping[str, tuple[str, str]]:
    """Return what those symbols mean that the formulas of all classifiers have, by the symbol."""
    return {
        "e": ("e", "the error, prediction − target"),
        "i": ("i", "the number of a row"),
        "n": ("n", f"the number of rows, here {run.dataset.n:,}"),
        "L": ("L", "the loss over all rows"),
        "J": ("J", "what training makes small: the loss with the penalty on large weights"),
        r"\ln": (r"\ln", "the natural logarithm"),
        r"\partial": (r"\partial", "how much something changes with a parameter"),
        r"\lambda": (r"\lambda", "the weight decay"),
        r"\eta": (r"\eta", f"the learning rate, here {rate_written(run.recipe.learning_rate)}"),
    }
