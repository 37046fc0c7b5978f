"""A person brings data: by the real file input, by the clipboard, by clicks into the picture."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, expect

from tests.browser.appearance import below_the_fold, serious, too_wide
from tests.browser.conftest import PHONE
from tests.browser.lesson import Lesson

LONGLEY = Path(__file__).parents[2] / "core" / "tables" / "longley.csv"
CERTIFIED = (
    "15.06187227", "−0.03581917929", "−2.020229804", "−1.033226867", "−0.05110410565", "1829.151465", "−3482258.635",
)  # fmt: skip
EVIL = "<img src=x onerror=alert(1)>,score\n1,48\n2,52\n3,n/a\n4,68\n5,83\n"


def upload(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_a_file_by_the_real_input(new_page: Callable[..., Page], open_lesson: Callable[..., Lesson]) -> None:
    """What is no table is refused in a sentence; what is, is trained on, its names inert, and its link repeats it."""
    page = new_page()
    lesson = open_lesson(page, "", "gradient_descent_animator")
    page.get_by_role("button", name="Your own data").click()
    upload(page, "picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("not a table")
    expect(dialog.get_by_role("button", name="Use these data")).to_have_count(0)
    upload(page, "scores.csv", EVIL.encode())
    expect(dialog.get_by_text("1 of 5 rows is left out")).to_be_visible()
    assert serious(page) == []
    dialog.get_by_role("button", name="Use these data").click()
    expect(dialog).to_have_count(0)
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    assert page.locator("img[src=x]").count() == 0
    loss = lesson.shown.loss
    phone = new_page(viewport=PHONE)
    again = open_lesson(phone, "?" + page.url.partition("?")[2], "gradient_descent_animator")
    assert again.shown.loss == loss
    assert too_wide(phone) == []


def workbook(part: bytes) -> bytes:
    """Return an archive that begins as an Excel workbook does, and has one more part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/more.xml", part)
    return file.getvalue()


REFUSED = {
    "empty.csv": (b"", "The file is empty"),
    "headers.csv": (b"hours,score\n", "There are names, but no row of numbers below them"),
    "one-row.csv": (b"hours,score\n1,48\n", "The table has one row of numbers"),
    "one-column.csv": (b"hours\n1\n2\n", "The table has one column"),
    "text.csv": (b"hours,score\nfew,low\nmany,high\n", "no column has numbers"),
    "constant.csv": (b"hours,score\n2,48\n2,52\n2,50\n", "must take at least two values, but is 2 in every row"),
    "wide.csv": (b",".join([b"1"] * 200) + b"\n2\n", "The table has 200 columns; at most 100 can be read"),
    "long.csv": (b"1,2\n" * 1_000_000, "The table has 1,000,000 rows; at most 10,000 can be read"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "The file is a PNG picture, not a table"),
    "bomb.xlsx": (workbook(b" " * 80_000_000), "unpacks to 80 MB"),
    "damaged.xlsx": (workbook(b""), "damaged"),
    "infinite.csv": (b"hours,score\n1,inf\n2,-inf\n3,nan\n4,1e400\n", "only “hours” is a column of numbers"),
}
OFFERED = {
    "utf16.csv": ("größe,wert\n1,48\n2,52\n3,60\n4,7\n5,8\n6,9\n7,9\n".encode("utf-16"), "7 rows"),
    "latin1.csv": ("größe,wert\n1,48\n2,52\n3,60\n".encode("latin-1"), "Windows-1252"),
    "commas.csv": (b"a;b\n1,5;48,25\n2,5;52\n3.5;61\n4,5;70\n", "1 of 4 rows is left out"),
    "twice.csv": (b"x,x\n1,48\n2,52\n3,60\n", "Two columns are called"),
    "formulas.csv": (b"hours,score\n1,48\n2,=1+1\n3,60\n", "is a formula, not its value"),
    "names.csv": (
        b"=cmd|' /C calc'!A0,<img src=x onerror=alert(1)>\n1,48\n2,52\n4,n/a\n5,1\n",
        "1 of 4 rows is left out",
    ),
}


