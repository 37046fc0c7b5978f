"""Scripts and notebooks of networks, every two choices of a link together, run where nothing has run before."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.analysis import neighbours, rounding
from core.training import sweep, train
from tests.ui.pairs import in_pairs
from tests.ui.script.test_receipts import assert_notebook_is_the_script, outcomes
from ui.lessons.neural_network.settings import described, network_settings, unseen
from ui.script.of_run import receipt_of
from ui.script.sections import notebook_of, script_of
from ui.session.settings import parse

CHOICES = {
    "data": ("circles", "three_blobs", "sine"),
    "layers": ("none", "3", "4,2"),
    "activation": ("relu", "leaky_relu", "tanh", "sigmoid"),
    "optimizer": ("sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam"),
    "loss": ("cross_entropy", "brier", "huber"),
    "initializer": ("torch", "xavier", "he", "normal", "zeros"),
    "batch_size": ("all", "20"),
    "weight_decay": ("0", "0.01"),
    "validation_share": ("0", "0.5"),
    "changed": ("", "0:0:0.5,9:1:-0.25"),
}
LINKS = in_pairs(CHOICES)


@pytest.mark.parametrize("part", range(2))
def test_every_two_choices_have_scripts_whose_receipts_hold(tmp_path: Path, part: int) -> None:
    """The loss, the parameters and the rows held out are those of the page's run, in script and notebook."""
    files: dict[str, str] = {}
    for number, link in enumerate(LINKS[part::2]):
        given = {name: [text] for name, text in link.items() if text} | {"epochs": ["12"], "learning_rate": ["0.05"]}
        chosen, refused = parse(network_settings(), given)
        assert not refused, link
        dataset, recipe = described(chosen)
        run = train(dataset, recipe)
        rates, starts = neighbours(run)
        tolerance = rounding(run, sweep(dataset, recipe, rates, starts=starts))
        made = receipt_of(run, tolerance, held_out=unseen(chosen))
        files[f"link{number}.py"], files[f"link{number}.ipynb"] = script_of(made.sections), notebook_of(made.sections)
        assert_notebook_is_the_script(made)
    assert outcomes(tmp_path, files) == {}
