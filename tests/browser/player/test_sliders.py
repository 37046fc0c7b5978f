"""Sliders in the pictures say where they stand, for people who do not see them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

# Of every slider on show: its name, and its four words.
_SLIDERS = """() => [...document.querySelectorAll("[role=slider]")].filter((e) => e.checkVisibility()).map((e) => [
  e.ariaLabel, ...["min", "max", "now"].map((end) => parseFloat(e.getAttribute(`aria-value${end}`))),
  e.getAttribute("aria-valuetext"),
])"""


@pytest.mark.parametrize(
    ("name", "query"),
    [("study_hours", "?fit=true"), ("loss_explorer", ""), ("perceptron", ""), ("hubble_age", "?predict=true")],
)
def test_sliders_say_their_limits(page, open_lesson, name, query):
    """Every grip says the ends of its panel's axis, where it is between them, and so in words; after a zoom, too."""
    lesson = open_lesson(page, query, name)
    if "predict" in query:
        lesson.press("Space")
        lesson.root.get_by_label(re.compile("Age after")).check()
    expect(lesson.root.locator("[role=slider]").first).to_be_visible()
    seen = page.evaluate(_SLIDERS)
    for said in seen:
        _, low, high, now, words = said
        assert low <= now <= high, said
        assert low < high, said
        assert words
    # The first grip on show stands in a panel whose axis has these ends.
    axes = [lesson.panel(i)["y"] for i in range(3)]
    logs = [[10**end for end in axis] for axis in axes if max(axis) < 9]
    for _, low, high, _, _ in seen:
        assert any([low, high] == pytest.approx(axis, rel=1e-4, abs=1e-4) for axis in axes + logs)
    if name == "study_hours":
        page.evaluate("Plotly.relayout(document.querySelector('.slopewise-graph'), { 'yaxis.range': [-50, 500] })")
        lesson.wait_for("document.querySelector('[role=slider]').getAttribute('aria-valuemax') === '500'")
        assert page.evaluate(_SLIDERS)[0][1] == -50
