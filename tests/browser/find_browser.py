"""Find the browsers for the tests, and the proxy, and install those that are not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_MINI_BROWSERS = "lib/*/webkit2gtk-4.1/MiniBrowser"
PACKAGES = {
    "Firefox": ["firefox-esr", "xvfb"],
    "WebKit": ["webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb"],
    "HAProxy": ["haproxy"],
}


def find_browser() -> str | None:
    """Return the path of a Chromium: `SLOPEWISE_BROWSER`, one on the PATH, or Playwright's own; None without one."""
    return find_installed() or _own()


def find_installed() -> str | None:
    """Return the path of a Chromium that is not Playwright's own; None without one."""
    candidates = [os.environ.get("SLOPEWISE_BROWSER"), *map(shutil.which, _CHROMIUMS), _MAC]
    return next((path for path in candidates if path and Path(path).exists()), None)


def _own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_firefox() -> str | None:
    """Return the path of the system's Firefox; None without one, or without a screen for its WebGL."""
    return (shutil.which("firefox-esr") or shutil.which("firefox")) if shutil.which("Xvfb") else None


def find_webkit() -> tuple[str, str] | None:
    """Return the paths of WebKit's driver and of the browser it drives; None without them, or without a screen."""
    driver = shutil.which("WebKitWebDriver")
    browser = next(Path("/usr").glob(_MINI_BROWSERS), None)
    return (driver, str(browser)) if driver and browser and shutil.which("Xvfb") else None


def find_proxy() -> str | None:
    """Return the path of HAProxy; None without it. Debian keeps it where only root's PATH leads."""
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")


def missing() -> list[str]:
    """Return which of Firefox, WebKit and HAProxy are not there."""
    found = {"Firefox": find_firefox(), "WebKit": find_webkit(), "HAProxy": find_proxy()}
    return [name for name, path in found.items() if path is None]


def install_browsers() -> None:
    """Install what is not there: by the system's packages where this user may, a Chromium else by Playwright."""
    wanted = [["chromium"]] if find_browser() is None else []
    wanted += [PACKAGES[name] for name in missing()]
    # Each on its own: what the system does not have must not keep it from installing the others.
    may = bool(wanted) and bool(shutil.which("apt-get")) and _apt("update")
    for packages in wanted:
        if not (may and _apt("install", "-y", "--no-install-recommends", *packages)) and packages == ["chromium"]:
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _apt(*arguments: str) -> bool:
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run([*sudo, "apt-get", "-qq", *arguments], env=quiet, check=False).returncode == 0


if __name__ == "__main__":
    if "--install" in sys.argv:
        install_browsers()
    browser = find_browser()
    if browser is None:
        sys.exit("No Chromium found. Install one, or set SLOPEWISE_BROWSER to its path.")
    found = (browser, find_firefox(), find_webkit(), find_proxy())
    print(f"Found: {', '.join(str(path) for path in found if path)}")
