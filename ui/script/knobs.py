"""What a script needs for a learning-rate schedule and for a penalty on large weights."""

from __future__ import annotations

from core.model import Recipe
from ui.script.sections import Section


def rate_lines(recipe: Recipe) -> list[str]:
    """Return the lines that set an epoch's learning rate, for a run whose rate changes."""
    if not recipe.earlier and not recipe.scheduled:
        return []
    rates = "".join(f"{rate!r} if epoch < {end} else " for end, rate in recipe.earlier)
    base = f"{rates}{recipe.learning_rate!r}"
    if recipe.scheduled:
        base = f"({base}) * factor(epoch)" if recipe.earlier else f"{base} * factor(epoch)"
    if _bias_apart(recipe):
        return ["for group in optimizer.param_groups:", f'    group["lr"] = {base}']
    return [f'optimizer.param_groups[0]["lr"] = {base}']


def _bias_apart(recipe: Recipe) -> bool:
    """Return whether the bias has a group of its own, because it costs nothing."""
    return recipe.weight_decay > 0 and not recipe.decays_biases


def schedule_section(recipe: Recipe) -> Section | None:
    """Return the section with the schedule, by which the learning rate of each epoch is multiplied."""
    if not recipe.scheduled:
        return None
    length, falls = recipe.schedule_length, recipe.schedule_factor
    after = {
        "constant": "1.0",
        "step": f"{falls!r} ** (epoch // {length})",
        "exponential": f"{falls!r} ** (epoch / {length})",
        "cosine": f"(1 + math.cos(math.pi * min(epoch / {length}, 1))) / 2",
    }[recipe.schedule]
    lines = ["def factor(epoch):"]
    if recipe.warm_up:
        rising = f"    if epoch < {recipe.warm_up}:\n        return (epoch + 1) / {recipe.warm_up + 1}"
        lines += [rising, f"    epoch -= {recipe.warm_up}"] if recipe.schedule != "constant" else [rising]
    lines.append(f"    return {after}")
    if recipe.schedule == "cosine":
        lines = ["import math\n\n", *lines]
    says = "what the learning rate of the steps after each epoch is multiplied by."
    return Section("Schedule", says, "\n".join(lines))


def network_penalty(recipe: Recipe) -> Section:
    """Return the section with what large weights of a network cost."""
    parts = []
    if recipe.weight_decay:
        parts.append(f"{recipe.weight_decay!r} / 2 * each.square().sum()")
    if recipe.l1:
        parts.append(f"{recipe.l1!r} * each.abs().sum()")
    paid = "model.parameters()" if recipe.decays_biases else "weights"
    says = "what large weights cost. The loss on screen is with it."
    return Section("Penalty", says, f"def penalty():\n    return sum({' + '.join(parts)} for each in {paid})")


def penalty_section(recipe: Recipe) -> Section | None:
    """Return the section with what large weights cost."""
    if not recipe.penalised:
        return None
    if recipe.network is not None:
        return network_penalty(recipe)
    paid = ["model.weight", *(["model.bias"] if recipe.decays_biases else [])]
    parts = []
    if recipe.weight_decay:
        parts += [f"{recipe.weight_decay!r} / 2 * {name}.square().sum()" for name in paid]
    if recipe.l1:
        parts += [f"{recipe.l1!r} * {name}.abs().sum()" for name in paid]
    says = "what large weights cost. The loss on screen is with it."
    return Section("Penalty", says, f"def penalty():\n    return {' + '.join(parts)}")


def parameters_and_options(recipe: Recipe) -> tuple[str, str]:
    """Return what the optimizer is to change, as code, and its further arguments: those of weight decay."""
    if recipe.activation != "identity" and recipe.network is None:
        return "[weight, bias]", ""
    if not _bias_apart(recipe):
        return "model.parameters()", f", weight_decay={recipe.weight_decay!r}" if recipe.weight_decay else ""
    if recipe.network is not None:
        return f'[{{"params": weights, "weight_decay": {recipe.weight_decay!r}}}, {{"params": biases}}]', ""
    return f'[{{"params": [model.weight], "weight_decay": {recipe.weight_decay!r}}}, {{"params": [model.bias]}}]', ""


def whole_loss(recipe: Recipe, x: str = "x", y: str = "y") -> str:
    """Return the code of the loss over some rows as the screen has it: with its penalty."""
    return f"loss_function(model({x}), {y}){' + penalty()' if recipe.penalised else ''}"


def l1_line(recipe: Recipe) -> str | None:
    """Return the line that adds the L1 penalty to a step's loss; weight decay is the optimizer's."""
    if not recipe.l1:
        return None
    if recipe.network is not None:
        paid = "model.parameters()" if recipe.decays_biases else "weights"
        return f"loss = loss + {recipe.l1!r} * sum(each.abs().sum() for each in {paid})  # what large weights cost"
    paid = "model.weight.abs().sum()"
    if recipe.decays_biases:
        paid = f"({paid} + model.bias.abs().sum())"
    return f"loss = loss + {recipe.l1!r} * {paid}  # what large weights cost"
