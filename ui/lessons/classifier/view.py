"""What the Classifier shows of a run, and what it says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import streamlit as st

from core.data import Dataset
from core.exact import Minimum, logistic_optimum
from core.model import CLASS_LOSSES, Recipe
from core.training import History
from ui import compare
from ui.lessons.classifier import both_losses, field, field_notes, field_plain, notes, pictures, plain, tracks, weights
from ui.lessons.classifier.data import STUDENTS, THREE
from ui.lessons.classifier.settings import VIEWS
from ui.page import lesson
from ui.page.data.row_points import row_points
from ui.page.plain import Plain
from ui.page.values import Display, Page, Trained
from ui.player import Readout
from ui.session import fields
from ui.session.training import Training, train_in_session


def optimum_of(dataset: Dataset, recipe: Recipe) -> Minimum | None:
    """Return the optimum by Newton's method; None where there is none, and for a loss that it does not solve."""
    if recipe.loss != "cross_entropy":
        return None
    return _optimum(dataset, Recipe(loss=recipe.loss, scaling=recipe.scaling, weight_decay=recipe.weight_decay))


@lru_cache(maxsize=64)
def _optimum(dataset: Dataset, recipe: Recipe) -> Minimum | None:
    """Return it from what it depends on alone: whether a line parts three species takes half a second to find out."""
    found = logistic_optimum(dataset, recipe)
    return None if found.parameters is None else Minimum(found.parameters, found.loss)


@dataclass(frozen=True, eq=False)
class Classifier:
    """A classifier that is trained, and how it is looked at.

    Attributes:
        trained: What every lesson has.
        view: A name from `VIEWS`.
        other: The same run by the other loss, where both are shown.
    """

    trained: Trained
    view: str
    other: Training | None = None

    @cached_property
    def free(self) -> Minimum | None:
        """Return the optimum of the cross-entropy without a penalty; None where hours tell all classes apart."""
        plain_recipe = replace(self.trained.recipe, loss="cross_entropy", weight_decay=0.0)
        return optimum_of(self.trained.dataset, plain_recipe)

    @property
    def has_field(self) -> bool:
        """Return whether there are two features, so that a field is shown in place of a curve."""
        return self.trained.dataset.d > 1

    @property
    def title(self) -> str:
        """Return what the pictures show, for those who do not see them."""
        shown = "penguins, borders and loss" if self.has_field else "probability, loss and landscape"
        return f"Classifier: {shown}"

    @property
    def trainings(self) -> Sequence[Training]:
        """Return what is trained beside the run on show."""
        return [] if self.other is None else [self.other]

    @property
    def runs(self) -> Mapping[str, History]:
        """Return the run of each loss that is shown, by its name, in their order."""
        shown = [self.trained.run, *(training.family()[0] for training in self.trainings)]
        by_loss = {run.recipe.loss: run for run in shown}
        return {loss: by_loss[loss] for loss in CLASS_LOSSES if loss in by_loss}


def idea() -> str:
    """Return the lesson's idea for the data that are chosen, and what to do first."""
    if st.session_state["data"] == STUDENTS:
        return (
            "Who passes the exam? The curve says how probable it is after so many hours of study. Press **Play** and "
            "watch it learn; then move the **pass mark**."
        )
    turning = "borders" if st.session_state["data"] == THREE else "border"
    return (
        "Which species has such a bill? The colours say how probable each is. Press **Play** and watch the "
        f"{turning} turn; then drag the **learning rate**."
    )


def train_classifier(page: Page) -> Classifier:
    """Train the classifier by the page's settings; where both losses are shown, by the other one, too."""
    dataset, recipe = page.described(st.session_state)
    # Each student's loss and the landscapes are pictures of one feature.
    chosen = st.session_state["view"] if dataset.d == 1 else "loss"
    trained = lesson.train(
        page, dataset, recipe, answer=optimum_of(dataset, recipe), loss=pictures.CURVE, compares=chosen != "both"
    )
    if trained.guess.asks:
        return Classifier(trained, "loss")
    if chosen != "both":
        return Classifier(trained, chosen)
    other = train_in_session(dataset, both_losses.other_recipe(recipe), None, slot="_other_loss")
    return Classifier(trained, chosen, other)


