"""Ridge and lasso are exact: closed form, optimality conditions, scikit-learn, and where training ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import Lasso, Ridge

from core.data import SCALINGS, fit_scaler, load, with_powers
from core.exact import least_squares, minimum, penalty_path, stability
from core.model import Recipe
from core.training import train

NAMES = ["study_hours", "crop_yields", "crop_yields_15", "hubble_key_project"]


def in_training_units(name: str, scaling: str) -> tuple[np.ndarray, np.ndarray]:
    dataset = load(name)
    scaler = fit_scaler(dataset, scaling)
    return scaler.scale_features(dataset.features), scaler.scale_targets(dataset.targets)


@pytest.mark.parametrize("biases", [False, True])
@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("loss", ["mse", "sse"])
def test_ridge_has_its_closed_form(name: str, scaling: str, loss: str, biases: bool) -> None:
    """(XᵀX + μ D)⁻¹ Xᵀ y, in longer arithmetic, agrees to 1e-10 of the largest parameter's effect."""
    x, y = in_training_units(name, scaling)
    design = np.column_stack([x, np.ones(len(x))]).astype(np.longdouble)
    decay = 0.3 * (1 if loss == "sse" else y.size) / 2
    normal = design.T @ design + decay * np.diag([1.0] * x.shape[1] + [float(biases)])
    wanted = _solved(normal, design.T @ y)
    found = minimum(load(name), Recipe(loss=loss, scaling=scaling, weight_decay=0.3, decays_biases=biases))
    theta = found.parameters.reshape(wanted.shape)
    effect = np.abs(design) @ np.abs(wanted)
    assert (np.abs(design @ (theta - wanted)) <= 1e-10 * effect).all()


