"""Put two runs side by side: what differs in their recipes, and one of them as the other would see it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from core.analysis.validation import losses_on
from core.data import Dataset, fit_scaler
from core.model import OPTIMIZERS, STARTS, Network, Recipe
from core.training import History, build_exact_problem, evaluate

_JUDGING = ("scaling", "loss", "weight_decay", "l1", "decays_biases", "decoupled")
"""What of a recipe makes losses and gradients of parameters."""


def same_data(one: Dataset, other: Dataset) -> bool:
    """Return whether two data sets hold the same numbers, row by row."""
    return np.array_equal(one.features, other.features) and np.array_equal(one.targets, other.targets)


def differences(one: History, other: History) -> tuple[str, ...]:
    """Return what two runs were trained with differently, by the names of `Recipe`'s fields and ``"data"``.

    What comes to the same differs in nothing: the momentum of plain descent, or one of 0; the seed where nothing is
    drawn; a change of the rate to the same rate; a device chosen by hand, or that very one by itself.
    ``"learning_rate"`` stands for all rates of a run, ``"device"`` for where the runs were trained.
    """
    a, b = one.recipe, other.recipe
    found = [] if same_data(one.dataset, other.dataset) else ["data"]
    pairs = {
        "learning_rate": (_rates(a), _rates(b)),
        "schedule": (_schedule(a), _schedule(b)),
        "warm_up": (a.warm_up, b.warm_up),
        "epochs": (a.epochs, b.epochs),
        "loss": (a.loss, b.loss),
        "optimizer": _optimizers(a, b),
        "scaling": (a.scaling, b.scaling),
        "activation": (a.activation, b.activation),
        "network": (_layers(a.network), _layers(b.network)),
        "changed": (a.changed, b.changed),
        "weight_decay": (a.weight_decay, b.weight_decay),
        "l1": (a.l1, b.l1),
        "device": (one.device, other.device),
        "dtype": (a.dtype, b.dtype),
    }
    found += [field for field, (mine, its) in pairs.items() if mine != its]
    if all(OPTIMIZERS[recipe.optimizer].uses_momentum for recipe in (a, b)) and a.momentum != b.momentum:
        found.append("momentum")
    if a.penalised and b.penalised and a.decays_biases != b.decays_biases:
        found.append("decays_biases")
    if a.weight_decay and b.weight_decay and a.decoupled != b.decoupled:
        found.append("decoupled")
    return (*found, *_of_batches(one, other), *_of_chance(one, other))


def _layers(network: Network | None) -> tuple[Any, ...]:
    """Return what of a network is there without its start."""
    return () if network is None else (network.widths, network.activations)


def _rates(recipe: Recipe) -> list[tuple[int, float]]:
    """Return the learning rates, each with the epoch after which it begins to hold."""
    found = [(0, recipe.base_rate_after(0))]
    for end, _ in recipe.earlier:
        if (rate := recipe.base_rate_after(end)) != found[-1][1]:
            found.append((end, rate))
    return found


def _schedule(recipe: Recipe) -> tuple[str, int, float]:
    """Return the schedule with what it needs; what it does not need is 0."""
    name = recipe.schedule
    falls_by_factor = name in ("step", "exponential")
    return name, recipe.schedule_length * (name != "constant"), recipe.schedule_factor * falls_by_factor


def _optimizers(a: Recipe, b: Recipe) -> tuple[str, str]:
    """Return both optimizers' names; where they are two, one with a momentum of 0 is plain descent."""

    def plainly(recipe: Recipe) -> str:
        plain = OPTIMIZERS[recipe.optimizer].uses_momentum and recipe.momentum == 0
        return "sgd" if plain else recipe.optimizer

    return (a.optimizer, b.optimizer) if a.optimizer == b.optimizer else (plainly(a), plainly(b))


def _of_batches(one: History, other: History) -> list[str]:
    if _rows(one) != _rows(other):
        return ["batch_size"]
    return ["shuffle"] if _rows(one) is not None and one.recipe.shuffle != other.recipe.shuffle else []