def test_every_bad_file(new_page: Callable[..., Page], open_lesson: Callable[..., Lesson]) -> None:
    """On a phone in the dark: each file that cannot be used is refused in a sentence, and the lesson behind stays."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    alarms: list[str] = []
    page.on("dialog", lambda alarm: (alarms.append(alarm.message), alarm.dismiss()))
    lesson = open_lesson(page, "", "gradient_descent_animator")
    shown = lesson.shown
    page.get_by_role("button", name="Your own data").tap()
    dialog = page.get_by_role("dialog")
    for name, (content, sentence) in REFUSED.items():
        upload(page, name, content)
        expect(dialog.get_by_role("alert")).to_contain_text(sentence)
        expect(dialog.get_by_role("button", name="Use these data")).to_have_count(0)
    assert too_wide(page) == []
    upload(page, "large.csv", b"1,2\n" * 1_300_000)
    expect(dialog.get_by_text("must be 5.0MB or smaller")).to_be_visible()
    for name, (content, sentence) in OFFERED.items():
        upload(page, name, content)
        expect(dialog.get_by_text(sentence).first).to_be_visible()
        expect(dialog.get_by_role("button", name="Use these data")).to_be_visible()
    dialog.get_by_text("Title and units").first.tap()
    expect(dialog.get_by_label("Title", exact=True)).to_have_value("names")
    assert serious(page) == []
    assert too_wide(page) == []
    assert lesson.shown == shown
    dialog.get_by_role("button", name="Use these data").tap()
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    assert page.locator("img[src=x]").count() == 0
    assert alarms == []
    # A tampered link, in the same tab: a sentence, and the lesson's own data.
    lesson.turn_to("?data=own&own=1.eJwrSS0u")
    expect(page.get_by_role("alert")).to_contain_text("incomplete or changed")
    # The sentence may come before the picture.
    lesson.wait_for(f"Number(document.querySelector('.slopewise-player').dataset.loss) === {shown.loss!r}")


def tap_a_third_point(lesson: Lesson) -> None:
    """Tap into the Loss Explorer that the dialog leads to: two points lie there, and a third joins them."""
    lesson.arrive("Loss Explorer")
    expect(lesson.handle("Point 2")).to_be_visible()
    expect(lesson.handle("Point 3")).to_have_count(0)
    across, down = lesson.place(0, 5, 6)
    lesson.root.locator(".slopewise-graph").tap(position={"x": across, "y": down})
    expect(lesson.handle("Point 3")).to_be_visible()
    lesson.at_rest()


def points_shown(page: Page) -> int:
    """Return how many rows the picture of the data has."""
    return int(
        page.evaluate("document.querySelector('.slopewise-graph')._fullData.find((t) => t.name === 'data').x.length")
    )


def test_a_typed_table_and_points_by_finger(new_page: Callable[..., Page], open_lesson: Callable[..., Lesson]) -> None:
    """What is typed cannot be downloaded as it is; the dialog leads to two points, and a tap adds a third."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    lesson = open_lesson(page, "", "crop_yields")
    page.get_by_role("button", name="Your own data").tap()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Type", exact=True).tap()
    dialog.get_by_test_id("stDataFrame").hover()
    expect(dialog.get_by_role("button", name="Search")).to_be_visible()
    assert dialog.get_by_label("Download as CSV").is_hidden()
    dialog.get_by_role("button", name="Show/hide columns").focus()
    page.keyboard.press("Tab")
    expect(dialog.get_by_role("button", name="Search")).to_be_focused()
    assert too_wide(page) == []
    dialog.get_by_text("Click", exact=True).tap()
    dialog.get_by_role("button", name="Click points into the picture").tap()
    lesson.wait_for_url(data="own", add="true")
    tap_a_third_point(lesson)
    assert serious(page) == []
    assert too_wide(page) == []


