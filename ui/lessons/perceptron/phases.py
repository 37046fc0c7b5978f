"""The four phases of an iteration as the neuron's block says them: each with its lines of PyTorch and a remark."""

from __future__ import annotations

from core.model import Recipe
from ui.player.neuron import PHASES, Phase

_CODES = {
    "identity": "w.mul(x)",
    "relu": "w.mul(x).relu()",
    "leaky_relu": "leaky_relu(w.mul(x), 0.01)",
    "sigmoid": "w.mul(x).sigmoid()",
    "tanh": "w.mul(x).tanh()",
}


def penalty_code(recipe: Recipe) -> str:
    """Return the code of what large weights cost; it is empty where they cost nothing."""
    paid = ("w", "b") if recipe.decays_biases else ("w",)
    squares, sizes = (" + ".join(f"{name}.{taken}" for name in paid) for taken in ("pow(2)", "abs()"))
    squares, sizes = (f"({each})" if len(paid) > 1 else each for each in (squares, sizes))
    parts = [f"{recipe.weight_decay!r} / 2 * {squares}"] if recipe.weight_decay else []
    return " + ".join([*parts, *([f"{recipe.l1!r} * {sizes}"] if recipe.l1 else [])])


def phases_of(recipe: Recipe) -> tuple[Phase, ...]:
    """Return the phases of a neuron that is trained by a recipe; run one after another, their lines are one step."""
    reduced = "sum" if recipe.loss == "sse" else "mean"
    bent = "relu() does what clamp(min=0) does." if recipe.activation == "relu" else ""
    penalty = f" + {penalty_code(recipe)}" if recipe.penalised else ""
    costs = "the penalty its own, " if recipe.penalised else ""
    changing = " lr is what the schedule makes of the learning rate in this iteration." if recipe.scheduled else ""
    said = (
        (f"y_pred = {_CODES[recipe.activation]} + b", bent or "The weight first, then the activation, then the bias."),
        (
            f"loss = (y_pred - y).pow(2).{reduced}(){penalty}",
            "pow(2) is a power, not an exponential. This loss belongs to the w and b before the update.",
        ),
        (
            "loss.backward()",
            f"Backwards along the same connections: each row adds its share, {costs}and backward() sums up.",
        ),
        (
            "w -= lr * w.grad; b -= lr * b.grad\nw.grad.zero_(); b.grad.zero_()",
            f"Zeroed, because backward() adds to what is in .grad.{changing}",
        ),
    )
    return tuple(Phase(name, *words) for name, words in zip(PHASES, said, strict=True))
