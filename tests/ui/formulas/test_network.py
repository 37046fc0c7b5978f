"""The formulas of a network have their symbols in words, and the numbers of its row and neuron."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis.networks import backpropagate
from core.data import Dataset
from core.model import ACTIVATIONS, ALL_LOSSES, OPTIMIZERS, Network, Recipe
from core.training import History, train
from tests.ui.visits import look_closer, visit
from ui.formulas.latex import number
from ui.formulas.network import network_account
from ui.formulas.symbols import symbols_in
from ui.session.neuron_choice import NeuronChoice


def run_of(outputs: int = 1, widths: tuple[int, ...] = (3, 2), activation: str = "tanh", **recipe: object) -> History:
    """Return a short run on a few points of two or three classes."""
    points = np.random.default_rng(1).normal(size=(9, 2))
    kind = np.arange(9) % max(2, outputs)
    dataset = Dataset.from_arrays(points, kind[:, None] if outputs == 1 else np.eye(outputs)[kind])
    network = Network(widths, (activation,))
    return train(dataset, Recipe(**{"epochs": 3, "loss": "cross_entropy", **recipe}, network=network))


@pytest.mark.parametrize(
    ("run", "place"),
    [
        *((run_of(outputs, loss=loss), NeuronChoice(1, 2, 0)) for loss in ALL_LOSSES for outputs in (1, 3)),
        *((run_of(activation=each), NeuronChoice(2, 1, 1)) for each in ACTIVATIONS),
        *((run_of(optimizer=each, weight_decay=0.1, l1=0.01), NeuronChoice(0, 0, 2)) for each in OPTIMIZERS),
        (run_of(widths=()), NeuronChoice(0, 0, 0)),
    ],
)
def test_every_symbol_has_its_words(run: History, place: NeuronChoice) -> None:
    """Of every loss, activation and optimizer; and δ is that of the row and the neuron, as autograd's is."""
    sections, words = network_account(run, 2, place)
    formulas = [formula for section in sections for formula in section.formulas()]
    assert set(symbols_in(formulas)) <= set(words)
    layer = backpropagate(run.dataset, run.recipe, run.parameters[2], place.row).layers[place.layer]
    for value in (layer.sums[place.neuron], layer.errors[place.neuron], layer.gradient[0, place.neuron]):
        assert any(formula.endswith(f"= {number(value)}") for formula in formulas)


def test_the_page_writes_them() -> None:
    """For the row and the neuron that the link has."""
    app = look_closer(visit("neural_network", epochs="20", layers="2,2", epoch="3", row="4", layer="2"), "The formulas")
    assert [each.value for each in app.subheader][-5:] == [
        "Forward", "The loss of a row", "Backward", "The gradient", "The step",
    ]  # fmt: skip
    assert any("Neuron 1 of the hidden layer 2, for row 4" in each.value for each in app.markdown)
