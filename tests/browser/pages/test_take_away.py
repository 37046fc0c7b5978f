"""What a person takes away: files by a click, and a lesson that plays from disk without a network."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from core.tables import parse_table, write_link
from tests.browser.appearance import too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import MODEL_LIGHT, USER_LIGHT, Lesson

OWN = "2." + write_link(parse_table("heat\train\tyield\n1\t2\t3\n2\t1\t5\n0\t4\t1\n3\t3\t7\n5\t0\t9"))
STATES = {
    "gradient_descent_animator": "?view=race&epochs=80&racer2=adam+0.5+4&racer3=none&racer4=none",
    "hubble_age": "?kept=epochs:60&learning_rate=0.04&epochs=90&epoch=50",
    "crop_yields": f"?data=own&own={OWN}&learning_rate=0.1&epochs=70",
    "perceptron": "?epochs=300&epoch=20",
    "classifier": "?view=students&epochs=300&epoch=20",
    "classifier, penguins": "?data=penguins&epochs=60&epoch=20",
}


def take(page: Page, name: str):
    """Click a button of *Download* and return the download."""
    with page.expect_download() as info:
        page.get_by_role("button", name=name, exact=True).click()
    return info.value


@pytest.fixture
def offline(new_page, tmp_path):
    """Return how to save a lesson's file and open it from disk, without a network; no error is said in it."""
    said: list[str] = []

    def open_file(page: Page) -> Page:
        download = take(page, "Lesson as HTML")
        path = tmp_path / download.suggested_filename
        download.save_as(path)
        alone = new_page(color_scheme="dark")
        alone.context.set_offline(True)
        alone.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        alone.goto(path.as_uri())
        alone.wait_for_selector(".slopewise-player[data-ready]:not(.live)")
        return alone

    yield open_file
    assert said == []


def test_a_run_plays_from_disk(new_page, open_lesson, offline):
    """Picture, history and lesson come by a click; the file opens at its epoch, plays to the end, and has the ruler."""
    page = new_page()
    open_lesson(page, "?epoch=60&fit=true")
    page.get_by_text("Download", exact=True).click()
    drawing = take(page, "Picture as SVG")
    assert drawing.suggested_filename == "study-hours-epoch-60.svg"
    svg = drawing.path().read_text()
    assert "Exam score" in svg
    assert "rgb(31, 95, 209)" in svg  # the model's line
    history = take(page, "History as CSV")
    assert history.suggested_filename == "study-hours-history.csv"
    assert len(history.path().read_text().splitlines()) == 1002
    alone = offline(page)
    root = alone.locator(".slopewise-player")
    expect(alone.get_by_role("heading", name="Study Hours")).to_be_visible()
    expect(alone.get_by_text("1,000 epochs of gradient descent on the mean squared error")).to_be_visible()
    expect(root).to_have_attribute("data-epoch", "60")
    expect(alone.get_by_role("button", name="Train from here")).to_be_hidden()
    assert alone.evaluate("[...document.fonts].map((font) => [font.family, font.status])") == [
        ["Source Sans", "loaded"]
    ]
    assert alone.evaluate("getComputedStyle(document.body).color") == "rgb(233, 238, 246)"
    found = Axe().run(alone).response["violations"]
    assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
    ruler = root.get_by_role("slider", name="Learning rate")
    ruler.fill(str(int(ruler.input_value()) + 3))
    expect(root).to_have_attribute("data-learning-rate", "0.013")
    field = root.get_by_role("textbox", name="Learning rate, typed")
    field.fill("0.0123")
    field.press("Enter")
    expect(root.get_by_role("alert")).to_have_text("There is no 0.0123 here; 0.012 is the nearest.")
    expect(field).to_have_value("0.012")
    expect(root).to_have_attribute("data-learning-rate", "0.012")
    epochs = root.get_by_role("slider", name="Epochs", exact=True)
    epochs.press("End")
    expect(root).to_have_attribute("data-epochs", "1000")
    epochs.press("ArrowLeft")
    epochs.press("ArrowLeft")
    expect(root).to_have_attribute("data-epochs", "600")
    root.get_by_role("button", name="To end", exact=True).click()
    # Of the ruler's other runs every third epoch is here.
    expect(root).to_have_attribute("data-epoch", "599")
    typed = root.get_by_role("textbox", name="Epochs, typed")
    typed.fill("2000")
    typed.press("Enter")
    expect(root.locator(".slopewise-epochs").get_by_role("alert")).to_have_text(
        "2,000 is not usable here; 600 stays. Use a whole number from 1 to 1,000."
    )
    epochs.press("End")
    expect(root).to_have_attribute("data-epoch", "1000")
    loss = root.locator("[data-readout=loss] dd")
    expect(loss).to_have_text("15.0409")
    root.get_by_role("button", name="To start", exact=True).click()
    expect(loss).not_to_have_text("15.0409")
    root.get_by_role("button", name="Play", exact=True).click()
    expect(root).to_have_attribute("data-epoch", "1000")
    expect(root).to_have_attribute("data-playing", "false")
    expect(loss).to_have_text("15.0409")


