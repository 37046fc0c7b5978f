"""A page's settings: in its URL, in its widgets, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import streamlit as st

_LONGEST_SHOWN = 40
_LONGEST_VALUE = 200


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the URL and as widget key, its default, and how its text is read and written.

    Attributes:
        read: Turns text into a value, or raises `ValueError`.
        wanted: What the text may be, as the end of "… is not usable; use".
        write: Turns the value into text.
        options: What a menu offers, where the value is one of some names.
        longest: Letters that its text may have at most.
    """

    name: str
    default: Any
    read: Callable[[str], Any]
    wanted: str
    write: Callable[[Any], str] = str
    options: tuple[str, ...] = ()
    longest: int = _LONGEST_VALUE


def choice(name: str, options: Sequence[str], default: str) -> Setting:
    """Return a setting that is one of some names."""

    def read(text: str) -> str:
        if text not in options:
            raise ValueError(text)
        return text

    return Setting(name, default, read, f"one of {', '.join(options)}", options=tuple(options))


def whole_number(name: str, default: int, low: int, high: int) -> Setting:
    """Return a setting that is a whole number between two, both allowed."""

    def read(text: str) -> int:
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return Setting(name, default, read, f"a whole number from {low} to {high:,}")


def number(name: str, default: float | None, low: float, high: float, wanted: str) -> Setting:
    """Return a setting that is a number between two, both allowed."""

    def read(text: str) -> float:
        value = number_of(text)
        if not low <= value <= high:
            raise ValueError(text)
        return value

    return Setting(
        name, default, read, wanted, write=lambda value: f"{value:g}" if float(f"{value:g}") == value else repr(value)
    )


def number_of(text: str) -> float:
    """Return a finite number written in the digits 0 to 9.

    Raises:
        ValueError: for anything else; `float` alone would take 1_0 and the digits of every script.
    """
    if not text.isascii() or "_" in text or not isfinite(value := float(text)):
        raise ValueError(text)
    return value


def switch(name: str, default: bool = False) -> Setting:
    """Return a setting that is on or off."""

    def read(text: str) -> bool:
        if text not in ("true", "false"):
            raise ValueError(text)
        return text == "true"

    return Setting(name, default, read, "true or false", write=lambda value: str(value).lower())


_SPOKEN = "_spoken"
_ARRIVED = "_arrived"
_REFUSED = "_refused"


def turn_to(page: str) -> None:
    """Note which page is about to run; the page itself learns by `adopt` whether the person has just arrived."""
    st.session_state[_ARRIVED] = st.session_state.get("_page") != page
    if st.session_state[_ARRIVED]:
        # A widget of the page before spoke, such as a dialog's that led here; this page's URL is as it was asked for.
        st.session_state.pop(_SPOKEN, None)
    st.session_state["_page"] = page


def spoken() -> None:
    """Note that a widget or the player has spoken: in this run the URL is what the browser had before that."""
    st.session_state[_SPOKEN] = True


def checked(setting: Setting, why: Callable[[float], str]) -> None:
    """Take over the number a person typed into a setting's field, if a link could carry it too; else say why not.

    Args:
        setting: Its default is put in place of what cannot be used, and the note above the page says so.
        why: From the number to what is wrong with it, as the beginning of a sentence.
    """
    spoken()
    typed = st.session_state[setting.name]
    try:
        setting.read(setting.write(typed))
    except (TypeError, ValueError):
        came = "An empty field has no number;" if typed is None else why(typed)
        st.session_state[_REFUSED] = [f"{came} {_instead(setting)} Use {setting.wanted}."]
        st.session_state[setting.name] = setting.default


def adopt(page: str, settings: Sequence[Setting]) -> list[str]:
    """Bring the URL into the session before widgets are drawn; return a note for each value not usable.

    The URL speaks when it is not the one that this page wrote last: at a first visit, by a link, by back and
    forward. A visit without a word in the URL finds the page as this session left it.
    """
    state = st.session_state
    memory = state.setdefault(f"_{page}", {"url": {}, "values": {}, "notes": []})
    arrived = state.pop(_ARRIVED, True)
    url = {name: st.query_params.get_all(name) for name in st.query_params}
    spoke = state.pop(_SPOKEN, False)
    if spoke or arrived:
        memory["notes"] = state.pop(_REFUSED, [])
    if not spoke and url != memory["url"] and (url or not arrived):
        values, memory["notes"] = parse(settings, url)
        state.update(values)
    elif arrived:
        state.update({s.name: memory["values"].get(s.name, s.default) for s in settings})
    for setting in settings:
        # A widget that was not drawn for a while has lost its value in the session.
        # One that has it is left alone: written again, it would be sent back over a newer one in the browser.
        if setting.name not in state:
            state[setting.name] = memory["values"].get(setting.name, setting.default)
    notes: list[str] = memory["notes"]
    return notes


def parse(settings: Sequence[Setting], url: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], list[str]]:
    """Read every setting from a URL's parameters; what is not usable becomes the default, with a note."""
    values: dict[str, Any] = {}
    notes: list[str] = []
    known = {setting.name for setting in settings}
    for setting in settings:
        texts = url.get(setting.name, [])
        values[setting.name] = setting.default
        if len(texts) > 1:
            notes.append(f"`{setting.name}` came {len(texts)} times in the link; {_instead(setting)} Give it once.")
        elif texts:
            try:
                values[setting.name] = setting.read(texts[0] if len(texts[0]) <= setting.longest else "too long")
            except ValueError:
                came = f"`{setting.name}` = {quoted(texts[0])} in the link is not usable"
                notes.append(f"{came}; {_instead(setting)} Use {setting.wanted}.")
    strangers = [name for name in url if name not in known and not name.startswith("embed")]
    if strangers:
        shown = ", ".join(map(quoted, strangers[:3])) + (" and more" if len(strangers) > 3 else "")
        names = ", ".join(sorted(known))
        notes.append(f"The link has {shown}, which this page does not know; it is left out. Known are {names}.")
    return values, notes


def _instead(setting: Setting) -> str:
    written = "" if setting.default is None else setting.write(setting.default)
    return f"the default {written} is used." if written else "it is left empty."


def quoted(text: str) -> str:
    """Quote text from outside as code, shortened, so that Markdown and HTML in it stay text."""
    printable = "".join(c if c.isprintable() and c != "`" else "·" for c in text)
    shown = printable if len(printable) <= _LONGEST_SHOWN else printable[:_LONGEST_SHOWN] + "…"
    return f"`{shown or ' '}`"


def publish(page: str, settings: Sequence[Setting]) -> None:
    """Write what differs from the defaults into the URL, and remember it for a later visit."""
    values = {setting.name: st.session_state[setting.name] for setting in settings}
    written = {s.name: s.write(values[s.name]) for s in settings if values[s.name] != s.default}
    url = {name: [text] for name, text in written.items()}
    if {name: st.query_params.get_all(name) for name in st.query_params} != url:
        st.query_params.from_dict(written)
    st.session_state[f"_{page}"].update(url=url, values=values)
