"""A guide on its page: from step to step, back, away, by a link, and beside what a person does in between."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.visits import follow, link_of, press, said, visit
from ui.guides.steps import guides


def step_on_show(app: AppTest) -> str:
    return next((header.value for header in app.header if header.value.startswith("Step ")), "")


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


@pytest.mark.parametrize("page", guides())
def test_a_guide_leads_from_its_first_step_to_its_last(page: str) -> None:
    """Each step says its sentences and needs nothing else in its link; the last one finishes, and all settings stay."""
    app = press(visit(page), "Guide me")
    steps = guides()[page].steps
    for number, step in enumerate(steps, 1):
        assert step_on_show(app) == f"Step {number} of {len(steps)}: {step.title}"
        assert not app.warning
        assert all(sentence in said(app) for sentence in (step.say, step.task, step.see))
        assert link_of(app) == {"guide": str(number)}
        assert "Set this step again" not in buttons(app)
        assert "Guide me" not in buttons(app)
        press(app, "Finish" if number == len(steps) else "Next")
    assert step_on_show(app) == ""
    assert "guide" not in link_of(app)
    assert {name: link_of(app).get(name, text) for name, text in steps[-1].settings.items()} == dict(steps[-1].settings)


def test_back_restores_the_settings_of_a_step() -> None:
    """What was changed at the next step is gone, and nothing is said of it."""
    app = visit("study_hours", guide="3")
    app.session_state["learning_rate"] = 0.02
    press(app, "Back")
    assert step_on_show(app).startswith("Step 2")
    assert link_of(app) == {"guide": "2"}
    assert (app.session_state["hours"], app.session_state["epoch"]) == (4, 1000)
    assert "You have changed" not in said(app)


def test_what_a_person_changed_stays_until_it_is_set_again() -> None:
    """It is in the link and named, with what the step shows; a button sets the step again."""
    app = visit("study_hours", guide="3", learning_rate="0.02")
    assert app.session_state["learning_rate"] == 0.02
    assert "You have changed the learning rate since; this step shows 0.01." in said(app)
    assert link_of(app) == {"guide": "3", "learning_rate": "0.02"}
    press(app, "Set this step again")
    assert app.session_state["learning_rate"] == 0.01
    assert link_of(app) == {"guide": "3"}
    assert "You have changed" not in said(app)


def test_what_a_step_asks_to_change_is_not_held_against_a_person() -> None:
    """The button alone is there; with something else beside it, that is named."""
    app = visit("study_hours", guide="5", learning_rate="0.001")
    assert "You have changed" not in said(app)
    assert "Set this step again" in buttons(app)
    app = visit("study_hours", guide="5", learning_rate="0.001", loss="mae", epochs="300")
    assert "You have changed the number of epochs and the loss since this step was set." in said(app)


def test_an_emptied_setting_is_in_the_link() -> None:
    """A step sets the hours to predict at; who empties the field gets the same page from the link."""
    app = visit("study_hours", guide="2")
    app.session_state["hours"], app.session_state["_user_changed"] = None, True
    app.run()
    assert link_of(app) == {"guide": "2", "hours": ""}
    again = visit("study_hours", guide="2", hours="")
    assert again.session_state["hours"] is None
    assert not again.warning
    app.query_params["hours"] = "7"
    follow(app)
    assert app.session_state["hours"] == 7


@pytest.mark.parametrize("came", ["99", "0", "x", "-1", "1.5", "<b>1</b>"])
def test_an_unknown_step_is_named(came: str) -> None:
    """It says what came and what was wanted; the page is as without it."""
    app = visit("study_hours", guide=came)
    assert not app.exception
    assert f"`guide` = `{came}` in the link is not usable" in said(app)
    assert "Use a step of this lesson's guide, from 1 to 5." in said(app)
    assert step_on_show(app) == ""
    assert app.session_state["learning_rate"] == 0.01


@pytest.mark.parametrize("page", ["start_here", "glossary", "for_teachers"])
def test_a_page_without_a_guide_says_so(page: str) -> None:
    """A sentence with what came; without such a link there is none."""
    assert "`guide` = `2` in the link asks for a step of a guide, and this page has none." in said(
        visit(page, guide="2")
    )
    assert "asks for a step" not in said(visit(page))


@pytest.mark.parametrize("page", ["study_hours", "loss_explorer"])
def test_a_guide_gives_nothing_away_before_a_guess(page: str) -> None:
    """With Predict first its sentences wait for the guess, on the page and in what is read aloud."""
    app = visit(page, guide="3", predict="true")
    step = guides()[page].steps[2]
    assert step_on_show(app)
    assert "Make your guess first" in said(app)
    assert not any(sentence in said(app) for sentence in (step.say, step.task, step.see))
    (aloud,) = (part for part in app.get("bidi_component") if part.proto.component_name == "slopewise_guide")
    assert step.see not in str(aloud.proto)
    assert step.title in str(aloud.proto)
    press(app, "Next")
    assert app.session_state["predict"] is True


def test_teachers_find_every_step() -> None:
    """The page for teachers says all that the plans say, with a link to each step."""
    app = visit("for_teachers")
    assert not app.exception
    links = {(link.proto.page, link.proto.query_string) for link in app.get("page_link")}
    for page, guide in guides().items():
        for number, step in enumerate(guide.steps, 1):
            assert (page, f"guide={number}") in links
            assert step.question in said(app)
            assert step.answer in said(app)
