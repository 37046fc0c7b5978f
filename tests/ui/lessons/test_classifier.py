"""The Classifier: its words follow the run, its views show what they say, and no settings together raise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.analysis import outputs_at, probabilities_of, shares_of_loss
from core.data import fit_scaler, passed
from core.exact import Minimum, logistic_optimum
from core.model import Network, Recipe
from core.training import History, train
from tests.ui.conftest import unpacked
from tests.ui.pairs import in_pairs
from tests.ui.visits import closer_views, link_of, look_closer, said, sent, visit
from ui.formulas.classes import class_account
from ui.formulas.latex import number
from ui.formulas.symbols import symbols_in
from ui.lessons.classifier.both_losses import other_recipe
from ui.lessons.classifier.notes import gradient_at
from ui.lessons.classifier.pictures import costs_of, places, s_curve
from ui.lessons.classifier.plain import case_of, plain_on
from ui.lessons.classifier.settings import VIEWS, classifier_settings, described
from ui.session.settings import parse

PLAIN = Recipe(0.3, 1000, "cross_entropy", network=Network(initializer="zeros"), device="cpu")
CHOICES: dict[str, tuple[str, ...]] = {
    "view": tuple(VIEWS),
    "loss": ("cross_entropy", "brier"),
    "pass_mark": ("70", "80", "98"),
    "weight_decay": ("0", "0.1"),
    "start": ("zeros", "random", "-2,9"),
    "scaling": ("none", "zscore_features"),
    "optimizer": ("sgd", "nesterov", "adam"),
    "threshold": ("0.5", "0", "1"),
    "learning_rate": ("0.3", "10"),
    "epoch": ("0", "25"),
    "predict": ("false", "true"),
    "loss_axis": ("log", "linear"),
    "loss_over": ("epochs", "rows"),
    "first_30": ("false", "true"),
    "kept": ("", "loss:brier", "scaling:zscore_features"),
}


LINKS = in_pairs(CHOICES)


@pytest.mark.parametrize("link", LINKS, ids=range(len(LINKS)))
def test_no_two_settings_together_raise(link: dict[str, str]) -> None:
    """Each value of a setting with each of every other: no exception, no note, no number that is none."""
    app = visit("classifier", epochs="25", **{name: value for name, value in link.items() if value})
    assert not app.exception
    assert not app.warning
    assert "nan" not in said(app).lower().replace("explanan", "")


def run_of(**chosen: str) -> History:
    values, notes = parse(classifier_settings(), {name: [value] for name, value in chosen.items()})
    assert notes == []
    return train(*described(values))


@pytest.mark.parametrize(
    ("fields", "mark", "epoch", "case"),
    [
        ({}, 70, 0, "start at zero"),
        ({"start": (-2.0, 9.0)}, 70, 0, "start"),
        ({}, 70, 20, "coming"),
        ({}, 70, 1000, "there"),
        ({}, 80, 1, "apart, not yet"),
        ({}, 80, 1000, "apart"),
        ({"weight_decay": 0.1}, 80, 1000, "there"),
        ({"loss": "brier", "start": (-2.0, 9.0)}, 70, 1000, "plateau"),
        ({"loss": "brier"}, 70, 1000, "coming, unknown"),
        ({"learning_rate": 10.0}, 70, 1, "higher"),
        ({"learning_rate": 10.0, "weight_decay": 1.0}, 70, 1, "diverging"),
        ({"learning_rate": 10.0, "weight_decay": 1.0}, 70, 5, "diverged"),
    ],
)
def test_the_sentence_is_that_of_the_run(fields: Any, mark: float, epoch: int, case: str) -> None:
    """Where a run stands is told by its own losses, and by whether there is an optimum."""
    recipe, dataset = replace(PLAIN, **fields), passed(mark)
    found = logistic_optimum(dataset, recipe)
    known = recipe.loss == "cross_entropy" and found.parameters is not None
    answer = Minimum(found.parameters, found.loss) if known and found.parameters is not None else None
    run = train(dataset, recipe)
    apart = logistic_optimum(dataset, PLAIN).parameters is None
    assert case_of(run, epoch, answer, apart=apart) == case
    sentence = plain_on(run, epoch, answer, fit_scaler(dataset, "none"), threshold=0.5, apart=apart)
    assert "{" not in " ".join((sentence.sentence, *sentence.evidence))


def test_each_students_loss_adds_up_to_the_loss() -> None:
    """The mean of what rows cost is the loss, by both losses; the player works it out from the log-odds."""
    for loss in ("cross_entropy", "brier"):
        run = train(passed(), replace(PLAIN, loss=loss, epochs=7))
        assert costs_of(run, 7).mean() == pytest.approx(run.losses[7], rel=1e-12)
        outputs = outputs_at(run.dataset, run.recipe, run.parameters[7])[:, 0]
        wrong = np.where(run.dataset.targets[:, 0] > 0, -outputs, outputs)
        bent = np.log1p(np.exp(wrong)) if loss == "cross_entropy" else 1 / (1 + np.exp(-wrong)) ** 2
        assert costs_of(run, 7) == pytest.approx(bent, rel=1e-12)


@pytest.mark.parametrize("loss", ["cross_entropy", "brier"])
@pytest.mark.parametrize("scaling", ["none", "zscore_features"])
def test_the_gradient_is_that_of_the_loss(loss: str, scaling: str) -> None:
    """Its numbers are those of central differences of the loss."""
    recipe = replace(PLAIN, loss=loss, scaling=scaling, epochs=3)

    def at(parameters: np.ndarray) -> float:
        run = train(passed(), replace(recipe, start=tuple(parameters), epochs=0))
        return float(run.losses[0])

    run, step = train(passed(), recipe), 1e-5
    here = run.parameters[3]
    slopes = [(at(here + step * e) - at(here - step * e)) / (2 * step) for e in np.eye(2)]
    assert gradient_at(run, 3) == pytest.approx(slopes, rel=1e-6)


def test_the_curve_is_the_networks() -> None:
    """The S-curve drawn as the best one is what the network says with these parameters, in scaled units, too."""
    run = train(passed(), replace(PLAIN, scaling="zscore_features", epochs=50))
    hours = run.dataset.features[:, 0]
    drawn = s_curve(fit_scaler(run.dataset, "zscore_features"), hours, run.parameters[-1])
    assert drawn == pytest.approx(probabilities_of(outputs_at(run.dataset, run.recipe, run.parameters[-1]))[:, 0])
    assert places(run.dataset)[0] < hours.min() < hours.max() < places(run.dataset)[-1]


def test_two_losses_begin_alike() -> None:
    """The run beside the one on show differs from it by the loss alone, and both are sent."""
    recipe = described(parse(classifier_settings(), {"start": ["-2,9"]})[0])[1]
    assert replace(other_recipe(recipe), loss=recipe.loss) == recipe
    app = visit("classifier", view="both", start="-2,9", epoch="1000")
    content = sent(app, unpacked)
    assert content["run"]["losses"][1000] == pytest.approx(run_of(start="-2,9").losses[1000])
    (other,) = content["others"]
    assert other["losses"][0] == pytest.approx(run_of(start="-2,9", loss="brier").losses[0])
    assert "Squared error of probabilities has come" not in said(app)
    assert "5 of 8 students" in said(app)
    assert "6 of 8 students" in said(app)


def test_what_the_best_curve_is_judged_by() -> None:
    """Newton's optimum stands beside the run where there is one; where hours settle all, that there is none is said."""
    assert "lowest loss, which Newton’s method" in said(visit("classifier", epoch="1000")).replace("'", "’")
    apart = said(visit("classifier", pass_mark="80", epoch="1000"))
    assert "There is no best curve" in apart
    assert "Newton" not in apart
    kept = said(visit("classifier", pass_mark="80", weight_decay="0.1", epoch="1000"))
    assert "Weight decay gives an answer" in kept
    assert "Newton" in kept


