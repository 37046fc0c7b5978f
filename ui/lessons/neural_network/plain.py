"""What Neural Network says in plain words about the network on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from core.analysis import Neurons, accuracies_on, neurons_at
from core.data import Dataset, quantity
from core.training import History
from ui.page.plain import Plain, Words, passes
from ui.page.values import Trained
from ui.text.numbers import brief, percent

_WORSE = 1.05
"""From this part on the validation loss has clearly grown since it was lowest."""
_FLAT = 0.02
_FLAT_FROM = 20
"""The loss hardly falls where the last tenth of the way has changed it by less than this part; from this epoch on."""
_MOSTLY = 0.8

_RIGHT = "Of the points that it learns from, {right} are on the side of their class."
_LOSS = "The loss has come down from {first} to {loss}."
_ROSE = "The loss began at {first} and is {loss} now."
_UNSEEN = "On the points held out the loss is {unseen}; it was lowest after {best}, at {least}."

NETWORK: Words = MappingProxyType({
    "start": Plain(
        "Nothing is learned yet: the weights are small random numbers, and so is what the network says.",
        ("Press **Play**: with every pass over the points each weight moves a little, so that the loss falls.",),
    ),
    "start at zero": Plain(
        "Nothing is learned yet: all weights are 0, so all neurons of a layer do the same.",
        ("Press **Play**, and see whether they ever become different.",),
    ),
    "straight": Plain(
        "After {passes} the border is still a straight line: a network that bends nothing can draw no other.",
        (_RIGHT, "Choose hidden layers and an activation that bends, such as tanh."),
    ),
    "straight numbers": Plain(
        "After {passes} the network says a {straight}: one that bends nothing can say no other.",
        (_LOSS, "Choose hidden layers and an activation that bends, such as tanh."),
    ),
    "silent": Plain(
        "After {passes} the network says the same of every place: no number reaches the output, so no weight before it "
        "learns.",
        (_ROSE, "Try *Another start*, or another activation."),
    ),
    "learning": Plain(
        "After {passes} the network is learning: {right} points are on the side of their class.", (_LOSS,)
    ),
    "learning numbers": Plain("After {passes} the {curve} is coming closer to the points.", (_LOSS,)),
    "worse": Plain(
        "After {passes} the loss is higher than at the start: the steps are too long.",
        (_ROSE, "A smaller learning rate makes shorter steps."),
    ),
    "all right": Plain(
        "After {passes} the border runs between the classes: all {rows} points that the network learns from are on "
        "the right side.",
        (_LOSS,),
    ),
    "stuck": Plain(
        "After {passes} the loss hardly falls any more, and {wrong} points are still on the wrong side.",
        (_LOSS, "Another start, more neurons or a larger learning rate may lead further."),
    ),
    "settled": Plain("After {passes} the {curve} hardly moves any more.", (_LOSS,)),
    "overfitting": Plain(
        "After {passes} the network overfits: it still comes closer to the points that it knows, and further from "
        "those held out.",
        (_LOSS, _UNSEEN),
    ),
    "will diverge": Plain(
        "After {passes} it still looks well, but the steps are too long: after {end} this run has flown apart.",
        (_LOSS,),
    ),
    "diverged": Plain(
        "The run has flown apart: the steps are too long, and each made the next one longer.",
        (_ROSE, "A smaller learning rate makes shorter steps."),
    ),
})  # fmt: skip
"""What there is to say of a network, by where it stands."""


_IN_SPACE = MappingProxyType({"curve": "surface", "straight": "flat surface"})
"""What a network of two inputs and a number says."""


def idea(dataset: Dataset) -> str:
    """Return the lesson's idea for these data, and what to do first."""
    numbers = "the curve" if dataset.d == 1 else "the surface"
    bends = "the border between the classes" if dataset.classes else numbers
    return (
        f"Each hidden neuron bends {bends} once. Press **Play** and watch it come to fit the points; then add neurons "
        "with **+**, or drag the **learning rate**."
    )


_DEAD = "{dead} of the {count} hidden neurons {are} dead: they are 0 at every point, and have no gradient to learn by."
_TWINS = "{twins} of hidden neurons are copies of each other: they started alike, and equal weights get equal steps."
_SATURATED = (
    "The hidden neurons are saturated: {share} of their values lie where the activation is nearly flat, and there they "
    "learn very slowly."
)


