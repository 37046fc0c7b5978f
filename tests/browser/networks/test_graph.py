"""The graph of a network: neurons are buttons, weights are lines, and the numbers of a place flow through it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from tests.browser.networks.test_propagation import by_torch, parameters_of, wire
from ui.browser.assets import player_path
from ui.player.networks import NetworkForm

FORM = NetworkForm((2, 3, 2, 1), ("tanh", "relu"), "sigmoid")
# Builds the block as the player does, and lets the test send it scenes.
BUILD = """async ([url, spec]) => {
  const { networkGraph } = await import(`${url}/blocks/network_graph.js`);
  const { Touched } = await import(`${url}/networks/touched.js`);
  const palette = { background: "#ffffff", text: "#000000", first: "#2647f0", second: "#da200b" };
  const colour = (name) => palette[name] ?? "#808080";
  const touched = new Touched(() => window.again());
  const part = networkGraph({ touched: () => touched, signal: () => new AbortController().signal });
  document.body.replaceChildren(part.node);
  part.node.style.width = "700px";
  const sceneNow = () => ({ frame: { drawn: { parameters: window.theta } }, colour, resting: true, ...touched.now() });
  window.again = () => part.update(sceneNow());
  window.set = (theta, point) => {
    window.theta = theta;
    touched.look({ pinned: point });
  };
  window.theta = spec.theta;
  touched.adopt([{ kind: "network_graph", form: spec.form }]);
  part.show({ ...spec, kind: "network_graph" }, colour);
  window.again();
  window.picture = () => part.node.querySelector("canvas").toDataURL();
}"""


@pytest.fixture
def graph(page, server):
    """Return how to show a network's graph on an empty page."""
    page.goto(f"{server.url}{player_path()}/model/numbers.js")

    def show(form=FORM, theta=None, outputs=("pass",)):
        theta = (0.5 * parameters_of(form)).tolist() if theta is None else theta
        spec = {"form": wire(form), "theta": theta, "inputs": ["hours", "sleep"], "outputs": outputs,
                "ranges": [[-3, 3], [-3, 3]], "colours": ["first", "second", "fourth"], "levels": [0, 1]}  # fmt: skip
        page.evaluate(BUILD, [f"{server.url}{player_path()}", spec])
        expect(page.locator(".slopewise-network-neuron")).to_have_count(sum(form.sizes))
        return theta

    return show


def number(text: str) -> float:
    """Return a number as it is written; what is too small to be written is 0."""
    return 0.0 if text == "≈ 0" else float(text.replace("−", "-"))


def test_numbers_of_a_place_are_those_of_autograd(page, graph):
    """Each neuron shows its value, and how fast the output changes with it."""
    theta = graph()
    page.evaluate("([theta, point]) => window.set(theta, point)", [theta, [0.5, -1.25]])
    point = torch.tensor([[0.5, -1.25]], dtype=torch.float64, requires_grad=True)
    values = by_torch(FORM, torch.tensor(theta, dtype=torch.float64), point)
    inner = [point, *values[:-1]]
    slopes = torch.autograd.grad(values[-1][0, 0], inner)
    shown = page.locator(".slopewise-network-value").all_text_contents()
    expected = np.concatenate([value.detach().numpy()[0] for value in (point, *values)])
    assert [number(text) for text in shown] == pytest.approx(expected, rel=6e-3, abs=5e-4)
    shown = page.locator(".slopewise-network-slope").all_text_contents()[:-1]
    expected = np.concatenate([slope.numpy()[0] for slope in slopes])
    assert [number(text) for text in shown] == pytest.approx(expected, rel=6e-2, abs=5e-4)
    expect(page.locator(".slopewise-network-words")).to_contain_text("At hours 0.5, sleep −1.25 the output pass is")
    page.evaluate("(theta) => window.set(theta, null)", theta)
    expect(page.locator(".slopewise-network-words")).to_contain_text("Press a neuron to switch it off")


@pytest.mark.parametrize(
    ("slope", "written"), [(0, "0"), (4e-13, "≈ 0"), (-4e-13, "≈ 0"), (-0.0512, "−0.051"), (3.04, "3.0")]
)
def test_a_slope_fits_into_its_neuron(call, slope, written):
    """What is not 0, but too small to be written shortly, is told apart from 0."""
    assert call("blocks/network_words", "brief", slope, 2) == written


