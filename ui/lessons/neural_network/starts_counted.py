"""How many of many starts learn exclusive or, by the neurons and by how the weights are drawn, counted beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from core.model import INITIALIZERS, Network
from ui.page.values import Trained
from ui.text.words import listed

COUNTED: Mapping[str, Mapping[int, tuple[float, int]]] = MappingProxyType({
    "torch": MappingProxyType({1: (0, 400), 2: (56, 2000), 3: (89, 400), 4: (99.3, 400), 8: (100, 400)}),
    "xavier": MappingProxyType({2: (67, 200), 3: (92, 200), 4: (99.5, 200)}),
    "he": MappingProxyType({2: (66, 200), 3: (90, 200), 4: (100, 200)}),
    "normal": MappingProxyType({2: (46, 200), 3: (88, 200), 4: (99.5, 200)}),
})  # fmt: skip
"""By initializer and tanh neurons: percent of the starts that learn, of how many, as docs/model.md has them.

Source: `core.analysis.train_starts`, by plain descent at a rate of 1, 2,000 epochs, cross-entropy.
"""


def counted_note(trained: Trained) -> str | None:
    """Say beside twenty starts of exclusive or what many starts do, this network's first; None of other data."""
    network, state = trained.recipe.network, st.session_state
    if trained.guess.asks or network is None or (state["view"], state["data"]) != ("starts", "exclusive_or"):
        return None
    drawn, width = _place(network) or ("torch", 2)
    found = COUNTED[drawn]
    share, starts = found[width]
    neurons = "1 tanh neuron" if width == 1 else f"{width} tanh neurons"
    wider = [f"{found[more][0]:g}% with {more}" for more in found if more > width]
    others = [f"{INITIALIZERS[name].label} {each[width][0]:g}%" for name, each in COUNTED.items()
              if name != drawn and width in each]  # fmt: skip
    said = (
        f"**Counted over many starts:** with {neurons} and weights drawn by {_named(drawn)}, {share:g}% of {starts:,} "
        "starts learn exclusive or"
    )
    said += f"; {listed(wider)}." if wider else "."
    if others:
        said += f" Drawn otherwise, with {neurons}: {listed(others)}."
    trained_so = "These were trained by plain descent at a rate of 1 for 2,000 epochs, on the usual points."
    return f"{said} A neuron more does more than another way to draw the weights. {trained_so}"


def _place(network: Network) -> tuple[str, int] | None:
    """Return the initializer and the neurons under which a network was counted; None where it was not."""
    drawn, widths = network.initializer, network.widths
    same = len(widths) == 1 and network.activations == ("tanh",) and widths[0] in COUNTED.get(drawn, {})
    return (drawn, widths[0]) if same and (drawn != "normal" or network.spread == 1) else None


def _named(drawn: str) -> str:
    label = INITIALIZERS[drawn].label
    return {"torch": "PyTorch's own initializer", "normal": "Normal with σ = 1"}.get(drawn, label)
