"""Say how to train: every choice that fixes a run, checked once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.data import SCALINGS, require_choice
from core.model.activations import ACTIVATIONS
from core.model.changes import Changes, settled_changes
from core.model.class_losses import ALL_LOSSES
from core.model.devices import DEVICES
from core.model.network import Network
from core.model.optimizers import OPTIMIZERS
from core.model.schedules import SCHEDULES, rate_factors
from core.model.starts import STARTS, TORCH_DTYPES

MAX_RATE_CHANGES = 8


@dataclass(frozen=True)
class Recipe:
    """How to train; equal recipes give equal runs on the same data.

    Attributes:
        learning_rate: Finite and above 0.
        epochs: Passes through the data, 0 or more.
        loss: A name from `LOSSES`, or for networks that tell classes apart one from `CLASS_LOSSES`.
        optimizer: A name from `OPTIMIZERS`.
        momentum: In [0, 1); used by `momentum` and `nesterov` only.
        batch_size: Rows a step, or None for all of them.
        scaling: A name from `SCALINGS`.
        activation: A name from `ACTIVATIONS`; it acts on `w x`, before the bias is added.
        start: A name from `STARTS`, or P numbers in training units.
        seed: For a random start and for the order of mini-batches.
        device: A name from `DEVICES`.
        dtype: `"float64"` or `"float32"`.
        shuffle: Whether mini-batches are drawn in a new order each epoch, or in the order of the rows.
        earlier: Learning rates before the last, each with the last epoch it is used for: `((120, 0.01), (300, 0.03))`
            trains at 0.01 up to epoch 120, at 0.03 up to epoch 300, and at `learning_rate` from there. Increasing
            epochs from 1 to below `epochs`, at most 8 of them.
        schedule: A name from `SCHEDULES`: how the learning rates above change from epoch to epoch.
        schedule_length: The schedule's epochs, 1 or more: how long a step is, or how long it takes to fall.
        schedule_factor: In (0, 1]: what is left of the rate after so many epochs, in steps or exponentially.
        warm_up: Epochs in which the rate rises before the schedule begins, 0 or more.
        weight_decay: Finite, 0 or more: λ of the penalty λ/2 Σ w².
        decoupled: Whether weight decay is no part of the gradient, but shrinks weights before each step, as AdamW's.
        l1: Finite, 0 or more: α of the penalty α Σ |w|.
        decays_biases: Whether biases are penalised, too.
        network: What is trained in place of the linear model; None for that. It has activations of its own, and its
            initializer draws the start by the seed, unless `start` is numbers.
        changed: Parameters of a network that are set by hand, each as the epoch, its index and its value in training
            units: `((200, 3, -2.0),)`. Training goes on from there; epochs that it does not reach change nothing.

    Raises:
        ValueError: If a field is none of that; the message says what came and what was wanted.
    """

    learning_rate: float = 0.01
    epochs: int = 1000
    loss: str = "mse"
    optimizer: str = "sgd"
    momentum: float = 0.9
    batch_size: int | None = None
    scaling: str = "none"
    activation: str = "identity"
    start: str | tuple[float, ...] = "zeros"
    seed: int = 0
    device: str = "auto"
    dtype: str = "float64"
    shuffle: bool = True
    earlier: tuple[tuple[int, float], ...] = ()
    schedule: str = "constant"
    schedule_length: int = 100
    schedule_factor: float = 0.1
    warm_up: int = 0
    weight_decay: float = 0.0
    decoupled: bool = False
    l1: float = 0.0
    decays_biases: bool = False
    network: Network | None = None
    changed: Changes = ()

    def __post_init__(self) -> None:
        settled: dict[str, object] = {
            "learning_rate": _rate(self.learning_rate),
            "epochs": _whole("epochs", self.epochs, least=0),
            "loss": require_choice("loss", self.loss, ALL_LOSSES),
            "optimizer": require_choice("optimizer", self.optimizer, OPTIMIZERS),
            "momentum": _momentum(self.momentum),
            "scaling": require_choice("scaling", self.scaling, SCALINGS),
            "activation": require_choice("activation", self.activation, ACTIVATIONS),
            "start": _start(self.start),
            "seed": _whole("seed", self.seed, least=0, most=2**63 - 1),
            "device": require_choice("device", self.device, DEVICES),
            "dtype": require_choice("dtype", self.dtype, TORCH_DTYPES),
            "shuffle": _flag("shuffle", self.shuffle),
            "schedule": require_choice("schedule", self.schedule, SCHEDULES),
            "schedule_length": _whole("schedule_length", self.schedule_length, least=1),
            "schedule_factor": _factor(self.schedule_factor),
            "warm_up": _whole("warm_up", self.warm_up, least=0),
            "weight_decay": _not_below_0("weight_decay", self.weight_decay),
            "decoupled": _flag("decoupled", self.decoupled),
            "l1": _not_below_0("l1", self.l1),
            "decays_biases": _flag("decays_biases", self.decays_biases),
            "changed": settled_changes(self.changed, _shown),
        }
        if self.network is not None and not isinstance(self.network, Network):
            raise ValueError(f"network must be a Network or None, not {_shown(self.network)}.")
        if self.changed and self.network is None:
            raise ValueError("changed sets parameters of a network, and there is none.")
        if self.batch_size is not None:
            settled["batch_size"] = _whole("batch_size", self.batch_size, least=1)
        for field, value in settled.items():
            object.__setattr__(self, field, value)
        object.__setattr__(self, "earlier", _rate_changes(self.earlier, self.epochs))

    def rate_after(self, epoch: int) -> float:
        """Return the learning rate of the steps that follow an epoch."""
        return float(self.rates_after([epoch])[0])

    def rates_after(self, epochs: ArrayLike) -> NDArray[np.float64]:
        """Return the learning rates of the steps that follow each of the epochs, of their shape."""
        after = np.asarray(epochs)
        base = np.full(after.shape, self.learning_rate)
        for end, rate in reversed(self.earlier):
            base = np.where(after < end, rate, base)
        return np.asarray(base * self.rate_factors(after))

    def base_rate_after(self, epoch: int) -> float:
        """Return that rate before the schedule changes it."""
        return next((rate for end, rate in self.earlier if epoch < end), self.learning_rate)

    def rate_factors(self, epochs: ArrayLike) -> NDArray[np.float64]:
        """Return what the schedule multiplies the rate of the steps after each epoch by, of the epochs' shape."""
        return rate_factors(
            self.schedule, epochs, length=self.schedule_length, factor=self.schedule_factor, warm_up=self.warm_up
        )

    @property
    def scheduled(self) -> bool:
        """Return whether the learning rate changes from epoch to epoch."""
        return self.schedule != "constant" or self.warm_up > 0

    @property
    def penalised(self) -> bool:
        """Return whether large weights cost something."""
        return self.weight_decay > 0 or self.l1 > 0


