"""Study Hours: residuals and their squares, and a line of one's own whose best is not given away."""

from __future__ import annotations

from typing import Any

from tests.ui.visits import Unpack, key_of, link_of, said, sent, visit


def legends(content: Any) -> list[str]:
    return [text for legend in content["figure"]["layout"]["meta"]["legends"] for _, text in legend["entries"]]


def exact_traces(content: Any) -> list[str]:
    return [trace["name"] for trace in content["figure"]["data"] if trace.get("legendgroup") == "exact"]


def squares(content: Any) -> Any:
    (track,) = (track for track in content["tracks"] if track["kind"] == "squares")
    return track


def test_squares_come_when_asked(unpack: Unpack) -> None:
    """The switch is in the link; without it squares wait for the line, and the legend names them squared errors."""
    app = visit("study_hours", epochs="60")
    assert squares(sent(app, unpack))["near"] == 12.5
    assert "■ squared errors" in legends(sent(app, unpack))
    app.toggle(key=key_of(app, "squares")).set_value(True).run()
    assert link_of(app) == {"epochs": "60", "squares": "true"}
    assert squares(sent(app, unpack))["near"] is None


def test_the_best_line_is_hidden_until_it_is_asked_for(unpack: Unpack) -> None:
    """While one fits a line by hand neither picture, legend, number nor note gives the best one away."""
    app = visit("study_hours", fit="true", hours="5.5", tutorial="true", kept="learning_rate:0.005")
    content = sent(app, unpack)
    assert exact_traces(content) == []
    assert not any(word in text for text in legends(content) for word in ("best", "lowest"))
    assert not any(track["ghost"] for track in content["tracks"] if track["kind"] == "path" and track["of"] == "run")
    # 619/84 x + 3525/84, by hand.
    for number in ("7.36905", "41.9643", "15.019", "82.494"):
        assert number not in said(app)
    app.toggle(key=key_of(app, "best")).set_value(True).run()
    assert exact_traces(sent(app, unpack))
    assert any("best" in text for text in legends(sent(app, unpack)))
    assert "7.36905" in said(app)
    assert link_of(app)["best"] == "true"


def test_without_a_line_of_ones_own_the_best_is_there(unpack: Unpack) -> None:
    """There is nothing to find by hand, and no switch."""
    app = visit("study_hours", epochs="60")
    assert exact_traces(sent(app, unpack))
    assert "Show best fit" not in [toggle.label for toggle in app.toggle]
