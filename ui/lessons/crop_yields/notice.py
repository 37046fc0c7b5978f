"""What to notice in a run on several features and targets, said in the numbers of that run."""

from __future__ import annotations

import numpy as np

from core.data import DATASETS, Dataset, Scaler, linear_errors, quantity
from core.exact import LeftOut, Minimum, Stability, left_out
from core.model import Recipe
from core.training import History
from ui.lessons.crop_yields.names import is_own
from ui.page.notice import about_epochs, looks_flat
from ui.session.rates import rule_name
from ui.text.numbers import written
from ui.text.words import in_text, listed

_THERE = 0.001
_ARRIVED = 0.01


def errors_at(dataset: Dataset, run: History, epoch: int) -> np.ndarray:
    """Return targets less predictions at an epoch, shape `(n, t)`, in data units."""
    theta = run.in_data_units()[epoch].reshape(-1, dataset.t)
    return np.asarray(-linear_errors(dataset.features, dataset.targets, theta))


def idea(dataset: Dataset, powers: int = 1) -> str:
    """Say what the lesson is about, with this data set, whose features may be the powers of one."""
    if not is_own(dataset):
        return (
            "One linear model learns to predict **two crops from three features**: eight numbers at once, on "
            f"{'five' if dataset.n == 5 else dataset.n} invented regions. Press **Play**."
        )
    targets = listed([in_text(name) for name in dataset.target_names])
    features = quantity(dataset.d, "feature")
    if powers > 1:
        features = f"{powers} powers of {in_text(dataset.feature_names[0])}"
    return (
        f"One linear model learns to predict **{targets} from {features}**: {(dataset.d + 1) * dataset.t} numbers at "
        f"once, on {dataset.n:,} rows{'' if dataset.origin in DATASETS else ' of your own'}. Press **Play**."
    )


def seen_of(dataset: Dataset) -> LeftOut | None:
    """Return how well the exact answer predicts rows it has not seen; None where it needs each of some row."""
    try:
        return left_out(dataset)
    except ValueError:
        return None


def distance_note(dataset: Dataset, run: History, epoch: int, answer: Minimum) -> str:
    """Say where the run stands at an epoch: its loss beside the floor, and how far each target is off."""
    loss = run.losses[epoch]
    times = f"{written(loss / answer.loss, 4)} times the lowest possible loss" if answer.loss > 0 else None
    above = times or "above 0, the lowest possible loss"
    typical = np.sqrt((errors_at(dataset, run, epoch) ** 2).mean(axis=0))
    targets = zip(dataset.target_names, dataset.target_units, typical, strict=True)
    misses = listed([f"{in_text(name)} by {written(miss, 3)} {unit}".rstrip() for name, unit, miss in targets])
    return (
        f"**Epoch {epoch:,}:** the loss is {written(loss, 10)}, the exact answer's {written(answer.loss, 10)}: "
        f"{above}. The predictions typically miss {misses}."
    )


def elements_note(dataset: Dataset, recipe: Recipe) -> str | None:
    """Say what a mean over rows and targets does to gradient and rates."""
    if recipe.loss != "mse" or dataset.t == 1:
        return None
    part = {2: "half", 3: "a third", 4: "a quarter"}[dataset.t]
    return (
        f"**A mean over {dataset.n} × {dataset.t} elements.** PyTorch's `mse_loss` averages over rows *and* targets, "
        f"{dataset.n * dataset.t} squared errors here. Gradient and curvature are {part} of those of a mean for "
        f"each target, and every rate that works is {dataset.t} times as large. The targets share nothing else: each "
        "has its own weights and bias, as if trained alone."
    )


def bias_note(dataset: Dataset, run: History, answer: Minimum, scaler: Scaler, limits: Stability) -> str | None:
    """Say it when the loss has come down although the biases have not been learned."""
    biases = run.in_data_units()[-1, -dataset.t :]
    exact = scaler.parameters_to_data_units(answer.parameters)[-dataset.t :]
    off = np.abs(biases - exact) > _ARRIVED * np.abs(exact)
    if run.diverged_at is not None or not off.any() or run.losses[-1] > 0.1 * run.losses[0]:
        return None
    names = dataset.target_names
    there = listed([f"{written(b, 4)} ({in_text(n)})" for b, n in zip(biases, names, strict=True)])
    wanted = listed([written(b, 4) for b in exact])
    needed = limits.epochs_within(_THERE, run.recipe.learning_rate) if limits.holds else None
    epochs = f" The shallowest direction would need about {about_epochs(needed)} to come within 0.1%." if needed else ""
    trained = quantity(int(run.epochs[-1]), "epoch")
    flat = " The curve looks flat, but training has not converged." if looks_flat(run) else ""
    return (
        f"**{'The bias lags' if dataset.t == 1 else 'The biases lag'} behind.** After {trained} "
        f"{'it is' if dataset.t == 1 else 'they are'} {there}; the exact answer has {wanted}."
        f"{flat}{epochs} The weights make up for them meanwhile, so the loss hardly shows it."
    )


