"""What the Classifier says in plain words about the curve on the screen."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from core.analysis import confusion, outputs_at, probabilities_of
from core.data import Scaler
from core.exact import Minimum
from core.training import History
from ui.lessons.classifier.notes import in_hours
from ui.page.plain import NO_PROOF, Plain, Words, passes
from ui.text.numbers import brief

_RIGHT, _NEAR = 1.0005, 1.02
"""The loss is right, or nearly, below so many times the lowest possible."""
_FLAT, _FLAT_FROM = 0.02, 50
_BEGIN = ("Press **Play**: with every pass over the students the curve moves a little, so that its loss falls.",)

_SHORTER = "A smaller learning rate makes shorter steps."


def strayed(thrown: str, where: str, *, again: str, subject: str = "") -> dict[str, Plain]:
    """Return what is said of a run whose steps are too long, by where it stands.

    Args:
        thrown: What the steps throw, such as "the curve".
        where: Whereto, the first time.
        again: Whereto, over and over.
        subject: What is further off than ever in the end; what is thrown, unless told.
    """
    return {
        "higher": Plain(
            "After {passes} the loss is higher than at the start: the steps are so long that "
            f"{thrown} was thrown {where}.",
            ("The loss began at {first} and is {loss} now.", _SHORTER),
        ),
        "jumping": Plain(
            f"After {{passes}} the loss jumps up and down: the steps are so long that {thrown} is thrown {again}.",
            ("It is {loss} now, and was {before} one pass before.", _SHORTER),
        ),
        "diverging": Plain(
            "After {passes} the loss is higher than at the start: the steps are too long, and the run is flying apart.",
            ("The loss began at {first} and is {loss} now.",),
        ),
        "will diverge": Plain(
            "After {passes} the loss is still no higher than at the start, but the steps are too long: after {end} "
            "this run has flown apart.",
        ),
        "diverged": Plain(
            "The run has flown apart: the steps are too long, and after {end} "
            f"{subject or thrown} is further off than ever.",
            ("The loss began at {first} and is {loss} now.", _SHORTER),
        ),
    }


CLASSIFIER: Words = MappingProxyType({
    "start": Plain("Nothing is learned yet: the curve is that of its first weight and bias.", _BEGIN),
    "start at zero": Plain(
        "Nothing is learned yet: the curve says a chance of ½ for everyone, however long they studied.", _BEGIN
    ),
    "coming": Plain(
        "After {passes} the curve is still learning: its loss has come down from {first} to {loss}, and the lowest "
        "possible is {lowest}.",
    ),
    "coming, unknown": Plain("After {passes} the loss of the curve has come down from {first} to {loss}."),
    "flat": Plain(
        "After {passes} the loss hardly falls any more, but the curve is not at its best: its loss is {loss}, and the "
        "lowest possible is {lowest}.",
        (NO_PROOF,),
    ),
    "nearly": Plain(
        "After {passes} the curve is nearly as good as it can be: its loss is {loss}, and the lowest possible is "
        "{lowest}.",
    ),
    "there": Plain(
        "After {passes} the curve is as good as it can be: no other weight and bias have a loss below {loss}.",
    ),
    "apart": Plain(
        "After {passes} the curve tells everyone who passed from everyone who failed, and it gets steeper for ever.",
        (
            "A steeper curve is always a better one here: there is no best. The loss is {loss} now, and falls towards "
            "0 without end.",
            "Turn up **Weight decay λ**: then a large weight costs something, and there is a best curve.",
        ),
    ),
    "apart, not yet": Plain(
        "After {passes} the curve is still learning: its loss has come down from {first} to {loss}, and it can fall "
        "towards 0 for ever.",
    ),
    "plateau": Plain(
        "After {passes} the loss hardly falls, although the curve is wrong: it lies on a plateau.",
        (
            "Where the curve is surely wrong, a squared error hardly changes when the curve moves, so its gradient is "
            "nearly 0.",
            "Choose **Two losses**, and see the cross-entropy come down from the same start.",
        ),
    ),
    **strayed("the curve", "past the best one", again="past the best one"),
})  # fmt: skip
"""What there is to say of a classifier's curve, by where it stands."""
_JUDGED = "At the threshold {threshold} it is right about {right} of {rows} students."
_ODDS = (
    "One more hour of study multiplies the odds of passing by {odds}; after {even} hours the chances are even, by this "
    "curve."
)


