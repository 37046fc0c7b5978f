"""The loss of a network on rows held out, as the browser computes it of parameters, is that of `core.analysis`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.analysis import accuracies_on, losses_on
from core.data import drawn_rows, fit_scaler, generate, split
from core.model import Network, Recipe
from core.training import train
from tests.browser.networks.test_propagation import wire
from ui.browser.assets import player_path
from ui.player.network_form import NetworkLoss, accuracy

KINDS = {
    "two classes": ("circles", "cross_entropy", (4, 2), "none"),
    "three classes": ("three_blobs", "cross_entropy", (3,), "none"),
    "squared probabilities": ("moons", "brier", (3,), "none"),
    "three, squared": ("three_blobs", "brier", (), "none"),
    "numbers": ("sine", "mse", (5,), "none"),
    "numbers, scaled": ("sine", "mse", (5,), "zscore"),
    "numbers, Huber": ("step", "huber", (2, 2), "none"),
}


def carried(loss: NetworkLoss) -> dict[str, Any]:
    """Return a loss as it travels, with lists for arrays."""
    return {
        "loss": loss.loss, "network": wire(loss.network), "rows": loss.rows.ravel().tolist(),
        "targets": loss.targets.ravel().tolist(),
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_is_that_of_python(call, kind):
    """At the start, on the way and at the end, to 1e-12; so is the share of rows that are told right."""
    data, loss, widths, scaling = KINDS[kind]
    whole = generate(data, rows=80)
    dataset, unseen = split(whole, drawn_rows(whole.n, 0.4, 0))
    recipe = Recipe(0.3, 40, loss=loss, network=Network(widths), scaling=scaling)
    run = train(dataset, recipe)
    form = NetworkLoss.of(recipe, fit_scaler(dataset, scaling), unseen)
    expected = losses_on(run, unseen)
    for epoch in (0, 7, 40):
        theta = run.parameters[epoch].tolist()
        assert call("model/network_loss", "networkLoss", carried(form), theta) == pytest.approx(
            expected[epoch], rel=1e-12
        )
    if whole.d > 1:
        share = call("model/network_loss", "networkLoss", carried(accuracy(form)), run.parameters[40].tolist())
        assert share == pytest.approx(100 * accuracies_on(run, unseen)[40], rel=1e-12)


@pytest.mark.parametrize(("outputs", "target"), [(1, [1.0]), (3, [0.0, 1.0, 0.0])])
def test_no_output_is_too_large(call, outputs, target):
    """Sums of ±1,000 have a loss of 0 where they are right, and of 1,000 or 2,000 where they are wrong."""
    form = {"sizes": [1, outputs], "activations": [], "output": "identity", "shift": None, "scale": None}
    spec = {"loss": "cross_entropy", "network": form, "rows": [1.0], "targets": target}
    sums = [1000.0] if outputs == 1 else [-1000.0, 1000.0, -1000.0]
    for sign, loss in ((1, 0), (-1, 1000 if outputs == 1 else 2000 + np.log(2))):
        theta = [*(sign * np.array(sums)), *([0.0] * outputs)]
        found = call("model/network_loss", "networkLoss", spec, theta)
        assert found == pytest.approx(loss, rel=1e-12, abs=1e-12)


def test_a_column_is_computed_once_a_run(page, server):
    """Tracks that follow the same share it, and a stop of the ruler that is come back to still has it."""
    page.goto(f"{server.url}{player_path()}/model/numbers.js")
    kept = page.evaluate(
        """async ([model, spec]) => {
          const { columnOf } = await import(`${model}/coordinates.js`);
          const { runOf } = await import(`${model}/runs.js`);
          const theta = Float64Array.from([1, 0, 2, 0, 3, 0, 4, 0]);
          const family = {
            rates: [0.1, 0.2], offsets: [0, 2, 4], epochs: Int32Array.from([0, 1, 0, 1]), losses: new Float64Array(4),
            parameters: [theta.subarray(0, 4), theta.subarray(4)], gradients: [], earlier: [], diverged_at: [-1, -1],
          };
          const at = (rate) => runOf({ run: { rate: 9, planned: 1 }, family }, rate);
          const of = (rate) => columnOf(at(rate), { ...spec });
          const [first, again, other] = [of(0.1), of(0.1), of(0.2)];
          return [first === again, first === other, first.length];
        }""",
        [
            f"{server.url}{player_path()}/model",
            {
                "network": {"sizes": [1, 1], "activations": [], "output": "identity", "shift": None, "scale": None},
                "loss": "mse", "rows": [1.0], "targets": [2.0],
            },
        ],
    )  # fmt: skip
    assert kept == [True, False, 2]
