"""What to notice in a run on penguins: the table of who is taken for whom, the odds, and where there is no optimum."""

from __future__ import annotations

import numpy as np

from core.analysis import confusion, outputs_at, probabilities_of
from core.data import quantity
from core.exact import Minimum
from core.training import History
from ui.lessons.classifier.field_plain import scores_at
from ui.page.values import Trained
from ui.text.numbers import rate_written, written

_LARGEST = 700.0


def confusion_note(run: History, epoch: int, threshold: float) -> str:
    """Say how many penguins are taken for which species, as a table with what it means."""
    dataset, classes = run.dataset, run.dataset.classes
    chances = probabilities_of(outputs_at(dataset, run.recipe, run.parameters[epoch]))
    table = confusion(chances, dataset.targets, threshold)
    right = f"That is right about {int(np.trace(table)):,} of {quantity(dataset.n, 'penguin')}."
    if dataset.t == 1:
        says = (
            f"**Threshold {threshold:g}:** {classes[1]} is said where its probability is above {threshold:g}. {right} "
            f"A lower threshold finds more {classes[1]} penguins, and takes more of the {classes[0]} ones for them."
        )
    else:
        says = f"**Who is taken for whom:** the most probable species is said. {right}"
    heads = ["", *(f"predicted: {name}" for name in classes)]
    rows = [[f"**{name}**", *map(str, row)] for name, row in zip(classes, table.tolist(), strict=True)]
    return f"{says}\n\n{_table(heads, rows)}"


def odds_note(trained: Trained, epoch: int) -> str | None:
    """Say by what a millimetre more of each feature multiplies the odds of each species against the first."""
    dataset, now = trained.dataset, scores_at(trained.run, trained, epoch)
    if not np.isfinite(now).all():
        return None
    odds = np.exp(np.clip(now[:2, 1:] - now[:2, :1], -_LARGEST, _LARGEST))
    heads = [f"odds against {dataset.classes[0]}", *(f"× for 1 mm more of {n.lower()}" for n in dataset.feature_names)]
    rows = [
        [f"**{name}**", *(written(float(each), 4) for each in odds[:, k])] for k, name in enumerate(dataset.classes[1:])
    ]
    whose = "the odds of one species against another" if dataset.t > 1 else f"the odds of {dataset.classes[1]}"
    return (
        f"**Odds:** a millimetre more multiplies {whose} by the same number, wherever the bill is: by e to the power "
        f"of the weight.\n\n{_table(heads, rows)}"
    )


def place_note(run: History, epoch: int, answer: Minimum | None) -> str:
    """Say how low the run is at an epoch, beside the optimum that Newton's method finds."""
    said = f"**After {quantity(epoch, 'epoch')}:** loss {written(float(run.losses[epoch]), 8)}."
    if answer is None:
        return said
    return (
        f"{said} The lowest loss, which Newton's method finds in a few steps, is {written(answer.loss, 8)}. There is "
        "no formula for it, as there is for a line."
    )


def separable_note(trained: Trained, epoch: int, *, apart: bool) -> str | None:
    """Say that species which a line tells apart have no best border, and what weight decay does about it.

    Args:
        trained: What the page has trained.
        epoch: The epoch on show.
        apart: Whether straight borders can have every row on its side.
    """
    if not apart:
        return None
    length = written(_length(trained.run.parameters[epoch], trained), 4)
    both = " and ".join(trained.dataset.classes)
    if decay := trained.recipe.weight_decay:
        return (
            f"**Weight decay gives an answer:** a straight line tells {both} apart without a mistake, so without a "
            f"penalty the weights would grow for ever. With λ = {rate_written(decay)} they cost something; they are "
            f"{length} long now."
        )
    return (
        f"**There is no optimum:** a straight line tells {both} apart without a mistake. With weights twice as large "
        "the same line is surer of every penguin, so the loss falls towards 0 for ever. The weights are "
        f"{length} long now, and grow. Turn up **Weight decay λ**, and there is an optimum again."
    )


def decay_note(trained: Trained, free: Minimum | None) -> str | None:
    """Say what weight decay makes of the best weights.

    Args:
        trained: What the page has trained.
        free: The optimum without a penalty; None where there is none.
    """
    answer, decay = trained.exact, trained.recipe.weight_decay
    if not decay or answer is None or free is None:
        return None
    with_decay, without = (written(_length(each.parameters, trained), 4) for each in (answer, free))
    return (
        f"**Weight decay {rate_written(decay)}** adds λ/2 times the sum of all squared weights to the loss, so the "
        f"best weights are smaller: {with_decay} long instead of {without}. The model is less sure near its borders. "
        "Biases cost nothing."
    )


def _length(parameters: np.ndarray, trained: Trained) -> float:
    """Return how long all weights are together, in training units."""
    return float(np.linalg.norm(parameters[: trained.dataset.d * trained.dataset.t]))


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, [":--", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
