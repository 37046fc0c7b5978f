"""The tables of the crop yields hold what was computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.data import load
from core.exact import left_out
from core.model import Recipe
from core.training import train
from tests.ui.page.test_notice import numbers
from ui.lessons.crop_yields import tables

FIVE, FIFTEEN = load("crop_yields"), load("crop_yields_15")


def cells(text: str) -> list[list[str]]:
    """Return a table's rows, titles first, by the rules of Markdown."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.split("\n")]
    assert set("".join(lines[1])) <= set(":- ")
    assert len({len(line) for line in lines}) == 1
    return [lines[0], *lines[2:]]


def row(text: str, name: str) -> list[str]:
    (found,) = (line for line in cells(text) if line[0] == name)
    return found[1:]


def test_a_table() -> None:
    """A title a column, the first one left and the others right."""
    assert tables.table(["a", "b", "c"], [["1", "2", "3"]]) == "| a | b | c |\n| :-- | --: | --: |\n| 1 | 2 | 3 |"


def test_every_weight_beside_the_exact_one() -> None:
    """Coefficients and biases of least squares stand beside those of the epoch, to ten digits."""
    run = train(FIVE, Recipe(0.5, 100, scaling="zscore_features"))
    text = tables.parameter_table(FIVE, run, 100)
    assert cells(text)[0] == ["Parameter", "Apples", "Apples, best fit", "Oranges", "Oranges, best fit"]
    exact = [
        ("temperature (ton/°F)", "−0.3875742381", "−0.2851581309"),
        ("rainfall (ton/mm)", "0.8477568429", "0.7940066372"),
        ("humidity (ton/%)", "0.6981781791", "0.9249753216"),
        ("bias (ton)", "−1.637612999", "−2.218279392"),
    ]
    for name, apples, oranges in exact:
        assert row(text, name)[1::2] == [apples, oranges]
    now = run.in_data_units()[100].reshape(4, 2)
    assert [numbers(cell)[0] for cell in row(text, "bias (ton)")[::2]] == pytest.approx(now[3].tolist(), rel=1e-5)
    assert row(tables.parameter_table(FIVE, run, 0), "bias (ton)")[0] == "0"


@pytest.mark.parametrize("name", ["crop_yields", "crop_yields_15"])
def test_errors_of_every_row(name: str) -> None:
    """Each row has its targets, predictions and their differences, for both crops."""
    dataset = load(name)
    run = train(dataset, Recipe(0.3, 20, scaling="zscore_features"))
    rows = cells(tables.error_table(dataset, run, 7))[1:]
    assert len(rows) == dataset.n
    design = np.column_stack([dataset.features, np.ones(dataset.n)])
    predicted = design @ run.in_data_units()[7].reshape(4, 2)
    for i, line in enumerate(rows):
        shown = [numbers(cell)[0] for cell in line[1:]]
        expected = [
            v for t in (0, 1) for v in (dataset.targets[i, t], predicted[i, t], predicted[i, t] - dataset.targets[i, t])
        ]
        assert shown == pytest.approx(expected, rel=5e-3, abs=1e-3)
    assert rows[2][0] == ("Hoenn" if dataset.row_names else "Row 3")


def test_what_scaling_does() -> None:
    """Condition numbers, critical rates and the known losses after 100 epochs stand side by side."""
    text = tables.scaling_table(FIVE, 100)
    assert row(text, "None, rate 0.00001")[:4] == ["2186110.82", "0.0001116728094", "1e−5", "153.9366202"]
    assert row(text, "z-score of features, rate 0.5")[1:4] == ["1.007062219", "0.5", "0.4831212221"]
    assert numbers(row(text, "z-score of features, rate 0.5")[0]) == [pytest.approx(6.9470, abs=5e-5)]
    assert len(cells(text)) == 7
    scaled_targets = row(text, "z-score of all columns, the best rate")
    assert numbers(scaled_targets[3]) == [pytest.approx(0.4831212221, rel=1e-6)]


def test_what_patience_does() -> None:
    """A thousand times longer brings the raw loss to 0.514, and the bias nowhere; the curvatures are the known ones."""
    note = tables.long_run_note(FIVE)
    assert (
        "the loss is 153.9366202 after 100 epochs and 0.514 after 100,000, "
        "against a lowest possible loss of 0.4831212221" in note
    )
    assert "has come to −0.0121 of −1.64" in note
    assert "from 0.008192385492 to 17909.46256" in note


@pytest.mark.parametrize(
    ("choices", "epochs"),
    [
        ({"epochs": 100}, 100),
        ({"epochs": 5000}, 100),
        ({"epochs": 100, "batch_size": 5}, 100),
        ({"epochs": 100, "batch_size": 1}, 20),
        ({"epochs": 3, "batch_size": 1}, 3),
        ({"epochs": 50, "loss": "mae", "optimizer": "adam"}, 50),
    ],
)
def test_the_two_ways_are_not_asked_for_too_much(choices: dict[str, Any], epochs: int) -> None:
    """They run plain descent on the mean squared error, for at most 100 epochs and 300 steps."""
    recipe = tables.ways_recipe(FIFTEEN, Recipe(1e-5, **choices))
    assert (recipe.epochs, recipe.loss, recipe.optimizer) == (epochs, "mse", "sgd")


@pytest.mark.parametrize("choices", [{}, {"batch_size": 5, "shuffle": False}, {"batch_size": 2, "seed": 3}])
def test_three_trainings_agree(choices: dict[str, Any]) -> None:
    """From scratch, with PyTorch's parts and this app: the same losses, to all digits but the last."""
    recipe = Recipe(1e-5, 100, **choices)
    text, said = tables.ways_table(FIFTEEN, tables.ways_recipe(FIFTEEN, recipe))
    assert cells(text)[0] == ["epoch", "from scratch", "with PyTorch's parts", "this app"]
    for line in cells(text)[1:]:
        scratch, parts, app = (numbers(cell)[0] for cell in line[1:])
        assert [scratch, parts] == pytest.approx([app, app], rel=1e-10)
    apart = float(numbers(said)[2])
    assert 0 <= apart < 1e-9
    if choices.get("shuffle") is False:
        assert [row(text, epoch)[2] for epoch in ("1", "10", "100")] == [
            "2868.42734822",
            "346.715891827",
            "25.0105273520",
        ]


def test_two_ways_that_diverge() -> None:
    """A rate far too large is shown as far as the app's own run goes; nothing is raised."""
    text, _ = tables.ways_table(FIVE, tables.ways_recipe(FIVE, Recipe(0.01, 100)))
    assert cells(text)[1][0] == "0"
    assert numbers(cells(text)[-1][1])[0] > 1e8


def test_batch_sizes_and_orders() -> None:
    """With all rows in a batch no order matters; with fewer each order gives its own loss, that of its training."""
    text, epochs = tables.orders_table(FIFTEEN, Recipe(1e-5, 100, seed=4), [1, 2, 5, 15])
    assert cells(text)[0] == ["batch", "in order", "shuffled, seed 4", "shuffled, seed 5"]
    assert len(set(row(text, "all rows"))) == 1
    for size, name in ((1, "1 row"), (2, "2 rows"), (5, "5 rows")):
        shown = row(text, name)
        assert len(set(shown)) == 3
        run = train(FIFTEEN, Recipe(1e-5, epochs, batch_size=size, shuffle=True, seed=5))
        assert numbers(shown[2])[0] == pytest.approx(run.losses[-1], rel=1e-8)


def test_batch_sizes_beyond_the_rows() -> None:
    """On five rows a batch of five is all rows; a rate that is too large for single rows diverges there alone."""
    text, _ = tables.orders_table(FIVE, Recipe(0.9, 100, scaling="zscore_features"), [1, 2, 5, 5])
    assert [line[0] for line in cells(text)[1:]] == ["1 row", "2 rows", "all rows"]
    assert "diverges at epoch" in row(text, "1 row")[0]
    assert numbers(row(text, "all rows")[0])[0] < 1


def test_leverages_and_rows_left_out() -> None:
    """Hoenn makes 0.9856 of its own prediction; left out, its apples are missed by 18.3 ton, not 0.263."""
    text = tables.freedom_table(FIVE, left_out(FIVE))
    assert row(text, "Hoenn") == ["0.9856", "−0.263", "−18.3", "0.0184", "1.28"]
    assert row(text, "R²") == ["", "0.999188", "0.928401", "0.999996", "0.999653"]
    assert len(cells(tables.freedom_table(FIFTEEN, left_out(FIFTEEN)))) == 17
