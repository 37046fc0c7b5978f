"""Every word on the pages is explained, and no explanation is there for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import unpacked
from tests.ui.visits import sent, visit
from ui.page.toolbar import BUTTONS
from ui.text.glossary import Entry, entry_for, glossary

LINKS = [
    ("study_hours", {"guide": "2", "learning_rate": "0.02"}),
    ("study_hours", {"guide": "5"}),
    *(("study_hours", {"loss": loss}) for loss in ("mse", "mae", "huber", "rmse")),
    (
        "study_hours",
        {"fit": "true", "tutorial": "true", "hours": "5", "kept": "learning_rate:0.005", "predict": "true"},
    ),
    (
        "study_hours",
        {"optimizer": "momentum", "batch_size": "2", "scaling": "zscore", "tutorial": "true", "hours": "5"},
    ),
    *(
        ("study_hours", {"schedule": schedule, "weight_decay": "1", "optimizer": "adam", "all_controls": "true"})
        for schedule in ("step", "exponential", "cosine")
    ),
    *(("study_hours", {"loss_over": unit, "first_30": "true"}) for unit in ("steps", "rows")),
    ("study_hours", {"all_controls": "true", "noise": "5", "held_out": "0.25"}),
    ("study_hours", {"held_rows": "2,5", "closer": "Cross-validation"}),
    ("gradient_descent_animator", {"held_rows": "2,5", "hold_by_click": "true"}),
    ("crop_yields", {"held_out": "0.2"}),
    ("study_hours", {"closer": "Common mistakes"}),
    ("study_hours", {"closer": "Every rate"}),
    *(("loss_explorer", {"loss": loss, "best": "true"}) for loss in ("mse", "mae", "huber", "rmse")),
    ("loss_explorer", {"ground": "slices", "look": "errors"}),
    ("loss_explorer", {"add": "true", "kept": "loss:mae"}),
    *(("gradient_descent_animator", {"view": view}) for view in ("one", "race", "worlds")),
    ("gradient_descent_animator", {"ground": "surface", "epoch": "40", "kept": "epochs:30"}),
    ("gradient_descent_animator", {"learning_rate": "0.5"}),
    *(("hubble_age", {"view": view, "kept": "epochs:30"}) for view in ("one", "starts", "sure")),
    ("hubble_age", {"cosmology": "lambda_cdm"}),
    ("crop_yields", {"scaling": "none", "learning_rate": "0.0001", "batch_size": "2"}),
    ("crop_yields", {"view": "plane", "kept": "epochs:30"}),
    ("crop_yields", {"data": "study_hours", "degree": "3", "view": "plane", "held_out": "0.25"}),
    ("perceptron", {"activation": "relu"}),
    ("perceptron", {"activation": "tanh", "kept": "epochs:30", "copies": "3"}),
    ("neural_network", {"all_controls": "true", "initializer": "normal", "optimizer": "momentum", "kept": "epochs:30"}),
    ("neural_network", {"data": "three_blobs", "loss": "brier", "closer": "Common mistakes"}),
    ("neural_network", {"view": "hidden"}),
    ("neural_network", {"view": "landscape", "closer": "One step"}),
    ("neural_network", {"data": "sine", "loss": "huber", "weight_decay": "0.01"}),
    ("perceptron", {"all_controls": "true", "loss_over": "rows", "first_30": "true"}),
    ("classifier", {"all_controls": "true", "start": "random"}),
    ("classifier", {"view": "students", "weight_decay": "0.1", "loss": "brier"}),
    ("classifier", {"view": "students", "kept": "epochs:30"}),
    ("classifier", {"view": "both"}),
    *(("classifier", {"data": data, "epochs": "30"}) for data in ("penguins_adelie_chinstrap", "penguins")),
]
KINDS = ("selectbox", "toggle", "number_input", "slider", "select_slider", "button")
IN_THE_TEXT = {"r_squared", "delta"}
"""Words that are no label, but stand in sentences and formulas of the lessons."""


def controls(app: AppTest) -> Iterator[str]:
    for kind in KINDS:
        yield from (widget.label for widget in getattr(app, kind))
    yield from (group.proto.label for group in app.get("button_group"))
    if any(part.proto.component_name == "slopewise_toolbar" for part in app.get("bidi_component")):
        yield from BUTTONS


def pictures(content: Any) -> Iterator[str]:
    layout = content["figure"]["layout"]
    for legend in layout["meta"]["legends"]:
        yield from (legend["title"], *(text for _, text in legend["entries"]))
    scenes = [axis for name, scene in layout.items() if name.startswith("scene") for axis in scene.values()]
    axes = [axis for name, axis in layout.items() if re.match(r"[xy]axis\d*$", name)]
    for axis in (*axes, *(each for each in scenes if isinstance(each, dict))):
        yield from filter(None, [(axis.get("title") or {}).get("text")])


def numbers(tree: Any) -> Iterator[str]:
    if isinstance(tree, list):
        for each in tree:
            yield from numbers(each)
    elif isinstance(tree, dict):
        yield from (tree[name] for name in ("label",) if isinstance(tree.get(name), str))
        yield from (label for child in tree.values() for label in numbers(child))


def labels(page: str, **link: str) -> set[str]:
    app = visit(page, **{name: value for name, value in link.items() if name != "closer"})
    if "closer" in link:
        app.session_state["closer"] = link["closer"]
        app.run()
    assert not app.exception
    content = sent(app, unpacked)
    return {*controls(app), *pictures(content), *numbers(content["readouts"]), *numbers(content["epochs"])}


def test_every_word_is_explained_and_every_entry_used() -> None:
    """Every control, legend, axis and number of every view has its entry; each entry explains something on a page."""
    shown = {label: (page, link) for page, link in LINKS for label in labels(page, **link)}
    assert {label: where for label, where in shown.items() if entry_for(label) is None} == {}
    used = {entry.key for label in shown if (entry := entry_for(label))}
    rate = {"learning_rate", "converges_smoothly", "oscillates", "divergence"}
    assert set(glossary()) - used - rate == IN_THE_TEXT


@pytest.mark.parametrize("entry", glossary().values(), ids=lambda entry: entry.key)
def test_an_entry_is_one_or_two_sentences(entry: Entry) -> None:
    """Short enough to be read at a glance; three sentences where one of them names a symbol."""
    assert entry.text.endswith(".")
    assert 1 <= len(re.findall(r"[.:?](?= [A-Z∂]|$)", entry.text)) <= 3
    assert len(entry.text) <= 200


def test_no_label_means_two_things() -> None:
    """A word has one meaning."""
    said = [label for entry in glossary().values() for label in entry.labels]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("┅ best fit", "best_fit"),
        ("A: Slope w", "slope"),
        ("Slope (km/s/Mpc)", "hubble_constant"),
        ("Loss (MSE)", "loss"),
        ("At 5.5 h", "prediction"),
        ("Your own column", None),
    ],
)
def test_a_label_is_found_without_its_sign_and_unit(label: str, key: str | None) -> None:
    """Legends have signs, readouts the run's name, axes their unit."""
    entry = entry_for(label)
    assert (entry and entry.key) == key


def test_a_link_to_a_word() -> None:
    """The word comes first; one that does not exist gets a sentence."""
    known = visit("glossary", word="gradient")
    assert not known.exception
    assert known.markdown[0].value.startswith("**Gradient**")
    assert not known.info
    unknown = visit("glossary", word="grdient")
    assert "no such word" in unknown.info[0].value
    assert len(unknown.markdown) == len(glossary())
