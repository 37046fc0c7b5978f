"""Long work is seen, can be stopped, and is left when nobody waits for it; a diverging run says why."""

from __future__ import annotations

import math
import re
import time
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import PATIENCE_MS, Lesson

LONG = "?optimizer=adam&epochs=20000&batch_size=1"
# The app keeps what one test has trained for the next: each has a run of its own.
_SEEDS = count(1)


def open_growing(lesson, query=LONG):
    lesson.page.goto(f"{lesson.url}study_hours{query}&seed={next(_SEEDS)}", wait_until="commit")
    lesson.page.wait_for_function(
        'document.querySelector(\'.slopewise-player[data-ready="true"][data-growing="true"]\')', timeout=PATIENCE_MS
    )
    return lesson


@pytest.fixture
def growing(page, server):
    return open_growing(Lesson(page, server.url))


def test_long_run_grows_before_the_eyes_and_stops_on_demand(page, growing):
    """Progress and curve grow; Stop leaves what there is; the page stays usable."""
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.get_by_test_id("stProgress")).to_contain_text("of 20,000")
    first = int(growing.scrub.get_attribute("max"))
    assert 0 < first < 20_000
    growing.wait_for("Number(document.querySelector('[aria-label=Epoch]').max) > a", first)
    page.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    growing.wait_for("d.growing === 'false'")
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    growing.at_rest()
    last = int(growing.scrub.get_attribute("max"))
    assert first < last < 20_000
    growing.button("To end").click()
    growing.wait_for_epoch(last)
    assert math.isfinite(growing.shown.loss)
    growing.at_rest()
    assert int(growing.scrub.get_attribute("max")) == last


def test_the_end_of_a_growing_run_is_the_one_it_is_to_have(page, server):
    """To end, pressed while it grows, goes along with the run to its last epoch, and the link says so."""
    lesson = open_growing(Lesson(page, server.url), "?optimizer=adam&epochs=5000&batch_size=1")
    lesson.button("To end").click()
    lesson.wait_for_epoch(5000)
    lesson.wait_for_url(epoch="5000")


def test_changed_control_abandons_the_long_run(page, growing):
    """A new setting while it trains is answered with the new run, and the old one is gone."""
    growing.train_for(50)
    growing.wait_for("d.growing === 'false' && document.querySelector('[aria-label=Epoch]').max === '50'")
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    growing.wait_for_url(epochs="50")


def test_long_run_plays_while_it_grows(page, growing):
    """Playback goes on while chunks arrive, and is not thrown back by them."""
    growing.speed.select_option("60")
    growing.button("Play").click()
    growing.wait_for("d.playing === 'true'")
    seen = page.evaluate(
        """async () => {
          const player = document.querySelector(".slopewise-player");
          const scrub = player.querySelector("[aria-label=Epoch]");
          const seen = [Number(player.dataset.epoch)];
          for (let grown = 0, max = scrub.max; grown < 3 && player.dataset.growing === "true"; ) {
            await new Promise(requestAnimationFrame);
            seen.push(Number(player.dataset.epoch));
            if (scrub.max !== max) { grown += 1; max = scrub.max; }
          }
          return seen;
        }"""
    )
    assert seen == sorted(seen)
    assert seen[-1] > seen[0]


@pytest.mark.usefixtures("growing")
def test_nobody_computes_for_a_closed_page(page, server):
    """When the page is closed in the middle of its training, the server falls silent."""
    page.close()
    deadline = time.monotonic() + 60
    share = 1.0
    while share > 0.2 and time.monotonic() < deadline:
        start, used = time.monotonic(), server.cpu_seconds()
        time.sleep(1)
        share = (server.cpu_seconds() - used) / (time.monotonic() - start)
    assert share <= 0.2


def test_diverging_run_says_when_along_what_and_offers_a_way_out(page, open_lesson):
    """Above the critical rate the page names when, where to and how fast, and leads to a rate that holds."""
    lesson = open_lesson(page, "?learning_rate=0.05")
    lesson.expect_text(re.compile(r"The run diverged at epoch \d+"))
    note = page.locator("p", has_text="The run diverged at epoch")
    # 1 − 0.05 × λmax, with λmax = 52.600766272276374, and the critical rate 2/λmax.
    expect(note).to_contain_text("−1.630")
    expect(note).to_contain_text("below 0.03802")
    expect(note).to_contain_text("slope : intercept = 1.00 : 0.178")
    last = int(lesson.scrub.get_attribute("max"))
    assert last < 1000
    assert 98 < lesson.panel(0)["y"][1] < 1000
    lesson.button("To end").click()
    lesson.wait_for_epoch(last)
    assert math.isfinite(lesson.shown.loss)
    # The picture has zoomed out with the line.
    lesson.at_rest()
    low, high = lesson.panel(0)["y"]
    assert low < 48
    assert high > 10_000
    page.get_by_role("button", name=f"Go to epoch {last - 1}, just before it diverged").click()
    lesson.wait_for_epoch(last - 1)
    lesson.expect_text("Last steps before the overflow")
    expect(page.get_by_role("cell", name=str(last), exact=True)).to_be_visible()
    lesson.at_rest()
    offer = page.get_by_role("button", name=re.compile(r"Try 0\.0"))
    rate = offer.inner_text().split()[-1]
    assert float(rate) < 0.03802
    offer.click()
    lesson.wait_for_url(learning_rate=rate)
    expect(note).to_have_count(0, timeout=PATIENCE_MS)
    lesson.wait_for("document.querySelector('[aria-label=Epoch]').max === '1000'")
    lesson.at_rest()
    lesson.press("End")
    lesson.wait_for_epoch(1000)
    assert lesson.shown.loss < 20


def test_a_link_is_followed_whenever_it_is_clicked_while_a_run_is_trained(page, growing):
    """Between two parts of the training too, when the page asks to be run again; back and forward likewise."""
    page.get_by_role("link", name="Loss Explorer").first.click()
    growing.arrive("Loss Explorer")
    for pause_ms in (0, 130, 260, 390):
        page.go_back()
        growing.wait_for("d.growing === 'true'")
        expect(page.get_by_role("heading", name="Study Hours", exact=True)).to_be_visible()
        page.wait_for_timeout(pause_ms)
        page.go_forward()
        growing.arrive("Loss Explorer")
