"""The meanings of the words in a player, from the glossary: of each panel, and of each number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ui.player.surroundings import Panel
from ui.text.glossary import Entry, entry_for, glossary

Words = list[list[str]]
"""Each word with its meaning."""


def words_of(figure: Mapping[str, Any], panels: Sequence[Panel]) -> dict[str, Any]:
    """Return what the words mean at each panel (title, legend and axes) and at the learning-rate ruler, each once.

    Args:
        figure: As it travels, in plain values: to ask a Plotly figure for each of its words takes long.
        panels: Its subplots.
    """
    entries = [glossary()[key] for key in ("learning_rate", "converges_smoothly", "oscillates", "divergence")]
    return {
        "panels": [_meanings(_labels(figure["layout"], panel, place)) for place, panel in enumerate(panels)],
        "rate": _written(entries),
    }


def with_meanings(tree: Any) -> Any:
    """Return plain content in which all that has a ``label`` has the ``word`` that explains it, if there is one."""
    if isinstance(tree, list):
        return [with_meanings(each) for each in tree]
    if not isinstance(tree, dict):
        return tree
    children = {name: with_meanings(child) for name, child in tree.items()}
    found = _meanings([tree["label"]]) if isinstance(tree.get("label"), str) else []
    return children | ({"word": found[0]} if found else {})


def _meanings(labels: Sequence[str]) -> Words:
    found = [entry for label in labels if (entry := entry_for(label))]
    return _written(dict.fromkeys(found))


def _written(entries: Iterable[Entry]) -> Words:
    return [[entry.name, entry.text] for entry in entries]


def _labels(layout: Mapping[str, Any], panel: Panel, place: int) -> list[str]:
    legend = layout.get("meta", {}).get("legends", [])
    named = [legend[place]["title"], *(text for _, text in legend[place]["entries"])] if place < len(legend) else []
    if panel.is_scene:
        axes = [layout[panel.x].get(name, {}) for name in ("xaxis", "yaxis", "zaxis")]
    else:
        axes = [layout.get(f"{name[0]}axis{name[1:]}", {}) for name in (panel.x, panel.y)]
    titles = [axis.get("title", {}).get("text") for axis in axes]
    return [*named, *filter(None, titles)]
