"""What the Classifier shows of a run, and what it says of it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data import Dataset
from core.exact import Minimum, logistic_optimum
from core.model import CLASS_LOSSES, Recipe
from ui import compare
from ui.lessons.classifier import notes, pictures
from ui.page import lesson
from ui.page.values import Display, Page, Trained
from ui.player import Column, Form, Line, Path, Point, Readout, Sticks, Track


def optimum_of(dataset: Dataset, recipe: Recipe) -> Minimum | None:
    """Return the optimum by Newton's method; None where there is none, and for a loss that it does not solve."""
    if recipe.loss != "cross_entropy":
        return None
    found = logistic_optimum(dataset, recipe)
    return None if found.parameters is None else Minimum(found.parameters, found.loss)


def train_classifier(page: Page) -> Trained:
    """Train the classifier by the page's settings."""
    dataset, recipe = page.described(st.session_state)
    return lesson.train(page, dataset, recipe, answer=optimum_of(dataset, recipe), loss=pictures.CURVE)


def display_of(trained: Trained) -> Display:
    """Return the students with the S-curve, the loss, and the landscape."""
    figure = pictures.classifier_figure(
        trained.dataset, trained.scaler, trained.run, trained.family, trained.exact,
        threshold=st.session_state["threshold"], others=compare.places(trained.pinned), asks=trained.guess.asks,
    )  # fmt: skip
    return Display(figure=figure, tracks=_tracks(trained), panels=pictures.PANELS, readouts=_readouts(trained))


def _curve(trained: Trained, over: np.ndarray) -> Form:
    """Return the probability of passing at places, shape `(m,)`, as forms of weight and bias."""
    x = trained.scaler.scale_features(over[:, None])[:, 0]
    nothing = np.zeros((len(x), 2))
    return Form(nothing[:, 0], nothing, np.column_stack([x, np.ones_like(x)]), "sigmoid")


def _tracks(trained: Trained) -> list[Track]:
    dataset, over = trained.dataset, pictures.places(trained.dataset)
    x, y = dataset.features[:, 0], dataset.targets[:, 0]
    return [
        Sticks(pictures.DATA, x, y, _curve(trained, x), "loss", "misses"),
        Line(pictures.DATA, over, _curve(trained, over), "model", "probability"),
        Path(pictures.CURVE, "epoch", "loss", "loss", "loss"),
        Point(pictures.CURVE, Column("epoch"), Column("loss"), "loss", "here"),
        Path(pictures.LANDSCAPE, 0, 1, "model", "path"),
        Point(pictures.LANDSCAPE, Column(0), Column(1), "model", "here"),
    ]


def _readouts(trained: Trained) -> list[Readout]:
    recipe, scaler = trained.recipe, trained.scaler
    label = "Loss + penalty" if recipe.penalised else CLASS_LOSSES[recipe.loss].label
    shift, scale = float(scaler.feature_shift[0]), float(scaler.feature_scale[0])
    weight = Form(np.zeros(1), np.array([[1 / scale, 0.0]]))
    bias = Form(np.zeros(1), np.array([[-shift / scale, 1.0]]))
    return [
        Readout("epoch", "Epoch", "text", "epoch"),
        Readout("loss", label, "loss", "loss"),
        Readout("weight", "Weight w", "model", "form", "per h", form=weight),
        Readout("bias", "Bias b", "model", "form", form=bias),
    ]


def notes_on(trained: Trained, epoch: int) -> list[str | None]:
    """Return the mathematics of what there is to notice at an epoch, with all digits."""
    run, state = trained.run, st.session_state
    plain = Recipe(loss="cross_entropy", scaling=run.recipe.scaling)
    apart = logistic_optimum(trained.dataset, plain).parameters is None
    return [
        notes.place_note(run, epoch, trained.exact),
        notes.odds_note(trained.scaler, run, epoch),
        notes.separable_note(run, epoch, apart=apart),
        notes.plateau_note(run),
        notes.confusion_note(run, epoch, state["threshold"]),
        notes.shares_table(run, epoch),
    ]
