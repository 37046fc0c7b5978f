"""What there is to say in plain words of a run of a line, in every lesson that trains one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from core.analysis import standing
from core.data import Dataset
from ui.page.plain import FALLEN, GROWN, NO_PROOF, TINY_STEPS, Plain, Words, places, worded
from ui.page.values import Trained
from ui.text.numbers import brief
from ui.text.words import in_text

_ALIKE = 0.1
"""Two lines rise about as steeply when their slopes differ by less than this part."""

LINE: Words = MappingProxyType({
    "start": Plain(
        "Nothing is learned yet: the line stands where training begins.",
        ("Press **Play**, and it moves a little with every pass over the data.",),
    ),
    "start there": Plain(
        "The line begins where it should end: it is the best line already, and there is nothing left to learn.",
    ),
    "hardly moved": Plain(
        "After {passes} the line has hardly moved from where it began: the steps are very short.",
        (GROWN, "A larger learning rate makes longer steps; more passes make more of them."),
    ),
    "coming": Plain(
        "After {passes} the line is on its way: {more} is worth {slope}, and the best line says {best}.",
        (FALLEN,),
    ),
    "coming, slow": Plain(
        "After {passes} the line is on its way, with tiny steps: {more} is worth {slope}, and the best line says "
        "{best}.",
        (TINY_STEPS, FALLEN),
    ),
    "too low": Plain(
        "After {passes} the line rises about as steeply as it should, but it still lies {shift} too low.",
        (FALLEN,),
    ),
    "too high": Plain(
        "After {passes} the line rises about as steeply as it should, but it still lies {shift} too high.",
        (FALLEN,),
    ),
    "overshooting": Plain(
        "After {passes} the line overshoots: each step jumps past the best line to its other side, and {more} is worth "
        "{slope} now, where the best line says {best}.",
        ("On the landscape the path jumps from one side of the valley to the other.", GROWN),
    ),
    "swung past": Plain(
        "After {passes} the line has swung past the best one and is being pulled back: {more} is worth {slope} now, "
        "and the best line says {best}.",
        ("This optimizer remembers earlier steps, so it runs on for a while before it turns.", GROWN),
    ),
    "swings": Plain(
        "After {passes} the line still swings from one side of the best line to the other, and at this learning rate "
        "it will do so for ever.",
        ("Each jump is as long as the one before. A rate a little smaller converges; one a little larger diverges.",),
    ),
    "circling": Plain(
        "After {passes} the line jumps to and fro, and comes nearer only slowly, if at all: {more} is worth {slope} "
        "now, and the best line says {best}.",
        ("The loss hardly falls. Shorter steps, by a smaller learning rate, would come closer in the end.", GROWN),
    ),
    "flat": Plain(
        "After {passes} the loss hardly falls any more, but the line is not right yet: {more} is worth {slope}, and "
        "the best line says {best}.",
        (NO_PROOF, FALLEN),
    ),
    "nearly": Plain(
        "After {passes} the line is nearly right: {more} is worth {slope}, and the best line says {best}.",
        (FALLEN,),
    ),
    "nearly, slow": Plain(
        "After {passes} the line is nearly right: {more} is worth {slope}, and the best line says {best}.",
        (TINY_STEPS, FALLEN),
    ),
    "lagging": Plain(
        "After {passes} the line runs well among the data, but it has not arrived: at 0 it still says {intercept}, "
        "and the best line says {best_intercept}.",
        (NO_PROOF, FALLEN),
    ),
    "trembling": Plain(
        "After {passes} the line trembles around the best one, because each step looks at only {batch} of the {rows} "
        "rows: {more} is worth {slope} now, and the best line says {best}.",
        (GROWN, "A smaller learning rate, or more rows a step, would calm it."),
    ),
    "there": Plain(
        "After {passes} the line is right: {more} is worth {slope}, just as the best line says.",
        (FALLEN,),
    ),
    "higher": Plain(
        "After {passes} the loss is higher than at the start: the steps are so long that the line was thrown past the "
        "best one.",
        (GROWN,),
    ),
    "diverging": Plain(
        "After {passes} the line is further off than at the start: the steps are too long, and the run is flying "
        "apart.",
        (GROWN, "Each jump across the valley lands higher up than the one before."),
    ),
    "will diverge": Plain(
        "After {passes} the loss is still no higher than at the start, but the steps are too long: after {end} this "
        "run has flown apart.",
        (GROWN,),
    ),
    "diverged": Plain(
        "The run has flown apart: the steps are too long, and after {end} the line is further off than ever.",
        (GROWN, "A smaller learning rate makes shorter steps."),
    ),
})  # fmt: skip
"""What there is to say of a run of a line, by where it stands."""

_STUDY, _SKY = ("one more hour of study", "points"), ("one more megaparsec of distance", "km/s")
_MORE: Mapping[str, tuple[str, str]] = MappingProxyType({
    "study_hours": _STUDY, "study_hours_x10": _STUDY, "four_scores": _STUDY,
    "hubble_key_project": _SKY, "hubble_key_project_24": _SKY, "hubble_1929": _SKY,
})  # fmt: skip
"""What the slope of a data set of ours is worth; tenfold hours and scores have the same points an hour."""


def one_more(dataset: Dataset) -> tuple[str, str]:
    """Return what one unit more of the feature is called within a sentence, and in what its worth is measured."""
    if dataset.origin in _MORE:
        return _MORE[dataset.origin]
    feature, target = in_text(dataset.feature_names[0]), in_text(dataset.target_names[0])
    of, unit = dataset.feature_units[0], dataset.target_units[0]
    return f"one more {of} of {feature}" if of else f"one more in {feature}", f"{unit} of {target}" if unit else (
        f"in {target}"
    )  # fmt: skip


def line_places(trained: Trained, epoch: int) -> dict[str, str]:
    """Return what sentences about a line have places for: slope and intercept beside the best ones, in data units."""
    more, unit = one_more(trained.dataset)
    now, best = _lines(trained, epoch)
    return places(trained.run, epoch, trained.answer) | {
        "more": more,
        "slope": brief(_settled(now[0], best[0]), unit),
        "best": brief(float(best[0])),
        "intercept": brief(float(now[1])),
        "best_intercept": brief(float(best[1])),
        "shift": brief(abs(_shift(trained, epoch)), trained.dataset.target_units[0]),
    }


def _lines(trained: Trained, epoch: int) -> tuple[np.ndarray, np.ndarray]:
    """Return slope and intercept in data units at an epoch, and the best ones."""
    scaler = trained.scaler
    return (
        scaler.parameters_to_data_units(trained.run.parameters[epoch]),
        scaler.parameters_to_data_units(trained.answer.parameters),
    )


def _settled(value: float, best: float) -> float:
    """Return a value, or the best one where only rounding is between them."""
    return float(best if np.isclose(value, best, rtol=1e-9, atol=1e-12) else value)


def _shift(trained: Trained, epoch: int) -> float:
    """Return by how much a line lies higher than the best one in the middle of the data."""
    now, best = _lines(trained, epoch)
    slope, intercept = now - best
    return float(slope * trained.dataset.features.mean() + intercept)


def line_case(trained: Trained, epoch: int) -> str:
    """Return the case whose sentence is true of a run of a line at an epoch, in the digits that are shown."""
    run = trained.run
    case: str = standing(run, epoch, trained.scaler, trained.answer, trained.theory).case
    now, best = (float(line[0]) for line in _lines(trained, epoch))
    if case == "there" and brief(_settled(now, best)) != brief(best):
        return "nearly"
    shift, turn = _shift(trained, epoch), abs(now - best) * float(trained.dataset.features.std())
    if case in ("coming", "coming, slow", "flat") and abs(now - best) <= _ALIKE * abs(best) and abs(shift) > turn:
        return "too high" if shift > 0 else "too low"
    return worded(case, run)


def line_sentence(trained: Trained, epoch: int, words: Words = LINE) -> Plain:
    """Return what there is to say of a run of a line at an epoch, in a lesson's words."""
    return words[line_case(trained, epoch)].filled(line_places(trained, epoch))
