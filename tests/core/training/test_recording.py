"""Of many runs only some epochs are kept; these are the same numbers, and no divergence is overlooked."""

from __future__ import annotations

import gc
import re
import weakref
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.analysis import one_step
from core.data import Dataset, load
from core.model import Recipe
from core.training import Family, Record, engine, stream, sweep, train

FIELDS = ("losses", "parameters", "gradients")
RATES = np.array([0.001, 0.02, 0.05, 0.06, 0.3, 5.0, 1e160])
RECIPES = [
    Recipe(epochs=500),
    Recipe(epochs=500, optimizer="nesterov", schedule="cosine"),
    Recipe(epochs=500, optimizer="momentum"),
    Recipe(epochs=500, loss="mae", optimizer="adam"),
    Recipe(epochs=500, batch_size=3, optimizer="adam", earlier=((70, 0.01), (301, 0.03))),
    Recipe(epochs=500, batch_size=3),
    Recipe(epochs=500, dtype="float32"),
    Recipe(epochs=500, activation="relu", start="random"),
]


def assert_close(found: np.ndarray, wanted: np.ndarray) -> None:
    """Allow for sums that are added up in another order."""
    np.testing.assert_allclose(found, wanted, rtol=1e-11, atol=1e-11)


def every_seventh(epochs: np.ndarray) -> np.ndarray:
    """Keep 0, 7, 14, …"""
    return epochs % 7 == 0


@pytest.mark.parametrize("record", [(), np.arange(0, 500, 7), every_seventh], ids=["last", "listed", "rule"])
@pytest.mark.parametrize("recipe", RECIPES, ids=range(len(RECIPES)))
def test_what_is_kept_is_what_every_epoch_gives(recipe: Recipe, record: Record) -> None:
    """The recorded epochs, the last and each run's last row are, but for rounding, those of runs kept in full."""
    dataset = load("study_hours")
    whole, thin = sweep(dataset, recipe, RATES), sweep(dataset, recipe, RATES, record=record)
    wanted = every_seventh(whole.epochs) & bool(np.size(record))
    wanted |= (whole.epochs == 0) | (whole.epochs == recipe.epochs)
    np.testing.assert_array_equal(thin.epochs, whole.epochs[wanted])
    assert thin.diverged_at == whole.diverged_at
    assert (thin.trained, thin.begun) == (whole.trained, 0) == (whole.epochs[-1], 0)
    for field in FIELDS:
        assert_close(getattr(thin, field), getattr(whole, field)[:, wanted])
    for run, full in zip(thin, whole, strict=True):
        kept = np.isin(full.epochs, run.epochs)
        assert run.epochs[-1] == full.epochs[-1]
        assert set(run.epochs) == set(thin.epochs[thin.epochs <= full.epochs[-1]]) | {full.epochs[-1]}
        for field in FIELDS:
            assert_close(getattr(run, field), getattr(full, field)[kept])