def test_points_are_clicked_into_the_picture(page: Page, open_lesson: Callable[..., Lesson]) -> None:
    """A click adds a point, A one in the middle, Delete removes it; the Animator takes the points along."""
    lesson = open_lesson(page, "?data=four_scores&add=true", "loss_explorer")
    left, top = lesson.origin()
    across, down = lesson.place(0, 25, 600)
    page.mouse.click(left + across, top + down)
    expect(lesson.handle("Point 5")).to_be_visible()
    lesson.handle("Point 1").focus()
    page.keyboard.press("a")
    expect(lesson.handle("Point 6")).to_be_focused()
    page.keyboard.press("Delete")
    expect(lesson.handle("Point 6")).to_have_count(0)
    lesson.at_rest()
    page.get_by_role("button", name="Use in the Animator").click()
    lesson.arrive("Gradient Descent Animator").wait_for_url(data="own")
    assert points_shown(page) == 5


def test_longleys_data_keep_their_digits(page: Page, open_lesson: Callable[..., Lesson]) -> None:
    """Uploaded as a file, the coefficients agree with the certified ones to ten digits, and the page says why not more.

    The data are ill-conditioned: the dialog tells of it before they are used, the page beside the answer.
    """
    lesson = open_lesson(page, "", "crop_yields")
    page.get_by_role("button", name="Your own data").click()
    rows = [line.split(",") for line in LONGLEY.read_text(encoding="utf-8").splitlines()]
    upload(page, "longley.csv", "\n".join(";".join([*row[1:], row[0]]) for row in rows).encode())
    said = "The data are ill-conditioned: about 11 digits of the exact answer, enough for the"
    expect(page.get_by_role("dialog").get_by_text(said)).to_be_visible()
    page.get_by_role("button", name="Use these data").click()
    for certified in CERTIFIED:
        expect(page.get_by_role("cell", name=certified, exact=True)).to_be_visible()
    lesson.expect_text(f"{said} 10 shown, can be trusted.")
    assert below_the_fold(page) == []


def test_eight_long_names_stay_on_the_screen(page: Page, open_lesson: Callable[..., Lesson]) -> None:
    """The equation of eight features with long names takes two lines, and the controls stay on the first screen."""
    lesson = open_lesson(page, "", "crop_yields")
    page.get_by_role("button", name="Your own data").click()
    table = np.random.default_rng(0).normal(size=(30, 9)).round(2).tolist()
    names = [f"a long feature's name {i}" for i in range(8)]
    upload(page, "wide.csv", "\n".join(",".join(map(str, row)) for row in [[*names, "target"], *table]).encode())
    page.get_by_role("button", name="Use these data").click()
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    expect(lesson.root.locator("[data-equation=target]")).to_contain_text("name 7")
    assert too_wide(page) == []
    assert below_the_fold(page) == []


PRICES = "m2;preis\n55;120\n70;145\n82;160\n95;199\n"


