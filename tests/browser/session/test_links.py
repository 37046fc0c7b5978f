"""A link is a run: what it says is shown, what it cannot mean is named, and history, reloads and haste do no harm."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import PATIENCE_MS, Lesson, descend, mean_squared_error


def loss_at(rate: float, epoch: int) -> float:
    return mean_squared_error(*descend(rate, epoch)[epoch])


def test_link_shows_the_same_run_in_a_fresh_browser(new_page, open_lesson):
    """Another browser that opens the link finds the same rate, epoch and loss, to the last digit."""
    here = open_lesson(new_page(), "?epochs=700")
    here.ruler.focus()
    for _ in range(3):
        here.page.keyboard.press("ArrowLeft")
    here.wait_for_url(learning_rate="0.0075")
    here.scrub.focus()
    here.page.keyboard.press("End")
    here.wait_for_url(epoch="700")
    here.page.keyboard.press("PageDown")
    here.wait_for("Number(d.epoch) < 700 && d.epoch === new URL(location.href).searchParams.get('epoch')")
    there = open_lesson(new_page(), here.page.url[here.page.url.index("?") :])
    assert there.shown == here.at_rest().shown
    assert there.shown.loss == pytest.approx(loss_at(0.0075, there.shown.epoch), rel=1e-10)
    assert there.query == here.query


def test_two_people_side_by_side_do_not_meet(new_page, open_lesson):
    """Two browsers with different settings that play at once each show their own run."""
    one = open_lesson(new_page(), "?learning_rate=0.005&epochs=2000")
    other = open_lesson(new_page(), "?learning_rate=0.03&epochs=300&scaling=none")
    for lesson in (one, other):
        lesson.button("Play").click()
        lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 5")
    one.train_for(2100)
    one.wait_for_url(epochs="2100")
    for lesson in (one, other):
        if lesson.shown.playing:
            lesson.button("Pause").click()
        lesson.at_rest()
    assert (one.shown.learning_rate, other.shown.learning_rate) == (0.005, 0.03)
    assert (one.query["epochs"], other.query["epochs"]) == (["2100"], ["300"])
    assert one.shown.loss == pytest.approx(loss_at(0.005, one.shown.epoch), rel=1e-9)
    assert other.shown.loss == pytest.approx(loss_at(0.03, other.shown.epoch), rel=1e-9)


def test_back_and_forward_restore_the_settings(page, open_lesson):
    """The browser's back brings the settings before the last change, its forward the ones after it."""
    lesson = open_lesson(page, "?epoch=20")
    for epochs in ("300", "500"):
        lesson.train_for(int(epochs))
        lesson.wait_for_url(epochs=epochs)
        lesson.wait_for("document.querySelector('[aria-label=Epoch]').max === a", epochs)
        lesson.at_rest()
    for go, epochs in (("back", "300"), ("forward", "500"), ("back", "300")):
        page.evaluate(f"history.{go}()")
        lesson.wait_for_url(epochs=epochs)
        lesson.wait_for("document.querySelector('[aria-label=Epoch]').max === a", epochs)
        expect(lesson.typed_epochs).to_have_value(epochs, timeout=PATIENCE_MS)
        lesson.at_rest()
        assert lesson.query["epochs"] == [epochs]


def test_settings_survive_a_visit_to_the_start_page(page, open_lesson):
    """Who leaves for the start page and comes back by the menu finds the lesson as it was left."""
    lesson = open_lesson(page, "?epochs=300")
    lesson.ruler.focus()
    page.keyboard.press("ArrowLeft")
    lesson.wait_for_url(learning_rate="0.0091")
    page.get_by_role("link", name="Start here").first.click()
    expect(page.get_by_role("heading", name="Slopewise")).to_be_visible(timeout=PATIENCE_MS)
    expect(lesson.root).to_have_count(0)
    page.get_by_role("link", name="Study Hours").first.click()
    lesson.wait_for("d.ready === 'true' && Number(d.learningRate) === 0.0091")
    lesson.wait_for_url(learning_rate="0.0091", epochs="300")
    lesson.at_rest()
    assert lesson.scrub.get_attribute("max") == "300"


def test_a_card_of_the_start_page_is_a_link_as_a_whole(page, server):
    """A press on the picture of a lesson leads to it."""
    page.goto(server.url, wait_until="commit")
    card = page.locator(".st-key-card_hubble_age")
    expect(card.get_by_role("link")).to_be_visible()
    box = card.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 30)
    expect(page.get_by_role("heading", name="Hubble Age", exact=True)).to_be_visible()


def test_start_page_leads_to_the_lesson_in_one_click(page, server):
    """*Start with Study Hours* opens the lesson, ready to play."""
    page.goto(server.url)
    page.get_by_role("button", name="Start with Study Hours").click()
    lesson = Lesson(page, server.url).at_rest()
    lesson.button("Play").click()
    lesson.wait_for("Number(d.epoch) > 0")


