"""Known figures, computed elsewhere in exact or 60-digit arithmetic, come out right."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from core.analysis import landscape
from core.data import load
from core.exact import least_squares, stability
from core.model import Recipe
from core.training import sweep, train

RTOL = 1e-10


@pytest.mark.parametrize(
    ("name", "slope", "intercept", "mse", "r_squared", "through_origin"),
    [
        ("study_hours", 619 / 84, 41.964285714285715, 15.019345238095237, 0.9499537618973242,
         14.77450980392157),
        ("study_hours_x10", 619 / 84, 419.64285714285717, 1501.9345238095239, 0.9499537618973242,
         14.77450980392157),
        ("four_scores", 7.9, 400.0, 2017.5, 0.7945257797581159, 21.233333333333334),
        ("hubble_key_project", 80.37766723384681, -30.667903548881114, 63027.40371937354,
         0.7504705479586309, 78.20992583257596),
        ("hubble_key_project_24", 76.12695685728909, 6.696254650737298, 64244.55917531534,
         0.7450822475593568, 76.58117202916938),
        ("hubble_1929", 454.15844092262836, -40.78364909586044, 49726.76526133917,
         0.6235305209067517, 423.9373232316303),
        ("perceptron", 0.1750715982154711, 1.4045023002046266, 0.24479588691802084,
         0.31332596684088276, 0.415353697245759),
    ],
)  # fmt: skip
def test_least_squares_of_lines(
    name: str, slope: float, intercept: float, mse: float, r_squared: float, through_origin: float
) -> None:
    """Slope, intercept, mean squared error, R² and the slope through the origin are the exact ones."""
    exact = least_squares(load(name))
    np.testing.assert_allclose(exact.parameters, [slope, intercept], rtol=RTOL)
    np.testing.assert_allclose([exact.mse, *exact.r_squared], [mse, r_squared], rtol=RTOL)
    np.testing.assert_allclose(exact.sse, mse * load(name).n, rtol=RTOL)
    origin = least_squares(load(name), through_origin=True)
    np.testing.assert_allclose(origin.parameters, [through_origin, 0], rtol=RTOL)


def test_least_squares_of_crop_yields() -> None:
    """Weights come feature by feature for both targets, then the biases."""
    exact = least_squares(load("crop_yields"))
    apples = [-0.3875742381495017, 0.847756842938668, 0.6981781791017895, -1.6376129988693888]
    oranges = [-0.2851581309220321, 0.7940066372163547, 0.9249753216223437, -2.218279392155951]
    np.testing.assert_allclose(exact.parameters.reshape(4, 2), np.transpose([apples, oranges]), rtol=RTOL)
    np.testing.assert_allclose(exact.mse, 0.4831212220582021, rtol=RTOL)
    assert exact.degrees_of_freedom == 1
    np.testing.assert_allclose(least_squares(load("crop_yields_15")).mse, 0.9094459849188874, rtol=RTOL)


def test_errors_of_the_hubble_constant() -> None:
    """Slope ± 10.11, intercept ± 129.7, slope through the origin ± 4.18; the F statistic is 63.158."""
    dataset = load("hubble_key_project")
    line, origin = least_squares(dataset), least_squares(dataset, through_origin=True)
    np.testing.assert_allclose(line.standard_errors, [10.11, 129.7], rtol=5e-4)
    np.testing.assert_allclose(origin.standard_errors, [4.18, 0], rtol=2e-3)
    f_statistic = (line.parameters[0] / line.standard_errors[0]) ** 2
    np.testing.assert_allclose(f_statistic, 63.158, atol=5e-4)


def test_interval_of_the_study_hours_slope() -> None:
    """The 95% interval of the slope is [5.679, 9.059], which 9.18 is outside of."""
    exact = least_squares(load("study_hours_x10"))
    reach = stats.t.ppf(0.975, exact.degrees_of_freedom) * exact.standard_errors[0]
    np.testing.assert_allclose(exact.parameters[0] + reach * np.array([-1, 1]), [5.679, 9.059], atol=5e-4)


@pytest.mark.parametrize(
    ("name", "scaling", "loss", "smallest", "largest", "critical", "condition", "rtol"),
    [
        ("study_hours", "none", "mse", 0.39923372772362453, 52.600766272276374, 0.03802225978320234,
         131.7543148776499, RTOL),
        ("study_hours", "max", "mse", 0.1227014609205006, 2.6741735390794994, 0.7478946189440037,
         21.794145880725257, RTOL),
        ("study_hours_x10", "none", "mse", 0.4116365042359113, 5101.5883634957645, 0.00039203476593896317,
         12393.430395502566, RTOL),
        ("hubble_key_project", "none", "mse", 0.35508897748833856, 330.5165892833812, 0.006051133482698571,
         930.7993495636898, RTOL),
        ("hubble_key_project", "max", "mse", 0.09456592955174688, 2.592394686315568, 0.7714874631387603,
         27.413622417754578, RTOL),
        ("perceptron", "none", "sse", 5.896834607632326, 1545.0393653923677, 0.0012944653999104377,
         262.0116500117893, RTOL),
        ("crop_yields", "none", "mse", 0.008192385491857385, 17909.46256438302, 0.0001116728094330116,
         2186110.82, 5e-9),
        ("crop_yields", "zscore_features", "mse", 0.2858769604317743, 1.9859746130759224,
         1.0070622186364984, 6.9470, 1e-5),
    ],
)  # fmt: skip
def test_curvature(
    name: str,
    scaling: str,
    loss: str,
    smallest: float,
    largest: float,
    critical: float,
    condition: float,
    rtol: float,
) -> None:
    """Eigenvalues, critical rate and condition number are those of the exact Hessian."""
    limits = stability(load(name), Recipe(loss=loss, scaling=scaling))
    np.testing.assert_allclose(limits.eigenvalues[[0, -1]], [smallest, largest], rtol=RTOL)
    np.testing.assert_allclose(limits.critical_rate, critical, rtol=RTOL)
    np.testing.assert_allclose(limits.monotone_rate, critical / 2, rtol=RTOL)
    np.testing.assert_allclose(limits.fastest_rate, 2 / (smallest + largest), rtol=RTOL)
    np.testing.assert_allclose(limits.condition_number, condition, rtol=rtol)
    assert limits.holds


@pytest.mark.parametrize(
    ("name", "scaling", "loss", "rate", "epochs", "w", "b", "value"),
    [
        ("study_hours", "none", "mse", 0.01, 1, 7.535, 1.5025, 1592.44515625),
        ("study_hours", "none", "mse", 0.01, 10, 14.09500353972441, 4.101157230784968, 310.2255627012728),
        ("study_hours", "none", "mse", 0.01, 100, 12.06719123975841, 15.5498782403776, 158.70226148122674),
        ("study_hours", "none", "mse", 0.01, 1000, 7.4973805099389645, 41.24275875683699, 15.126553563227082),
        ("study_hours_x10", "none", "mse", 0.0001, 1000, 14.47201543368762, 17.17383476704508,
         34851.02941501965),
        ("hubble_key_project", "max", "mse", 0.05, 1, 0.03276337227740828, 0.050365954146672484,
         0.264608871471246),
        ("hubble_key_project", "max", "mse", 0.05, 100, 0.5102358745014027, 0.24500561765994955,
         0.03327920276010519),
        ("hubble_key_project", "max", "mse", 0.05, 500, 0.9097000125360386, 0.022272167213448407,
         0.01989221096702794),
        ("perceptron", "none", "sse", 0.001, 100, 0.30199788513331505, 0.6655047324607875, 7.777579015289239),
        ("perceptron", "none", "sse", 0.001, 4000, 0.17507159822766755, 1.4045023001336159,
         6.1198971729505205),
    ],
)  # fmt: skip
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_gradient_descent_from_zero(
    name: str,
    scaling: str,
    loss: str,
    rate: float,
    epochs: int,
    w: float,
    b: float,
    value: float,
    optimizer: str,
) -> None:
    """After so many full-batch updates parameters and loss are the exact ones; momentum 0 changes nothing."""
    history = train(load(name), Recipe(rate, epochs, loss, optimizer, momentum=0, scaling=scaling))
    assert history.epochs[-1] == epochs
    np.testing.assert_allclose(history.parameters[-1], [w, b], rtol=RTOL)
    np.testing.assert_allclose(history.losses[-1], value, rtol=RTOL)


@pytest.mark.parametrize(
    ("scaling", "rate", "value"),
    [("none", 1e-5, 153.9366202), ("zscore_features", 0.5, 0.4831212221)],
)
def test_gradient_descent_on_crop_yields(scaling: str, rate: float, value: float) -> None:
    """Scaled features reach the floor within 100 epochs, raw ones do not."""
    history = train(load("crop_yields"), Recipe(rate, 100, scaling=scaling))
    np.testing.assert_allclose(history.losses[-1], value, rtol=5e-10)


def test_mini_batches_on_crop_yields() -> None:
    """Batches of five in the order of the rows give the known losses after 1, 10 and 100 epochs."""
    history = train(load("crop_yields_15"), Recipe(1e-5, 100, batch_size=5, shuffle=False))
    exact = [2868.4273482199806, 346.7158918269263, 25.010527351958816]
    np.testing.assert_allclose(history.losses[[1, 10, 100]], exact, rtol=RTOL)


def test_the_hubble_constant_of_a_short_training() -> None:
    """Training from zero, 500 epochs at 0.05, ends at 74.58874874267154 km/s/Mpc, not at the optimum."""
    history = train(load("hubble_key_project"), Recipe(0.05, 500, scaling="max"))
    np.testing.assert_allclose(history.in_data_units()[-1, 0], 74.58874874267154, rtol=RTOL)


def test_starts_still_matter_after_300_epochs() -> None:
    """From the corners of (−1, 1)² the slopes lie 41.94 to 88.95, 65.48 to 83.70, then 78.98 to 80.69."""
    corners = [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    family = sweep(load("hubble_key_project"), Recipe(0.05, 1117, scaling="max"), starts=corners)
    slopes = np.array([run.in_data_units()[:, 0] for run in family])
    for epoch, low, high in [(300, 41.94, 88.95), (500, 65.48, 83.70), (1000, 78.98, 80.69)]:
        np.testing.assert_allclose([slopes[:, epoch].min(), slopes[:, epoch].max()], [low, high], atol=0.005)
    within = np.abs(slopes / 80.37766723384681 - 1).max(axis=0) < 0.01
    assert within[1117]
    assert not within[1000]


def test_a_neuron_dies_in_one_step() -> None:
    """From (0.9, 0.9) the first step makes w = −0.05852518; then w stays and b goes to 2.3036."""
    recipe = Recipe(0.001, 2000, "sse", activation="relu", start=(0.9, 0.9))
    history = train(load("perceptron"), recipe)
    np.testing.assert_allclose(history.parameters[1, 0], -0.05852518, atol=1e-14)
    assert (history.parameters[1:, 0] == history.parameters[1, 0]).all()
    np.testing.assert_allclose(history.parameters[-1, 1], 2.3036, rtol=RTOL)
    np.testing.assert_allclose(history.losses[-1], 8.912376, rtol=RTOL)


def test_seven_in_a_hundred_starts_are_dead() -> None:
    """7.01064% of the starts in [0, 1)² lose their weight in the first step; a grid shows it to 0.1%."""
    ticks = (np.arange(150) + 0.5) / 150
    starts = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    family = sweep(load("perceptron"), Recipe(0.001, 1, "sse", activation="relu"), starts=starts)
    np.testing.assert_allclose((family.parameters[:, 1, 0] < 0).mean(), 0.0701064, atol=1e-3)


def test_losses_of_lines_that_look_right() -> None:
    """9.18x + 338.15 has an MSE of 3223.6975; 9x + 350 on four scores 2675, RMSE 51.72, MAE 42.5."""
    presented = landscape(load("study_hours_x10"), Recipe(), [9.18], [338.15])
    np.testing.assert_allclose(presented, [[3223.6975]], rtol=RTOL)
    four = load("four_scores")
    assert landscape(four, Recipe(), [9], [350]) == 2675
    assert landscape(four, Recipe(loss="mae"), [9], [350]) == 42.5
    np.testing.assert_allclose(np.sqrt(landscape(four, Recipe(), [9], [350])), 51.72, atol=5e-3)


def test_a_step_of_half_solves_standardised_data() -> None:
    """With z-scored x and y the Hessian is 2 I: the critical rate is 1, and rate 0.5 solves in one step."""
    dataset = load("study_hours")
    limits = stability(dataset, Recipe(scaling="zscore"))
    np.testing.assert_allclose(limits.eigenvalues, [2, 2], rtol=RTOL)
    np.testing.assert_allclose(limits.critical_rate, 1, rtol=RTOL)
    history = train(dataset, Recipe(0.5, 1, scaling="zscore"))
    np.testing.assert_allclose(history.in_data_units()[-1], least_squares(dataset).parameters, rtol=RTOL)


def test_the_shallow_direction_takes_168_000_epochs() -> None:
    """At 1e-4 on the × 10 data it takes about 168,000 epochs to come within a thousandth."""
    limits = stability(load("study_hours_x10"), Recipe())
    assert limits.epochs_within(1e-3, 1e-4) == pytest.approx(168_000, rel=2e-3)
