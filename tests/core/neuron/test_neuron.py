"""What is said of a neuron without training it agrees with training, with SciPy and with exact figures."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.optimize import least_squares as scipy_least_squares

from core.data import Dataset, load
from core.model import ACTIVATIONS, Recipe
from core.neuron import dead_relu_starts, neuron_minimum, polygon_area, pure_error
from core.training import sweep, train

FIRST_VISIT = Recipe(0.001, 4000, "sse", activation="relu")


@pytest.mark.parametrize("activation", ["identity", "relu", "leaky_relu"])
def test_the_floor_is_least_squares_where_the_neuron_can_be_that_line(activation: str) -> None:
    """With features above 0 and a rising line, ReLU and its kin reach least squares: SSE 6.1198971729505205."""
    best = neuron_minimum(load("perceptron"), Recipe(loss="sse", activation=activation))
    np.testing.assert_allclose(best.parameters, [0.1750715982154711, 1.4045023002046266], rtol=1e-10)
    np.testing.assert_allclose(best.loss, 6.1198971729505205, rtol=1e-10)


def test_relu_cannot_fall() -> None:
    """For targets that fall with x the best ReLU neuron is a level line, and the best leaky one nearly so."""
    dataset = Dataset.from_arrays([1.0, 2.0, 3.0], [9.0, 5.0, 4.0])
    relu = neuron_minimum(dataset, Recipe(loss="sse", activation="relu"))
    np.testing.assert_allclose(relu.parameters, [0, 6], atol=1e-12)
    np.testing.assert_allclose(relu.loss, 14)
    leaky = neuron_minimum(dataset, Recipe(loss="sse", activation="leaky_relu"))
    np.testing.assert_allclose(leaky.parameters, [-250, 11], rtol=1e-12)
    np.testing.assert_allclose(leaky.loss, 1.5)


@pytest.mark.parametrize("name", ["perceptron", "four_scores", "hubble_1929"])
@pytest.mark.parametrize("scaling", ["none", "zscore"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_no_start_of_scipys_solver_gets_lower(activation: str, scaling: str, name: str) -> None:
    """From 40 starts SciPy's least squares never finds a smaller loss, and finds this one where it is smooth."""
    recipe = Recipe(epochs=0, loss="sse", activation=activation, scaling=scaling)
    dataset = load(name)
    best = neuron_minimum(dataset, recipe)
    np.testing.assert_allclose(
        sweep(dataset, recipe, starts=[best.parameters]).losses[0, 0], best.loss, rtol=1e-12, atol=1e-12
    )
    scale = {"none": lambda v: v, "zscore": lambda v: (v - v.mean()) / v.std()}[scaling]
    x, y = scale(dataset.features[:, 0]), scale(dataset.targets[:, 0])

    def errors(theta: np.ndarray) -> np.ndarray:
        bent = ACTIVATIONS[activation].function(torch.from_numpy(theta[0] * x)).numpy()
        return bent + theta[1] - y

    draw = np.random.default_rng(4)
    found = [2 * scipy_least_squares(errors, (draw.normal() / np.abs(x).max() * 5, y.mean())).cost for _ in range(40)]
    assert min(found) >= best.loss * (1 - 1e-9)
    # Scores in the hundreds are out of reach for a sigmoid; there the solver stops a little early.
    np.testing.assert_allclose(min(found), best.loss, rtol=1e-4)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_training_comes_to_the_floor(activation: str) -> None:
    """A living run of 4000 epochs ends at the floor and nowhere lower; the mean is the sum over 25."""
    recipe = Recipe(0.001, 4000, "sse", activation=activation, start=(0.3, 0.4))
    best = neuron_minimum(load("perceptron"), recipe)
    run = train(load("perceptron"), recipe)
    np.testing.assert_allclose(run.losses[-1], best.loss, rtol=1e-10)
    np.testing.assert_allclose(run.parameters[-1], best.parameters, rtol=1e-8)
    mean = neuron_minimum(load("perceptron"), Recipe(activation=activation))
    np.testing.assert_allclose(mean.loss, best.loss / 25, rtol=1e-12)


def test_only_squared_losses_have_this_floor() -> None:
    """Another loss is refused."""
    with pytest.raises(ValueError, match=r"neuron_minimum needs a squared loss, 'mse' or 'sse', not 'huber'\."):
        neuron_minimum(load("perceptron"), Recipe(loss="huber", activation="relu"))


def test_no_curve_goes_below_the_pure_error() -> None:
    """Seven x values repeat with different y: 1.7819 stays, whatever the curve."""
    x, y = load("perceptron").features[:, 0], load("perceptron").targets[:, 0]
    repeated = [value for value in np.unique(x) if len(set(y[x == value])) > 1]
    assert len(repeated) == 7
    np.testing.assert_allclose(pure_error(load("perceptron")), 1.7819, rtol=1e-10)
    by_hand = sum(((y[x == value] - y[x == value].mean()) ** 2).sum() for value in repeated)
    np.testing.assert_allclose(pure_error(load("perceptron")), by_hand, rtol=1e-12)
    assert pure_error(load("study_hours")) == 0
    assert pure_error(Dataset.from_arrays([[1, 2], [1, 2], [1, 3]], [[1, 5], [3, 5], [9, 9]])) == 2


