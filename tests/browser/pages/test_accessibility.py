"""Everyone can use it: by keyboard, with a screen reader, on a phone, without a network."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.appearance import below_the_fold, serious, too_wide
from tests.browser.conftest import DESKTOP, PHONE
from ui.lessons.registry import LESSONS

FIT = "?fit=true&tutorial=true&hours=9&epoch=40"


def open_start(page, server):
    page.goto(server.url)
    expect(page.get_by_role("heading", name="Slopewise")).to_be_visible()
    expect(page.locator("img").last).to_be_visible()
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    return page


def test_axe_finds_nothing_serious_in_the_lesson(page, open_lesson):
    """axe-core finds nothing serious or critical in Study Hours, whatever is open, light or dark."""
    lesson = open_lesson(page, "?epoch=40")
    found = {"at rest": serious(page)}
    lesson.toggle("Fit it yourself")
    expect(lesson.handle("Line at 1 h")).to_be_visible()
    lesson.at_rest()
    found["by hand"] = serious(page)
    lesson.toggle("All controls")
    expect(page.get_by_label("Seed", exact=True)).to_be_visible()
    found["all controls"] = serious(page)
    lesson.turn_to("?learning_rate=0.05&loss=none")
    lesson.expect_text("The run diverged at epoch")
    found["diverged"] = serious(page)
    assert {state: said for state, said in found.items() if said} == {}


_FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  // A button's icon is a word to the page, and none to people.
  const words = (e.querySelector("[data-testid=stMarkdownContainer]") ?? e).innerText;
  const name = e.getAttribute("aria-label") || e.labels?.[0]?.innerText || words || e.dataset.title || e.tagName;
  e.scrollIntoView({ block: "nearest" });
  // A toggle's or a menu's focus is shown around the input it is made of.
  const around = "[data-baseweb=select], [data-testid=stCheckbox], [data-testid=stNumberInputContainer]";
  const box = (e.closest(around) ?? e).getBoundingClientRect();
  return { name: name.trim().split("\\n")[0], box: [box.x, box.y, box.width, box.height] };
}"""


def focus_is_seen(page, box) -> bool:
    """Return whether the focused control looks different without its focus."""
    x, y, width, height = box
    clip = {"x": max(0, x - 8), "y": max(0, y - 8), "width": width + 16, "height": height + 16}
    with_focus = page.screenshot(clip=clip)
    page.evaluate("window.focusedBefore = document.activeElement; window.focusedBefore.blur()")
    without = page.screenshot(clip=clip)
    page.evaluate("window.focusedBefore.focus()")
    return with_focus != without


def test_tab_reaches_every_control_and_shows_where_it_is(page, open_lesson):
    """Tab alone goes through all the player's controls and the page's, each with a visible focus."""
    open_lesson(page, f"{FIT}&all_controls=true")
    page.evaluate("document.activeElement?.blur()")
    # Transitions would show the focus a moment later than it is.
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    reached, hidden = [], []
    for _ in range(140):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused is None:
            break
        reached.append(focused["name"])
        if not focus_is_seen(page, focused["box"]):
            hidden.append(focused["name"])
    player = ["Line at 1 h", "Line at 8 h", "Slope and intercept", "To start", "Step back", "Play", "Step forward",
              "To end", "Epoch", "Speed", "Learning rate", "Epochs", "Epochs, typed",
              "Train from here"]  # fmt: skip
    missing = [name for name in player if name not in reached]
    assert missing == []
    tools = ("Reset lesson", "Copy link", "Keyboard shortcuts", "Theme", "Present")
    for label in (*tools, "Data", "Optimizer", "Fit it yourself", "A line that looks right", "Predict at hours"):
        assert any(label in name for name in reached), f"{label} is not among {reached}"
    assert hidden == []


def test_everything_works_by_keyboard_alone(page, open_lesson):
    """Play, ruler, epochs and the data menu are reached and used by keys alone."""
    lesson = open_lesson(page)
    page.evaluate("document.activeElement?.blur()")

    def tab_to(name):
        for _ in range(100):
            page.keyboard.press("Tab")
            focused = page.evaluate(
                """(() => {
                  const e = document.activeElement;
                  return e.getAttribute("aria-label") || e.labels?.[0]?.innerText || "";
                })()"""
            )
            if re.search(name, focused):
                return
        raise AssertionError(f"Tab never reached {name}")

    tab_to("^Play$")
    page.keyboard.press("Enter")
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 5")
    page.keyboard.press("Space")
    lesson.wait_for("d.playing === 'false'")
    tab_to("^Learning rate$")
    page.keyboard.press("ArrowRight")
    lesson.wait_for_url(learning_rate="0.011")
    tab_to("^Epochs, typed$")
    page.keyboard.press("Control+A")
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    lesson.wait_for("document.querySelector('[aria-label=Epoch]').max === '250'")
    lesson.at_rest()
    page.evaluate("document.activeElement?.blur()")
    tab_to("^Data$")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    lesson.wait_for_url(data="study_hours_x10")


def test_nothing_overflows_on_a_phone(new_page, open_lesson):
    """At 390 × 844 the page is no wider than the screen, and nothing in the player or beside it sticks out."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    lesson = open_lesson(page, FIT)
    assert too_wide(page) == []
    lesson.turn_to("?learning_rate=0.05&loss=hinge")
    assert too_wide(page) == []


def test_start_page_fits_a_phone(new_page, server):
    """At 390 × 844 the start page is no wider than the screen."""
    page = open_start(new_page(viewport=PHONE, has_touch=True, is_mobile=True), server)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390


def test_fitting_by_hand_is_on_the_first_screen(page, open_lesson):
    """At 1280 × 720 everything that fitting by hand needs is seen without scrolling."""
    open_lesson(page, FIT)
    assert below_the_fold(page) == []


def test_start_page_is_one_screen_for_everyone(page, server):
    """At 1280 × 720 all lessons are seen, here and in the bar; axe-core finds nothing serious in either theme."""
    open_start(page, server)
    expect(page.locator("header").get_by_role("link", name=LESSONS[-1].title)).to_be_visible()
    expect(page.locator("header").get_by_text(re.compile(r"^\d+ more$"))).not_to_be_visible()
    assert serious(page) == []
    cards = page.locator("[class*=st-key-card_]")
    expect(cards).to_have_count(len(LESSONS))
    for i in range(len(LESSONS)):
        box = cards.nth(i).bounding_box()
        assert box["y"] + box["height"] <= DESKTOP["height"]


def test_lesson_works_inside_a_blog_post(page, open_lesson):
    """With `?embed=true` there is no menu, no note about the link, and the player plays."""
    lesson = open_lesson(page, "?embed=true&learning_rate=0.02")
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    assert lesson.shown.learning_rate == 0.02
    lesson.button("Play").click()
    lesson.wait_for("Number(d.epoch) > 3")


def test_nothing_comes_from_another_host(page, server, open_lesson):
    """Both pages, played and presented, ask for nothing but what the app itself serves."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    open_start(page, server)
    lesson = open_lesson(page, "?epochs=50")
    lesson.button("Play").click()
    lesson.wait_for("Number(d.epoch) === 50 && d.playing === 'false'")
    assert len(asked) > 10
    port = server.url.split(":")[-1].strip("/")
    strangers = [url for url in asked if not re.match(rf"(http|ws)://127\.0\.0\.1:{port}/|data:|blob:http://127", url)]
    assert strangers == []