def test_the_threshold_has_its_table() -> None:
    """Its four counts are those of the run: at 0.7 nobody who failed is taken for a pass, but one pass is missed."""
    assert "| **failed** | 3 | 0 |" in said(visit("classifier", epoch="1000", threshold="0.7"))
    assert "| **passed** | 1 | 4 |" in said(visit("classifier", epoch="1000", threshold="0.7"))
    costs = shares_of_loss([[0.0]], [[1.0]])
    assert costs[0] == pytest.approx(np.log(2))


def test_closer_looks_are_those_of_a_classifier() -> None:
    """What would assume a line is not offered; all that is offered opens."""
    app = visit("classifier", epoch="200")
    views = closer_views(app)
    assert views == ["One step", "The formulas", "The data", "Common mistakes", "Every rate", "The code", "Download"]
    for view in views:
        look_closer(app, view)


@pytest.mark.parametrize("link", [{"pass_mark": "10"}, {"threshold": "2"}, {"start": "1,2,3"}, {"weight_decay": "-1"}])
def test_nonsense_in_a_link_is_said(link: dict[str, str]) -> None:
    """What cannot be used is named with what was wanted; the page is that of a first visit."""
    app = visit("classifier", **link)
    assert not app.exception
    assert next(iter(link.values())) in app.warning[0].value
    assert link_of(app) == {}


@pytest.mark.parametrize("loss", ["cross_entropy", "brier"])
@pytest.mark.parametrize("decay", ["0", "0.1"])
def test_the_formulas_lead_to_the_next_epoch(loss: str, decay: str) -> None:
    """Each formula's symbols are explained, its loss is that of the run, and its step is the one that was taken."""
    run = run_of(loss=loss, weight_decay=decay, scaling="zscore_features", start="-2,9")
    sections, words = class_account(run, 5)
    assert {symbol for section in sections for symbol in symbols_in(section.formulas())} <= set(words)
    written = " ".join(formula for section in sections for formula in section.formulas())
    assert number(float(run.losses[5])) in written
    assert all(number(float(value)) in written for value in run.parameters[6])
