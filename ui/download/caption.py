"""A run's recipe in one sentence, for where the controls are not beside it."""

from __future__ import annotations

from collections.abc import Sequence

from core.data import SCALINGS, quantity
from core.model import ACTIVATIONS, ALL_LOSSES, INITIALIZERS, OPTIMIZERS, Recipe
from core.training import History
from ui.session.rates import schedule_written
from ui.text.numbers import rate_written, trimmed

_NAMES = ("Nesterov", "RMSprop", "Adagrad", "Adam", "Huber", "ReLU", "Leaky ReLU")


def recipe_caption(run: History, racers: Sequence[str] = ()) -> str:
    """Say on what data, how long and how a run was trained, and what it is raced by, in the words for each."""
    recipe, last = run.recipe, int(run.epochs[-1])
    parts = [
        f"{run.dataset.title}: {quantity(last, 'epoch')} of {_optimizer(recipe)} on the "
        f"{_inside(ALL_LOSSES[recipe.loss].label)}",
        f"learning rate {_rates(recipe)}",
        *([f"schedule: {schedule_written(recipe)}"] if recipe.schedule != "constant" else []),
        *([f"warm-up of {quantity(recipe.warm_up, 'epoch')}"] if recipe.warm_up else []),
        *_price(recipe),
        *(["all rows a step"] if recipe.batch_size is None else [f"batches of {recipe.batch_size}"]),
        *([f"scaling: {_inside(SCALINGS[recipe.scaling].label)}"] if recipe.scaling != "none" else []),
        *([f"activation: {ACTIVATIONS[recipe.activation].label}"] if recipe.activation != "identity" else []),
        _start(recipe),
    ]
    diverged = "" if run.diverged_at is None else f" It diverged at epoch {run.diverged_at:,}."
    raced = f" It races against {'; '.join(racers)}." if racers else ""
    return f"{', '.join(parts)}.{diverged}{raced}"


def _optimizer(recipe: Recipe) -> str:
    label = _inside(OPTIMIZERS[recipe.optimizer].label)
    return f"{label} ({recipe.momentum:g})" if recipe.optimizer in ("momentum", "nesterov") else label


def _rates(recipe: Recipe) -> str:
    """Return the learning rate; where it changed in mid-run, each with its last epoch."""
    earlier = [f"{rate_written(rate)} up to epoch {end:,}" for end, rate in recipe.earlier]
    return ", then ".join([*earlier, rate_written(recipe.learning_rate)])


def _price(recipe: Recipe) -> list[str]:
    """Return what large weights cost."""
    on = " on weights and biases" if recipe.decays_biases else ""
    kind = "decoupled weight decay" if recipe.decoupled else "weight decay"
    found = [f"{kind} {rate_written(recipe.weight_decay)}{on}"] if recipe.weight_decay else []
    return found + ([f"L1 penalty {rate_written(recipe.l1)}{on}"] if recipe.l1 else [])


def _start(recipe: Recipe) -> str:
    if recipe.network is not None:
        layers = "-".join(map(str, recipe.network.widths)) or "none"
        return f"hidden layers {layers}, start {INITIALIZERS[recipe.network.initializer].label} (seed {recipe.seed})"
    if recipe.start == "zeros":
        return "from zeros"
    if isinstance(recipe.start, str):
        return f"from a random start (seed {recipe.seed})"
    return f"from ({', '.join(map(trimmed, recipe.start))})"


def _inside(label: str) -> str:
    """Return a label as it is written inside a sentence; names keep their capitals."""
    return label if label.startswith(_NAMES) else label[0].lower() + label[1:]