def test_a_neuron_is_switched_off_and_on_by_its_button(page, graph):
    """By the keyboard too; the graph is drawn anew, the output is that without it, and one button brings all back."""
    theta = graph()
    page.evaluate("([theta, point]) => window.set(theta, point)", [theta, [0.5, -1.25]])
    output = page.locator(".slopewise-network-value").last
    before, picture = output.text_content(), page.evaluate("window.picture()")
    neuron = page.get_by_role("button", name="Switch off neuron 2 of hidden layer 1")
    expect(neuron).to_have_attribute("aria-pressed", "false")
    neuron.focus()
    page.keyboard.press("Enter")
    expect(neuron).to_have_attribute("aria-pressed", "true")
    silenced = np.array(theta)
    silenced[3 * 3 + 2 : 3 * 3 + 4] = 0  # its two weights in the second layer
    expected = by_torch(FORM, torch.tensor(silenced), torch.tensor([[0.5, -1.25]], dtype=torch.float64))[-1].item()
    assert float(output.text_content() or "") == pytest.approx(expected, rel=6e-3)
    assert page.evaluate("window.picture()") != picture
    page.get_by_role("button", name="Switch all on").press("Enter")
    expect(page.get_by_role("button", name="Switch off neuron 1 of hidden layer 1")).to_be_focused()
    expect(neuron).to_have_attribute("aria-pressed", "false")
    expect(output).to_have_text(before or "")
    assert page.evaluate("window.picture()") == picture
    expect(page.get_by_role("button", name="Switch all on")).to_be_hidden()


def test_each_neuron_tells_its_bias_and_weights(page, graph):
    """To who points at it, and to who hears it."""
    theta = graph()
    last = page.locator(".slopewise-network-neuron").last
    bias, *weights = (f"{value:.3g}".replace("-", "−") for value in (theta[-1], *theta[-3:-1]))
    expect(last).to_have_attribute("title", f"Bias {bias}, weights {', '.join(weights)}")


def test_an_output_of_several_is_chosen_by_its_button(page, graph):
    """Then the slopes are those of its probability."""
    form = NetworkForm((2, 2, 3), ("tanh",), "softmax")
    theta = graph(form, outputs=("a", "b", "c"))
    page.evaluate("([theta, point]) => window.set(theta, point)", [theta, [0.5, -1.25]])
    page.get_by_role("button", name="Show what the output c depends on").click()
    words = page.locator(".slopewise-network-words")
    expect(words).to_contain_text("the output c is")
    point = torch.tensor([[0.5, -1.25]], dtype=torch.float64, requires_grad=True)
    values = by_torch(form, torch.tensor(theta, dtype=torch.float64), point)
    (slope,) = torch.autograd.grad(values[-1][0, 2], point)
    shown = page.locator(".slopewise-network-slope").all_text_contents()[:2]
    assert [number(text) for text in shown] == pytest.approx(slope[0].numpy(), rel=6e-2, abs=5e-4)


@pytest.mark.parametrize(("weight", "width"), [(0, 0), (3, 5), (-3, 5), (1e9, 10), (float("nan"), 0)])
def test_lines_grow_with_weights_and_end_at_ten_pixels(call, weight, width):
    """However large a weight is, its line leaves room for others; none comes of what is no number."""
    assert call("networks/wires", "widthOf", weight) == pytest.approx(width, abs=1e-6)


def test_negative_weights_are_told_apart_by_more_than_colour(page, graph):
    """In one picture with all weights positive and one with all negative the lines differ also in their gaps."""
    shares = []
    for sign in (1, -1):
        graph(NetworkForm((2, 1), (), "sigmoid"), [3.0 * sign, 3.0 * sign, 0.0])
        shares.append(
            page.evaluate(
                """() => {
                  const canvas = document.querySelector("canvas");
                  const { data } = canvas.getContext("2d").getImageData(60, 0, canvas.width - 120, canvas.height);
                  return data.filter((part, i) => i % 4 === 3 && part > 100).length;
                }"""
            )
        )
    solid, dashed = shares
    assert 0 < dashed < 0.8 * solid
