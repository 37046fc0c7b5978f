"""The one way through a lesson's page: begin, train, play, notice, finish. Here a guess decides what may be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.data import Dataset, fit_scaler
from core.exact import Minimum, Stability, stability
from core.model import Recipe
from ui import compare, guessing
from ui.guides.card import guide_button
from ui.guides.session import open_step
from ui.lessons.links import next_lesson_link
from ui.lessons.registry import titled
from ui.own_data.session import OWN
from ui.page import controls, plain
from ui.page.closer import look_closer
from ui.page.data import by_click, held_out, validation, variants
from ui.page.divergence import explain, way_out
from ui.page.every_value import every_value
from ui.page.knobs.notes import trained_where
from ui.page.plain import Plain
from ui.page.playing import play
from ui.page.toolbar import toolbar
from ui.page.values import Page, Trained, exactly
from ui.player import PlayerContent
from ui.session import callbacks, settings
from ui.session.training import Training, continue_training, stop_training, train_on_ruler

__all__ = [
    "begin", "finish", "head", "head_with_place_at_the_right", "more_precisely", "notice", "play", "progress",
    "recover", "say", "train", "write", "write_divergence",
]  # fmt: skip


def begin(page: Page) -> list[str]:
    """Take the settings over from the link, own data with them; return what in the link was not usable."""
    notes = settings.adopt(page.name, page.settings)
    if OWN in [setting.name for setting in page.settings]:
        page.settle(notes, settings.default_of(page.settings, "data"), line=page.one_line)
    notes += variants.settle(page.settings)
    return notes


def head(page: Page, idea: str, notes: Sequence[str]) -> DeltaGenerator:
    """Write the title, the idea in a sentence, and what in the link was not usable; return the place for A's button."""
    place = _title(page)
    _idea(page, idea, notes)
    return place


def head_with_place_at_the_right(page: Page, idea: str, notes: Sequence[str]) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Write the head; return the place for A's button, and one at the idea's right, for what is chosen first."""
    place = _title(page)
    with st.container(key="head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(width="stretch"):
            _idea(page, idea, notes)
        return place, st.container(width="content")


def _title(page: Page) -> DeltaGenerator:
    with st.container(key="title", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
            st.title(titled(page.name), anchor=False, width="content")
            guide_button(page.name, page.settings)
        return toolbar(page.name, page.settings)


def _idea(page: Page, idea: str, notes: Sequence[str]) -> None:
    """Write the idea, or what clicks do instead, unless a guide tells it, and what in the link was not usable."""
    if open_step(page.name) is None:
        st.markdown(by_click.how_to_click(page.settings) or idea)
    if notes:
        st.warning("  \n".join(notes), icon=":material/link_off:")


def train(
    page: Page,
    dataset: Dataset,
    recipe: Recipe,
    *,
    answer: Minimum | None = None,
    limits: Stability | None = None,
    compares: bool = True,
    **asked: Any,
) -> Trained:
    """Train the runs of the ruler, the run on show, and A, as far as there is time now.

    Args:
        page: Whose settings are to be trained by.
        dataset: Features and targets.
        recipe: How to train.
        answer: The exact answer; None for the recipe's minimum, and where a network has none.
        limits: The curvature by which the ruler has its stops; None for that of the recipe.
        compares: Whether what is kept as A is shown.
        **asked: What can be guessed, as `guessing.kinds_about` takes it: the panels of the loss, of a line, of ages.

    Raises:
        ValueError: If the recipe does not fit the data set or the machine.
    """
    theory = stability(dataset, recipe)
    limits = limits or theory
    trained, family, run = train_on_ruler(dataset, recipe, limits, settings.default_of(page.settings, "learning_rate"))
    kept = compare.kept_run(page.settings, page.described, run, step=page.step) if compares else None
    guess = guessing.guess_first(page.name, run, family, guessing.kinds_about(run, theory, step=page.step, **asked))
    return Trained(
        page, dataset, recipe, fit_scaler(dataset, recipe.scaling), answer or exactly(dataset, recipe), limits, theory,
        guess.run, family, kept, guess, [*trained, *compare.trainings(kept)], held_out.judged(page.unseen, guess.run),
    )  # fmt: skip


def progress(trainings: Sequence[Training], step: str = "epoch") -> None:
    """Show how far long trainings have come, with a button to stop them; it fits into a row of other controls.

    Args:
        trainings: Those of the page.
        step: What the lesson calls an epoch.
    """
    unfinished = [training for training in trainings if training.growing]
    if not unfinished:
        return
    behind = min(unfinished, key=lambda training: training.last_epoch)
    last, planned = behind.last_epoch, behind.planned
    st.progress(min(1.0, last / planned), f"Training: {step} {last:,} of {planned:,}")
    st.button("Stop", icon=":material/stop_circle:", on_click=_stop)


@callbacks.uninterrupted
def _stop() -> None:
    settings.user_changed()
    stop_training()


def notice(trained: Trained) -> int:
    """Begin what is to notice, and return the epoch of which it speaks; a page whose guess is asked ends here."""
    page, run = trained.page, trained.run
    settings.publish(page.name, page.settings)
    st.header("What to notice", anchor=False)
    if trained.guess.asks:
        st.markdown("Make your guess first: press **Play**.")
        next_lesson_link(page.name)
        continue_training(*trained.trainings)
        st.stop()
    return controls.epoch_on_show(run)


def say(sentence: Plain, answers: Iterable[str | None] = ()) -> None:
    """Say in a plain sentence what is on the screen, what the pictures show of it, and what a person asked for."""
    plain.draw(sentence)
    write(answers)


def recover(trained: Trained, choose_rate: Callable[[float], None] = controls.go_to_rate) -> None:
    """Lead out of a run that diverged, to a rate that converges or to its last epoch; back to the best epoch."""
    way_out(trained.run, trained.theory, trained.family, choose_rate, step=trained.page.step)
    validation.stop_there(trained)


def more_precisely(trained: Trained | None = None) -> DeltaGenerator:
    """Return the place for the mathematics and all digits, which unfolds; it says where the run was trained.

    Args:
        trained: What the page has trained; None where nothing is.
    """
    place = st.expander("More precisely", key="precisely")
    if trained is not None:
        place.markdown(trained_where(trained))
    return place


def write_divergence(trained: Trained, *, instead: str | None = None) -> None:
    """Write how the run diverged, if it did, in its numbers; or what is said instead of the reasons."""
    explain(trained.run, trained.theory, trained.family, instead=instead, step=trained.page.step)


def write(notes: Iterable[str | None]) -> None:
    """Write those notes that have something to say, one below another."""
    if said := [note for note in notes if note]:
        st.markdown("\n\n".join(said))


def finish(trained: Trained, playing: PlayerContent, *, trainings: Sequence[Training] = (), **closer: Any) -> None:
    """Offer closer looks and the next lesson; then train on what is not done, after all has been drawn.

    Args:
        trained: What the page has trained.
        playing: What its player shows.
        trainings: More that are to go on.
        **closer: As for `look_closer`.
    """
    page, run = trained.page, trained.run
    every = every_value(trained, closer.get("whose", ""))
    closer |= {"held": trained.held, "more": {**closer.get("more", {}), **every, **validation.look(page)}}
    look_closer(page, trained.dataset, run, controls.epoch_on_show(run), shown=playing, word=page.step, **closer)
    next_lesson_link(page.name)
    continue_training(*trained.trainings, *trainings)
