"""Work out what the sentences of a guide's step say in numbers, from its settings, by the mathematics alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from core.analysis import accuracies_on, arrival, confusion, losses_on, outputs_at, probabilities_of, shares_of_loss
from core.cosmology import hubble_time
from core.data import Dataset
from core.exact import best_line, bootstrap, least_squares, minimum, slope_spread, stability
from core.model import Recipe
from core.training import History, train
from ui.guides.steps import Step
from ui.lessons.classifier import settings as classes
from ui.lessons.crop_yields import settings as crop
from ui.lessons.gradient_descent_animator.rate_changes import described as described_with_rates
from ui.lessons.gradient_descent_animator.settings import animator_settings
from ui.lessons.hubble_age.settings import hubble_settings
from ui.lessons.loss_explorer.points import with_points
from ui.lessons.loss_explorer.settings import explorer_settings
from ui.lessons.neural_network import settings as network
from ui.lessons.perceptron import settings as neuron
from ui.lessons.study_hours.settings import study_settings
from ui.own_data.session import chosen_data
from ui.page.values import Page, page_of
from ui.session.settings import parse

_NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?")


def _described_line(chosen: Mapping[str, Any]) -> tuple[Dataset, Recipe]:
    return with_points(chosen_data(chosen["data"]), chosen["points"]), Recipe(start=chosen["line"], epochs=0)


PAGES = {
    page.name: page
    for page in (
        page_of("study_hours", study_settings()),
        page_of("loss_explorer", explorer_settings(), described=_described_line),
        page_of("gradient_descent_animator", animator_settings(), described=described_with_rates),
        page_of("hubble_age", hubble_settings()),
        page_of("crop_yields", crop.crop_settings(), described=crop.described),
        page_of("perceptron", neuron.neuron_settings(), described=neuron.described),
        page_of("classifier", classes.classifier_settings(), described=classes.described),
        page_of("neural_network", network.network_settings(), described=network.described, unseen=network.unseen),
    )
}


def numbers_in(step: Step) -> set[str]:
    """Return all numbers that a step's sentences have in digits."""
    sentences = (step.title, step.say, step.task, step.see, step.question, step.answer, step.hint)
    return {found for sentence in sentences for found in _NUMBER.findall(sentence)}


def written_like(text: str, value: float) -> str:
    """Write a number with as many decimals as a text has, without its sign."""
    return f"{abs(value):,.{len(text.partition('.')[2])}f}"


class _Worked:
    """What a step's run says, by the words that the data of the guides use."""

    def __init__(self, page: Page, number: int) -> None:
        """Take the settings that a link to the step means."""
        self.chosen, notes = parse(page.settings, {"guide": [str(number)]})
        assert notes == []
        self.dataset, self.recipe = page.described(self.chosen)
        self._unseen = page.unseen(self.chosen) if page.name == "neural_network" else None

    def value(self, expression: str) -> float:
        """Return what an expression of the methods below is."""
        names = {name: getattr(self, name) for name in dir(self) if not name.startswith("_")}
        return float(eval(expression, {"__builtins__": {}}, names))

    def _run(self, **changes: Any) -> History:
        return train(self.dataset, replace(self.recipe, **changes))

    def _line(self, epoch: int, **changes: Any) -> np.ndarray:
        return np.asarray(self._run(**changes).in_data_units()[epoch])

    def loss(self, epoch: int, **changes: Any) -> float:
        return float(self._run(**changes).losses[epoch])

    def layers(self, *widths: int) -> Any:
        assert self.recipe.network is not None
        return replace(self.recipe.network, widths=widths)

    def right(self, epoch: int) -> float:
        return round(float(accuracies_on(self._run(), self.dataset)[epoch]) * self.dataset.n)

    def guessing(self) -> float:
        return float(np.log(2))

    def _unseen_losses(self) -> np.ndarray:
        assert self._unseen is not None
        return losses_on(self._run(), self._unseen)

    def unseen_loss(self, epoch: int) -> float:
        return float(self._unseen_losses()[int(epoch)])

    def best_unseen(self) -> int:
        return int(self._unseen_losses().argmin())

    def slope(self, epoch: int) -> float:
        return float(self._line(epoch)[0])

    def intercept(self, epoch: int) -> float:
        return float(self._line(epoch)[1])

    def weight(self, epoch: int, place: int) -> float:
        return float(self._line(epoch)[place])

    def parameter(self, epoch: int, place: int) -> float:
        return float(self._run().parameters[epoch][place])

    def even(self, epoch: int) -> float:
        return -self.parameter(epoch, 1) / self.parameter(epoch, 0)

    def _outputs(self, epoch: int) -> np.ndarray:
        return outputs_at(self.dataset, self.recipe, self._run().parameters[epoch])

    def cost(self, row: int, epoch: int) -> float:
        return float(shares_of_loss(self._outputs(epoch), self.dataset.targets)[row - 1])

    def right_at(self, threshold: float) -> float:
        chances = probabilities_of(self._outputs(self.recipe.epochs))
        return float(np.trace(confusion(chances, self.dataset.targets, threshold)))

    def gradient(self, epoch: int, place: int) -> float:
        return float(self._run().gradients[epoch][place])

    def at(self, x: float, epoch: int) -> float:
        return float(self.slope(epoch) * x + self.intercept(epoch))

    def diverged(self) -> float:
        at = self._run().diverged_at
        assert at is not None
        return at

    def critical(self) -> float:
        return stability(self.dataset, self.recipe).critical_rate

    def lowest(self) -> float:
        return float(minimum(self.dataset, self.recipe).loss)

    def best(self, which: str) -> float:
        return float(least_squares(self.dataset).parameters[("slope", "intercept").index(which)])

    def best_weights(self) -> Any:
        return least_squares(self.dataset).parameters

    def arrival(self) -> float:
        found = arrival(self._run(), minimum(self.dataset, self.recipe))
        assert found is not None
        return found

    def time(self, slope: float) -> float:
        return float(hubble_time(slope))

    def spread(self, epoch: int) -> Any:
        return [float(end) for end in slope_spread(self.dataset, self.recipe).at(epoch)]

    def resampled(self) -> Any:
        return bootstrap(self.dataset, self.chosen["resamples"], self.recipe.seed).slope_interval()

    def rows(self) -> float:
        return self.dataset.n

    def feature(self, row: int) -> float:
        return float(self.dataset.features[row - 1, 0])

    def row_target(self, row: int) -> float:
        return float(self.dataset.targets[row - 1, 0])

    def target(self, x: float) -> float:
        return float(self.dataset.targets[self.dataset.features[:, 0] == x][0, 0])

    def smallest(self) -> float:
        return float(self.dataset.features.min())

    def largest(self) -> float:
        return float(self.dataset.features.max())

    def error(self, place: int) -> float:
        slope, intercept = self.chosen["line"]
        return float(slope * self.dataset.features[place, 0] + intercept - self.dataset.targets[place, 0])

    def mse(self) -> float:
        return float(np.mean([self.error(place) ** 2 for place in range(self.dataset.n)]))

    def best_mse(self) -> float:
        return float(least_squares(self.dataset).mse)

    def best_line(self, loss: str) -> Any:
        return best_line(self.dataset, loss).parameters


@cache
def worked(page: str, number: int) -> _Worked:
    """Return what the run of a page's step says."""
    return _Worked(PAGES[page], number)
