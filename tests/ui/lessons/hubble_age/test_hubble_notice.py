"""What is said about the age of the universe is said in the right numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from core.exact import bootstrap, slope_spread
from tests.ui.lessons.hubble_age.hubble_views import many_starts, trained_view
from tests.ui.page.test_notice import says
from ui.lessons.hubble_age import notice as hubble_notice
from ui.lessons.hubble_age import starts_notice, sure_notice
from ui.lessons.hubble_age.universe import Universe


def together(notes: list[str | None]) -> str:
    return "\n".join(note for note in notes if note)


def test_the_run_of_a_first_visit() -> None:
    """After 500 epochs: 74.5887 and 13.1091, exact 80.3777 and 12.1650, loss 1.6% too high, slope 7.2% too low."""
    note = hubble_notice.age_note(trained_view(), 500)
    assert says(note, 74.58874874267154, 13.109111470070863, 80.37766723384681, 12.164973870615688, digits=5)
    assert says(note, 977.7922216807892, digits=5)
    assert "1.6% above the lowest possible loss" in note
    assert "the slope 7.2% too low" in note


def test_one_is_unfinished_training() -> None:
    """While the slope is off by more than 1% the note says so; at the exact answer it does not."""
    hubble = trained_view(epochs=3000)
    note = hubble_notice.unfinished_note(hubble, 500)
    assert "13.1 against 12.2 is unfinished training" in (note or "")
    assert hubble_notice.unfinished_note(hubble, 3000) is None
    other = hubble_notice.unfinished_note(trained_view("hubble_1929", epochs=50), 50)
    assert "unfinished training" in (other or "")
    assert "13.1" not in (other or "")


def test_a_line_that_does_not_rise_has_no_age() -> None:
    """At a slope of 0 or below there is a word instead of an age."""
    assert "there is no age yet" in hubble_notice.age_note(trained_view(), 0)
    falling = trained_view(start=(-1.0, 0.5), epochs=3)
    assert "there is no age yet" in hubble_notice.age_note(falling, 3)
    assert "billion years" not in hubble_notice.factor_note(falling, 3)


@pytest.mark.parametrize(("matter", "factor"), [(0.3, 0.964099381639469), (0.315, 0.9509854899517174)])
def test_a_time_is_no_age(matter: float, factor: float) -> None:
    """The note has the factors of the facts, and the age of the run in the chosen universe."""
    note = hubble_notice.factor_note(trained_view(universe=Universe("lambda_cdm", matter)), 500)
    assert says(note, 0.964099381639469, 0.9509854899517174, digits=3)
    assert says(note, factor * 13.109111470070863, digits=5)
    assert f"Ωm = {matter}" in note


def test_no_intercept() -> None:
    """−31 ± 130 is compatible with 0; through the origin 78.21 ± 4.18, an error 2.4 times smaller than 10.11."""
    hubble = trained_view()
    note = hubble_notice.intercept_note(hubble.fit, hubble.origin)
    assert "−31 ± 130 km/s, compatible with 0" in note
    assert "78.21 ± 4.18 km/s/Mpc against 80.38 ± 10.11: an error 2.4 times smaller" in note


def test_scaling_is_not_optional() -> None:
    """0.05 is 8.3 times the critical rate 0.006051 of the raw data; a rate below it gets no such note."""
    hubble = trained_view()
    note = hubble_notice.scaling_note(hubble.dataset, hubble.run.recipe)
    assert "0.006051" in (note or "")
    assert "0.05 is 8.3 times that" in (note or "")
    assert "Scaling: None" in (note or "")
    raw = hubble_notice.scaling_note(hubble.dataset, replace(hubble.run.recipe, scaling="none"))
    assert "Divide by maximum" in (raw or "")
    assert hubble_notice.scaling_note(hubble.dataset, replace(hubble.run.recipe, learning_rate=0.006)) is None
    assert hubble_notice.scaling_note(hubble.dataset, replace(hubble.run.recipe, optimizer="adam")) is None
    # With momentum 0.9 the critical rate is 1.9 times that: 0.05 is 4.3 times it, and 0.0115 still converges.
    momentum = replace(hubble.run.recipe, optimizer="momentum")
    assert "critical rate is 0.01150: 0.05 is 4.3 times that" in (
        hubble_notice.scaling_note(hubble.dataset, momentum) or ""
    )
    assert hubble_notice.scaling_note(hubble.dataset, replace(momentum, learning_rate=0.0114)) is None


def test_whose_data_they_are() -> None:
    """1929 gives 454 km/s/Mpc and 2.15 billion years, younger than the Earth; the others are the telescope's."""
    for name in ("hubble_key_project", "hubble_1929"):
        note = hubble_notice.source_note(trained_view(name, epochs=0).dataset)
        assert "454 km/s/Mpc" in note
        assert "2.15 billion years" in note
        assert "younger than the Earth" in note
        assert ("4.54" in note) == (name == "hubble_1929")


def test_a_diverged_run_has_no_age() -> None:
    """Of a run that left nothing is said about its age."""
    said = together(hubble_notice.training_notes(trained_view(learning_rate=5.0), 4))
    assert "Epoch 4" not in said
    assert "unfinished" not in said


