"""The guide on a page: its step in the link, the settings that a step makes, and what was changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from ui.guides.steps import Step, guides
from ui.session import callbacks, settings
from ui.session.settings import Setting
from ui.text.numbers import counted, rate_written
from ui.text.words import listed

GUIDE = "guide"
"""The name of the setting that holds the number of the step; None for no guide."""
_KEPT = frozenset({GUIDE, "predict", "device", "kept", "own", "all_controls"})
"""What a step leaves as the person has it: how runs are guessed and compared, what is unfolded, data of one's own."""
_MOVING = frozenset({"epoch", "step", "row", "phase"})
"""What playing moves: nobody has changed the step by it."""
_NAMES = {
    "learning_rate": "the learning rate", "epochs": "the number of epochs", "start": "the starting point",
    "batch_size": "the batch size", "view": "the view", "ground": "the landscape's view", "look": "the residuals' look",
    "line": "the line", "points": "the points", "earlier": "the learning rate on the way",
}  # fmt: skip


def guide_setting(page: str, chosen: Sequence[Setting]) -> Setting:
    """Return the setting of a page's guide; a link with a step means the settings that the step makes.

    Args:
        page: The lesson's page.
        chosen: The page's other settings.
    """
    count = len(guides()[page].steps) if page in guides() else 0
    step = settings.whole_number(GUIDE, 0, 1, count)
    wanted = f"a step of this lesson's guide, from 1 to {count}" if count else "a link without it: there is no guide"
    return Setting(GUIDE, None, step.read, wanted, brings=lambda number: _made(page, chosen, number) if number else {})


def _made(page: str, chosen: Sequence[Setting], number: int) -> dict[str, Any]:
    by_name = {setting.name: setting for setting in chosen}
    made = guides()[page].steps[number - 1].settings
    return {name: by_name[name].read(text) for name, text in made.items()}


def open_step(page: str) -> Step | None:
    """Return the step on show; None where no guide is open."""
    number = st.session_state.get(GUIDE)
    return guides()[page].steps[number - 1] if number and page in guides() else None


def _shown_by(chosen: Sequence[Setting], number: int) -> dict[str, Any]:
    """Return the values of all settings that a step makes, its own or the lesson's first ones."""
    guide = next(setting for setting in chosen if setting.name == GUIDE)
    return {setting.name: setting.default for setting in chosen if setting.name not in _KEPT} | dict(
        guide.brings(number)
    )


@callbacks.uninterrupted
def go_to_step(chosen: Sequence[Setting], number: int) -> None:
    """Open a step with its settings, for the person, who asked by a button."""
    settings.user_changed()
    st.session_state.update({GUIDE: number} | _shown_by(chosen, number))


@callbacks.uninterrupted
def leave() -> None:
    """Close the guide, for the person, who asked by a button; all settings stay."""
    settings.user_changed()
    st.session_state[GUIDE] = None


def changed(chosen: Sequence[Setting]) -> dict[str, Any]:
    """Return the settings that a person has changed since the step was opened, with the values that it shows."""
    shown = _shown_by(chosen, st.session_state[GUIDE])
    return {name: value for name, value in shown.items() if name not in _MOVING and st.session_state.get(name) != value}


def changed_note(step: Step, values: Mapping[str, Any]) -> str:
    """Say what was changed that the step did not ask for, and what it shows; empty where there is nothing to say."""
    others = [name for name in values if name not in step.invites]
    if not others:
        return ""
    said = f"You have changed {listed([_NAMES.get(name, f'the {name}') for name in others])} since"
    shown = {"learning_rate": rate_written, "epochs": counted}
    if len(others) == 1 and others[0] in shown:
        return f"{said}; this step shows {shown[others[0]](values[others[0]])}."
    return f"{said} this step was set."
