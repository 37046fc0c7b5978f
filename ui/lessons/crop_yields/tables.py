"""The tables of a model of several features and targets, as Markdown, each computed when it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.data import SCALINGS, Dataset, fit_scaler, quantity
from core.exact import LeftOut, least_squares, minimum, stability
from core.model import Recipe
from core.reference import from_scratch, walk, with_parts
from core.training import History, train
from ui.figures.parts import named
from ui.figures.thinning import MAX_DRAWN, row_name
from ui.lessons.crop_yields.names import is_own, over
from ui.lessons.crop_yields.notice import errors_at
from ui.text.numbers import rate_written, written
from ui.text.words import in_text

_MAX_STEPS = 300
_WAYS_EPOCHS = 100
_LONG = 100_000
DIGITS = 10
MAX_LISTED = 30
"""Rows that a table on the page has; of more, the first ones."""


def table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose first column is left, the others right."""
    head = [f"| {' | '.join(titles)} |", f"| :-- |{' --: |' * (len(titles) - 1)}"]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in rows)])


def best_fit(run: History) -> np.ndarray:
    """Return the exact parameters in data units, those of least squares or with a penalty on large weights."""
    if not run.recipe.penalised:
        return least_squares(run.dataset).parameters
    found = minimum(run.dataset, run.recipe).parameters
    return fit_scaler(run.dataset, run.recipe.scaling).parameters_to_data_units(found)


def parameter_table(dataset: Dataset, run: History, epoch: int) -> str:
    """Set every weight and bias of an epoch beside the exact one, in data units."""
    now = run.in_data_units()[epoch].reshape(-1, dataset.t)
    exact = best_fit(run).reshape(-1, dataset.t)
    same = dataset.target_units[0] if len(set(dataset.target_units)) == 1 else ""
    features = zip(dataset.feature_names, dataset.feature_units, strict=True)
    names = [*(f"{in_text(name)}{over(same, unit)}" for name, unit in features), named("bias", same)]
    titles = ["Parameter", *(f"{name}{of}" for name in dataset.target_names for of in ("", ", best fit"))]
    rows = [
        [name, *(text for i in range(dataset.t) for text in (written(now[row, i]), written(exact[row, i], DIGITS)))]
        for row, name in enumerate(names)
    ]
    return table(titles, rows)


_COUNTS = {2: "two", 4: "four", 6: "six", 8: "eight"}


def parameters_said(dataset: Dataset, run: History, epoch: int) -> str:
    """Return the table of all weights and biases under its title."""
    count = (dataset.d + 1) * dataset.t
    return f"**The {_COUNTS.get(count, count)} numbers of epoch {epoch:,}**\n\n{parameter_table(dataset, run, epoch)}"


def drawn_note(dataset: Dataset) -> str | None:
    """Say how many of the rows pictures and tables show, where that is not all of them."""
    if dataset.n <= MAX_LISTED:
        return None
    drawn = f"The pictures draw {MAX_DRAWN:,} of the {dataset.n:,} rows, evenly over the table; " * (
        dataset.n > MAX_DRAWN
    )
    listed = f"the tables list the first {MAX_LISTED}. Training, losses and answers use all {dataset.n:,} rows."
    return drawn + listed if drawn else listed.capitalize()


def error_table(dataset: Dataset, run: History, epoch: int) -> str:
    """List target, prediction and error of every row, or of the first ones, for each target, at an epoch."""
    errors = -errors_at(dataset, run, epoch)
    predicted = dataset.targets + errors
    columns = [named(name, unit) for name, unit in zip(dataset.target_names, dataset.target_units, strict=True)]
    titles = ["Row", *(word for column in columns for word in (column, "predicted", "error"))]
    rows = [
        [
            row_name(dataset, row),
            *(
                text
                for i in range(dataset.t)
                for text in (f"{dataset.targets[row, i]:g}", written(predicted[row, i], 5), written(errors[row, i], 3))
            ),
        ]
        for row in range(min(dataset.n, MAX_LISTED))
    ]
    return table(titles, rows)


def scaling_table(dataset: Dataset, epochs: int) -> str:
    """Train for so many epochs with each scaling, at the rate that is best for it, and raw at a rate of 0.00001.

    Args:
        dataset: Features and targets.
        epochs: How long.
    """
    rows = []
    for name, scaling in SCALINGS.items():
        recipe = Recipe(epochs=epochs, scaling=name)
        best = stability(dataset, recipe).fastest_rate
        rows.append(_scaled(dataset, replace(recipe, learning_rate=best), f"{scaling.label}, the best rate"))
    if not is_own(dataset):
        # Rate 0.5 is what the lesson begins with.
        here = _scaled(dataset, Recipe(0.5, epochs, scaling="zscore_features"), "z-score of features, rate 0.5")
        rows = [_scaled(dataset, _raw(epochs), "None, rate 0.00001"), *rows, here]
    unit, target = dataset.target_units[0], in_text(dataset.target_names[0])
    loss = named("loss", f"{unit}²" if unit else "")
    titles = ["Scaling", "condition number", "critical rate", "rate", loss, named(f"bias of {target}", unit)]
    return table(titles, rows)


def _raw(epochs: int) -> Recipe:
    return Recipe(1e-5, epochs)