def scaling_note(dataset: Dataset, recipe: Recipe, limits: Stability, raw: Stability) -> str:
    """Say what scaling does to the valley, beside the valley of the raw features."""
    if recipe.scaling == "none":
        size = np.abs(dataset.features).max(axis=0)
        largest = int(size.argmax())
        return (
            f"**Raw features make a canyon.** The condition number is {written(raw.condition_number, 9)}: "
            f"{in_text(dataset.feature_names[largest])} runs to {size[largest]:g}, the column of ones to 1. "
            f"{rule_name(raw.rule).capitalize()} on all rows diverges above {written(raw.critical_rate, 10)}, and "
            "below it the shallow direction hardly moves. Press *Scale the features* and watch the same epochs again."
        )
    return (
        f"**Scaling rounds the valley.** The condition number is {written(limits.condition_number, 5)}; with raw "
        f"features it is {written(raw.condition_number, 9)}. One rate now suits every direction: "
        f"{rule_name(limits.rule)} on all rows converges at any below {written(limits.critical_rate, 10)}."
    )


def freedom_note(dataset: Dataset, seen: LeftOut) -> str:
    """Say why a high R² proves nothing where rows hardly outnumber parameters."""
    free = dataset.n - dataset.d - 1
    # The largest miss by the spread of its target: misses in other units do not compare.
    spread = dataset.targets.std(axis=0)
    misses = np.abs(seen.unseen) / np.where(spread > 0, spread, 1)
    row, target = np.unravel_index(misses.argmax(), misses.shape)
    shares = _shares(dataset, seen.r_squared)
    name, unit = in_text(dataset.target_names[target]), dataset.target_units[target]
    where = dataset.row_names[row] if dataset.row_names else f"row {row + 1}"
    said = (
        f"**R² is {shares}. What does that prove?** {dataset.n:,} rows minus {dataset.d + 1} parameters leave "
        f"{quantity(free, 'degree')} of freedom"
    )
    unseen, residual = (written(abs(errors[row, target]), 3) for errors in (seen.unseen, seen.residuals))
    miss = f"{unseen} {unit}".rstrip()
    left = f"Leave {where} out, and the fit to the others misses its {name} by {miss} instead of {residual}."
    if is_own(dataset):
        unseen_shares = _shares(dataset, seen.unseen_r_squared)
        return f"{said}. {left} With each row predicted by the fit to all others, R² is {unseen_shares}."
    left += " The data are invented; five real regions would prove no more."
    if free == 1:
        chance = dataset.d / (dataset.n - 1)
        return f"{said}: random yields would have an R² of {chance:g} on average. {left}"
    return (
        f"{said}, but the rows are the five regions three times over, a ton or a degree apart: leaving one row "
        f"out still leaves two near-copies. {left}"
    )


def _shares(dataset: Dataset, shares: np.ndarray) -> str:
    """Return one R² a target, each with its name: targets in other units have no common one."""
    pairs = zip(shares, dataset.target_names, strict=True)
    return listed([f"{written(share)} ({in_text(name)})" for share, name in pairs])


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
        f"**{steps:,} steps an epoch.** Batches of {size:,} take the {dataset.n:,} rows {order}. Each step follows the "
        "gradient of its batch, not of all rows, so the loss over all rows wavers, and at a fixed rate it settles near "
        "the lowest possible loss, not on it. The same seed gives the same run to the last digit."
    )


def region_note(
    dataset: Dataset,
    run: History,
    epoch: int,
    exact: np.ndarray,
    region: np.ndarray,
    leverage: float,
    seen: LeftOut | None,
) -> str:
    """Say what model and exact answer predict for a region, and warn where nobody has observed anything like it.

    Args:
        dataset: Features and targets.
        run: The run on show.
        epoch: Where it stands.
        exact: The exact answer's parameters in data units, shape `(P,)`.
        region: Its features, shape `(d,)`.
        leverage: How far the region is from the data, as the hat matrix measures it.
        seen: Holds the leverages of the rows; None where they are not known.
    """
    model, best = (
        region @ theta[:-1] + theta[-1]
        for theta in (p.reshape(-1, dataset.t) for p in (run.in_data_units()[epoch], exact))
    )
    values = zip(dataset.feature_names, region, dataset.feature_units, strict=True)
    # Where the unit is not known to name the feature, its name does.
    names = [f"{in_text(name)} " if is_own(dataset) else "" for name in dataset.feature_names]
    at = ", ".join(f"{name}{value:g} {unit}".rstrip() for name, (_, value, unit) in zip(names, values, strict=True))
    units, of = dataset.target_units, [in_text(name) for name in dataset.target_names]
    exactly = listed([f"{written(value, 5)} {unit}".rstrip() for value, unit in zip(best, units, strict=True)])
    predicted = listed(
        [
            f"{written(value, 5)} {unit}".rstrip() + f" of {name}"
            for value, unit, name in zip(model, units, of, strict=True)
        ]
    )
    said = f"**At {at}** the model of epoch {epoch:,} predicts {predicted}; the exact answer {exactly}."
    low, high = dataset.features.min(axis=0), dataset.features.max(axis=0)
    outside = [
        f"{in_text(name)} runs from {a:g} to {b:g} {unit_}".rstrip()
        for name, unit_, a, b, value in zip(
            dataset.feature_names, dataset.feature_units, low, high, region, strict=True
        )
        if not a <= value <= b
    ]
    if outside:
        warned = f"In the data {', '.join(outside)}. The plane extrapolates here: there are no data."
    elif seen is not None and leverage > seen.leverages.max():
        warned = "Each of these lies within the data, but together they are like no row: the plane extrapolates here."
    else:
        return said
    return f"{said} :orange[:material/warning: {warned}]"
