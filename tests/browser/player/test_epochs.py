"""The slider of epochs: fewer are shown under the finger, in the browser alone; more come as they are trained."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lesson import LOSS_LIGHT, PATIENCE_MS, descend, mean_squared_error

CURVE = 1
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
STOPS = [int(m * 10**k) for k in range(5) for m in ROUND if (m * 10**k) % 1 == 0 and m * 10**k <= 20_000]
RACERS = ("loss_first", "loss_second", "loss_third", "loss_fourth")
LOSSES = [mean_squared_error(w, b) for w, b in descend(0.01, 3000)]

# What the player shows from now on, change by change.
_WATCH = """() => {
  const player = document.querySelector(".slopewise-player");
  window.seen = [];
  new MutationObserver(() => {
    const { epochs, epoch } = player.dataset;
    window.seen.push([Number(epochs), Number(epoch)]);
  }).observe(player, { attributeFilter: ["data-epochs", "data-epoch"] });
}"""


# How much of the canvas around a place is not empty, however faintly it is drawn.
_DRAWN = """([x, y]) => {
  const canvas = document.querySelector(".slopewise-canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const { data } = canvas.getContext("2d").getImageData((x - 2) * ratio, (y - 2) * ratio, 5 * ratio, 5 * ratio);
  return data.filter((value, i) => i % 4 === 3 && value > 0).length;
}"""


def drawn(lesson, epoch):
    return lesson.page.evaluate(_DRAWN, lesson.place(CURVE, epoch, LOSSES[epoch]))


def watch(lesson):
    lesson.page.evaluate(_WATCH)


def seen(lesson):
    return lesson.page.evaluate("window.seen")


def take_hold(lesson, epochs):
    lesson.page.mouse.move(*lesson.thumb(lesson.epochs, STOPS.index(epochs)))
    lesson.page.mouse.down()


def drag_to(lesson, epochs):
    lesson.page.mouse.move(*lesson.thumb(lesson.epochs, STOPS.index(epochs)), steps=5)
    lesson.wait_for("d.epochs === String(a)", epochs)


def test_fewer_epochs_are_shown_under_the_finger(page, open_lesson):
    """Picture, transport and numbers end where the finger is, and send nothing; on release all the page follows."""
    lesson = open_lesson(page, "?epoch=1000")
    expect(lesson.epochs).to_have_attribute("aria-valuetext", "1,000")
    assert drawn(lesson, 900)
    take_hold(lesson, 1000)
    lesson.sent.clear()
    for epochs in (500, 200, 600, 300):
        drag_to(lesson, epochs)
        lesson.wait_for_epoch(epochs)
        assert lesson.shown.loss == pytest.approx(LOSSES[epochs], rel=1e-10)
        assert lesson.scrub.get_attribute("max") == str(epochs)
        expect(lesson.typed_epochs).to_have_value(str(epochs))
        lesson.wait_for_colour(LOSS_LIGHT, lesson.place(CURVE, epochs, LOSSES[epochs]))
        assert drawn(lesson, epochs - 20)
        assert not drawn(lesson, 900)
    assert lesson.sent == []
    watch(lesson)
    page.mouse.up()
    lesson.wait_for_url(epochs="300", epoch="300")
    lesson.expect_text("Epoch 300: slope")
    lesson.at_rest()
    assert all(pair == [300, 300] for pair in seen(lesson))
    assert lesson.panel(CURVE)["x"] == [0, 300]
    assert lesson.shown.loss == pytest.approx(LOSSES[300], rel=1e-10)


def test_an_epoch_that_the_finger_passes_is_not_lost(page, open_lesson):
    """Who stands in mid-run is back there when the finger comes back; a drag that changed nothing tells nothing."""
    lesson = open_lesson(page, "?epoch=600")
    take_hold(lesson, 1000)
    lesson.sent.clear()
    for epochs, epoch in ((600, 600), (200, 200), (800, 600), (1000, 600)):
        drag_to(lesson, epochs)
        lesson.wait_for_epoch(epoch)
    page.mouse.up()
    lesson.frames(0.2)
    assert lesson.sent == []
    assert lesson.query == {"epoch": ["600"]}


def test_more_epochs_come_while_the_finger_rests(page, open_lesson):
    """The picture shows what there is, the slider says so; at rest they are trained, and who was at the end stays."""
    lesson = open_lesson(page, "?epoch=1000")
    watch(lesson)
    take_hold(lesson, 1000)
    drag_to(lesson, 3000)
    lesson.wait_for_epoch(3000)
    assert lesson.shown.loss == pytest.approx(LOSSES[3000], rel=1e-10)
    lesson.wait_for_url(epochs="3000", epoch="3000")
    page.mouse.up()
    lesson.at_rest()
    assert [epoch for _, epoch in seen(lesson)] == sorted(epoch for _, epoch in seen(lesson))
    lesson.expect_text("Epoch 3,000: slope")
    assert lesson.query == {"epochs": ["3000"], "epoch": ["3000"]}


def test_a_long_run_goes_on_from_where_it_is(page, open_lesson):
    """More epochs of a slow training grow from its end, fewer are there at once: nothing is trained or shown anew."""
    lesson = open_lesson(page, "?optimizer=adam&batch_size=1&epochs=300&epoch=300")
    watch(lesson)
    lesson.train_for(20_000)
    trained = lesson.root.get_by_text("of them trained")
    expect(trained).to_be_visible()
    lesson.wait_for("d.growing === 'true' && Number(d.epoch) > 900")
    lesson.epochs.focus()
    take_hold(lesson, 20_000)
    lesson.sent.clear()
    drag_to(lesson, 500)
    expect(trained).to_be_hidden()
    lesson.wait_for_epoch(500)
    page.mouse.up()
    lesson.wait_for_url(epochs="500")
    lesson.at_rest()
    epochs = [epoch for planned, epoch in seen(lesson) if planned == 20_000]
    assert epochs == sorted(epochs)
    assert min(epochs) >= 300
    assert {epoch for planned, epoch in seen(lesson) if planned == 500} == {500}


def test_an_answer_to_the_drag_before_does_not_undo_the_next(page, open_lesson):
    """The page's answer to one release leaves the slider where the next drag has led it."""
    lesson = open_lesson(page, "?epoch=1000")
    take_hold(lesson, 1000)
    drag_to(lesson, 800)
    watch(lesson)
    page.mouse.up()
    page.mouse.down()
    drag_to(lesson, 400)
    lesson.wait_for_url(epochs="800")
    lesson.expect_text("Epoch 800: slope")
    lesson.wait_for("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    lesson.frames(0.5)
    planned = [planned for planned, _ in seen(lesson)]
    assert planned == sorted(planned, reverse=True)
    assert planned[-1] == 400
    page.mouse.up()
    lesson.wait_for_url(epochs="400", epoch="400")


def test_the_slider_by_keyboard_and_touch(new_page, open_lesson):
    """An arrow moves one round number, and is a release; a finger drags it as the mouse does."""
    page = new_page(has_touch=True)
    lesson = open_lesson(page, "?epochs=700&epoch=7")
    lesson.epochs.focus()
    for key, epochs in (("ArrowLeft", "600"), ("ArrowRight", "800"), ("Home", "1"), ("ArrowRight", "2")):
        page.keyboard.press(key)
        lesson.wait_for_url(epochs=epochs)
        lesson.at_rest()
    assert lesson.shown.epoch == 2
    fingers = page.context.new_cdp_session(page)

    def touch(kind, *stops):
        places = [lesson.thumb(lesson.epochs, STOPS.index(stop)) for stop in stops]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in places]})

    touch("touchStart", 2)
    for stop in (5, 20, 50, 100):
        touch("touchMove", stop)
    lesson.wait_for("d.epochs === '100'")
    touch("touchEnd")
    lesson.wait_for_url(epochs="100")


