"""The script of a Hubble run, which goes on from slope to age."""

from __future__ import annotations

from typing import Any

from core.analysis import Rounding
from core.cosmology import GYR_KM_S_PER_MPC
from core.training import History
from ui.lessons.hubble_age.universe import Universe
from ui.script.of_run import receipt_of
from ui.script.sections import Receipt, Section


def hubble_receipt(run: History, tolerance: Rounding, universe: Universe, **more: Any) -> Receipt:
    """Return the script of a run, with the age its slope stands for in a universe; more as for `receipt_of`."""
    code = (
        f"hubble_time = {GYR_KM_S_PER_MPC!r} / weights.double()  # billions of years, from km/s/Mpc\n"
        'print("Hubble time", hubble_time.item(), "billion years")\n'
        f'print("age of the universe", {universe.factor!r} * hubble_time.item(), "billion years")'
    )
    says = f"the slope is the Hubble constant; one over it is a time, and the age follows from that ({universe.name})."
    return receipt_of(run, tolerance, [Section("Age", says, code)], **more)