def test_the_dead_triangle() -> None:
    """The starts that die at once are the triangle (1, 1), (0.7319084, 1), (1, 0.4769967): 7.01064% of the square."""
    corners = dead_relu_starts(load("perceptron"), FIRST_VISIT)
    known = np.array([(1, 0.4769967), (1, 1), (0.7319084, 1)])
    np.testing.assert_allclose(corners, known, atol=5e-8)
    np.testing.assert_allclose(100 * polygon_area(corners), 7.01064, atol=5e-6)
    # The edge between two of them is where the weight is exactly 0 after one step.
    run = sweep(load("perceptron"), Recipe(0.001, 1, "sse"), starts=corners[[0, 2]])
    np.testing.assert_allclose(run.parameters[:, 1, 0], 0, atol=1e-15)


@pytest.mark.parametrize(("rate", "loss", "expected"), [(1e-4, "sse", 0), (0.025, "mse", 3), (0.01, "sse", 4)])
def test_other_steps_cut_off_other_corners(rate: float, loss: str, expected: int) -> None:
    """A small rate kills none, 0.025 for the mean is that of a first visit, a large one leaves a corner alive."""
    corners = dead_relu_starts(load("perceptron"), Recipe(rate, 1, loss, activation="relu"))
    assert len(corners) == expected
    ticks = (np.arange(100) + 0.5) / 100
    starts = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    after = sweep(load("perceptron"), Recipe(rate, 1, loss, activation="relu"), starts=starts).parameters[:, 1, 0]
    np.testing.assert_allclose(polygon_area(corners), (after < 0).mean(), atol=2e-3)


@pytest.mark.parametrize(
    ("dataset", "activation", "message"),
    [
        (load("perceptron"), "tanh", "dead_relu_starts needs the activation 'relu', not 'tanh'."),
        (Dataset.from_arrays([-1.0, 2.0], [1, 2]), "relu", "dead_relu_starts needs features above 0, not -1."),
    ],
)
def test_where_no_start_is_dead_for_sure(dataset: Dataset, activation: str, message: str) -> None:
    """The message says what came and what was wanted."""
    with pytest.raises(ValueError, match=message):
        dead_relu_starts(dataset, Recipe(0.001, 1, "sse", activation=activation))


@pytest.mark.parametrize(("optimizer", "momentum"), [("sgd", 0.9), ("momentum", 0.9), ("nesterov", 0.5)])
def test_momentum_dooms_by_its_first_step(optimizer: str, momentum: float) -> None:
    """Momentum's first step is plain descent's, Nesterov's is longer; who starts beyond the edge is dead for good."""
    recipe = Recipe(0.001, 60, "sse", optimizer, momentum, activation="relu")
    corners = dead_relu_starts(load("perceptron"), recipe)
    middle = corners.mean(axis=0)
    runs = sweep(load("perceptron"), recipe, starts=[*corners, *(middle + 0.99 * (corners - middle))])
    weights, count = runs.parameters[:, 1:, 0], len(corners)
    # The edge, between corners that are none of the square's, is where the weight is exactly 0 after one step.
    on_edge = [i for i, corner in enumerate(corners) if not set(corner) <= {0.0, 1.0}]
    assert len(on_edge) == 2
    np.testing.assert_allclose(weights[on_edge, 0], 0, atol=1e-15)
    assert (weights[count:] < 0).all()


def test_the_first_rate_decides() -> None:
    """Of a run with rate changes the first rate makes the first step."""
    changed_rates = Recipe(1e-6, 10, "sse", activation="relu", earlier=((5, 0.001),))
    np.testing.assert_array_equal(
        dead_relu_starts(load("perceptron"), changed_rates), dead_relu_starts(load("perceptron"), FIRST_VISIT)
    )


@pytest.mark.parametrize("optimizer", ["rmsprop", "adagrad", "adam"])
def test_a_first_step_of_another_kind_is_refused(optimizer: str) -> None:
    """RMSprop, Adagrad and Adam step about as far wherever they start: no line of this kind parts their starts."""
    message = f"dead_relu_starts needs one of the optimizers sgd, momentum, nesterov, not '{optimizer}'."
    with pytest.raises(ValueError, match=message):
        dead_relu_starts(load("perceptron"), Recipe(0.001, 1, "sse", optimizer, activation="relu"))
    with pytest.raises(ValueError, match="dead_relu_starts needs all 25 rows at each step, not batches of 5"):
        dead_relu_starts(load("perceptron"), Recipe(0.001, 1, "sse", batch_size=5, activation="relu"))


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        ([], 0),
        ([(0, 0), (2, 0), (2, 1), (0, 1)], 2),
        ([(0, 1), (2, 1), (2, 0), (0, 0)], 2),
        ([(0, 0), (1, 0), (0, 1)], 0.5),
    ],
)
def test_area_of_a_polygon(corners: list[tuple[float, float]], expected: float) -> None:
    """Whichever way round the corners are, the area is that inside; no corners hold none."""
    assert polygon_area(np.array(corners).reshape(-1, 2)) == expected


def test_uniform_starts_are_those_of_torch_rand() -> None:
    """A start drawn from [0, 1) is what `torch.rand` draws after the same seed."""
    with torch.random.fork_rng():
        torch.manual_seed(5)
        wanted = [torch.rand(1, dtype=torch.float64).item(), torch.rand(1, dtype=torch.float64).item()]
    run = train(load("perceptron"), Recipe(epochs=0, start="uniform", seed=5))
    np.testing.assert_array_equal(run.parameters[0], wanted)
    many = [train(load("perceptron"), Recipe(epochs=0, start="uniform", seed=seed)).parameters[0] for seed in range(50)]
    assert (np.array(many) >= 0).all()
    assert (np.array(many) < 1).all()
