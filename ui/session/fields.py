"""Widgets of settings: a setting's value lies apart from the widget that shows it.

Streamlit keeps a keyed widget's value as the browser last said it. So a value that a button or the player gave a
setting was lost where the browser sent again before it had received it. Here each widget has a key of its own, with
a number that goes up when the value was changed by anything but the widget: what the browser still says of the widget
before means nothing then. Each is drawn with the value that its setting has, which it falls back to when it comes late.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.session import callbacks, settings
from ui.text.glossary import explained

_SHOWN = "_shown"
"""Under this key the session notes of each setting the number of its widget and the value that this shows."""


def key_of(name: str) -> str:
    """Return the key of the widget that shows a setting: another one where the setting has changed without it."""
    shown = st.session_state.setdefault(_SHOWN, {})
    value = st.session_state[name]
    number, before = shown.get(name, (0, value))
    shown[name] = number + (before != value), value
    return f"{name} {shown[name][0]}"


def _bound(
    name: str, on_change: Callable[..., None], args: Sequence[Any] = (), options: Collection[Any] | None = None
) -> dict[str, Any]:
    """Return what makes a widget a setting's: its key, and that its answer, one of the options, becomes its value."""
    key, drawn = key_of(name), st.session_state[name]
    own = st.session_state[_SHOWN][name][0]

    @callbacks.uninterrupted
    def apply() -> None:
        value, number = st.session_state[key], st.session_state[_SHOWN][name][0]
        if number != own and value == drawn:
            # The page has this widget no more, and the browser still sends how it was drawn: nobody chose that.
            return
        settings.user_changed()
        if options is not None and value not in options:
            # A menu sends the words of its options: those of data whose title has changed since mean nothing now.
            st.session_state[_SHOWN][name] = number + 1, st.session_state[name]
            return
        st.session_state[name] = value
        st.session_state[_SHOWN][name] = number, value
        on_change(*args)

    return {"key": key, "on_change": apply}


def number(
    label: str,
    name: str,
    low: float | None = None,
    high: float | None = None,
    *,
    on_change: Callable[..., None] = settings.user_changed,
    args: Sequence[Any] = (),
    **extra: Any,
) -> None:
    """Draw a field for a number that is never missing.

    Args:
        label: Its accessible name.
        name: The setting.
        low: The least it takes; None where `on_change` says what it takes.
        high: The most it takes.
        on_change: Called when a person has changed it, when the setting has the value.
        args: What `on_change` is called with.
        **extra: What else `st.number_input` takes.
    """
    value = st.session_state[name]
    st.number_input(label, low, high, value, help=explained(label), **_bound(name, on_change, args), **extra)


def number_or_none(label: str, name: str, low: float, high: float, hint: str = "", **extra: Any) -> None:
    """Draw a field for a number that may be left empty."""
    bound = _bound(name, settings.user_changed)
    # Drawn with its value it could not be emptied; `persist_state` sends it until the browser says that it has it.
    if bound["key"] not in st.session_state:
        st.session_state[bound["key"]] = st.session_state[name]
    st.number_input(
        label, low, high, None, placeholder=hint or None, persist_state="session", help=explained(label),
        **bound, **extra,
    )  # fmt: skip


def labelled(label: str) -> DeltaGenerator:
    """Return a place in a row for a small control, with its label before it instead of above."""
    place = st.container(horizontal=True, vertical_alignment="center", width="content")
    place.markdown(label, help=explained(label))
    return place


def small_number_or_none(label: str, name: str, low: float, high: float, hint: str) -> None:
    """Draw a small field for a number that may be left empty, with its label before it."""
    with labelled(label):
        number_or_none(label, name, low, high, hint, label_visibility="collapsed", width=150)


def slider(label: str, name: str, low: float, high: float, step: float) -> None:
    """Draw a slider."""
    bound = _bound(name, settings.user_changed)
    st.slider(label, low, high, st.session_state[name], step, help=explained(label), **bound)


def steps_slider(
    label: str, name: str, steps: Sequence[float], width: int, on_change: Callable[..., None] = settings.user_changed
) -> None:
    """Draw a slider over some numbers, increasing; the setting's own is one of them, whatever it is."""
    value = st.session_state[name]
    options = sorted({*steps, value})
    st.select_slider(
        label, options, value, format_func=lambda number: f"{number:g}", help=explained(label), width=width,
        **_bound(name, on_change, options=options),
    )  # fmt: skip


def toggle(label: str, name: str, help: str | None = None) -> None:
    """Draw a switch; its help is a sentence, the glossary's unless another is given."""
    st.toggle(label, st.session_state[name], help=help or explained(label), **_bound(name, settings.user_changed))


def button(label: str, *, icon: str, on_click: Callable[..., None], **extra: Any) -> None:
    """Draw a button that says what its word means."""
    st.button(label, help=explained(label), icon=icon, on_click=on_click, **extra)


def menu(
    label: str,
    name: str,
    options: Mapping[Any, str],
    width: int | Literal["stretch"] = "stretch",
    on_change: Callable[..., None] = settings.user_changed,
    **extra: Any,
) -> None:
    """Draw a menu of a setting's options: what each is in the link, and what it is called."""
    st.selectbox(
        label, list(options), _place(st.session_state[name], list(options)),
        format_func=lambda option: options.get(option, ""), filter_mode=None, width=width, help=explained(label),
        **_bound(name, on_change, options=options), **extra,
    )  # fmt: skip


def _place(value: Any, options: Sequence[Any]) -> int:
    return options.index(value) if value in options else 0


def one_of(label: str, name: str, options: Mapping[str, str], *, before: str = "") -> None:
    """Draw a row of buttons of which one is pressed; names of settings with their words, and words before them."""
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
        if before:
            st.markdown(before)
        st.segmented_control(
            label, list(options), default=_among(st.session_state[name], options) or next(iter(options)), required=True,
            format_func=lambda option: options.get(option, ""), label_visibility="collapsed",
            **_bound(name, settings.user_changed, options=options),
        )  # fmt: skip


def one_or_none(label: str, name: str, groups: Mapping[str, Sequence[str]]) -> str | None:
    """Draw rows of buttons, each with a word before it, of which one may be pressed in all; return that.

    Args:
        label: What all rows are for.
        name: The setting.
        groups: From each row's word to its options.
    """
    state = st.session_state
    state.setdefault(name, None)
    for group, options in groups.items():
        # Each row is a widget with a setting of its own: what is pressed in one is released in the others.
        row = f"{name}: {group}"
        state[row] = _among(state[name], options)

        def take(row: str = row) -> None:
            state[name] = state[row]

        with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
            st.markdown(group)
            st.segmented_control(
                f"{label}: {group}", list(options), default=state[row], label_visibility="collapsed",
                **_bound(row, take, options=[*options, None]),
            )  # fmt: skip
    pressed: str | None = state[name]
    return pressed


def _among(value: Any, options: Any) -> Any:
    return value if value in options else None
