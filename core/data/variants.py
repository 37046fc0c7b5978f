"""Make other data sets of one: with noise, with powers of its feature, with some rows held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import LARGEST, Dataset

MAX_DEGREE = 9
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def with_noise(dataset: Dataset, size: float, seed: int) -> Dataset:
    """Return the data set with normal noise on its targets; the same seed gives the same noise, whatever its size.

    Args:
        dataset: Features and targets.
        size: Standard deviation, in the targets' units; 0 leaves the data as they are.
        seed: 0 or more.

    Raises:
        ValueError: If the size is not a finite number of at least 0, or so large that targets cannot be held.
    """
    if not np.isfinite(size) or size < 0:
        raise ValueError(f"noise must be a finite number of at least 0, not {size!r}.")
    if size == 0:
        return dataset
    noise = np.random.default_rng(seed).standard_normal(dataset.targets.shape)
    targets = dataset.targets + size * noise
    if np.abs(targets).max() > LARGEST:
        raise ValueError(f"noise of {size:g} makes targets larger than {LARGEST:g}.")
    said = f"with noise of {noise_written(dataset, size)} (seed {seed})"
    return replace(
        dataset, name=f"{dataset.name}_noise_{size!r}_{seed}", made_of=dataset.origin, targets=targets,
        title=f"{dataset.title}, {said}", source=f"{dataset.source or dataset.title}, {said}",
    )  # fmt: skip


def noise_written(dataset: Dataset, size: float) -> str:
    """Return a size of noise with the targets' unit, where they have one unit."""
    unit = dataset.target_units[0] if len(set(dataset.target_units)) == 1 else ""
    return f"{size:g} {unit}".strip()


def with_powers(dataset: Dataset, degree: int) -> Dataset:
    """Return the data set with its feature's powers, from 1 to a degree, as features.

    A polynomial of the feature is a linear model of these.

    Args:
        dataset: One feature.
        degree: From 1 to 9.

    Raises:
        ValueError: If there are more features, no such degree, or powers too large to be held.
    """
    if dataset.d != 1:
        raise ValueError(f"powers are of a single feature, not of {dataset.d}.")
    if not 1 <= degree <= MAX_DEGREE:
        raise ValueError(f"degree must be a whole number from 1 to {MAX_DEGREE}, not {degree!r}.")
    if degree == 1:
        return dataset
    (name,), (unit,) = dataset.feature_names, dataset.feature_units
    if np.abs(dataset.features).max() > LARGEST ** (1 / degree):
        raise ValueError(f"{name} to the power of {degree} is larger than {LARGEST:g}.")
    powers = [str(k).translate(_SUPERSCRIPTS) if k > 1 else "" for k in range(1, degree + 1)]
    return replace(
        dataset,
        name=f"{dataset.name}_degree_{degree}",
        made_of=dataset.origin,
        features=dataset.features ** np.arange(1, degree + 1),
        feature_names=tuple(f"{name}{power}" for power in powers),
        feature_units=tuple(f"{unit}{power}" if unit else "" for power in powers),
    )


def split(dataset: Dataset, held_out: Sequence[int]) -> tuple[Dataset, Dataset]:
    """Return the rows to train on and those held out, each in the order of the data set.

    Args:
        dataset: Features and targets.
        held_out: Rows, from 0.

    Raises:
        ValueError: If a row is not there, or if none or all are held out.
    """
    rows = sorted(set(held_out))
    if any(not 0 <= row < dataset.n for row in rows):
        raise ValueError(
            f"rows held out must be from 0 to {dataset.n - 1}, not {[r for r in rows if not 0 <= r < dataset.n]}."
        )
    if not 0 < len(rows) < dataset.n:
        raise ValueError(f"from 1 to {dataset.n - 1} of the {dataset.n} rows can be held out, not {len(rows)}.")
    kept = [row for row in range(dataset.n) if row not in set(rows)]
    return _rows(dataset, kept, "to train on"), _rows(dataset, rows, "held out")


def _rows(dataset: Dataset, rows: Sequence[int], which: str) -> Dataset:
    names = tuple(dataset.row_names[row] for row in rows) if dataset.row_names else ()
    digest = blake2b(repr((which, rows)).encode(), digest_size=8).hexdigest()
    return replace(
        dataset, name=f"{dataset.name}_{digest}", made_of=dataset.origin, features=dataset.features[list(rows)],
        targets=dataset.targets[list(rows)], row_names=names,
        title=f"{dataset.title}: {len(rows):,} of {dataset.n:,} rows, {which}",
    )  # fmt: skip


def drawn_rows(count: int, share: float, seed: int) -> tuple[int, ...]:
    """Return the rows that a share of a data set is held out by, in order: drawn by a seed, at least one and not all.

    Args:
        count: Rows of the data set, at least 2.
        share: Above 0 and below 1.
        seed: 0 or more.

    Raises:
        ValueError: If the share is not between 0 and 1, or if there are fewer than 2 rows.
    """
    if not 0 < share < 1:
        raise ValueError(f"the share held out must lie between 0 and 1, not {share!r}.")
    if count < 2:
        raise ValueError(f"to hold rows out takes at least 2 rows, not {count}.")
    held_out = min(count - 1, max(1, round(share * count)))
    order: NDArray[np.int64] = np.random.default_rng(seed).permutation(count)
    return tuple(sorted(int(row) for row in order[:held_out]))


def folds(count: int, parts: int, seed: int | None = None) -> tuple[tuple[int, ...], ...]:
    """Return k-fold cross-validation's groups of rows; their sizes differ by at most one, the larger ones first.

    Args:
        count: Rows of the data set.
        parts: From 2 to the number of rows.
        seed: Draws the order of the rows; None takes them as they come, as scikit-learn's `KFold` does.

    Raises:
        ValueError: If there cannot be so many folds.
    """
    if not 2 <= parts <= count:
        raise ValueError(f"folds must be from 2 to the {count} rows, not {parts!r}.")
    order = np.arange(count) if seed is None else np.random.default_rng(seed).permutation(count)
    return tuple(tuple(int(row) for row in part) for part in np.array_split(order, parts))
