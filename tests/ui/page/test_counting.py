"""Wherever a page counts, one is one: no "1 epochs"."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.visits import closer_views, look_closer, said, visit

PLURALS = re.compile(
    r"(?<![\d.,])1 (?:more )?(?:epochs|iterations|rows|steps|points|starts|resamples|features|targets|parameters|"
    r"numbers|observations|degrees|columns|guesses)\b"
)
VISITS: list[tuple[str, dict[str, Any]]] = [
    ("study_hours", {"batch_size": "1"}),
    ("study_hours", {"kept": "epochs:1"}),
    ("study_hours", {"optimizer": "adam", "loss": "mae"}),
    ("gradient_descent_animator", {}),
    ("gradient_descent_animator", {"earlier": "5:0.01"}),
    ("gradient_descent_animator", {"view": "worlds"}),
    ("gradient_descent_animator", {"view": "race", "racer2": "adam 0.5 1"}),
    ("hubble_age", {"view": "starts"}),
    ("hubble_age", {"view": "sure", "resamples": "1"}),
    ("crop_yields", {"batch_size": "1"}),
    ("crop_yields", {"data": "crop_yields_15"}),
    ("perceptron", {}),
    ("perceptron", {"start": "0.9,0.9"}),
]


def closer(app: AppTest) -> str:
    """Return what each of the page's closer views says, code and labels too."""
    texts = []
    for view in closer_views(app):
        look_closer(app, view)
        assert not app.exception
        texts += [said(app), *(code.value for code in app.code)]
    return "\n".join(texts)


@pytest.mark.parametrize(("page", "link"), VISITS, ids=str)
def test_a_single_epoch_is_one(page: str, link: dict[str, Any]) -> None:
    """A run of one epoch, seen at it, is told in the singular in notes, tables, code and closer views."""
    app = visit(page, epochs="1", epoch="1", **link)
    assert not app.exception
    text = said(app) + closer(app)
    assert PLURALS.findall(text) == []
    assert re.search(r"(?<![\d.,])1 (?:epoch|iteration)\b", text)
