"""One file holds a lesson: all of it, inert where it comes from outside, and small."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.model import Recipe
from core.training import sweep, train
from tests.ui.visits import visit
from ui.download.caption import recipe_caption
from ui.download.page import alone, html_page
from ui.download.slim import slimmed
from ui.lessons.loss_explorer import explored
from ui.page import playing
from ui.player import PlayerContent, player
from ui.player.packing import run_payload, thinned

NASTY = "</script><!-- <img src=x onerror=alert(1)> {{plotly}} --> & \"'"


class Reader(HTMLParser):
    """Notes what a browser would find in a page."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = [("", {})]
        self.texts: list[str] = []
        self.scripts: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Note that an element ends."""
        self.tags.append((f"/{tag}", {}))

    def handle_data(self, data: str) -> None:
        """Note a text, or what is in a script."""
        tag, attributes = self.tags[-1]
        if tag == "script":
            name = attributes.get("id") or attributes.get("type") or ""
            self.scripts[name] = self.scripts.get(name, "") + data
        else:
            self.texts.append(data)


def shown_of(monkeypatch: pytest.MonkeyPatch, page: str, **link: str) -> PlayerContent:
    """Open a lesson and return what its player showed."""
    seen: list[PlayerContent] = []
    for module in (playing, explored):
        monkeypatch.setattr(module, "player", lambda *a, **k: seen.append(player(*a, **k)) or seen[-1])
    app: AppTest = visit(page, **link)
    assert not app.exception
    return seen[-1]


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("study_hours", {"fit": "true", "epochs": "4000"}),
        ("loss_explorer", {}),
        ("gradient_descent_animator", {"view": "race"}),
        ("hubble_age", {"view": "starts", "epochs": "2000"}),
        ("crop_yields", {"view": "plane", "epochs": "20000"}),
        ("perceptron", {}),
    ],
)
def test_every_lesson_fits_into_one_small_file(monkeypatch, unpack, page, link) -> None:
    """The file is below 6 MB, asks the network for nothing, and holds the run, the family and the figure."""
    shown = shown_of(monkeypatch, page, **link)
    content = html_page(shown, "A title", "A caption.")
    assert len(content) < 6e6
    read = Reader(content.decode())
    assert [tag for tag, attributes in read.tags if {"src", "href"} & set(attributes)] == []
    content = unpack(gzip.decompress(base64.b64decode(read.scripts["run"])))
    assert content["figure"] == shown.content["figure"]
    assert content["run"]["rate"] == shown.content["run"]["rate"]
    assert content["run"]["losses"][-1] == shown.content["run"]["losses"][-1]
    assert (content["family"] is None) == (page == "loss_explorer")
    assert content["family"] is None or len(content["family"]["rates"]) > 100


@pytest.fixture
def small() -> PlayerContent:
    """Give what a player shows of a short run."""
    run = train(load("study_hours"), Recipe(epochs=3))
    family = {"digest": "d", **thinned(sweep(load("study_hours"), Recipe(epochs=3), np.array([0.01, 0.02])))}
    asked = {"chosen": 3, "most": 20_000, "label": "Epochs", "others": 0}
    content = {"run": run_payload(run), "others": [], "family": family, "handles": None, "panels": [], "epochs": asked}
    content |= {"transport": True, "growing": False}
    return PlayerContent("study-hours", 2, content)


def test_words_from_outside_are_inert(small: PlayerContent, unpack: Any) -> None:
    """Tags, comments and placeholders in title, caption and names are text: no element comes of them."""
    to_wire = Reader(html_page(small, "A", "B").decode())
    named = replace(small, content={**small.content, "title": NASTY})
    nasty = Reader(html_page(named, NASTY, NASTY).decode())
    assert [tag for tag, _ in nasty.tags] == [tag for tag, _ in to_wire.tags]
    assert "".join(nasty.texts).count(NASTY) == 3  # title, heading, caption
    assert unpack(gzip.decompress(base64.b64decode(nasty.scripts["run"])))["title"] == NASTY


def test_the_file_has_every_module_and_fetches_none(small: PlayerContent) -> None:
    """All imports lead to modules within the file, Plotly.js is the installed one, both themes have their colours."""
    page = html_page(small, "A", "B").decode()
    read = Reader(page)
    modules = json.loads(read.scripts["importmap"])["imports"]
    texts = [base64.b64decode(address.partition(",")[2]).decode() for address in modules.values()]
    scripts = [*texts, read.scripts["module"]]
    wanted = {name for text in scripts for name in re.findall(r'^import .*from "(.*)";', text, re.MULTILINE)}
    assert wanted <= set(modules)
    assert "slopewise/player" in wanted
    assert not [text for text in texts if re.search(r'from "\.', text)]
    assert gzip.decompress(base64.b64decode(read.scripts["plotly"])).startswith(b"/**\n* plotly.js")
    assert "default-src 'none'" in page
    (letters,) = re.findall(r"url\(data:font/woff2;base64,([^)]*)\)", page)
    assert base64.b64decode(letters).startswith(b"wOF2")
    assert page.count("--st-background-color: #") == 2
    assert ("html", {"lang": "en"}) in read.tags


def test_where_nobody_listens_nothing_waits_for_an_answer() -> None:
    """Neither a start to train from nor another picture is offered, what can be dragged stays, the run has an end."""
    trains, holds = {"trains": True}, {"trains": False}
    kept = [
        alone({"handles": handles, "transport": plays, "growing": True, "panels": [], "epochs": None})["handles"]
        for handles, plays in ((trains, True), (trains, False), (holds, True), (None, True))
    ]
    assert kept == [None, trains, holds, None]
    panels = [{"x": "scene", "flat": "Show the map"}]
    left = alone({"handles": None, "transport": True, "growing": True, "panels": panels, "epochs": None})
    assert left["growing"] is False
    assert left["panels"] == [{"x": "scene", "flat": ""}]


@pytest.mark.parametrize(
    ("run", "family", "here"),
    [(60, 100, (100, 100)), (60, None, (60, 60)), (40, 40, (40, 40))],
    ids=["diverged", "guessed", "still growing"],
)
def test_a_file_has_no_more_epochs_than_it_holds(run: int, family: int | None, here: tuple[int, int]) -> None:
    """The slider goes as far as the longest run on the ruler was trained."""
    content = None if family is None else {"epochs": np.array([0, 10, 0, family])}
    asked = {"chosen": 100, "most": 20_000, "label": "Epochs", "others": 2}
    content = {
        "handles": None,
        "panels": [],
        "transport": True,
        "epochs": asked,
        "run": {"epochs": np.arange(run + 1)},
        "family": content,
    }
    chosen, most = here
    assert alone(content)["epochs"] == asked | {"chosen": chosen, "most": most}


def test_a_large_run_is_thinned_and_its_ends_stay() -> None:
    """Each smaller version keeps the ends of every run; places and values stay together, strides stay odd."""
    family = sweep(load("study_hours"), Recipe(epochs=2500), np.array([1e-3, 0.01, 1.0, 1e160]))
    run = train(load("study_hours"), Recipe(epochs=2500))
    content = {"run": run_payload(run), "others": [], "family": {"digest": "d", **thinned(family)}}
    *_, smallest = versions = list(slimmed(content))
    sizes = [len(v["run"]["losses"]) + len(v["family"]["losses"]) for v in versions]
    assert sizes == sorted(set(sizes), reverse=True)
    for version in versions:
        offsets = version["family"]["offsets"]
        for i, whole_run in enumerate(family):
            part = slice(offsets[i], offsets[i + 1])
            epochs = version["family"]["epochs"][part]
            assert epochs[0] == 0
            assert set(np.diff(epochs)[:-1] % 2) <= {1}
            expected = whole_run.losses[np.searchsorted(whole_run.epochs, epochs)].astype(np.float32)
            assert np.array_equal(version["family"]["losses"][part], expected)
            assert epochs[-1] == content["family"]["epochs"][content["family"]["offsets"][i + 1] - 1]
    assert smallest["run"]["epochs"][-1] == 2500
    assert np.array_equal(smallest["run"]["parameters"][0], run.parameters[smallest["run"]["epochs"], 0])


def test_a_recipe_is_told_in_one_sentence() -> None:
    """Data, epochs, optimizer, loss, rate and what else was chosen; a run that left says when."""
    data = load("study_hours")
    assert recipe_caption(train(data, Recipe(epochs=1000))) == (
        "Study hours and exam scores: 1,000 epochs of gradient descent on the mean squared error, learning rate 0.01, "
        "all rows a step, from zeros."
    )
    chosen = Recipe(
        epochs=3, optimizer="nesterov", loss="huber", batch_size=2, scaling="max", start="random", seed=7,
        earlier=((1, 0.02),),
    )  # fmt: skip
    assert recipe_caption(train(data, chosen)) == (
        "Study hours and exam scores: 3 epochs of Nesterov momentum (0.9) on the Huber loss, learning rate 0.02 up to "
        "epoch 1, then 0.01, batches of 2, scaling: divide by maximum, from a random start (seed 7)."
    )
    knobs = Recipe(
        epochs=9, optimizer="adam", schedule="step", schedule_length=3, warm_up=2, weight_decay=0.5, decoupled=True,
        l1=0.1,
    )  # fmt: skip
    assert (
        "learning rate 0.01, schedule: in steps, × 0.1 every 3 epochs, warm-up of 2 epochs, decoupled weight decay "
        "0.5, L1 penalty 0.1, all rows a step" in recipe_caption(train(data, knobs))
    )
    assert " It diverged at epoch " in recipe_caption(train(data, Recipe(epochs=100, learning_rate=1.0)))
    raced = recipe_caption(train(data, Recipe(epochs=5)), ["Adam at 0.5, all rows", "RMSprop at 0.1, 4 rows a step"])
    assert raced.endswith(". It races against Adam at 0.5, all rows; RMSprop at 0.1, 4 rows a step.")
