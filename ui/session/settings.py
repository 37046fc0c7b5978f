"""A page's settings: in its URL, in its widgets, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import streamlit as st

from ui.session import callbacks
from ui.session.streamlit_inside import came_by_history

_LONGEST_SHOWN = 40
_LONGEST_VALUE = 200


def _nothing(_: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the URL and as widget key, its default, and how its text is read and written.

    Attributes:
        read: Turns text into a value, or raises `ValueError`.
        wanted: What the text may be, as the end of "… is not usable; use".
        write: Turns the value into text.
        options: What a menu offers, where the value is one of some names.
        longest: Letters that its text may have at most.
        brings: From its value to those of other settings that a link with it has where it does not name them.
    """

    name: str
    default: Any
    read: Callable[[str], Any]
    wanted: str
    write: Callable[[Any], str] = str
    options: tuple[str, ...] = ()
    longest: int = _LONGEST_VALUE
    brings: Callable[[Any], Mapping[str, Any]] = _nothing


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


def default_of(settings: Sequence[Setting], name: str) -> Any:
    """Return the default of the setting of that name."""
    return next(setting.default for setting in settings if setting.name == name)


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


_CHANGED = "_user_changed"
_ARRIVED = "_arrived"
_GONE = "_gone_through"
REFUSED = "_refused"  # what the page is to say of choices that cannot be, until a person changes something
_LISTENER = "_listener"


def begin_page(page: str) -> None:
    """Note which page is about to run, and whether its link is to be read: `adopt` does so, in this run or a later."""
    state = st.session_state
    another = state.get("_page") != page
    if another:
        # A widget of the page before spoke, such as a dialog's that led here.
        state[_CHANGED] = state[_LISTENER] = None
    state[_ARRIVED] = another or state.get(_ARRIVED, False)
    state[_GONE] = came_by_history() or (state.get(_GONE, False) and not another)
    state["_page"] = page


def user_changed() -> None:
    """Note that a person has changed something: what the page said about its link is settled."""
    st.session_state[_CHANGED] = True
    # When a busy server receives both at once, what was moved before a button was pressed comes first.
    # It is called once a run, for what it receives is marked as a person's change, too.
    if listener := st.session_state.get(_LISTENER):
        st.session_state[_LISTENER] = None
        listener()


def listen(listener: Callable[[], None]) -> None:
    """Have something released in the player applied before a widget that was used after it."""
    st.session_state[_LISTENER] = listener


def remember() -> None:
    """Keep what the present page's settings are for a later visit, also where its run is never finished."""
    if remembered := st.session_state.get(f"_{st.session_state.get('_page')}"):
        values = remembered["values"]
        values |= {name: st.session_state.get(name, value) for name, value in values.items()}


@callbacks.uninterrupted
def checked(setting: Setting, why: Callable[[float], str]) -> None:
    """Take over the number a person typed into a setting's field, if a link could carry it too; else say why not.

    Args:
        setting: Its default is put in place of what cannot be used, and the note above the page says so.
        why: From the number to what is wrong with it, as the beginning of a sentence.
    """
    user_changed()
    typed = st.session_state[setting.name]
    try:
        setting.read(setting.write(typed))
    except (TypeError, ValueError):
        came = "An empty field has no number;" if typed is None else why(typed)
        st.session_state[REFUSED] = [f"{came} {_instead(setting)} Use {setting.wanted}."]
        st.session_state[setting.name] = setting.default


def adopt(page: str, settings: Sequence[Setting]) -> list[str]:
    """Bring the URL into the session before widgets are drawn; return a note for each value not usable.

    The URL speaks at a first visit, by a link, by back and forward. Else it only lags behind what the user has done. A
    visit without a word in the URL, other than by back and forward, finds the page as this session left it.
    """
    state = st.session_state
    remembered = state.setdefault(f"_{page}", {"url": {}, "values": {}, "notes": []})
    arrived, gone = state.get(_ARRIVED, True), state.get(_GONE, False)
    url = {name: st.query_params.get_all(name) for name in st.query_params}
    if arrived or state.get(_CHANGED):
        remembered["notes"] = state.pop(REFUSED, [])
    if url != remembered["url"] and (gone or (arrived and url)):
        values, remembered["notes"] = parse(settings, url)
        remembered.update(url=url, values=values)  # at once: haste may end this run before it writes
        state.update(values)
    elif arrived:
        remembered["url"] = url
        state.update({s.name: remembered["values"].get(s.name, s.default) for s in settings})
    # When all is done: haste may end this run at every use of the session.
    state.update({_CHANGED: None, _GONE: False, _ARRIVED: False})
    notes: list[str] = remembered["notes"]
    return notes


def parse(settings: Sequence[Setting], url: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], list[str]]:
    """Read every setting from a URL's parameters; what is not usable becomes the default, with a note."""
    values: dict[str, Any] = {}
    brought: dict[str, Any] = {}
    notes: list[str] = []
    # What brings others along comes first.
    for setting in sorted(settings, key=lambda each: each.brings is _nothing):
        name, texts = setting.name, url.get(setting.name, [])
        values[name] = setting.default
        if len(texts) > 1:
            notes.append(f"`{name}` came {len(texts)} times in the link; {_instead(setting)} Give it once.")
        elif not texts:
            values[name] = brought.get(name, setting.default)
        elif texts[0] or setting.default is not None or name not in brought:
            try:
                values[name] = setting.read(texts[0] if len(texts[0]) <= setting.longest else "too long")
            except ValueError:
                came = f"`{name}` = {quoted(texts[0])} in the link is not usable"
                notes.append(f"{came}; {_instead(setting)} Use {setting.wanted}.")
        brought |= setting.brings(values[name])
    strangers = [name for name in url if name not in values and not name.startswith("embed")]
    if strangers:
        shown = ", ".join(map(quoted, strangers[:3])) + (" and more" if len(strangers) > 3 else "")
        names = ", ".join(sorted(values))
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
    """Write what a link does not mean without it into the URL, and remember it for a later visit."""
    values = {setting.name: st.session_state[setting.name] for setting in settings}
    meant = {s.name: s.default for s in settings}
    for setting in settings:
        meant |= setting.brings(values[setting.name])
    # An empty text takes back what another setting brings along.
    written = {
        s.name: "" if values[s.name] is s.default is None else s.write(values[s.name])
        for s in settings
        if values[s.name] != meant[s.name]
    }
    url = {name: [text] for name, text in written.items()}
    if {name: st.query_params.get_all(name) for name in st.query_params} != url:
        st.query_params.from_dict(written)
    st.session_state[f"_{page}"].update(url=url, values=values)
