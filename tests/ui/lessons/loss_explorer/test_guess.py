"""In Loss Explorer the user's own line is the guess of the best line."""

from __future__ import annotations

from tests.ui.visits import Unpack, key_of, press, said, sent, visit
from ui.player.palette import light


def test_the_best_line_is_guessed_first(unpack: Unpack) -> None:
    """Before the guess the data stand alone: no losses, no landscape, no best line. Then both lines, and a score."""
    app = visit("loss_explorer", data="four_scores", predict="true", best="true", line="8,400")
    assert not app.exception
    content = sent(app, unpack)
    assert {track["panel"] for track in content["tracks"]} == {0}
    assert not any(track["kind"] == "best" for track in content["tracks"])
    assert content["parts"] == []
    assert content["handles"]["landscape"] is None
    assert "The best line by" not in said(app)
    assert "4 points within 0.05 standard deviations" in said(app)
    press(app, "Go to the best line")
    assert not app.exception
    content = sent(app, unpack)
    assert {track["panel"] for track in content["tracks"]} == {0, 1, 2}
    assert any(track.get("colour") == "guess" for track in content["tracks"])
    assert light("guess") in content["figure"]["layout"]["annotations"][0]["text"]
    assert "Your guess 8x + 400" in said(app)
    assert "of 4 points in 1 guess" in said(app)
    press(app, "New score")
    assert "in 1 guess" not in said(app)
    assert "Your guess 8x + 400" in said(app)
    # Another loss has another best line.
    app.selectbox(key=key_of(app, "loss")).set_value("mae").run()
    assert sent(app, unpack)["parts"] == []


def test_the_exact_line_has_all_points() -> None:
    """By hand: of (0, 0), (1, 1), (2, 2) the best line is x; y = 1 everywhere is a whole spread away."""
    data = "0:0,1:1,2:2"
    app = press(visit("loss_explorer", predict="true", points=data, line="1,0"), "Go to the best line")
    assert "lies 0 standard deviations" in said(app)
    assert "4 of 4 points" in said(app)
    app = press(visit("loss_explorer", predict="true", points=data, line="0,1"), "Go to the best line")
    assert "lies 1.00 standard deviations" in said(app)
    assert "0 of 4 points" in said(app)


def test_off_by_default(unpack: Unpack) -> None:
    """Without the switch the button just goes there, and nothing is scored."""
    app = press(visit("loss_explorer", data="four_scores"), "Go to the best line")
    assert not any(track.get("colour") == "guess" for track in sent(app, unpack)["tracks"])
    assert "Your guess" not in said(app)
