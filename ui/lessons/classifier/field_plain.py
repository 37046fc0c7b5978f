"""What the Classifier says in plain words about the borders between species on the screen."""

from __future__ import annotations

from itertools import combinations
from types import MappingProxyType

import numpy as np

from core.data import Dataset
from core.exact import Minimum
from core.training import History
from ui.lessons.classifier.borders import scores, turned
from ui.lessons.classifier.plain import case_of, right_at, strayed
from ui.page.plain import NO_PROOF, Plain, Words, passes
from ui.page.values import Trained
from ui.text.numbers import brief

_BEGIN = ("Press **Play**: with every pass over the penguins the border moves a little, so that the loss falls.",)

PENGUINS: Words = MappingProxyType({
    "start": Plain("Nothing is learned yet: the colours are those of the first weights and biases.", _BEGIN),
    "start at zero": Plain("Nothing is learned yet: every bill is as likely of one species as of another.", _BEGIN),
    "coming": Plain(
        "After {passes} the model tells {right} of {rows} penguins right, and is still learning.",
        ("Its loss has come down from {first} to {loss}, and the lowest possible is {lowest}.",),
    ),
    "coming, unknown": Plain(
        "After {passes} the model tells {right} of {rows} penguins right.",
        ("Its loss has come down from {first} to {loss}.",),
    ),
    "flat": Plain(
        "After {passes} the loss hardly falls any more, but the model is not at its best: it tells {right} of {rows} "
        "penguins right.",
        ("Its loss is {loss}, and the lowest possible is {lowest}.", NO_PROOF),
    ),
    "nearly": Plain(
        "After {passes} the model is nearly as good as it can be, and tells {right} of {rows} penguins right.",
        ("Its loss is {loss}, and the lowest possible is {lowest}.",),
    ),
    "there": Plain(
        "After {passes} the model is as good as it can be, and tells {right} of {rows} penguins right.",
        ("No other weights and biases have a loss below {loss}.",),
    ),
    "apart": Plain(
        "After {passes} a straight border has every penguin on its side, and the model gets surer for ever.",
        (
            "There is no best model here: larger weights always have a lower loss. It is {loss} now, and falls towards "
            "0 without end.",
            "Turn up **Weight decay λ**: then large weights cost something, and there is a best model.",
        ),
    ),
    "apart, not yet": Plain(
        "After {passes} the model tells {right} of {rows} penguins right, and a straight border could have them all.",
        ("Its loss has come down from {first} to {loss}, and it can fall towards 0 for ever.",),
    ),
    "plateau": Plain(
        "After {passes} the loss hardly falls, although the model is wrong: it lies on a plateau.",
        ("It tells {right} of {rows} penguins right. Choose the cross-entropy: it has no plateaus.",),
    ),
    **strayed("the border", "past the penguins", again="to and fro", subject="the model"),
})  # fmt: skip
"""What there is to say of a model of two features, by where it stands."""
_RAW = (
    "The features are in millimetres as measured, far from 0: a step of a weight throws the whole border. So only "
    "small steps are safe, and they are slow; choose the z-score under **Scaling**."
)
_ANGLES = "Angles are measured where a millimetre is as long both ways."
_LARGEST = 50.0


def plain_on(trained: Trained, epoch: int, *, threshold: float, apart: bool) -> Plain:
    """Return the plain sentence at an epoch.

    Args:
        trained: What the page has trained, of two features.
        epoch: The epoch on show.
        threshold: Of two classes, the probability above which the second is said.
        apart: Whether straight borders can have every row on its side.
    """
    run, answer, dataset = trained.run, trained.exact, trained.dataset
    end = int(run.diverged_at if run.diverged_at is not None else run.epochs[-1])
    filled = {
        "passes": passes(epoch), "end": passes(end), "first": brief(float(run.losses[0])),
        "loss": brief(float(run.losses[epoch])), "before": brief(float(run.losses[max(0, epoch - 1)])),
        "lowest": "" if answer is None else brief(answer.loss), "rows": f"{dataset.n:,}",
        "right": f"{right_at(run, epoch, threshold):,}",
    }  # fmt: skip
    case = case_of(run, epoch, answer, apart=apart)
    case = "nearly" if case == "there" and filled["loss"] != filled["lowest"] else case
    said = PENGUINS[case].filled(filled)
    if epoch == 0 or case == "diverged":
        return said
    raw = _RAW if run.recipe.scaling == "none" else None
    return said.and_also(*_turning(trained, epoch, answer), _odds(trained, epoch), raw)


def scores_at(run: History, trained: Trained, epoch: int) -> np.ndarray:
    """Return what each class gets for a unit of each feature at an epoch, and its bias, shape `(d + 1, classes)`."""
    return scores(run.parameters[epoch], trained.scaler, run.dataset.t)


def _turning(trained: Trained, epoch: int, answer: Minimum | None) -> list[str | None]:
    """Say by how much each border has turned since the first pass, and how far it is from the best."""
    run, dataset = trained.run, trained.dataset
    first, now = (scores_at(run, trained, at) for at in (1, epoch))
    best = None if answer is None else scores(answer.parameters, trained.scaler, dataset.t)
    if epoch < 2 or not np.isfinite(now).all():
        return [_leaning(dataset, now)]
    several, parts = dataset.t > 1, []
    for one, other in combinations(range(len(dataset.classes)), 2):
        left = "" if best is None else _degrees(turned(now, best, one, other))
        way = _degrees(turned(first, now, one, other))
        if several:
            stands = f" ({left} from the best)" if left else ""
            parts.append(f"{dataset.classes[one]} – {dataset.classes[other]} by {way}{stands}")
        else:
            parts.append(f"by {way}{f', and stands {left} from the best one' if left else ''}")
    borders = "the borders have turned:" if several else "the border has turned"
    return [f"Since the first pass {borders} {'; '.join(parts)}. {_ANGLES}", _leaning(dataset, now)]


def _degrees(value: float) -> str:
    return "less than 1°" if value < 1 else f"{value:.0f}°"


def _leaning(dataset: Dataset, now: np.ndarray) -> str | None:
    """Say how a single border leans."""
    along, across = now[:2, 1] - now[:2, 0]
    if dataset.t > 1 or not np.isfinite(now).all() or abs(along) > 20 * abs(across):
        return None
    slope = -along / across
    deeper = "deeper" if slope > 0 else "less deep"
    return f"Along the border a bill that is 1 mm longer is {brief(abs(slope))} mm {deeper}."


def _odds(trained: Trained, epoch: int) -> str | None:
    """Say what a millimetre more of each feature makes of the odds of the second of two classes."""
    dataset, now = trained.dataset, scores_at(trained.run, trained, epoch)
    # Odds beyond what a floating-point number can say are no numbers to read.
    if dataset.t > 1 or not (np.abs(now[:2]) < _LARGEST).all():
        return None
    length, depth = (brief(float(each)) for each in np.exp(now[:2, 1] - now[:2, 0]))
    return (
        f"One more millimetre of bill length multiplies the odds of {dataset.classes[1]} by {length}, one more "
        f"millimetre of depth by {depth}."
    )
