"""What a schedule and a penalty on large weights do to the run on show, said in its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from core.data import Dataset, quantity
from core.exact import Minimum, minimum, stability
from core.model import DEVICES, Recipe
from ui.page.knobs.training import PRECISIONS, left_out_note
from ui.page.values import Trained
from ui.session.rates import schedule_written
from ui.text.numbers import brief, percent, rate_written, written
from ui.text.words import in_text, listed


def knob_notes(
    trained: Trained, epoch: int, chosen: Any, free: Callable[[Dataset, Recipe], Minimum] = minimum
) -> list[str | None]:
    """Return what there is to say at an epoch of the schedule and of the penalty on large weights.

    Args:
        trained: What the page has trained.
        epoch: The epoch on show.
        chosen: Values of the page's settings, by their names.
        free: What finds the exact answer without a penalty.
    """
    return [
        schedule_note(trained, epoch) if trained.recipe.scheduled else None,
        penalty_note(trained, epoch, free) if trained.recipe.penalised else None,
        left_out_note(chosen),
    ]


def trained_where(trained: Trained) -> str:
    """Say on what device and in which precision the ruler's runs were trained, and how long that took."""
    run, last = trained.run, int(trained.family.epochs[-1])
    seconds = sum(training.seconds for training in trained.trainings)
    return (
        f"Trained on the {DEVICES[run.device].label} in {PRECISIONS[run.recipe.dtype]} precision: "
        f"{len(trained.family):,} learning rates at once, {quantity(last, trained.page.step)}, in "
        f"{brief(seconds, 's')}."
    )


def schedule_note(trained: Trained, epoch: int) -> str:
    """Say how the rate changes on the way, where it stands, and what theory says of the largest one."""
    recipe, step = trained.recipe, trained.page.step
    rates = recipe.rates_after(np.arange(max(1, recipe.epochs)))
    largest, at = float(rates.max()), int(rates.argmax())
    warm = f" after a warm-up of {quantity(recipe.warm_up, step)}" if recipe.warm_up else ""
    how = "" if recipe.schedule == "constant" else f" ({schedule_written(recipe, step)})"
    said = (
        f"**The learning rate changes on the way{how}{warm}:** the step after {step} {epoch:,} goes at "
        f"{brief(recipe.rate_after(epoch))}, the first one at {brief(float(rates[0]))}, the last one at "
        f"{brief(float(rates[-1]))}."
    )
    longer = recipe.warm_up + (recipe.schedule_length if recipe.schedule != "constant" else 0)
    if longer > recipe.epochs:
        said += f" The schedule takes {quantity(longer, step)}, and the run ends before."
    limits = stability(trained.dataset, replace(recipe, schedule="constant", warm_up=0))
    if not limits.holds:
        return said
    critical = limits.critical_rate
    if largest < critical:
        return (
            f"{said} The largest rate on the way is {brief(largest)}, after {step} {at:,}. A fixed rate would "
            f"diverge from {written(critical, 4)} on; this one stays below it all the way."
        )
    beyond = np.flatnonzero(rates > critical)
    back = f"until {step} {int(beyond[-1]) + 1:,}" if beyond[-1] + 1 < len(rates) else "to the end"
    return (
        f"{said} A fixed rate above {written(critical, 4)} would diverge. Here the rate is larger from {step} "
        f"{int(beyond[0]):,} {back}, up to {brief(largest)}: there every step leads further away."
    )


def penalty_note(trained: Trained, epoch: int, free: Callable[[Dataset, Recipe], Minimum] = minimum) -> str:
    """Say what large weights cost now, and by how much the best weights shrink because of that."""
    recipe, run, dataset = trained.recipe, trained.run, trained.dataset
    penalty = float(run.penalties()[epoch])
    kinds = [f"weight decay {rate_written(recipe.weight_decay)}"] if recipe.weight_decay else []
    kinds += [f"L1 penalty {rate_written(recipe.l1)}"] if recipe.l1 else []
    name = {(True, False): "ridge", (False, True): "lasso"}.get((recipe.weight_decay > 0, recipe.l1 > 0), "elastic net")
    best = f"The best fit is the {name} solution. " if recipe.activation == "identity" else ""
    without = free(dataset, replace(recipe, weight_decay=0.0, l1=0.0)).parameters
    loss = float(run.losses[epoch])
    said = (
        f"**Large weights cost something ({listed(kinds)}):** of the loss {brief(loss)} at {trained.page.step} "
        f"{epoch:,} the errors make {brief(loss - penalty)} and the weights {brief(penalty)}. "
        f"{best}{_shrinking(trained, without)}"
    )
    if not recipe.decays_biases:
        said += " The bias costs nothing: where the data lie as a whole is no sign of a bold model."
    if recipe.decoupled and recipe.weight_decay:
        said += (
            " Decoupled decay, AdamW's, shrinks the weights beside Adam's step, not through the gradient. It makes "
            "no loss smallest: it ends where the decay balances Adam's step, which hardly depends on how steep the "
            "loss is. So do not expect it at this best fit."
        )
    elif recipe.weight_decay and recipe.optimizer not in ("sgd", "momentum", "nesterov"):
        said += " The decay is part of the gradient here, so the optimizer scales it, too."
    if dataset.d > 1 and recipe.scaling == "none":
        said += (
            " The penalty acts on the weights as they are: scale the features, so that none is penalised for its unit."
        )
    return said


def _shrinking(trained: Trained, without: np.ndarray) -> str:
    """Say how much smaller the best weights are than those without the penalty, shape `(P,)`, and which are 0."""
    recipe, dataset = trained.recipe, trained.dataset
    free = without.reshape(-1, dataset.t)[:-1]
    best = trained.answer.parameters.reshape(-1, dataset.t)[:-1]
    if best.size == 1:
        w, once = (
            brief(float(trained.scaler.parameters_to_data_units(each)[0]))
            for each in (trained.answer.parameters, without)
        )
        word = "its slope" if recipe.activation == "identity" else "the best weight"
        if not best.any():
            return f"The penalty is so large that {word} is 0; without the penalty it is {once}."
        less = 1 - float(best[0, 0] / free[0, 0])
        return f"{word.capitalize()} is {w} instead of {once}: {percent(less)} smaller."
    gone = [in_text(dataset.feature_names[i]) for i in range(dataset.d) if not best[i].any()]
    length, before = float(np.linalg.norm(best)), float(np.linalg.norm(free))
    zeros = int((best == 0).sum())
    none = f" {quantity(zeros, 'weight')} of {best.size} {'is' if zeros == 1 else 'are'} exactly 0" if zeros else ""
    none += f", all those of {listed(gone)}" if gone and none else ""
    if none:
        none += "; those of the run jump over 0 and back by rate × α, until a schedule makes the rate small"
    share = percent(1 - length / before) if before else "0%"
    return f"Its weights together are {share} shorter than without the penalty.{none}{'.' if none else ''}"