def _solved(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solve by elimination in the matrix's own, longer numbers."""
    rows = np.column_stack([matrix, right])
    for i in range(len(matrix)):
        pivot = i + int(np.abs(rows[i:, i]).argmax())
        rows[[i, pivot]] = rows[[pivot, i]]
        rows[i] /= rows[i, i]
        for j in range(len(matrix)):
            if j != i:
                rows[j] -= rows[j, i] * rows[i]
    return rows[:, len(matrix) :]


@pytest.mark.parametrize("size", [0.01, 0.5, 5.0, 1e6])
@pytest.mark.parametrize("name", NAMES)
def test_lasso_is_optimal(name: str, size: float) -> None:
    """The loss's gradient is −α sign(w) where a weight is not 0, and at most α where it is; all are 0 at a large α."""
    x, y = in_training_units(name, "zscore_features")
    theta = minimum(load(name), Recipe(scaling="zscore_features", l1=size)).parameters.reshape(-1, y.shape[1])
    weights, errors = theta[:-1], x @ theta[:-1] + theta[-1] - y
    gradient = 2 / y.size * x.T @ errors
    np.testing.assert_allclose(errors.mean(0), 0, atol=1e-10)
    kept = weights != 0
    np.testing.assert_allclose(gradient[kept], -size * np.sign(weights[kept]), rtol=1e-8)
    assert (np.abs(gradient[~kept]) <= size * (1 + 1e-10)).all()
    if size == 1e6:
        assert not kept.any()
        np.testing.assert_allclose(theta[-1], y.mean(0))


@pytest.mark.parametrize("size", [1e-3, 0.1, 10.0])
@pytest.mark.parametrize("name", NAMES)
def test_ridge_is_that_of_scikit_learn(name: str, size: float) -> None:
    """`Ridge` minimises Σ e² + α Σ w²; weight decay λ adds λ/2 Σ w² to the mean of n · t squares: α = λ n t / 2."""
    x, y = in_training_units(name, "zscore_features")
    theirs = Ridge(alpha=size * y.size / 2, solver="svd").fit(x, y)
    found = minimum(load(name), Recipe(scaling="zscore_features", weight_decay=size))
    np.testing.assert_allclose(found.parameters.reshape(-1, y.shape[1]), _theirs(theirs, y.shape[1]), rtol=1e-8)


@pytest.mark.parametrize("size", [0.01, 0.5, 5.0])
@pytest.mark.parametrize(
    ("name", "degree"),
    [
        ("study_hours", 1), ("study_hours", 3), ("hubble_key_project", 1), ("hubble_key_project", 2),
        ("crop_yields", 1), ("crop_yields_15", 1),
    ],
)  # fmt: skip
def test_lasso_is_that_of_scikit_learn(name: str, degree: int, size: float) -> None:
    """`Lasso` minimises Σ e² / 2n + α Σ |w| for each target: α = ν t / 2, with powers of the features as well."""
    dataset = load(name) if degree == 1 else with_powers(load(name), degree)
    recipe = Recipe(scaling="zscore_features", l1=size)
    x = fit_scaler(dataset, recipe.scaling).scale_features(dataset.features)
    y, scale = dataset.targets, float(np.abs(dataset.targets).max())
    theirs = Lasso(alpha=size * dataset.t / 2, tol=1e-14, max_iter=1_000_000).fit(x, y)
    found = minimum(dataset, recipe).parameters.reshape(-1, dataset.t)
    np.testing.assert_allclose(found, _theirs(theirs, dataset.t), rtol=1e-8, atol=1e-8 * scale)


def _theirs(fitted: Ridge | Lasso, targets: int) -> np.ndarray:
    """Return scikit-learn's weights and, in the last row, intercepts, `(d + 1, t)`."""
    weights = np.asarray(fitted.coef_).reshape(targets, -1).T
    return np.vstack([weights, np.broadcast_to(fitted.intercept_, (1, targets))])


@pytest.mark.parametrize("size", [1e-3, 0.1, 2.0])
@pytest.mark.parametrize("degree", [3, 5, 7])
def test_lasso_of_powers_is_optimal_at_once(degree: int, size: float) -> None:
    """Powers rise together, so one weight after another would take for ever; still the optimum's conditions hold."""
    dataset, recipe = with_powers(load("study_hours"), degree), Recipe(scaling="zscore_features", l1=size)
    x, y = fit_scaler(dataset, "zscore_features").scale_features(dataset.features), dataset.targets
    theta = minimum(dataset, recipe).parameters.reshape(-1, 1)
    weights, gradient = theta[:-1], 2 / y.size * x.T @ (x @ theta[:-1] + theta[-1] - y)
    kept = weights != 0
    np.testing.assert_allclose(gradient[kept], -size * np.sign(weights[kept]), rtol=1e-6, atol=1e-9)
    assert (np.abs(gradient[~kept]) <= size * (1 + 1e-6) + 1e-9).all()


@pytest.mark.parametrize("penalty", [{"weight_decay": 0.4}, {"weight_decay": 0.4, "decays_biases": True}, {"l1": 2.0}])
def test_training_ends_there(penalty: dict[str, float | bool]) -> None:
    """A long run ends at the exact answer, and the lowest loss is that of its end, the penalty with it."""
    recipe = Recipe(0.02, 8000, **penalty)
    best, run = minimum(load("study_hours"), recipe), train(load("study_hours"), recipe)
    np.testing.assert_allclose(run.parameters[-1], best.parameters, rtol=1e-6)
    assert run.losses[-1] == pytest.approx(best.loss, rel=1e-9)


def test_the_rates_that_hold_follow_the_decay() -> None:
    """Just below 2/λmax a run with weight decay converges, just above it diverges; the curvature has grown by λ."""
    dataset, recipe = load("study_hours"), Recipe(0.01, 3000, weight_decay=20.0, decays_biases=True)
    limits = stability(dataset, recipe)
    assert limits.holds
    np.testing.assert_allclose(
        limits.eigenvalues, stability(dataset, replace(recipe, weight_decay=0.0)).eigenvalues + 20, rtol=1e-12
    )
    for times, diverges in ((0.99, False), (1.01, True)):
        run = train(dataset, replace(recipe, learning_rate=times * limits.critical_rate))
        assert (run.diverged_at is not None) == diverges


def test_what_has_no_closed_form_is_refused() -> None:
    """An absolute loss with a penalty is named."""
    with pytest.raises(ValueError, match="needs a squared loss, not 'mae'"):
        minimum(load("study_hours"), Recipe(loss="mae", weight_decay=0.1))


def test_the_path_of_best_fits_runs_from_least_squares_to_level() -> None:
    """At each penalty it is the minimum of that penalty; without one the fit, at a huge one no slope and the mean."""
    dataset, recipe = load("study_hours"), Recipe(weight_decay=0.5, l1=0.25, scaling="max")
    times = np.array([0.0, 0.5, 1.0, 1e9])
    path = penalty_path(dataset, recipe, times)
    for at, each in zip(path[1:3], times[1:3], strict=True):
        penalised = replace(recipe, weight_decay=0.5 * each, l1=0.25 * each)
        np.testing.assert_allclose(at, minimum(dataset, penalised).parameters, rtol=1e-12)
    scaler = fit_scaler(dataset, "max")
    np.testing.assert_allclose(scaler.parameters_to_data_units(path[0]), least_squares(dataset).parameters, rtol=1e-10)
    np.testing.assert_allclose(scaler.parameters_to_data_units(path[3]), [0, dataset.targets.mean()], atol=1e-6)