def test_every_start_at_three_epochs() -> None:
    """At 300, 500 and 1000 epochs the slopes and Hubble times lie where exact arithmetic has them; 1,117 agree."""
    hubble = trained_view()
    spread = slope_spread(hubble.dataset, hubble.run.recipe)
    said = together(starts_notice.starts_notes(hubble, many_starts(hubble, 5), spread, 500))
    assert "after 300 epochs: slopes from 41.94 to 88.95 km/s/Mpc, Hubble times from 10.99 to 23.32 billion" in said
    assert "after 500 epochs: slopes from 65.48 to 83.70 km/s/Mpc" in said
    assert "after 1,000 epochs: slopes from 78.98 to 80.69 km/s/Mpc" in said
    assert "From epoch 1,117 on every start is within 1%" in said
    assert "the results range, by the start alone, from 10.99 to 23.32 billion years" in said


def test_every_start_at_the_present_epoch() -> None:
    """The epoch a person stands at joins the three; early ones have lines that do not rise."""
    hubble = trained_view()
    spread = slope_spread(hubble.dataset, hubble.run.recipe)
    assert "after 20 epochs: some lines that do not rise" in starts_notice.spread_note(spread, [20])
    said = together(starts_notice.starts_notes(hubble, many_starts(hubble, 5), spread, 420))
    assert re.search(r"after 300 .*\n- after 420 .*\n- after 500 ", said)


def test_starts_without_theory() -> None:
    """With Adam the note tells of the runs themselves: at the last epoch, and since when they agree."""
    hubble = trained_view(epochs=400, optimizer="adam", learning_rate=0.1)
    starts = many_starts(hubble, 40)
    note = starts_notice.family_note(hubble, starts)
    slopes = [run.in_data_units()[:, 0] for run in starts]
    since = int(re.search(r"From epoch ([\d,]+) on", note)[1].replace(",", ""))  # type: ignore[index]
    off = [max(abs(run[epoch] / 80.37766723384681 - 1) for run in slopes) for epoch in range(since - 1, 401)]
    assert off[0] > 0.01
    assert max(off[1:]) <= 0.01
    hasty = trained_view(epochs=3, optimizer="adam")
    assert "do not all agree" in starts_notice.family_note(hasty, many_starts(hasty, 40))


def test_starts_at_other_rates() -> None:
    """A rate that diverges lets no start arrive; one that crawls has lines that do not rise, and no epoch to agree."""
    wild = trained_view(learning_rate=5.0)
    (note,) = starts_notice.starts_notes(wild, many_starts(wild, 5), None, 4)
    assert "No start arrives" in (note or "")
    slow = trained_view(learning_rate=1e-9, epochs=5)
    said = together(
        starts_notice.starts_notes(slow, many_starts(slow, 5), slope_spread(slow.dataset, slow.run.recipe), 5)
    )
    assert "No number of epochs up to a million" in said
    assert "not even a rising line" in said


def test_starts_that_stand_still() -> None:
    """Where the run is longer than the starts were trained, that is said."""
    hubble = trained_view(epochs=600)
    short = many_starts(trained_view(epochs=200), 5)
    spread = slope_spread(hubble.dataset, hubble.run.recipe)
    assert "are trained for 200 epochs only" in together(starts_notice.starts_notes(hubble, short, spread, 600))
    assert "stand still" not in together(starts_notice.starts_notes(hubble, many_starts(hubble, 5), spread, 600))


@pytest.mark.parametrize("seed", range(3))
def test_how_sure(seed: int) -> None:
    """Student's interval of the Hubble time is 9.6 to 16.5, the bootstrap's close to it; 12.2, 13.1, 13.6 agree."""
    hubble = trained_view()
    note = sure_notice.interval_note(hubble.dataset, hubble.fit, bootstrap(hubble.dataset, 2000, seed))
    assert "Student’s t: 59.34 to 101.4 km/s/Mpc, 9.6 to 16.5 billion years" in note
    assert "12.2, 13.1 and 13.6 agree" in note
    young, old = map(float, re.search(r"2,000 resamples: .*?, ([\d.]+) to ([\d.]+) billion", note).groups())  # type: ignore[union-attr]
    assert young == pytest.approx(9.6, abs=0.2)
    assert old == pytest.approx(16.0, abs=0.5)


def test_r_is_not_f() -> None:
    """0.866 is Pearson's r, and the F is 63.158."""
    hubble = trained_view(epochs=0)
    note = sure_notice.correlation_note(hubble.fit)
    assert "Pearson’s r is 0.866 here, and F is 63.158" in note
    others = trained_view("hubble_1929", epochs=0)
    assert "0.866" not in sure_notice.correlation_note(others.fit)


def test_the_galaxy_left_out() -> None:
    """With NGC 4639 the slope is 76.13 and the Hubble time 12.84 instead of 80.38 and 12.16."""
    note = sure_notice.left_out_note()
    assert says(note, 76.12695685728909, 80.37766723384681, 12.844231032560531, 12.164973870615688, digits=3)
    assert "NGC 4639" in note
