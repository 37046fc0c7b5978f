"""The hidden space shows what comes out of the last hidden layer, with the boundary that the last layer draws there."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.browser.networks.test_propagation import by_torch, parameters_of, wire
from ui.browser.assets import player_path
from ui.player.networks import NetworkForm

SIZE = 200
# Draws the points on a canvas whose marks are written down, and returns these, what Plotly would get, and the axes.
DRAW = """async ([url, size, track, parameters, off]) => {
  const { KINDS } = await import(`${url}/tracks/tracks.js`);
  const kind = KINDS.hidden_space;
  const given = { ...track, rows: Float64Array.from(track.rows), classes: Float64Array.from(track.classes) };
  const axes = {
    box: { left: 0, right: size, top: 0, bottom: size },
    x: (value) => (size * (value + 1)) / 2, y: (value) => (size * (1 - value)) / 2,
    fromX: (pixel) => (2 * pixel) / size - 1, fromY: (pixel) => 1 - (2 * pixel) / size,
  };
  const lines = [];
  const note = (x, y) => lines.push([axes.fromX(x), axes.fromY(y)]);
  const pen = (_, name) => (["moveTo", "lineTo"].includes(name) ? note : () => {});
  const context = new Proxy({}, { get: pen, set: () => true });
  const scene = { frame: { drawn: { parameters: Float64Array.from(parameters) } }, colour: () => "#000000", off };
  kind.draw(context, axes, given, scene);
  const ranges = kind.axisRanges(given, scene, { x: [-1, 1], y: [-1, 1] });
  return { lines, ...kind.handOver(given, scene), ranges };
}"""


@pytest.fixture
def draw(page, server):
    """Return how to draw the hidden space of a network whose rows are known."""
    page.goto(f"{server.url}{player_path()}/model/numbers.js")

    def drawn(form, theta, rows, neurons=(0, 1), off=None):
        # Circles alone: the pen of another shape would be taken for the boundary.
        track = {"form": wire(form), "rows": rows.ravel().tolist(), "classes": [0] * len(rows), "neurons": neurons,
                 "colours": ["first"], "levels": [0, 1], "size": 8, "width": 2, "of": "run"}  # fmt: skip
        return page.evaluate(DRAW, [f"{server.url}{player_path()}", SIZE, track, list(theta), off])

    return drawn


@pytest.mark.parametrize("neurons", [(0, 1), (1, 0)])
def test_rows_lie_where_the_last_hidden_layer_puts_them_and_the_boundary_is_straight(draw, neurons):
    """Each of its points is where the last layer says one half, whichever neuron is across."""
    form = NetworkForm((2, 4, 2, 1), ("tanh", "tanh"), "sigmoid")
    theta = 0.8 * parameters_of(form)
    theta[-1] = 0.1
    rows = np.random.default_rng(3).normal(size=(12, 2))
    found = draw(form, theta, rows, neurons)
    expected = by_torch(form, torch.tensor(theta), torch.tensor(rows))[-2].numpy()
    np.testing.assert_allclose([found["x"], found["y"]], expected[:, neurons].T, atol=1e-12)
    line = np.array(found["lines"])
    assert len(line) > 10
    weights = theta[-3:-1][list(neurons)]
    assert np.abs(line @ weights + theta[-1]).max() < 1e-4 * np.abs(weights).max()


def test_a_neuron_that_is_off_does_not_count_in_the_boundary(draw):
    """It is then a line along the axis of that neuron."""
    form = NetworkForm((2, 2, 1), ("tanh",), "sigmoid")
    theta = [1, 0, 0, 1, 0, 0, 2.0, 1.0, -0.5]
    found = draw(form, theta, np.zeros((1, 2)), off=[[False, True]])
    line = np.array(found["lines"])
    assert line[:, 0] == pytest.approx(np.full(len(line), 0.25), abs=1e-5)


def test_axes_grow_with_neurons_that_know_no_bounds(draw):
    """What ReLU neurons say is in the picture however large it is; small values leave the axes alone."""
    form = NetworkForm((2, 2, 1), ("relu",), "sigmoid")
    theta = [1, 0, 0, 1, 0, 0, 1, 1, 0]
    small, large = (draw(form, theta, np.array([[scale, 0.0]])) for scale in (0.5, 30.0))
    assert small["ranges"] == {"x": [-1, 1], "y": [-1, 1]}
    assert large["ranges"]["x"][1] >= 30
    assert large["ranges"]["y"] == [-1, 1]


def test_a_layer_of_many_neurons_shows_two_and_no_boundary(draw):
    """The boundary is straight in all of its neurons together, but not in two of them."""
    form = NetworkForm((2, 5, 1), ("tanh",), "sigmoid")
    theta = parameters_of(form)
    rows = np.random.default_rng(3).normal(size=(6, 2))
    found = draw(form, theta, rows, (4, 2))
    expected = by_torch(form, torch.tensor(theta), torch.tensor(rows))[-2].numpy()
    np.testing.assert_allclose([found["x"], found["y"]], expected[:, [4, 2]].T, atol=1e-12)
    assert found["lines"] == []
