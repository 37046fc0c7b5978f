"""The view of the code that ran: to read, to copy, to download."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import streamlit as st

from core.analysis import Rounding, as_far_as_trained, neighbours, rounding
from core.training import Family, History, stream
from ui.script.data import MAX_SHOWN
from ui.script.sections import Receipt, notebook_of, script_of
from ui.session.training import under_way

_KEY = "_rounding"


def run_code(run: History, code: Callable[[History, Rounding], Receipt], note: str = "") -> None:
    """Show the script of a run with its receipt; while the run is being trained, say that it is to come.

    Args:
        run: The run on show.
        code: From a run, and how far it may differ, to its script.
        note: Which run it is, where there are several on screen.
    """
    if under_way():
        st.markdown("The run is still being trained. Its code comes with its receipt when it has ended.")
        return
    says = (
        "This run as plain PyTorch, with the data in it. It needs nothing but `torch`, trains by the ordinary loop, "
        "and ends in **the receipt**: assertions that loss and parameters are those on screen."
    )
    show(code(run, _measured(run)), " ".join(filter(None, [note, says])))


def show(receipt: Receipt, says: str) -> None:
    """Show a script, and offer it as a file and as a notebook; both are made when they are asked for."""
    st.markdown(says)
    with st.container(horizontal=True, key="code_files"):
        st.download_button(
            "Python script", lambda: script_of(receipt.sections), f"{receipt.name}.py", "text/x-python",
            on_click="ignore", icon=":material/download:", key="code_py",
        )  # fmt: skip
        st.download_button(
            "Jupyter notebook", lambda: notebook_of(receipt.sections), f"{receipt.name}.ipynb",
            "application/x-ipynb+json", on_click="ignore", icon=":material/download:", key="code_ipynb",
        )  # fmt: skip
    if receipt.shown != receipt.sections:
        st.caption(f"Of more than {MAX_SHOWN} rows only the first are shown here; both files have them all, and run.")
    st.code(script_of(receipt.shown), language="python")


def _measured(run: History) -> Rounding:
    """Return how far the run's numbers may differ, remembered for the next run of the page."""
    recipe = as_far_as_trained(run)
    data = sha256(run.dataset.features.tobytes() + run.dataset.targets.tobytes()).digest()
    key = (recipe, data, run.parameters[-1].tobytes())
    known: tuple[object, Rounding] | None = st.session_state.get(_KEY)
    if known is None or known[0] != key:
        rates, starts = neighbours(run)
        chunks, place = [], st.empty()
        for chunk in stream(run.dataset, recipe, rates, starts=starts):
            chunks.append(chunk)
            if len(chunks) > 1:  # also where Streamlit may stop the page, if a person has gone on
                place.caption(f"Training neighbours to measure rounding: epoch {int(chunk.epochs[-1]):,}")
        place.empty()
        known = st.session_state[_KEY] = (key, rounding(run, Family.join(chunks)))
    return known[1]
