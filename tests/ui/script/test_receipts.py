"""Every kind of script and notebook runs where nothing has run before, and its assertions hold; they can fail, too."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch
from nbclient import NotebookClient

from core.analysis import neighbours
from core.data import load
from core.model import LOSSES, OPTIMIZERS, Recipe
from core.training import sweep, train
from tests.ui.script.matrix import NASTY, nasty_data, receipt, receipts, tolerance_of
from ui.lessons.loss_explorer.pictures import Choice
from ui.lessons.loss_explorer.receipt import loss_receipt
from ui.lessons.perceptron.receipt import neuron_receipt
from ui.script.data import MAX_SHOWN
from ui.script.proof import rounded_up
from ui.script.sections import WIDTH, Receipt, file_name, notebook_of, script_of
from ui.text.version import VERSION

ROOT = Path(__file__).parents[3]
RUNNER = Path(__file__).parent / "runner.py"
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1"}


@pytest.fixture(autouse=True)
def one_thread():
    """Train by one thread, as the app does: a second one makes small runs slower."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def outcomes(folder: Path, scripts: Mapping[str, str]) -> dict[str, str]:
    """Run scripts and notebooks by their file names, and return what those that fail said last."""
    for name, text in scripts.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-I", str(RUNNER), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=ONE_THREAD, timeout=900)
    statuses = json.loads(done.stdout)
    assert statuses.keys() == {name.partition(".")[0] for name in scripts}
    return {name: _last_error(folder / f"{name}.log") for name, status in statuses.items() if status}


def _last_error(log: Path) -> str:
    errors = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if "Error" in line]
    return errors[-1] if errors else "no error said"


def test_every_script_and_notebook_runs_and_its_receipt_holds(tmp_path: Path) -> None:
    """All lessons, data, losses, optimizers, scalings, activations, batches, starts, rates; also awkward data.

    Every notebook has the code of its script, cell by cell; every fourth is run, too.
    """
    files: dict[str, str] = {}
    for i, (name, made) in enumerate(receipts()):
        files[f"{name}.py"] = script_of(made.sections)
        assert_notebook_is_the_script(made)
        if i % 4 == 0:
            files[f"{name}.ipynb"] = notebook_of(made.sections)
    assert len(files) > 560
    assert outcomes(tmp_path, files) == {}


def assert_notebook_is_the_script(made: Receipt) -> None:
    notebook = nbformat.reads(notebook_of(made.sections), as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(script_of(made.sections)))


def test_a_wrong_number_breaks_the_receipt(tmp_path: Path) -> None:
    """A loss, a parameter or a rate that is off by a millionth of itself stops the script with an assertion."""
    run = train(load("study_hours"), Recipe(0.01, 60))
    diverging = train(load("study_hours"), Recipe(0.08, 500))
    assert diverging.diverged_at
    choice = Choice("mse", 50.0, (9.0, 350.0), "squares", "contours", best=False)
    scripts = {
        "line": receipt(run.dataset, run.recipe),
        "neuron": neuron_receipt(run, tolerance_of(run)),
        "losses": loss_receipt(load("four_scores"), choice),
    }
    wrong: dict[str, str] = {}
    for kind, made in scripts.items():
        text = script_of(made.sections)
        for i, number in enumerate(re.findall(r"^check\(.*, (\S+), \S+\)$", text, re.MULTILINE)):
            wrong[f"{kind}-{i}.py"] = text.replace(f", {number}, ", f", {float(number) * (1 + 1e-6)!r}, ")
        wrong[f"{kind}-given.py"] = re.sub(r"(lr ?= ?0\.01|predictions = 9\.0)", r"\g<1>00001", text)
    gone = script_of(receipt(diverging.dataset, diverging.recipe).sections)
    wrong["late.py"] = re.sub(r"limit = \S+", "limit = 1e300", gone)
    wrong["early.py"] = re.sub(r"limit = \S+", "limit = 1e5", gone)
    said = outcomes(tmp_path, wrong)
    assert len(said) == len(wrong) == 3 + 3 + 5 + 3 + 2
    assert all(error.startswith("AssertionError") for error in said.values())


def test_a_run_whose_rounding_grows_has_a_receipt_that_still_says_something() -> None:
    """It allows ten times what runs beside it differ, rounded up to one digit, as it says: that is no blank cheque."""
    run = train(load("study_hours"), Recipe(0.5, 4, optimizer="adagrad", scaling="zscore"))
    rates, starts = neighbours(run)
    nearby = sweep(run.dataset, run.recipe, rates, starts=starts)
    apart = np.abs(nearby.parameters[:, -1] - run.parameters[-1]).max(axis=0)
    text = script_of(receipt(run.dataset, run.recipe).sections)
    assert "and ten times that is allowed" in " ".join(text.replace("\n# ", " ").split())
    allowed = [float(number) for number in re.findall(r"^check\(\"[wb]\", .*, (\S+)\)$", text, re.MULTILINE)]
    assert len(allowed) == 2
    grown = apart > 1e-8
    assert grown.any()
    assert (np.array(allowed)[grown] >= 10 * apart[grown]).all()
    assert (np.array(allowed)[grown] <= 20 * apart[grown]).all()


