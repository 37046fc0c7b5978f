"""Generated data sets are what they are called, and the same for a seed."""

from __future__ import annotations

import re

import numpy as np
import pytest

from core.data import GENERATED, generate
from core.exact import logistic_optimum
from core.model import Network, Recipe, right
from core.training import train


@pytest.mark.parametrize("name", list(GENERATED))
def test_a_seed_gives_the_same_points_and_another_gives_others(name):
    """Rows, classes and target columns are as promised; noise moves points, and no seed is ignored."""
    choice, once = GENERATED[name], generate(name, rows=90, seed=3)
    assert (once.n, once.t) == (90, max(1, choice.classes - 1) if choice.classes < 3 else choice.classes)
    assert once.d == (2 if choice.classes else 1)
    again = generate(name, rows=90, seed=3)
    assert (once.features == again.features).all()
    assert (once.targets == again.targets).all()
    assert (generate(name, rows=90, seed=4).features != once.features).any()
    noisier = generate(name, rows=90, noise=0.5 + choice.noise, seed=3)
    assert not (np.array_equal(noisier.features, once.features) and np.array_equal(noisier.targets, once.targets))
    assert noisier.name != once.name
    if choice.classes:
        counts = once.targets.sum(axis=0) if once.t > 1 else [once.targets.sum(), (1 - once.targets).sum()]
        assert min(counts) >= 90 / choice.classes * 0.6


def test_no_line_parts_what_asks_for_a_network():
    """Of circles, exclusive or, moons and spirals a line gets a tenth or more wrong; a small network needs not."""
    for name, least in (("circles", 0.3), ("exclusive_or", 0.3), ("moons", 0.05), ("spirals", 0.3)):
        dataset = generate(name, noise=0.0)
        best = logistic_optimum(dataset, Recipe(loss="cross_entropy"))
        outputs = dataset.features @ best.parameters[:2] + best.parameters[2]
        assert ((outputs > 0) != dataset.targets[:, 0]).mean() >= least
    dataset = generate("circles", noise=0.0)
    recipe = Recipe(0.03, 400, "cross_entropy", "adam", network=Network((8,)))
    import torch

    from core.networks import forward, layers_of

    theta = torch.from_numpy(train(dataset, recipe).parameters[-1:].copy())
    rows = torch.from_numpy(dataset.features.copy())
    outputs = forward(recipe.network, layers_of(theta, recipe.network.shapes(2, 1)), rows).outputs[0]
    assert right(outputs, torch.from_numpy(dataset.targets.copy())).double().mean() == 1


def test_the_sine_has_gaps():
    """Between its points there are two stretches without any, about 0.9 long."""
    x = np.sort(generate("sine", rows=400).features[:, 0])
    assert (np.diff(x) > 0.85).sum() == 2


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: generate("rings"), "one of circles"),
        (lambda: generate("moons", rows=3), "from 4 to 2,000, not 3"),
        (lambda: generate("moons", rows=1e3), "whole number"),
        (lambda: generate("moons", noise=-0.1), "from 0 to 2, not -0.1"),
        (lambda: generate("moons", noise=float("nan")), "from 0 to 2, not nan"),
        (lambda: generate("moons", seed=-1), "at least 0"),
    ],
)
def test_what_cannot_be_generated_is_refused(build, said):
    """Each refusal says what came and what was wanted."""
    with pytest.raises(ValueError, match=re.escape(said)):
        build()
