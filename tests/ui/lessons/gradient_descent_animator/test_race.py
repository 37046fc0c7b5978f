"""Who races, who arrives first, and what is said of those who are lost."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.analysis import arrival
from core.data import load
from core.exact import minimum
from core.model import OPTIMIZERS, Recipe
from core.training import train
from ui.lessons.gradient_descent_animator.race import PLACES, Entrant, Racer, named, racer_setting, read_racer
from ui.lessons.gradient_descent_animator.race_notes import Arrival, arrival_table, rate_that_holds, winner_note
from ui.session.settings import parse

DATASET = load("study_hours")
BASE = Recipe(0.03, 500)


def race(*recipes: Recipe) -> list[Entrant]:
    """Return runs on the study hours, in the order of their places."""
    return named(
        [Entrant(place, recipe, train(DATASET, recipe)) for place, recipe in zip(PLACES, recipes, strict=False)]
    )


def ended(entrants: list[Entrant], seconds: float = 1e-4) -> list[Arrival]:
    """Return the arrivals with as many seconds an epoch, the first ahead."""
    answer = minimum(DATASET, entrants[0].recipe)
    epochs = [arrival(each.run, answer) for each in entrants]
    found = [Arrival(each, at, None if at is None else at * seconds) for each, at in zip(entrants, epochs, strict=True)]
    return sorted(found, key=lambda each: (each.epoch is None, each.epoch or 0))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("size", [None, 1, 2, 4])
@pytest.mark.parametrize("rate", [0.01, 1e-12, 123456.0])
def test_a_link_carries_a_racer_there_and_back(optimizer: str, size: int | None, rate: float) -> None:
    """What is written is read again."""
    racer = Racer(optimizer, rate, size)
    assert read_racer(racer.written) == racer


@pytest.mark.parametrize(
    "text",
    ["", "adam", "adam 0.5", "adam 0.5 3", "adam 0.5 all all", "lion 0.5 all", "adam 0 all", "adam -1 all",
     "adam nan 1", "adam 1e9 1", "adam  0.5 all", "ADAM 0.5 all"],
)  # fmt: skip
def test_a_racer_that_cannot_be_is_named(text: str) -> None:
    """Nonsense in a link leaves the racer that is there at first, and says what would be usable."""
    setting = racer_setting(2, Racer("momentum", 0.01, None))
    values, notes = parse([setting], {"racer2": [text]})
    assert values["racer2"] == setting.default
    assert "the default momentum 0.01 all is used. Use an optimizer, a rate and a batch size" in notes[0]
    assert parse([setting], {"racer2": ["none"]}) == ({"racer2": None}, [])


def test_a_racer_trains_as_the_page_does_but_for_its_own() -> None:
    """Data, loss, scaling, start, epochs and seed are the page's; earlier rates are the first run's alone."""
    page = Recipe(0.03, 300, "huber", scaling="max", start=(1, 2), seed=5, earlier=((10, 0.1),))
    own = Racer("adam", 0.5, 4).recipe(page, 8)
    assert own == replace(page, optimizer="adam", learning_rate=0.5, batch_size=4, earlier=())
    assert Racer("sgd", 0.5, 4).recipe(page, 3).batch_size == 3


def test_the_first_to_arrive_is_named() -> None:
    """Nesterov at 0.01 beats momentum at 0.01, Adam at 2 and plain descent at 0.03, after 66 epochs."""
    names = ("momentum", "nesterov")
    entrants = race(BASE, *(replace(BASE, optimizer=name, learning_rate=0.01) for name in names),
                    replace(BASE, optimizer="adam", learning_rate=2.0))  # fmt: skip
    found = ended(entrants)
    assert [each.entrant.place for each in found] == ["third", "second", "fourth", "first"]
    assert winner_note(found, growing=False).startswith(
        "**Nesterov arrives first**, within 1% from epoch 66 on. It is first"
    )
    table = arrival_table(found, minimum(DATASET, BASE), growing=False).splitlines()
    assert table[2] == "| Nesterov | Nesterov momentum at 0.01, all rows | 66 | 66 | 0.0066 |"
    assert table[5] == "| Gradient descent | Gradient descent at 0.03, all rows | 378 | 378 | 0.038 |"


def test_runs_are_named_after_their_optimizers() -> None:
    """Two of one optimizer say in brackets what differs: rate, batch size, or only their places."""
    names = [each.name for each in race(BASE, replace(BASE, optimizer="adam"))]
    assert names == ["Gradient descent", "Adam"]
    names = [each.name for each in race(BASE, replace(BASE, learning_rate=0.01), replace(BASE, optimizer="nesterov"))]
    assert names == ["Gradient descent (0.03)", "Gradient descent (0.01)", "Nesterov"]
    assert [each.name for each in race(BASE, BASE)] == ["Gradient descent (run 1)", "Gradient descent (run 2)"]


def test_seconds_can_have_another_winner() -> None:
    """A run of few costly epochs is first in epochs, one of many cheap epochs in seconds; steps are counted."""
    entrants = race(replace(BASE, learning_rate=0.03), replace(BASE, learning_rate=0.003, batch_size=1, epochs=1500))
    plain, noisy = entrants
    found = [Arrival(noisy, 200, 0.5), Arrival(plain, 378, 0.02)]
    said = winner_note(found, growing=False)
    assert said.startswith(
        "**Gradient descent (0.003, 1 row) arrives first**, within 1% from epoch 200 on. "
        "Counted in seconds **Gradient descent (0.03, all rows)** is first:"
    )
    assert "0.020 s against 0.50 s" in said
    assert "| 200 | 1,600 | 0.50 |" in arrival_table(found, minimum(DATASET, BASE), growing=False)


def test_all_four_diverge_with_a_clear_word() -> None:
    """Nobody wins; the table says at which epoch each was lost."""
    entrants = race(*(replace(BASE, learning_rate=rate) for rate in (0.05, 0.1, 1.0, 1e6)))
    found = ended(entrants)
    assert winner_note(found, growing=False).startswith(
        "**All four runs have diverged.** None of these rates converges"
    )
    table = arrival_table(found, minimum(DATASET, BASE), growing=False)
    for each in entrants:
        assert f"**diverged** at epoch {each.run.diverged_at}" in table
    assert winner_note(ended(entrants[:2]), growing=False).startswith("**Both runs have diverged.**")
    assert winner_note(ended(entrants[:1]), growing=False).startswith("**The only run has diverged.**")


def test_some_diverge_and_some_are_on_their_way() -> None:
    """Those that are lost are named with their rates; the others are told how far they have to go."""
    entrants = race(
        replace(BASE, learning_rate=0.05), replace(BASE, learning_rate=1e-4), replace(BASE, learning_rate=0.1)
    )
    found = ended(entrants)
    said = winner_note(found, growing=False)
    assert "No run has come within 1% of the optimum** in these epochs" in said
    assert "Gradient descent (0.05) and Gradient descent (0.1) diverged" in said
    table = arrival_table(found, minimum(DATASET, BASE), growing=False)
    answer, slow = minimum(DATASET, BASE), entrants[1].run
    way = np.linalg.norm(slow.parameters - answer.parameters, axis=1)
    assert f"not in 500 epochs, {100 * way[-1] / way[0]:.1f}% of the distance left" in table
    assert "still training" in arrival_table(found, answer, growing=True)
    assert "the training goes on" in winner_note(found, growing=True)


@pytest.mark.parametrize("scaling", ["none", "zscore"])
@pytest.mark.parametrize("size", [None, 1, 4])
@pytest.mark.parametrize("loss", ["mse", "sse"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_rate_that_is_offered_holds(optimizer: str, loss: str, size: int | None, scaling: str) -> None:
    """Whatever the recipe, 60 epochs at the offered rate do not diverge, and end below their start."""
    recipe = Recipe(1.0, 60, loss, optimizer, batch_size=size, scaling=scaling)
    rate = rate_that_holds(DATASET, recipe, minimum(DATASET, recipe), np.zeros(2))
    run = train(DATASET, replace(recipe, learning_rate=rate))
    assert run.diverged_at is None
    assert run.losses[-1] < run.losses[0]
