"""A network in a script: as `torch.nn.Sequential`, from where it starts, and the losses of classes."""

from __future__ import annotations

import torch

from core.model import layers_of
from core.training import History
from ui.script.sections import Section

_ACTIVATIONS = {
    "identity": "torch.nn.Identity()",
    "relu": "torch.nn.ReLU()",
    "leaky_relu": "torch.nn.LeakyReLU(0.01)",
    "sigmoid": "torch.nn.Sigmoid()",
    "tanh": "torch.nn.Tanh()",
}


def network_section(run: History) -> Section:
    """Return the section that makes a network, where it starts; after it `layers`, `weights` and `biases` exist."""
    network, dataset, recipe = run.recipe.network, run.dataset, run.recipe
    assert network is not None
    shapes = network.shapes(dataset.d, dataset.t)
    parts = []
    for (rows, columns), name in zip(shapes, (*network.activations, None), strict=True):
        parts.append(f"    torch.nn.Linear({rows - 1}, {columns}),")
        if name is not None:
            parts.append(f"    {_ACTIVATIONS[name]},")
    drawn = network.initializer == "torch" and isinstance(recipe.start, str)
    lines = [f"torch.manual_seed({recipe.seed})"] if drawn else []
    lines += [
        "model = torch.nn.Sequential(", *parts, ")",
        "layers = [layer for layer in model if isinstance(layer, torch.nn.Linear)]",
        "weights, biases = [layer.weight for layer in layers], [layer.bias for layer in layers]",
    ]  # fmt: skip
    if not drawn:
        lines += ["with torch.no_grad():", *_copied(run, shapes)]
    start = "PyTorch draws its start at random, from the seed" if drawn else "it starts where it started on screen"
    hidden = "layers of neurons, each fed by all of the layer before" if network.widths else "a weighted sum and a bias"
    return Section("Model", f"{hidden}; {start}.", "\n".join(lines))


def _copied(run: History, shapes: tuple[tuple[int, int], ...]) -> list[str]:
    """Return the lines that put the parameters of epoch 0 into the layers."""
    return [
        f"    layers[{i}].{name}.copy_(torch.tensor({values.tolist()!r}))"
        for i, layer in enumerate(layers_of(torch.from_numpy(run.parameters[0].copy()), shapes))
        for name, values in (("weight", layer[:-1].T), ("bias", layer[-1]))
    ]


def class_loss(run: History) -> str:
    """Return the code of a loss of classes, as `loss_function`."""
    one = run.dataset.t == 1
    if run.recipe.loss == "cross_entropy":
        return f"loss_function = torch.nn.{'BCEWithLogitsLoss' if one else 'CrossEntropyLoss'}()"
    probable = "outputs.sigmoid()" if one else "outputs.softmax(1)"
    return f"def loss_function(outputs, y):\n    return ({probable} - y).square().mean()\n\n"
