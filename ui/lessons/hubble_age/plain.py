"""What Hubble Age says in plain words about the age of the universe, in each of its three views."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from core.analysis import standing
from core.exact import Bootstrap
from core.training import Family
from ui.lessons.hubble_age.hubble_view import HubbleView
from ui.page.plain import FALLEN, GROWN, NO_PROOF, TINY_STEPS, Plain, Words, passes, places, worded
from ui.page.plain_line import LINE
from ui.page.values import Trained
from ui.text.numbers import brief

_AGE = "A steeper line means a universe that grows faster, and so is younger."

TRAINING: Words = MappingProxyType(
    {
        **LINE,
        "start": Plain(
            "Nothing is learned yet: the line stands where training begins, and says nothing of the universe.",
            ("Press **Play** and watch the age settle.",),
        ),
        "no age": Plain(
            "After {passes} the line does not rise, so it gives the universe no age at all.",
            ("An age needs galaxies that move away faster the further off they are.", GROWN),
        ),
        "no best age": Plain(
            "After {passes} the line rises, but the best fit does not: it gives the universe no age at all.",
            ("An age needs galaxies that move away faster the further off they are.", GROWN),
        ),
        "hardly moved": Plain(
            "After {passes} the line has hardly moved from where it began, so its age means nothing: {age} billion "
            "years.",
            ("The steps are very short. A larger learning rate makes longer ones.", GROWN),
        ),
        "coming": Plain(
            "After {passes} the line says that the universe is {age} billion years old; it is still learning, and "
            "the best line says {best}.",
            (_AGE, FALLEN),
        ),
        "coming, slow": Plain(
            "After {passes} the line says that the universe is {age} billion years old; it is still learning, in tiny "
            "steps, and the best line says {best}.",
            (TINY_STEPS, FALLEN),
        ),
        "flat": Plain(
            "After {passes} the loss hardly falls any more, but the line says {age} billion years, and the best line "
            "says {best}: training has not finished.",
            (NO_PROOF, FALLEN),
        ),
        "overshooting": Plain(
            "After {passes} each step jumps past the best line to its other side: it says {age} billion years now, "
            "where the best line says {best}.",
            (GROWN,),
        ),
        "swung past": Plain(
            "After {passes} the line has swung past the best one and is being pulled back: it says {age} billion years "
            "now, and the best line says {best}.",
            ("This optimizer remembers earlier steps, so it runs on for a while before it turns.", GROWN),
        ),
        "circling": Plain(
            "After {passes} the line jumps to and fro, and comes nearer only slowly, if at all: it says {age} billion "
            "years now, and the best line says {best}.",
            (GROWN,),
        ),
        "nearly": Plain(
            "After {passes} the line is nearly right: it says that the universe is {age} billion years old, and the "
            "best line says {best}.",
            (_AGE, FALLEN),
        ),
        "nearly, slow": Plain(
            "After {passes} the line is nearly right: it says that the universe is {age} billion years old, and the "
            "best line says {best}.",
            (TINY_STEPS, FALLEN),
        ),
        "lagging": Plain(
            "After {passes} the line runs well among the galaxies, but training has not finished: it says {age} "
            "billion years, and the best line says {best}.",
            (NO_PROOF, FALLEN),
        ),
        "trembling": Plain(
            "After {passes} the line trembles around the best one, because each step looks at only {batch} of the "
            "{rows} galaxies: it says {age} billion years now, and the best line says {best}.",
            (GROWN,),
        ),
        "there": Plain(
            "After {passes} the line is right: the universe is {age} billion years old, as far as these {rows} "
            "galaxies can tell.",
            ("How far that is shows *Uncertainty*.", FALLEN),
        ),
    }
)
"""What there is to say of one training, by where it stands."""

STARTS: Words = MappingProxyType({
    "start": Plain("Nothing is learned yet: each of the {count} dots is a line of its own, drawn at random.",
                   ("Press **Play** and watch whether they come to one answer.",)),
    "no age": Plain("After {passes} some of the {count} lines do not even rise, and give the universe no age.",
                    ("Where a run starts still decides what it answers.",)),
    "apart": Plain(
        "After {passes} it still depends on the start alone whether the universe is {young} or {old} billion years "
        "old: training has not finished.",
        ("The {count} dots fall into the valley at once, then creep along its bottom, where the loss hardly differs.",),
    ),
    "agree": Plain(
        "After {passes} all {count} starts agree: the universe is {best} billion years old, wherever a line began.",
    ),
    "nearly": Plain("After {passes} all {count} starts nearly agree: they say {young} to {old} billion years."),
    "diverged": Plain("No start arrives at this learning rate: each step leads further away, wherever a line began."),
})  # fmt: skip
"""What there is to say of many starting points."""
_AGREED = 0.01

SURE: Words = MappingProxyType(
    {
        "between": Plain(
            "These {rows} galaxies cannot tell the age better than this: 95 of 100 redrawn samples put it between "
            "{young} and {old} billion years.",
            ("So two answers that differ by less than that agree.",),
        ),
        "open": Plain(
            "These {rows} galaxies cannot tell the age: in some redrawn samples the line does not even rise."
        ),
    }
)
"""What there is to say of how sure the age is."""


def training(trained: Trained, hubble: HubbleView, epoch: int) -> Plain:
    """Return the plain sentence about one training at an epoch."""
    run = trained.run
    slope, best = float(run.in_data_units()[epoch, 0]), hubble.exact_slope
    case = worded(standing(run, epoch, trained.scaler, trained.answer, trained.theory).case, run)
    filled = places(run, epoch, trained.answer)
    if slope > 0 and best > 0:
        filled |= {"age": brief(hubble.universe.age(slope)), "best": brief(hubble.universe.age(best))}
        case = "nearly" if case == "there" and filled["age"] != filled["best"] else case
    elif "{age}" in TRAINING[case].sentence:
        case = "no best age" if slope > 0 else "no age"
    return TRAINING[case].filled(filled)


def starts(hubble: HubbleView, family: Family, epoch: int) -> Plain:
    """Return the plain sentence about many starting points at an epoch."""
    row = min(epoch, len(family.epochs) - 1)
    filled = {"passes": passes(row), "count": f"{len(family)}"}
    if hubble.run.diverged_at is not None:
        return STARTS["diverged"]
    slopes = hubble.scaler.parameters_to_data_units(family.parameters[:, row])[:, 0]
    if row == 0:
        return STARTS["start"].filled(filled)
    low, high = (float(end) for end in (np.min(slopes), np.max(slopes)))
    age, exact = hubble.universe.age, hubble.exact_slope
    if not (low > 0 and exact > 0):
        return STARTS["no age"].filled(filled)
    filled |= {"young": brief(age(high)), "old": brief(age(low)), "best": brief(age(exact))}
    near = max(abs(high - exact), abs(low - exact)) <= _AGREED * abs(exact)
    same = filled["young"] == filled["old"] == filled["best"]
    return STARTS["agree" if same else "nearly" if near else "apart"].filled(filled)


def sure(hubble: HubbleView, resampled: Bootstrap) -> Plain:
    """Return the plain sentence about how sure the age is."""
    low, high = resampled.slope_interval()
    filled = {"rows": f"{hubble.dataset.n:,}"}
    if not low > 0:
        return SURE["open"].filled(filled)
    return SURE["between"].filled(
        filled | {"young": brief(hubble.universe.age(high)), "old": brief(hubble.universe.age(low))}
    )
