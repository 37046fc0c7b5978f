"""Scripts and notebooks of networks and classifiers, every two choices of a link together, run in fresh processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.analysis import neighbours, rounding
from core.data import Dataset
from core.model import Recipe
from core.training import sweep, train
from tests.ui.own_tables import TABLES, brought
from tests.ui.pairs import in_pairs
from tests.ui.script.test_receipts import assert_notebook_is_the_script, outcomes
from ui.lessons.classifier import data as penguins
from ui.lessons.classifier import settings as classifier
from ui.lessons.neural_network import settings as network
from ui.script.of_run import receipt_of
from ui.script.sections import notebook_of, script_of
from ui.session.settings import Setting, parse

OF_NETWORKS = {
    "data": ("circles", "three_blobs", "sine", *TABLES),
    "layers": ("none", "3", "4,2"),
    "activation": ("relu", "leaky_relu", "tanh", "sigmoid"),
    "optimizer": ("sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam"),
    "loss": ("cross_entropy", "brier", "huber"),
    "initializer": ("torch", "xavier", "he", "normal", "zeros"),
    "batch_size": ("all", "20"),
    "weight_decay": ("0", "0.01"),
    "l1": ("0", "0.003"),
    "validation_share": ("0", "0.5"),
    "learning_rate": ("0.05", "0.2"),
    "changed": ("", "0:0:0.5,9:1:-0.25"),
}
OF_CLASSIFIERS = {
    "data": tuple(penguins.DATA),
    "pass_mark": ("70", "80"),
    "loss": ("cross_entropy", "brier"),
    "optimizer": ("sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam"),
    "momentum": ("0.9", "0"),
    "scaling": ("none", "zscore_features"),
    "weight_decay": ("0", "0.1", "1"),
    "start": ("zeros", "random", "-2,9"),
    "seed": ("0", "3"),
    "learning_rate": ("0.003", "0.3", "10"),
    "epochs": ("1", "25"),
}


def files_of(
    number: int,
    link: Mapping[str, str],
    settings: Sequence[Setting],
    described: Callable[[Any], tuple[Dataset, Recipe]],
    unseen: Callable[[Any], Dataset | None] = lambda _: None,
) -> dict[str, str]:
    """Return script and notebook of the run that a link describes, by their names."""
    chosen, refused = parse(settings, {name: [text] for name, text in link.items() if text})
    assert not refused, link
    dataset, recipe = described(chosen)
    run = train(dataset, recipe)
    rates, starts = neighbours(run)
    tolerance = rounding(run, sweep(dataset, recipe, rates, starts=starts))
    made = receipt_of(run, tolerance, held_out=unseen(chosen))
    assert_notebook_is_the_script(made)
    return {f"link{number}.py": script_of(made.sections), f"link{number}.ipynb": notebook_of(made.sections)}


def test_every_two_choices_of_a_network_have_scripts_whose_receipts_hold(tmp_path: Path) -> None:
    """The loss, the parameters and the rows held out are those of the page's run; of a person's own table, too."""
    files: dict[str, str] = {}
    for number, link in enumerate(in_pairs(OF_NETWORKS)):
        with brought(link["data"]) as data:
            given = {**link, **data, "epochs": "12"}
            files |= files_of(number, given, network.network_settings(), network.described, network.unseen)
    assert outcomes(tmp_path, files) == {}


def test_every_two_choices_of_a_classifier_have_scripts_whose_receipts_hold(tmp_path: Path) -> None:
    """Students, and penguins of two and three species, whether or not a line parts them; one epoch, and divergence."""
    files: dict[str, str] = {}
    for number, link in enumerate(in_pairs(OF_CLASSIFIERS)):
        files |= files_of(number, link, classifier.classifier_settings(), classifier.described)
    assert outcomes(tmp_path, files) == {}
