"""The browser's arithmetic: forms, coordinates and kept epochs give what NumPy and PyTorch give."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.model import ACTIVATIONS


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_forms_are_bent_by_the_same_activations(call, activation):
    """offset + weights θ + activation(inner θ) agrees with NumPy and core's activation to the last digits."""
    random = np.random.default_rng(7)
    offset, weights, inner = random.normal(size=4), random.normal(size=(4, 3)), random.normal(size=(4, 3))
    theta = random.normal(size=3)
    bent = ACTIVATIONS[activation].function(torch.from_numpy(inner @ theta)).numpy()
    form = {"offset": offset.tolist(), "weights": weights.ravel().tolist(), "inner": inner.ravel().tolist()}
    found = call("model/forms", "evaluate", {**form, "activation": activation}, theta.tolist())
    assert found == pytest.approx(offset + weights @ theta + bent, rel=1e-12)


def test_a_form_without_an_inner_part_is_affine(call):
    """Without an inner part nothing is bent: 1 + 2 · 3 − 1 · 4 = 3."""
    form = {"offset": [1], "weights": [2, -1], "inner": None, "activation": "identity"}
    assert call("model/forms", "evaluate", form, [3, 4]) == [3]


def test_a_reciprocal_is_a_factor_over_a_form(call):
    """977.8 / (10 · 0.5 + 2) is a Hubble time; over zero it is infinite, which is written as such."""
    form = {"offset": [2], "weights": [10, 0], "inner": None, "activation": "identity"}
    assert call("model/coordinates", "numberOf", {"form": form, "factor": 977.8}, [0.5, 9]) == pytest.approx(
        977.8 / 7, rel=1e-15
    )
    assert call("model/coordinates", "numberOf", {"form": form, "factor": 977.8}, [-0.2, 9]) == float("inf")


@pytest.mark.parametrize(
    ("time", "expected"),
    [(0, [[0, 10], [1, 11]]), (5, [[5, 15], [6, 16]]), (10, [[10, 20], [11, 21]]), (99, [[10, 20], [11, 21]])],
)
def test_many_runs_glide_between_kept_epochs(call, time, expected):
    """Halfway between epochs 0 and 10 each run is halfway between its places there; after the last it stands."""
    values = [0, 10, 1, 11, 10, 20, 11, 21]
    assert call("model/kept", "keptAt", [0, 10], values, time, 2) == expected
