"""Find a Chromium for the tests, and install one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


def find_browser() -> str | None:
    """Return the path of a Chromium: `SLOPEWISE_BROWSER`, one on the PATH, or Playwright's own; None without one."""
    candidates = [os.environ.get("SLOPEWISE_BROWSER"), *map(shutil.which, _NAMES), _MAC]
    return next((path for path in candidates if path and Path(path).exists()), None) or _own()


def _own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install_browser() -> None:
    """Install a Chromium: by the system's packages where this user may, else by Playwright."""
    if shutil.which("apt-get"):
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        updated = subprocess.run([*sudo, "apt-get", "update", "-qq"], env=quiet, check=False).returncode == 0
        if updated and subprocess.run([*sudo, *packages], env=quiet, check=False).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if find_browser() is None and "--install" in sys.argv:
        install_browser()
    browser = find_browser()
    if browser is None:
        sys.exit("No Chromium found. Install one, or set SLOPEWISE_BROWSER to its path.")
    print(f"Browser: {browser}")
