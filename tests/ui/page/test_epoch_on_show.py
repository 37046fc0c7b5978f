"""Notes, tables and closer views speak of the epoch at which the pictures stand, the first one too."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from core.data import Dataset, load
from core.model import Recipe
from core.training import History, train
from tests.ui.visits import Unpack, look_closer, said, sent, visit
from ui.text.numbers import written

LESSONS: dict[str, tuple[str, Recipe]] = {
    "study_hours": ("study_hours", Recipe(epochs=40)),
    "hubble_age": ("hubble_key_project", Recipe(0.05, 40, scaling="max")),
    "crop_yields": ("crop_yields", Recipe(0.5, 40, scaling="zscore_features")),
    "perceptron": ("perceptron", Recipe(0.001, 40, "sse", activation="relu", start=(0.3, 0.4))),
}


def run_of(page: str) -> History:
    name, recipe = LESSONS[page]
    return train(load(name), recipe)


def where_it_stands(page: str, run: History, epoch: int) -> list[str]:
    """Return what the page must say at an epoch, in the numbers of the run."""
    parameters, loss = run.in_data_units()[epoch], run.losses[epoch]
    w, b = (written(value) for value in parameters[:2])
    if page == "study_hours":
        return [f"**Epoch {epoch}:** slope {w}, intercept {b}, loss {written(loss)}."]
    if page == "hubble_age":
        return [f"**Epoch {epoch}:** the slope is {w} km/s/Mpc", f"**this run, epoch {epoch}**"]
    if page == "perceptron":
        steps = "1 iteration" if epoch == 1 else f"{epoch} iterations"
        return [f"**After {steps}:** w {w}, b {b}, loss {written(loss, 8)}."]
    return [
        f"**Epoch {epoch}:** the loss is {written(loss, 10)}",
        f"**Epoch {epoch}, region by region**",
        f"**The eight numbers of epoch {epoch}**",
        *tables_of_crops(run.dataset, parameters),
    ]


def tables_of_crops(dataset: Dataset, parameters: np.ndarray) -> list[str]:
    """Return the first row of both tables: Kanto's apples, and the weights of the temperature."""
    weights = parameters.reshape(4, 2)
    predicted = dataset.features @ weights[:-1] + weights[-1]
    apples = dataset.targets[0, 0]
    return [
        f"| {apples:g} | {written(predicted[0, 0], 5)} | {written(predicted[0, 0] - apples, 3)} |",
        f"| temperature (ton/°F) | {written(weights[0, 0])} |",
    ]


@pytest.mark.parametrize("epoch", [0, 1, 17, 40])
@pytest.mark.parametrize("page", list(LESSONS))
def test_a_link_to_an_epoch_speaks_of_it(page: str, epoch: int, unpack: Unpack) -> None:
    """Every number that stands beside an epoch is that epoch's, and no other epoch is said to be on show."""
    app = visit(page, epochs="40", epoch=str(epoch))
    assert not app.exception
    run, text = run_of(page), said(app)
    np.testing.assert_allclose(sent(app, unpack)["run"]["losses"], run.losses, rtol=1e-9)
    for sentence in where_it_stands(page, run, epoch):
        assert sentence in text
    named = re.findall(r"\*\*(?:Epoch|After|The eight numbers of epoch|this run, epoch) (\d+)", text)
    assert set(named) == {str(epoch)}


@pytest.mark.parametrize("page", list(LESSONS))
def test_as_a_page_opens_it_speaks_of_the_start(page: str) -> None:
    """Before anything was played the pictures stand at epoch 0, and so do the words."""
    text = said(visit(page, epochs="40"))
    for sentence in where_it_stands(page, run_of(page), 0):
        assert sentence in text


@pytest.mark.parametrize("page", list(LESSONS))
def test_beyond_its_end_a_run_stands_at_its_end(page: str) -> None:
    """A link to an epoch the run does not have speaks of the last one."""
    text = said(visit(page, epochs="40", epoch="90"))
    for sentence in where_it_stands(page, run_of(page), 40):
        assert sentence in text


@pytest.mark.parametrize("epoch", ["0", "17"])
def test_a_prediction_is_that_of_the_epoch(epoch: str) -> None:
    """The model of epoch 0, which is all zeros, predicts a score of 0."""
    text = said(visit("study_hours", epochs="40", epoch=epoch, hours="5"))
    w, b = run_of("study_hours").parameters[int(epoch)]
    assert f"the model of epoch {epoch} predicts {written(5 * w + b, 5)} " in text


def test_a_region_is_predicted_by_the_epoch() -> None:
    """At epoch 0 a region's crops are predicted as 0."""
    place: dict[str, Any] = {"temperature": "80", "rainfall": "90", "humidity": "60"}
    text = said(visit("crop_yields", epoch="0", **place))
    assert "the model of epoch 0 predicts 0 ton of apples and 0 ton of oranges" in text


@pytest.mark.parametrize("page", [*LESSONS, "gradient_descent_animator"])
def test_one_step_is_the_one_that_follows(page: str) -> None:
    """The closer look takes the step that leaves the epoch on show."""
    app = visit(page, epochs="40", epoch="0")
    look_closer(app, "One step")
    assert not app.exception
    assert "**The step after epoch 0**" in said(app)


def test_from_slope_to_age_at_the_start() -> None:
    """At epoch 0 the line of zeros does not rise, and has no age yet."""
    app = visit("hubble_age", epochs="40", epoch="0")
    look_closer(app, "From slope to age")
    assert "The line does not rise at this epoch" in said(app)
    assert "**Epoch 0:** the slope is 0 km/s/Mpc. A line that does not rise has no beginning" in said(app)


@pytest.mark.parametrize("page", list(LESSONS))
@pytest.mark.parametrize("epoch", ["0", "20"])
def test_a_and_b_are_told_at_the_epoch_and_at_the_end(page: str, epoch: str) -> None:
    """The losses of A and B are those of the epoch on show; where that is not the end, the end's stand beside them."""
    rate = LESSONS[page][1].learning_rate
    app = visit(page, epochs="40", epoch=epoch, kept=f"learning_rate:{rate / 2:g}~epochs:40")
    name, recipe = LESSONS[page]
    a = train(load(name), Recipe(**{**vars(recipe), "learning_rate": rate / 2}))
    b = run_of(page)
    for at in (int(epoch), 40):
        assert f"At epoch {at}: loss {written(a.losses[at], 4)} against {written(b.losses[at], 4)}" in said(app)
