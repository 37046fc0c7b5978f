"""Take the steps of one neuron from many starts at once.

The model is `b + f(w x)`, the loss a squared one. With c = 2 for the sum and 2/n for the mean, a step is

    w ← w − η c (P(w) + b Q(w)),    b ← b − η c (F(w) + n b − Σ y),

    P = Σ x f′(w x) (f(w x) − y),    Q = Σ x f′(w x),    F = Σ f(w x):

whatever the activation does, it does to three functions of the weight alone. Weight decay adds λ w to the gradient,
and L1 adds α sign(w); both do the same to b where biases are penalised, too.
"""

# ruff: noqa: ARG001 (both ways of stepping get the same)

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from math import ceil

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from torch import Tensor

from core.model import ACTIVATIONS
from core.training import Problem

Floats = NDArray[np.float64]
Steps = Generator[None, None, Floats]

_SLICE = 64  # steps between two rests
_FINENESS = 8e-3  # distance of two knots times the largest |x|: runs end right to about 1e-10
_KNOTS = 1 << 16
_REACH = 1.0  # how far the table goes beyond the starts, in widths of their range
_STILL = 1e-13  # times the first steps: how small steps are everywhere when no run moves any more


@dataclass(frozen=True, eq=False)
class _Regimes:
    """What the neuron is for a negative, a zero and a positive weight: each time a line with its own curvature.

    Attributes:
        hessians: Shape `(3, 2, 2)`, that of the penalty with it.
        pulls: Shape `(3, 2)`; the gradient is `hessian @ θ − pull`.
        rest: The loss at weight and bias 0.
        sizes: Shape `(2,)`, what L1 takes for a weight of 1, and for a bias of 1.
    """

    hessians: Floats
    pulls: Floats
    rest: float
    sizes: Floats


def pieces(problem: Problem, starts: Floats, limits: Floats) -> Steps:
    """Take all steps of a neuron whose activation is a line on either side of 0.

    While a weight keeps its sign the step is an affine map. Once it is certain to keep it for good, the rest of
    the run is a power of that map, taken at once.

    Args:
        problem: One feature, one target, a squared loss, an activation with one slope on either side of 0.
        starts: Shape `(R, 2)`.
        limits: Shape `(R,)`, losses beyond which a run has diverged; its parameters become NaN.
    """
    regimes, rates = _regimes(problem), _rates(problem)
    ends, going, theta = starts.copy(), np.arange(len(starts)), starts.copy()
    for epoch, rate in enumerate(rates):
        if epoch & (epoch - 1) == 0:  # 0, 1, 2, 4, 8, …
            with np.errstate(over="ignore", invalid="ignore"):
                settled, last = _settled(regimes, theta, rates[epoch:])
            ends[going[settled]] = last[settled]
            going, theta = going[~settled], theta[~settled]
            if not len(going):
                return ends
        # Not around the yield: whoever comes back may come from another thread.
        with np.errstate(over="ignore", invalid="ignore"):
            gradient, losses = _gradient(regimes, theta)
            over = ~(losses <= limits[going])
            theta = theta - rate * gradient
        if over.any():
            ends[going[over]] = np.nan
            going, theta = going[~over], theta[~over]
        if epoch % _SLICE == _SLICE - 1:
            yield
    ends[going] = theta
    return ends


def _regimes(problem: Problem) -> _Regimes:
    activation = ACTIVATIONS[problem.recipe.activation]
    x, y = problem.design[:, 0], problem.targets[:, 0]
    sides = torch.stack([-x, torch.zeros_like(x), x])
    bent = activation.derivative(sides, activation.function(sides)) * x
    rows = torch.stack([bent, torch.ones_like(bent)], dim=1)  # (3, 2, n)
    scale = _scale(problem)
    paid = np.array([1.0, problem.recipe.decays_biases])
    hessians = scale * (rows @ rows.mT).numpy() + problem.recipe.weight_decay * np.diag(paid)
    return _Regimes(hessians, scale * (rows @ y).numpy(), scale / 2 * float(y.square().sum()), problem.recipe.l1 * paid)