def display_of(shown: Classifier) -> Display:
    """Return the students with the S-curve, the loss, and the landscape; or both losses with a landscape each."""
    trained, threshold = shown.trained, st.session_state["threshold"]
    if shown.has_field:
        return field.display_of(trained, threshold)
    dataset, scaler, recipe = trained.dataset, trained.scaler, trained.recipe
    points = row_points(recipe, pictures.DATA, dataset.features[:, 0], dataset.targets[:, 0])
    if shown.view == "both":
        runs = shown.runs
        return Display(
            figure=both_losses.both_figure(
                dataset, scaler, runs, {loss: optimum_of(dataset, run.recipe) for loss, run in runs.items()},
                threshold=threshold,
            ),
            tracks=both_losses.both_tracks(dataset, scaler, trained.run),
            panels=pictures.PANELS,
            readouts=both_losses.both_readouts(trained.run),
            others=[run for run in runs.values() if run is not trained.run],
            named=tuple((each.name, each.colour) for each in both_losses.SHOWN.values()),
            takes_guess=False,
            row_points=points,
        )  # fmt: skip
    students = shown.view == "students"
    return Display(
        figure=pictures.classifier_figure(
            dataset, scaler, trained.run, trained.family, trained.exact, threshold=threshold, students=students,
            others=compare.places(trained.pinned), asks=trained.guess.asks,
        ),
        tracks=tracks.classifier_tracks(dataset, scaler, recipe, students=students),
        panels=pictures.PANELS,
        readouts=[
            Readout("epoch", "Epoch", "text", "epoch"), tracks.loss_readout(recipe), *tracks.parameter_readouts(scaler),
        ],
        takes_guess=not students,
        row_points=points,
    )  # fmt: skip


def blocks(shown: Classifier) -> dict[str, Any]:
    """Return what the player needs for a start that is chosen in the landscape, as it takes it."""
    trained = shown.trained
    if shown.has_field:
        has_map = weights.has_landscape(trained.dataset, trained.recipe)
        return {"handles": tracks.start_grip(trained.run.parameters[0], weights.PLACE)} if has_map else {}
    panel = both_losses.FIRST if shown.view == "both" else pictures.LANDSCAPE
    return {"handles": tracks.start_grip(trained.run.parameters[0], panel)}


def view_control(shown: Classifier) -> None:
    """Draw what chooses the view, unless a guess is asked, or there is only one."""
    if not shown.trained.guess.asks and not shown.has_field:
        fields.one_of("View", "view", VIEWS)


def plain_on(shown: Classifier, epoch: int) -> Plain:
    """Return what is on the screen at an epoch, in a plain sentence."""
    trained, threshold, apart = shown.trained, st.session_state["threshold"], shown.free is None
    if shown.has_field:
        return field_plain.plain_on(trained, epoch, threshold=threshold, apart=apart)
    return plain.plain_on(trained.run, epoch, trained.exact, trained.scaler, threshold=threshold, apart=apart)


def answers_on(shown: Classifier, epoch: int) -> list[str | None]:
    """Return what a person asked for: the threshold's table, both losses, how A and B differ."""
    trained, state = shown.trained, st.session_state
    run, threshold = trained.run, state["threshold"]
    if shown.has_field:
        return [
            compare.comparison_note(trained.kept, run, trained.exact, state["epoch"]),
            field_notes.separable_note(trained, epoch, apart=shown.free is None),
            field_notes.decay_note(trained, shown.free),
            field_notes.confusion_note(run, epoch, threshold),
            field_notes.odds_note(trained, epoch) if trained.dataset.t > 1 else None,
        ]
    right = {
        loss: plain.right_at(each, min(epoch, len(each.losses) - 1), threshold) for loss, each in shown.runs.items()
    }
    return [
        compare.comparison_note(trained.kept, run, trained.exact, state["epoch"]),
        notes.both_note(shown.runs, epoch, right) if shown.view == "both" else None,
        notes.separable_note(run, epoch, apart=shown.free is None),
        notes.decay_note(run, trained.exact, shown.free),
        notes.confusion_note(run, epoch, threshold),
    ]


def notes_on(shown: Classifier, epoch: int) -> list[str | None]:
    """Return the mathematics of what there is to notice at an epoch, with all digits."""
    trained = shown.trained
    if shown.has_field:
        return [
            field_notes.place_note(trained.run, epoch, trained.exact),
            weights.weights_note(trained.run, epoch),
            field_notes.odds_note(trained, epoch) if trained.dataset.t == 1 else None,
        ]
    return [
        notes.place_note(trained.run, epoch, trained.exact),
        notes.odds_note(trained.scaler, trained.run, epoch),
        notes.plateau_note(trained.run, epoch),
        notes.shares_table(trained.run, epoch),
    ]
