"""What to notice in a run on several features and targets, said in the numbers of that run."""

from __future__ import annotations

import numpy as np

from core import Dataset, History, LeftOut, Minimum, Recipe, Scaler, Stability
from ui.notice import looks_flat
from ui.numbers import written

_THERE = 0.001
_ARRIVED = 0.01


def errors_at(dataset: Dataset, run: History, epoch: int) -> np.ndarray:
    """Return targets less predictions at an epoch, shape `(n, t)`, in data units."""
    theta = run.in_data_units()[epoch].reshape(-1, dataset.t)
    return np.asarray(dataset.targets - dataset.features @ theta[:-1] - theta[-1])


def distance_note(dataset: Dataset, run: History, epoch: int, answer: Minimum) -> str:
    """Say where the run stands at an epoch: its loss beside the floor, and how far each target is off."""
    loss, unit = run.losses[epoch], dataset.target_units[0]
    above = f"{written(loss / answer.loss, 4)} times the floor" if answer.loss > 0 else "above a floor of 0"
    typical = np.sqrt((errors_at(dataset, run, epoch) ** 2).mean(axis=0))
    misses = " and ".join(
        f"{name.lower()} by {written(miss, 3)} {unit}" for name, miss in zip(dataset.target_names, typical, strict=True)
    )
    return (
        f"**Epoch {epoch:,}:** the loss is {written(loss, 10)}, the exact answer's {written(answer.loss, 10)}: "
        f"{above}. The predictions typically miss {misses}."
    )


def elements_note(dataset: Dataset, recipe: Recipe) -> str | None:
    """Say what a mean over rows and targets does to gradient and rates."""
    if recipe.loss != "mse":
        return None
    return (
        f"**A mean over {dataset.n} × {dataset.t} elements.** PyTorch's `mse_loss` averages over rows *and* targets, "
        f"{dataset.n * dataset.t} squared errors here. That halves gradient and curvature against a mean for each "
        "target, and doubles every rate that works. The two targets share nothing else: each has its own weights and "
        "bias, as if trained alone."
    )


def bias_note(dataset: Dataset, run: History, answer: Minimum, scaler: Scaler, limits: Stability) -> str | None:
    """Say it when the loss has come down although the biases have not been learned."""
    biases = run.in_data_units()[-1, -dataset.t :]
    exact = scaler.parameters_to_data_units(answer.parameters)[-dataset.t :]
    off = np.abs(biases - exact) > _ARRIVED * np.abs(exact)
    if run.diverged_at is not None or not off.any() or run.losses[-1] > 0.1 * run.losses[0]:
        return None
    names = dataset.target_names
    there = " and ".join(f"{written(b, 4)} ({n.lower()})" for b, n in zip(biases, names, strict=True))
    wanted = " and ".join(f"{written(b, 4)}" for b in exact)
    needed = limits.epochs_within(_THERE, run.recipe.learning_rate) if limits.holds else None
    epochs = (
        f" The shallowest direction would need about {_rounded(needed)} epochs to come within 0.1%." if needed else ""
    )
    flat = " The curve looks flat, but the run is not there." if looks_flat(run) else ""
    return (
        f"**The biases lag behind.** After {run.epochs[-1]:,} epochs they are {there}; the exact ones are {wanted}."
        f"{flat}{epochs} The weights make up for them meanwhile, so the loss hardly shows it."
    )


def _rounded(epochs: int) -> str:
    return f"{int(float(f'{epochs:.3g}')):,}"


def scaling_note(recipe: Recipe, limits: Stability, raw: Stability) -> str:
    """Say what scaling does to the valley, beside the valley of the raw features."""
    if recipe.scaling == "none":
        return (
            f"**Raw features make a canyon.** The condition number is {written(raw.condition_number, 9)}: rainfall "
            f"runs to hundreds, the column of ones to 1. Plain descent on all rows diverges above "
            f"{written(raw.critical_rate, 10)}, and below it the shallow direction hardly moves. Press *Scale the "
            "features* and watch the same epochs again."
        )
    return (
        f"**Scaling rounds the valley.** The condition number is {written(limits.condition_number, 5)}; with raw "
        f"features it is {written(raw.condition_number, 9)}. One rate now suits every direction: plain descent on all "
        f"rows converges at any below {written(limits.critical_rate, 10)}."
    )


