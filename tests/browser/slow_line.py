"""A line to the server that is slow when a test wants it so."""

from __future__ import annotations


class SlowLine:
    """What the server says, held back as on a slow line while `holding`, and let through on `release`."""

    def __init__(self, page) -> None:
        """Stand between the page and its server, from its next load on."""
        self.holding = False
        self.messages: list[str | bytes] = []
        self._known = 0
        page.route_web_socket("**/_stcore/stream", self._connect)
        self._page = page

    def _connect(self, browser) -> None:
        self._send = browser.send
        browser.connect_to_server().on_message(self._receive)

    def _receive(self, message: str | bytes) -> None:
        if self.holding:
            self.messages.append(message)
        else:
            self._send(message)

    def wait_for_answer(self) -> int:
        """Wait until the server has said more, and no more follows; return how many messages are held."""
        before = -1
        while len(self.messages) <= self._known or len(self.messages) > before:
            before = len(self.messages)
            self._page.wait_for_timeout(1000)
        self._known = before
        return before

    def release(self, count: int | None = None) -> None:
        """Let through what is held now, or the first `count` of it."""
        count = len(self.messages) if count is None else count
        messages, self.messages = self.messages[:count], self.messages[count:]
        self._known = len(self.messages)
        for message in messages:
            self._send(message)