def _rates(problem: Problem) -> Floats:
    """Return the learning rate of each epoch, up to the last that is not 0: a cosine ends there, and no run moves."""
    return np.trim_zeros(problem.recipe.rates_after(np.arange(problem.recipe.epochs)), "b")


def _scale(problem: Problem) -> float:
    return 2.0 if problem.recipe.loss == "sse" else 2 / len(problem.design)


def _side(theta: Floats) -> NDArray[np.intp]:
    """Return 0, 1 or 2 for a negative, a zero or a positive weight."""
    return np.asarray(np.sign(np.nan_to_num(theta[:, 0])).astype(np.intp) + 1)


def _pull(regimes: _Regimes, theta: Floats) -> Floats:
    """Return what draws each point against its curvature, L1 with it, shape `(R, 2)`."""
    pull = regimes.pulls[_side(theta)]
    return pull - regimes.sizes * np.sign(theta) if regimes.sizes.any() else pull


def _gradient(regimes: _Regimes, theta: Floats) -> tuple[Floats, Floats]:
    """Return the gradient, shape `(R, 2)`, and the loss, shape `(R,)`, at each point."""
    hessian, pull = regimes.hessians[_side(theta)], _pull(regimes, theta)
    turned = hessian[:, :, 0] * theta[:, :1] + hessian[:, :, 1] * theta[:, 1:]
    return turned - pull, ((0.5 * turned - pull) * theta).sum(axis=1) + regimes.rest


