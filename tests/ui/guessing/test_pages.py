"""With *Predict first* a page sends nothing of a run before its guess, and keeps the score of the session."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.visits import Unpack, closer_views, said, sent, train_for, visit
from ui.lessons.registry import LESSONS
from ui.player.asking import Answer
from ui.player.palette import light

PAGES = [lesson.name for lesson in LESSONS if lesson.name != "loss_explorer"]
"""Those that train a run; the Loss Explorer asks for its best line, and has tests of its own."""

WITHOUT_ANSWER = {"neural_network"}
"""Of a network no exact answer is known."""


def written(tree: Any) -> str:
    return json.dumps(tree, default=lambda array: array.tolist())


def answer(app: AppTest, key: str, guessed: Any, **more: Any) -> AppTest:
    """Answer as the player does: what it heard waits in the session for the page."""
    app.session_state["_guess_received"] = Answer(key, guessed, **more)
    return app.run()


VIEWS = [
    *((page, {}) for page in PAGES),
    *(("hubble_age", {"view": view}) for view in ("starts", "sure")),
    *(("gradient_descent_animator", {"view": view, "ground": "surface"}) for view in ("one", "race", "worlds")),
    ("crop_yields", {"view": "plane", "temperature": "70", "rainfall": "80", "humidity": "50"}),
    ("study_hours", {"fit": "true", "hours": "5"}),
    ("perceptron", {"activation": "tanh", "kept": "epochs:30"}),
]


@pytest.mark.parametrize(("page", "link"), VIEWS)
def test_nothing_is_told_before_the_guess(page: str, link: dict[str, str], unpack: Unpack) -> None:
    """Of every run epoch 0 alone is sent; no exact answer, no limits, no notes, no script of the run."""
    app = visit(page, epochs="40", predict="true", **link)
    assert not app.exception
    assert not app.warning
    content = sent(app, unpack)
    assert content["guess"]["result"] is None
    assert content["run"]["epochs"].tolist() == [0]
    assert content["run"]["diverged_at"] is None
    assert set(content["family"]["epochs"].tolist()) == {0}
    assert content["others"] == []
    assert content["limits"] is None
    assert light("exact") not in written(content["figure"])
    assert not any(track.get("colour") == "exact" or track["kind"] == "arrow" for track in content["tracks"])
    assert "Make your guess first" in said(app)
    assert "The exact answer is" not in said(app)
    assert not closer_views(app)


@pytest.mark.parametrize("page", PAGES)
def test_off_by_default(page: str, unpack: Unpack) -> None:
    """Without the switch nobody is asked, and the whole run is there."""
    app = visit(page, epochs="40")
    content = sent(app, unpack)
    assert content["guess"] is None
    assert len(content["run"]["epochs"]) == 41
    assert "predict" not in app.query_params
    assert (light("exact") in written(content["figure"])) == (page not in WITHOUT_ANSWER)
    assert closer_views(app)


def test_runs_that_diverge_look_like_any_other_before_the_guess(unpack: Unpack) -> None:
    """Axes, landscape and all else that is sent are the same for a rate that converges and one that diverges."""
    calm, wild = (sent(visit("study_hours", predict="true", learning_rate=rate), unpack) for rate in ("0.01", "0.1"))
    for content in (calm, wild):
        del content["run"]["rate"], content["family"], content["guess"]["questions"][0]["asks"]
    assert json.dumps(calm, default=lambda array: array.tolist()) == json.dumps(
        wild, default=lambda array: array.tolist()
    )


def test_a_guess_reveals_its_run_and_is_scored(unpack: Unpack) -> None:
    """After the guess the run, the notes and the verdict are there; the same run is not asked again, another one is."""
    app = answer(visit("study_hours", epochs="40", predict="true"), "loss", (40.0,))
    assert not app.exception
    content = sent(app, unpack)
    assert len(content["run"]["epochs"]) == 41
    assert set(content["family"]["epochs"].tolist()) == {0}
    assert content["limits"] is None
    result = content["guess"]["result"]
    assert (result["key"], result["heights"], result["due"]) == ("loss", [40.0], 20)
    truth = content["run"]["losses"][20]
    assert f"It is {truth:.1f}" in result["verdict"]
    assert content["guess"]["score"].endswith("of 4 points in 1 guess")
    assert "The exact answer is" in said(app)
    train_for(app, 60)
    assert sent(app, unpack)["guess"]["result"] is None
    answer(app, "behaviour", "converges smoothly")
    assert sent(app, unpack)["guess"]["score"].endswith("of 8 points in 2 guesses")
    train_for(app, 40)
    assert sent(app, unpack)["guess"]["result"]["key"] == "loss"
    answer(app, "", (), forget=True)
    assert sent(app, unpack)["guess"]["score"] == ""
    assert sent(app, unpack)["guess"]["result"]["key"] == "loss"


@pytest.mark.parametrize("guessed", [(), (-1.0,), (1.0, 2.0), "converges smoothly", "<img onerror=alert(1)>"])
def test_no_answer_is_taken_that_was_not_asked_for(guessed: Any, unpack: Unpack) -> None:
    """What does not answer the question leaves it asked."""
    app = answer(visit("study_hours", epochs="40", predict="true"), "loss", guessed)
    assert not app.exception
    assert sent(app, unpack)["guess"]["result"] is None


def test_skipping_plays_without_a_score(unpack: Unpack) -> None:
    """A question skipped shows the run, and counts for nothing."""
    content = sent(answer(visit("perceptron", epochs="40", predict="true"), "", ()), unpack)
    assert content["guess"]["result"]["key"] == ""
    assert content["guess"]["score"] == ""
    assert len(content["run"]["epochs"]) == 41


@pytest.mark.parametrize(
    ("page", "view"), [("gradient_descent_animator", "race"), ("gradient_descent_animator", "worlds"),
                       ("hubble_age", "starts"), ("hubble_age", "sure")],
)  # fmt: skip
def test_other_views_come_after_the_guess(page: str, view: str, unpack: Unpack) -> None:
    """A race, raw vs. scaled, many starts and resamples wait: until then the plain view of one run is shown."""
    app = visit(page, epochs="40", predict="true", view=view)
    assert not app.exception
    content = sent(app, unpack)
    assert content["others"] == []
    assert content["run"]["epochs"].tolist() == [0]
    assert {track["kind"] for track in content["tracks"]} <= {"line", "path", "point"}
    answer(app, "behaviour", "converges smoothly")
    assert not app.exception
    assert sent(app, unpack)["guess"]["result"]["key"] == "behaviour"
