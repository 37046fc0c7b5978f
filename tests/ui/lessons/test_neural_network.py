"""Neural Network runs for every choice in pairs, says what its run shows, and sends the browser what it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.analysis import losses_on, train_starts
from core.model import Network
from core.training import train
from tests.ui.pairs import in_pairs
from tests.ui.visits import Unpack, closer_views, link_of, look_closer, press, said, sent, visit
from ui.lessons.neural_network.settings import described, network_settings, unseen
from ui.session.settings import parse
from ui.text.numbers import brief, percent, written

CHOICES = {
    "data": ("circles", "exclusive_or", "moons", "blobs", "three_blobs", "spirals", "sine", "step"),
    "layers": ("none", "1", "4", "2,3", "8,8,8,8"),
    "activation": ("identity", "relu", "leaky_relu", "tanh", "sigmoid"),  # of all layers
    "initializer": ("torch", "xavier", "he", "normal", "zeros"),
    "loss": ("cross_entropy", "brier", "mse", "huber"),
    "optimizer": ("sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam"),
    "batch_size": ("all", "10", "50"),
    "weight_decay": ("0", "0.01", "1"),
    "l1": ("0", "0.003", "1"),
    "validation_share": ("0", "0.001", "0.5", "0.8"),
    "data_noise": ("0", "2"),
    "learning_rate": ("0.0001", "1", "1e6"),
    "epochs": ("1", "40"),
    "epoch": ("0", "1", "40"),
    "predict": ("false", "true"),
    "view": ("data", "hidden", "landscape", "starts"),
}


LINKS = in_pairs(CHOICES)


@pytest.mark.parametrize("part", range(6))
def test_every_two_choices_go_together(part: int) -> None:
    """No page raises, none complains of its link, and each says something in words that are filled."""
    for link in LINKS[part::6]:
        app = visit("neural_network", **link)
        assert not app.exception, link
        assert not app.warning, link
        assert "{" not in said(app), link


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("layers", "9"), ("layers", "4,4,4,4,4"), ("layers", "0"), ("layers", ""), ("layers", "4;2"), ("layers", "²"),
        ("layers", "1" * 500), ("spread", "0"), ("data_noise", "-1"), ("validation_share", "0.9"),
        ("data", "study_hours"),
        ("activation", "softmax"), ("activation", "tanh,"), ("changed", "5:3"), ("changed", "5:3:1e9"),
        ("changed", "9:0:1,5:0:1"), ("activation", "relu" + 4 * ",relu"),
        ("epochs", "100000000"), ("epochs", "5001"), ("epoch", "5001"),
        ("changed", "5001:0:1"), ("weight_decay", "nan"), ("l1", "1.5"),
    ],
)  # fmt: skip
def test_what_a_link_abuses_is_said(name: str, text: str) -> None:
    """One sentence names what came and what would be usable; the page shows its default."""
    app = visit("neural_network", **{name: text})
    assert not app.exception
    (warning,) = app.warning
    assert f"`{name}`" in warning.value
    assert "Use " in warning.value
    assert link_of(app) == {}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ({"epoch": "0"}, "Nothing is learned yet"),
        ({"epoch": "1000"}, "all 150 points that the network learns from are on the right side"),
        ({"layers": "none", "epoch": "1000"}, "the border is still a straight line"),
        ({"layers": "4", "activation": "identity", "epoch": "1000"}, "the border is still a straight line"),
        ({"data": "sine", "learning_rate": "0.1", "layers": "none", "epoch": "900"}, "says a straight line"),
        ({"initializer": "zeros", "epoch": "500"}, "no weight before it learns"),
        ({"initializer": "zeros", "activation": "sigmoid", "epoch": "500"}, "6 pairs of hidden neurons are copies"),
        ({"activation": "relu", "seed": "2", "epoch": "1000"}, "1 of the 4 hidden neurons is dead"),
        ({"initializer": "normal", "spread": "10", "layers": "8,8", "epoch": "1000"}, "hidden neurons are saturated"),
        ({"data": "sine", "learning_rate": "10", "epoch": "1000"}, "The run has flown apart"),
        ({"data": "sine", "learning_rate": "0.1", "epoch": "100"}, "the curve is coming closer"),
        ({"data": "moons", "data_noise": "0.4", "validation_share": "0.5", "layers": "8,8", "optimizer": "adam",
          "learning_rate": "0.03", "epoch": "1000"}, "the network overfits"),
    ],
)  # fmt: skip
def test_each_trouble_is_named(link: dict[str, str], words: str) -> None:
    """In a sentence, with this run's numbers."""
    app = visit("neural_network", **link)
    assert not app.exception
    assert words in said(app)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_what_l1_costs_is_said_in_this_runs_numbers(optimizer: str, unpack: Unpack) -> None:
    """Errors, weights, and how many of these are nearly 0 are counted here anew; the browser knows of the penalty."""
    link = {"l1": "0.003", "optimizer": optimizer, "epochs": "300", "epoch": "300"}
    app = visit("neural_network", **link)
    assert link_of(app)["l1"] == "0.003"
    dataset, recipe = described(parse(network_settings(), {name: [text] for name, text in link.items()})[0])
    run = train(dataset, recipe)
    sizes = np.abs(np.concatenate([run.parameters[:, :8], run.parameters[:, 12:16]], axis=1))  # 2-4-1, without biases
    near, cost = (sizes <= 0.01).sum(axis=1), 0.003 * sizes[-1].sum()
    assert (
        f"(L1 penalty 0.003):** of the loss {written(run.losses[-1], 4)} at epoch 300 the errors make "
        f"{written(run.losses[-1] - cost, 4)} and the weights {written(cost, 4)}. The biases cost nothing. "
        "At most 0.01 from 0 "
    ) in said(app)
    assert f"{near[-1]} of 12 weights ({percent(near[-1] / 12)}), at the start {near[0]}." in said(app)
    assert ("rate × α = 0.003" in said(app)) == (optimizer == "sgd")
    graph = next(part for part in sent(app, unpack)["parts"] if part["kind"] == "network_graph")
    assert (graph["editable"]["weights"]["decay"], graph["editable"]["weights"]["l1"]) == (0, 0.003)


