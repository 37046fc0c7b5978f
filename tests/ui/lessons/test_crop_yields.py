"""Crop Yields runs for every choice and every link, and sends the browser the run it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import SCALINGS, load
from core.model import LOSSES, OPTIMIZERS, Recipe
from core.training import train
from tests.ui.visits import Unpack, key_of, link_of, look_closer, message, said, sent, shown_in, visit

SCALED = {"learning_rate": 0.5, "epochs": 100, "scaling": "zscore_features"}


@pytest.fixture
def crops() -> AppTest:
    """Give the page as a first visit finds it."""
    return visit("crop_yields")


def assert_shows(packed: Any, recipe: Recipe, data: str = "crop_yields") -> None:
    run = train(load(data), recipe)
    np.testing.assert_allclose(packed["run"]["losses"], run.losses, rtol=1e-9)
    np.testing.assert_allclose(np.transpose(packed["run"]["parameters"]), run.parameters, rtol=1e-9, atol=1e-12)


def test_the_defaults_work_at_once(crops: AppTest, unpack: Unpack) -> None:
    """A first visit trains on z-scored features at 0.5 for 100 epochs, which is enough for the lowest possible loss."""
    packed = sent(crops, unpack)
    assert_shows(packed, Recipe(**SCALED))
    assert packed["run"]["losses"][-1] == pytest.approx(0.4831212221, rel=5e-10)
    assert packed["limits"]["critical"] == pytest.approx(1.0070622186364984)
    assert "the exact answer's 0.4831212221" in said(crops)
    assert "the loss is 0.4831212221, the exact answer's 0.4831212221" in said(visit("crop_yields", epoch="100"))


CHOICES = [
    ("data", "crop_yields_15", {}),
    *[("loss", name, {"loss": name}) for name in LOSSES],
    *[("optimizer", name, {"optimizer": name}) for name in OPTIMIZERS],
    *[("scaling", name, {"scaling": name}) for name in SCALINGS],
    *[("batch_size", size, {"batch_size": int(size)}) for size in ("1", "2", "5")],
    ("start", "random", {"start": "random"}),
    ("learning_rate", "1e-5", {"learning_rate": 1e-5}),
    ("learning_rate", "1000000", {"learning_rate": 1e6}),
    ("view", "plane", {}),
    ("target", "oranges", {}),
    ("held", "temperature", {}),
]


@pytest.mark.parametrize(("name", "text", "fields"), CHOICES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_link_shows_its_run(name: str, text: str, fields: dict[str, Any], unpack: Unpack) -> None:
    """Each choice in a link arrives: the browser gets that very run, whole."""
    app = visit("crop_yields", epochs="40", **{name: text})
    assert not app.exception
    assert not app.warning
    data = text if name == "data" else "crop_yields"
    assert_shows(sent(app, unpack), Recipe(**{**SCALED, "epochs": 40, **fields}), data)


def test_batches_in_order(unpack: Unpack) -> None:
    """The link of raw batches in order gives its known losses, on screen too."""
    link = {
        "data": "crop_yields_15",
        "batch_size": "5",
        "shuffle": "false",
        "scaling": "none",
        "learning_rate": "1e-05",
        "epoch": "100",
    }
    app = visit("crop_yields", **link)
    assert not app.exception
    losses = sent(app, unpack)["run"]["losses"]
    exact = [2868.4273482199806, 346.7158918269263, 25.010527351958816]
    np.testing.assert_allclose(losses[[1, 10, 100]], exact, rtol=1e-10)
    assert "the loss is 25.01052735, the exact answer's 0.9094459849" in said(app)
    assert "in the order of the table" in said(app)
    assert sent(app, unpack)["limits"] is None
    app.toggle(key=key_of(app, "shuffle")).set_value(True).run()
    assert not app.exception
    assert "from seed 0" in said(app)
    assert link_of(app) == {key: value for key, value in link.items() if key != "shuffle"}
    assert_shows(sent(app, unpack), Recipe(1e-5, 100, batch_size=5), "crop_yields_15")


def test_order_is_asked_for_only_where_it_matters() -> None:
    """With all rows in a batch, also by a batch as large as the table, there is no switch for the order."""
    crops = visit("crop_yields", all_controls="true")
    assert "shuffle" not in shown_in(crops.toggle)
    assert "shuffle" not in shown_in(visit("crop_yields", batch_size="5").toggle)
    crops.selectbox(key=key_of(crops, "batch_size")).set_value("2").run()
    assert crops.toggle(key=key_of(crops, "shuffle")).value is True


def test_there_and_back_between_raw_and_scaled(unpack: Unpack) -> None:
    """One button trains raw, one scales the features again; the link follows."""
    crops = visit("crop_yields", epoch="100")
    (raw,) = (button for button in crops.button if "Unscaled" in button.label)
    raw.click().run()
    assert not crops.exception
    assert link_of(crops) == {"scaling": "none", "learning_rate": "1e-05", "epoch": "100"}
    assert_shows(sent(crops, unpack), Recipe(1e-5, 100))
    assert "the loss is 153.9366202" in said(crops)
    assert "2186110.82" in said(crops)
    (scale,) = (button for button in crops.button if "Scale" in button.label)
    scale.click().run()
    assert link_of(crops) == {"epoch": "100"}
    assert "the loss is 0.4831212221" in said(crops)


def test_the_plane_and_a_region(crops: AppTest, unpack: Unpack) -> None:
    """The plane's crop and fixed feature are chosen; a region needs all three features; the link carries it all."""
    crops.segmented_control(key=key_of(crops, "view")).set_value("plane").run()
    assert [panel["x"] for panel in sent(crops, unpack)["panels"]] == ["scene", "x2", "x3"]
    crops.segmented_control(key=key_of(crops, "target")).set_value("oranges").run()
    crops.segmented_control(key=key_of(crops, "held")).set_value("rainfall").run()
    crops.number_input(key=key_of(crops, "temperature")).set_value(80.0).run()
    crops.number_input(key=key_of(crops, "rainfall")).set_value(90.0).run()
    assert sent(crops, unpack)["parts"][0]["rows"][0]["result"] is None
    crops.number_input(key=key_of(crops, "humidity")).set_value(60.0).run()
    assert not crops.exception
    assert sent(crops, unpack)["parts"][0]["rows"][0]["result"] is not None
    # −0.38757… · 80 + 0.84775… · 90 + 0.69817… · 60 − 1.63761…, and likewise for oranges, by hand.
    assert "the exact answer 85.545 ton and 101.93 ton" in said(crops)
    link = link_of(crops)
    assert link == {
        "view": "plane", "target": "oranges", "held": "rainfall",
        "temperature": "80", "rainfall": "90", "humidity": "60",
    }  # fmt: skip
    again = visit("crop_yields", **link)
    assert not again.exception
    assert not again.warning
    assert message(again) == message(crops)