def freedom_note(dataset: Dataset, seen: LeftOut) -> str:
    """Say why a high R² proves nothing where rows hardly outnumber parameters."""
    free = dataset.n - dataset.d - 1
    row, target = np.unravel_index(np.abs(seen.unseen).argmax(), seen.unseen.shape)
    shares = " and ".join(
        f"{written(share)} ({name.lower()})" for share, name in zip(seen.r_squared, dataset.target_names, strict=True)
    )
    name, unit = dataset.target_names[target].lower(), dataset.target_units[target]
    where = dataset.row_names[row] if dataset.row_names else f"row {row + 1}"
    said = (
        f"**R² is {shares}. What does that prove?** {dataset.n} rows less {dataset.d + 1} parameters leave "
        f"{free} degree{'' if free == 1 else 's'} of freedom"
    )
    unseen, residual = (written(abs(errors[row, target]), 3) for errors in (seen.unseen, seen.residuals))
    left = (
        f"Leave {where} out, and the fit to the others misses its {name} by {unseen} {unit} instead of {residual}. "
        "The data are invented; five real regions would prove no more."
    )
    if free == 1:
        chance = dataset.d / (dataset.n - 1)
        return f"{said}: yields thrown by dice would have an R² of {chance:g} on average. {left}"
    return (
        f"{said}, but the rows are the five regions three times over, a ton or a degree apart: who leaves out one row "
        f"keeps its two twins. {left}"
    )


def order_note(dataset: Dataset, recipe: Recipe) -> str | None:
    """Say what batch size, order and seed do, where there are mini-batches."""
    size = recipe.batch_size
    if size is None or size >= dataset.n:
        return None
    steps = -(-dataset.n // size)
    order = (
        f"in an order drawn anew each epoch from seed {recipe.seed}" if recipe.shuffle else "in the order of the table"
    )
    return (
        f"**{steps} steps an epoch.** Batches of {size} take the {dataset.n} rows {order}. Each step follows the "
        "gradient of its batch, not of all rows, so the loss over all rows wavers, and at a fixed rate it settles near "
        "the floor, not on it. The same seed gives the same run to the last digit."
    )


def region_note(
    dataset: Dataset, run: History, epoch: int, exact: np.ndarray, region: np.ndarray, leverage: float, seen: LeftOut
) -> str:
    """Say what model and exact answer predict for a region, and warn where nobody has observed anything like it.

    Args:
        dataset: Three features, two targets.
        run: The run on show.
        epoch: Where it stands.
        exact: The exact answer's parameters in data units, shape `(P,)`.
        region: Its features, shape `(3,)`.
        leverage: How far the region is from the data, as the hat matrix measures it.
        seen: Holds the leverages of the rows.
    """
    model, best = (
        region @ theta[:-1] + theta[-1]
        for theta in (p.reshape(-1, dataset.t) for p in (run.in_data_units()[epoch], exact))
    )
    at = ", ".join(f"{value:g} {unit}" for value, unit in zip(region, dataset.feature_units, strict=True))
    unit, names = dataset.target_units[0], [name.lower() for name in dataset.target_names]
    predicted = " and ".join(f"{written(value, 5)} {unit} of {name}" for value, name in zip(model, names, strict=True))
    beside = " and ".join(f"{written(value, 5)} {unit}" for value in best)
    said = f"**At {at}** the model of epoch {epoch:,} predicts {predicted}; the exact answer {beside}."
    low, high = dataset.features.min(axis=0), dataset.features.max(axis=0)
    outside = [
        f"{name.lower()} runs from {a:g} to {b:g} {unit_}"
        for name, unit_, a, b, value in zip(
            dataset.feature_names, dataset.feature_units, low, high, region, strict=True
        )
        if not a <= value <= b
    ]
    if outside:
        warned = f"In the data {', '.join(outside)}. Out there the plane is a guess: no region was like that."
    elif leverage > seen.leverages.max():
        warned = "Each of the three lies within the data, but together they are like no region: the plane is a guess."
    else:
        return said
    return f"{said} :orange[:material/warning: {warned}]"
