"""What the README says can be typed as it stands there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import plotly.graph_objects as go
import pytest

ROOT = Path(__file__).parents[1]
KETTLE = """
        DatasetChoice(
            "kettle", "A kettle", "made up", (("minutes", "Time", "min"),), (("degrees", "Temperature", "°C"),)
        ),
"""
LESSON = """
    Lesson("kettle", "Kettle", ":material/coffee:", "How water warms."),
"""
_LAST_DATA, _LAST_LESSON = '        DatasetChoice(\n            "perceptron"', '    Lesson("perceptron"'
VISIT = """
from tests.ui.visits import said, visit
app = visit("kettle", epoch="1000")
print(app.exception, app.title[0].value, said(app))
print(visit("start_here").exception)
"""


def code_blocks() -> list[str]:
    """Return the Python that the README shows."""
    return re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Ten lines load, train and plot; they print the line of the exact answer and the critical rate."""
    shown: list[go.Figure] = []
    monkeypatch.setattr(go.Figure, "show", lambda figure: shown.append(figure))
    exec(compile(code_blocks()[0], "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert "exactly [ 7.36904762 41.96428571]" in said
    assert "diverges above 0.0380" in said
    assert len(shown[0].data[0].x) == 1001


def test_the_small_build_is_the_one_that_was_tested() -> None:
    """The release of PyTorch that the README installs first is that of the requirements: pip then leaves it."""
    pinned = re.findall(r"^torch==.*$", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"torch==\S+", (ROOT / "README.md").read_text(encoding="utf-8")) == pinned


def test_the_recipe_makes_a_lesson(tmp_path: Path) -> None:
    """A data set, a page as the README has it and a line in each registry are a lesson; below 60 lines in all."""
    for folder in ("core", "data", "pages", "ui", "tests/ui"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    table, page = "minutes,degrees\n1,31\n2,44\n3,52\n4,68\n5,83\n", code_blocks()[1]
    (tmp_path / "data" / "kettle.csv").write_text(table)
    (tmp_path / "pages" / "kettle.py").write_text(page, encoding="utf-8")
    insert(
        tmp_path / "core" / "data" / "built_in.py", KETTLE, before='        DatasetChoice(\n            "perceptron"'
    )
    insert(tmp_path / "ui" / "lessons" / "registry.py", LESSON, before=_LAST_LESSON)
    ran = subprocess.run([sys.executable, "-c", VISIT], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("ElementList() Kettle")
    assert "The exact answer is slope 12.8000, intercept 17.2000" in ran.stdout
    assert ran.stdout.rstrip().endswith("ElementList()")
    assert sum(text.strip().count("\n") + 1 for text in (table, page, KETTLE, LESSON)) < 50


def insert(file: Path, text: str, before: str) -> None:
    """Write lines into a registry."""
    registry = file.read_text(encoding="utf-8")
    assert registry.count(before) == 1
    file.write_text(registry.replace(before, f"{text.strip(chr(10))}\n{before}"), encoding="utf-8")
