"""The ruler: pictures follow the finger without a word to the server, and the page follows on release."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from core.data import load
from core.exact import stability
from core.model import Recipe
from tests.browser.lesson import LOSS_LIGHT, descend, mean_squared_error
from ui.player import Limits

CURVE = 1


def losses_of(rate: float, epochs: int = 1000) -> list[float]:
    return [mean_squared_error(w, b) for w, b in descend(rate, epochs)]


def test_dragging_by_mouse_shows_other_runs_and_sends_nothing_until_release(page, open_lesson):
    """Each rate under the mouse shows its own trained run, loss and curve, in the browser alone; release tells."""
    lesson = open_lesson(page, "?epoch=1000")
    stop = lesson.stop()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop))
    page.mouse.down()
    lesson.sent.clear()
    seen = []
    for target in (stop - 6, stop - 12, stop - 24):
        page.mouse.move(*lesson.thumb(lesson.ruler, target), steps=5)
        lesson.wait_for("Number(document.querySelector('[aria-label=\"Learning rate\"]').value) === a", target)
        lesson.wait_for("Number(d.learningRate) !== a", seen[-1] if seen else 0.01)
        shown = lesson.shown
        seen.append(shown.learning_rate)
        losses = losses_of(shown.learning_rate)
        assert shown.loss == pytest.approx(losses[shown.epoch], rel=1e-5)
        for epoch in (100, 500, 900):
            lesson.wait_for_colour(LOSS_LIGHT, lesson.place(CURVE, epoch, losses[epoch]), 2)
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == pytest.approx(0.001)
    assert lesson.sent == []
    page.mouse.up()
    lesson.wait_for_url(learning_rate="0.001")
    assert lesson.sent != []
    lesson.expect_text("A rate of 0.001 converges smoothly.")
    lesson.at_rest()
    assert lesson.shown.loss == pytest.approx(losses_of(0.001)[1000], rel=1e-10)


def test_drag_begun_before_the_answer_came_is_not_undone_by_it(page, open_lesson):
    """The page's answer to one release does not pull the ruler back from a drag that began meanwhile."""
    lesson = open_lesson(page, "?epoch=1000")
    page.evaluate(
        """() => {
          const player = document.querySelector(".slopewise-player");
          window.seen = [];
          new MutationObserver(() => window.seen.push(Number(player.dataset.learningRate)))
            .observe(player, { attributeFilter: ["data-learning-rate"] });
        }"""
    )
    stop = lesson.stop()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop))
    page.mouse.down()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop - 5), steps=3)
    page.mouse.up()
    page.mouse.down()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop - 30), steps=3)
    lesson.expect_text("A rate of 0.0062 converges smoothly.")
    lesson.wait_for("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    lesson.frames(1)
    # The mouse only ever went to the left.
    seen = page.evaluate("window.seen")
    assert seen == sorted(seen, reverse=True)
    assert lesson.shown.learning_rate == 0.00056
    page.mouse.up()
    lesson.wait_for_url(learning_rate="0.00056")
    lesson.expect_text("A rate of 0.00056 converges smoothly.")


def test_ruler_by_keyboard(page, open_lesson):
    """Arrow keys move one round rate each, and every press is a release."""
    lesson = open_lesson(page)
    lesson.ruler.focus()
    page.keyboard.press("ArrowRight")
    lesson.wait_for("Number(d.learningRate) === 0.011")
    lesson.wait_for_url(learning_rate="0.011")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    lesson.wait_for("Number(d.learningRate) === 0.0091")
    lesson.wait_for_url(learning_rate="0.0091")
    lesson.expect_text("A rate of 0.0091 converges smoothly.")
    assert lesson.ruler.get_attribute("aria-valuetext") == "0.0091, converges smoothly"


def test_ruler_by_touch(new_page, open_lesson):
    """A finger drags the ruler, the loss follows, and the page receives it when the finger leaves."""
    page = new_page(has_touch=True)
    lesson = open_lesson(page, "?epoch=1000")
    stop = lesson.stop()
    fingers = page.context.new_cdp_session(page)

    def touch(kind, *places):
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in places]})

    touch("touchStart", lesson.thumb(lesson.ruler, stop))
    lesson.sent.clear()
    for part in (2, 6, 12, 18, 24):
        touch("touchMove", lesson.thumb(lesson.ruler, stop - part))
    lesson.wait_for("Number(d.learningRate) === 0.001")
    assert lesson.shown.loss == pytest.approx(losses_of(0.001)[1000], rel=1e-5)
    assert lesson.sent == []
    touch("touchEnd")
    lesson.wait_for_url(learning_rate="0.001")