@pytest.mark.parametrize("recipe", [Recipe(epochs=40), Recipe(epochs=40, batch_size=3, optimizer="adam")])
@pytest.mark.parametrize("chunk", [1, 4, 100])
def test_a_last_row_may_be_in_the_chunk_before(recipe: Recipe, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loss that is infinite at once leaves the epoch before as the last row, wherever chunks begin."""
    monkeypatch.setattr(engine, "FIRST_CHUNK", chunk)
    monkeypatch.setattr(engine, "CHUNK_NUMBERS", chunk * 2 * len(RATES))
    dataset, late = load("study_hours"), replace(recipe, earlier=((6, 0.01),))
    rates = np.append(RATES[:4], [1e200, 1e250, 1e300])
    whole, thin = sweep(dataset, late, rates), sweep(dataset, late, rates, record=())
    assert (whole[-1].diverged_at, whole[-1].epochs[-1]) == (7, 6)
    for run, full in zip(thin, whole, strict=True):
        assert run.epochs.tolist() == sorted({0, int(full.epochs[-1])})
        assert_close(run.parameters[-1], full.parameters[-1])
        assert_close(run.losses[-1], full.losses[-1])


def test_chunks_without_a_kept_epoch_are_empty_and_join() -> None:
    """Each chunk says which epochs it trained, those that keep none, too; no gap is let in."""
    dataset, recipe = load("study_hours"), Recipe(epochs=3000)
    chunks = list(stream(dataset, recipe, [0.01, 0.06], record=[0, 1, 2999]))
    assert [chunk.begun for chunk in chunks[1:]] == [chunk.trained + 1 for chunk in chunks[:-1]]
    assert not all(len(chunk.epochs) for chunk in chunks)
    joined = Family.join(chunks)
    assert joined.epochs.tolist() == [0, 1, 2999, 3000]
    assert joined.diverged_at[0] is None
    assert joined[1].epochs.tolist() == [0, 1, joined.diverged_at[1]]
    with pytest.raises(ValueError, match=r"chunks must hold consecutive epochs."):
        Family.join([chunks[0], chunks[2]])


@pytest.mark.parametrize("epochs", [0, 20, 100, 101, 139, 500])
def test_fewer_epochs_of_what_is_kept(epochs: int) -> None:
    """Cut to fewer epochs, a thinned family is what training so long keeps, but for the last epoch."""
    dataset, recipe = load("study_hours"), Recipe(epochs=500)
    cut = sweep(dataset, recipe, RATES, record=every_seventh).up_to(epochs)
    fresh = sweep(dataset, replace(recipe, epochs=epochs), RATES, record=every_seventh)
    assert cut.diverged_at == fresh.diverged_at
    assert cut.trained == fresh.trained == epochs
    for run, other in zip(cut, fresh, strict=True):
        kept = np.isin(other.epochs, run.epochs)
        assert set(other.epochs[~kept]) <= {epochs}
        np.testing.assert_allclose(run.parameters, other.parameters[kept], rtol=1e-12)


def test_what_the_optimizer_remembers_is_noted_where_an_epoch_is_kept() -> None:
    """A thinned family notes no more optimizer states than epochs, each with its epoch; one step needs them all."""
    dataset, recipe = load("study_hours"), Recipe(epochs=600, optimizer="adam", batch_size=3)
    whole, thin = sweep(dataset, recipe), sweep(dataset, recipe, record=())
    assert [epoch for epoch, _ in thin.optimizer_states] == [0, 600]
    np.testing.assert_array_equal(thin.optimizer_states[-1][1], whole.optimizer_states[-1][1])
    with pytest.raises(ValueError, match=r"the run must hold every epoch from 0 to 600, not 2 of these 601."):
        one_step(thin[0], 600)
    assert one_step(train(dataset, recipe), 600).epoch == 600


@pytest.mark.parametrize("record", [[1.5], [-1], "all", [[1, 2]]])
def test_records_that_cannot_be_are_refused(record: Any) -> None:
    """What is no list of epochs is named at the call."""
    said = "record must be epochs, whole numbers of at least 0, or a function of them, not " + re.escape(repr(record))
    with pytest.raises(ValueError, match=said):
        stream(load("study_hours"), Recipe(), record=record)


def test_many_runs_hold_what_is_kept_alone() -> None:
    """Ten thousand runs of a thousand epochs hold two rows each, and those that diverge three, whatever the rates."""
    dataset = Dataset.from_arrays(np.arange(8.0), np.arange(8.0) % 3)
    rates = np.geomspace(1e-3, 1, 10_000)
    family = sweep(dataset, Recipe(epochs=1000), rates, record=())
    assert family.losses.shape == (10_000, 2)
    left = np.array([at is not None for at in family.diverged_at])
    assert family.ends is not None
    assert len(family.ends.runs) == left.sum() > 1000
    assert len(set(family.ends.epochs)) > 20


@pytest.mark.parametrize(("optimizer", "batch_size"), [("sgd", None), ("momentum", None), ("adam", None), ("sgd", 2)])
def test_a_stream_that_waits_holds_nothing_of_what_it_has_handed_over(optimizer: str, batch_size: int | None) -> None:
    """A class leaves hundreds of streams waiting for somebody who wants more epochs."""
    recipe = Recipe(epochs=4000, optimizer=optimizer, batch_size=batch_size)
    going_on = stream(load("study_hours"), recipe, np.linspace(0.001, 0.01, 40))
    chunks = [next(going_on) for _ in range(4)]
    held = [weakref.ref(owner_of(part)) for chunk in chunks for part in (chunk.losses, chunk.parameters)]
    chunks.clear()
    gc.collect()
    assert [ref() for ref in held] == [None] * len(held)
    assert next(going_on).begun > 0


def owner_of(view: np.ndarray) -> np.ndarray:
    """Return the array whose numbers a view shows."""
    while isinstance(view.base, np.ndarray):
        view = view.base
    return view
