"""What holds for all tests, and what a run of them says in its end."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

from tests.browser.find_browser import missing

# There is a worker for each core: they share the cores, not the halves of a small matrix. Before torch is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# How fast an example runs says more about a busy machine than about the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which browsers, or the proxy, were not tested because they are not there."""
    for name in missing():
        terminalreporter.write_line(
            f"{name} was NOT tested: it is not there. `make test` installs it where it may.", red=True
        )


@pytest.fixture(autouse=True)
def _empty_store() -> None:
    """Let each test train its own runs: what an earlier one trained is not there any more."""
    if "ui.session.store" in sys.modules:
        sys.modules["ui.session.store"].STORE.clear()
