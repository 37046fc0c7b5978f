"""What Crop Yields says in plain words about the predictions on the screen."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from core.analysis import standing
from core.data import Dataset, Scaler, linear_errors
from ui.page.plain import FALLEN, GROWN, NO_PROOF, TINY_STEPS, Plain, Words, places, worded
from ui.page.values import Trained
from ui.text.numbers import brief
from ui.text.words import in_text, listed

_ROUNDING = 1e-9

CROPS: Words = MappingProxyType({
    "start": Plain(
        "Nothing is learned yet: the predictions are those of the numbers with which training begins.",
        ("Press **Play**: with every pass over the rows weights and biases move a little, so that the loss falls.",),
    ),
    "start there": Plain("Training begins with the best numbers already: there is nothing left to learn."),
    "hardly moved": Plain(
        "After {passes} the predictions have hardly moved from where they began: the steps are very short.",
        (GROWN, "A larger learning rate makes longer steps; more passes make more of them."),
    ),
    "coming": Plain(
        "After {passes} the model is still learning: it typically misses {misses}, and the best one {best}.",
        (FALLEN,),
    ),
    "coming, slow": Plain(
        "After {passes} the model is still learning, in tiny steps: it typically misses {misses}, and the best one "
        "{best}.",
        (TINY_STEPS, FALLEN),
    ),
    "flat": Plain(
        "After {passes} the loss hardly falls any more, but the model is not right yet: it typically misses {misses}, "
        "and the best one {best}.",
        (NO_PROOF, FALLEN),
    ),
    "overshooting": Plain(
        "After {passes} each step jumps past the best model to its other side: the predictions typically miss {misses} "
        "now, and the best ones {best}.",
        (GROWN,),
    ),
    "swung past": Plain(
        "After {passes} the model has swung past the best one and is being pulled back: it typically misses {misses} "
        "now, and the best one {best}.",
        ("This optimizer remembers earlier steps, so it runs on for a while before it turns.", GROWN),
    ),
    "swings": Plain(
        "After {passes} the predictions still swing from one side of the best ones to the other, and at this learning "
        "rate they will do so for ever.",
        ("Each jump is as long as the one before. A rate a little smaller converges; one a little larger diverges.",),
    ),
    "circling": Plain(
        "After {passes} the predictions jump to and fro, and come nearer only slowly, if at all: they typically miss "
        "{misses} now, and the best ones {best}.",
        (GROWN,),
    ),
    "nearly": Plain(
        "After {passes} the model is nearly right: it typically misses {misses}, and the best one {best}.",
        (FALLEN,),
    ),
    "nearly, slow": Plain(
        "After {passes} the model is nearly right: it typically misses {misses}, and the best one {best}.",
        (TINY_STEPS, FALLEN),
    ),
    "there": Plain(
        "After {passes} the model is right: it typically misses {misses}, as little as the best one of its kind.",
        (FALLEN,),
    ),
    "lagging": Plain(
        "After {passes} the predictions are nearly as good as they can be, but the numbers behind them are not: the "
        "bias is still far from its best value.",
        ("The weights make up for it, so the loss hardly shows it.", FALLEN),
    ),
    "trembling": Plain(
        "After {passes} the predictions tremble around the best ones, because each step looks at only {batch} of the "
        "{rows} rows: they typically miss {misses} now, and the best ones {best}.",
        (GROWN, "A smaller learning rate, or more rows a step, would calm them."),
    ),
    "higher": Plain(
        "After {passes} the loss is higher than at the start: the steps are so long that the predictions were thrown "
        "past the best ones.",
        (GROWN,),
    ),
    "diverging": Plain(
        "After {passes} the predictions are further off than at the start: the steps are too long, and the run is "
        "flying apart.",
        (GROWN,),
    ),
    "will diverge": Plain(
        "After {passes} the loss is still no higher than at the start, but the steps are too long: after {end} this "
        "run has flown apart.",
        (GROWN,),
    ),
    "diverged": Plain(
        "The run has flown apart: the steps are too long, and after {end} the predictions are further off than ever.",
        (GROWN, "A smaller learning rate makes shorter steps; scaled features allow longer ones."),
    ),
})  # fmt: skip
"""What there is to say of a model of several features and targets, by where its run stands."""
_RAW = "Raw features of very different sizes make a canyon: press *Scale the features*."
_PLANE = "The surface is what the model predicts; the dots are the rows."
_CURVE = "The curve is what the model predicts; the dots are the rows."
_LINE = "The line is what the model predicts; the dots are the rows."


def plain_on(trained: Trained, epoch: int, *, view: str) -> Plain:
    """Return the plain sentence at an epoch.

    Args:
        trained: What the page has trained.
        epoch: The epoch on show.
        view: The picture that is chosen: fit, plane or line.
    """
    run = trained.run
    misses, best = (
        _misses(trained.dataset, trained.scaler, each) for each in (run.parameters[epoch], trained.answer.parameters)
    )
    case = worded(standing(run, epoch, trained.scaler, trained.answer, trained.theory).case, run)
    case = "nearly" if case == "there" and misses != best else case
    slow = case in ("flat", "lagging", "hardly moved", "coming, slow") and run.recipe.scaling == "none"
    filled = places(run, epoch, trained.answer) | {"misses": misses, "best": best}
    return CROPS[case].filled(filled).and_also(
        _RAW if slow else None,
        _PLANE if view == "plane" else None if view == "fit" else _LINE if trained.dataset.d == 1 else _CURVE,
    )  # fmt: skip


def _misses(dataset: Dataset, scaler: Scaler, parameters: np.ndarray) -> str:
    """Say by how much a model typically misses each target, as a root mean square."""
    theta = scaler.parameters_to_data_units(parameters).reshape(-1, dataset.t)
    typical = np.sqrt((linear_errors(dataset.features, dataset.targets, theta) ** 2).mean(axis=0))
    typical = np.where(typical > _ROUNDING * dataset.targets.std(axis=0), typical, 0.0)
    targets = zip(dataset.target_names, dataset.target_units, typical, strict=True)
    return listed([f"{in_text(name)} by {brief(float(miss), unit)}" for name, unit, miss in targets])
