"""The guide as it is seen: a button beside the lesson's title, and a card above the pictures with the step on show."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.browser.assets import loader
from ui.guides import session
from ui.guides.steps import Step, guides
from ui.session import fields
from ui.session.settings import Setting, quoted

_announce = st.components.v2.component("slopewise_guide", js=loader("page/guide.js"), isolate_styles=False)
_GUESS_FIRST = "Make your guess first: press **Play**. What this step says comes after it."


def guide_button(page: str, chosen: Sequence[Setting]) -> None:
    """Draw the button that starts the guide, unless it is open, or there is none."""
    if page in guides() and session.open_step(page) is None:
        fields.button("Guide me", icon=":material/signpost:", on_click=session.go_to_step, args=(chosen, 1))


def step_card(page: str, chosen: Sequence[Setting], *, asks: bool) -> None:
    """Draw the step on show: what it says, and the buttons that lead through the guide.

    Args:
        page: The lesson's page.
        chosen: All of its settings.
        asks: Whether a guess is still asked: the card says nothing then that gives the answer away.
    """
    # Both are there without a guide, too: what comes below them is the same as before.
    place, step = st.container(), session.open_step(page)
    number, count = st.session_state[session.GUIDE], len(guides()[page].steps) if page in guides() else 0
    words = "" if step is None else _GUESS_FIRST if asks else _words(step)
    title = f"Step {number} of {count}: {step.title}" if step else ""
    _announce(key="watch_guide", data={"says": f"{title}\n{words}"}, height="content")
    if step is None:
        return
    with place, st.container(key="guide", border=True, horizontal=True, vertical_alignment="top"):
        with st.container(key="guide_words", gap="xsmall"):
            st.header(title, anchor=False)
            st.markdown(words)
        with st.container(key="guide_ways", width=330, gap="xsmall"):
            _ways(chosen, number, count)
            _changes(chosen, step, number)


def _words(step: Step) -> str:
    return f"{step.say}  \n**Try:** {step.task}  \n**You see:** {step.see}"


def _ways(chosen: Sequence[Setting], number: int, count: int) -> None:
    """Draw the ways on from a step; at the ends of the guide the buttons stay, so that the focus does."""
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            "Back", key="guide_back", icon=":material/arrow_back:", disabled=number == 1,
            on_click=session.go_to_step, args=(chosen, number - 1),
        )  # fmt: skip
        if number < count:
            st.button(
                "Next", key="guide_next", type="primary", icon=":material/arrow_forward:",
                on_click=session.go_to_step, args=(chosen, number + 1),
            )  # fmt: skip
        else:
            st.button("Finish", key="guide_next", type="primary", icon=":material/check:", on_click=session.leave)
        if number < count:
            fields.button("Leave the guide", icon=":material/close:", on_click=session.leave)


def _changes(chosen: Sequence[Setting], step: Step, number: int) -> None:
    """Say what was changed since the step was opened, and offer to set it again."""
    changed = session.changed(chosen)
    if not changed:
        return
    if note := session.changed_note(step, changed):
        st.caption(note)
    fields.button(
        "Set this step again", icon=":material/settings_backup_restore:",
        on_click=session.go_to_step, args=(chosen, number),
    )  # fmt: skip


def no_guide_here() -> None:
    """Say it on a page without a guide, where its link asks for a step of one."""
    if came := st.query_params.get(session.GUIDE):
        st.info(
            f"`{session.GUIDE}` = {quoted(came)} in the link asks for a step of a guide, and this page has none. "
            "Only lessons have guides, such as `study_hours?guide=1`.",
            icon=":material/info:",
        )
