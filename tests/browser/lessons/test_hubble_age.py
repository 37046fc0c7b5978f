"""Hubble Age: the age follows every epoch, two hundred starts close in, resamples show how sure."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.appearance import below_the_fold, serious, too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import MODEL_DARK, MODEL_LIGHT

PAGE = "hubble_age"
GALAXIES, MIDDLE, AGES = range(3)
GYR = 977.7922216807892
FLAT = 0.964099381639469  # the age of a flat universe with Ωm = 0.3, as a part of its Hubble time
# After 1, 100 and 500 epochs, in training units, from 60-digit arithmetic; the slopes' unit is 1794 / 21.88.
SCALED = {1: 0.03276337227740828, 100: 0.5102358745014027, 500: 0.9097000125360386}
UNIT = 1794 / 21.88
VIEWS = ("?view=training&epoch=500", "?view=starts&epoch=120", "?view=sure&epoch=500&cosmology=lambda_cdm")


def expect_row(page, name, **cells) -> None:
    """Wait until the table of answers, which comes after the player, has these cells in the row of that name.

    `age` is that of an empty universe, `age_there` that of the universe on show.
    """
    found = page.get_by_role("row").filter(has=page.get_by_role("cell", name=name)).get_by_role("cell")
    for column, text in cells.items():
        expect(found.nth(("h0", "intercept", "age", "age_there").index(column) + 1)).to_have_text(text)


def view_button(page, name):
    return page.get_by_role("radio", name=name, exact=True)


def test_age_ticks_with_every_epoch(page, open_lesson):
    """Step by step the slope and the Hubble time are those of exact arithmetic; the age is its part of 1/H₀."""
    lesson = open_lesson(page, "?epoch=1", PAGE)
    assert lesson.readout("hubble_time") == pytest.approx(GYR / (UNIT * SCALED[1]), rel=1e-5)
    ages = [lesson.readout("age")]
    for epoch in (2, 3, 4):
        lesson.button("Step forward").click()
        lesson.wait_for_epoch(epoch)
        ages.append(lesson.readout("age"))
        assert ages[-1] * lesson.readout("slope") == pytest.approx(FLAT * GYR, rel=2e-5)
    assert ages == sorted(set(ages), reverse=True)
    lesson.wait_for_url(epoch="4")
    for epoch, weight in SCALED.items():
        lesson.turn_to(f"?epoch={epoch}").wait_for_epoch(epoch)
        assert lesson.readout("slope") == pytest.approx(UNIT * weight, rel=1e-5)
        assert lesson.readout("hubble_time") == pytest.approx(GYR / (UNIT * weight), rel=1e-5)


def test_a_falling_line_has_no_age(page, open_lesson):
    """Where a diverging run has a slope below 0, no negative age is shown, in the numbers or in the picture."""
    lesson = open_lesson(page, "?learning_rate=1&epochs=40&epoch=20", PAGE)
    assert lesson.readout("slope") < 0
    for name in ("hubble_time", "age"):
        expect(page.locator(f"[data-readout={name}] dd")).to_have_text("–")


def test_the_answer_of_a_short_training_beside_the_exact_ones(page, open_lesson):
    """After 500 epochs: 74.5887 and 13.1091; least squares and `polyfit` 12.165, through 0 12.502, all 24 12.844."""
    lesson = open_lesson(page, "?epoch=500&cosmology=empty", PAGE)
    assert lesson.shown.loss == pytest.approx(0.01989221096702794, rel=1e-10)
    # In an empty universe the age is the Hubble time, which is said once.
    assert {key: lesson.readout(key) for key in ("slope", "age")} == {"slope": 74.5887, "age": 13.1091}
    expect(lesson.root.locator("[data-readout=hubble_time]")).to_have_count(0)
    expect_row(page, re.compile("this run, epoch 500"), h0="74.59", intercept="40.0", age="13.109")
    exact = {"h0": "80.38 ± 10.11", "intercept": "−30.7 ± 129.7", "age": "12.165"}
    expect_row(page, "least squares, 23 galaxies", **exact)
    expect_row(page, re.compile("polyfit"), **exact)
    expect_row(page, "least squares through the origin", h0="78.21 ± 4.18", intercept="0.0", age="12.502")
    expect_row(page, re.compile("all 24 galaxies"), h0="76.13 ± 9.49", age="12.844")
    expect_row(page, re.compile("1929"), age="2.153")
    expect_row(page, re.compile("Planck"), age="14.507")
    expect_row(page, re.compile("SH0ES"), age="13.387")
    for words in (
        "The loss is 1.6% above the lowest possible loss, the slope 7.2% too low",
        "13.1 against 12.2 is unfinished training",
        "The fitted one is −31 ± 130 km/s, compatible with 0",
        "an error 2.4 times smaller",
        "0.05 is 8.3 times that",
        "454 km/s/Mpc, a Hubble time of 2.15 billion years: younger than the Earth",
    ):
        lesson.expect_text(re.compile(re.escape(words)))


def test_point_of_the_age_stands_on_its_axis(page, open_lesson):
    """The canvas and Plotly place the age where Plotly's own logarithmic axis has it."""
    lesson = open_lesson(page, "?epoch=300", PAGE)
    place = lesson.place(AGES, 300, lesson.readout("age"))
    lesson.wait_for_colour(MODEL_LIGHT, place)
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 320")
    lesson.button("Pause").click()
    lesson.at_rest()
    lesson.wait_for_colour(MODEL_LIGHT, lesson.place(AGES, lesson.shown.epoch, lesson.readout("age")))


