"""The file of a network or a classifier: for every two choices of a link it holds what the page shows, and suffices."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable
from typing import Any

import pytest

from tests.ui.download.test_page import Reader
from tests.ui.own_tables import TABLES, brought
from tests.ui.pairs import in_pairs
from tests.ui.visits import Unpack, visit
from ui.download.page import html_page
from ui.lessons.classifier.data import DATA
from ui.lessons.classifier.settings import VIEWS
from ui.page import playing
from ui.player import PlayerContent, player

OF_NETWORKS = {
    "data": ("circles", "three_blobs", "sine", *TABLES),
    "layers": ("none", "4", "3,2"),
    "optimizer": ("sgd", "adam"),
    "batch_size": ("all", "20"),
    "validation_share": ("0", "0.5"),
    "view": ("data", "hidden", "landscape", "starts"),
    "changed": ("", "0:0:0.5"),
    "kept": ("", "layers:2~epochs:20"),
}
OF_CLASSIFIERS = {
    "data": tuple(DATA),
    "view": tuple(VIEWS),
    "pass_mark": ("70", "80"),
    "loss": ("cross_entropy", "brier"),
    "optimizer": ("sgd", "adam"),
    "scaling": ("none", "zscore_features"),
    "weight_decay": ("0", "0.1"),
    "start": ("zeros", "random", "-2,9"),
    "threshold": ("0.5", "0.7"),
    "learning_rate": ("0.3", "10"),
    "epoch": ("0", "20"),
    "loss_axis": ("log", "linear"),
    "kept": ("", "loss:brier", "data:penguins~scaling:zscore_features~epochs:20"),
}
Taken = Callable[..., tuple[PlayerContent, Any]]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch, unpack: Unpack) -> Taken:
    """Give how to open a lesson by a link: to what its player shows, and what the file taken away there holds."""
    seen: list[PlayerContent] = []
    monkeypatch.setattr(playing, "player", lambda *a, **k: seen.append(player(*a, **k)) or seen[-1])

    def open_and_take(page: str, **link: str) -> tuple[PlayerContent, Any]:
        app = visit(page, epochs="20", **{name: text for name, text in link.items() if text})
        app.session_state["closer"] = "One step"
        app.run()
        assert not app.exception, link
        assert not app.warning, link
        shown = seen[-1]
        file = html_page(shown, "A title", "A caption.")
        assert len(file) < 6e6, link
        content = unpack(gzip.decompress(base64.b64decode(Reader(file.decode()).scripts["run"])))
        assert content["figure"] == shown.content["figure"], link
        assert content["run"]["losses"][-1] == shown.content["run"]["losses"][-1]
        assert len(content["others"]) == len(shown.content["others"])
        assert [part["kind"] for part in content["parts"]] == [part["kind"] for part in shown.content["parts"]]
        assert content["row_points"] is None, link
        return shown, content

    return open_and_take


def test_every_two_choices_of_a_network_can_be_taken_away(taken: Taken) -> None:
    """Figure, run, A and the graph are there; no button is left that somebody would have to train for."""
    for link in in_pairs(OF_NETWORKS):
        with brought(link["data"]) as data:
            shown, content = taken("neural_network", **{**link, **data})
        assert all(part.get("editable") is None for part in content["parts"]), link
        # On the page a click chooses a row where the picture shows the rows as they are.
        assert shown.chooses_row == bool({"field", "network_curve"} & {track["kind"] for track in content["tracks"]})


def test_every_two_choices_of_a_classifier_can_be_taken_away(taken: Taken) -> None:
    """Figure, run, A or the run of the other loss are there; nobody is left to train from another start."""
    for link in in_pairs(OF_CLASSIFIERS):
        shown, content = taken("classifier", **link)
        if (link["data"], link["view"]) == ("passed", "both"):
            assert len(content["others"]) == 1, link
        # On the page a click in a landscape chooses a start, from which is trained at once.
        assert content["handles"] is None, link
        has_landscape = link["data"] == "passed" or (link["data"] != "penguins" and link["loss"] == "cross_entropy")
        assert bool(shown.content["handles"]) == has_landscape, link
