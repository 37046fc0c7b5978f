"""Common mistakes: what is said is true, and each button sets the page up to show it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.analysis import confusion, losses_on, neurons_at, outputs_at, probabilities_of
from core.cosmology import age_factor, hubble_time
from core.data import load, passed
from core.exact import draw_starts, least_squares, logistic_optimum, slope_spread, stability
from core.model import Network, Recipe
from core.neuron import dead_relu_starts, polygon_area, pure_error
from core.training import train
from tests.ui.conftest import unpacked
from tests.ui.visits import link_of, press, said, sent, visit
from ui.lessons.neural_network import settings as network_settings
from ui.lessons.registry import LESSONS
from ui.page.mistakes import NAME
from ui.session.settings import parse
from ui.text.mistakes import mistakes_in, set_afresh

LESSON_NAMES = [lesson.name for lesson in LESSONS]
ALL = [(name, mistake) for name in LESSON_NAMES for mistake in mistakes_in(name)]
STUDY, TENFOLD = least_squares(load("study_hours")), least_squares(load("study_hours_x10"))
GALAXIES, CROPS = least_squares(load("hubble_key_project")), load("crop_yields")
TEN = train(load("study_hours_x10"), Recipe(1e-4, 1000))
SUITS = Recipe(0.05, 500, scaling="max")
NEURON = Recipe(0.001, 4000, "sse", activation="relu", start=(0.3, 0.4))


def condition(name: str, scaling: str = "none") -> float:
    return stability(load(name), Recipe(scaling=scaling)).condition_number


def critical(name: str, **fields: Any) -> float:
    return stability(load(name), Recipe(**fields)).critical_rate


def untrained(name: str, rate: float) -> int:
    return train(load(name), Recipe(rate, 500)).diverged_at or 0


def at_300() -> tuple[float, float]:
    low, high = slope_spread(load("hubble_key_project"), SUITS).at(300)
    return float(low), float(high)


def through_origin() -> float:
    x, y = load("hubble_key_project").features[:, 0], load("hubble_key_project").targets[:, 0]
    slope = (x @ y) / (x @ x)
    return float(np.sqrt(((y - slope * x) ** 2).sum() / (len(x) - 1) / (x @ x)))


def neuron(**fields: Any) -> Any:
    return train(load("perceptron"), replace(NEURON, **fields))


CLASSES = Recipe(0.3, 1000, "cross_entropy", network=Network(initializer="zeros"))


def far_off(loss: str) -> Any:
    return train(passed(), replace(CLASSES, loss=loss, start=(-2.0, 9.0))).losses


def weight_at_80(epochs: int) -> float:
    return float(train(passed(80), replace(CLASSES, epochs=epochs)).parameters[-1, 0])


def chances_at_70() -> np.ndarray:
    return probabilities_of(outputs_at(passed(), CLASSES, train(passed(), CLASSES).parameters[-1]))


def right_of_8(threshold: float) -> float:
    return float(np.trace(confusion(chances_at_70(), passed().targets, threshold)))


def raw_crops(epochs: int) -> Any:
    return train(CROPS, Recipe(1e-5, epochs))


def network(**chosen: str) -> tuple[Any, np.ndarray]:
    """Return the run of a link to Neural Network, and its losses on the rows held out."""
    values, notes = parse(network_settings.network_settings(), {name: [text] for name, text in chosen.items()})
    assert not notes
    run = train(*network_settings.described(values))
    return run, losses_on(run, network_settings.unseen(values))


OVERFITS = {
    "data": "moons", "data_noise": "0.4", "validation_share": "0.5", "layers": "8,8", "optimizer": "adam",
    "learning_rate": "0.03",
}  # fmt: skip


def looks_right(name: str) -> float:
    x, y = load(name).features[:, 0], load(name).targets[:, 0]
    return float(((9.18 * x + 33.815 - y) ** 2).mean())


# By a mistake's button: the numbers of its statement, computed anew.
FIGURES: dict[str, Any] = {
    "Show me that line beside the best fit": lambda: {
        "32.237": looks_right("study_hours"),
        "15.019": STUDY.mse,
        "5.679": STUDY.intervals()[0, 0],
        "9.059": STUDY.intervals()[0, 1],
    },
    "Show me two lines that agree at 4.5 hours": lambda: {
        "75.125": load("study_hours").targets.mean(),
        "4.5": load("study_hours").features.mean(),
    },
    "Show me the same rate with both columns × 10": lambda: {
        "7.369": TENFOLD.parameters[0],
        "131.8": condition("study_hours"),
        "12,393": condition("study_hours_x10"),
        "3": untrained("study_hours_x10", 0.01),
    },
    "Show me a flat curve far from the best fit": lambda: {
        "14.47": TEN.parameters[-1, 0],
        "17.17": TEN.parameters[-1, 1],
        "7.369": TENFOLD.parameters[0],
        "419.6": TENFOLD.parameters[1],
        "23": TEN.losses[-1] / TENFOLD.mse,
        "168,000": stability(load("study_hours_x10"), TEN.recipe).epochs_within(0.001, 1e-4),
    },
    "Show me the four squared errors": lambda: {
        "2675": np.mean([1600, 100, 8100, 900]),
        "2550": np.mean([1600, 100, 8100, 400]),
    },
    "Show me the errors as sticks": lambda: dict(
        zip(
            ("−40", "10", "−90", "30"),
            (9 * load("four_scores").features + 350 - load("four_scores").targets)[:, 0],
            strict=True,
        )
    ),
    "Show me every point twice": lambda: {
        "10700": 1600 + 100 + 8100 + 900,
        "21400": 2 * 10700,
        "2675": 10700 / 4,
        "51.72": (10700 / 4) ** 0.5,
        "42.5": (40 + 10 + 90 + 30) / 4,
    },
    "Show me a rate just beyond the critical one": lambda: {
        "0.0380": critical("study_hours"),
        "94": untrained("study_hours", 0.04),
    },
    "Show me the stretched valley": lambda: {
        "7.369": TENFOLD.parameters[0],
        "131.8": condition("study_hours"),
        "12,393": condition("study_hours_x10"),
    },
    "Show me a path that has hardly begun": lambda: {
        "14.47": TEN.parameters[-1, 0],
        "17.17": TEN.parameters[-1, 1],
        "7.369": TENFOLD.parameters[0],
        "419.6": TENFOLD.parameters[1],
        "168,000": stability(load("study_hours_x10"), TEN.recipe).epochs_within(0.001, 1e-4),
    },
    "Show me that rate on the raw galaxies": lambda: {
        "8.3": 0.05 / critical("hubble_key_project"),
        "4": untrained("hubble_key_project", 0.05),
    },
    "Show me a flat curve and a slope 7% too low": lambda: {
        "1.6": 100 * (train(load("hubble_key_project"), SUITS).losses[-1] / _lowest("hubble_key_project") - 1),
        "7": 100 * (1 - _last_slope(SUITS) / GALAXIES.parameters[0]),
        "74.59": _last_slope(SUITS),
        "80.38": GALAXIES.parameters[0],
        "13.1": hubble_time(_last_slope(SUITS)),
        "12.2": hubble_time(GALAXIES.parameters[0]),
    },
    "Show me 200 starts after 300 epochs": lambda: {
        "41.94": at_300()[0],
        "88.95": at_300()[1],
        "23.32": hubble_time(at_300()[0]),
        "10.99": hubble_time(at_300()[1]),
        "200": len(draw_starts(200, 0)),
    },
    "Show me r and F for these galaxies": lambda: {
        "0.866": GALAXIES.r_squared[0] ** 0.5,
        "63.158": (GALAXIES.parameters[0] / GALAXIES.standard_errors[0]) ** 2,
    },
    "Show me the age in a flat universe": lambda: {
        "12.16": hubble_time(GALAXIES.parameters[0]),
        "0.9641": age_factor(0.3),
        "11.73": age_factor(0.3) * hubble_time(GALAXIES.parameters[0]),
    },
    "Show me the fit with and without an intercept": lambda: {
        "−31": GALAXIES.parameters[1],
        "130": GALAXIES.standard_errors[1],
        "2.4": GALAXIES.standard_errors[0] / through_origin(),
    },
    "Show me the fit to all 24 galaxies": lambda: {
        "80.38": GALAXIES.parameters[0],
        "76.13": least_squares(load("hubble_key_project_24")).parameters[0],
        "12.84": hubble_time(least_squares(load("hubble_key_project_24")).parameters[0]),
        "12.16": hubble_time(GALAXIES.parameters[0]),
    },
    "Show me how uncertain the Hubble time is": lambda: {
        "9.6": hubble_time(GALAXIES.intervals()[0, 1]),
        "16.5": hubble_time(GALAXIES.intervals()[0, 0]),
        "12.2": hubble_time(GALAXIES.parameters[0]),
        "13.1": hubble_time(_last_slope(SUITS)),
    },
    "Show me Edwin Hubble’s own data": lambda: {
        "454": least_squares(load("hubble_1929")).parameters[0],
        "2.15": hubble_time(least_squares(load("hubble_1929")).parameters[0]),
    },
    "Show me 100 epochs on raw features": lambda: {
        "2.19": condition("crop_yields") / 1e6,
        "154": raw_crops(100).losses[-1],
        "0.514": raw_crops(100_000).losses[-1],
        "6.9": condition("crop_yields", "zscore_features"),
        "0.483": train(CROPS, Recipe(0.5, 100, scaling="zscore_features")).losses[-1],
    },
    "Show me 100 epochs in batches of 5": lambda: {
        **dict(
            zip(
                ("2868", "347", "25.0"),
                train(load("crop_yields_15"), Recipe(1e-5, 100, batch_size=5, shuffle=False)).losses[[1, 10, 100]],
                strict=True,
            )
        ),
        "0.909": least_squares(load("crop_yields_15")).mse,
    },
    "Show me a fit with one degree of freedom": lambda: {"0.999": least_squares(CROPS).r_squared[0]},
    "Show me a neuron that dies at its first step": lambda: {
        "7.01064": 100 * polygon_area(dead_relu_starts(load("perceptron"), NEURON)),
        "−0.0585": neuron(start=(0.9, 0.9), epochs=1).parameters[1, 0],
    },
    "Show me the same rate with 50 points": lambda: {
        "77": 100 * 0.001 / critical("perceptron", loss="sse"),
        "33": np.ceil(25 * critical("perceptron", loss="sse") / 0.001),
        "0.025": 25 * 0.001,
    },
    "Show me one linear unit": lambda: {
        "0.17507": neuron(activation="identity").parameters[-1, 0],
        "1.40450": least_squares(load("perceptron")).parameters[1],
    },
    "Show me the loss after the first update": lambda: {
        "10.835": neuron(epochs=1).losses[0],
        "0.37043": neuron(epochs=1).parameters[1, 0],
        "0.41815": neuron(epochs=1).parameters[1, 1],
        "9.604": neuron(epochs=1).losses[1],
    },
    "Show me where the gradient is set to zero": lambda: {
        "−70.43": neuron(epochs=1).gradients[0, 0],
        "−18.15": neuron(epochs=1).gradients[0, 1],
    },
    "Show me how far this neuron comes": lambda: {
        "1.7819": pure_error(load("perceptron")),
        "6.1199": neuron().losses[-1],
    },
    "Show me four layers that bend nothing": lambda: {
        "0.68698": network(layers="8,8,8,8", activation="identity")[0].losses[-1],
        "0.01903": network()[0].losses[-1],
        "1,000": len(network(layers="none")[0].losses) - 1,
    },
    "Show me neurons that never differ": lambda: {
        "17": network()[0].parameters.shape[1],
        "0.69315": network(initializer="zeros")[0].losses[0],
        "0.69306": network(initializer="zeros")[0].losses[-1],
    },
    "Show me a network that overfits": lambda: {
        "0.05858": network(**OVERFITS)[0].losses[-1],
        "62": network(**OVERFITS)[1].argmin(),
        "0.2961": network(**OVERFITS)[1].min(),
        "1.3681": network(**OVERFITS)[1][-1],
    },
    "Show me a network that has died": lambda: {
        "1.0364": network(activation="relu", learning_rate="10")[0].losses[-1],
        "4": len(neurons_at(network(activation="relu", learning_rate="10")[0], 1000).dead),
        "0.00068": network(activation="relu", learning_rate="5")[0].losses[-1],
    },
}


def _lowest(name: str) -> float:
    dataset = load(name)
    return float(least_squares(dataset).mse / dataset.targets.max() ** 2)


def _last_slope(recipe: Recipe) -> float:
    return float(train(load("hubble_key_project"), recipe).in_data_units()[-1, 0])


@pytest.mark.parametrize("mistake", [mistake for _, mistake in ALL], ids=lambda mistake: mistake.button)
def test_what_is_said_is_true(mistake: Any) -> None:
    """Each number of a statement is what comes out when it is computed anew, to the last digit that is written."""
    for written, value in FIGURES[mistake.button]().items():
        assert re.search(rf"(?<![\d.,]){re.escape(written)}(?!\d|[.,]\d)", f"{mistake.text} {mistake.button}"), written
        number = written.replace(",", "").replace("−", "-")
        half = 0.5 * (1000 if written.endswith(",000") else 10.0 ** -len(number.partition(".")[2]))
        assert float(number) == pytest.approx(float(value), abs=half), written


FIGURES |= {
    "Show me both losses from that start": lambda: {
        "3.717": far_off("cross_entropy")[0],
        "0.312": far_off("cross_entropy")[1000],
        "0.744": far_off("brier")[0],
        "0.3745": far_off("brier")[1000],
    },
    "Show me a weight that grows for ever": lambda: {
        "2.036": weight_at_80(1000),
        "4.693": weight_at_80(10_000),
        "2.900": logistic_optimum(passed(80), replace(CLASSES, weight_decay=0.01)).parameters[0],
    },
    "Show me the threshold 0.7": lambda: {"6": right_of_8(0.5), "7": right_of_8(0.7), "0.657": chances_at_70()[3, 0]},
}

# By a mistake's button: what the run must be that the page then sends.
SHOWN: dict[str, Any] = {
    "Show me both losses from that start": lambda run: run["losses"][1000] == pytest.approx(0.311915637),
    "Show me a weight that grows for ever": lambda run: run["parameters"][0][1000] == pytest.approx(2.03644458),
    "Show me a flat curve far from the best fit": lambda run: run["losses"][1000] == pytest.approx(34851.02941501965),
    "Show me the same rate with both columns × 10": lambda run: run["diverged_at"] == 3,
    "Show me a rate just beyond the critical one": lambda run: run["diverged_at"] == 94,
    "Show me that rate on the raw galaxies": lambda run: run["diverged_at"] == 4,
    "Show me a path that has hardly begun": lambda run: run["losses"][1000] == pytest.approx(34851.02941501965),
    "Show me the four squared errors": lambda run: run["losses"][0] == 2675,
    "Show me every point twice": lambda run: run["losses"][0] == 2675,
    "Show me a flat curve and a slope 7% too low": lambda run: run["losses"][500] == pytest.approx(0.01989221096702794),
    "Show me 100 epochs on raw features": lambda run: run["losses"][100] == pytest.approx(153.93662021),
    "Show me 100 epochs in batches of 5": lambda run: run["losses"][100] == pytest.approx(25.010527351958816),
    "Show me a fit with one degree of freedom": lambda run: run["losses"][100] == pytest.approx(0.4831212220591),
    "Show me a neuron that dies at its first step": lambda run: run["parameters"][0][1] == pytest.approx(-0.05852518),
    "Show me the same rate with 50 points": lambda run: run["diverged_at"] == 16,
    "Show me one linear unit": lambda run: run["losses"][4000] == pytest.approx(6.1198971729505205),
    "Show me the loss after the first update": lambda run: run["losses"][1] == pytest.approx(9.60406553),
    "Show me where the gradient is set to zero": lambda run: run["gradients"][0][0] == pytest.approx(-70.42654),
    "Show me how far this neuron comes": lambda run: run["losses"][4000] == pytest.approx(6.1198971729505205),
}
# By a mistake's button: what the page must then say.
SAID = {
    "Show me the threshold 0.7": "7 of 8",
    "Show me four layers that bend nothing": "a straight line",
    "Show me neurons that never differ": "no weight before it learns",
    "Show me a network that overfits": "the network overfits",
    "Show me a network that has died": "4 of the 4 hidden neurons are dead",
    "Show me that line beside the best fit": "9.18x + 33.815",
    "Show me two lines that agree at 4.5 hours": "75.125",
    "Show me the stretched valley": "12,393",
    "Show me 200 starts after 300 epochs": "41.94 to 88.95",
    "Show me r and F for these galaxies": "63.158",
    "Show me the age in a flat universe": "0.9641",
    "Show me the fit with and without an intercept": "2.4 times smaller",
    "Show me the fit to all 24 galaxies": "76.12",
    "Show me how uncertain the Hubble time is": "9.6 to 16.5",
    "Show me Edwin Hubble’s own data": "454",
    "Show me a fit with one degree of freedom": "0.999",
}


@pytest.mark.parametrize("name", LESSON_NAMES)
def test_each_button_shows_its_mistake(name: str) -> None:
    """Pressed one after another, whatever the one before has set, each shows what is said, without a warning."""
    app = visit(name)
    for mistake in mistakes_in(name):
        app.session_state["closer"] = NAME
        app.run()
        press(app, mistake.button)
        app.session_state["closer"] = None
        app.run()
        assert not app.exception, mistake.button
        assert not app.warning, mistake.button
        link = link_of(app)
        assert set(link) & set_afresh() <= set(mistake.link), mistake.button
        assert all(link.get(key, text) == text for key, text in mistake.link.items()), mistake.button
        assert SHOWN.get(mistake.button, lambda _: True)(sent(app, unpacked)["run"]), mistake.button
        assert SAID.get(mistake.button, "") in said(app), mistake.button


def test_every_mistake_is_tested() -> None:
    """Each has a sentence in bold, its numbers, a button of its own, and something on the page that shows it."""
    for name, mistake in ALL:
        assert re.match(r"\*\*[^*]+\.\*\* ", mistake.text), mistake.text
        assert mistake.button.startswith("Show me "), mistake.button
        assert mistake.button in FIGURES
        assert mistake.button in SHOWN or mistake.button in SAID or name == "loss_explorer"
    for name in LESSON_NAMES:
        buttons = [mistake.button for mistake in mistakes_in(name)]
        assert len(set(buttons)) == len(buttons) > 0


def test_a_button_leaves_alone_what_a_person_chose() -> None:
    """What the statement is not about stays: the place to predict at, what is kept as A, the seed."""
    kept = {"hours": "6.5", "kept": "learning_rate:0.005", "momentum": "0.5", "seed": "7"}
    app = visit("study_hours", optimizer="adam", scaling="max", loss="mae", learning_rate="0.5", epoch="9", **kept)
    app.session_state["closer"] = NAME
    app.run()
    press(app, "Show me a flat curve far from the best fit")
    expected = {"data": "study_hours_x10", "learning_rate": "0.0001", "epoch": "1000", **kept}
    assert link_of(app) == expected
    assert set_afresh().isdisjoint(kept)
