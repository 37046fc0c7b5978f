"""The Perceptron lesson runs for every choice and every link, and sends the browser what it shows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import load
from core.model import ACTIVATIONS, Recipe
from core.training import train
from tests.ui.visits import Unpack, key_of, link_of, look_closer, message, said, sent, visit

PAGE = "perceptron"
FIRST_VISIT = {"learning_rate": 0.001, "epochs": 4000, "loss": "sse", "activation": "relu", "start": (0.3, 0.4)}


def open_page(**link: Any) -> AppTest:
    app = visit(PAGE, **link)
    assert not app.exception
    return app


def part(packed: Any) -> Any:
    (found,) = packed["parts"]
    return found


def basins(packed: Any) -> Any:
    return [trace for trace in packed["figure"]["data"] if trace.get("name") == "end of the run"]


def test_a_first_visit_learns_the_line(unpack: Unpack) -> None:
    """25 points, the summed loss, 0.001, 4000 iterations, ReLU; the map is there, the ruler has its colours."""
    packed = sent(open_page(), unpack)
    run = train(load("perceptron"), Recipe(**FIRST_VISIT))
    np.testing.assert_allclose(packed["run"]["losses"], run.losses, rtol=1e-9)
    assert part(packed)["activation"] == "relu"
    assert part(packed)["x"].tolist() == load("perceptron").features[:, 0].tolist()
    assert len(basins(packed)) == 1
    assert packed["limits"]["critical"] == pytest.approx(0.0012944653999104377, rel=1e-10)
    assert packed["limits"]["beyond"] == "overshoots"


@pytest.mark.parametrize(
    ("link", "fields"),
    [
        *[({"activation": name}, {"activation": name}) for name in ACTIVATIONS],
        ({"loss": "mse", "learning_rate": "0.025"}, {"loss": "mse", "learning_rate": 0.025}),
        ({"start": "0.9,0.9"}, {"start": (0.9, 0.9)}),
        ({"start": "uniform", "seed": "7"}, {"start": "uniform", "seed": 7}),
        ({"learning_rate": "0.5"}, {"learning_rate": 0.5}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_link_shows_its_run(link: dict[str, str], fields: dict[str, Any], unpack: Unpack) -> None:
    """Each choice in a link arrives: the browser gets that very run, and the map of where all starts end."""
    app = open_page(epochs="60", **link)
    assert not app.warning
    packed = sent(app, unpack)
    run = train(load("perceptron"), Recipe(**{**FIRST_VISIT, "epochs": 60, **fields}))
    np.testing.assert_allclose(packed["run"]["losses"], run.losses, rtol=1e-9)
    np.testing.assert_allclose(np.transpose(packed["run"]["parameters"]), run.parameters, rtol=1e-9, atol=1e-12)
    assert len(basins(packed)) == 1
    assert (packed["limits"] is None) == (link.get("activation") in ("sigmoid", "tanh"))
    again = open_page(**link_of(app))
    assert message(again) == message(app)


@pytest.mark.parametrize("copies", [2, 4])
def test_copies_are_rows(copies: int, unpack: Unpack) -> None:
    """Each point as often as chosen: the run is that of 50 or 100 rows, and with a sum the neuron dies."""
    app = open_page(copies=str(copies))
    packed = sent(app, unpack)
    assert len(part(packed)["x"]) == 25 * copies
    assert packed["run"]["losses"][0] == pytest.approx(
        copies * train(load("perceptron"), Recipe(**FIRST_VISIT)).losses[0]
    )
    assert "This neuron is dead" in said(app)
    app.button[
        next(i for i, b in enumerate(app.button) if b.label.startswith("For steps of the same length"))
    ].click().run()
    assert not app.exception
    assert float(link_of(app)["learning_rate"]) == pytest.approx(0.001 / copies)
    assert "This neuron lives" in said(app)


def test_phase_and_row_are_in_the_link(unpack: Unpack) -> None:
    """A link can show any phase of any row; a row beyond the data is the last one."""
    packed = sent(open_page(phase="backward", row="7"), unpack)
    assert (part(packed)["phase"], part(packed)["row"]) == (2, 6)
    assert any(track["name"] == "row 7" for track in packed["tracks"])
    packed = sent(open_page(row="99"), unpack)
    assert part(packed)["row"] == 24


def test_every_menu_leads_to_a_link() -> None:
    """Each entry of a menu runs and stands in the link, but for the default."""
    link = {"epochs": "40", "all_controls": "true"}
    app = open_page(**link)
    wanted = {"activation": ["identity", "tanh", "relu"], "loss": ["mse", "sse"], "copies": ["2", "1"]}
    defaults = {"activation": "relu", "loss": "sse", "copies": "1"}
    for name, values in wanted.items():
        for value in values:
            app.selectbox(key=key_of(app, name)).set_value(value).run()
            assert not app.exception, value
            expected = {} if value == defaults[name] else {name: value}
            assert link_of(app) == {**link, **expected}


def test_random_starts_are_drawn_one_after_another(unpack: Unpack) -> None:
    """The button draws a start from [0, 1)², another each time, and the link says which."""
    app = open_page(epochs="40")
    starts = []
    for seed in ("", "1", "2"):
        app.button[next(i for i, b in enumerate(app.button) if b.label == "Random start")].click().run()
        assert not app.exception
        assert link_of(app) == {"epochs": "40", "start": "uniform"} | ({"seed": seed} if seed else {})
        starts.append(tuple(column[0] for column in sent(app, unpack)["run"]["parameters"]))
    assert len(set(starts)) == 3
    assert all(0 <= value < 1 for start in starts for value in start)


def test_a_diverging_run_is_explained_and_mended(unpack: Unpack) -> None:
    """Without activation 0.002 diverges, as the page says; its button leads to a rate that holds."""
    app = open_page(activation="identity", learning_rate="0.002", epochs="300")
    assert "The run diverged at iteration" in said(app)
    app.button[next(i for i, b in enumerate(app.button) if b.label.startswith("Try"))].click().run()
    assert not app.exception
    assert sent(app, unpack)["run"]["diverged_at"] is None


@pytest.mark.parametrize(
    "link",
    [
        {"activation": "softplus"},
        {"start": "1"},
        {"start": "1e99,0"},
        {"start": "zeros"},
        {"copies": "3"},
        {"row": "0"},
        {"row": "101"},
        {"phase": "sideways"},
        {"loss": "mae"},
        {"learning_rate": "0"},
        {"epochs": "1e9"},
        {"seed": "-1"},
        {"start": ["0,0", "1,1"]},
        {"optimizer": "adam"},
    ],
    ids=lambda link: " ".join(f"{name}-{value}" for name, value in link.items()),
)
def test_nonsense_in_a_link(link: dict[str, Any], unpack: Unpack) -> None:
    """The page runs with its defaults, and one warning tells what was not usable."""
    app = open_page(**link)
    (warning,) = app.warning
    assert all(f"`{name}`" in warning.value for name in link)
    assert sent(app, unpack)["run"]["rate"] == 0.001
    assert link_of(app) == {}


@pytest.mark.parametrize("start", ["1e8,-1e8", "-5,3", "0,0", "1000,1000"])
def test_starts_far_away(start: str, unpack: Unpack) -> None:
    """A start far outside the square trains, lives, dies or diverges, but never raises."""
    app = open_page(start=start, epochs="50")
    assert not app.warning
    assert [column[0] for column in sent(app, unpack)["run"]["parameters"]] == [float(v) for v in start.split(",")]


def test_everything_to_look_closer_at() -> None:
    """Formulas with the activation in them, the script, the data, and the common mistakes."""
    app = open_page(epochs="40", epoch="3")
    seen = {}
    for view in ("The formulas", "The code", "The data", "Common mistakes"):
        look_closer(app, view)
        assert not app.exception
        seen[view] = said(app) + "".join(e.value for e in (*app.latex, *app.code))
    assert r"f(z) = \max(0, z)" in seen["The formulas"]
    assert "torch.relu(w * x) + b" in seen["The code"]
    for words in ("7.01064%", "0.025", "33 such points", "Rosenblatt", "ADALINE", "it adds to it", "1.7819"):
        assert words in seen["Common mistakes"]


def test_the_same_page_is_the_same_message() -> None:
    """Running again without a change sends the very same bytes, so that the player need not draw anew."""
    app = open_page(epochs="60")
    before = message(app)
    app.run()
    assert message(app) == before
