"""One step of a network, in numbers that add up as they are written, and end in the run's own parameters."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.model import ACTIVATIONS
from core.training import train
from tests.ui.visits import link_of, look_closer, said, visit
from ui.lessons.neural_network.settings import described, network_settings
from ui.session.settings import parse


def opened(page: str = "neural_network", **link: str) -> AppTest:
    """Open the closer view of one step."""
    return look_closer(visit(page, **{"epochs": "30", **link}), "One step")


def tables(app: AppTest) -> list[Any]:
    """Return what the tables show: a layer, and the weights of a neuron."""
    parts = [part for part in app.get("bidi_component") if part.proto.component_name == "slopewise_rows"]
    return [json.loads(part.proto.json) for part in parts]


def value(text: str) -> float:
    """Return the number that a cell writes."""
    mantissa, _, power = text.replace("−", "-").partition(" × 10")
    return float(mantissa) * 10 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


def sums_in(text: str) -> list[tuple[float, float]]:
    """Return both sides of every sum that is written with its numbers, such as z = … = 0.1 + 0.2 × (−3) = −0.5.

    Those with a power of ten are left out.
    """
    found = re.findall(r"= ([\d.() ×+−]*[×+−] [\d.() ×+−]+) = (−?\d+(?:\.\d+)?)(?![\d]| ×)", text)
    return [(eval(left.replace("×", "*").replace("−", "-")), value(right)) for left, right in found]


@pytest.mark.parametrize(("activation", "loss"), [*product(ACTIVATIONS, ["cross_entropy"]), ("tanh", "brier")])
def test_what_is_written_adds_up(activation: str, loss: str) -> None:
    """The sums forward and back are, with the digits shown, what stands behind them."""
    app = opened(layers="3,2", activation=activation, loss=loss, row="5", layer="2", neuron="2", epoch="10")
    pairs = sums_in(said(app))
    assert len(pairs) >= 3
    for one, other in pairs:
        assert one == pytest.approx(other, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize(
    "link", [{}, {"optimizer": "adam", "learning_rate": "0.05"}, {"weight_decay": "0.01"}, {"l1": "0.01"}]
)
def test_the_new_weights_are_those_of_the_next_epoch(link: dict[str, str]) -> None:
    """The last column begins with the run's parameters one epoch later, a line for each weight of the neuron."""
    link = {"layers": "3,2", "epochs": "30", **link}
    app = opened(**link, row="7", layer="2", neuron="1", epoch="12")
    layer, weights = tables(app)
    assert len(layer["rows"]) == 2
    assert [row["cells"][0] for row in weights["rows"]] == [*(f"Weight of neuron {i}" for i in (1, 2, 3)), "Bias"]
    values, _ = parse(network_settings(), {name: [text] for name, text in link.items()})
    theirs = train(*described(values)).parameters[13][9:17:2]
    ours = [value(row["cells"][-1].partition(" = ")[0]) for row in weights["rows"]]
    np.testing.assert_allclose(ours, theirs, rtol=2e-5)
    assert "With these epoch 13 begins." in said(app)
    assert "in all digits shown" in said(app)
    assert "Equal to PyTorch's own" in said(app)


def test_what_is_chosen_is_in_the_link_and_need_not_be_there() -> None:
    """A row beyond the last is the last; a layer and a neuron that this network lacks are the first."""
    app = opened(layers="2", row="9999", layer="4", neuron="8")
    assert "Row 9999" not in said(app)
    assert link_of(app)["layer"] == "4"
    assert tables(app)[0]["title"].endswith("in the hidden layer 1")
    assert "`row` = `0` in the link is not usable" in said(visit("neural_network", row="0"))


@pytest.mark.parametrize(
    "link",
    [
        {"batch_size": "10", "optimizer": "nesterov"},
        {"data": "three_blobs", "loss": "brier", "layer": "2", "neuron": "3"},
        {"data": "sine", "learning_rate": "0.1", "loss": "huber", "layer": "2"},
        {"layers": "none"},
        {"learning_rate": "1e6", "data": "sine", "epoch": "30"},
        {"epoch": "30"},
    ],
)
def test_every_kind_of_run_has_its_step(link: dict[str, str]) -> None:
    """Mini-batches, several outputs, numbers, no hidden layer, a run that diverged, and its end."""
    app = opened(**link)
    assert len(tables(app)) == 2
    assert "Equal to PyTorch's own" in said(app)


def test_a_classifier_has_it_too() -> None:
    """It is a network without a hidden layer: nothing but the row is chosen."""
    app = opened("classifier", epoch="20", row="3")
    assert "δ = ∂ℓ/∂z = p − y" in said(app)
    assert [field.label for field in app.number_input if field.label == "Row"] == ["Row"]
    assert not [menu for menu in app.selectbox if menu.label in ("Layer", "Neuron")]
