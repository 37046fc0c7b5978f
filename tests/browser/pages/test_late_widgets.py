"""What a link says stays, however late the page's own widgets come into the browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import Lesson

WIDGETS = re.compile(r"/static/js/(NumberInput|Selectbox|Checkbox|ButtonGroup|Slider)\.[^/]*\.js$")
COMMON = {"optimizer": "adam", "loss": "mae"}
LINKS = {
    "study_hours": {
        **COMMON, "epochs": "700", "scaling": "zscore", "fit": "true", "tutorial": "true", "hours": "5.5",
    },
    "loss_explorer": {"data": "study_hours", "loss": "mae", "look": "sticks", "best": "true", "add": "true"},
    "gradient_descent_animator": {
        **COMMON, "epochs": "70", "view": "race", "racer2": "nesterov 0.02 1", "racer3": "none",
    },
    "hubble_age": {**COMMON, "epochs": "70", "omega_matter": "0.4", "batch_size": "5"},
    "crop_yields": {**COMMON, "epochs": "70", "data": "crop_yields_15", "view": "plane", "target": "oranges"},
    "perceptron": {"epochs": "70", "activation": "leaky_relu", "loss": "mse", "copies": "2", "start": "uniform"},
}  # fmt: skip
INSIDE = {"momentum": "0.5", "optimizer": "momentum", "seed": "7", "start": "random"}


def linked(settings: dict[str, str]) -> str:
    return "?" + "&".join(f"{name}={value.replace(' ', '+')}" for name, value in settings.items())


def release(lesson: Lesson) -> None:
    """Say something by the player, and wait until the page has answered."""
    before = lesson.page.url
    if lesson.button("Step forward").is_visible():
        lesson.button("Step forward").click()
    else:
        lesson.handle("Left end of the line").press("ArrowUp")
    lesson.page.wait_for_function("before => location.href !== before", arg=before)
    lesson.at_rest()


@pytest.mark.parametrize("name", LINKS)
def test_widgets_that_come_after_a_release_change_nothing(page, server, name):
    """With their scripts held back until two releases have been answered, a third leaves the link as it was."""
    waiting = []
    page.route(WIDGETS, lambda route: waiting.append(route))
    lesson = Lesson(page, server.url).open(linked(LINKS[name]), name)
    linked_to = lesson.query
    assert {key: [value] for key, value in LINKS[name].items()}.items() <= linked_to.items()
    for _ in range(2):
        release(lesson)
    assert waiting
    for route in waiting:
        route.continue_()
    page.unroute(WIDGETS)
    expect(page.get_by_test_id("stMain").get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.get_by_role("combobox").nth(1)).to_be_visible()
    expect(page.get_by_role("spinbutton").or_(page.get_by_role("radiogroup")).first).to_be_visible()
    for _ in range(2):
        release(lesson)
    assert {key: value for key, value in lesson.query.items() if key in linked_to} == linked_to


def test_what_unfolds_keeps_what_the_link_says(page, open_lesson):
    """Of all controls, drawn after a release, each has the link's value, and keeps it."""
    lesson = open_lesson(page, linked(INSIDE))
    release(lesson)
    lesson.toggle("All controls")
    lesson.wait_for_url(all_controls="true")
    expect(page.get_by_role("combobox", name="Device")).to_be_visible()
    expect(lesson.field("Seed")).to_have_value("7")
    release(lesson)
    expected = {key: [value] for key, value in INSIDE.items()}
    assert {key: value for key, value in lesson.query.items() if key in expected} == expected