def test_points_move_in_a_file(new_page, open_lesson, offline):
    """Loss Explorer's file follows a moved point beside a 3-D surface, and needs no transport."""
    page = new_page()
    open_lesson(page, "?data=four_scores&ground=surface", "loss_explorer")
    page.get_by_text("Download", exact=True).click()
    assert take(page, "Picture as PNG").suggested_filename == "loss-explorer.png"
    alone = offline(page)
    root = alone.locator(".slopewise-player")
    expect(root).to_have_attribute("data-loss", "2675")
    alone.get_by_role("slider", name="Point 3").press("ArrowDown")
    expect(root).not_to_have_attribute("data-loss", "2675")
    expect(alone.get_by_role("button", name="Play", exact=True)).to_be_hidden()


@pytest.mark.parametrize("name", STATES)
def test_every_lesson_can_be_taken_away(new_page, open_lesson, offline, name):
    """Picture, drawing, history and lesson come, with racers, a kept run, own data or on a phone; they agree."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True) if name == "perceptron" else new_page()
    open_lesson(page, STATES[name], name.partition(",")[0])
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_text("Download", exact=True).click()
    assert too_wide(page) == []
    picture = Image.open(take(page, "Picture as PNG").path()).convert("RGB")
    assert len(np.unique(np.asarray(picture.resize((200, 100))).reshape(-1, 3), axis=0)) > 50
    drawing = ElementTree.parse(take(page, "Picture as SVG").path())
    assert len(drawing.findall(".//{http://www.w3.org/2000/svg}path")) > 20
    with take(page, "History as CSV").path().open(encoding="utf-8-sig", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    alone = offline(page)
    raced = alone.get_by_text("It races against Adam at 0.5, 4 rows a step.")
    expect(raced).to_have_count(1 if name == "gradient_descent_animator" else 0)
    root = alone.locator(".slopewise-player")
    root.get_by_role("button", name="Play", exact=True).click()
    expect(root).to_have_attribute("data-playing", "true")
    root.get_by_role("button", name="To end", exact=True).click()
    expect(root).to_have_attribute("data-epoch", last["epoch"])
    assert float(root.get_attribute("data-loss") or "") == pytest.approx(float(last["loss"]), rel=1e-12)


def coloured(picture: bytes, box: tuple[float, float, float, float], colour: tuple[int, int, int]) -> np.ndarray:
    """Return which dots in a box of a picture wear a colour, as booleans."""
    dots = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB").crop(box)).astype(int)
    return np.abs(dots - colour).sum(axis=2) < 60


def near(dots: np.ndarray) -> np.ndarray:
    """Return the dots and those up to two beside them, a pixel."""
    rows, columns = dots.shape
    padded_dots = np.pad(dots, 2)
    return np.logical_or.reduce([padded_dots[i : i + rows, j : j + columns] for i in range(5) for j in range(5)])


SURFACES = [
    ("gradient_descent_animator", "?ground=surface&epoch=12", MODEL_LIGHT),
    ("loss_explorer", "?ground=surface", USER_LIGHT),
]


@pytest.mark.parametrize(("name", "query", "colour"), SURFACES, ids=[name for name, *_ in SURFACES])
def test_a_surface_is_saved_as_it_is_seen(new_page, open_lesson, name, query, colour):
    """What moves on a surface has the place and the size in the saved picture that it has on the screen, all of it."""
    # The saved picture has two dots to a pixel; so has this screen.
    page = new_page(viewport={"width": 800, "height": 600}, device_scale_factor=2)
    lesson: Lesson = open_lesson(page, query, name)
    scene = lesson.root.evaluate(
        """(root) => {
          const { scene: { domain }, _size } = root.querySelector(".slopewise-graph")._fullLayout;
          const across = domain.x.map((part) => _size.l + _size.w * part);
          const down = [1 - domain.y[1], 1 - domain.y[0]].map((part) => _size.t + _size.h * part);
          return [across[0], down[0], across[1], down[1]].map((pixels) => 2 * pixels);
        }"""
    )
    seen = coloured(lesson.root.locator(".slopewise-pictures").screenshot(), scene, colour)
    lesson.root.locator(".slopewise-graph").hover()
    with page.expect_download() as info:
        lesson.root.locator(".modebar-btn[data-title='Save the picture']").click()
    saved = coloured(info.value.path().read_bytes(), scene, colour)
    assert seen.sum() > 200
    assert saved.sum() == pytest.approx(seen.sum(), rel=0.1)
    # A page may place its pictures between two dots, and a line is only some dots wide.
    assert (near(seen) & saved).sum() > 0.97 * saved.sum()
    assert (near(saved) & seen).sum() > 0.97 * seen.sum()


def test_a_picture_can_be_saved_while_the_run_plays(page, open_lesson):
    """The run is paused, and the file has that epoch in its name and its picture."""
    lesson = open_lesson(page, "?epochs=4000")
    page.get_by_text("Download", exact=True).click()
    expect(page.get_by_role("button", name="Picture as PNG", exact=True)).to_be_visible()
    lesson.at_rest()
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 5")
    download = take(page, "Picture as PNG")
    assert not lesson.shown.playing
    assert 5 < lesson.shown.epoch < 4000
    assert download.suggested_filename == f"study-hours-epoch-{lesson.shown.epoch}.png"
    picture = Image.open(download.path()).convert("RGB")
    assert len(np.unique(np.asarray(picture.resize((200, 100))).reshape(-1, 3), axis=0)) > 50
