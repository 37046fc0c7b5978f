"""One step with its numbers: the rules add up as they are written, and every lesson's view shows them."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.analysis import one_step
from core.data import load
from core.model import OPTIMIZERS, Recipe
from core.training import train
from tests.ui.visits import key_of, look_closer, said, visit
from ui.one_step.rules import rule_columns

_SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_SUPERSCRIPTS, "-0123456789")


def value_of(written: str) -> float:
    """Compute a term as a person reads it."""
    text = written.replace("×", "*").replace("−", "-")
    text = re.sub(r"√(\([^()]*\)|[\d.]+)", r"sqrt(\1)", text)
    text = re.sub(f"([{_SUPERSCRIPTS}]+)", lambda found: f"**({found[1].translate(_PLAIN)})", text)
    return float(eval(text, {"__builtins__": {}}, {"sqrt": math.sqrt}))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("epoch", [0, 7])
def test_rules_add_up(optimizer: str, epoch: int) -> None:
    """Both sides of every equals sign are the same number, and the last column's is the new parameter."""
    recipe = Recipe(0.02, 9, optimizer=optimizer, scaling="zscore", start=(0.3, -2.0))
    found = one_step(train(load("study_hours"), recipe), epoch)
    columns = rule_columns(recipe, found)
    for title, cells in columns:
        assert title
        for cell in cells:
            left, right = map(value_of, cell.split(" = "))
            assert math.isclose(left, right, rel_tol=1e-4, abs_tol=1e-9), cell
    assert np.allclose([value_of(cell.split(" = ")[0]) for cell in columns[-1][1]], found.new, rtol=1e-5)


def opened(page: str, **link: str) -> AppTest:
    """Open a lesson's view of one step by a link."""
    app = visit(page, **link)
    look_closer(app, "One step")
    assert not app.exception
    return app


def table(app: AppTest, begins: str = "Each row's contribution") -> Any:
    """Return what the table with such a title was sent."""
    sent = [part.proto for part in app.get("bidi_component") if part.proto.component_name == "slopewise_rows"]
    (found,) = (block for block in (json.loads(proto.json) for proto in sent) if block["title"].startswith(begins))
    return found


def rule(app: AppTest) -> dict[str, list[str]]:
    """Return how each parameter changes: its cells by its name."""
    rows = table(app, "How each parameter")["rows"]
    return {row["cells"][0]: row["cells"][1:] for row in rows}


def test_by_hand() -> None:
    """From zeros every error is minus the score, and the per-sample gradients for the intercept are −2 × score / 8."""
    app = opened("study_hours", learning_rate="0.01")
    rows = table(app)["rows"]
    assert rows[0]["cells"] == ["Row 1", "1", "48", "0", "−48", "−12", "−12"]
    assert [row["row"] for row in rows] == list(range(8))
    assert table(app)["sums"][-2:] == ["−753.5", "−150.25"]
    assert rule(app) == {"w": ["7.535 = 0 − 0.01 × (−753.5)"], "b": ["1.5025 = 0 − 0.01 × (−150.25)"]}
    assert "Equal to PyTorch's own" in said(app)


def test_the_last_epoch_shows_the_step_to_come() -> None:
    """At the end of a run the step is the one that would come next."""
    assert "would come next, after epoch 9" in said(opened("hubble_age", epochs="9", epoch="9"))


def test_steps_of_mini_batches() -> None:
    """Of an epoch's three steps the link says which is shown; more than there are is the last."""
    app = opened("study_hours", data="study_hours", batch_size="4", step="2", optimizer="adam", epoch="3")
    assert "Step 2 of 2 of epoch 4" in said(app)
    assert len(table(app)["rows"]) == 4
    assert "0.999⁸" in rule(app)["w"][3]
    app.number_input(key=key_of(app, "step")).set_value(1).run()
    assert "Step 1 of 2 of epoch 4" in said(app)
    assert app.query_params.get("step") is None
    assert "2 of 2" in said(opened("study_hours", batch_size="4", step="77"))


def test_several_features_and_targets() -> None:
    """Each of the eight parameters has a column of gradients and a line of the rule; each crop has errors."""
    app = opened("crop_yields", epoch="3")
    columns = table(app)["columns"]
    assert sum(name.startswith("Contribution, ") for name in columns) == 8
    assert "Oranges error" in " ".join(columns)
    assert "Temperature, scaled" in columns
    assert len(rule(app)) == 8
    assert "b_oranges" in rule(app)
    assert "In data units: `w_temperature_apples`" in said(app)


def test_of_many_rows_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the first rows the others are summed in one line, and all together are the gradient."""
    monkeypatch.setattr("ui.one_step.per_sample.MAX_ROWS", 20)
    app = opened("perceptron", epoch="5")
    sent = table(app)
    assert len(sent["rows"]) == 21
    assert sent["rows"][-1]["cells"][0] == "and 5 more rows: sum"
    assert sent["rows"][-1]["row"] is None
    per_sample = [float(row["cells"][-1].replace("−", "-")) for row in sent["rows"]]
    assert math.isclose(sum(per_sample), float(sent["sums"][-1].replace("−", "-")), rel_tol=1e-3)


@pytest.mark.parametrize("loss", ["sse", "mae", "huber"])
def test_every_loss_says_how_a_gradient_comes_about(loss: str) -> None:
    """The first row's per-sample gradient is written with its numbers."""
    text = said(opened("study_hours", loss=loss))
    first = {"sse": "2 × (−48) = −96", "mae": "(−1) / 8 = −0.125", "huber": "(−1) / 8 = −0.125"}[loss]
    assert first in text


def test_a_diverging_run() -> None:
    """At the end of a run that left all bounds the view still stands."""
    assert "The step that would come next" in said(opened("study_hours", learning_rate="10", epoch="20000"))


@pytest.mark.parametrize(("view", "highlights"), [("one", True), ("worlds", False)])
def test_a_highlight_is_promised_where_there_is_one(view: str, highlights: bool) -> None:
    """Where no picture has the rows as points, the page does not say that they light up, nor can they be chosen."""
    app = opened("gradient_descent_animator", view=view, epoch="5")
    assert ("lights up in the pictures" in said(app)) == highlights
    assert {row["row"] is not None for row in table(app)["rows"]} == {highlights}
