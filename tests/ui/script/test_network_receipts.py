"""Scripts of networks run where nothing has run before, and their assertions hold; they can fail, too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from core.analysis import Rounding, neighbours, rounding
from core.data import drawn_of_each_class, drawn_rows, generate, load_classes, split
from core.model import Network, Recipe
from core.tables import Layout, learned_dataset, parse_table
from core.training import sweep, train
from tests.ui.script.test_receipts import assert_notebook_is_the_script, outcomes
from ui.own_data.learned import usable
from ui.script.of_run import receipt_of
from ui.script.sections import notebook_of, script_of

PAIRS = {
    "circles": ("circles", Network((4, 2)), {"optimizer": "adam", "learning_rate": 0.01}),
    "no_layer": ("blobs", Network(()), {"learning_rate": 0.5}),
    "three": ("three_blobs", Network((3,), "relu", "he"), {"optimizer": "momentum", "weight_decay": 0.01}),
    "brier": ("moons", Network((3,), "sigmoid", "xavier"), {"loss": "brier", "batch_size": 20, "learning_rate": 0.5}),
    "brier_three": ("three_blobs", Network((2,), "leaky_relu", "zeros"), {"loss": "brier", "l1": 0.001}),
    "sine": ("sine", Network((5,), "tanh", "normal", 0.5), {"loss": "huber", "optimizer": "rmsprop"}),
    "sparse": ("circles", Network((3, 3)), {"l1": 0.003, "weight_decay": 0.01, "optimizer": "nesterov"}),
    "adamw": (
        "step", Network((3, 3), ("tanh", "relu")),
        {"loss": "mse", "optimizer": "adam", "weight_decay": 0.1, "decoupled": True, "schedule": "cosine"},
    ),
    "set_by_hand": (
        "three_blobs", Network((3, 2), ("tanh", "relu")),
        {"optimizer": "adam", "learning_rate": 0.01, "batch_size": 20,
         "changed": ((0, 1, 1.25), (30, 8, -0.5), (30, 11, -2.0), (45, 25, 1.5), (90, 0, 1.0))},
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


def test_scripts_of_penguins_run_and_their_receipts_hold(tmp_path: Path) -> None:
    """Two species by one output and three by the softmax, with z-scores and with bills as they are, and decay."""
    files: dict[str, str] = {}
    for data, fields in {
        "penguins_adelie_chinstrap": {"scaling": "none", "learning_rate": 0.003},
        "penguins_adelie_gentoo": {"scaling": "zscore_features", "weight_decay": 0.01, "optimizer": "nesterov"},
        "penguins": {"scaling": "zscore_features", "loss": "cross_entropy"},
    }.items():
        recipe = Recipe(**{"learning_rate": 3.0, "epochs": 60, "loss": "cross_entropy", "network": Network(), **fields})
        run = train(load_classes(data), recipe)
        rates, starts = neighbours(run)
        made = receipt_of(run, rounding(run, sweep(run.dataset, recipe, rates, starts=starts)))
        files[f"{data}.py"], files[f"{data}.ipynb"] = script_of(made.sections), notebook_of(made.sections)
        assert_notebook_is_the_script(made)
    assert "BCEWithLogitsLoss" in files["penguins_adelie_gentoo.py"]
    assert "CrossEntropyLoss" in files["penguins.py"]
    assert outcomes(tmp_path, files) == {}


def test_a_receipt_of_other_parameters_fails(tmp_path: Path) -> None:
    """A parameter that is a millionth off is found."""
    made = script("circles", changes=1e-6)
    failed = outcomes(tmp_path, {"wrong.py": script_of(made.sections), "wrong.ipynb": notebook_of(made.sections)})
    assert "from the receipt" in failed["wrong"]


def test_scripts_of_own_data_name_the_classes_and_scale_by_the_rows_learned_from(tmp_path: Path) -> None:
    """Columns of very different size, names that no script expects; of two classes, of three, and of a number."""
    draws = np.random.default_rng(5).normal(size=(24, 2)) * (9000, 8) + (50_000, 40)
    files: dict[str, str] = {}
    for kinds in (2, 3, 0):
        last = [f'"""{i % kinds}\\' if kinds else str(i * 7) for i in range(24)]
        rows = [f"{x:.0f}\t{y:.1f}\t{kind}" for (x, y), kind in zip(draws, last, strict=True)]
        table = parse_table("\n".join(["Income\tAge\tKind", *rows]), layout=Layout(classes=True))
        whole = usable(learned_dataset(table, table.names[:2], "Kind", of_classes=kinds > 0).dataset)
        dataset, held_out = split(whole, drawn_of_each_class(whole, 0.25, 0))
        loss, scaling = ("cross_entropy", "zscore_features") if kinds else ("mse", "zscore")
        run = train(dataset, Recipe(0.1, 40, loss=loss, scaling=scaling, network=Network((3,))))
        rates, starts = neighbours(run)
        tolerance = rounding(run, sweep(dataset, run.recipe, rates, starts=starts))
        made = receipt_of(run, tolerance, held_out=held_out)
        files[f"own{kinds}.py"], files[f"own{kinds}.ipynb"] = script_of(made.sections), notebook_of(made.sections)
        assert_notebook_is_the_script(made)
        assert all(name in files[f"own{kinds}.py"] for name in dataset.classes)
        assert run.losses[-1] < run.losses[0]
    assert outcomes(tmp_path, files) == {}
