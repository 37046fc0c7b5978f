"""On phones, down to the narrowest, nothing is cut, runs into its neighbour or makes the page scroll sideways."""

from __future__ import annotations

import pytest

from tests.browser.appearance import serious, too_wide
from tests.browser.conftest import PHONE
from ui.lessons.registry import LESSONS

NARROW = (320, 640)
_CUT = """() => [...document.querySelectorAll(".slopewise-readouts :is(dt, dd)")]
  .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.innerText)"""
# As wide as its widest option asks for.
_SPEED = """(select) => {
  const shown = select.offsetWidth;
  select.style.cssText = "flex: none; width: max-content";
  const asked = select.offsetWidth;
  select.style.cssText = "";
  return [shown, asked];
}"""

# Menus that say less than all of their words.
_MENUS_CUT = """() => [...document.querySelectorAll("[data-testid=stMain] [data-testid=stSelectbox] input")]
  .filter((e) => e.scrollWidth > e.clientWidth).map((e) => `${e.ariaLabel}: ${e.value}`)"""
LONGEST = {
    "study_hours": ["?scaling=zscore_features&optimizer=nesterov", "?scaling=max&loss=huber"],
    "loss_explorer": ["?loss=huber&data=hubble_key_project_24"],
    "gradient_descent_animator": ["?data=hubble_key_project_24&view=race"],
    "hubble_age": ["?data=hubble_key_project_24&cosmology=lambda_cdm"],
    "crop_yields": ["?data=crop_yields_15"],
    "perceptron": ["?activation=leaky_relu&copies=4"],
}


@pytest.mark.parametrize("name", LONGEST)
def test_menus_say_all_of_their_words(page, open_lesson, name):
    """With the longest words that they have, on phones and on a laptop."""
    lesson = open_lesson(page, "", name)
    for query in LONGEST[name]:
        lesson.turn_to(query)
        for width in (360, 390, 1280):
            lesson.resize(width, 740)
            assert page.evaluate(_MENUS_CUT) == [], (query, width)
            assert too_wide(page) == [], (query, width)


@pytest.mark.parametrize("name", [lesson.name for lesson in LESSONS])
def test_a_lesson_fits_a_phone_and_is_for_everyone(new_page, open_lesson, name):
    """On phones nothing is wider than the screen or sticks out; axe-core finds nothing serious, light or dark.

    So nothing that a finger moves sideways is out of reach of a key. On the narrowest every readout is in its own
    place, too, and the menu of speeds says all of its words.
    """
    lesson = open_lesson(new_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2), "", name)
    assert too_wide(lesson.page) == []
    assert serious(lesson.page) == []
    lesson.resize(*NARROW)
    assert too_wide(lesson.page) == [], NARROW
    assert lesson.page.evaluate(_CUT) == []
    if lesson.speed.is_visible():
        shown, asked = lesson.speed.evaluate(_SPEED)
        assert shown >= asked
