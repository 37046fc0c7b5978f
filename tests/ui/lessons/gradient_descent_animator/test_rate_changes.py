"""RateChanges of a run: in links, at any epoch, and what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import load
from core.model import Recipe
from core.training import train
from ui.lessons.gradient_descent_animator.rate_changes import (
    early_divergence_note,
    rate_changes_note,
    rate_changes_setting,
    rate_changes_up_to,
    read_rate_changes,
    turning_point,
    within,
    write_rate_changes,
)
from ui.session.settings import parse

DATASET = load("study_hours")
EPOCHS = st.lists(st.integers(1, 19_999), min_size=1, max_size=8, unique=True).map(sorted)


@given(EPOCHS, st.lists(st.floats(1e-12, 1e6), min_size=8, max_size=8))
def test_a_link_carries_rate_changes_there_and_back(ends: list[int], rates: list[float]) -> None:
    """What is written is read again, to the six digits of a link."""
    changed_rates = tuple((end, float(f"{rate:.6g}")) for end, rate in zip(ends, rates, strict=False))
    assert read_rate_changes(write_rate_changes(changed_rates)) == changed_rates


@pytest.mark.parametrize(
    "text",
    [
        "", "120", "120:", ":0.1", "120:0.1:3", "120:0.1,", "1.5:0.1", "-1:0.1", "0:0.1", "20000:0.1", "999999:0.1",
        "5:0.1,5:0.2", "9:0.1,5:0.2", "5:0", "5:-1", "5:nan", "5:1e9", "5:abc", "٣:0.1",
        ",".join(f"{i}:0.1" for i in range(1, 10)),
    ],
)  # fmt: skip
def test_nonsense_in_a_link_is_named(text: str) -> None:
    """What is no list of increasing epochs with usable rates gives a run of one rate, and a note on what would be."""
    values, notes = parse([rate_changes_setting()], {"earlier": [text]})
    assert values == {"earlier": ()}
    assert len(notes) == 1
    assert "it is left empty. Use at most 8 epochs with their learning rates, such as 120:0.01,300:0.03" in notes[0]


def test_rate_changes_beyond_the_run_wait() -> None:
    """A rate change after the end of the run is left out, and the note names it."""
    changed_rates = ((100, 0.01), (300, 0.03))
    assert within(changed_rates, 301) == (changed_rates, None)
    kept, note = within(changed_rates, 300)
    assert kept == ((100, 0.01),)
    assert note is not None
    assert "after epoch 300, but the run has 300 epochs" in note
    assert within(changed_rates, 50)[0] == ()


def test_a_run_goes_on_from_any_epoch() -> None:
    """From a later epoch a rate change is added, from an earlier one those behind it are dropped, from 0 all."""
    recipe = Recipe(0.1, 500, earlier=((100, 0.01), (300, 0.03)))
    assert rate_changes_up_to(recipe, 400) == ((100, 0.01), (300, 0.03), (400, 0.1))
    assert rate_changes_up_to(recipe, 300) == ((100, 0.01), (300, 0.03))
    assert rate_changes_up_to(recipe, 200) == ((100, 0.01), (200, 0.03))
    assert rate_changes_up_to(recipe, 100) == ((100, 0.01),)
    assert rate_changes_up_to(recipe, 60) == ((60, 0.01),)
    assert rate_changes_up_to(recipe, 0) == ()


def test_the_past_stays_the_past() -> None:
    """A run that goes on at another rate has the numbers of the old one up to there."""
    old = train(DATASET, Recipe(0.03, 200, earlier=((40, 0.01),)))
    new = train(DATASET, Recipe(0.002, 200, earlier=rate_changes_up_to(old.recipe, 120)))
    assert new.losses[:121].tolist() == pytest.approx(old.losses[:121].tolist(), rel=1e-12)
    assert new.losses[130] > old.losses[130]


def test_a_diverged_run_goes_on_from_before_its_end() -> None:
    """Its last epoch lies beyond the limit; from the one before a smaller rate brings it back."""
    run = train(DATASET, Recipe(0.05, 500))
    assert run.diverged_at is not None
    at = turning_point(run, int(run.epochs[-1]))
    assert at == run.diverged_at - 1
    assert turning_point(run, 5) == 5
    caught = train(DATASET, Recipe(0.03, 2000, earlier=rate_changes_up_to(run.recipe, at)))
    assert caught.diverged_at is None
    assert caught.losses[-1] == pytest.approx(15.019345238095237, rel=1e-6)


def test_the_note_names_every_rate_with_its_losses() -> None:
    """Rate, first and last epoch, and the losses there, of each rate; nothing where there is one rate alone."""
    run = train(DATASET, Recipe(0.03, 500, earlier=((10, 0.01),)))
    note = rate_changes_note(run)
    assert note is not None
    # FACTS: after 10 epochs at 0.01 the loss is 310.2255627012728.
    assert "0.01 from epoch 0 to 10 (loss 5944 → 310.2); 0.03 from epoch 10 to 500 (loss 310.2 → 15.0" in note
    assert rate_changes_note(train(DATASET, Recipe(0.03, 5))) is None


def test_the_note_ends_where_the_run_ends() -> None:
    """Of a run that diverged at an earlier rate only the rates it had are named."""
    run = train(DATASET, Recipe(0.01, 500, earlier=((200, 0.05), (300, 0.02))))
    note = rate_changes_note(run)
    assert note is not None
    assert f"0.05 from epoch 0 to {run.diverged_at}" in note
    assert "0.02 from" not in note


def test_divergence_at_an_earlier_rate_is_told_apart() -> None:
    """The blame is on the rate that was in use; a run that diverged at its last rate gets the usual words."""
    early = train(DATASET, Recipe(0.01, 500, earlier=((200, 0.05),)))
    note = early_divergence_note(early)
    assert note is not None
    assert f"diverged at epoch {early.diverged_at}**, while it trained at 0.05" in note
    assert early_divergence_note(train(DATASET, Recipe(0.05, 500, earlier=((20, 0.01),)))) is None
    assert early_divergence_note(train(DATASET, Recipe(0.05, 500))) is None
    assert early_divergence_note(train(DATASET, Recipe(0.01, 50, earlier=((20, 0.02),)))) is None
