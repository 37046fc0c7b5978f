"""All that moves where runs go downhill: paths, steps, curves and lines, one set a run, and the live numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.data import Dataset, Scaler
from core.exact import Minimum
from core.model import Recipe
from core.training import History
from ui.figures.line import shown_span
from ui.figures.line_tracks import line_readouts, prediction_form
from ui.lessons.gradient_descent_animator.pictures import CURVE, DATA, LANDSCAPE, steps_are_plain
from ui.lessons.gradient_descent_animator.race import Entrant
from ui.player import Arrow, Column, Line, LineHandles, Owner, Path, Point, Readout, Track

GRIP = "Start of the run"
_LEAST_ARROW = 34.0
_ALONE, _TOP, _BELOW = 2.5, 1.4, 1.0
"""Widths in pixels: of a single path, of the uppermost of several, and by how much each below it is wider."""


def descent_tracks(
    dataset: Dataset, scaler: Scaler, entrants: Sequence[Entrant], answer: Minimum, *, space: bool,
    held_out: Dataset | None = None,
) -> list[Track]:  # fmt: skip
    """Return what moves: of each run its path, its loss and its line; of a single one its next step too.

    Args:
        dataset: One feature, one target.
        scaler: From data units to training units.
        entrants: The runs on show, the page's own first.
        answer: The exact answer; in space it is a point that the surface does not hide.
        space: Whether the landscape is a surface in space, or a map.
        held_out: Rows that no run learns from; the lines reach over them, too.
    """
    span = np.array(shown_span(dataset, held_out=held_out))
    over = prediction_form(scaler, span)
    tracks: list[Track] = []
    # The page's own run lies on top of the others.
    for i, entrant in reversed(list(enumerate(entrants))):
        of, colour, name = owner(i), entrant.place, entrant.name
        curve = "loss" if colour == "model" else colour
        # Those that lie below are wider: also where all went the same way, each is seen.
        width = _ALONE if len(entrants) == 1 else _TOP + _BELOW * i
        tracks += [
            Line(DATA, span, over, colour, f"{name}, line", of=of),
            Path(CURVE, "epoch", "loss", curve, f"{name}, loss", width, of=of),
            Point(CURVE, Column("epoch"), Column("loss"), curve, f"{name}, loss now", of=of),
            Path(LANDSCAPE, 0, 1, colour, name, width, of=of, z="loss" if space else None),
        ]
        if len(entrants) == 1 and not space:
            tracks.append(Arrow(LANDSCAPE, "gradient", "step", least=_LEAST_ARROW, goal=answer.parameters[:2]))
        z = Column("loss") if space else None
        tracks.append(Point(LANDSCAPE, Column(0), Column(1), colour, f"{name}, now", of=of, z=z))
    if space:
        slope, intercept = (float(value) for value in answer.parameters)
        tracks.append(Point(LANDSCAPE, slope, intercept, "exact", "exact answer", size=10, z=answer.loss))
    return tracks


def owner(place: int) -> Owner:
    """Return whose parameters a track follows: those of the page's own run at place 0, else of one beside it."""
    return "run" if place == 0 else place - 1


def start_grip(run: History) -> LineHandles:
    """Return the grip by which the start is chosen in the landscape; training begins wherever it is let go."""
    slope, intercept = run.parameters[0]
    return LineHandles(None, LANDSCAPE, None, None, (float(slope), float(intercept)), (GRIP,), trains=True)


def descent_readouts(dataset: Dataset, scaler: Scaler, recipe: Recipe) -> list[Readout]:
    """Return the live numbers of a single run: loss, line, gradient, and the step where it is plain."""
    shown = line_readouts(dataset, recipe, scaler)
    if steps_are_plain(recipe, dataset.n):
        shown += [
            Readout("step_w", "Step of w", "gradient", "step", index=0),
            Readout("step_b", "Step of b", "gradient", "step", index=1),
        ]
    return shown


def race_readouts(entrants: Sequence[Entrant]) -> list[Readout]:
    """Return the live numbers of a race: the epoch, and the loss of each run."""
    losses = [
        Readout(f"loss_{each.place}", f"{each.name}: loss", each.place, "loss", of=owner(i))
        for i, each in enumerate(entrants)
    ]
    return [Readout("epoch", "Epoch", "text", "epoch"), *losses]
