"""What the Gradient Descent Animator says in plain words about the landscape, the race, and the two scalings."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from core.analysis import NEAR, THERE, arrival, misses
from core.exact import Minimum
from core.training import History
from ui.lessons.gradient_descent_animator.race import Entrant
from ui.lessons.gradient_descent_animator.raw_vs_scaled import ScaledRun
from ui.page.plain import NO_PROOF, TINY_STEPS, Plain, Words, passes
from ui.page.plain_line import LINE, line_sentence, one_more
from ui.page.values import Trained
from ui.text.numbers import brief
from ui.text.words import listed

_SO_FAR = "So far {more} is worth {slope}, and the best line says {best}."
_NOW = "Now {more} is worth {slope}, and the best line says {best}."

ONE_RUN: Words = MappingProxyType({
    **LINE,
    "start": Plain(
        "Nothing has moved yet: the run stands at its start on the landscape, with a loss of {loss}.",
        ("Every point of the landscape is one line; the lower it lies, the better that line fits.",
         "Press **Play**: each step goes downhill, and it is longer where the ground is steeper."),
    ),
    "start there": Plain(
        "The run begins at the lowest point of the landscape: there is nowhere to go but to stay.",
    ),
    "hardly moved": Plain(
        "After {passes} the run is still near its start: the steps are very short.",
        ("The loss began at {first} and is {loss} now.", "A larger learning rate makes longer steps."),
    ),
    "coming": Plain(
        "After {passes} the run has come {done} of the way down, from a loss of {first} to {loss}; the lowest possible "
        "is {lowest}.",
        (_SO_FAR,),
    ),
    "coming, slow": Plain(
        "After {passes} the run creeps along the bottom of the valley: it has come {done} of the way down, and the "
        "rest is slow, because it is almost flat there.",
        (_SO_FAR,),
    ),
    "too low": Plain(
        "After {passes} the run has come {done} of the way down, from a loss of {first} to {loss}; the lowest possible "
        "is {lowest}.",
        ("The line rises about as steeply as it should, but it still lies {shift} too low.",),
    ),
    "too high": Plain(
        "After {passes} the run has come {done} of the way down, from a loss of {first} to {loss}; the lowest possible "
        "is {lowest}.",
        ("The line rises about as steeply as it should, but it still lies {shift} too high.",),
    ),
    "overshooting": Plain(
        "After {passes} every step is so long that it lands on the other side of the valley: the run jumps from side "
        "to side, at a loss of {loss} now.",
        (_NOW, "It converges only if each jump is shorter than the one before."),
    ),
    "swung past": Plain(
        "After {passes} the run has swung past the lowest point and is being pulled back, at a loss of {loss} now.",
        ("This optimizer remembers earlier steps, so it runs on for a while before it turns.", _NOW),
    ),
    "swings": Plain(
        "After {passes} the run still jumps from one side of the valley to the other, and at this learning rate it "
        "will do so for ever.",
        ("Each jump is as long as the one before. A rate a little smaller converges; one a little larger diverges.",),
    ),
    "circling": Plain(
        "After {passes} the run jumps to and fro at a loss of {loss}, and comes nearer to {lowest}, the lowest "
        "possible, only slowly, if at all.",
        (_NOW, "Shorter steps, by a smaller learning rate, would come closer in the end."),
    ),
    "flat": Plain(
        "After {passes} the loss hardly falls any more, but the run is not at the lowest point yet.",
        (NO_PROOF, _SO_FAR),
    ),
    "nearly": Plain(
        "After {passes} the run is nearly at the lowest point: {more} is worth {slope}, and the best line says {best}.",
        ("The loss fell from {first} to {loss}; the lowest possible is {lowest}.",),
    ),
    "nearly, slow": Plain(
        "After {passes} the run is nearly at the lowest point: {more} is worth {slope}, and the best line says {best}.",
        (TINY_STEPS, "The loss fell from {first} to {loss}; the lowest possible is {lowest}."),
    ),
    "there": Plain(
        "After {passes} the run has reached the lowest point: a loss of {loss}, and no line has less.",
        ("There {more} is worth {slope}, just as the best line says.",),
    ),
    "trembling": Plain(
        "After {passes} the run trembles around the lowest point, because each step looks at only {batch} of the "
        "{rows} rows and goes downhill for these alone.",
        (_NOW, "A smaller learning rate, or more rows a step, would calm it."),
    ),
    "lagging": Plain(
        "After {passes} the loss is almost as low as it can be, but the run still has a way to go along the bottom of "
        "the valley, which is almost flat.",
        ("At 0 the line still says {intercept}, and the best line says {best_intercept}.",),
    ),
    "higher": Plain(
        "After {passes} the run stands higher than where it began: the steps are so long that they lead past the "
        "valley.",
        ("The loss began at {first} and is {loss} now.",),
    ),
    "diverging": Plain(
        "After {passes} the run stands higher than where it began: each step crosses the valley and lands higher up on "
        "the other side.",
        ("The loss began at {first} and is {loss} now.",),
    ),
})  # fmt: skip
"""What there is to say of one run, by where it stands."""

RACE: Words = MappingProxyType({
    "alone": Plain("Only one run is in the race: choose an optimizer for another one below."),
    "start": Plain("Nothing has moved yet: {count} runs stand at the same place, and start together.",
                   ("Press **Play** and see which of them reaches the lowest point first.",)),
    "lost": Plain("After {passes} every run of this race has flown apart: the steps are too long for this landscape."),
    "leading": Plain(
        "After {passes} {leader} is furthest down: its loss is {loss}, and the lowest possible is {lowest}.",
        ("Nobody has arrived yet.",),
    ),
    "won": Plain("After {passes} {leader} has won the race: it reached the lowest point first, after {at}."),
    "tie": Plain("After {passes} the race has several winners: {leader} reached the lowest point after {at}."),
})  # fmt: skip
"""What there is to say of a race."""
_ARRIVED, _LOST = "Arrived so far: {names}.", "Flown apart so far: {names}."

RAW_VS_SCALED: Words = MappingProxyType(
    {
        "start": Plain(
            "Nothing has moved yet: both runs begin with the same line, one on the raw data, one on the scaled data.",
        ),
        "both diverged": Plain("Both runs have flown apart: their steps are too long, scaled or not."),
        "raw diverged": Plain("The run on the raw data has flown apart, and the one on the scaled data has not."),
        "scaled diverged": Plain("The run on the scaled data has flown apart, and the one on the raw data has not."),
        "both there": Plain("After {passes} both runs are right: {more} is worth {slope} for either of them."),
        "both near": Plain(
            "After {passes} both runs are nearly right: {more} is worth {slope} on the raw data and {scaled} on the "
            "scaled data, and the best line says {best}.",
        ),
        "scaled first": Plain(
            "After {passes} the run on the scaled data is nearly right or better, and the one on the raw data is not: "
            "{more} is worth {slope} there, where the best line says {best}.",
        ),
        "raw first": Plain(
            "After {passes} the run on the raw data is nearly right or better, and the one on the scaled data is not: "
            "{more} is worth {scaled} there, where the best line says {best}.",
        ),
        "neither": Plain(
            "After {passes} neither run is right yet: {more} is worth {slope} on the raw data and {scaled} on the "
            "scaled data, and the best line says {best}.",
        ),
    }
)
"""What there is to say of the same run on raw and on scaled data."""
_LONG_VALLEY = (
    "On the raw data the valley is {times} times longer than wide, and the run creeps along its bottom; scaled, it is "
    "round, and every step leads to the middle."
)
_LONG = 2


def one_run(trained: Trained, epoch: int) -> Plain:
    """Return the plain sentence about one run at an epoch."""
    return line_sentence(trained, epoch, ONE_RUN)


def race(entrants: list[Entrant], epoch: int, answer: Minimum) -> Plain:
    """Return the plain sentence about a race at an epoch.

    Args:
        entrants: Who runs.
        epoch: The epoch on show.
        answer: The optimum of their loss.
    """
    if len(entrants) < 2:
        return RACE["alone"]
    if epoch == 0:
        return RACE["start"].filled({"count": f"{len(entrants)}"})
    lost = [each.name for each in entrants if _has_left(each.run, epoch)]
    if len(lost) == len(entrants):
        return RACE["lost"].filled({"passes": passes(epoch)})
    times = {each.name: at for each in entrants if (at := arrival(each.run, answer)) is not None and at <= epoch}
    first = min(times.values(), default=0)
    # What is still running is lowest by its loss now, not by what it has come to later.
    leader = min((each for each in entrants if each.name not in lost), key=lambda each: _loss(each.run, epoch))
    winners = [name for name, at in times.items() if at == first] or [leader.name]
    case = "leading" if not times else "won" if len(winners) == 1 else "tie"
    places = {
        "passes": passes(epoch), "leader": listed(winners), "at": passes(first),
        "loss": brief(_loss(leader.run, epoch)), "lowest": brief(answer.loss),
    }  # fmt: skip
    return RACE[case].filled(places).and_also(
        _ARRIVED.format(names=listed(list(times))) if times else None,
        _LOST.format(names=listed(lost)) if lost else None,
    )  # fmt: skip


def _loss(run: History, epoch: int) -> float:
    return float(run.losses[min(epoch, len(run.losses) - 1)])


def _has_left(run: History, epoch: int) -> bool:
    return run.diverged_at is not None and epoch >= len(run.losses) - 1


def raw_vs_scaled(raw: ScaledRun, scored: ScaledRun, epoch: int) -> Plain:
    """Return the plain sentence about a run on raw data and the same on scaled data, at an epoch."""
    (slope, best), (scaled, _) = _slopes(raw, epoch), _slopes(scored, epoch)
    more, unit = one_more(raw.run.dataset)
    places = {
        "passes": passes(epoch), "more": more, "slope": brief(slope, unit), "scaled": brief(scaled, unit),
        "best": brief(best),
    }  # fmt: skip
    said = RAW_VS_SCALED[_case_of_two(raw, scored, epoch, same=places["slope"] == places["scaled"])].filled(places)
    longer = raw.limits.condition_number**0.5
    long = longer > _LONG * scored.limits.condition_number**0.5 and np.isfinite(longer)
    return said.and_also(_LONG_VALLEY.format(times=brief(longer)) if long else None)


def _case_of_two(raw: ScaledRun, scored: ScaledRun, epoch: int, *, same: bool) -> str:
    if epoch == 0:
        return "start"
    left = [_has_left(each.run, epoch) for each in (raw, scored)]
    if any(left):
        return "both diverged" if all(left) else "raw diverged" if left[0] else "scaled diverged"
    off, scaled_off = (_off(each, epoch) for each in (raw, scored))
    if max(off, scaled_off) <= THERE and same:
        return "both there"
    if max(off, scaled_off) <= NEAR:
        return "both near"
    return "scaled first" if scaled_off <= NEAR else "raw first" if off <= NEAR else "neither"


def _off(world: ScaledRun, epoch: int) -> float:
    row = min(epoch, len(world.run.epochs) - 1)
    return misses(world.run, world.scaler, world.run.parameters[row], world.answer)


def _slopes(world: ScaledRun, epoch: int) -> tuple[float, float]:
    """Return the slope at an epoch and the best one, in data units."""
    row = min(epoch, len(world.run.epochs) - 1)
    now, best = (
        world.scaler.parameters_to_data_units(each)[0] for each in (world.run.parameters[row], world.answer.parameters)
    )
    return float(now), float(best)