def test_rows_held_out_are_judged_in_words_and_by_the_browser(unpack: Unpack) -> None:
    """The words have the loss on them that is computed here; the browser gets them, scaled, and no training row."""
    link = {"epochs": "60", "epoch": "60", "data": "three_blobs"}
    values, _ = parse(network_settings(), {name: [text] for name, text in link.items()})
    dataset, recipe = described(values)
    rows: Any = unseen(values)
    assert (dataset.n, rows.n) == (158, 52)
    app = visit("neural_network", **link)
    assert f"{losses_on(train(dataset, recipe), rows)[-1]:.4g}" in said(app)
    content = sent(app, unpack)
    form = next(each["form"] for each in content["readouts"] if each["key"] == "validation_loss")
    np.testing.assert_array_equal(form["rows"].reshape(-1, 2), rows.features)
    np.testing.assert_array_equal(form["targets"].reshape(-1, 3), rows.targets)
    assert form["network"]["output"] == "identity"


def test_stop_there_trains_to_the_best_epoch() -> None:
    """One press, and the run ends where the validation loss was lowest."""
    app = visit("neural_network", epoch="1000")
    press(app, "Stop there")
    assert link_of(app) == {"epochs": "800", "epoch": "800"}


def test_a_network_is_trained_for_5000_epochs_at_most(unpack: Unpack) -> None:
    """So far its slider goes, and a link; one epoch more is answered with what can be used."""
    app = visit("neural_network", epochs="5000", layers="none")
    assert not app.warning
    assert sent(app, unpack)["epochs"]["most"] == 5000
    assert "Use a whole number from 1 to 5,000." in visit("neural_network", epochs="5001").warning[0].value


