"""The choices that were kept as A, as a setting of the page: in its link, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ui.session.settings import Setting

KEPT = "kept"
"""The name of the setting that holds A."""
DEFAULTS = "defaults"
"""What a link says of an A that is as the page begins."""
_FIELDS = (
    "data", "pass_mark", "degree", "copies", "noise", "noise_seed", "held_out", "split_seed", "held_rows",
    "learning_rate", "earlier", "epochs", "loss", "optimizer", "momentum", "batch_size", "shuffle", "scaling",
    "activation", "start", "seed", "device", "points", "line", "delta", "schedule", "schedule_length",
    "schedule_factor", "warm_up", "weight_decay", "l1", "decays_biases", "decoupled", "dtype", "layers",
    "initializer", "spread", "data_noise", "data_seed", "validation_share", "changed",
)  # fmt: skip
_BETWEEN = "~"
_FOR_NAMES = 400
"""Letters of a link for names and short values, beside the longest value."""

Choices = tuple[tuple[str, Any], ...]
"""Names and values of the settings in which A differs from the page's defaults."""


def kept_setting(page_settings: Sequence[Setting]) -> Setting:
    """Return the setting that holds what a page keeps as A, or None: values of the page's other settings."""
    fields = _fields(page_settings)
    wanted = f"names and values of this page's settings, such as learning_rate:0.02{_BETWEEN}epochs:300, or {DEFAULTS}"
    longest = _FOR_NAMES + max(field.longest for field in fields.values())
    return Setting(
        KEPT, None, lambda text: _read(fields, text), wanted, write=lambda kept: _write(fields, kept), longest=longest
    )


def _fields(page_settings: Sequence[Setting]) -> dict[str, Setting]:
    """Return those of a page's settings that fix a run."""
    return {setting.name: setting for setting in page_settings if setting.name in _FIELDS}


def _read(fields: Mapping[str, Setting], text: str) -> Choices:
    pairs = [] if text == DEFAULTS else [part.partition(":")[::2] for part in text.split(_BETWEEN)]
    if any(name not in fields for name, _ in pairs) or len(dict(pairs)) < len(pairs):
        raise ValueError(text)
    chosen = {name: fields[name].read(value) for name, value in pairs}
    return tuple(
        (name, chosen[name]) for name in fields if chosen.get(name, fields[name].default) != fields[name].default
    )


def _write(fields: Mapping[str, Setting], kept: Choices) -> str:
    return _BETWEEN.join(f"{name}:{fields[name].write(value)}" for name, value in kept) or DEFAULTS


def chosen_as_kept(page_settings: Sequence[Setting]) -> dict[str, Any] | None:
    """Return the values of all settings that fix A's run, by their names; None if nothing is kept."""
    kept: Choices | None = st.session_state[KEPT]
    if kept is None:
        return None
    return {name: field.default for name, field in _fields(page_settings).items()} | dict(kept)


def chosen_now(page_settings: Sequence[Setting]) -> Choices:
    """Return what the page would keep of its present choices."""
    values = ((name, st.session_state[name], field.default) for name, field in _fields(page_settings).items())
    return tuple((name, value) for name, value, default in values if value != default)
