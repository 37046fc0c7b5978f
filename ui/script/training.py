"""The model of a script, where it starts, and the ordinary loop that trains it."""

from __future__ import annotations

from dataclasses import replace

import torch

from core.analysis import as_far_as_trained
from core.data import quantity
from core.model import Recipe
from core.training import DIVERGENCE_FACTOR, History, train
from ui.script.changes import after_epoch_lines, change_lines
from ui.script.knobs import l1_line, parameters_and_options, rate_lines, whole_loss
from ui.script.networks import class_loss, network_section
from ui.script.sections import Section

_LOSSES = {
    "mse": "torch.nn.MSELoss()",
    "sse": 'torch.nn.MSELoss(reduction="sum")',
    "mae": "torch.nn.L1Loss()",
    "huber": "torch.nn.HuberLoss(delta=1.0)",
}
_OPTIMIZERS = {
    "sgd": "torch.optim.SGD({0}, lr={1!r}{3})",
    "momentum": "torch.optim.SGD({0}, lr={1!r}, momentum={2!r}{3})",
    "nesterov": "torch.optim.SGD({0}, lr={1!r}, momentum={2!r}, nesterov=True{3})",
    "rmsprop": "torch.optim.RMSprop({0}, lr={1!r}{3})",
    "adagrad": "torch.optim.Adagrad({0}, lr={1!r}{3})",
    "adam": "torch.optim.Adam({0}, lr={1!r}{3})",
}
ACTIVATED = {
    "identity": "{0}",
    "relu": "torch.relu({0})",
    "leaky_relu": "torch.nn.functional.leaky_relu({0}, 0.01)",
    "sigmoid": "torch.sigmoid({0})",
    "tanh": "torch.tanh({0})",
}
STARTED = {
    "zeros": "it starts at zero",
    "random": "PyTorch draws its start at random, from the seed",
    "uniform": "it starts at numbers drawn between 0 and 1, from the seed",
}


def started(run: History) -> str:
    """Say where a run starts."""
    start = run.recipe.start
    return STARTED[start] if isinstance(start, str) else "it starts where it started on screen"


def model_section(run: History) -> Section:
    """Return the section that makes the model, where it starts."""
    if run.recipe.network is not None:
        return network_section(run)
    if run.recipe.activation != "identity":
        return _activated_section(run)
    d, t = run.dataset.d, run.dataset.t
    says = f"a prediction is a weighted sum of x, plus a bias; {started(run)}."
    made = f"model = torch.nn.Linear({d}, {t})"
    if run.recipe.start == "random":
        return Section("Model", says, f"torch.manual_seed({run.recipe.seed})\n{made}")
    weights, biases = _start(run)
    if run.recipe.start == "uniform":
        made = f"torch.manual_seed({run.recipe.seed})\ndrawn = torch.rand({d}, {t}), torch.rand({t})\n{made}"
        weights, biases = "drawn[0].T", "drawn[1]"
    copied = f"    model.weight.copy_({weights})\n    model.bias.copy_({biases})"
    if run.recipe.start == "zeros":
        copied = "    model.weight.zero_()\n    model.bias.zero_()"
    return Section("Model", says, f"{made}\nwith torch.no_grad():\n{copied}")


def _start(run: History, *, turned: bool = True) -> tuple[str, str]:
    """Return the weights, as `torch.nn.Linear` holds them or turned back, and the biases, as code."""
    rows = run.parameters[0].reshape(-1, run.dataset.t)
    weights = rows[:-1].T if turned else rows[:-1]
    return f"torch.tensor({weights.tolist()!r})", f"torch.tensor({rows[-1].tolist()!r})"


def _activated_section(run: History) -> Section:
    d, t, recipe = run.dataset.d, run.dataset.t, run.recipe
    says = f"a weighted sum of x goes through an activation, then a bias is added; {started(run)}."
    before = ""
    weights, biases = _start(run, turned=False)
    if recipe.start == "random":
        before = f"torch.manual_seed({recipe.seed})\ndrawn = torch.nn.Linear({d}, {t})\n"
        weights, biases = "drawn.weight.detach().T.clone()", "drawn.bias.detach()"
    elif recipe.start == "uniform":
        before = f"torch.manual_seed({recipe.seed})\n"
        weights, biases = f"torch.rand({d}, {t})", f"torch.rand({t})"
    return Section(
        "Model",
        says,
        f"{before}weight = torch.nn.Parameter({weights})  # shape (features, targets)\n"
        f"bias = torch.nn.Parameter({biases})\n\n\n"
        f"def model(x):\n    return {ACTIVATED[recipe.activation].format('x @ weight')} + bias",
    )