def test_released_run_is_whole_however_quickly_more_was_said(page, open_lesson):
    """After quick releases in a row the run still holds every epoch at full precision, not the ruler's thinned copy."""
    lesson = open_lesson(page, "?epochs=4000&epoch=10")
    for name in ("To end", "To start", "Step forward", "Step back", "Step forward"):
        lesson.button(name).click()
    lesson.wait_for_url(epoch="1")
    lesson.at_rest()
    assert lesson.shown.loss == pytest.approx(1592.44515625, rel=1e-10)
    lesson.scrub.focus()
    page.keyboard.press("End")
    lesson.wait_for_epoch(4000)
    lesson.press("ArrowLeft")
    lesson.at_rest()
    assert lesson.shown.epoch == 3999


def test_page_link_and_notes_agree_on_the_epoch_of_a_released_run(page, open_lesson):
    """The runs of the ruler are thinned: the epoch that was on show stays all the same, in page, link and notes."""
    lesson = open_lesson(page, "?epochs=4000&epoch=2588", "perceptron")
    lesson.expect_text("After 2,588 iterations:")
    stop = lesson.stop()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop))
    page.mouse.down()
    page.mouse.move(*lesson.thumb(lesson.ruler, stop - 3), steps=5)
    lesson.wait_for("Number(d.epoch) < 2588")
    page.mouse.up()
    lesson.wait_for_url(epoch="2588", learning_rate=str(lesson.shown.learning_rate))
    lesson.wait_for_epoch(2588)
    lesson.expect_text("After 2,588 iterations:")
    assert lesson.at_rest().shown.epoch == 2588


def test_page_link_and_notes_agree_on_an_end_that_moved(page, open_lesson):
    """Who stands at the end and asks for more epochs goes along with it, and so do link and notes."""
    lesson = open_lesson(page, "?epoch=1000")
    lesson.train_for(2000)
    lesson.wait_for_epoch(2000)
    lesson.wait_for_url(epochs="2000", epoch="2000")
    lesson.expect_text("Epoch 2,000: slope")


SHARES = (0.5, 0.999, 1 - 1e-11, 1 - 1e-12, 1 - 1e-13, 1.0, 1 + 1e-13, 1 + 1e-12, 1 + 1e-11, 1.001, 1.5)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_the_rulers_word_is_that_of_the_theory(call, optimizer):
    """On both borders, beside them, and within rounding of them, on raw and on z-scored data."""
    for name, scaling in (("study_hours", "none"), ("study_hours", "zscore"), ("crop_yields", "zscore_features")):
        theory = stability(load(name), Recipe(optimizer=optimizer, scaling=scaling))
        limits = asdict(Limits.of(theory))
        borders = (theory.monotone_rate, theory.critical_rate)
        rates = [0.5, 1.0, *(share * border for share in SHARES for border in borders)]
        assert [call("controls/ruler", "verdict", limits, rate) for rate in rates] == [
            theory.verdict(rate) for rate in rates
        ]
    assert call("controls/ruler", "verdict", limits | {"beyond": "overshoots"}, 1e3) == "overshoots"
    assert call("controls/ruler", "verdict", None, 0.5) == ""


def test_the_ruler_is_coloured_for_momentum_too(page, open_lesson):
    """Its track has the three colours, its badge the word, and assistive technology hears it."""
    lesson = open_lesson(page)
    for query, word in (
        ("?optimizer=momentum&learning_rate=0.05", "oscillates"),
        ("?optimizer=nesterov&learning_rate=0.05", "diverges"),
        ("?scaling=zscore&learning_rate=1", "swings"),
    ):
        lesson.turn_to(query)
        assert lesson.root.locator(".slopewise-verdict").inner_text() == word
        assert lesson.ruler.get_attribute("aria-valuetext").endswith(f", {word}")
        zones = lesson.ruler.evaluate("node => node.style.getPropertyValue('--zones')")
        assert zones.startswith("linear-gradient"), query
        lesson.expect_text(f"A rate of {lesson.shown.learning_rate:g} {word}")
