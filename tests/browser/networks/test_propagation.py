"""What a network makes of points in the browser is what `core.networks` and torch make of them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.data import Dataset, fit_scaler
from core.model import ACTIVATIONS, Recipe
from core.networks import Network, layers_of
from core.networks.propagation import forward
from ui.player.networks import NetworkForm
from ui.player.packing import to_wire

SEED = 7
ROWS = 40
LAST = {"identity": lambda sums: sums, "sigmoid": torch.sigmoid, "softmax": lambda sums: sums.softmax(dim=-1)}


def wire(form: NetworkForm) -> dict[str, object]:
    """Return a form as it travels, with lists for arrays."""
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in to_wire(form).items()}


def parameters_of(form: NetworkForm, seed: int = SEED) -> np.ndarray:
    """Return random parameters, large enough for activations to bend."""
    return Network(form.sizes[1:-1], form.activations or ("tanh",), "normal", 1.5).starts(
        form.sizes[0], form.sizes[-1], [seed]
    )[0]


def by_core(form: NetworkForm, theta: torch.Tensor, rows: torch.Tensor) -> list[torch.Tensor]:
    """Return what rows, as the network sees them, become layer by layer; the last are its outputs."""
    network = Network(form.sizes[1:-1], form.activations or ("tanh",))
    layers = layers_of(theta[None], network.shapes(form.sizes[0], form.sizes[-1]))
    found = [layer[0] for layer in forward(network, layers, rows).outer]
    return [*found[:-1], LAST[form.output](found[-1])]


def by_torch(form: NetworkForm, theta: torch.Tensor, value: torch.Tensor) -> list[torch.Tensor]:
    """Return the same, written plainly, for torch to differentiate."""
    found, layers = [], layers_of(theta, Network(form.sizes[1:-1]).shapes(form.sizes[0], form.sizes[-1]))
    for layer, name in zip(layers[:-1], form.activations, strict=True):
        found.append(ACTIVATIONS[name].function((found[-1] if found else value) @ layer[:-1] + layer[-1]))
    return [*found, LAST[form.output]((found[-1] if found else value) @ layers[-1][:-1] + layers[-1][-1])]


FORMS = {
    **{name: NetworkForm((2, 5, 3, 1), (name, name), "sigmoid") for name in ACTIVATIONS},
    "mixed": NetworkForm((2, 4, 4, 4, 4, 3), ("relu", "tanh", "leaky_relu", "sigmoid"), "softmax"),
    "linear": NetworkForm((3, 2), (), "identity"),
    "one neuron": NetworkForm((1, 1, 1), ("tanh",), "identity"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_points_become_what_they_become_in_python(call, form):
    """Many points at once, each neuron's value and the outputs, to 1e-12."""
    theta = parameters_of(form)
    rows = np.random.default_rng(SEED).normal(size=(ROWS, form.sizes[0]))
    found = call("model/propagation", "sent", wire(form), theta.tolist(), rows.T.tolist())
    expected = by_core(form, torch.tensor(theta), torch.tensor(rows))
    assert len(found) == len(form.sizes)
    for layer, values in zip(found[1:], expected, strict=True):
        np.testing.assert_allclose(np.array(layer).T, values, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_gradients_come_back_as_in_autograd(call, form):
    """How an output depends on every neuron's value and on every parameter, to 1e-12."""
    theta = torch.tensor(parameters_of(form), requires_grad=True)
    point = torch.tensor(np.random.default_rng(SEED).normal(size=(1, form.sizes[0])), requires_grad=True)
    chosen = form.sizes[-1] - 1
    values = by_torch(form, theta, point)
    inner = [point, *values[:-1]]
    expected = torch.autograd.grad(values[-1][0, chosen], [*inner, theta])
    found = call("model/propagation", "probed", wire(form), theta.tolist(), point[0].tolist(), chosen)["slopes"]
    for layer, slopes in zip(found["values"], expected[:-1], strict=False):
        np.testing.assert_allclose(layer, slopes[0], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(found["parameters"], expected[-1], rtol=1e-12, atol=1e-14)


def test_neurons_that_are_off_count_as_if_their_outgoing_weights_were_0(call):
    """The outputs, and the gradients, are those of a network with zeros in these places."""
    form = FORMS["tanh"]
    theta = parameters_of(form)
    first, second = (np.zeros(size, bool) for size in form.sizes[1:3])
    first[1] = second[2] = True
    silenced = theta.copy()
    after_first = (2 + 1) * 5
    silenced[after_first + 1 * 3 : after_first + 2 * 3] = 0
    silenced[after_first + 6 * 3 + 2] = 0
    off = [first.tolist(), second.tolist()]
    found = call("model/propagation", "probed", wire(form), theta.tolist(), [0.4, -0.7], 0, off)
    expected = call("model/propagation", "probed", wire(form), silenced.tolist(), [0.4, -0.7], 0)
    assert found["layers"][-1] == expected["layers"][-1]
    assert found["slopes"]["values"][0] == pytest.approx(expected["slopes"]["values"][0], rel=1e-12)
    assert found["slopes"]["values"][1][1] == 0


def test_inputs_and_outputs_are_in_the_units_of_the_data(call):
    """A network trained on scaled data is given data units and answers in them."""
    rng = np.random.default_rng(SEED)
    features, targets = rng.uniform(20, 30, (ROWS, 2)), rng.uniform(100, 900, (ROWS, 1))
    dataset = Dataset("rows", "Rows", features, targets)
    network, scaler = Network((4,), ("tanh",)), fit_scaler(dataset, "zscore")
    form = NetworkForm.of(network, Recipe(scaling="zscore"), scaler)
    theta = parameters_of(form)
    found = call("model/propagation", "sent", wire(form), theta.tolist(), features.T.tolist())
    outputs = by_core(form, torch.tensor(theta), torch.tensor(scaler.scale_features(features)))[-1]
    np.testing.assert_allclose(found[-1][0], scaler.unscale_targets(outputs.numpy())[:, 0], rtol=1e-12)


@pytest.mark.parametrize(("output", "expected"), [("sigmoid", [[1], [0]]), ("softmax", [[1, 0], [0, 1]])])
def test_probabilities_stand_sums_of_a_thousand(call, output, expected):
    """No number overflows on its way to 0 or 1."""
    count = len(expected[0])
    theta = [1000, -1000][:count] + [0] * count
    form = NetworkForm((1, count), (), output)
    found = call("model/propagation", "sent", wire(form), theta, [[1.0, -1.0]])
    assert np.array(found[-1]).T.tolist() == expected
