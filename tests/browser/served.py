"""The app as people start it: `streamlit run app.py` on a free port, its log kept, always ended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
# For each window Chromium loads the popup of its address bar, a page of its own: a second of work that nobody sees.
# It heeds its last list of features alone, so what Playwright switches off stands in it, too.
_SWITCHED_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "DialMediaRouteProvider",
    "GlobalMediaControls", "HttpsUpgrades", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "BlockOriginHeaderModificationOnRedirect", "AvoidCorsURLLoaderRestartOnRedirect",
    "Translate", "AutoDeElevate", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
)  # fmt: skip
CHROMIUM_ARGS = [
    f"--disable-features={','.join(_SWITCHED_OFF)}",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_PATIENCE_SECONDS = 90


@dataclass(frozen=True)
class Server:
    """A running app."""

    url: str
    log: Path
    pid: int

    def log_from(self, mark: int) -> str:
        """Return what was logged from byte `mark` on."""
        return self.log.read_bytes()[mark:].decode(errors="replace")

    def log_size(self) -> int:
        """Return how many bytes were logged so far."""
        return self.log.stat().st_size

    def cpu_seconds(self) -> float:
        """Return the processor time this server has used so far."""
        stat = Path(f"/proc/{self.pid}/stat")
        if stat.exists():
            fields = stat.read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        said = subprocess.run(["ps", "-o", "time=", "-p", str(self.pid)], capture_output=True, text=True, check=True)
        seconds = 0.0
        for part in said.stdout.strip().replace("-", ":").split(":"):
            seconds = seconds * 60 + float(part)
        return seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(log: Path, base_path: str = "", port: int | None = None) -> Iterator[Server]:
    """Start the app, wait until it answers, end it whatever happens.

    Args:
        log: Where its output goes.
        base_path: The folder of the URL it is served below.
        port: Where it listens; None for any that is free.
    """
    port = port or free_port()
    command = [
        *(sys.executable, "-m", "streamlit", "run", "app.py"),
        *("--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"),
        *(["--server.baseUrlPath", base_path] if base_path else []),
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}/{base_path + '/' if base_path else ''}"
            wait_for_health(process, url, log)
            yield Server(url, log, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for_health(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Return once a process answers at its URL that it is healthy; raise with its log if it does not."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}_stcore/health", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"the app did not answer at {url}; its log:\n{log.read_text(errors='replace')}")
