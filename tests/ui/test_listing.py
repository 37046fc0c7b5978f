"""The script a person can paste does what the lesson showed."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from core import LOSSES, OPTIMIZERS, SCALINGS, Recipe, load, train
from ui.listing import listing


def printed(script: str) -> str:
    """Run a script in a fresh namespace, with torch's global generator put back as it was."""
    with contextlib.redirect_stdout(io.StringIO()) as said, torch.random.fork_rng():
        exec(compile(script, "listing", "exec"), {"__name__": "__main__"})
    return said.getvalue()


def numbers(said: str) -> tuple[float, list[float]]:
    """Return the printed loss, and weights and biases in the order of core: row by row, then the biases."""
    loss, weights, bias = re.fullmatch(r"loss (\S+)\nweights (.+) bias (.+)\n", said).groups()  # type: ignore[union-attr]
    rows = np.array([*np.array(eval(weights)).T, eval(bias)])
    return float(loss), rows.ravel().tolist()


def assert_same(dataset_name: str, recipe: Recipe, said: str) -> None:
    run = train(load(dataset_name), recipe)
    assert run.diverged_at is None
    loss, parameters = numbers(said)
    np.testing.assert_allclose(loss, run.losses[-1], rtol=1e-9)
    np.testing.assert_allclose(parameters, run.parameters[-1], rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("scaling", list(SCALINGS))
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("loss", list(LOSSES))
def test_every_choice(loss: str, optimizer: str, scaling: str) -> None:
    """With each loss, optimizer and scaling the script ends where core ends, to a billionth."""
    # Not from zeros: there the bias of z-scored data has a gradient of nothing but rounding errors.
    recipe = Recipe(
        learning_rate=1.3e-5, epochs=6, loss=loss, optimizer=optimizer, scaling=scaling, momentum=0.7, start=(0.3, -0.2)
    )
    assert_same("study_hours", recipe, printed(listing(load("study_hours"), recipe)))


@pytest.mark.parametrize("start", ["zeros", "random", (0.1 + 0.2, -1e-7)], ids=["zeros", "random", "by hand"])
@pytest.mark.parametrize("batch_size", [None, 1, 3, 8])
@pytest.mark.parametrize("shuffle", [True, False], ids=["shuffled", "in order"])
def test_every_start_and_batch_size(start: str | tuple[float, ...], batch_size: int | None, shuffle: bool) -> None:
    """The script draws the same start and the same rows in the same order."""
    recipe = Recipe(learning_rate=1e-3, epochs=5, start=start, batch_size=batch_size, shuffle=shuffle, seed=11)
    assert_same("study_hours", recipe, printed(listing(load("study_hours"), recipe)))


@pytest.mark.parametrize(("name", "batch_size"), [("hubble_1929", None), ("crop_yields", None), ("crop_yields_15", 5)])
@pytest.mark.parametrize("start", ["zeros", "random"])
def test_other_data_sets(name: str, batch_size: int | None, start: str) -> None:
    """Several features and targets are written as they are, also with random starts and mini-batches."""
    recipe = Recipe(learning_rate=1e-6, epochs=4, batch_size=batch_size, start=start, seed=3)
    assert_same(name, recipe, printed(listing(load(name), recipe)))


@pytest.mark.parametrize("shuffle", [True, False], ids=["shuffled", "in order"])
@pytest.mark.parametrize("batch_size", [1, 2, 5, 15])
@pytest.mark.parametrize("scaling", list(SCALINGS))
def test_batches_of_several_targets(scaling: str, batch_size: int, shuffle: bool) -> None:
    """Two targets in batches of any size, in either order and with any scaling, end where core ends."""
    recipe = Recipe(learning_rate=1e-5, epochs=5, batch_size=batch_size, shuffle=shuffle, scaling=scaling, seed=4)
    assert_same("crop_yields_15", recipe, printed(listing(load("crop_yields_15"), recipe)))


def test_a_start_by_hand_for_several_targets() -> None:
    """Eight numbers go where core puts them: each feature's weights for both targets, then the biases."""
    recipe = Recipe(learning_rate=1e-6, epochs=2, start=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0))
    assert_same("crop_yields", recipe, printed(listing(load("crop_yields"), recipe)))


@pytest.mark.parametrize("scaling", list(SCALINGS))
def test_no_epochs_at_all(scaling: str) -> None:
    """Zero epochs print the start and its loss."""
    recipe = Recipe(epochs=0, scaling=scaling)
    assert_same("study_hours", recipe, printed(listing(load("study_hours"), recipe)))


def test_in_a_fresh_interpreter() -> None:
    """The script needs nothing but torch, and says nothing else."""
    recipe = Recipe(learning_rate=0.02, epochs=20, optimizer="adam", scaling="zscore", start="random", batch_size=4)
    script = listing(load("study_hours"), recipe)
    assert re.findall(r"^(?:import|from) .*", script, re.MULTILINE) == ["import torch"]
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert_same("study_hours", recipe, done.stdout)


def test_the_script_holds_the_numbers_of_the_run() -> None:
    """Rate, momentum, epochs and seed stand in the script to the last digit."""
    recipe = Recipe(
        learning_rate=0.1 + 0.2, momentum=0.123456789, optimizer="nesterov", epochs=321, start="random", seed=99
    )
    script = listing(load("study_hours"), recipe)
    for text in ("lr=0.30000000000000004", "momentum=0.123456789", "range(321)", "manual_seed(99)"):
        assert text in script
    assert "manual_seed" not in listing(load("study_hours"), replace(recipe, start="zeros"))


@pytest.mark.parametrize("batch_size", [None, 3])
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_a_rate_changed_on_the_way(optimizer: str, batch_size: int | None) -> None:
    """The script changes the rate at the very epochs at which the run did."""
    recipe = Recipe(
        learning_rate=0.004, epochs=12, optimizer=optimizer, batch_size=batch_size, start=(0.3, -0.2),
        earlier=((1, 0.001), (5, 0.0005), (9, 0.002)),
    )  # fmt: skip
    script = listing(load("study_hours"), recipe)
    assert "0.001 if epoch < 1 else 0.0005 if epoch < 5 else 0.002 if epoch < 9 else 0.004" in script
    assert_same("study_hours", recipe, printed(script))
    assert "param_groups" not in listing(load("study_hours"), replace(recipe, earlier=()))
