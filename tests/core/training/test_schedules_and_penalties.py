"""Schedules, weight decay and L1 train as `torch.optim` does, by the fast path too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional
from torch.optim import SGD, Adagrad, Adam, AdamW, Optimizer, RMSprop
from torch.optim.lr_scheduler import CosineAnnealingLR, ExponentialLR, LinearLR, SequentialLR, StepLR

from core.data import fit_scaler, load
from core.model import OPTIMIZERS, Recipe
from core.training import sweep, train

EPOCHS = 200
SCHEDULES: dict[str, dict[str, Any]] = {
    "constant": {},
    "step": {"schedule": "step", "schedule_length": 60, "schedule_factor": 0.3},
    "exponential": {"schedule": "exponential", "schedule_length": 60, "schedule_factor": 0.3},
    "cosine": {"schedule": "cosine", "schedule_length": 230},
}
PENALTIES: dict[str, dict[str, Any]] = {
    "none": {},
    "weights": {"weight_decay": 0.3},
    "all": {"weight_decay": 0.3, "decays_biases": True},
    "l1": {"l1": 0.4},
    "both": {"weight_decay": 0.05, "l1": 0.2},
}
RATES = {"sgd": 0.02, "momentum": 0.004, "nesterov": 0.004, "rmsprop": 0.1, "adagrad": 1.0, "adam": 0.3}


def optimizer_of(recipe: Recipe, weights: torch.Tensor, biases: torch.Tensor) -> Optimizer:
    """Return torch's own, which decays weights and, if asked, biases."""
    groups = [
        {"params": [weights], "weight_decay": recipe.weight_decay},
        {"params": [biases], "weight_decay": recipe.weight_decay if recipe.decays_biases else 0.0},
    ]
    name, rate = recipe.optimizer, recipe.learning_rate
    if name in ("sgd", "momentum", "nesterov"):
        return SGD(groups, rate, momentum=0.0 if name == "sgd" else recipe.momentum, nesterov=name == "nesterov")
    if name == "adam":
        return AdamW(groups, rate) if recipe.decoupled else Adam(groups, rate)
    return RMSprop(groups, rate) if name == "rmsprop" else Adagrad(groups, rate)


def scheduler_of(recipe: Recipe, optimizer: Optimizer) -> Any:
    """Return torch's schedule of the recipe, after its warm-up."""
    length, factor = recipe.schedule_length, recipe.schedule_factor
    main = {
        "constant": lambda: LinearLR(optimizer, 1.0, 1.0, 1),
        "step": lambda: StepLR(optimizer, length, factor),
        "exponential": lambda: ExponentialLR(optimizer, factor ** (1 / length)),
        "cosine": lambda: CosineAnnealingLR(optimizer, length),
    }[recipe.schedule]()
    if not recipe.warm_up:
        return main
    rising = LinearLR(optimizer, 1 / (recipe.warm_up + 1), 1.0, recipe.warm_up)
    return SequentialLR(optimizer, [rising, main], [recipe.warm_up])


def torch_run(name: str, recipe: Recipe) -> np.ndarray:
    """Return the parameters after each epoch, shape `(k + 1, P)`, trained by torch alone."""
    dataset = load(name)
    scaler = fit_scaler(dataset, recipe.scaling)
    x, y = (
        torch.tensor(part) for part in (scaler.scale_features(dataset.features), scaler.scale_targets(dataset.targets))
    )
    weights = torch.zeros(dataset.d, dataset.t, dtype=torch.float64, requires_grad=True)
    biases = torch.zeros(dataset.t, dtype=torch.float64, requires_grad=True)
    optimizer = optimizer_of(recipe, weights, biases)
    scheduler = scheduler_of(recipe, optimizer)
    path = []
    for _ in range(recipe.epochs + 1):
        path.append(torch.cat([weights, biases[None]]).detach().flatten().numpy().copy())
        optimizer.zero_grad()
        loss = functional.mse_loss(x @ weights + biases, y)
        (loss + recipe.l1 * weights.abs().sum()).backward()
        optimizer.step()
        scheduler.step()
    return np.array(path)