def right_at(run: History, epoch: int, threshold: float) -> int:
    """Return about how many rows the threshold is right at an epoch."""
    chances = probabilities_of(outputs_at(run.dataset, run.recipe, run.parameters[epoch]))
    return int(np.trace(confusion(chances, run.dataset.targets, threshold)))


def plain_on(
    run: History, epoch: int, answer: Minimum | None, scaler: Scaler, *, threshold: float, apart: bool
) -> Plain:
    """Return the plain sentence at an epoch.

    Args:
        run: The run on show.
        epoch: The epoch on show.
        answer: The optimum; None where there is none, or none is known.
        scaler: From data units to training units.
        threshold: The probability above which a pass is said.
        apart: Whether nothing but the loss is made small, and some number of hours tells all classes apart.
    """
    end = int(run.diverged_at if run.diverged_at is not None else run.epochs[-1])
    filled = {
        "passes": passes(epoch), "end": passes(end), "first": brief(float(run.losses[0])),
        "loss": brief(float(run.losses[epoch])), "before": brief(float(run.losses[max(0, epoch - 1)])),
        "lowest": "" if answer is None else brief(answer.loss),
    }  # fmt: skip
    case = case_of(run, epoch, answer, apart=apart)
    case = "nearly" if case == "there" and filled["loss"] != filled["lowest"] else case
    said = CLASSIFIER[case].filled(filled)
    if epoch == 0 or case == "diverged":
        return said
    right = _JUDGED.format(threshold=f"{threshold:g}", right=right_at(run, epoch, threshold), rows=run.dataset.n)
    return said.and_also(right, _odds(scaler, run.parameters[epoch]))


def _odds(scaler: Scaler, parameters: np.ndarray) -> str | None:
    weight, bias = in_hours(scaler, parameters)
    # A curve that is level, or steeper than a floating-point number can say, has no number to read.
    if weight == 0 or abs(weight) > 50:
        return None
    return _ODDS.format(odds=brief(float(np.exp(weight))), even=brief(-bias / weight))


def case_of(run: History, epoch: int, answer: Minimum | None, *, apart: bool) -> str:
    """Return where a run stands at an epoch: a key of `CLASSIFIER`."""
    losses = run.losses
    if run.diverged_at is not None and epoch == len(losses) - 1:
        return "diverged"
    if epoch == 0:
        return "start" if run.parameters[0].any() else "start at zero"
    if run.diverged_at is not None:
        return "diverging" if losses[epoch] > losses[0] else "will diverge"
    if losses[epoch] > losses[0]:
        return "higher"
    if losses[epoch] > losses[epoch - 1] * (1 + 1e-9):
        return "jumping"
    before = float(losses[int(0.9 * epoch)])
    flat = epoch >= _FLAT_FROM and abs(before - float(losses[epoch])) <= _FLAT * abs(before)
    if answer is not None:
        if losses[epoch] <= _NEAR * answer.loss:
            return "there" if losses[epoch] <= _RIGHT * answer.loss else "nearly"
        return "flat" if flat else "coming"
    if run.recipe.loss == "brier":
        share = float(run.dataset.targets.mean())
        # Worse than a level line at the share of those who passed.
        return "plateau" if flat and losses[epoch] > share * (1 - share) else "coming, unknown"
    return "apart" if apart and right_at(run, epoch, 0.5) == run.dataset.n else "apart, not yet"
