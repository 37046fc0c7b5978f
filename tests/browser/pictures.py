"""Take the README's pictures: `python -m tests.browser.pictures`."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.find_browser import find_browser
from tests.browser.lesson import PATIENCE_MS, Lesson
from tests.browser.served import CHROMIUM_ARGS, ROOT, Server, serve

LINKS = {
    "study_hours": "?held_rows=2,7&schedule=cosine&schedule_length=600&warm_up=100&epoch=300",
    "loss_explorer": "?best=true",
    "gradient_descent_animator": "?view=race&epoch=40",
    "hubble_age": "?view=starts&epoch=300",
    "crop_yields": "?view=plane&epoch=4",
    "perceptron": "?epoch=40",
    "classifier": "?epoch=400",
    "neural_network": "?data=spirals&layers=8,8&optimizer=adam&learning_rate=0.03&epoch=400",
}
FOLDER = ROOT / "docs" / "pictures"
DESKTOP, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}


def take(page: Page, server: Server, name: str, style: str) -> None:
    """Open a page, wait until it stands still, and keep a picture of its first screen."""
    if name == "start_here":
        page.goto(server.url)
        expect(page.get_by_role("heading", name="Slopewise")).to_be_visible(timeout=PATIENCE_MS)
        page.wait_for_function(
            "document.querySelectorAll('img').length >= 8 && [...document.images].every((i) => i.complete)"
            " && document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        )
    else:
        Lesson(page, server.url).open(LINKS[name], name)
    # Streamlit loads the code of some widgets late, and draws grey boxes till then.
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE_MS)
    page.evaluate("document.fonts.ready")
    save(page.screenshot(animations="disabled"), FOLDER / f"{name}-{style}.png")


def save(picture: bytes, path: Path) -> None:
    """Write a screenshot as PNG, in all its colours."""
    Image.open(io.BytesIO(picture)).convert("RGB").save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


def main() -> None:
    """Take all pages, light and dark, and on a phone."""
    browser_path = find_browser()
    if browser_path is None:
        sys.exit("No Chromium found. Install one, or set SLOPEWISE_BROWSER to its path.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder) / "server.log") as server, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=browser_path, args=CHROMIUM_ARGS)
        for style, viewport, scheme in (
            ("light", DESKTOP, "light"),
            ("dark", DESKTOP, "dark"),
            ("phone", PHONE, "light"),
        ):
            for name in ("start_here", *LINKS):
                page = browser.new_page(viewport=viewport, color_scheme=scheme)
                take(page, server, name, style)
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
