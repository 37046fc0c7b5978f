"""A neuron's run as a plain PyTorch script, from scratch: the four phases of each iteration, line by line."""

from __future__ import annotations

from core import Dataset, Recipe

_OUTPUTS = {
    "identity": "{0}",
    "relu": "torch.relu({0})",
    "leaky_relu": "torch.nn.functional.leaky_relu({0}, 0.01)",
    "sigmoid": "torch.sigmoid({0})",
    "tanh": "torch.tanh({0})",
}


def neuron_listing(dataset: Dataset, recipe: Recipe) -> str:
    """Return the script of a run of `b + f(w x)` by plain gradient descent over all rows on a squared loss.

    Args:
        dataset: One feature and one target.
        recipe: Its learning rate, epochs, loss, activation, start and seed matter.
    """
    x, y = ([float(f"{number:.17g}") for number in table[:, 0]] for table in (dataset.features, dataset.targets))
    output = _OUTPUTS[recipe.activation].format("w * x")
    reduced = "sum" if recipe.loss == "sse" else "mean"
    return f"""import torch

x = torch.tensor({x}, dtype=torch.float64)
y = torch.tensor({y}, dtype=torch.float64)
{_start(recipe)}
lr = {recipe.learning_rate!r}

for iteration in range({recipe.epochs}):
    y_pred = {output} + b  # forward
    loss = (y_pred - y).pow(2).{reduced}()  # loss, before this iteration's update
    loss.backward()  # backward: adds to w.grad and b.grad
    with torch.no_grad():  # update
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()

loss = ({output} + b - y).pow(2).{reduced}()
print("loss", loss.item())
print("weight", w.item(), "bias", b.item())
"""


def _start(recipe: Recipe) -> str:
    if recipe.start in ("uniform", "random"):
        draw = "torch.rand(1, dtype=torch.float64)"
        drawn = draw if recipe.start == "uniform" else f"2 * {draw} - 1"
        return f"torch.manual_seed({recipe.seed})\nw = ({drawn}).requires_grad_()\nb = ({drawn}).requires_grad_()"
    w, b = (0.0, 0.0) if isinstance(recipe.start, str) else recipe.start
    return "\n".join(
        f"{name} = torch.tensor([{value!r}], dtype=torch.float64, requires_grad=True)"
        for name, value in (("w", w), ("b", b))
    )
