"""A data set refuses what cannot be learned from, and cannot be changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.data import DATASETS, Dataset, load


@pytest.mark.parametrize(
    ("features", "targets", "names", "message"),
    [
        ([], [], {}, r"features must have at least one row and one column, not shape \(0, 1\)."),
        (np.zeros((3, 0)), [1, 2, 3], {}, r"features must have at least one row and .* not shape \(3, 0\)."),
        ([1, 2], [1, 2, 3], {}, "features and targets must have the same number of rows, not 2 and 3."),
        (3, [1], {}, "features must have rows and columns, not 0 dimensions."),
        (np.zeros((2, 2, 2)), [1, 2], {}, "features must have rows and columns, not 3 dimensions."),
        ([1, np.nan], [1, 2], {}, "features must be finite numbers up to 1e.100 in size, not nan in row 2,"),
        ([1, 2], [[1, 2], [3, -np.inf]], {}, "targets must be finite .* not -inf in row 2, column 2."),
        ([1, 1e101], [1, 2], {}, "features must be finite .* not 1e.101 in row 2, column 1."),
        (["a", "b"], [1, 2], {}, "features must be a table of numbers: "),
        ([[1, 2], [3]], [1, 2], {}, "features must be a table of numbers: "),
        ([1, 2], [1, 2], {"feature_names": ["a", "b"]}, "feature_names must have 1 entries, not 2."),
        ([1, 2], [1, 2], {"row_names": ["a"]}, "row_names must have 2 entries, not 1."),
        ([1, 2], [1, 2], {"target_units": "kg"}, "target_units must be a sequence of 1 strings"),
    ],
)  # fmt: skip
def test_tables_that_cannot_be_used_are_refused(
    features: Any, targets: Any, names: dict[str, Any], message: str
) -> None:
    """The message says what came and what was wanted."""
    with pytest.raises(ValueError, match=message):
        Dataset("own", "Own", features, targets, **names)


def test_vectors_become_columns_with_names() -> None:
    """One feature and one target are x and y; several are numbered; units are empty."""
    line = Dataset.from_arrays([1, 2], [3, 4])
    assert (line.n, line.d, line.t) == (2, 1, 1)
    assert line.features.shape == line.targets.shape == (2, 1)
    assert (line.feature_names, line.target_names) == (("x",), ("y",))
    plane = Dataset("own", "Own", [[1, 2], [3, 4]], [[1, 2], [3, 4]])
    assert (plane.feature_names, plane.target_names) == (("x1", "x2"), ("y1", "y2"))
    assert (plane.feature_units, plane.row_names) == (("", ""), ())


def test_a_data_set_is_a_read_only_copy() -> None:
    """Neither the data set nor the array it was made from can change it."""
    x = np.array([[1.0], [2.0]])
    dataset = Dataset.from_arrays(x, [3, 4])
    x[0] = 99
    assert dataset.features[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        dataset.features[0, 0] = 99


@pytest.mark.parametrize(
    ("name", "shape", "first", "last"),
    [
        ("study_hours", (8, 1, 1), (1, 48), (8, 98)),
        ("study_hours_x10", (8, 1, 1), (10, 480), (80, 980)),
        ("four_scores", (4, 1, 1), (10, 480), (40, 680)),
        ("hubble_key_project", (23, 1, 1), (2.0, 133), (14.72, 999)),
        ("hubble_key_project_24", (24, 1, 1), (2.0, 133), (14.72, 999)),
        ("hubble_1929", (24, 1, 1), (0.032, 170), (2.0, 1090)),
        ("crop_yields", (5, 3, 2), (73, 67, 43, 56, 70), (69, 96, 70, 103, 119)),
        ("crop_yields_15", (15, 3, 2), (73, 67, 43, 56, 70), (68, 97, 70, 102, 120)),
        ("perceptron", (25, 1, 1), (4.7, 2.6), (4.1, 3.1)),
    ],
)
def test_every_data_set_loads(
    name: str, shape: tuple[int, int, int], first: tuple[float, ...], last: tuple[float, ...]
) -> None:
    """Rows, columns, first and last row are those of the source, which is named."""
    dataset = load(name)
    assert (dataset.n, dataset.d, dataset.t) == shape
    table = np.hstack([dataset.features, dataset.targets])
    assert tuple(table[0]) == first
    assert tuple(table[-1]) == last
    assert (dataset.name, dataset.title, dataset.source) == (
        name,
        DATASETS[name].label,
        DATASETS[name].source,
    )
    assert dataset.source
    assert DATASETS[name].function().name == name


def test_links_of_the_first_day_name_their_data_still() -> None:
    """The names travel in links: whatever comes to them, these stay."""
    assert {
        "study_hours",
        "study_hours_x10",
        "four_scores",
        "hubble_key_project",
        "hubble_key_project_24",
        "hubble_1929",
        "crop_yields",
        "crop_yields_15",
        "perceptron",
    } <= set(DATASETS)


def test_the_galaxy_that_is_left_out() -> None:
    """The 23 galaxies are the 24 without NGC 4639."""
    assert set(load("hubble_key_project_24").row_names) - set(load("hubble_key_project").row_names) == {"NGC4639"}


def test_unknown_names_are_refused() -> None:
    """Only names of the registry are read, so that no path can be smuggled in."""
    with pytest.raises(ValueError, match=r"name must be one of study_hours, .* not '../README'."):
        load("../README")
