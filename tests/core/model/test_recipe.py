"""A recipe is a checked, hashable value."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from core.data import DATASETS, SCALINGS
from core.model import ACTIVATIONS, DEVICES, LOSSES, OPTIMIZERS, STARTS, Recipe

RATE = "learning_rate must be a finite number above 0, not "
EPOCHS = "epochs must be a whole number of at least 0, not "
START = "start must be one of zeros, random, uniform, or finite numbers, not "
RATE_CHANGES = "earlier must be pairs of an epoch and a learning rate, not "
CHANGE_EPOCHS = "the epochs of earlier must increase and lie "


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"learning_rate": -1}, RATE + "-1."),
        ({"learning_rate": 0}, RATE + "0."),
        ({"learning_rate": float("nan")}, RATE + "nan."),
        ({"learning_rate": float("inf")}, RATE + "inf."),
        ({"learning_rate": 10**400}, RATE + "1" + "0" * 400 + "."),
        ({"learning_rate": True}, RATE + "True."),
        ({"learning_rate": "0.1"}, RATE + "'0.1'."),
        ({"learning_rate": None}, RATE + "None."),
        ({"learning_rate": np.float64(-2)}, RATE + "-2.0."),
        ({"epochs": -1}, EPOCHS + "-1."),
        ({"epochs": 1.5}, EPOCHS + "1.5."),
        ({"epochs": True}, EPOCHS + "True."),
        ({"epochs": np.float64(3)}, EPOCHS + "3.0."),
        ({"loss": "mze"}, "loss must be one of mse, sse, mae, huber, cross_entropy, brier, not 'mze'."),
        ({"loss": ["mse"]}, "loss must be one of mse, sse, mae, huber, cross_entropy, brier, not ['mse']."),
        (
            {"optimizer": "lion"},
            "optimizer must be one of sgd, momentum, nesterov, rmsprop, adagrad, adam, not 'lion'.",
        ),
        ({"scaling": ""}, "scaling must be one of none, max, zscore, zscore_features, not ''."),
        (
            {"activation": None},
            "activation must be one of identity, relu, leaky_relu, sigmoid, tanh, not None.",
        ),
        ({"momentum": 1}, "momentum must be a number from 0 to below 1, not 1."),
        ({"momentum": -0.1}, "momentum must be a number from 0 to below 1, not -0.1."),
        ({"momentum": float("nan")}, "momentum must be a number from 0 to below 1, not nan."),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, not 0."),
        ({"batch_size": 2.0}, "batch_size must be a whole number of at least 1, not 2.0."),
        ({"start": "ones"}, START + "'ones'."),
        ({"start": ()}, START + "()."),
        ({"start": 3}, START + "3."),
        ({"start": (1, float("nan"))}, START + "(1, nan)."),
        ({"start": [[1, 2]]}, START + "[[1, 2]]."),
        ({"start": (1, True)}, START + "(1, True)."),
        ({"seed": -1}, "seed must be a whole number from 0 to 9223372036854775807, not -1."),
        (
            {"seed": 2**63},
            "seed must be a whole number from 0 to 9223372036854775807, not 9223372036854775808.",
        ),
        ({"device": "tpu"}, "device must be one of auto, cpu, cuda, mps, not 'tpu'."),
        ({"dtype": "float16"}, "dtype must be one of float64, float32, not 'float16'."),
        ({"shuffle": 1}, "shuffle must be True or False, not 1."),
        ({"earlier": 5}, RATE_CHANGES + "5."),
        ({"earlier": "1:0.1"}, RATE_CHANGES + "'1:0.1'."),
        ({"earlier": ((1, 0.1, 2),)}, RATE_CHANGES + "((1, 0.1, 2),)."),
        ({"earlier": (7,)}, RATE_CHANGES + "(7,)."),
        ({"earlier": ((0, 0.1),)}, "an epoch of earlier must be a whole number of at least 1, not 0."),
        ({"earlier": ((1.5, 0.1),)}, "an epoch of earlier must be a whole number of at least 1, not 1.5."),
        ({"earlier": ((5, -1),)}, "a learning rate of earlier must be a finite number above 0, not -1."),
        ({"earlier": ((5, float("nan")),)}, "a learning rate of earlier must be a finite number above 0, not nan."),
        ({"earlier": ((5, 0.1), (5, 0.2))}, CHANGE_EPOCHS + "below 1000, not 5 after 5."),
        ({"earlier": ((7, 0.1), (5, 0.2))}, CHANGE_EPOCHS + "below 1000, not 5 after 7."),
        ({"earlier": ((1000, 0.1),)}, CHANGE_EPOCHS + "below 1000, not 1000 after 0."),
        ({"earlier": ((5, 0.1),), "epochs": 5}, CHANGE_EPOCHS + "below 5, not 5 after 0."),
        ({"earlier": [(i, 0.1) for i in range(1, 10)]}, "earlier must hold at most 8 changes, not 9."),
    ],
)
def test_wrong_fields_are_refused(fields: dict[str, Any], message: str) -> None:
    """The message names the field, what was wanted and what came."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Recipe(**fields)


def test_recipes_are_values() -> None:
    """Equal recipes are equal and hash alike, however their numbers were written; they survive pickling."""
    plain = Recipe(0.5, 10, start=(1.0, 2.0), batch_size=4, seed=3, earlier=((2, 0.25), (4, 0.125)))
    others = [
        replace(
            Recipe(np.float64(0.5), np.int64(10), start=[1, 2], batch_size=np.int32(4), seed=np.uint8(3)),
            earlier=[[np.int64(2), np.float32(0.25)], (4, 0.125)],
        ),
        replace(plain, learning_rate=np.float32(0.5), start=np.array([1, 2]), shuffle=np.True_),
        pickle.loads(pickle.dumps(plain)),
    ]
    for other in others:
        assert other == plain
        assert hash(other) == hash(plain)
        assert type(other.learning_rate) is float
        assert type(other.epochs) is int
    assert Recipe(0.5, 11) != Recipe(0.5, 10)


def test_defaults() -> None:
    """A recipe without arguments is plain gradient descent on the mean squared error, from zero."""
    assert Recipe() == Recipe(
        0.01, 1000, "mse", "sgd", 0.9, None, "none", "identity", "zeros", 0, "auto", "float64", True, ()
    )


def test_each_step_has_the_rate_of_its_epoch() -> None:
    """An earlier rate makes the steps up to its last epoch, the learning rate all steps from there."""
    recipe = Recipe(0.1, 20, earlier=((3, 0.01), (7, 0.03)))
    assert [recipe.rate_after(epoch) for epoch in (0, 2, 3, 6, 7, 19)] == [0.01, 0.01, 0.03, 0.03, 0.1, 0.1]
    assert Recipe(0.1).rate_after(0) == 0.1


@pytest.mark.parametrize("choices", [ACTIVATIONS, DATASETS, DEVICES, LOSSES, OPTIMIZERS, SCALINGS, STARTS])
def test_registries_join_menu_link_and_code(choices: Any) -> None:
    """Each registry is read-only, its names fit a link, its labels differ and begin with a capital or a z."""
    assert isinstance(choices, MappingProxyType)
    for name, choice in choices.items():
        assert choice.name == name
        assert re.fullmatch(r"[a-z0-9_]+", name)
        assert choice.label[0].isupper() or choice.label.startswith("z-score")
        assert callable(choice.function)
    assert len({choice.label for choice in choices.values()}) == len(choices)