def _rate(value: object, field: str = "learning_rate") -> float:
    rate = _real(value)
    if rate is None or not math.isfinite(rate) or rate <= 0:
        raise ValueError(f"{field} must be a finite number above 0, not {_shown(value)}.")
    return rate


def _rate_changes(value: object, epochs: int) -> tuple[tuple[int, float], ...]:
    if not isinstance(value, (list, tuple)) or any(
        not isinstance(change, (list, tuple)) or len(change) != 2 for change in value
    ):
        raise ValueError(f"earlier must be pairs of an epoch and a learning rate, not {_shown(value)}.")
    if len(value) > MAX_RATE_CHANGES:
        raise ValueError(f"earlier must hold at most {MAX_RATE_CHANGES} changes, not {len(value)}.")
    changes: list[tuple[int, float]] = []
    for end, rate in value:
        after = changes[-1][0] if changes else 0
        whole = _whole("an epoch of earlier", end, least=1)
        if not after < whole < epochs:
            raise ValueError(f"the epochs of earlier must increase and lie below {epochs}, not {whole} after {after}.")
        changes.append((whole, _rate(rate, "a learning rate of earlier")))
    return tuple(changes)


def _momentum(value: object) -> float:
    momentum = _real(value)
    if momentum is None or not 0 <= momentum < 1:
        raise ValueError(f"momentum must be a number from 0 to below 1, not {_shown(value)}.")
    return momentum


def _factor(value: object) -> float:
    factor = _real(value)
    if factor is None or not 0 < factor <= 1:
        raise ValueError(f"schedule_factor must be a number above 0 and at most 1, not {_shown(value)}.")
    return factor


def _not_below_0(field: str, value: object) -> float:
    number = _real(value)
    if number is None or not math.isfinite(number) or number < 0:
        raise ValueError(f"{field} must be a finite number of at least 0, not {_shown(value)}.")
    return number


def _whole(field: str, value: object, *, least: int, most: int | None = None) -> int:
    whole = isinstance(value, Integral) and not isinstance(value, bool)
    if not whole or int(value) < least or (most is not None and int(value) > most):  # type: ignore[call-overload]
        limit = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{field} must be a whole number {limit}, not {_shown(value)}.")
    return int(value)  # type: ignore[call-overload, no-any-return]


def _start(value: object) -> str | tuple[float, ...]:
    if isinstance(value, str) and value in STARTS:
        return str(value)
    wanted = f"start must be one of {', '.join(STARTS)}, or finite numbers"
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if not isinstance(value, (list, tuple)) or not value:
        raise ValueError(f"{wanted}, not {_shown(value)}.")
    numbers = [_real(number) for number in value]
    if any(number is None or not math.isfinite(number) for number in numbers):
        raise ValueError(f"{wanted}, not {_shown(value)}.")
    return tuple(number for number in numbers if number is not None)


def _flag(field: str, value: object) -> bool:
    if not isinstance(value, (bool, np.bool_)):
        raise ValueError(f"{field} must be True or False, not {_shown(value)}.")
    return bool(value)


def _real(value: object) -> float | None:
    if isinstance(value, Real) and not isinstance(value, bool):
        try:
            return float(value)
        except OverflowError:
            return math.inf
    return None


def _shown(value: object) -> str:
    return repr(value.item() if isinstance(value, np.generic) else value)
