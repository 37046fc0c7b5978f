"""Streamlit servers for one measurement each: started on a free port of this machine, always stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
APP = ROOT / "app.py"
COMPARED = Path(__file__).parent / "pages_for_comparison"

_PATIENCE_SECONDS = 60
_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and its process."""

    url: str
    process: int

    def wait(self) -> None:
        """Return once the server answers that it is healthy.

        Raises:
            TimeoutError: If it does not within a minute.
        """
        end = monotonic() + _PATIENCE_SECONDS
        while monotonic() < end:
            try:
                with urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                sleep(_POLL_SECONDS)
        raise TimeoutError(f"{self.url} did not answer within {_PATIENCE_SECONDS} s")

    def cpu_seconds(self) -> float | None:
        """Return the CPU time used so far, of all its threads; None where the system does not say (not Linux)."""
        try:
            fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime

    def megabytes(self) -> int:
        """Return the memory it takes now; 0 where the system does not say (not Linux)."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.process}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) // 1000
        return 0


@contextmanager
def starting(script: Path) -> Iterator[Server]:
    """Start a server and do not wait for it; stop it and all it started at the end."""
    port = _free_port()
    # Run from the root, so that the same configuration holds for the app and for what it is compared with.
    process = subprocess.Popen(
        [
            sys.executable, "-m", "streamlit", "run", str(script), "--server.address", "127.0.0.1",
            "--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false",
        ],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def serving(script: Path) -> Iterator[Server]:
    """Start a server and wait until it answers; stop it at the end."""
    with starting(script) as server:
        server.wait()
        yield server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