def training_section(run: History) -> Section:
    """Return the section that trains: the ordinary loop of forward, loss, backward and step."""
    recipe = as_far_as_trained(run)
    parameters, options = parameters_and_options(recipe)
    # PyTorch refuses Nesterov's method without momentum, where it is plain descent.
    name = "sgd" if recipe.optimizer == "nesterov" and not recipe.momentum else recipe.optimizer
    optimizer = _OPTIMIZERS[name].format(parameters, recipe.rate_after(0), recipe.momentum, options)
    if recipe.decoupled and recipe.weight_decay:
        # By itself AdamW shrinks the bias, too.
        optimizer = optimizer.replace("biases}", 'biases, "weight_decay": 0.0}')
        optimizer = optimizer.replace("Adam(", "AdamW(").replace("[model.bias]}", '[model.bias], "weight_decay": 0.0}')
    size = recipe.batch_size or run.dataset.n
    batches = size != run.dataset.n
    each = "" if recipe.epochs == 1 else "each of them "
    says = f"{quantity(recipe.epochs, 'epoch')}, {each}one pass through the data"
    if batches:
        says += f", {quantity(size, 'row')} a step" + (", in an order drawn anew each time" if recipe.shuffle else "")
    known = _LOSSES.get(recipe.loss)
    lines = [f"loss_function = {known}" if known else class_loss(run), f"optimizer = {optimizer}"]
    if batches and recipe.shuffle:
        lines.append(f"order = torch.Generator().manual_seed({recipe.seed})")
    lines += [*change_lines(run), "", *_loop(run, f"{recipe.epochs}")]
    return Section("Training", f"{says}.", "\n".join([*limit_line(run), *lines]))


def overflow_section(run: History) -> Section | None:
    """Return the section with the step into infinity, for a run that diverged so fast that its end is no number."""
    last = int(run.epochs[-1])
    if run.diverged_at in (None, last):
        return None
    check = [
        "with torch.no_grad():",
        f'    assert not {whole_loss(run.recipe)} <= limit, "it has not diverged"',
        'print("One epoch more, and it has diverged.")',
    ]
    says = "the next epoch leads to numbers too large to write down, so the receipt is of the epoch before."
    return Section("Divergence", says, "\n".join([*_loop(run, f"{last}, {last + 1}"), *check]))


def _loop(run: History, epochs: str) -> list[str]:
    recipe = run.recipe
    batches = recipe.batch_size not in (None, run.dataset.n)
    lines = [f"for epoch in range({epochs}):"]
    if run.diverged_at is not None:
        lines.append(f"    assert {whole_loss(recipe)} <= limit  # not diverged so far")
    lines += [f"    {line}" for line in rate_lines(recipe)]
    if not batches:
        return [*lines, *_step(recipe, "    ", "x", "y"), *after_epoch_lines(run)]
    n, size = run.dataset.n, recipe.batch_size
    drawn = f"torch.randperm({n}, generator=order)" if recipe.shuffle else f"torch.arange({n})"
    return [*lines, f"    for batch in {drawn}.split({size}):", *_step(recipe, "        ", "x[batch]", "y[batch]"),
            *after_epoch_lines(run)]  # fmt: skip


def _step(recipe: Recipe, indent: str, x: str, y: str) -> list[str]:
    costs = l1_line(recipe)
    return [
        f"{indent}optimizer.zero_grad()  # forget the gradient of the step before",
        f"{indent}predictions = model({x})  # forward",
        f"{indent}loss = loss_function(predictions, {y})  # how far off are they?",
        *([f"{indent}{costs}"] if costs else []),
        f"{indent}loss.backward()  # backward: which way does the loss grow?",
        f"{indent}optimizer.step()  # a step the other way",
    ]


def limit_line(run: History) -> list[str]:
    """Return the line that says from which loss on a run has diverged, for one that did."""
    if run.diverged_at is None:
        return []
    return [
        f"limit = {_limit(run)!r}  # {DIVERGENCE_FACTOR:.0e} times the larger loss of the start and of all parameters 0"
    ]


def _limit(run: History) -> float:
    at_zero = train(
        run.dataset, replace(run.recipe, start=(0.0,) * run.parameters.shape[1], epochs=0, earlier=(), changed=())
    ).losses[0]
    limit = DIVERGENCE_FACTOR * max(float(run.losses[0]), float(at_zero))
    return min(limit, torch.finfo(getattr(torch, run.recipe.dtype)).max)