@pytest.mark.parametrize("view", ["Two ways to train", "Scaling", "Batches and order", "Degrees of freedom"])
@pytest.mark.parametrize(
    "link",
    [{}, {"data": "crop_yields_15", "batch_size": "2", "scaling": "none"}, {"loss": "mae", "optimizer": "adam"}],
    ids=["first visit", "raw batches that diverge", "another loss"],
)
def test_closer_looks(view: str, link: dict[str, str]) -> None:
    """Each closer look opens, whatever is trained."""
    app = visit("crop_yields", epochs="30", **link)
    before = len(said(app))
    look_closer(app, view)
    assert not app.exception
    assert len(said(app)) > before + 200


def test_the_code_that_is_shown_has_run(crops: AppTest) -> None:
    """Both ways are shown as they stand in core."""
    look_closer(crops, "Two ways to train")
    scratch, parts = (block.value for block in crops.code)
    assert "loss.backward()" in scratch
    assert "weights -= learning_rate * weights.grad" in scratch
    for word in ("nn.Linear", "TensorDataset", "DataLoader", "mse_loss", "SGD"):
        assert word in parts
    assert "| 100 | 0.483121222059 | 0.483121222059 | 0.483121222059 |" in said(crops)


def test_a_diverging_run_is_explained_and_mended(unpack: Unpack) -> None:
    """Raw features at the rate of the scaled ones diverge; the page says along what, and offers a rate that holds."""
    app = visit("crop_yields", scaling="none")
    assert "The run diverged at epoch" in said(app)
    assert "mostly temperature, rainfall and humidity" in said(app)
    next(button for button in app.button if button.label.startswith("Try")).click().run()
    assert not app.exception
    assert "diverged at epoch" not in said(app)
    assert sent(app, unpack)["run"]["diverged_at"] is None


@pytest.mark.parametrize(
    "link",
    [
        {"start": "5,40"},
        {"start": "1,2,3,4,5,6,7,8"},
        {"data": "four_scores"},
        {"batch_size": "3"},
        {"shuffle": "maybe"},
        {"view": "globe"},
        {"target": "pears", "held": "wind"},
        {"temperature": "hot"},
        {"rainfall": "1e9", "humidity": "nan"},
        {"learning_rate": "<script>alert(1)</script>"},
    ],
    ids=lambda link: " ".join(link),
)
def test_nonsense_in_a_link(link: dict[str, str], unpack: Unpack) -> None:
    """The page runs with its defaults, and one note says what was not usable and what would be."""
    app = visit("crop_yields", **link)
    assert not app.exception
    (warning,) = app.warning
    assert all(f"`{name}`" in warning.value for name in link)
    assert_shows(sent(app, unpack), Recipe(**SCALED))
    assert link_of(app) == {}


def test_an_own_line_elsewhere_does_no_harm(unpack: Unpack) -> None:
    """Who comes from Study Hours with a start of two numbers finds the crops begin at zeros."""
    app = visit("study_hours", epochs="60", start="5,40", batch_size="2")
    app.query_params.clear()
    app.switch_page("../../pages/crop_yields.py").run()
    assert not app.exception
    assert not app.warning
    assert_shows(sent(app, unpack), Recipe(**SCALED))


def test_the_same_page_is_the_same_message(crops: AppTest) -> None:
    """Running again without a change sends the very same bytes, so that the player need not draw anew."""
    before = message(crops)
    crops.run()
    assert message(crops) == before
