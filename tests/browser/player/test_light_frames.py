"""A frame of playback costs little: nothing that stands still is worked out again."""

from __future__ import annotations

from statistics import median
from typing import Any

import pytest

FRAMES = 40
# The scrub bar and the parts of its track; what else moves is on the canvas, or text in a place that stays.
FEW_ELEMENTS = 30


@pytest.mark.parametrize(
    ("name", "query"),
    [("study_hours", "?held_out=0.25&schedule=cosine&weight_decay=0.01"), ("perceptron", "")],
    ids=["two losses", "neuron with its numbers"],
)
def test_style_of_few_elements_is_worked_out_in_a_frame(page, open_lesson, name, query):
    """Of the page's hundreds of elements a frame asks for the styles of some few: no rule with `:has()` is touched."""
    lesson = open_lesson(page, f"{query or '?'}{'&' if query else ''}epochs=4000", name)
    devices, seen, ended = page.context.new_cdp_session(page), [], []
    devices.on("Tracing.dataCollected", lambda event: seen.extend(event["value"]))
    devices.on("Tracing.tracingComplete", lambda _: ended.append(True))
    lesson.button("Play").click()
    lesson.wait_for("d.playing === 'true' && Number(d.epoch) > 10")
    devices.send("Tracing.start", {"categories": "devtools.timeline", "transferMode": "ReportEvents"})
    page.evaluate("async (n) => { while (n--) await new Promise(requestAnimationFrame); }", FRAMES)
    devices.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(50)
    restyled = elements_of(seen)
    assert len(restyled) > FRAMES / 2
    assert median(restyled) < FEW_ELEMENTS < page.locator("*").count() / 10


def elements_of(events: list[dict[str, Any]]) -> list[int]:
    """Return of how many elements the browser worked out the style, each time it did."""
    found = [event["args"].get("elementCount") for event in events if event["name"] == "UpdateLayoutTree"]
    return [count for count in found if count]
