"""The field of a network shows what the network says, point by point, with a sharp line where classes meet."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.browser.networks.test_propagation import parameters_of, wire
from ui.browser.assets import player_path
from ui.player.networks import NetworkForm

SIZE = 240
LOW, HIGH = -3.0, 3.0
COLOURS = {"background": "#ffffff", "text": "#000000", "first": "#2647f0", "second": "#da200b", "fourth": "#133936"}
DARK = {**COLOURS, "background": "#10151d", "text": "#e9eef6"}
# Draws fields one after another into one panel, as a lesson does, and returns the picture after each.
DRAW = """async ([url, size, track, scenes]) => {
  const { KINDS } = await import(`${url}/tracks/tracks.js`);
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const context = canvas.getContext("2d");
  const field = KINDS.field;
  return scenes.map(({ parameters, colours, off = null, resting = true, save = false, view: [low, high] }) => {
    const scale = (high - low) / size;
    const axes = {
      box: { left: 0, right: size, top: 0, bottom: size },
      fromX: (pixel) => low + pixel * scale,
      fromY: (pixel) => high - pixel * scale,
    };
    const scene = { frame: { drawn: { parameters } }, colour: (name) => colours[name], off, resting };
    context.clearRect(0, 0, size, size);
    field.draw(context, axes, track, scene);
    const saved = () => ({ ...field.handOver(track, scene, axes), line: field.alsoSaved(track, scene, axes)[0] });
    return { picture: canvas.toDataURL(), saved: save ? saved() : null };
  });
}"""


@pytest.fixture
def draw(page, server):
    """Return how to draw a field in several scenes: arrays of colours `(SIZE, SIZE, 3)`, first row on top."""
    page.goto(f"{server.url}{player_path()}/model/numbers.js")

    def drawn(form: NetworkForm, *scenes: dict[str, Any], colours=("first", "second")) -> list[Any]:
        track = {"form": wire(form), "colours": colours, "levels": [0, 1], "width": 2, "of": "run", "classes": []}
        given = [{"colours": COLOURS, "view": [LOW, HIGH], **scene} for scene in scenes]
        found = page.evaluate(DRAW, [f"{server.url}{player_path()}", SIZE, track, given])
        for each in found:
            png = base64.b64decode(each["picture"].partition(",")[2])
            each["pixels"] = np.array(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)
        return found

    return drawn


def mixed(name: str, strength: float, colours: dict[str, str] = COLOURS) -> np.ndarray:
    """Return a colour of some strength, from 0 to 1, half of it at most, on the ground."""
    parts = [np.array([int(colours[each][i : i + 2], 16) for i in (1, 3, 5)]) for each in ("background", name)]
    return parts[0] + 0.5 * strength * (parts[1] - parts[0])


def pixel(x: float, y: float, low: float = LOW, high: float = HIGH) -> tuple[int, int]:
    """Return row and column of a place."""
    return round((high - y) / (high - low) * SIZE), round((x - low) / (high - low) * SIZE)


LINE = NetworkForm((2, 1), (), "sigmoid")


def test_two_classes_fade_into_each_other_and_a_line_parts_them(draw):
    """At p = 1 and p = 0 there are the colours, at p = 3/4 half of one; the line is where the network says ½."""
    x = 1 + np.log(3) / 2  # there the sum 2 (x − 1) is log 3
    light, dark = draw(LINE, {"parameters": [2, 0, -2], "save": True}, {"parameters": [2, 0, -2], "colours": DARK})
    for found, colours in ((light, COLOURS), (dark, DARK)):
        shown = found["pixels"]
        assert shown[pixel(2.9, 1)] == pytest.approx(mixed("second", 0.95, colours), abs=5)
        assert shown[pixel(-2.9, 1)] == pytest.approx(mixed("first", 1, colours), abs=5)
        assert shown[pixel(x, 1)] == pytest.approx(mixed("second", 0.5, colours), abs=6)
        text = [int(colours["text"][i : i + 2], 16) for i in (1, 3, 5)]
        assert shown[pixel(1, -2)] == pytest.approx(text, abs=40)
    line = np.array([x for x in light["saved"]["line"]["x"] if x is not None])
    assert line == pytest.approx(np.ones_like(line), abs=1e-6)


def test_it_follows_parameters_zoom_and_neurons_that_are_off(draw):
    """Another epoch, a closer look and a silent neuron each give another picture; the same again gives the same."""
    form = NetworkForm((2, 3, 1), ("tanh",), "sigmoid")
    first, later = (parameters_of(form, seed).tolist() for seed in (1, 2))
    scenes = (
        {"parameters": first}, {"parameters": later}, {"parameters": first, "view": [-1, 1]},
        {"parameters": first, "off": [[True, False, False]]}, {"parameters": first},
    )  # fmt: skip
    pictures = [each["pixels"] for each in draw(form, *scenes)]
    assert len({picture.tobytes() for picture in pictures[:4]}) == 4
    assert np.array_equal(pictures[0], pictures[4])
    # The centre is the same place however near one looks.
    assert pictures[2][0, 0] == pytest.approx(pictures[0][pixel(-1, 1)], abs=12)


def test_it_is_as_coarse_as_a_frame_allows_while_it_moves_and_finer_at_rest(draw):
    """The two show the same, to the width of the line between the classes."""
    form = NetworkForm((2, 8, 8, 1), ("tanh", "tanh"), "sigmoid")
    theta = parameters_of(form).tolist()
    moving, resting = draw(form, {"parameters": theta, "resting": False}, {"parameters": theta})
    away = np.abs(moving["pixels"] - resting["pixels"]).max(axis=-1)
    assert 0 < np.mean(away > 40) < 0.12


def test_of_three_classes_the_likeliest_gives_the_colour(draw):
    """Each has its own, pale where it is hardly ahead, and lines part them; what is saved says the same."""
    form = NetworkForm((2, 3), (), "softmax")
    colours = ("first", "second", "fourth")
    # Sums: 4 y, 4 x, −4 x − 4 y.
    (found,) = draw(form, {"parameters": [0, 4, -4, 4, 0, -4, 0, 0, 0], "save": True}, colours=colours)
    shown = found["pixels"]
    for place, name in (((-0.5, 2.8), "first"), ((2.8, -0.5), "second"), ((-2.8, -2.8), "fourth")):
        assert shown[pixel(*place)] == pytest.approx(mixed(name, 1), abs=6)
    assert shown[pixel(2, 2)].max() < 90
    saved = np.array(found["saved"]["z"])
    assert np.floor(saved[0, 0]) == 2
    assert np.floor(saved[-1, saved.shape[1] // 3]) == 0


def test_what_is_saved_is_the_probability(draw):
    """Heights over the panel from corner to corner, row by row from below."""
    (found,) = draw(LINE, {"parameters": [2, 1, -2], "save": True})
    x, y, z = (np.array(found["saved"][name]) for name in "xyz")
    assert (x[0], x[-1], y[0], y[-1]) == pytest.approx((LOW, HIGH, LOW, HIGH))
    sums = 2 * x[None, :] + y[:, None] - 2
    inside = np.abs(sums) < 6.9
    np.testing.assert_allclose(z[inside], (1 / (1 + np.exp(-sums)))[inside], atol=1e-5)


def test_parameters_beyond_all_numbers_leave_the_ground(draw):
    """A run that diverged draws no class, and nothing raises."""
    (found,) = draw(LINE, {"parameters": [float("nan"), 0, 0]})
    assert found["pixels"][10, 10] == pytest.approx([255, 255, 255], abs=2)


def test_pieces_of_a_line_are_joined_once_for_a_pen_with_dashes(call):
    """In any order and direction, one of them twice; what does not meet stays apart, and a ring comes back."""
    line = [2, 0, 1, 0, 3, 1, 2, 0, 1, 0, 2, 0, 5, 5, 6, 5]
    lines = sorted(call("model/contours", "joined", line), key=len)
    assert sorted(lines[0]) == [[5, 5], [6, 5]]
    assert lines[1] in ([[1, 0], [2, 0], [3, 1]], [[3, 1], [2, 0], [1, 0]])
    (ring,) = call("model/contours", "joined", [0, 0, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0])
    assert len(ring) == 4
    assert ring[0] == ring[-1]
