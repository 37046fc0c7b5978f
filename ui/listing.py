"""A run as a plain PyTorch script that a person can read, paste and run."""

from __future__ import annotations

from core import Dataset, Recipe
from ui.neuron.listing import neuron_listing

_LOSSES = {
    "mse": "torch.nn.MSELoss()",
    "sse": 'torch.nn.MSELoss(reduction="sum")',
    "mae": "torch.nn.L1Loss()",
    "huber": "torch.nn.HuberLoss()",
}
_OPTIMIZERS = {
    "sgd": "torch.optim.SGD(model.parameters(), lr={rate!r})",
    "momentum": "torch.optim.SGD(model.parameters(), lr={rate!r}, momentum={momentum!r})",
    "nesterov": "torch.optim.SGD(model.parameters(), lr={rate!r}, momentum={momentum!r}, nesterov=True)",
    "rmsprop": "torch.optim.RMSprop(model.parameters(), lr={rate!r})",
    "adagrad": "torch.optim.Adagrad(model.parameters(), lr={rate!r})",
    "adam": "torch.optim.Adam(model.parameters(), lr={rate!r})",
}
_SCALINGS = {
    "none": "",
    "max": "x, y = x / x.max(0).values, y / y.max(0).values\n",
    "zscore": "x, y = ((v - v.mean(0)) / v.std(0, correction=0) for v in (x, y))\n",
    "zscore_features": "x = (x - x.mean(0)) / x.std(0, correction=0)\n",
}


def listing(dataset: Dataset, recipe: Recipe) -> str:
    """Return the script of a run: its data, model, loss, optimizer and loop; a neuron's is `neuron_listing`."""
    if recipe.activation != "identity":
        return neuron_listing(dataset, recipe)
    optimizer = _OPTIMIZERS[recipe.optimizer].format(rate=recipe.rate_after(0), momentum=recipe.momentum)
    return f"""import torch

x = torch.tensor({_rows(dataset.features)}, dtype=torch.float64)
y = torch.tensor({_rows(dataset.targets)}, dtype=torch.float64)
{_SCALINGS[recipe.scaling]}
{_start(dataset, recipe)}
loss_function = {_LOSSES[recipe.loss]}
optimizer = {optimizer}

{_loop(dataset, recipe)}
print("loss", loss_function(model(x), y).item())
print("weights", model.weight.tolist(), "bias", model.bias.tolist())
"""


def _rows(values: object) -> str:
    return str([[float(f"{number:.17g}") for number in row] for row in values.tolist()])  # type: ignore[attr-defined]


def _start(dataset: Dataset, recipe: Recipe) -> str:
    seed = f"torch.manual_seed({recipe.seed})\n" if recipe.start == "random" else ""
    made = f"{seed}model = torch.nn.Linear({dataset.d}, {dataset.t}, dtype=torch.float64)\n"
    if recipe.start == "random":
        return made
    numbers = (0.0,) * ((dataset.d + 1) * dataset.t) if recipe.start == "zeros" else recipe.start
    rows = [list(numbers[i * dataset.t : (i + 1) * dataset.t]) for i in range(dataset.d + 1)]
    weight = [[row[target] for row in rows[:-1]] for target in range(dataset.t)]
    return (
        f"{made}with torch.no_grad():\n    model.weight.copy_(torch.tensor({weight}))\n"
        f"    model.bias.copy_(torch.tensor({rows[-1]}))\n"
    ).replace("]))", "], dtype=torch.float64))")


def _loop(dataset: Dataset, recipe: Recipe) -> str:
    step = (
        "optimizer.zero_grad()\n{0}loss = loss_function(model(x{1}), y{1})\n{0}loss.backward()\n{0}optimizer.step()\n"
    )
    epochs = f"for epoch in range({recipe.epochs}):\n    {_change(recipe)}"
    if recipe.batch_size is None or recipe.batch_size == dataset.n:
        return epochs + step.format(" " * 4, "")
    order = f"torch.randperm({dataset.n}, generator=generator)" if recipe.shuffle else f"torch.arange({dataset.n})"
    generator = f"generator = torch.Generator().manual_seed({recipe.seed})\n" if recipe.shuffle else ""
    batches = f"for rows in {order}.split({recipe.batch_size}):\n        "
    return generator + epochs + batches + step.format(" " * 8, "[rows]")


def _change(recipe: Recipe) -> str:
    """Return the line that gives each epoch the rate of its leg, where there is more than one."""
    if not recipe.earlier:
        return ""
    rates = "".join(f"{rate!r} if epoch < {end} else " for end, rate in recipe.earlier)
    return f'optimizer.param_groups[0]["lr"] = {rates}{recipe.learning_rate!r}\n    '
