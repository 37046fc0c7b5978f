"""Nothing released is lost and nothing is taken twice, whatever a network does between player and page."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from ui.player import packing
from ui.player.blob import pack
from ui.player.protocol import Exchange

HOST = Path(__file__).with_name("exchange_host.mjs")
STATIC = Path(packing.__file__).parent / "static"
SEQUENCES = 2_000
STEPS = 24
SUBJECTS = ("study_hours", "hubble_1929")
RELEASED = ("learning_rate", "epoch", "points", "start")
DEFAULTS = {"data": SUBJECTS[0], **dict.fromkeys(RELEASED, 0)}
VALUES = count(1)
FAMILIES = [f"{i:016x}" for i in range(7)]


class Players:
    """The browser's side: one player at a time, in the real modules."""

    def __init__(self) -> None:
        """Start Node.js, which comes with Playwright."""
        node = compute_driver_executable()[0]
        self.process = subprocess.Popen(
            [node, str(HOST), STATIC.as_uri()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def act(self, act: str, argument: Any = None) -> dict[str, Any]:
        """Have something happen; return what the player shows and sends."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([act, argument]) + "\n")
        self.process.stdin.flush()
        state: dict[str, Any] = json.loads(self.process.stdout.readline())
        return state


@pytest.fixture(scope="module")
def players() -> Iterator[Players]:
    running = Players()
    yield running
    running.process.communicate()
    assert running.process.returncode == 0


class Page:
    """The page's side: settings, a link that carries them, and answers, by the real `Exchange`."""

    def __init__(self, link: dict[str, Any]) -> None:
        """Begin a session by the link."""
        self.exchange, self.values, self.link = Exchange(), dict(link), link
        self.cached: tuple[str, ...] = ()
        self.family = 0
        self.taken: set[Any] = set()

    def receive(self, message: Any) -> None:
        """Take what is new in a message; nothing is taken twice."""
        if self.exchange.is_new(message):
            changes = self.exchange.changes_in(message)
            self.exchange.take(message)
            self.cached = self.exchange.holds
            assert self.taken.isdisjoint(changes.values())
            self.taken |= set(changes.values())
            self.values |= changes

    def change_subject(self, subject: str) -> None:
        """Show other data: what was released about the old ones means nothing in them."""
        self.values |= {"data": subject, "points": 0, "start": 0}

    def answer(self) -> bytes:
        """Run to the end: answer and write the link."""
        digest = FAMILIES[self.family]
        family = {"digest": digest} if digest in self.cached else {"digest": digest, "rates": [1.0]}
        content = pack({"values": self.values, "family": family, "subject": self.values["data"]})
        message = content.message(self.exchange.envelope(content.digest, 0, self.values["data"]))
        self.link = dict(self.values)
        return message


class Story:
    """One random sequence, and what has to stand at its end."""

    def __init__(self, random: Random, players: Players) -> None:
        """Open the page."""
        self.random, self.players, self.page = random, players, Page(DEFAULTS)
        self.wanted = dict(DEFAULTS)
        self.up: Any = None
        self.down = [self.page.answer()]
        self.players.act("open")
        self.deliver()

    def sends(self, state: dict[str, Any], *, lost: bool = False) -> None:
        """Have what the player sends wait for the server; of two the newer stays."""
        self.state = state
        for message in state["sent"]:
            self.up = self.up if lost else message

    def release(self, *, lost: bool = False) -> None:
        """Let the user do something."""
        name = self.random.choice(RELEASED)
        value = next(VALUES)
        if name in ("learning_rate", "epoch") or self.state["shown"]["data"] == self.page.values["data"]:
            self.wanted[name] = value
        self.sends(self.players.act("release", {name: value}), lost=lost)

    def run(self, *, finished: bool = True) -> None:
        """Let the server run the page; it may be interrupted before it has answered."""
        self.page.receive(self.up)
        self.up = None
        if finished:
            self.down.append(self.page.answer())

    def deliver(self, *, late: bool = False, twice: bool = False) -> None:
        """Bring an answer to the browser: the oldest, or another; it may come again."""
        if self.down:
            at = self.random.randrange(len(self.down)) if late else 0
            answer = self.down[at] if twice else self.down.pop(at)
            self.sends(self.players.act("answer", b64encode(answer).decode()))

    def restart(self) -> None:
        """Kill the server and start it again: a new session by the link, and all on the way is lost."""
        self.up, self.down = None, []
        for _ in range(self.random.randrange(3)):
            self.release(lost=True)
        self.page = Page(self.page.link)
        self.down.append(self.page.answer())
        self.sends(self.players.act("connected"))

    def come_back(self) -> None:
        """Visit another lesson and this one again: another player in the same session."""
        self.run()
        self.down = [self.page.answer()]
        self.players.act("open")
        self.deliver()

    def turn(self) -> None:
        """Choose other data in a menu, which shows those of the page."""
        self.settle()
        self.page.change_subject(self.random.choice(SUBJECTS))
        self.wanted |= {"data": self.page.values["data"], "points": 0, "start": 0}
        self.run()

    def another_family(self) -> None:
        """Choose what needs other runs on the ruler; the tab holds four families."""
        self.page.family = self.random.randrange(len(FAMILIES))
        self.run()

    def step(self) -> None:
        """Let something happen."""
        acts: dict[Callable[[], None], int] = {
            self.release: 8, self.run: 5, lambda: self.run(finished=False): 2, self.deliver: 5,
            lambda: self.deliver(late=True): 2, lambda: self.deliver(twice=True): 2, self.restart: 1,
            self.another_family: 1, self.come_back: 1, self.turn: 1,
        }  # fmt: skip
        self.random.choices(list(acts), list(acts.values()))[0]()

    def settle(self) -> None:
        """Let all that is on the way arrive, the answers in any order."""
        self.run()
        while self.down or self.up:
            if self.up:
                self.run()
            self.deliver(late=True)


def test_a_random_conversation_never_ends_apart(players: Players) -> None:
    """After late, doubled, lost and reordered words player, page and link agree on what the user did last."""
    for seed in range(SEQUENCES):
        story = Story(Random(seed), players)
        for _ in range(STEPS):
            story.step()
        story.settle()
        assert story.page.values == story.wanted, seed
        assert story.page.link == story.wanted, seed
        assert story.state["shown"] == story.wanted, seed
        assert not story.state["waiting"], seed
        assert story.state["family"] == FAMILIES[story.page.family], seed
