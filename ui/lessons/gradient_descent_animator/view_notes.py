"""What there is to notice in each view of the Gradient Descent Animator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core.exact import digits_note
from ui import compare
from ui.lessons.gradient_descent_animator import notes, plain, rate_changes
from ui.lessons.gradient_descent_animator.pictures import steps_are_plain
from ui.lessons.gradient_descent_animator.race_notes import (
    MEASURED,
    Arrival,
    arrival_table,
    arrivals,
    rescue,
    winner_note,
)
from ui.lessons.gradient_descent_animator.raw_vs_scaled_notes import (
    epochs_to_six_figures,
    raw_vs_scaled_note,
    raw_vs_scaled_table,
)
from ui.lessons.gradient_descent_animator.views import View
from ui.page import controls, lesson
from ui.page.data.validation import held_out_note, validation_note
from ui.page.data.variant_controls import noise_note
from ui.page.knobs.notes import knob_notes
from ui.page.plain import Plain
from ui.page.values import Trained
from ui.session.training import growing

WHOSE = {
    "race": "Of the runs in the race, this is the page's own.",
    "worlds": "Of the two runs, this is the one on raw data.",
}
"""Which run the code is of, where there are several."""


def divergence_words(trained: Trained) -> str | None:
    """Return what is said of a run that diverged before its last rate; None for what is said of every run."""
    return rate_changes.early_divergence_note(trained.run)


def choose_rate(trained: Trained) -> Callable[[float], None]:
    """Return what chooses another rate for a run that diverged: the ruler's runs have the same earlier rates."""
    return rate_changes.go_to_single_rate if trained.limits.holds else controls.go_to_rate


def plain_on(trained: Trained, view: View, epoch: int) -> Plain:
    """Return what is on the screen at an epoch, in a plain sentence."""
    if view.both:
        return plain.raw_vs_scaled(*view.both, epoch)
    if view.name == "race":
        return plain.race(list(view.entrants), epoch, trained.answer)
    return plain.one_run(trained, epoch)


def answers_on(trained: Trained, view: View, epoch: int) -> list[str | None]:
    """Return what a person asked for: how A and B differ, rows held out, and where a start is out of the picture."""
    run, answer = trained.run, trained.answer
    return [
        compare.comparison_note(trained.kept, run, answer, st.session_state["epoch"]),
        notes.far_note(trained.dataset, trained.scaler, run, answer),
        *knob_notes(trained, epoch, st.session_state),
        validation_note(trained, epoch) if view.name == "one" else held_out_note(trained, "One run"),
        noise_note(),
    ]


def _race_result(trained: Trained, view: View) -> None:
    st.markdown(arrival_table(_arrivals(trained, view), trained.answer, growing=_unfinished(trained, view)))
    st.caption(MEASURED)


def _arrivals(trained: Trained, view: View) -> list[Arrival]:
    return arrivals(trained.dataset, view.entrants, trained.answer)


def _unfinished(trained: Trained, view: View) -> bool:
    return growing([*trained.trainings, *view.trainings])


def way_out(trained: Trained, view: View) -> None:
    """Offer rates that converge, where a run has diverged; under a race stands the table of its arrivals."""
    if view.name == "race":
        rescue(trained.dataset, view.entrants, trained.answer)
        _race_result(trained, view)
    else:
        alone = trained if view.name == "one" else replace(trained, held=None)
        lesson.recover(alone, choose_rate(trained))


def write_on(trained: Trained, view: View, epoch: int) -> None:
    """Write the mathematics of what there is to notice at an epoch, with all digits."""
    if view.name == "race":
        st.markdown(winner_note(_arrivals(trained, view), growing=_unfinished(trained, view)))
    else:
        lesson.write_divergence(trained, instead=divergence_words(trained))
    lesson.write(notes_on(trained, view, epoch))


def notes_on(trained: Trained, view: View, epoch: int) -> list[str | None]:
    """Return the notes on a view at an epoch, and on its data."""
    return [
        *_of_view(trained, view, epoch),
        notes.scale_note(trained.dataset, trained.recipe, trained.limits),
        digits_note(trained.dataset),
    ]


def _of_view(trained: Trained, view: View, epoch: int) -> list[str | None]:
    dataset, recipe, run, answer, limits = trained.dataset, trained.recipe, trained.run, trained.answer, trained.limits
    if view.both:
        return [raw_vs_scaled_note(*view.both), raw_vs_scaled_table(*view.both, epoch)]
    if view.name == "race":
        return []
    return [
        None if view.space else notes.step_note(run, epoch, plain=steps_are_plain(recipe, dataset.n)),
        rate_changes.rate_changes_note(run),
        notes.arrival_note(run, answer, limits, growing=growing(trained.trainings)),
        notes.curvature_note(recipe, limits),
        notes.curvature_table(recipe, limits),
        notes.noise_note(dataset, recipe, run, epoch, answer),
    ]


def six_figures_button(view: View) -> None:
    """Offer so many epochs that the raw run matches the exact answer, where it will."""
    if view.both and (needed := epochs_to_six_figures(view.both[0])):
        st.button(
            f"Train {needed:,} epochs", icon=":material/fast_forward:", on_click=controls.go_to_epochs, args=(needed,)
        )