def test_galaxies_tell_their_names(page, open_lesson):
    """The mouse on the farthest galaxy shows its name, distance and velocity."""
    lesson = open_lesson(page, "", PAGE)
    left, top = lesson.origin()
    x, y = lesson.place(GALAXIES, 21.88, 1473)
    page.mouse.move(left + x - 30, top + y)
    page.mouse.move(left + x, top + y, steps=5)
    label = lesson.root.locator(".hoverlayer")
    expect(label).to_contain_text("NGC1425")
    expect(label).to_contain_text("21.88, 1473")


def test_every_start_closes_in(page, open_lesson):
    """200 dots fall into the valley and gather: at 300, 500, 1000 epochs the ranges of exact arithmetic are named."""
    lesson = open_lesson(page, "?view=starts&epochs=1000", PAGE)
    for words in (
        "after 300 epochs: slopes from 41.94 to 88.95 km/s/Mpc, Hubble times from 10.99 to 23.32 billion years",
        "after 500 epochs: slopes from 65.48 to 83.70 km/s/Mpc",
        "after 1,000 epochs: slopes from 78.98 to 80.69 km/s/Mpc",
        "From epoch 1,117 on every start is within 1%",
    ):
        lesson.expect_text(re.compile(re.escape(words)))
    lesson.sent.clear()
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 60")
    frames = lesson.frames(0.5)
    assert len({digest for _, digest in frames}) > len(frames) / 2
    assert lesson.sent == []
    lesson.wait_for("d.playing === 'false' && Number(d.epoch) === 1000")
    lesson.at_rest()
    # All have gathered around the exact answer: half-way down the valley nothing is left of them.
    answer = lesson.place(MIDDLE, 80.37766723384681 / UNIT, -30.667903548881114 / 1794)
    assert lesson.ink(MODEL_LIGHT, answer, 8) + lesson.ink(MODEL_LIGHT, answer, 12) > 0
    assert lesson.ink(MODEL_LIGHT, lesson.place(MIDDLE, 0.5, 0.25), 6) == 0


def test_training_until_every_start_agrees(page, open_lesson):
    """The button trains 1,117 epochs and stands at the last one: from zero the slope is within 1% there."""
    lesson = open_lesson(page, "?view=starts", PAGE)
    page.get_by_role("button", name="Train 1,117 epochs").click()
    lesson.wait_for_url(epochs="1117", epoch="1117")
    lesson.wait_for("Number(d.epoch) === 1117")
    lesson.at_rest()
    assert lesson.readout("slope") == pytest.approx(80.37766723384681, rel=0.01)
    expect(page.get_by_role("button", name="Train 1,117 epochs")).to_have_count(0)


def test_views_by_mouse_and_keyboard(page, open_lesson):
    """A click leads to the starts, arrow keys on to the resamples; the link follows, and the epoch stays."""
    lesson = open_lesson(page, "?epoch=400", PAGE)
    view_button(page, "Many starting points").click()
    lesson.wait_for_url(view="starts", epoch="400")
    lesson.expect_text("Starts drawn from (−1, 1)²")
    lesson.at_rest()
    assert lesson.shown.epoch == 400
    view_button(page, "Many starting points").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    lesson.wait_for_url(view="sure", epoch="400")
    lesson.expect_text("So 12.2, 13.1 and 13.6 agree")
    lesson.at_rest()
    assert lesson.shown.epoch == 400


