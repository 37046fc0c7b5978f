"""The code that ran is downloaded by a click, and what was downloaded runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.appearance import serious, too_wide

RUN = "?learning_rate=0.02&epochs=60&loss=huber&batch_size=2&start=random&seed=7&epoch=30"


def saved(page, label: str, folder: Path) -> Path:
    """Click a button that downloads, and return the file under the name it was given."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_script_and_notebook_by_a_click(page, open_lesson, tmp_path):
    """Both files come without a run of the page or a jump of it; the script runs and its receipt holds."""
    lesson = open_lesson(page, RUN)
    page.get_by_role("radio", name="The code").or_(page.get_by_role("button", name="The code")).first.click()
    expect(page.get_by_role("button", name="Python script")).to_be_visible()
    lesson.at_rest()
    code = page.get_by_test_id("stCode")
    expect(code).to_contain_text("The receipt holds.")
    page.get_by_role("button", name="Python script").scroll_into_view_if_needed()
    place = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    script, notebook = (saved(page, label, tmp_path) for label in ("Python script", "Jupyter notebook"))
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == place
    assert lesson.shown.epoch == 30
    assert (script.name, notebook.name) == ("study-hours.py", "study-hours.ipynb")
    text = script.read_text(encoding="utf-8")
    assert re.sub(r"\s+", "", code.inner_text()).startswith(re.sub(r"\s+", "", text)[:2000])
    cells = [c["source"] for c in json.loads(notebook.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    assert all(cell in text for cell in cells)
    done = subprocess.run(
        [sys.executable, "-I", script], capture_output=True, text=True, timeout=120,
        env={**os.environ, "OMP_NUM_THREADS": "1"}, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.endswith("The receipt holds.\n")
    assert serious(page) == []
    assert not too_wide(page)
