"""Present mode: one key fills the screen with large type, one key brings the page back."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.lesson import PATIENCE_MS

_SIZES = """() => {
  const size = (selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize);
  const graph = document.querySelector(".slopewise-graph")._fullLayout;
  return { value: size("[data-readout=loss] dd"), label: size("[data-readout=loss] dt"), ticks: graph.font.size,
           width: graph.width, height: graph.height };
}"""


def test_presenting_fills_the_screen_and_leaving_restores_the_page(page, open_lesson):
    """F and the button make the player full screen with larger type; doing it again restores every size."""
    lesson = open_lesson(page, "?epoch=50")
    for by in ("key", "button"):
        present_and_leave(lesson, by)


def present_and_leave(lesson, by):
    page = lesson.page
    before = page.evaluate(_SIZES)

    def switch(button):
        if by == "key":
            lesson.press_inside("f")
        else:
            button.click()

    switch(lesson.present)
    page.wait_for_function(
        "document.fullscreenElement === document.querySelector('.slopewise-player.present')", timeout=PATIENCE_MS
    )
    lesson.wait_for("document.querySelector('.slopewise-graph')._fullLayout.font.size > a", before["ticks"])
    during = page.evaluate(_SIZES)
    assert during["value"] > 1.4 * before["value"]
    assert during["label"] > 1.4 * before["label"]
    box = lesson.root.bounding_box()
    assert (box["x"], box["y"]) == (0, 0)
    assert box["width"] >= 1280
    # All of it is on the screen, and it works.
    assert lesson.root.evaluate("(e) => e.scrollHeight <= e.clientHeight && e.scrollWidth <= e.clientWidth")
    page.keyboard.press("ArrowRight")
    lesson.wait_for_epoch(51)
    page.keyboard.press("ArrowLeft")
    lesson.wait_for_epoch(50)
    switch(lesson.button("Leave full screen"))
    page.wait_for_function("document.fullscreenElement === null", timeout=PATIENCE_MS)
    expect(lesson.root).not_to_have_class("present")
    lesson.wait_for("document.querySelector('.slopewise-graph')._fullLayout.font.size === a", before["ticks"])
    lesson.wait_for("document.querySelector('.slopewise-graph')._fullLayout.width === a", before["width"])
    lesson.at_rest()
    assert page.evaluate(_SIZES) == before


def test_a_lesson_without_transport_has_the_button_too(page, open_lesson):
    """Loss Explorer plays nothing, and fills the screen all the same."""
    lesson = open_lesson(page, "", "loss_explorer")
    lesson.present.click()
    expect(page.locator(".slopewise-player.present")).to_be_visible()
    assert lesson.root.evaluate("(e) => e.scrollHeight <= e.clientHeight && e.scrollWidth <= e.clientWidth")
    lesson.button("Leave full screen").click()
    expect(page.locator(".slopewise-player.present")).to_have_count(0)


def test_a_phone_presents_one_whole_chart_at_a_time(new_page, open_lesson):
    """A chart with its axes and their titles is seen at once; the others are a swipe away, and the controls stay."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page)
    lesson.present.click()
    expect(page.locator(".slopewise-player.present")).to_be_visible()
    lesson.wait_for("document.querySelector('.slopewise-graph')._fullLayout.font.size > 13")
    pictures = page.locator(".slopewise-pictures")
    frame, title = pictures.bounding_box(), page.locator(".xtitle").first.bounding_box()
    assert title["y"] + title["height"] <= frame["y"] + frame["height"]
    assert pictures.evaluate("(e) => e.scrollHeight / e.clientHeight") > 2.5
    play = lesson.button("Play").bounding_box()
    assert play["y"] + play["height"] <= PHONE["height"]


def test_a_full_screen_says_what_it_shows(page, open_lesson):
    """Title, verdict, both runs with their rates and the view switch are there; four numbers; strokes grow, too."""
    lesson = open_lesson(page, "?kept=learning_rate:0.01&epoch=40", "gradient_descent_animator")
    stroke = "parseFloat(getComputedStyle(document.querySelector('[class*=tracetrack] path.js-line')).strokeWidth)"
    before = page.evaluate(stroke)
    heading = lesson.root.locator(".slopewise-heading")
    expect(heading).to_be_hidden()
    lesson.press_inside("f")
    expect(heading.get_by_role("heading", name="Gradient Descent Animator")).to_be_visible()
    expect(heading).to_contain_text("oscillates")
    expect(heading.get_by_role("listitem")).to_have_text(["B 0.03", "A 0.01"])
    expect(lesson.root.locator("[data-readout]").filter(visible=True)).to_have_count(4)
    page.wait_for_function(f"(before) => {stroke} > 1.2 * before", arg=before, timeout=PATIENCE_MS)
    lesson.button("A race").click()
    lesson.wait_for_url(view="race")
    expect(heading.get_by_role("listitem").last).to_have_text("Adam 2")
    expect(lesson.root.locator("[data-readout]").filter(visible=True)).to_have_count(4)
    expect(lesson.button("A race")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.fullscreenElement === document.querySelector('.slopewise-player.present')")


def test_play_and_ruler_stay_within_reach_on_a_phone(new_page, open_lesson):
    """Wherever a phone has scrolled to, both are at its bottom edge, and cover nothing of the page's end."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page)
    for to in ("0", "1e6"):
        page.get_by_test_id("stMain").evaluate(f"(main) => main.scrollTo(0, {to})")
        expect(lesson.button("Play")).to_be_in_viewport(ratio=1)
        expect(lesson.ruler).to_be_in_viewport(ratio=1)
    following = page.get_by_role("link", name="Next: Loss Explorer")
    expect(following).to_be_in_viewport(ratio=1)
    last, bar = following.bounding_box(), lesson.scrub.bounding_box()
    assert last["y"] + last["height"] <= bar["y"]
    lesson.button("Play").tap()
    lesson.wait_for("Number(d.epoch) > 3")