def _of_chance(one: History, other: History) -> list[str]:
    a, b = one.recipe, other.recipe
    found = []
    if a.network is not None and b.network is not None:
        return _of_chance_in_networks(one, other)
    drawn = [recipe.start in STARTS and recipe.start != "zeros" for recipe in (a, b)]
    # Zeros by name and by numbers are one start; the same name in other units is one choice.
    if a.start != b.start and not np.array_equal(one.parameters[0], other.parameters[0]):
        found.append("start")
    shuffled = [_rows(run) is not None and run.recipe.shuffle for run in (one, other)]
    if a.seed != b.seed and (all(drawn) or all(shuffled)):
        found.append("seed")
    return found


def _of_chance_in_networks(one: History, other: History) -> list[str]:
    """Return whether two networks were drawn differently: by another initializer, or another seed."""
    a, b = one.recipe, other.recipe
    assert a.network is not None
    assert b.network is not None
    drawn = [(network.initializer, network.spread) for network in (a.network, b.network)]
    same = np.array_equal(one.parameters[0], other.parameters[0])
    return [] if same else [*["start"] * (drawn[0] != drawn[1]), *["seed"] * (a.seed != b.seed)]


def _rows(run: History) -> int | None:
    """Return how many rows a step uses, or None for all of them."""
    size = run.recipe.batch_size
    return None if size is None or size >= run.dataset.n else size


def seen_in(history: History, recipe: Recipe) -> History:
    """Return a run as another recipe on the same data would see it: in its training units, by its loss and penalty.

    The models are the same, and so are the epochs; parameters, losses and gradients are those of the other scaling,
    loss and penalty. Epochs whose numbers would not be finite are left out at the end.

    Args:
        history: Any run.
        recipe: Its scaling, loss and penalty matter.

    Raises:
        ValueError: If the scalings differ and an activation lies between, as `History.in_data_units` says.
    """
    own = history.recipe
    if own.network is not None or recipe.network is not None:
        return _network_seen_in(history, recipe)
    judged = {field: getattr(recipe, field) for field in _JUDGING}
    if judged == {field: getattr(own, field) for field in _JUDGING}:
        return history
    parameters = history.parameters
    if own.scaling != recipe.scaling:
        scaler = fit_scaler(history.dataset, recipe.scaling)
        parameters = scaler.parameters_to_training_units(history.in_data_units())
    seen = replace(own, **judged)
    losses, gradients = _judged(history.dataset, seen, parameters)
    finite = np.isfinite(losses) & np.isfinite(parameters).all(axis=1) & np.isfinite(gradients).all(axis=1)
    end = len(losses) if finite.all() else max(1, int(finite.argmin()))
    return replace(
        history,
        recipe=seen,
        epochs=history.epochs[:end],
        losses=losses[:end],
        parameters=parameters[:end],
        gradients=gradients[:end],
    )


def _network_seen_in(history: History, recipe: Recipe) -> History:
    """Return a network's run by another's loss, without penalty where its own is another's."""
    own = history.recipe
    judged = {field: getattr(recipe, field) for field in _JUDGING}
    if judged == {field: getattr(own, field) for field in _JUDGING}:
        return history
    if own.scaling != recipe.scaling:
        raise ValueError("networks can be compared by one loss only where their data are scaled alike.")
    seen = replace(own, **judged)
    bare = replace(history, recipe=seen)
    return replace(bare, losses=losses_on(bare, history.dataset) + bare.penalties())


def _judged(dataset: Dataset, recipe: Recipe, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the losses, shape `(K,)`, and the gradients, shape `(K, P)`, at parameters of shape `(K, P)`."""
    theta = torch.tensor(parameters).view(1, len(parameters), dataset.d + 1, dataset.t)
    trace = evaluate(build_exact_problem(dataset, recipe), theta)
    return trace.losses[0].numpy(), trace.gradients[0].numpy()
