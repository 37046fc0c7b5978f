"""What the pictures show is told in words, for people who do not see them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.appearance import violations
from tests.browser.lesson import HOURS, SCORES, descend, mean_squared_error
from ui.lessons.registry import LESSONS

# Of each picture, wherever it is: drawn by Plotly, by us, by Streamlit.
_MUTE = """() => [...document.querySelectorAll("svg, canvas, img")].filter((e) => {
  if (e.parentElement.closest("svg") || e.closest("[aria-hidden=true]")) return false;
  const named = e.getAttribute("aria-label") || e.closest("button, a")?.getAttribute("aria-label");
  return !named && !(e.tagName === "IMG" && e.hasAttribute("alt"));
}).map((e) => e.outerHTML.slice(0, 120))"""

_PICTURES = """() => {
  const graph = document.querySelector(".slopewise-graph");
  const titles = graph.layout.annotations.map(({ text }) => text.match(/<b>(.*?)<\\/b>/)[1]);
  return [titles, [...document.querySelectorAll(".slopewise-pictures [role=img]")].map((e) => e.ariaLabel)];
}"""

EVERY = {
    "study_hours": ["?epoch=7&fit=true&tutorial=true"],
    "loss_explorer": ["?best=true"],
    "gradient_descent_animator": ["?epoch=7", "?epoch=7&ground=surface"],
    "hubble_age": ["?epoch=7", "?view=starts", "?view=sure"],
    "crop_yields": ["?epoch=7", "?epoch=7&view=plane"],
    "perceptron": ["?epoch=7"],
}


def descriptions(page):
    """Return what is said of each picture."""
    return page.evaluate(_PICTURES)[1]


@pytest.mark.parametrize("name", EVERY)
def test_every_picture_has_a_sentence(page, open_lesson, name):
    """Each picture is told by its own title and numbers; nothing drawn is without words, unless it only decorates.

    While a guess is asked the words know no more than the picture: the beginning, and no exact answer.
    """
    lesson = open_lesson(page, EVERY[name][0], name)
    told_by_itself(page, EVERY[name][0])
    for query in EVERY[name][1:]:
        lesson.turn_to(query)
        told_by_itself(page, query)
    lesson.turn_to("?predict=true")
    gives_nothing_away(lesson, name)


def told_by_itself(page, query):
    titles, sentences = page.evaluate(_PICTURES)
    panels = [title for title in titles if any(said.startswith(title) for said in sentences)]
    assert len(sentences) == len(panels) >= 3, query
    for said in sentences:
        assert re.search(r"\d", said), said
        assert not re.search(r"undefined|NaN|null|–|<", said), said
        assert ("at epoch 7: " in said) == ("epoch=7" in query), (query, said)
    assert page.evaluate(_MUTE) == [], query
    assert violations(page) == [], query


def gives_nothing_away(lesson, name):
    sentences = descriptions(lesson.page)
    assert sentences
    for said in sentences:
        assert not re.search(r"exact|best|lowest|epoch [1-9]", said, re.IGNORECASE), said
    if name != "loss_explorer":
        assert " to " not in " ".join(re.findall(r"(?:Loss|Path)[^.]* at epoch[^.]*", " ".join(sentences)))
        lesson.press("Space")
        expect(lesson.root.get_by_role("group", name="Your guess")).to_be_visible()
        assert not re.search(r"exact|best fit|lowest", " ".join(descriptions(lesson.page)), re.IGNORECASE)


def test_the_sentences_follow_the_epoch_on_show(page, open_lesson):
    """They name the line, the loss and the path that hand arithmetic gives, at the epoch in the picture."""
    lesson = open_lesson(page, "?epoch=2")
    for epoch in (2, 3):
        slope, intercept = descend(0.01, epoch)[-1]
        loss = mean_squared_error(slope, intercept)
        lesson.wait_for(
            "document.querySelector('.slopewise-pictures [role=img]').ariaLabel.includes(a)", f"epoch {epoch}:"
        )
        data, curve, landscape = descriptions(page)
        assert f"Model: Exam score = {intercept:.4g} + {slope:.4g} × Study hours." in data
        largest = max(abs(slope * x + intercept - y) for x, y in zip(HOURS, SCORES, strict=True))
        assert f"8 residuals, the largest {largest:.4g}" in data
        assert f"Loss from 5944 at epoch 0 to {loss:.4g} at epoch {epoch}" in curve
        assert f"Path from (0, 0) to ({slope:.4g}, {intercept:.4g})" in landscape
        lesson.press("ArrowRight")


def test_the_start_page_decorates(page, server):
    """The small pictures of the start page only decorate, and say so."""
    page.goto(server.url)
    expect(page.locator("img").last).to_be_visible()
    page.wait_for_function("document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'")
    assert page.locator("img[alt='']").count() == len(LESSONS)
    assert page.evaluate(_MUTE) == []
    assert violations(page) == []


def test_the_dialog_for_own_data_is_clean(page, open_lesson):
    """axe-core finds nothing in the dialog for own data, light or dark, but what is Streamlit's own and minor."""
    open_lesson(page, "", "gradient_descent_animator")
    page.get_by_role("button", name="Your own data").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert [said for said in violations(page) if '(minor): <section role="presentation"' not in said] == []