def test_data_bring_a_rate_that_suits_them() -> None:
    """A first choice of numbers converges, a rate that a person has chosen stays."""
    app = visit("neural_network")
    next(menu for menu in app.selectbox if menu.label == "Data").set_value("sine").run()
    assert link_of(app) == {"data": "sine", "learning_rate": "0.1"}
    next(menu for menu in app.selectbox if menu.label == "Data").set_value("circles").run()
    assert link_of(app) == {}
    app = visit("neural_network", learning_rate="0.3")
    next(menu for menu in app.selectbox if menu.label == "Data").set_value("sine").run()
    assert link_of(app) == {"data": "sine", "learning_rate": "0.3"}


def test_each_hidden_layer_has_an_activation_of_its_own(unpack: Unpack) -> None:
    """The link names them, the graph, the menu and the words show them; another layer bends as the last."""
    link = {"layers": "4,3", "activation": "tanh,relu", "epochs": "20", "epoch": "20"}
    app = visit("neural_network", **link)
    assert link_of(app) == link
    graph = next(part for part in sent(app, unpack)["parts"] if part["kind"] == "network_graph")
    assert graph["form"]["activations"] == ["tanh", "relu"]
    assert "(Tanh - ReLU)" in said(app)
    values, _ = parse(network_settings(), {name: [text] for name, text in link.items()})
    assert described(values)[1].network == Network((4, 3), ("tanh", "relu"))
    layers = next(menu for menu in app.selectbox if menu.label == "Hidden layers")
    layers.set_value((8, 8, 8)).run()
    assert link_of(app) == link | {"layers": "8,8,8", "activation": "tanh,relu,relu"}
    bends = next(menu for menu in app.selectbox if menu.label == "Activation")
    assert bends.value == ("tanh", "relu", "relu")
    bends.set_value(("relu",)).run()
    assert link_of(app) == link | {"layers": "8,8,8", "activation": "relu"}


def test_activations_of_a_link_that_do_not_fit_its_layers_are_said() -> None:
    """One sentence says how many came and what is used; one name for all layers always fits."""
    app = visit("neural_network", layers="4", activation="relu,tanh", epochs="20")
    (warning,) = app.warning
    assert "names 2 activations, but the network has 1 hidden layer: relu is used" in warning.value
    assert link_of(app) == {"activation": "relu", "epochs": "20"}


def test_another_start_is_the_next_seed() -> None:
    """It begins at epoch 0, with other weights."""
    app = press(visit("neural_network", epoch="1000"), "Another start")
    assert link_of(app) == {"seed": "1"}


def test_every_closer_look_opens() -> None:
    """All that are offered."""
    app = visit("neural_network", epochs="40", optimizer="momentum")
    for view in closer_views(app):
        look_closer(app, view)


def test_the_last_hidden_layer_is_shown_where_there_is_one(unpack: Unpack) -> None:
    """By the two neurons that the output weighs most; without a layer, and for numbers, the data are shown instead."""
    link = {"view": "hidden", "layers": "4,3", "epochs": "60"}
    app = visit("neural_network", **link)
    content = sent(app, unpack)
    track = next(each for each in content["tracks"] if each["kind"] == "hidden_space")
    assert "as the output sees them" in said(app)
    values, _ = parse(network_settings(), {name: [text] for name, text in link.items()})
    last = np.abs(train(*described(values)).parameters[-1][-4:-1])
    assert sorted(track["neurons"]) == sorted(np.argsort(-last)[:2])
    np.testing.assert_array_equal(track["rows"].reshape(-1, 2), described(values)[0].features)
    for other in ({"layers": "none"}, {"data": "sine", "learning_rate": "0.1"}):
        shown = sent(visit("neural_network", **{**link, **other}), unpack)
        assert "hidden_space" not in {each["kind"] for each in shown["tracks"]}