def test_reload_in_mid_run_begins_where_the_link_says(page, open_lesson):
    """A reload while it plays loses nothing but the moment: same settings, same loss, no complaint."""
    lesson = open_lesson(page, "?learning_rate=0.02&epochs=4000&epoch=7")
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 50")
    page.reload(wait_until="commit")
    lesson.at_rest()
    assert (lesson.shown.epoch, lesson.shown.learning_rate) == (7, 0.02)
    assert lesson.shown.loss == pytest.approx(loss_at(0.02, 7), rel=1e-10)


def test_thirty_quick_changes_end_in_the_last_ones_state(page, open_lesson):
    """However quickly epochs and rate are changed, picture, link, field and text end where the last change led."""
    lesson = open_lesson(page, "?epochs=1000")
    lesson.epochs.focus()
    for i in range(10):
        page.keyboard.press("ArrowRight")
        # At a person's pace, now quicker than the page's answer and now slower.
        lesson.frames(0.05 * (i % 6))
    lesson.at_rest()
    expect(lesson.typed_epochs).to_have_value("10,000")
    lesson.wait_for_url(epochs="10000")
    lesson.wait_for("document.querySelector('[aria-label=Epoch]').max === '10000'")
    lesson.at_rest()
    stop = lesson.stop()
    lesson.ruler.focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    lesson.wait_for_url(learning_rate="0.0015")
    lesson.at_rest()
    lesson.expect_text("A rate of 0.0015 converges smoothly.")
    assert lesson.stop() == stop - 20
    assert lesson.shown.learning_rate == 0.0015
    lesson.press("End")
    lesson.wait_for_epoch(10_000)
    lesson.at_rest()
    assert lesson.shown.loss == pytest.approx(loss_at(0.0015, 10_000), rel=1e-9)
    assert lesson.query == {"epochs": ["10000"], "learning_rate": ["0.0015"], "epoch": ["10000"]}


BAD = [
    ("learning_rate=abc", "`abc`", "a number above 0"),
    ("learning_rate=-1", "-1", "a number above 0"),
    ("learning_rate=0", "0", "a number above 0"),
    ("learning_rate=nan", "nan", "a number above 0"),
    ("learning_rate=1e99", "1e99", "a number above 0"),
    ("epochs=-5", "-5", "a whole number from 1 to 20,000"),
    ("epochs=1.5", "1.5", "a whole number from 1 to 20,000"),
    ("epochs=1e12", "1e12", "a whole number from 1 to 20,000"),
    ("data=iris", "iris", "study_hours_x10"),
    ("loss=hinge", "hinge", "huber"),
    ("optimizer=newton", "newton", "adagrad"),
    ("scaling=minmax&seed=-1", "minmax", "zscore"),
    ("epochs=100&epochs=200", "came 2 times", "Give it once"),
    ("loss=<script>alert(1)</script>", "<script>alert(1)</script>", "huber"),
    ("<script>alert(1)</script>=1", "<script>alert(1)</script>", "Known are"),
    ("data=[x](javascript:alert(1))**`$%5Cfrac%7B1%7D%7B2%7D$`", "[x](javascript:alert(1))", "study_hours_x10"),
    ("start=1,inf&hours=nan", "1,inf", "slope and intercept such as 5,40"),
    ("nonsense=" + "x%F0%9F%92%A5" * 800, "nonsense", "Known are"),
    ("optimizer=" + "%00a" * 2500, "optimizer", "rmsprop"),
]


def test_nonsense_in_a_link_is_named_and_the_default_used(page, open_lesson):
    """A note says which value was not usable and what would be; the default run is shown; the link is clean again."""
    lesson = open_lesson(page, f"?{BAD[0][0]}")
    for query, named, valid in BAD:
        lesson.turn_to("?epochs=50")
        lesson.turn_to(f"?{query}")
        assert_named(lesson, named, valid)


def assert_named(lesson, named, valid):
    page = lesson.page
    note = page.get_by_test_id("stAlert")
    expect(note).to_have_count(1)
    expect(note).to_contain_text(named.strip("`"))
    expect(note).to_contain_text(valid)
    assert len(note.inner_text()) < 800
    assert page.locator("script", has_text="alert(1)").count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    # The note comes before the run.
    lesson.at_rest()
    assert lesson.shown.learning_rate == 0.01
    assert lesson.scrub.get_attribute("max") == "1000"
    assert lesson.readout("loss") == pytest.approx(5938.375 + 5.5, rel=1)
    lesson.wait_for("location.search === ''")


def test_note_about_a_link_stays_while_a_long_run_grows(page, server):
    """What the link could not mean is still named when the page has drawn itself anew for a growing run."""
    lesson = Lesson(page, server.url)
    page.goto(f"{server.url}study_hours?optimizer=adam&epochs=20000&batch_size=1&loss=hinge", wait_until="commit")
    lesson.wait_for(
        "d.ready === 'true' && d.growing === 'true' && Number(document.querySelector('[aria-label=Epoch]').max) > 0"
    )
    first = int(lesson.scrub.get_attribute("max"))
    lesson.wait_for("Number(document.querySelector('[aria-label=Epoch]').max) > a", first)
    expect(page.get_by_test_id("stAlert")).to_contain_text("hinge", timeout=5000)
    page.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    lesson.wait_for("d.growing === 'false'")
