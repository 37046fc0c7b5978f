"""What the Loss Explorer says in plain words about the user's own line; nothing is trained here."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from core.data import Dataset
from core.exact import MEASURES, best_line
from ui.lessons.loss_explorer.notes import errors_of, has_best
from ui.lessons.loss_explorer.pictures import Choice
from ui.lessons.loss_explorer.tracks import point_names
from ui.page.plain import Plain, Words
from ui.text.numbers import brief, percent

_NEAR = 1.1
_SAME = 1e-6
_WEIGHTY = 0.05

_WORST = "The largest miss is {worst}, at {name}; on average your line misses by {mean}."
OWN_LINE: Words = MappingProxyType(
    {
        "perfect": Plain("Your line goes through every point: it misses nothing, and no line can do better."),
        "no best": Plain(
            "All points stand at the same x, so that no slope is better than another: there is no best line.",
            (_WORST,),
        ),
        "best": Plain(
            "Your line is the best there is: no line has a smaller loss than {loss}.",
            (_WORST,),
        ),
        "nearly": Plain(
            "Your line is nearly the best: its loss is {loss}, and the best line has {best}.",
            (_WORST, "Drag the ends of the line, and watch the loss."),
        ),
        "far": Plain(
            "Your line can do better: its loss is {loss}, and the best line has {best}.",
            (_WORST, "Drag the ends of the line, and watch the loss."),
        ),
    }
)
"""What there is to say of a line, by how its loss stands to the lowest."""
_SPEAKS_LOUD = "Squared, this one miss makes up {squared} of all; by its size alone it would be {absolute}."


def plain_on(dataset: Dataset, choice: Choice) -> Plain:
    """Return the plain sentence about the user's own line."""
    measure, errors = MEASURES[choice.loss], errors_of(dataset, choice.line)
    if not errors.any():
        return OWN_LINE["perfect"]
    loss, sizes = float(measure.function(errors, choice.delta)), np.abs(errors)
    worst, unit = int(sizes.argmax()), dataset.target_units[0]
    best = best_line(dataset, choice.loss, delta=choice.delta).loss if has_best(dataset) else None
    said = OWN_LINE[_case(loss, best)].filled({
        "loss": brief(loss), "best": brief(best or 0.0), "worst": brief(float(sizes[worst]), unit),
        "mean": brief(float(sizes.mean()), unit), "name": point_names(dataset)[worst],
    })  # fmt: skip
    squared, absolute = (float(part[worst] / part.sum()) for part in (errors**2, sizes))
    loud = squared > absolute + _WEIGHTY
    return said.and_also(_SPEAKS_LOUD.format(squared=percent(squared), absolute=percent(absolute)) if loud else None)


def _case(loss: float, best: float | None) -> str:
    if best is None:
        return "no best"
    if loss <= best * (1 + _SAME) + 1e-12:
        return "best"
    return (
        "nearly"
        if loss <= _NEAR * best and brief(loss) != brief(best)
        else "best"
        if brief(loss) == brief(best)
        else "far"
    )