@dataclass(frozen=True, eq=False)
class Seen:
    """A network at an epoch, and how it does.

    Attributes:
        trained: What the page has trained.
        epoch: The epoch on show.
    """

    trained: Trained
    epoch: int

    @property
    def run(self) -> History:
        """Return the run on show."""
        return self.trained.run

    @property
    def of_classes(self) -> bool:
        """Return whether it tells classes apart."""
        return bool(self.trained.dataset.classes)

    @cached_property
    def neurons(self) -> Neurons:
        """Return what became of the hidden neurons."""
        return neurons_at(self.run, self.epoch)

    def right(self, rows: Dataset) -> int:
        """Return how many rows are told right."""
        at = slice(self.epoch, self.epoch + 1)
        share = accuracies_on(_at(self.run, at), rows)[0]
        return round(float(share) * rows.n)

    @property
    def bends(self) -> bool:
        """Return whether any neuron bends what it gets."""
        network = self.trained.recipe.network
        assert network is not None
        return any(name != "identity" for name in network.activations[: len(network.widths)]) and bool(network.widths)

    @property
    def overfits(self) -> bool:
        """Return whether the loss on the rows held out has grown since it was lowest, while that of the others fell."""
        held, at = self.trained.held, self.epoch
        if held is None or at <= (best := held.best):
            return False
        return bool(held.losses[at] > _WORSE * held.losses[best] and self.run.losses[at] < self.run.losses[best])


def _at(run: History, rows: slice) -> History:
    """Return some epochs of a run as if they were all."""
    return replace(run, epochs=run.epochs[rows], losses=run.losses[rows], parameters=run.parameters[rows],
                   gradients=run.gradients[rows], diverged_at=None)  # fmt: skip


def plain_on(trained: Trained, epoch: int) -> Plain:
    """Return what is on the screen at an epoch, in a plain sentence."""
    seen = Seen(trained, epoch)
    case = _case(seen)
    found = NETWORK[case].filled(_places(seen))
    return found if case.startswith(("start", "diverged")) else found.and_also(*_troubles(seen, case))


def _places(seen: Seen) -> dict[str, str]:
    run, held, dataset, epoch = seen.run, seen.trained.held, seen.trained.dataset, seen.epoch
    right = seen.right(dataset) if seen.of_classes else 0
    end = int(run.diverged_at if run.diverged_at is not None else run.epochs[-1])
    places = {
        "passes": passes(epoch), "end": passes(end), "rows": f"{dataset.n:,}",
        "first": brief(float(run.losses[0])), "loss": brief(float(run.losses[epoch])),
        "right": f"{right:,} of {dataset.n:,}", "wrong": f"{dataset.n - right:,}",
    }  # fmt: skip
    places |= {"curve": "curve", "straight": "straight line"} if dataset.d == 1 else _IN_SPACE
    if held is not None:
        places |= {
            "unseen": brief(float(held.losses[epoch])), "least": brief(float(held.losses[held.best])),
            "best": passes(held.best),
        }  # fmt: skip
    return places


def _case(seen: Seen) -> str:
    run, epoch, network = seen.run, seen.epoch, seen.trained.recipe.network
    losses = run.losses
    numbers = "" if seen.of_classes else " numbers"
    if run.diverged_at is not None and epoch == len(losses) - 1:
        return "diverged"
    if epoch == 0:
        return "start at zero" if network is not None and network.initializer == "zeros" else "start"
    if losses[epoch] > losses[0]:
        return "worse"
    if run.diverged_at is not None:
        return "will diverge"
    if not seen.bends:
        return f"straight{numbers}"
    if _says_the_same(seen):
        return "silent"
    if seen.overfits:
        return "overfitting"
    before = float(losses[int(0.9 * epoch)])
    flat = epoch >= _FLAT_FROM and abs(before - float(losses[epoch])) <= _FLAT * abs(before)
    if not seen.of_classes:
        return "settled" if flat else "learning numbers"
    if seen.right(seen.trained.dataset) == seen.trained.dataset.n:
        return "all right"
    return "stuck" if flat else "learning"


def _says_the_same(seen: Seen) -> bool:
    """Return whether some layer passes nothing on: all its neurons are dead, or all weights into the output are 0."""
    network, t = seen.trained.recipe.network, seen.trained.dataset.t
    assert network is not None
    last = seen.run.parameters[seen.epoch][-t * (network.widths[-1] + 1) : -t]
    dead = [layer for layer, _ in seen.neurons.dead]
    return not np.any(last) or any(dead.count(layer) == width for layer, width in enumerate(network.widths, 1))


def _troubles(seen: Seen, case: str) -> list[str | None]:
    """Say what ails the neurons, in this run's numbers, and how it does on the points held out."""
    found, held = seen.neurons, seen.trained.rows_held_out
    dead = len(found.dead)
    said: list[str | None] = []
    if held is not None and seen.of_classes:
        said.append(f"Of the points held out, {seen.right(held):,} of {held.n:,} are on the side of their class.")
    if dead:
        said.append(_DEAD.format(dead=dead, count=found.count, are="is" if dead == 1 else "are"))
    if found.twins and case != "silent":
        said.append(_TWINS.format(twins=quantity(len(found.twins), "pair")))
    if found.saturated is not None and found.saturated > _MOSTLY:
        said.append(_SATURATED.format(share=percent(found.saturated)))
    return said