def _settled(regimes: _Regimes, theta: Floats, rates: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Return which runs keep their regime for good, shape `(R,)`, and where they are after steps at these rates.

    Along an eigenvector of curvature λ a step at rate η multiplies the distance from t, its target, by 1 − η λ. As long
    as no such factor is beyond 1, a run that is at r now stays between r and t, or overshoots t by at most |r − t|.
    """
    side, sign, pull = _side(theta), np.sign(theta), _pull(regimes, theta)
    curvatures, vectors = np.linalg.eigh(regimes.hessians)
    curved = curvatures > 1e-14 * curvatures[:, -1:]
    factors = np.where(curved, 1 - rates[:, None, None] * curvatures, 1.0)
    bounded, onward = (np.all(each, axis=0)[side] for each in (np.abs(factors) <= 1, factors >= 0))
    turned = vectors[side]
    along, drawn = (np.einsum("rij,ri->rj", turned, each) for each in (theta, pull))
    aim = np.divide(drawn, curvatures[side], out=along.copy(), where=curved[side])
    away = along - aim
    # What L1 draws along a flat direction goes on at an even pace, by no power.
    drifts = (~curved[side] & (np.abs(drawn) > 1e-9 * regimes.sizes[0])).any(axis=1) & (regimes.sizes[0] > 0)

    def keeps(place: int) -> NDArray[np.bool_]:
        own = sign[:, place, None] * turned[:, place]  # what each direction adds to it, counted away from 0
        gap = own * away
        calm = (bounded | (gap == 0)).all(axis=1)
        lowest = own * aim + np.where(onward, np.minimum(gap, 0), -np.abs(gap))
        return np.asarray(calm & (lowest.sum(axis=1) > 0))

    unmoved = (sign[:, 0] == 0) & (regimes.hessians[1, 0, 1] == 0) & (regimes.pulls[1, 0] == 0)
    settled = (keeps(0) | unmoved) & (keeps(1) | (regimes.sizes[1] == 0)) & ~drifts
    return settled, np.einsum("rij,rj->ri", turned, aim + away * factors.prod(axis=0)[side])


def tabulated(problem: Problem, starts: Floats, limits: Floats) -> Steps:
    """Take all steps of a neuron with any smooth activation, its three functions of the weight read off splines.

    A weight that leaves the table has them computed row by row.

    Args:
        problem: One feature, one target, a squared loss.
        starts: Shape `(R, 2)`.
        limits: Shape `(R,)`; not needed: a run of a bounded activation that diverges does so to the end.
    """
    scale, recipe = _scale(problem), problem.recipe
    rates, decay, size = _rates(problem) * scale, recipe.weight_decay / scale, recipe.l1 / scale
    n, total = len(problem.design), float(problem.targets.sum())
    table = _table(problem, starts[:, 0])
    w, b = (torch.from_numpy(column.copy()) for column in starts.T)
    for epoch, rate in enumerate(rates.tolist()):
        p, q, f = table.at(w)
        step = p.addcmul_(b, q)
        lift = f.add_(b, alpha=n).sub_(total)
        if recipe.penalised:
            step.add_(w, alpha=decay).add_(w.sign(), alpha=size)
            if recipe.decays_biases:
                lift.add_(b, alpha=decay).add_(b.sign(), alpha=size)
        w = w - rate * step
        b = b - rate * lift
        if epoch % _SLICE == 0:
            longest = max(float(step.abs().max()), float(lift.abs().max()))
            if epoch == 0:
                first = longest
            if longest <= _STILL * first:
                break
            yield
    return torch.stack([w, b], dim=1).numpy()


@dataclass(frozen=True, eq=False)
class _Table:
    """The three functions P, Q, F of a weight between two ends.

    Attributes:
        low: The first knot.
        gap: The distance of two knots.
        cubics: For each function its four coefficients, the cubic term's first, each of shape `(knots − 1,)`.
        direct: The functions themselves: weights `(R,)` to `(3, R)`.
    """

    low: float
    gap: float
    cubics: tuple[tuple[Tensor, ...], ...]
    direct: Callable[[Tensor], Tensor]

    def at(self, w: Tensor) -> list[Tensor]:
        """Return P, Q and F, each shape `(R,)`."""
        last = len(self.cubics[0][0]) - 1
        place = (w - self.low).div_(self.gap)
        knot = place.nan_to_num(-1).clamp_(-1, last + 1).floor_().long()
        inside = knot.clamp(0, last)
        part = place.sub_(inside).mul_(self.gap)
        values = [_cubic([row.index_select(0, inside) for row in rows], part) for rows in self.cubics]
        outside = knot != inside
        if outside.any():
            for value, exact in zip(values, self.direct(w[outside]), strict=True):
                value[outside] = exact
        return values


def _cubic(rows: list[Tensor], part: Tensor) -> Tensor:
    a, b, c, d = rows
    return a.mul_(part).add_(b).mul_(part).add_(c).mul_(part).add_(d)


def _table(problem: Problem, weights: Floats) -> _Table:
    activation = ACTIVATIONS[problem.recipe.activation]
    x, y = problem.design[:, :1], problem.targets[:, :1]

    def direct(w: Tensor) -> Tensor:
        inner = x * w
        outer = activation.function(inner)
        slope = x * activation.derivative(inner, outer)
        return torch.stack([(slope * (outer - y)).sum(0), slope.sum(0), outer.sum(0)])

    largest = max(float(x.abs().max()), 1e-100)
    width = (1 + 2 * _REACH) * max(float(np.ptp(weights)), 1 / largest)
    knots = min(_KNOTS, max(8, ceil(width * largest / _FINENESS)))
    half = min(width, knots * _FINENESS / largest) / 2
    middle = float(weights.min() + weights.max()) / 2
    places = np.linspace(middle - half, middle + half, knots)
    values = direct(torch.from_numpy(places)).numpy()
    cubics = tuple(tuple(torch.from_numpy(row.copy()) for row in CubicSpline(places, line).c) for line in values)
    return _Table(float(places[0]), float(places[1] - places[0]), cubics, direct)