def _scaled(dataset: Dataset, recipe: Recipe, name: str) -> list[str]:
    limits, run = stability(dataset, recipe), train(dataset, recipe)
    loss = float((errors_at(dataset, run, -1) ** 2).mean())
    rate = rate_written(float(f"{recipe.learning_rate:.4g}"))
    bias = run.in_data_units()[-1, -dataset.t]
    condition = written(limits.condition_number, 9)
    return [name, condition, written(limits.critical_rate, 10), rate, written(loss, 10), written(bias, 4)]


def long_run_note(dataset: Dataset) -> str:
    """Say what patience alone would bring: the raw features at a rate of 0.00001, a thousand times longer."""
    run, exact = train(dataset, _raw(_LONG)), least_squares(dataset)
    bias, wanted = (written(p[-dataset.t], 3) for p in (run.parameters[-1], exact.parameters))
    smallest, largest = (written(float(v), 10) for v in stability(dataset, _raw(1)).eigenvalues[[0, -1]])
    return (
        f"Raw, at 1e−5, the loss is {written(float(run.losses[100]), 10)} after 100 epochs and "
        f"{written(float(run.losses[-1]), 3)} after {_LONG:,}, against a lowest possible loss of "
        f"{written(exact.mse, 10)}; the bias of apples has come to {bias} of {wanted}: practically never learned. "
        f"The curvature of the raw loss runs from {smallest} to {largest}, and their ratio is the condition number."
    )


def ways_recipe(dataset: Dataset, recipe: Recipe) -> Recipe:
    """Return the recipe that the two ways run: mean squared error, plain descent at one rate, not too many steps."""
    steps = -(-dataset.n // (recipe.batch_size or dataset.n))
    epochs = min(recipe.epochs, _WAYS_EPOCHS, max(1, _MAX_STEPS // steps))
    return replace(
        recipe, epochs=epochs, loss="mse", optimizer="sgd", device="cpu", dtype="float64", schedule="constant",
        warm_up=0, weight_decay=0.0, l1=0.0,
    )  # fmt: skip


def ways_table(dataset: Dataset, recipe: Recipe) -> tuple[str, str]:
    """Run a recipe from scratch, with PyTorch's parts and by this app; return their losses and how far they differ.

    Args:
        dataset: Features and targets.
        recipe: As `ways_recipe` returns it.
    """
    scratch, parts, run = walk(from_scratch, dataset, recipe), walk(with_parts, dataset, recipe), train(dataset, recipe)
    kept = len(run.epochs)
    epochs = sorted({epoch for epoch in (0, 1, 2, 10, 50, 100, recipe.epochs) if epoch < kept})
    losses = (scratch.losses, parts.losses, run.losses)
    rows = [[f"{epoch:,}", *(written(float(column[epoch]), 12) for column in losses)] for epoch in epochs]
    walked = [walked.parameters[:kept] for walked in (scratch, parts)]
    size = np.maximum(np.abs(run.parameters).max(), 1e-300)
    apart = max(float(np.abs(parameters - run.parameters).max() / size) for parameters in walked)
    said = (
        f"Over {quantity(recipe.epochs, 'epoch')} and {run.parameters.shape[1]} parameters the three differ by at most "
        f"{written(apart, 1)} of the largest parameter: rounding."
    )
    return table(["epoch", "from scratch", "with PyTorch's parts", "this app"], rows), said


def orders_table(dataset: Dataset, recipe: Recipe, sizes: Sequence[int]) -> tuple[str, int]:
    """Train with each batch size, in order and shuffled by two seeds; return the last losses and after how many epochs.

    Args:
        dataset: Features and targets.
        recipe: The rest of it.
        sizes: Batch sizes to try; more than all rows is all rows.
    """
    steps = sum(-(-dataset.n // size) for size in {min(size, dataset.n) for size in sizes})
    epochs = min(recipe.epochs, max(10, _MAX_STEPS * 5 // steps))
    orders = [
        ("in order", False, recipe.seed),
        *((f"shuffled, seed {s}", True, s) for s in (recipe.seed, recipe.seed + 1)),
    ]
    rows = []
    for size in sorted({min(size, dataset.n) for size in sizes}):
        runs = [
            train(dataset, replace(recipe, epochs=epochs, batch_size=size, shuffle=shuffle, seed=seed))
            for _, shuffle, seed in orders
        ]
        name = "all rows" if size == dataset.n else quantity(size, "row")
        rows.append([name, *(_last_loss(run) for run in runs)])
    return table(["batch", *(name for name, _, _ in orders)], rows), epochs


def _last_loss(run: History) -> str:
    return f"diverges at epoch {run.diverged_at}" if run.diverged_at is not None else written(float(run.losses[-1]), 10)


def freedom_table(dataset: Dataset, seen: LeftOut) -> str:
    """List every row's leverage, and its errors in the fit to all rows beside those of the fit without it."""
    titles = ["Row", "leverage", *(word for name in dataset.target_names for word in (f"{name}: error", "left out"))]
    rows = [
        [
            row_name(dataset, row),
            written(seen.leverages[row], 4),
            *(
                text
                for i in range(dataset.t)
                for text in (written(-seen.residuals[row, i], 3), written(-seen.unseen[row, i], 3))
            ),
        ]
        for row in range(min(dataset.n, MAX_LISTED))
    ]
    shares = [
        text for i in range(dataset.t) for text in (written(seen.r_squared[i]), written(seen.unseen_r_squared[i]))
    ]
    return table(titles, [*rows, ["R²", "", *shares]])
