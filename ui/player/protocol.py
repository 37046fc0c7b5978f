"""What a player and its page have said to each other; `docs/protocol.md` has the whole of it.

A release is sent again, with every later one, until it was answered, so none can be lost; it is taken once,
however often it comes. An answer has a number, so an older one never comes after a newer one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from ui.player.blob import Envelope

ABOUT_SUBJECT = ("start", "points", "delta", "guess", "row", "phase")
"""What is released about the data on show; it means nothing for others."""
_MAX_CACHED = 8


def is_count(value: Any) -> bool:
    """Return whether a browser sent a number of messages; it can send anything."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**32


@dataclass
class Exchange:
    """One session's side of the conversation with a player.

    Attributes:
        session: Eight letters that tell this session from one before a restart.
        player: Eight letters of the player in the browser that spoke last; empty before anyone did.
        message: The number of the latest message that was taken.
        answer: The number of the latest answer.
        subject: What the page was about when it last answered.
        holds: Digests of the families of runs that the browser has said it holds.
    """

    session: str = field(default_factory=lambda: token_hex(4))
    player: str = ""
    message: int = 0
    answer: int = 0
    subject: str = ""
    holds: tuple[str, ...] = ()
    _last: tuple[object, ...] = ()

    def is_new(self, payload: Any) -> bool:
        """Return whether a message has come that was not taken yet."""
        if not (isinstance(payload, dict) and _is_name(payload.get("player")) and is_count(payload.get("message"))):
            return False
        return bool(payload["player"] != self.player or payload["message"] > self.message)

    def changes_in(self, payload: Any) -> dict[str, Any]:
        """Return what a new message releases that was not taken before; nonsense releases nothing.

        Args:
            payload: ``{player, message, holds, changes}``; of each change its name, the number of the message
                that was the first to have it, its value and what it is about.
        """
        if not self.is_new(payload):
            return {}
        taken = self.message if payload["player"] == self.player else 0
        changes = payload.get("changes")
        return {
            name: change[1]
            for name, change in (changes.items() if isinstance(changes, dict) else ())
            if isinstance(change, list) and len(change) == 3 and is_count(change[0]) and change[0] > taken
            if name not in ABOUT_SUBJECT or change[2] == self.subject
        }

    def take(self, payload: Any) -> None:
        """Note that a new message was taken, when all that it releases is a setting: not before."""
        if self.is_new(payload):
            self.player, self.message = payload["player"], payload["message"]
            self.holds = _names(payload.get("holds"))

    def envelope(self, digest: str, epoch: int, subject: str) -> Envelope:
        """Return what an answer says beside its content; one that says nothing new has the number of the last."""
        said = digest, epoch, subject, self.player, self.message
        if said != self._last:
            self.answer, self._last, self.subject = self.answer + 1, said, subject
        return Envelope(epoch, self.message, self.answer, self.player, self.session)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 8 and value.isascii()


def _names(values: Any) -> tuple[str, ...]:
    names = values if isinstance(values, Collection) and not isinstance(values, str | bytes) else ()
    return tuple(name for name in list(names)[:_MAX_CACHED] if isinstance(name, str) and len(name) == 16)
