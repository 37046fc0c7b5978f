"""Colours by meaning, one light and one dark each; nothing else names a colour but the start page's small pictures.

Chosen so that each keeps a contrast of at least 3 to 1 with its background, and so that the meanings that
stand beside each other (data, model, exact, loss) part in lightness as well as in hue for the colour-blind. Orange is
the loss and nothing else, bright violet that on rows held out, brown (yellow in the dark) the run kept as A, magenta
what a person has placed.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

Meaning = Literal[
    "data", "model", "exact", "loss", "gradient", "user", "guess", "reference", "warning", "monotone", "oscillates",
    "first", "second", "third", "fourth", "fifth", "sixth", "absolute", "huber", "kept", "validation",
    "text", "background", "grid", "quiet", "low", "middle", "high", "contour",
]  # fmt: skip

_COLOURS: MappingProxyType[Meaning, tuple[str, str]] = MappingProxyType({
    "data": ("#3b4656", "#c3cedd"),
    "model": ("#1f5fd1", "#6ea8ff"),
    "exact": ("#0b7a55", "#4fd1a1"),
    "loss": ("#c2540a", "#ff9d52"),
    "gradient": ("#7a3fc4", "#b794f6"),
    "user": ("#b0197e", "#ff7ac6"),
    "guess": ("#0088a9", "#3fd0ea"),
    "reference": ("#647a00", "#b8d957"),
    "warning": ("#c4192f", "#ff7384"),
    "monotone": ("#3f9fe0", "#4a9ddb"),
    "oscillates": ("#d99a00", "#e0b13a"),
    # Runs side by side: chosen to lie far apart for every kind of colour-blindness, on the colours of the landscape.
    "first": ("#2647f0", "#877bf6"),
    "second": ("#da200b", "#e96363"),
    "third": ("#8a39ac", "#b9f74a"),
    "fourth": ("#133936", "#51fbfb"),
    # The last two of six classes, which have shapes, too.
    "fifth": ("#86956a", "#aa4c89"),
    "sixth": ("#1699a0", "#8d1afb"),
    # The best lines of absolute errors and of Huber's loss, beside that of squares, which is the exact answer.
    "absolute": ("#5a4fcf", "#7db2ff"),
    "huber": ("#5f7d12", "#a3ef8f"),
    # A run kept to compare with: far from model, loss, exact answer and data for every kind of colour-blindness.
    "kept": ("#661a00", "#ffd500"),
    # The loss on rows held out, which lies beside that on the others: far from it, and from all else in its picture.
    "validation": ("#8a05ff", "#a061ff"),
    "text": ("#16202e", "#e9eef6"),
    "background": ("#ffffff", "#10151d"),
    "grid": ("#dfe5ee", "#2a3443"),
    "quiet": ("#a9b4c4", "#566377"),
    # The landscape's ramp: deep where the loss is low.
    "low": ("#f6c9a0", "#7a4214"),
    "middle": ("#fbe6d2", "#43291a"),
    "high": ("#fdf8f3", "#161a21"),
    "contour": ("#dba878", "#8a5a30"),
})  # fmt: skip


def light(meaning: Meaning) -> str:
    """Return the light theme's colour: figures wear it, and the player exchanges it in the dark."""
    return _COLOURS[meaning][0]


def both() -> dict[str, dict[str, str]]:
    """Return every meaning's two colours, as the player's modules read them."""
    return {name: {"light": pair[0], "dark": pair[1]} for name, pair in _COLOURS.items()}
