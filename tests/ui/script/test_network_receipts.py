"""Scripts of networks run where nothing has run before, and their assertions hold; they can fail, too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.analysis import Rounding, neighbours, rounding
from core.data import drawn_rows, generate, split
from core.model import Network, Recipe
from core.training import sweep, train
from tests.ui.script.test_receipts import assert_notebook_is_the_script, outcomes
from ui.script.of_run import receipt_of
from ui.script.sections import notebook_of, script_of

PAIRS = {
    "circles": ("circles", Network((4, 2)), {"optimizer": "adam", "learning_rate": 0.01}),
    "no_layer": ("blobs", Network(()), {"learning_rate": 0.5}),
    "three": ("three_blobs", Network((3,), "relu", "he"), {"optimizer": "momentum", "weight_decay": 0.01}),
    "brier": ("moons", Network((3,), "sigmoid", "xavier"), {"loss": "brier", "batch_size": 20, "learning_rate": 0.5}),
    "brier_three": ("three_blobs", Network((2,), "leaky_relu", "zeros"), {"loss": "brier", "l1": 0.001}),
    "sine": ("sine", Network((5,), "tanh", "normal", 0.5), {"loss": "huber", "optimizer": "rmsprop"}),
    "adamw": (
        "step", Network((3, 3), ("tanh", "relu")),
        {"loss": "mse", "optimizer": "adam", "weight_decay": 0.1, "decoupled": True, "schedule": "cosine"},
    ),
    "diverged": ("step", Network((4,), "identity"), {"loss": "mse", "learning_rate": 9.0}),
}  # fmt: skip


def script(name: str, changes: float = 0.0):
    """Return the receipt of a run of a kind above; its last loss may be falsified."""
    data, network, fields = PAIRS[name]
    whole = generate(data, rows=60)
    dataset, held_out = split(whole, drawn_rows(whole.n, 0.25, 0))
    recipe = Recipe(
        **{"learning_rate": 0.05, "epochs": 60, "loss": "cross_entropy", "seed": 3, **fields}, network=network
    )
    run = train(dataset, recipe)
    rates, starts = neighbours(run)
    reached = replace(recipe, epochs=int(run.epochs[-1]))
    tolerance: Rounding = rounding(run, sweep(dataset, reached, rates, starts=starts))
    if changes:
        run = replace(run, parameters=run.parameters + changes)
    return receipt_of(run, tolerance, held_out=None if name == "diverged" else held_out)


def test_scripts_and_notebooks_of_networks_run_and_their_receipts_hold(tmp_path: Path) -> None:
    """Every activation, initializer, loss and number of outputs, decay, batches, held-out rows, and divergence."""
    files: dict[str, str] = {}
    for name in PAIRS:
        made = script(name)
        files[f"{name}.py"], files[f"{name}.ipynb"] = script_of(made.sections), notebook_of(made.sections)
        assert_notebook_is_the_script(made)
    assert "torch.nn.Sequential(" in files["circles.py"]
    assert outcomes(tmp_path, files) == {}


def test_a_receipt_of_other_parameters_fails(tmp_path: Path) -> None:
    """A parameter that is a millionth off is found."""
    made = script("circles", changes=1e-6)
    failed = outcomes(tmp_path, {"wrong.py": script_of(made.sections), "wrong.ipynb": notebook_of(made.sections)})
    assert "from the receipt" in failed["wrong"]