def test_how_sure(page, open_lesson):
    """Both intervals are told, r and F put right, and the run's point stands among the resamples at its age."""
    lesson = open_lesson(page, "?view=sure&epoch=500", PAGE)
    for words in (
        "Student’s t: 59.34 to 101.4 km/s/Mpc, 9.6 to 16.5 billion years",
        "So 12.2, 13.1 and 13.6 agree",
        "Pearson’s r is 0.866 here, and F is 63.158",
        "NGC 4639. With it the slope is 76.13 instead of 80.38 km/s/Mpc",
    ):
        lesson.expect_text(re.compile(re.escape(words)))
    said = page.get_by_text(re.compile("by 2,000 resamples")).inner_text()
    young, old = (float(found) for found in re.search(r"([\d.]+) to ([\d.]+) billion", said).groups())
    assert young < 12.2 < 13.6 < old
    lesson.wait_for_colour(MODEL_LIGHT, lesson.place(AGES, 13.109111470070863, 0))
    lesson.wait_for_colour(MODEL_LIGHT, lesson.place(MIDDLE, 74.58874874267154, 0))
    field = lesson.field("Resamples")
    field.fill("0")
    field.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_contain_text("0 resamples cannot be drawn; the default 2000 is used")
    lesson.at_rest()
    assert young == pytest.approx(float(re.search(r"([\d.]+) to [\d.]+ billion", said)[1]))


def test_universes(page, open_lesson):
    """Dark energy with Ωm = 0.3 makes 12.638 of 13.109, matter alone 8.739; Ωm of 2 gets a word and changes nothing."""
    lesson = open_lesson(page, "?epoch=500&cosmology=empty", PAGE)
    lesson.choose("Universe", "Flat, with dark energy (ΛCDM)")
    lesson.wait_for_url(cosmology=None)
    lesson.wait_for("document.querySelector('[data-readout=age] dt').textContent.includes('0.9641')")
    assert lesson.readout("hubble_time") == 13.1091
    assert lesson.readout("age") == pytest.approx(0.964099381639469 * 13.109111470070863, rel=1e-5)
    expect_row(page, re.compile("Planck"), age_there="13.986")
    field = lesson.field("Matter Ωm")
    field.fill("0.315")
    field.press("Enter")
    lesson.wait_for_url(omega_matter="0.315")
    lesson.wait_for("document.querySelector('[data-readout=age] dt').textContent.includes('0.951')")
    expect_row(page, re.compile("Planck"), age_there="13.796")
    for typed, word in (
        ("2", "more matter than a flat universe has room for"),
        ("0", "too little"),
        ("-1", "too little"),
    ):
        field.fill(typed)
        field.press("Enter")
        expect(page.get_by_test_id("stAlert")).to_contain_text(word)
        expect(page.get_by_test_id("stAlert")).to_contain_text("the default 0.3 is used. Use a number from 0.001 to 1")
        expect(field).to_have_value(re.compile(r"^0\.30*$"))
        lesson.at_rest()
    field.fill("1")
    field.press("Enter")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    lesson.wait_for("document.querySelector('[data-readout=age] dt').textContent.includes('0.6667')")
    lesson.at_rest()
    lesson.choose("Universe", "Einstein–de Sitter: matter alone")
    lesson.wait_for_url(cosmology="einstein_de_sitter")
    lesson.wait_for("document.querySelector('[data-readout=age] dt').textContent.includes('0.6667')")
    assert lesson.readout("age") == pytest.approx(2 / 3 * 13.109111470070863, rel=1e-5)


def test_hubbles_own_data_are_younger_than_the_earth(page, open_lesson):
    """His nebulae of 1929 give 454 km/s/Mpc and 2.15 billion years, below the line of the Earth."""
    lesson = open_lesson(page, "?epochs=3000&epoch=3000", PAGE)
    lesson.choose("Data", "Hubble's own data of 1929")
    lesson.wait_for_url(data="hubble_1929")
    lesson.expect_text(
        re.compile("They give 454 km/s/Mpc, a Hubble time of 2.15 billion years: younger than the Earth")
    )
    lesson.wait_for("document.querySelector('[data-readout=slope] dd').textContent.startsWith('454')")
    lesson.at_rest()
    assert lesson.readout("hubble_time") == pytest.approx(2.152975995985878, rel=1e-5)
    earth = page.evaluate(
        "document.querySelector('.slopewise-graph')._fullData.find((trace) => trace.name === 'the Earth').y[0]"
    )
    assert earth == 4.54


def test_link_shows_the_same_in_a_fresh_browser(new_page, open_lesson):
    """Another browser that opens the link sees the same numbers, words and picture."""
    pages = new_page(), new_page()
    for query in VIEWS:
        seen = []
        for page in pages:
            lesson = open_lesson(page, f"{query}&seed=5&learning_rate=0.1", PAGE)
            keys = ("epoch", "loss", "slope", "intercept", "hubble_time", "age")
            numbers = {key: lesson.readout(key) for key in keys}
            words = page.get_by_test_id("stMarkdownContainer").all_inner_texts()
            digests = {digest for _, digest in lesson.frames(0.1)}
            seen.append((numbers, words, digests, lesson.query))
        assert seen[0] == seen[1], query


def test_axe_finds_nothing_serious_in_any_view(page, open_lesson):
    """All is on the first screen in each view, and axe-core finds nothing serious, whatever is open."""
    lesson = open_lesson(page, "", PAGE)
    found = {}
    for query in VIEWS:
        lesson.turn_to(query)
        assert below_the_fold(page) == [], query
        found[query] = serious(page)
    page.get_by_role("radio", name="From slope to age").click()
    lesson.at_rest()
    expect(page.locator(".katex").first).to_be_visible()
    found["closer"] = serious(page)
    lesson.turn_to("?scaling=none&omega_matter=7")
    lesson.expect_text("The run diverged at epoch")
    found["diverged"] = serious(page)
    assert {state: said for state, said in found.items() if said} == {}


def test_every_view_fits_a_phone(new_page, open_lesson):
    """On a phone nothing is wider than it, in each view, and all works by touch."""
    phone = new_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2, color_scheme="dark")
    lesson = open_lesson(phone, "", PAGE)
    for query in VIEWS:
        lesson.turn_to(query)
        assert too_wide(phone) == [], query
    view_button(phone, "Many starting points").tap()
    lesson.wait_for_url(view="starts")
    lesson.at_rest()
    lesson.button("To end").tap()
    lesson.wait_for_epoch(500)
    phone.evaluate("document.querySelector('.slopewise-graph').scrollIntoView()")
    lesson.wait_for_colour(MODEL_DARK, lesson.place(GALAXIES, 15, 15 * 74.58874874267154 + 39.9563))


def test_common_mistakes_are_listed_and_shown(page, open_lesson):
    """Nine, with the numbers that are true; a button leads up to the pictures, which then show it, and Back back."""
    lesson = open_lesson(page, "?seed=7", PAGE)
    page.get_by_role("radio", name="Common mistakes").click()
    expect(page.get_by_role("button", name=re.compile("^Show me "))).to_have_count(9)
    mistakes = page.locator(".st-key-mistakes")
    for number in ("13.1", "10.99 to 23.32", "63.158", "0.9641", "−31 ± 130", "9.6 to 16.5", "8.3 times", "2.15"):
        expect(mistakes).to_contain_text(number)
    lesson.at_rest()
    assert serious(page) == []
    page.get_by_role("button", name="Show me a flat curve and a slope 7% too low").click()
    lesson.wait_for_epoch(500)
    expect(lesson.button("Play")).to_be_in_viewport()
    expect(lesson.button("Play")).to_be_focused()
    assert lesson.readout("slope") == pytest.approx(74.58874874267154, rel=1e-4)
    lesson.wait_for_url(seed="7", epoch="500")
    page.go_back()
    lesson.wait_for_epoch(0)
    lesson.wait_for_url(seed="7")


def test_progress_of_the_starts_ends_where_they_stop(page, open_lesson):
    """Every start is trained for 2,000 epochs at most: the bar counts to these, not to those of the one run.

    Of twelve steps an epoch, it shows for seconds.
    """
    lesson = open_lesson(page, "?epochs=2100&batch_size=2&optimizer=adam", "hubble_age")
    page.get_by_role("radio", name="Many starting points").or_(
        page.get_by_role("button", name="Many starting points")
    ).first.click()
    progress = page.get_by_test_id("stProgress")
    expect(progress).to_contain_text("of 2,000")
    expect(progress).to_have_count(0)
    lesson.at_rest()
