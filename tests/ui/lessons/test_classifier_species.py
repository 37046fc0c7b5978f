"""The Classifier's penguins: borders where they ought to be, words of the run, and no settings together raise."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis import outputs_at, probabilities_of
from core.data import fit_scaler, load_classes
from core.exact import logistic_optimum
from core.model import Network, Recipe
from core.training import train
from tests.ui.conftest import unpacked
from tests.ui.pairs import in_pairs
from tests.ui.visits import closer_views, key_of, link_of, look_closer, said, sent, visit
from ui.formulas.latex import number
from ui.formulas.species import species_account
from ui.formulas.symbols import symbols_in
from ui.lessons.classifier.borders import borders, scores, turned
from ui.lessons.classifier.data import DATA
from ui.lessons.classifier.field import window_of
from ui.lessons.classifier.settings import classifier_settings, described
from ui.session.settings import parse

PAIR, APART, THREE = list(DATA)[1:]
CHOICES: dict[str, tuple[str, ...]] = {
    "data": (PAIR, APART, THREE),
    "view": ("loss", "students", "both"),
    "loss": ("cross_entropy", "brier"),
    "weight_decay": ("0", "0.1"),
    "start": ("zeros", "random", "-2,9"),
    "scaling": ("none", "zscore_features"),
    "threshold": ("0.5", "0", "1"),
    "learning_rate": ("3", "10"),
    "epoch": ("0", "1", "12"),
    "predict": ("false", "true"),
    "kept": ("", "loss:brier", f"data:{PAIR}~scaling:zscore_features"),
}


def test_no_two_settings_together_raise() -> None:
    """Each value of a setting with each of every other: no exception, no note, no place left unfilled."""
    for link in in_pairs(CHOICES):
        app = visit("classifier", epochs="12", **{name: value for name, value in link.items() if value})
        assert not app.exception, link
        assert not app.warning, link
        assert "{" not in said(app), link
        assert "nan" not in said(app).lower(), link


@pytest.mark.parametrize(("name", "threshold"), [(PAIR, 0.5), (PAIR, 0.8), (THREE, 0.5)])
def test_on_a_border_two_species_are_as_probable_as_it_says(name: str, threshold: float) -> None:
    """Along every piece inside the window: of two the second has the threshold; of three two are largest together."""
    dataset = load_classes(name)
    recipe = Recipe(loss="cross_entropy", scaling="zscore_features", network=Network(initializer="zeros"))
    found = logistic_optimum(dataset, recipe).parameters
    assert found is not None
    scaler = fit_scaler(dataset, recipe.scaling)
    pieces = borders(scores(found, scaler, dataset.t), window_of(dataset), threshold)
    assert len(pieces) == (1 if dataset.t == 1 else 3)
    (left, right), (bottom, top) = window_of(dataset)
    for start, end in pieces:
        places = start + np.linspace(0, 1, 7)[:, None] * (end - start)
        assert ((places >= [left - 1e-9, bottom - 1e-9]) & (places <= [right + 1e-9, top + 1e-9])).all()
        rows = np.vstack([dataset.features, places])
        z = np.column_stack([(rows - scaler.feature_shift) / scaler.feature_scale, np.ones(len(rows))])
        outputs = z[-7:] @ found.reshape(3, dataset.t)
        p = np.sort(probabilities_of(outputs), axis=1)
        if dataset.t == 1:
            np.testing.assert_allclose(p[:, 0], threshold, rtol=1e-9)
        else:
            np.testing.assert_allclose(p[:, -1], p[:, -2], rtol=1e-9)


def test_a_border_turns_by_the_angle_between() -> None:
    """A border that stood upright and lies level has turned by a right angle; the other way round by a half turn."""
    upright, level = np.array([[0, 1], [0, 0], [0, 0.0]]), np.array([[0, 0], [0, -1], [0, 0.0]])
    assert turned(upright, level, 0, 1) == pytest.approx(90)
    assert turned(upright, -upright, 0, 1) == pytest.approx(180)


def test_a_link_to_penguins_means_their_rate_and_scaling() -> None:
    """The data alone bring both; what a link names is kept, and the link stays as short."""
    app = visit("classifier", data=PAIR, epoch="100")
    assert link_of(app) == {"data": PAIR, "epoch": "100"}
    chosen = parse(classifier_settings(), {"data": [PAIR]})[0]
    dataset, recipe = described(chosen)
    assert (recipe.learning_rate, recipe.scaling) == (3.0, "zscore_features")
    run = train(dataset, recipe)
    content = sent(app, unpacked)
    assert content["run"]["losses"][100] == pytest.approx(run.losses[100], rel=1e-9)
    raw = parse(classifier_settings(), {"data": [PAIR], "scaling": ["none"], "learning_rate": ["0.003"]})[0]
    assert (described(raw)[1].learning_rate, described(raw)[1].scaling) == (0.003, "none")


def test_another_kind_of_data_begins_with_what_suits_it() -> None:
    """Rate and scaling follow the data, there and back; what a person has chosen stays."""
    app = visit("classifier", epochs="20")
    app.selectbox(key=key_of(app, "data")).set_value(THREE).run()
    assert link_of(app) == {"data": THREE, "epochs": "20"}
    assert app.session_state["learning_rate"] == 3.0
    app.selectbox(key=key_of(app, "scaling")).set_value("none").run()
    app.selectbox(key=key_of(app, "data")).set_value(PAIR).run()
    assert link_of(app) == {"data": PAIR, "scaling": "none", "epochs": "20"}
    app.selectbox(key=key_of(app, "data")).set_value("passed").run()
    assert link_of(app) == {"epochs": "20"}
    assert not app.exception


def test_the_words_are_those_of_the_run() -> None:
    """How many are told right is counted anew, and the table adds up; where a line parts the species it is said."""
    dataset, recipe = described(parse(classifier_settings(), {"data": [PAIR]})[0])
    run = train(dataset, recipe)
    p = probabilities_of(outputs_at(dataset, recipe, run.parameters[1000]))[:, 0]
    right = int(((p > 0.5) == (dataset.targets[:, 0] > 0)).sum())
    words = said(visit("classifier", data=PAIR, epoch="1000"))
    assert f"tells {right} of 219 penguins right" in words
    missed = int(((p <= 0.5) & (dataset.targets[:, 0] > 0)).sum())
    assert f"| **Chinstrap** | {missed} | {68 - missed} |" in words
    assert "Newton" in words
    apart = said(visit("classifier", data=APART, epoch="1000"))
    assert "There is no optimum" in apart
    assert "Newton" not in apart
    assert "Weight decay gives an answer" in said(visit("classifier", data=APART, epoch="1000", weight_decay="0.1"))


def test_three_species_have_their_own_table_and_no_threshold() -> None:
    """Three rows and columns, odds against the first, accuracy among the numbers; every closer look opens."""
    app = visit("classifier", data=THREE, epoch="100", epochs="100")
    words = said(app)
    assert "predicted: Adelie | predicted: Chinstrap | predicted: Gentoo" in words
    assert "odds against Adelie" in words
    assert "Threshold" not in {slider.label for slider in app.slider}
    assert {"Pass mark"}.isdisjoint({slider.label for slider in app.select_slider})
    assert "The formulas" in closer_views(app)
    labels = [readout["label"] for readout in sent(app, unpacked)["readouts"]]
    assert labels == ["Epoch", "Cross-entropy", "Lowest possible", "Accuracy"]
    for view in closer_views(app):
        look_closer(app, view)


@pytest.mark.parametrize("data", [PAIR, THREE])
@pytest.mark.parametrize("loss", ["cross_entropy", "brier"])
@pytest.mark.parametrize("decay", ["0", "0.1"])
def test_the_formulas_lead_to_the_next_epoch(data: str, loss: str, decay: str) -> None:
    """Each symbol is explained, the loss is that of the run, and the first weight's step is the one that was taken."""
    link = {"data": [data], "loss": [loss], "weight_decay": [decay], "start": ["random"], "epochs": ["6"]}
    run = train(*described(parse(classifier_settings(), link)[0]))
    sections, words = species_account(run, 5)
    assert {symbol for section in sections for symbol in symbols_in(section.formulas())} <= set(words)
    written = " ".join(formula for section in sections for formula in section.formulas())
    assert number(float(run.losses[5])) in written
    assert number(float(run.parameters[5, 0])) in written
    assert number(float(run.parameters[6, 0])) in written
