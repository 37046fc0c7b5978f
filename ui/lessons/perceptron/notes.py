"""What to notice in a neuron's run, said in the numbers of that run."""

from __future__ import annotations

from math import floor

import numpy as np

from core.data import Dataset, plural, quantity
from core.exact import BORDER, Minimum, Stability
from core.model import ACTIVATIONS, Recipe
from core.neuron import Basins, leads_back, polygon_area
from core.training import History
from ui.text.numbers import rate_written, written

_NAMES = {"relu": "ReLU", "leaky_relu": "a leaky ReLU", "sigmoid": "a sigmoid", "tanh": "tanh"}
_END = {"identity": "diverge", "relu": "overshoot, until the neuron dies"}
_THERE = 1e-6
"""A run has arrived when its loss is within this part of the floor."""


def place_note(run: History, epoch: int, answer: Minimum) -> str:
    """Say where the run stands at an epoch, beside the exact answer."""
    (w, b), loss, exact = run.parameters[epoch], run.losses[epoch], answer.parameters
    name = "least squares" if ACTIVATIONS[run.recipe.activation].homogeneous else "the best this neuron can do"
    name = "the best this neuron can do with the penalty" if run.recipe.penalised else name
    return (
        f"**After {quantity(epoch, 'iteration')}:** w {written(w)}, b {written(b)}, loss {written(loss, 8)}. The exact "
        f"answer, {name}, is w {written(exact[0])}, b {written(exact[1])}, loss {written(answer.loss, 8)}."
    )


def died_at(run: History) -> int | None:
    """Return the first epoch from which on every row's slope is exactly 0 for good, or None for a neuron that lives.

    With ReLU that is where no `w x` is above 0: the errors have no say in the weight any more. A penalty that leads
    the weight back over 0 lets no neuron die, unless its weight is 0 exactly.
    """
    if run.recipe.activation != "relu":
        return None
    dead = _clamped(run)
    if leads_back(run.recipe):
        dead &= run.parameters[:, 0] == 0
    return int(dead.argmax()) if dead.any() else None


def _clamped(run: History) -> np.ndarray:
    """Return at which epochs a ReLU neuron says the same for every row, since no `w x` is above 0, shape `(k + 1,)`."""
    w, x = run.parameters[:, :1], run.dataset.features[:, 0]
    return np.asarray(((w * np.array([x.min(), x.max()])) <= 0).all(axis=1))


def comes_back(run: History, epoch: int) -> bool:
    """Return whether a ReLU neuron says the same for every row at an epoch, and a penalty leads it back."""
    return run.recipe.activation == "relu" and leads_back(run.recipe) and bool(_clamped(run)[epoch])


def life_note(run: History) -> str | None:
    """Say how a ReLU neuron died, or that it lives."""
    died = died_at(run)
    if run.recipe.activation != "relu" or run.diverged_at is not None:
        return None
    if died is None and _clamped(run).any():
        first = int(_clamped(run).argmax())
        return (
            f"**The penalty leads this neuron back.** After {quantity(first, 'iteration')} w was "
            f"{written(run.parameters[first, 0])}, every w x was clamped to 0, and the errors did not move w any more. "
            f"The penalty still does: it takes w over 0. At the end w is {written(run.parameters[-1, 0])}."
        )
    if died is None:
        return "**This neuron lives:** w stays above 0, so `max(0, w x)` is `w x`, and ReLU does nothing at all."
    w, b, loss = run.parameters[died, 0], run.parameters[-1, 1], run.losses[-1]
    if died == 0 and w == 0:
        how = "It began at w = 0 exactly, where `relu` has slope 0 (`clamp(min=0)` has slope 1 there)."
    elif died == 0:
        how = f"It began with w = {written(w)}, below 0."
    else:
        steps = "one step" if died == 1 else quantity(died, "step")
        how = f"From ({_pair(run.parameters[0])}) {steps} made w = {written(w, 7)}."
    trained = quantity(int(run.epochs[-1]), "iteration")
    if run.recipe.penalised:
        return (
            f"**This neuron is dead.** {how} Every w x is clamped to 0, so the errors do not move w any more, and the "
            "penalty does not lead it back over 0. "
            f"Only the bias still learns: after {trained} b is {written(b, 5)} and the loss {written(loss, 7)}."
        )
    return (
        f"**This neuron is dead.** {how} Every w x is clamped to 0, so the gradient of w is exactly 0 and w never "
        f"moves again. Only the bias still learns: after {trained} b is {written(b, 5)} (the mean "
        f"of y is {written(float(run.dataset.targets.mean()), 5)}) and the loss {written(loss, 7)}."
    )


def _pair(parameters: np.ndarray) -> str:
    return f"{parameters[0]:g}, {parameters[1]:g}"