def test_what_was_set_by_hand_is_trained_and_said() -> None:
    """The loss before and after are those of runs that are trained here; another network forgets it."""
    link = {"epochs": "60", "epoch": "60", "changed": "40:0:-2,40:16:1.5"}
    app = visit("neural_network", **link)
    assert link_of(app) == link
    values, _ = parse(network_settings(), {name: [text] for name, text in link.items()})
    dataset, recipe = described(values)
    assert recipe.changed == ((40, 0, -2.0), (40, 16, 1.5))
    one = train(dataset, replace(recipe, changed=recipe.changed[:1], epochs=40))
    run = train(dataset, recipe)
    assert "you set the weight from x1 to neuron 1 of layer 1 to −2" in said(app)
    did = "rose" if run.losses[40] > one.losses[40] else "fell"
    assert (
        f"the bias of the output from {brief(one.parameters[40, 16])} to {brief(1.5)}:** the loss {did} from "
        f"{brief(one.losses[40])} to {brief(run.losses[40])}; after 20 more epochs it is {brief(run.losses[60])}."
    ) in said(app)
    next(menu for menu in app.selectbox if menu.label == "Hidden layers").set_value((2,)).run()
    assert link_of(app) == {"epochs": "60", "epoch": "60", "layers": "2"}


def test_a_parameter_that_the_network_lacks_is_said() -> None:
    """One sentence says how many it has, and what fits stays."""
    app = visit("neural_network", epochs="20", changed="5:3:1,5:17:1")
    (warning,) = app.warning
    assert "it has 17, counted from 0" in warning.value
    assert link_of(app) == {"epochs": "20", "changed": "5:3:1"}


def test_the_landscape_is_the_plane_of_the_path(unpack: Unpack) -> None:
    """Its title says how much of the path it holds; the path goes through the map, from its start to 0, 0."""
    link = {"view": "landscape", "layers": "4,3", "epochs": "60"}
    app = visit("neural_network", **link)
    content = sent(app, unpack)
    run = train(*described(parse(network_settings(), {name: [text] for name, text in link.items()})[0]))
    path = next(each for each in content["tracks"] if each["kind"] == "path" and each["name"] == "path")
    x, y = (run.parameters @ path[axis]["weights"] + path[axis]["offset"] for axis in ("x", "y"))
    away = run.parameters - run.parameters[-1]
    share = (x**2 + y**2).sum() / (away**2).sum()
    assert f"Landscape, with {percent(share)} of the path" in str(content["figure"]["layout"]["annotations"])
    assert f"This plane holds {percent(share)} of the path" in said(app)
    assert (x[-1], y[-1]) == pytest.approx((0, 0), abs=1e-9)
    for axis, places in (("xaxis", x), ("yaxis", y)):
        low, high = content["figure"]["layout"][axis]["range"]
        assert low < places.min() < places.max() < high
    for other in ({"data": "sine", "learning_rate": "0.1"}, {"layers": "none"}):
        kinds = [each["type"] for each in sent(visit("neural_network", **link | other), unpack)["figure"]["data"]]
        assert "contour" in kinds
    asked = sent(visit("neural_network", **link, predict="true"), unpack)
    assert "contour" not in [each.get("type") for each in asked["figure"]["data"]]


def test_twenty_starts_stand_where_the_graph_stood(unpack: Unpack) -> None:
    """They are the seeds around that of the page, the same whichever is on show; before a guess there are none."""
    link = {"view": "starts", "data": "moons", "layers": "2", "epochs": "50", "epoch": "50", "seed": "27"}
    app = visit("neural_network", **link)
    (wall,) = sent(app, unpack)["parts"]
    assert (wall["kind"], wall["seeds"], wall["chosen"]) == ("starts_wall", list(range(20, 40)), 7)
    values, _ = parse(network_settings(), {name: [text] for name, text in link.items()})
    dataset, recipe = described(values)
    found = train_starts(dataset, recipe, range(20, 40))
    assert wall["losses"][[end - 1 for end in wall["offsets"][1:]]] == pytest.approx(found.losses)
    assert f"**{found.learned.sum()} of 20 starts have learned at epoch 50**" in said(app)
    again = sent(visit("neural_network", **{**link, "seed": "31"}), unpack)["parts"][0]
    np.testing.assert_array_equal(again["parameters"], wall["parameters"])
    asked = visit("neural_network", **link, predict="true")
    assert "of 20 starts" not in said(asked)
    assert sent(asked, unpack)["parts"][0]["kind"] == "network_graph"
