"""A network's file: for every two choices of a link it holds what the page shows, and nothing that needs a page."""

from __future__ import annotations

import base64
import gzip

import pytest

from tests.ui.download.test_page import Reader
from tests.ui.pairs import in_pairs
from tests.ui.visits import visit
from ui.download.page import html_page
from ui.page import playing
from ui.player import PlayerContent, player

CHOICES = {
    "data": ("circles", "three_blobs", "sine"),
    "layers": ("none", "4", "3,2"),
    "optimizer": ("sgd", "adam"),
    "batch_size": ("all", "20"),
    "validation_share": ("0", "0.5"),
    "view": ("data", "hidden", "landscape", "starts"),
    "changed": ("", "0:0:0.5"),
    "kept": ("", "layers:2~epochs:20"),
}


def test_every_two_choices_can_be_taken_away(monkeypatch: pytest.MonkeyPatch, unpack) -> None:
    """Figure, run, A and the graph are there; no button is left that somebody would have to train for."""
    seen: list[PlayerContent] = []
    monkeypatch.setattr(playing, "player", lambda *a, **k: seen.append(player(*a, **k)) or seen[-1])
    for link in in_pairs(CHOICES):
        app = visit("neural_network", epochs="20", **{name: text for name, text in link.items() if text})
        app.session_state["closer"] = "One step"
        app.run()
        assert not app.exception, link
        shown = seen[-1]
        page = html_page(shown, "A title", "A caption.")
        assert len(page) < 6e6, link
        content = unpack(gzip.decompress(base64.b64decode(Reader(page.decode()).scripts["run"])))
        assert content["figure"] == shown.content["figure"], link
        assert content["run"]["losses"][-1] == shown.content["run"]["losses"][-1]
        assert len(content["others"]) == len(shown.content["others"])
        assert [part["kind"] for part in content["parts"]] == [part["kind"] for part in shown.content["parts"]]
        assert all(part.get("editable") is None for part in content["parts"]), link
        assert content["row_points"] is None, link
        # On the page a click chooses a row where the picture shows the rows as they are.
        assert shown.chooses_row == bool({"field", "network_curve"} & {track["kind"] for track in content["tracks"]})