def map_note(found: Basins | None, dead_relu: np.ndarray, answer: Minimum) -> str | None:
    """Say what the map shows: how many starts learn, die, diverge, and how large the dead triangle is."""
    if found is None:
        return "**Which starts learn** is being computed: 10,201 starts train at once."
    dead, diverged = int(found.dead.sum()), int(found.diverged.sum())
    learnt = int((found.losses <= answer.loss * (1 + _THERE)).sum())
    count = found.dead.size
    ends = [f"{learnt:,} reach the exact answer"]
    ends += [f"{dead:,} die"] if dead else []
    ends += [f"{diverged:,} diverge"] if diverged else []
    waiting = count - learnt - dead - diverged
    ends += [f"{waiting:,} end elsewhere or are still on their way"] if waiting else []
    said = f"**Which starts learn:** of {count:,} starts, {', '.join(ends)}."
    if len(dead_relu):
        said += f" {_corner(dead_relu)}{_late(found, dead_relu)}"
    if found.dead[:, 0].any():
        said += (
            " At w\u00a0=\u00a00 exactly, on the left edge, `relu` has slope 0: these never begin to learn (with "
            "`clamp(min=0)`, slope 1 there, they would)."
        )
    return said


def _corner(dead_relu: np.ndarray) -> str:
    """Say where the first step makes the weight negative, and how large that part of the square is."""
    percent = 100 * polygon_area(dead_relu)
    if len(dead_relu) != 3:
        return f"The first step makes w negative in the outlined part, {written(percent, 4)}% of it."
    corners = ", ".join(f"({w:.7g}, {b:.7g})" for w, b in dead_relu[np.argsort(-dead_relu.sum(axis=1))])
    return f"The first step makes w negative in the triangle {corners}: {percent:.5f}% of the square."


def _late(found: Basins, dead_relu: np.ndarray) -> str:
    """Say how many die in a later step, judged by the share of the dead among all starts with w above 0."""
    late = found.dead[:, 1:].mean() - polygon_area(dead_relu)
    return f" Others die later: {100 * found.dead[:, 1:].mean():.1f}% in all." if late > 0.02 else ""


def rate_note(dataset: Dataset, recipe: Recipe, limits: Stability) -> str:
    """Say what the learning rate means for a sum and for a mean, and how many points a fixed one can bear."""
    if recipe.penalised:
        return _beside_penalty(recipe, dataset.n)
    rate, critical, n = recipe.learning_rate, limits.critical_rate, dataset.n
    whose = "" if ACTIVATIONS[recipe.activation].homogeneous else " (of a neuron without activation)"
    part = f"{written(100 * rate / critical, 2)}% of the critical rate {written(critical)}{whose}"
    if recipe.loss == "mse":
        return (
            f"**The loss is a mean over {n} points:** a rate of {rate_written(rate)} is {part}, however often the "
            f"points are repeated. For the sum it would be {rate_written(rate / n)}."
        )
    said = (
        f"**The loss is a sum over {n} points:** a rate of {rate_written(rate)} is what {rate_written(rate * n)} "
        f"would be for a mean, {part}. "
    )
    always = "Every extra point lengthens each step; with a mean it makes no difference."
    if recipe.scheduled:
        return said + always
    # So many points make the rate the critical one, and one more is too many.
    borne, end = floor(n * critical / rate * (1 + BORDER)), _END.get(recipe.activation, "overshoot")
    bears = (
        f"About {borne + 1:,} such {plural(borne + 1, 'point')} would make it {end}."
        if borne >= n
        else f"It is too large for {n} points: it would converge for at most {borne:,} such {plural(borne, 'point')}."
    )
    return f"{said}{bears} {always}"


def _beside_penalty(recipe: Recipe, points: int) -> str:
    """Say what a sum and a mean are beside a penalty, which is added once."""
    said = "**The penalty is added once, however many the points:**"
    if recipe.loss == "sse":
        return f"{said} the sum over {points} points grows with every extra point, so that the penalty weighs less."
    return f"{said} beside the mean over {points} points it weighs {points} times as much as beside their sum."


def same_step(recipe: Recipe, points: int) -> float:
    """Return the rate whose steps are as long as at a first visit: 0.001 for a sum over 25 points, 0.025 for a mean."""
    return float(f"{25 * 0.001 / (points if recipe.loss == 'sse' else 1):.6g}")


def overshoot_note(run: History, limits: Stability) -> str | None:
    """Say what a fixed rate above the critical one does to a neuron that lives."""
    recipe = run.recipe
    too_large = not recipe.scheduled and limits.verdict(recipe.learning_rate) == "diverges"
    if not too_large or recipe.activation not in ("relu", "leaky_relu"):
        return None
    if recipe.activation == "leaky_relu":
        end = "A leaky ReLU has a slope below 0 too, so the neuron is thrown back and forth and does not come to rest."
    else:
        end = "With ReLU that ends as soon as w is thrown below 0: instead of diverging, the neuron dies."
    return f"**Above the critical rate each step leaps further past the answer than the one before.** {end}"


def floor_note(dataset: Dataset, recipe: Recipe, answer: Minimum, best_curve: float) -> str:
    """Say why no curve can go lower, and how much of the floor that is."""
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    repeated = sum(len(set(y[x == value])) > 1 for value in np.unique(x))
    number = "Seven" if repeated == 7 else f"{repeated}"
    with_it = ", its penalty with it" if recipe.penalised else ""
    best = "straight line" if recipe.activation == "identity" else f"neuron with {_NAMES[recipe.activation]}"
    return (
        f"**That the loss cannot reach 0 is not the neuron's fault alone:** {number} x values repeat with different y. "
        f"No curve at all can go below {written(best_curve, 5)}; the best {best} reaches "
        f"{written(answer.loss, 6)}{with_it}."
    )