def test_whoever_is_trained_as_long_ends_alike(page, open_lesson):
    """Racers end with the run on show; what is kept as A keeps its own end."""
    lesson = open_lesson(page, "?view=race&epochs=400&epoch=400", "gradient_descent_animator")
    take_hold(lesson, 400)
    drag_to(lesson, 120)
    lesson.wait_for_epoch(120)
    assert lesson.scrub.get_attribute("max") == "120"
    shown = [lesson.readout(key) for key in RACERS]
    page.mouse.up()
    lesson.wait_for_url(epochs="120")
    lesson.at_rest()
    assert [lesson.readout(key) for key in RACERS] == shown
    lesson = open_lesson(page, "?kept=epochs:200&epochs=100&epoch=200")
    take_hold(lesson, 100)
    drag_to(lesson, 60)
    assert (lesson.shown.epoch, lesson.readout("epoch")) == (200, 60)
    page.mouse.up()
    lesson.wait_for_url(epochs="60")
    assert lesson.at_rest().shown.epoch == 200


def test_a_run_ends_before_a_rate_change(page, open_lesson):
    """Shorter than an earlier rate lasted, it stays the run that is seen, and that rate is the one on the ruler."""
    lesson = open_lesson(page, "?earlier=100:0.01&learning_rate=0.03&epochs=300&epoch=300", "gradient_descent_animator")
    take_hold(lesson, 300)
    drag_to(lesson, 60)
    lesson.wait_for_epoch(60)
    loss = lesson.shown.loss
    page.mouse.up()
    lesson.wait_for_url(epochs="60", learning_rate="0.01", earlier=None)
    lesson.at_rest()
    assert lesson.shown.loss == pytest.approx(loss, rel=1e-12)
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_a_guess_is_not_told_by_the_slider(page, open_lesson):
    """Before the guess there is the start alone, whatever the slider says."""
    lesson = open_lesson(page, "?predict=true")
    take_hold(lesson, 1000)
    for epochs in (300, 3000):
        drag_to(lesson, epochs)
        assert lesson.shown.epoch == 0
        assert lesson.scrub.get_attribute("max") == "0"
        expect(lesson.root.get_by_text("of them trained")).to_have_count(0)
    page.mouse.up()
    lesson.wait_for_url(epochs="3000", epoch=None)
    lesson.at_rest()
    assert (lesson.shown.epoch, lesson.scrub.get_attribute("max")) == (0, "0")
    lesson.button("Play").click()
    expect(lesson.root.get_by_role("group", name="Your guess")).to_be_visible(timeout=PATIENCE_MS)