def test_data_are_brought_again_by_finger(new_page: Callable[..., Page], open_lesson: Callable[..., Lesson]) -> None:
    """Other data take the place of those before, with the unit typed last; points clicked after them do so too."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    lesson = open_lesson(page, "", "gradient_descent_animator")
    dialog = page.get_by_role("dialog")
    for name, content in (("first.csv", "a,b\n1,2\n2,5\n3,6\n"), ("second.csv", PRICES)):
        page.get_by_role("button", name="Your own data").tap()
        upload(page, name, content.encode())
        expect(dialog.get_by_text(f"{content.count(chr(10)) - 1} rows can be used")).to_be_visible()
        if name == "second.csv":
            dialog.get_by_text("Title and units").first.tap()
            dialog.get_by_label("Unit of preis").fill("Euro")
            dialog.get_by_label("Unit of preis").blur()
        # A finger that comes down while the form is drawn anew may miss the button, as it moves.
        lesson.at_rest()
        dialog.get_by_role("button", name="Use these data").tap()
        expect(dialog).to_have_count(0)
        lesson.wait_for_url(data="own")
        lesson.at_rest()
        assert points_shown(page) == content.count("\n") - 1
    expect(page.locator(".slopewise-graph", has_text="preis (Euro)")).to_be_visible()
    page.get_by_role("button", name="Your own data").tap()
    dialog.get_by_text("Click", exact=True).tap()
    dialog.get_by_role("button", name="Click points into the picture").tap()
    lesson.wait_for_url(add="true")
    tap_a_third_point(lesson)
    page.get_by_role("button", name="Use in the Animator").tap()
    lesson.arrive("Gradient Descent Animator")
    assert points_shown(page) == 3


def test_what_is_typed_or_pasted_is_there_again(page: Page, open_lesson: Callable[..., Lesson]) -> None:
    """A look at another way, or a closed dialog, loses nothing; correcting a cell keeps title and unit."""
    lesson = open_lesson(page, "", "gradient_descent_animator")
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Your own data").click()
    dialog.get_by_text("Paste", exact=True).click()
    dialog.get_by_role("textbox").fill(PRICES)
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_text("4 rows can be used")).to_be_visible()
    dialog.get_by_text("Type", exact=True).click()
    type_cells(page, dialog, [["1", "2"], ["2", "5"], ["3", "6"]])
    expect(dialog.get_by_text("3 rows can be used")).to_be_visible()
    dialog.get_by_text("Paste", exact=True).click()
    expect(dialog.get_by_role("textbox")).to_have_value(PRICES)
    page.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Your own data").click()
    dialog.get_by_text("Type", exact=True).click()
    expect(dialog.get_by_text("3 rows can be used")).to_be_visible()
    # What was pasted has a title, too, and stands until the page has run to its end.
    expect(dialog.get_by_text("4 rows can be used")).to_have_count(0)
    dialog.get_by_text("Title and units").first.click()
    dialog.get_by_label("Title", exact=True).fill("Springs")
    dialog.get_by_label("Unit of y").fill("cm")
    dialog.get_by_role("button", name="Use these data").click()
    lesson.wait_for_url(data="own")
    lesson.at_rest()
    expect(page.locator(".slopewise-graph", has_text="y (cm)")).to_be_visible()
    page.get_by_role("button", name="Your own data").click()
    expect(dialog.get_by_text("3 rows can be used")).to_be_visible()
    dialog.get_by_text("Title and units").first.click()
    expect(dialog.get_by_label("Title", exact=True)).to_have_value("Springs")
    expect(dialog.get_by_label("Unit of y")).to_have_value("cm")


def type_cells(page: Page, dialog: Locator, rows: list[list[str]]) -> None:
    """Type rows of numbers below the names, cell by cell, each seen to be taken before the next."""
    # The preview of what was pasted is a grid too, and stands until the typed table has come.
    grid = dialog.locator("[class*=st-key-own_typed]").get_by_test_id("stDataFrame")
    expect(grid).to_be_visible()
    # A grid has the width of one column until it has measured the room it has.
    page.wait_for_function("(grid) => grid.clientWidth > 200", arg=grid.element_handle())
    for i, row in enumerate(rows, 1):
        for j, text in enumerate(row):
            cell = grid.get_by_test_id(f"glide-cell-{j + 1}-{i}")
            box = grid.bounding_box()
            assert box is not None
            page.mouse.click(box["x"] + 80 + j * (box["width"] - 60) / 2, box["y"] + 35 * (i + 1) + 17)
            expect(cell).to_have_attribute("aria-selected", "true")
            page.keyboard.type(text)
            expect(page.locator(".gdg-input")).to_have_value(text)
            page.keyboard.press("Enter")
            expect(cell).to_have_text(text)
