"""Generate data sets of points by a seed: classes in the plane that no line parts, and curves with a difficulty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset
from core.data.registries import registry, require_choice

Floats = NDArray[np.float64]
MOST_ROWS = 2000
MOST_NOISE = 2.0
_TURNS = 1.5
"""Of each arm of the spirals."""
_GAPS = ((-1.8, -0.9), (0.6, 1.5))
"""Where the sine has no points."""


@dataclass(frozen=True)
class GeneratedChoice:
    """A data set that is generated; `generate` does it.

    Attributes:
        name: URL-safe key.
        label: Words for a menu.
        classes: How many classes its rows are of; 0 where the target is a number.
        rows: How many rows it has where nothing else is asked for.
        noise: Standard deviation of its noise where nothing else is asked for, in the units of the axes.
        function: From rows, noise and seed to features, shape `(n, d)`, and targets: numbers of classes, or values.
    """

    name: str
    label: str
    classes: int
    rows: int
    noise: float
    function: Callable[[int, float, int], tuple[Floats, Floats]]


def circles(rows: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Return two circles, the second class inside the first."""
    from sklearn.datasets import make_circles  # here, since most who import this module never need it

    points, kinds = make_circles(rows, factor=0.45, random_state=seed)
    return _shaken(2 * points, noise, seed), kinds.astype(float)


def exclusive_or(rows: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Return points of a square: of the second class where one coordinate is above 0 and the other is not."""
    points = np.random.default_rng([seed, 1]).uniform(-2, 2, (rows, 2))
    # A gap along the axes: without noise the classes do not touch.
    points += 0.15 * np.sign(points)
    return _shaken(points, noise, seed), (points.prod(axis=1) < 0).astype(float)


def moons(rows: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Return two half circles that reach into each other."""
    from sklearn.datasets import make_moons

    points, kinds = make_moons(rows, random_state=seed)
    return _shaken(1.4 * (points - (0.5, 0.25)), noise, seed), kinds.astype(float)


def blobs(rows: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Return two round clouds, whose size is the noise."""
    return _clouds(rows, np.array([[-1.2, -1.0], [1.2, 1.0]]), noise, seed)


def three_blobs(rows: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Return three round clouds, whose size is the noise."""
    return _clouds(rows, np.array([[-1.4, -1.0], [1.4, -1.0], [0.0, 1.5]]), noise, seed)


def spirals(rows: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Return two arms that wind around each other."""
    kinds = np.arange(rows) % 2
    along = np.sqrt(np.random.default_rng([seed, 1]).uniform(0.02, 1, rows))
    angle = _TURNS * 2 * np.pi * along + np.pi * kinds
    return _shaken(2.2 * along[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), noise, seed), kinds.astype(
        float
    )


def sine(rows: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Return a sine between −3 and 3, with two gaps in which it has no points."""
    draws = np.random.default_rng([seed, 1])
    x = np.empty(0)
    while len(x) < rows:
        more = draws.uniform(-3, 3, rows)
        x = np.append(x, more[~np.any([(low < more) & (more < high) for low, high in _GAPS], axis=0)])
    x = np.sort(x[:rows])
    return x[:, None], _shaken(np.sin(2 * x), noise, seed)


def step(rows: int, noise: float, seed: int) -> tuple[Floats, Floats]:
    """Return a step from −1 to 1 at 0."""
    x = np.sort(np.random.default_rng([seed, 1]).uniform(-3, 3, rows))
    return x[:, None], _shaken(np.where(x < 0, -1.0, 1.0), noise, seed)


def _clouds(rows: int, centers: Floats, noise: float, seed: int) -> tuple[Floats, Floats]:
    from sklearn.datasets import make_blobs

    points, kinds = make_blobs(rows, centers=centers, cluster_std=noise, random_state=seed)
    return np.asarray(points), np.asarray(kinds, dtype=float)


def _shaken(values: Floats, noise: float, seed: int) -> Floats:
    """Return values with normal noise, the same for a seed but for its size."""
    return np.asarray(values + noise * np.random.default_rng([seed, 2]).standard_normal(values.shape))


GENERATED = registry(
    [
        GeneratedChoice("circles", "Circles", 2, 200, 0.15, circles),
        GeneratedChoice("exclusive_or", "Exclusive or", 2, 200, 0.0, exclusive_or),
        GeneratedChoice("moons", "Two moons", 2, 200, 0.15, moons),
        GeneratedChoice("blobs", "Two clouds", 2, 200, 0.5, blobs),
        GeneratedChoice("three_blobs", "Three clouds", 3, 210, 0.5, three_blobs),
        GeneratedChoice("spirals", "Spirals", 2, 200, 0.03, spirals),
        GeneratedChoice("sine", "A sine with gaps", 0, 60, 0.1, sine),
        GeneratedChoice("step", "A step", 0, 60, 0.1, step),
    ]
)


def generate(name: str, *, rows: int | None = None, noise: float | None = None, seed: int = 0) -> Dataset:
    """Return one of the data sets of `GENERATED`: features `x1` and `x2`, or `x`; and a target `y`.

    Two classes are one target of 0 and 1; more are a target each, with one 1 in each row. The same arguments give the
    same numbers; another noise moves each point the same way, but for clouds.

    Args:
        name: From `GENERATED`.
        rows: From 4 to 2,000; None for as many as it has by itself.
        noise: Standard deviation in the units of the axes, from 0 to 2; None for its own.
        seed: 0 or more.

    Raises:
        ValueError: If there is no such data set, or if one of the numbers is not as wanted.
    """
    choice = GENERATED[require_choice("name", name, GENERATED)]
    count, size = choice.rows if rows is None else rows, choice.noise if noise is None else noise
    if not isinstance(count, int) or isinstance(count, bool) or not 4 <= count <= MOST_ROWS:
        raise ValueError(f"rows must be a whole number from 4 to {MOST_ROWS:,}, not {count!r}.")
    if not 0 <= size <= MOST_NOISE:
        raise ValueError(f"noise must be a number from 0 to {MOST_NOISE:g}, not {size!r}.")
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**32:
        raise ValueError(f"seed must be a whole number of at least 0, below 2³², not {seed!r}.")
    features, targets = choice.function(count, float(size), seed)
    many, classes = choice.classes > 2, tuple(f"class {i}" for i in range(1, choice.classes + 1))
    dataset = Dataset.from_arrays(
        features, np.eye(choice.classes)[targets.astype(int)] if many else targets,
        name=f"{name}_{count}_{float(size)!r}_{seed}", title=choice.label, target_names=classes if many else ("y",),
        source=f"generated: {count:,} points, noise {size:g}, seed {seed}",
    )  # fmt: skip
    return replace(dataset, classes=classes)
