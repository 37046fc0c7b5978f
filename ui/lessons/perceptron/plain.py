"""What the Perceptron says in plain words about the neuron on the screen."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from core.data import quantity
from core.exact import Minimum
from core.neuron import Basins
from core.training import History
from ui.lessons.perceptron.notes import comes_back, died_at
from ui.page.plain import FALLEN, GROWN, NO_PROOF, Plain, Words, places
from ui.text.numbers import brief, percent

_RIGHT, _NEAR = 1.0005, 1.02
"""The loss is right, or nearly, below so many times the lowest possible."""
_FLAT, _FLAT_FROM = 0.02, 50

NEURON: Words = MappingProxyType({
    "start": Plain(
        "Nothing is learned yet: the neuron draws the curve of its first weight and bias.",
        ("Press **Play**: with every iteration the curve moves a little, so that its loss falls.",),
    ),
    "dead": Plain(
        "After {passes} this neuron is dead: its weight fell to 0 or below, so it says the same for every point, and "
        "only its bias still learns.",
        ("Its curve is a level line. The weight never moves again, since its gradient is 0.", GROWN),
    ),
    "dead, drawn": Plain(
        "After {passes} this neuron is dead: its weight fell to 0 or below, so it says the same for every point, and "
        "only its bias still learns.",
        ("Its curve is a level line. The errors do not move the weight any more, and the penalty does not lead it back "
         "over 0.", GROWN),
    ),
    "led back": Plain(
        "After {passes} the neuron says the same for every point, since its weight is 0 or below. But large weights "
        "cost something here, and that leads the weight back over 0.",
    ),
    "coming": Plain(
        "After {passes} the neuron is still learning: its loss has come down from {first} to {loss}, and the lowest "
        "possible is {lowest}.",
    ),
    "flat": Plain(
        "After {passes} the loss hardly falls any more, but the neuron is not at its best: its loss is {loss}, and the "
        "lowest possible is {lowest}.",
        (NO_PROOF,),
    ),
    "overshooting": Plain(
        "After {passes} each step is so long that the curve jumps past the best one: its loss is {loss}, and the "
        "lowest possible is {lowest}.",
        ("A smaller learning rate makes shorter steps.",),
    ),
    "nearly": Plain(
        "After {passes} the neuron is nearly as good as it can be: its loss is {loss}, and the lowest possible is "
        "{lowest}.",
    ),
    "there": Plain(
        "After {passes} the neuron is as good as it can be: no other weight and bias have a loss below {loss}.",
        ("No curve at all can go below {limit}, because some x stand in the data with different y.",),
    ),
    "higher": Plain(
        "After {passes} the loss is higher than at the start: the steps are so long that the curve was thrown past the "
        "best one.",
        (GROWN,),
    ),
    "will diverge": Plain(
        "After {passes} the loss is still no higher than at the start, but the steps are too long: after {end} this "
        "run has flown apart.",
        (FALLEN,),
    ),
    "diverging": Plain(
        "After {passes} the curve is further off than at the start: the steps are too long, and the run is flying "
        "apart.",
        (GROWN,),
    ),
    "diverged": Plain(
        "The run has flown apart: the steps are too long, and after {end} the curve is further off than ever.",
        (GROWN, "A smaller learning rate makes shorter steps."),
    ),
})  # fmt: skip
"""What there is to say of a neuron, by where it stands."""
_MAP = "On the map, {share} of all starts come to the best this neuron can do."


def plain_on(run: History, epoch: int, answer: Minimum, *, limit: float, found: Basins | None) -> Plain:
    """Return the plain sentence at an iteration.

    Args:
        run: The run on show.
        epoch: The iteration on show.
        answer: The best this neuron can do.
        limit: The loss below which no curve can go.
        found: The map of which starts learn; None while it is being computed.
    """
    end = int(run.diverged_at if run.diverged_at is not None else run.epochs[-1])
    filled = places(run, epoch, answer) | {
        "passes": quantity(epoch, "iteration"), "end": quantity(end, "iteration"), "limit": brief(limit),
    }  # fmt: skip
    case = _case(run, epoch, answer)
    case = "nearly" if case == "there" and filled["loss"] != filled["lowest"] else case
    return NEURON[case].filled(filled).and_also(None if found is None else _map(found, answer))


def _map(found: Basins, answer: Minimum) -> str:
    return _MAP.format(share=percent(float((found.losses <= answer.loss * (1 + 1e-6)).mean())))


def _case(run: History, epoch: int, answer: Minimum) -> str:
    died, losses = died_at(run), run.losses
    if run.diverged_at is not None and epoch == len(losses) - 1:
        return "diverged"
    if epoch == 0:
        return "start"
    if run.diverged_at is not None:
        return "diverging" if losses[epoch] > losses[0] else "will diverge"
    if died is not None and died <= epoch:
        return "dead, drawn" if run.recipe.penalised else "dead"
    if comes_back(run, epoch):
        return "led back"
    if losses[epoch] <= _NEAR * answer.loss:
        return "there" if losses[epoch] <= _RIGHT * answer.loss else "nearly"
    if losses[epoch] > losses[0]:
        return "higher"
    if float(np.dot(run.gradients[epoch], run.gradients[epoch - 1])) < 0:
        return "overshooting"
    before = float(losses[int(0.9 * epoch)])
    flat = epoch >= _FLAT_FROM and abs(before - float(losses[epoch])) <= _FLAT * abs(before)
    return "flat" if flat else "coming"
