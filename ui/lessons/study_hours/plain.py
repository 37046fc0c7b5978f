"""What Study Hours says in plain words about the line on the screen."""

from __future__ import annotations

from types import MappingProxyType

from ui.page.plain import FALLEN, NO_PROOF, Plain, Words
from ui.page.plain_line import LINE, line_sentence
from ui.page.values import Trained

STUDY_HOURS: Words = MappingProxyType(
    {
        **LINE,
        "start": Plain(
            "Nothing is learned yet: the line does not know what the students' scores are.",
            ("Press **Play**: with every pass over the students the line moves a little, so that its loss falls.",),
        ),
        "start at zero": Plain(
            "Nothing is learned yet: the line says 0 points for everyone, however long they studied.",
            ("Press **Play**: with every pass over the students the line moves a little, so that its loss falls.",),
        ),
        "lagging": Plain(
            "After {passes} the line runs well among the scores, but it has not arrived: without any study it still "
            "says {intercept} points, and the best line says {best_intercept}.",
            (NO_PROOF, FALLEN),
        ),
    }
)
"""What there is to say, by where the run stands."""

BY_HAND = Plain(
    "Your turn: drag the line by its two ends to where you think it fits the eight scores best.",
    (
        "Make *Your loss* as small as you can. The best fit is hidden until you switch on **Show best fit**.",
        "Then press **Train from here**, and training goes on from your line.",
    ),
)
"""While the user looks for the best line."""


def plain_of(trained: Trained, epoch: int) -> Plain:
    """Return the plain sentence at an epoch.

    Args:
        trained: What the page has trained.
        epoch: The epoch on show.
    """
    words = dict(STUDY_HOURS)
    if not trained.run.parameters[0].any() and trained.recipe.scaling in ("none", "max"):
        words["start"] = words["start at zero"]
    return line_sentence(trained, epoch, words)