@pytest.mark.filterwarnings("ignore:The epoch parameter in:UserWarning")
@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_is_the_one_of_torch(optimizer: str, schedule: str, penalty: str) -> None:
    """Over 200 epochs every parameter agrees to 1e-9, with a warm-up and without."""
    for warm_up in (0, 15):
        recipe = Recipe(
            RATES[optimizer], EPOCHS, optimizer=optimizer, warm_up=warm_up, **SCHEDULES[schedule], **PENALTIES[penalty]
        )
        ours = train(load("study_hours"), recipe).parameters
        np.testing.assert_allclose(ours, torch_run("study_hours", recipe), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_decoupled_decay_is_that_of_adamw(schedule: str) -> None:
    """With Adam, weights that shrink by themselves are torch's AdamW; a penalty in the gradient is another run."""
    decay = {"weight_decay": 0.3, **SCHEDULES[schedule]}
    recipe = Recipe(0.3, EPOCHS, optimizer="adam", decoupled=True, **decay)
    ours = train(load("study_hours"), recipe).parameters
    np.testing.assert_allclose(ours, torch_run("study_hours", recipe), rtol=1e-9, atol=1e-9)
    assert np.abs(ours - train(load("study_hours"), replace(recipe, decoupled=False)).parameters).max() > 0.01


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_the_fast_path_is_the_step_by_step_one(optimizer: str, schedule: str) -> None:
    """Several targets, a family of rates, a rate changed on the way: parameters, losses and gradients agree."""
    recipe = Recipe(
        0.01, EPOCHS, optimizer=optimizer, scaling="zscore", weight_decay=0.2, warm_up=9, earlier=((50, 0.03),),
        **SCHEDULES[schedule],
    )  # fmt: skip
    rates = [0.001, 0.01, 0.05]
    dataset = load("crop_yields")
    fast = sweep(dataset, recipe, rates)
    # An L1 of next to nothing is no affine map: these runs are trained step by step.
    slow = sweep(dataset, replace(recipe, l1=1e-300), rates)
    for field in ("parameters", "losses", "gradients"):
        np.testing.assert_allclose(getattr(fast, field), getattr(slow, field), rtol=1e-9, atol=1e-9)


def test_the_loss_and_its_gradient_are_with_the_penalty() -> None:
    """By hand, at the end of a run: mean squared error, λ/2 w² + α |w|, and their gradient."""
    run = train(load("study_hours"), Recipe(0.01, 30, weight_decay=0.5, l1=0.25))
    (w, b), x, y = run.parameters[-1], run.dataset.features[:, 0], run.dataset.targets[:, 0]
    errors = w * x + b - y
    penalty = 0.25 * w * w + 0.25 * abs(w)
    assert run.losses[-1] == pytest.approx((errors**2).mean() + penalty, rel=1e-12)
    assert run.penalties()[-1] == pytest.approx(penalty, rel=1e-12)
    gradient = [2 * (errors * x).mean() + 0.5 * w + 0.25 * np.sign(w), 2 * errors.mean()]
    np.testing.assert_allclose(run.gradients[-1], gradient, rtol=1e-10)


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [
        ("schedule", "linear", "schedule must be one of"),
        ("schedule_length", 0, "schedule_length must be a whole number of at least 1, not 0"),
        ("schedule_factor", 1.5, "schedule_factor must be a number above 0 and at most 1, not 1.5"),
        ("warm_up", -1, "warm_up must be a whole number of at least 0, not -1"),
        ("weight_decay", -0.1, "weight_decay must be a finite number of at least 0, not -0.1"),
        ("l1", float("inf"), "l1 must be a finite number of at least 0, not inf"),
        ("decoupled", 1, "decoupled must be True or False, not 1"),
    ],
)
def test_a_knob_that_cannot_be_is_refused(field: str, value: Any, wanted: str) -> None:
    """A sentence says what came and what was wanted."""
    with pytest.raises(ValueError, match=wanted):
        Recipe(**{field: value})
