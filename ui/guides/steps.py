"""The guides as data: one file a lesson, from which the page, the lesson plan and the tests take what they need."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ui.lessons.registry import LESSONS

_FILES = Path(__file__).parent


@dataclass(frozen=True)
class Step:
    """One step of a guide.

    Attributes:
        title: A question; it gives nothing away before a guess.
        say: One or two plain sentences.
        task: Something to try.
        see: What one sees then.
        settings: What is set for the person, by names and texts of a link; all else is as the lesson begins.
        invites: Settings that the task asks to change.
        minutes: How long it takes in a class.
        question: What a teacher may ask.
        answer: What a student should find.
        hint: What to do when the class hesitates.
        does: The task as a test carries it out: what is pressed or set, and how.
        expect: What the page shows then, as a test checks it.
        numbers: Where each number in the sentences comes from, as a test works it out.
    """

    title: str
    say: str
    task: str
    see: str
    settings: Mapping[str, str]
    invites: tuple[str, ...]
    minutes: int
    question: str
    answer: str
    hint: str
    does: tuple[Mapping[str, Any], ...]
    expect: Mapping[str, Any]
    numbers: Mapping[str, str]


@dataclass(frozen=True)
class Guide:
    """The story of a lesson.

    Attributes:
        page: The lesson's page.
        aim: What students can say afterwards, in a sentence.
        steps: In their order.
    """

    page: str
    aim: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """Return how long the whole lesson takes in a class."""
        return sum(step.minutes for step in self.steps)


@cache
def guides() -> Mapping[str, Guide]:
    """Return the guides of all lessons by their pages, in the order of the course."""
    files = {lesson.name: _FILES / f"{lesson.name}.toml" for lesson in LESSONS}
    return MappingProxyType({name: _guide(name, file) for name, file in files.items() if file.exists()})


def _guide(page: str, file: Path) -> Guide:
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    return Guide(page, written["aim"], tuple(_step(step) for step in written["step"]))


def _step(written: Mapping[str, Any]) -> Step:
    return Step(
        task=written["try"],
        settings=MappingProxyType(written.get("settings", {})),
        invites=tuple(written.get("invites", ())),
        does=tuple(written.get("does", ())),
        expect=MappingProxyType(written.get("expect", {})),
        numbers=MappingProxyType(written.get("numbers", {})),
        **{name: written[name] for name in ("title", "say", "see", "minutes", "question", "answer", "hint")},
    )