def test_in_an_interpreter_of_its_own(tmp_path: Path) -> None:
    """A file that is downloaded and run needs nothing but torch; it prints slope and intercept, and that it holds."""
    dataset = load("hubble_key_project")
    run = train(dataset, Recipe(0.05, 50, scaling="max", batch_size=5))
    made, trained = receipt(dataset, run.recipe), run.in_data_units()[-1]
    file = tmp_path / f"{made.name}.py"
    file.write_text(script_of(made.sections), encoding="utf-8")
    assert set(re.findall(r"^(?:import|from) .*", file.read_text(encoding="utf-8"), re.MULTILINE)) == {"import torch"}
    done = subprocess.run(
        [sys.executable, "-I", str(file)], capture_output=True, text=True, timeout=120, env=ONE_THREAD, check=True
    )
    numbers = re.search(r"^slope (\S+) intercept (\S+)$", done.stdout, re.MULTILINE)
    assert numbers
    assert [float(number) for number in numbers.groups()] == pytest.approx(trained, rel=1e-9)
    assert done.stdout.endswith("The receipt holds.\n")


@pytest.mark.filterwarnings("default")  # Jupyter's own
def test_in_jupyter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook runs from top to bottom in a Jupyter kernel; its last cell says that the receipt holds."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    made = receipt(load("crop_yields"), Recipe(0.5, 20, scaling="zscore_features"))
    notebook = nbformat.reads(notebook_of(made.sections), as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    assert notebook.cells[-1].outputs[0].text.endswith("The receipt holds.\n")
    assert notebook.cells[0].source.startswith("# Slopewise\n")


def test_names_from_outside_stay_names() -> None:
    """Quotes, line ends, encodings and code in names are comments or strings, in the third line or below, whole."""
    text = script_of(receipt(nasty_data(5, 8), Recipe(1e-4, 2)).sections)
    assert text.splitlines()[0].startswith(f"# Made by Slopewise {VERSION}")
    assert not any("coding" in line for line in text.splitlines()[:2])
    assert not [c for c in text if not c.isprintable() and c != "\n"]
    strings = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    assert {NASTY[0], NASTY[1], NASTY[2]} <= strings
    imports = [ast.unparse(node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imports == ["import torch"]


def test_no_text_from_outside_is_markdown() -> None:
    """What a notebook renders is our own: no name of the data is in it."""
    notebook = json.loads(notebook_of(receipt(nasty_data(5, 8), Recipe(1e-4, 2)).sections))
    said = "".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    assert not [name for name in NASTY if name in said]
    assert "nonsense" not in said


def test_every_number_is_written_to_the_last_bit() -> None:
    """Data, rates and the final numbers come back from the script as they were."""
    dataset = nasty_data(40, 1)
    run = train(dataset, Recipe(0.1 + 0.2, 7, optimizer="nesterov", momentum=0.123456789, scaling="zscore", seed=99))
    text = script_of(receipt(dataset, run.recipe).sections)
    numbers = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    written = {abs(float(n)) for n in numbers if isinstance(n, float)}
    numbers = [*dataset.features.ravel(), *dataset.targets.ravel(), run.losses[-1], *run.parameters[-1]]
    assert {abs(float(number)) for number in numbers} <= written
    assert {0.30000000000000004, 0.123456789} <= written


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_what_is_not_needed_is_not_there(loss: str, optimizer: str) -> None:
    """A plain run has no seed, no order, no change of rate, no limit, no scaling; its loop is the one of the books."""
    text = script_of(receipt(load("study_hours"), Recipe(1e-4, 3, loss, optimizer)).sections)
    for word in ("seed", "Generator", "param_groups", "limit", "scale", "randperm", "float32"):
        assert word not in text
    steps = ["zero_grad()", "model(x)", "loss_function(predictions, y)", "loss.backward()", "optimizer.step()"]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


def test_long_data_are_shown_in_part_and_saved_whole() -> None:
    """Of more rows than a page should hold the view has five, and says how many more the files have."""
    many = receipt(nasty_data(MAX_SHOWN + 1, 2), Recipe(1e-4, 2))
    assert f"… and {MAX_SHOWN - 4} more rows" in script_of(many.shown)
    assert len(script_of(many.shown)) < len(script_of(many.sections)) / 3
    large = receipt(nasty_data(MAX_SHOWN, 2), Recipe(1e-4, 2))
    assert large.shown == large.sections


def test_it_fits_a_page() -> None:
    """Comments and rows of data are wrapped."""
    text = script_of(receipt(load("hubble_1929"), Recipe(0.05, 3, scaling="max")).sections)
    assert max(len(line) for line in text.splitlines() if not line.startswith("check(")) <= WIDTH + 5


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("study_hours", "study-hours"),
        ("perceptron", "perceptron-run"),
        ("../Ärger: <b>.py", "rger-b-py"),
        ("torch", "torch-run"),
        ("", "own-data"),
        ("…", "own-data"),
    ],
)
def test_file_names(name: str, file: str) -> None:
    """A file's name is plain, and none that an import would find: it always has a hyphen."""
    assert file_name(name) == file


@pytest.mark.parametrize(
    ("allowed", "rounded"),
    [(1.01e-9, 2e-9), (9.5e-5, 1e-4), (3e-7, 3e-7), (0.0, 0.0), (12.0, 20.0), (9.9e-320, 1e-319)],
)
def test_what_is_allowed_is_rounded_up(allowed: float, rounded: float) -> None:
    """One digit, never less than what was found."""
    assert rounded_up(allowed) == pytest.approx(rounded, rel=1e-12)
    assert rounded_up(allowed) >= allowed


def test_the_version_is_the_projects() -> None:
    """Files that leave the app name the release that pyproject.toml does."""
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION
