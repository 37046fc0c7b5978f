"""Put two runs side by side: what differs in their recipes, and one of them as the other would see it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from core.dataset import Dataset
from core.history import History
from core.optimizers import OPTIMIZERS
from core.problem import evaluate, pose
from core.recipe import Recipe
from core.scaling import fit_scaler
from core.starts import STARTS

_PLAIN = ("epochs", "loss", "optimizer", "scaling", "activation", "device", "dtype")


def same_data(one: Dataset, other: Dataset) -> bool:
    """Tell whether two data sets hold the same numbers, row by row."""
    return np.array_equal(one.features, other.features) and np.array_equal(one.targets, other.targets)


def differences(one: History, other: History) -> tuple[str, ...]:
    """Return what two runs were trained with differently, by the names of `Recipe`'s fields and ``"data"``.

    A field without effect differs in nothing: the momentum of plain descent, the seed where nothing is drawn.
    ``"learning_rate"`` stands for the rates of all legs.
    """
    a, b = one.recipe, other.recipe
    found = [] if same_data(one.dataset, other.dataset) else ["data"]
    if (a.learning_rate, a.earlier) != (b.learning_rate, b.earlier):
        found.append("learning_rate")
    found += [field for field in _PLAIN if getattr(a, field) != getattr(b, field)]
    if all(OPTIMIZERS[recipe.optimizer].uses_momentum for recipe in (a, b)) and a.momentum != b.momentum:
        found.append("momentum")
    return (*found, *_of_batches(one, other), *_of_chance(one, other))


def _of_batches(one: History, other: History) -> list[str]:
    if _rows(one) != _rows(other):
        return ["batch_size"]
    return ["shuffle"] if _rows(one) is not None and one.recipe.shuffle != other.recipe.shuffle else []


def _of_chance(one: History, other: History) -> list[str]:
    a, b = one.recipe, other.recipe
    found = []
    drawn = [recipe.start in STARTS and recipe.start != "zeros" for recipe in (a, b)]
    # Zeros by name and by numbers are one start; the same name in other units is one choice.
    if a.start != b.start and not np.array_equal(one.parameters[0], other.parameters[0]):
        found.append("start")
    shuffled = [_rows(run) is not None and run.recipe.shuffle for run in (one, other)]
    if a.seed != b.seed and (all(drawn) or all(shuffled)):
        found.append("seed")
    return found


def _rows(run: History) -> int | None:
    """Return how many rows a step uses, or None for all of them."""
    size = run.recipe.batch_size
    return None if size is None or size >= run.dataset.n else size


def seen_in(history: History, recipe: Recipe) -> History:
    """Return a run as another recipe on the same data would see it: in its training units, by its loss.

    The models are the same, and so are the epochs; parameters, losses and gradients are those of the other scaling
    and loss. Epochs whose numbers would not be finite are left out at the end.

    Args:
        history: Any run.
        recipe: Its scaling and loss matter.

    Raises:
        ValueError: If the scalings differ and an activation lies between, as `History.in_data_units` says.
    """
    own = history.recipe
    if (own.scaling, own.loss) == (recipe.scaling, recipe.loss):
        return history
    parameters = history.parameters
    if own.scaling != recipe.scaling:
        scaler = fit_scaler(history.dataset, recipe.scaling)
        parameters = scaler.parameters_to_training_units(history.in_data_units())
    seen = replace(own, scaling=recipe.scaling, loss=recipe.loss)
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


def _judged(dataset: Dataset, recipe: Recipe, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the losses, shape `(K,)`, and the gradients, shape `(K, P)`, at parameters of shape `(K, P)`."""
    exactly = replace(recipe, device="cpu", dtype="float64", batch_size=None)
    problem = pose(dataset, exactly, np.array([recipe.learning_rate]), parameters[:1])
    theta = torch.tensor(parameters).view(1, len(parameters), dataset.d + 1, dataset.t)
    trace = evaluate(problem, theta)
    return trace.losses[0].numpy(), trace.gradients[0].numpy()
