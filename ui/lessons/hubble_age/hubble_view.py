"""What the three views of the Hubble lesson show: galaxies, exact lines, a run, a universe."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cosmology import hubble_time
from core.data import Dataset, Scaler, fit_scaler
from core.exact import LeastSquares, Minimum, least_squares, minimum
from core.training import Family, History
from ui.figures.line import shown_span
from ui.lessons.hubble_age.age_picture import AgeMark, age_marks
from ui.lessons.hubble_age.universe import Universe


@dataclass(frozen=True, eq=False)
class HubbleView:
    """The galaxies, their exact lines, the run on show, and the universe to read them in.

    Attributes:
        dataset: The galaxies: distances in Mpc, velocities in km/s.
        scaler: From data units to training units.
        run: The run on show.
        family: The runs of the ruler.
        answer: The exact answer of the run's loss, in training units.
        fit: Least squares, with its errors.
        origin: Least squares through the origin.
        universe: What makes ages of Hubble constants.
        held_out: Galaxies that the run does not learn from, if there are any.
    """

    dataset: Dataset
    scaler: Scaler
    run: History
    family: Family
    answer: Minimum
    fit: LeastSquares
    origin: LeastSquares
    universe: Universe
    held_out: Dataset | None = None

    @property
    def exact_slope(self) -> float:
        """Return the slope of the exact answer in km/s/Mpc."""
        return float(self.scaler.parameters_to_data_units(self.answer.parameters)[0])

    @property
    def span(self) -> np.ndarray:
        """Return the distances between which lines are drawn, shape `(2,)`."""
        return np.array(shown_span(self.dataset, origin=True, held_out=self.held_out))

    @property
    def marks(self) -> list[AgeMark]:
        """Return the ages to compare with."""
        return age_marks(self.universe, self.exact_slope, float(self.origin.parameters[0]))


def hubble_view(
    dataset: Dataset, run: History, family: Family, universe: Universe, held_out: Dataset | None = None
) -> HubbleView:
    """Return a run with its exact answers.

    Args:
        dataset: The galaxies.
        run: The run on show.
        family: The runs of the ruler.
        universe: What makes ages of Hubble constants.
        held_out: Galaxies that the run does not learn from.
    """
    return HubbleView(
        dataset,
        fit_scaler(dataset, run.recipe.scaling),
        run,
        family,
        minimum(dataset, run.recipe),
        least_squares(dataset),
        least_squares(dataset, through_origin=True),
        universe,
        held_out,
    )


def times_between(low: float, high: float) -> tuple[float, float]:
    """Return the Hubble times of the slopes between two, the younger first; slopes that reach 0 have no oldest."""
    return float(hubble_time(high)), float(hubble_time(low)) if low > 0 else np.inf
