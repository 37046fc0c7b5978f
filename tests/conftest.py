"""What a run of the tests says in its end."""

from __future__ import annotations

import pytest

from tests.browser.find_browser import missing


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which browsers were not tested because they are not there."""
    for name in missing():
        terminalreporter.write_line(
            f"{name} was NOT tested: it is not there. `make test` installs it where it may.", red=True
        )
