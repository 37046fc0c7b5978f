"""What can be chosen of the axes of a loss curve: settings in the link, and controls that unfold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ui.session import fields, settings
from ui.session.settings import Setting

AXIS, UNIT, FIRST = "loss_axis", "loss_over", "first_30"
NAMES = (AXIS, UNIT, FIRST)
"""The settings of the axes."""
_AXES: Mapping[str, str] = MappingProxyType({"log": "Logarithmic", "linear": "Linear"})
_UNITS: Mapping[str, str] = MappingProxyType({"epochs": "Epochs", "steps": "Steps", "rows": "Rows seen"})


def axes_settings(units: Sequence[str] = tuple(_UNITS)) -> list[Setting]:
    """Return the settings of the axes of a page's loss curve.

    Args:
        units: What may lie along it: steps are left out where an epoch is a single one.
    """
    return [
        settings.choice(AXIS, tuple(_AXES), "log"),
        settings.choice(UNIT, units, "epochs"),
        settings.switch(FIRST),
    ]


def axes_controls(drawn: Callable[[str], bool], *, units: Sequence[str] = tuple(_UNITS), step: str = "epoch") -> None:
    """Draw the controls of the axes.

    Args:
        drawn: Whether the control of a setting is drawn.
        units: As for `axes_settings`.
        step: What the page calls an epoch.
    """
    if drawn(AXIS):
        fields.menu("Loss axis", AXIS, _AXES, 150)
    if drawn(UNIT):
        named = {**_UNITS, "epochs": f"{step}s".capitalize()}
        fields.menu("Loss over", UNIT, {unit: named[unit] for unit in units}, 130)
    if drawn(FIRST):
        fields.toggle(f"First 30 {step}s", FIRST)
