"""A neuron's way forward and back in sentences, with the numbers of one row in them."""

from __future__ import annotations

from collections.abc import Iterable

from core.analysis.networks import LayerPass, NetworkStep
from core.data import Dataset
from core.model import CLASS_LOSSES
from core.training import History
from ui.one_step.per_sample import DIGITS
from ui.session.neuron_choice import NeuronChoice
from ui.text.numbers import factor, trimmed

_SLOPES = {
    "tanh": "1 − a² = 1 − {a}² = {slope}",
    "sigmoid": "a (1 − a) = {a} × (1 − {a}) = {slope}",
    "relu": "{slope}, for z is {side} 0",
    "leaky_relu": "{slope}, for z is {side} 0",
    "identity": "1",
}
_FUNCTIONS = {
    "tanh": "tanh {z}",
    "sigmoid": "1 / (1 + exp(−{z}))",
    "relu": "max(0, {z})",
    "leaky_relu": "max(0, {z}) + 0.01 min(0, {z})",
    "identity": "z",
}


def input_names(dataset: Dataset, layer: int, numbers: LayerPass) -> list[str]:
    """Return what comes into a layer, by name: the features, or the neurons of the layer before."""
    if layer == 0:
        return list(dataset.feature_names)
    return [f"neuron {i + 1}" for i in range(len(numbers.inputs))]


def forward_said(run: History, step: NetworkStep, chosen: NeuronChoice) -> str:
    """Say how the neuron's weighted sum and its value come about."""
    layers, j = step.way.layers, chosen.neuron
    layer = layers[chosen.layer]
    bias, weights = layer.parameters[-1, j], layer.parameters[:-1, j]
    z = _short(layer.sums[j])
    said = f"z = bias + Σ weight × input = {_short(bias)} + {_products(weights, layer.inputs)} = {z}"
    if chosen.layer < len(layers) - 1:
        value = _FUNCTIONS[layer.activation].format(z=factor(float(layer.sums[j]), DIGITS))
        return f"**Forward**, {_whose(step, chosen)}: {said}. Its value: a = {value} = {_short(layer.values[j])}."
    if run.recipe.loss not in CLASS_LOSSES:
        return f"**Forward**, {_whose(step, chosen)}: {said}. It has no activation: z is the prediction."
    bent = "p = 1 / (1 + exp(−z))" if len(layer.sums) == 1 else "p = exp(z) / Σ exp(z) over the outputs"
    return f"**Forward**, {_whose(step, chosen)}: {said}. The probability: {bent} = {_short(step.way.predictions[j])}."


def backward_said(run: History, step: NetworkStep, chosen: NeuronChoice) -> str:
    """Say how the loss of the row changes with the neuron's sum, δ, by what comes back from the layer after it."""
    layers, j = step.way.layers, chosen.neuron
    layer, last = layers[chosen.layer], len(layers) - 1
    ends = "Each weight's gradient is its input × δ, that of the bias is δ."
    if chosen.layer == last:
        return f"**Back**: {_output_error(run, step, j)} {ends}"
    after = layers[chosen.layer + 1]
    back = _products(after.parameters[j], after.errors)
    a = factor(float(layer.values[j]), DIGITS)
    side = "above" if layer.sums[j] > 0 else "not above"
    slope = _SLOPES[layer.activation].format(a=a, slope=_short(layer.slopes[j]), side=side)
    product = f"{factor(float(layer.on_values[j]), DIGITS)} × {_short(layer.slopes[j])} = {_short(layer.errors[j])}"
    return (
        f"**Back**: ∂ℓ/∂a = Σ weight × δ of the layer after it = {back} = {_short(layer.on_values[j])}. "
        f"The activation's slope: f′(z) = {slope}. So δ = ∂ℓ/∂a × f′(z) = {product}. {ends}"
    )


def _output_error(run: History, step: NetworkStep, j: int) -> str:
    """Say how the loss of the row changes with an output's sum."""
    way = step.way
    t, p, y = len(way.targets), float(way.predictions[j]), float(way.targets[j])
    q, target, delta = factor(p, DIGITS), factor(y, DIGITS), _short(way.layers[-1].errors[j])
    over = "" if t == 1 else f" / {t}"
    error = f"({_short(p)} − {target})"
    said = {
        "cross_entropy": f"δ = ∂ℓ/∂z = p − y = {_short(p)} − {target} = {delta}.",
        "mse": f"δ = ∂ℓ/∂z = 2 (z − y){over} = 2 × {error}{over} = {delta}.",
        "sse": f"δ = ∂ℓ/∂z = 2 (z − y) = 2 × {error} = {delta}.",
        "mae": f"δ = ∂ℓ/∂z is the sign of z − y{over} = {delta}.",
        "huber": f"δ = ∂ℓ/∂z is z − y = {_short(p - y)}, cut to lie between −1 and 1{over}: {delta}.",
    }
    if run.recipe.loss != "brier":
        return said[run.recipe.loss]
    if t == 1:
        return f"δ = ∂ℓ/∂z = 2 (p − y) p (1 − p) = 2 × {error} × {q} × (1 − {q}) = {delta}."
    return f"δ = ∂ℓ/∂z = 2/{t} p (p − y − Σ p (p − y) over the outputs) = {delta}."


def _whose(step: NetworkStep, chosen: NeuronChoice) -> str:
    if chosen.layer < len(step.way.layers) - 1:
        return f"neuron {chosen.neuron + 1}"
    return "the output" if len(step.way.targets) == 1 else f"output {chosen.neuron + 1}"


def _products(weights: Iterable[float], inputs: Iterable[float]) -> str:
    pairs = zip(weights, inputs, strict=True)
    return " + ".join(f"{factor(float(w), DIGITS)} × {factor(float(x), DIGITS)}" for w, x in pairs)


def _short(value: float) -> str:
    return trimmed(float(value), DIGITS)
