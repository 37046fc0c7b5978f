"""A browser that is broken or hostile: what makes no sense changes nothing, and harms nobody."""

from __future__ import annotations

import json
import random
from dataclasses import fields
from typing import Any

import pytest

from tests.browser.conftest import TROUBLE
from tests.browser.raw_session import RawSession, raw_session
from tests.ui.conftest import unpacked
from ui.player import PlayerState

MESSAGES = 40
FIELDS = [each.name for each in fields(PlayerState)]
NAMES = [*FIELDS, *FIELDS, "seed", "data", "__proto__", "", "x" * 5000]
NONSENSE: list[Any] = [
    None, True, False, "", "NaN", "0.5", "<script>alert(1)</script>", "\x00", "\ud800", "x" * 100_000,
    -1, -1e300, 1e300, 2**70, -(2**70), float("nan"), float("inf"), float("-inf"), 0.5e-300,
    [], {}, [[]], [None], [float("nan")] * 2, [1, 2, 3], [["1", "2"]], [[1, 2], [3]], [[1e300, 1]], [[-1e300, None]],
    [[1, 2]] * 1000,
    json.loads("[" * 90 + "]" * 90), {"key": None, "guessed": [1]}, {"key": ["x"], "guessed": "x"},
    {"key": "x", "guessed": {}},
]  # fmt: skip
LINKS = {
    "study_hours": "epochs=50&learning_rate=0.02&epoch=7",
    "loss_explorer": "loss=huber&delta=30&line=0.5,300",
    "gradient_descent_animator": "epochs=50&epoch=7&start=1,2",
    "hubble_age": "epochs=50&epoch=7",
    "crop_yields": "epochs=50&epoch=7",
    "perceptron": "epochs=50&epoch=7&row=3&phase=loss",
}


def messages(seed: int, count: int, subject: str) -> list[str]:
    """Return texts of JSON that no player sends; the same for the same seed.

    Most are well formed up to where they make no sense: the further they come, the more they could harm.
    """
    dice = random.Random(seed)

    def invented() -> Any:
        made = dice.choice(NONSENSE)
        while dice.random() < 0.2:
            made = dice.choice([[made], {dice.choice(NAMES): made}])
        return made

    def change(number: int) -> Any:
        return [number, invented(), subject] if dice.random() < 0.8 else [invented() for _ in range(dice.randint(0, 4))]

    def message(number: int) -> Any:
        said = {"player": "a" * 8, "message": number, "holds": [], "changes": {}}
        said["changes"] = {dice.choice(NAMES): change(number) for _ in range(dice.randint(1, 6))}
        if dice.random() < 0.3:
            said[dice.choice([*said, *NAMES])] = invented()
        if dice.random() < 0.1:
            del said[dice.choice(list(said))]
        return said if dice.random() < 0.95 else invented()

    return [json.dumps(message(number)) for number in range(1, count + 1)]


def harm(session: RawSession, before: str) -> list[str]:
    """Return what differs from a page that nothing was said to."""
    return [*session.exceptions, *([f"{before} became {session.query}"] if session.query != before else [])]


@pytest.mark.parametrize("name", LINKS)
def test_nonsense_from_a_player_changes_nothing(server, name):
    """Fields of a wrong kind or size, foreign ones, deep nests: the link stays, nothing is raised or logged."""
    mark = server.log_size()
    with raw_session(server, name, LINKS[name]) as session:
        before = session.query
        for message in messages(len(name), MESSAGES, unpacked(session.shown)["subject"]):
            session.release(message)
            assert harm(session, before) == [], message[:2000]
        # The player that was there is gone, or was never.
        real = {"player": "b" * 8, "message": 1, "holds": [], "changes": {"start": [1, [1, 2], ""]}}
        session.turn_to("start_here")
        for component in (session.player, f"{session.player}0", "", "$$ID-0-None"):
            session.trigger(component, json.dumps(real))
        assert session.exceptions == []
    log = server.log_from(mark)
    assert not any(word in log for word in TROUBLE), log
