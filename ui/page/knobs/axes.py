"""What can be chosen of the axes of a loss curve: settings in the link, and controls that unfold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ui.session import fields, settings
from ui.session.settings import Setting

AXIS, UNIT, FIRST = "loss_axis", "loss_over", "first_30"
NAMES = (AXIS, UNIT, FIRST)
"""The settings of the axes."""
_AXES: Mapping[str, str] = MappingProxyType({"log": "Logarithmic", "linear": "Linear"})
_UNITS: Mapping[str, str] = MappingProxyType({"epochs": "Epochs", "steps": "Steps", "rows": "Rows seen"})


def axes_settings() -> list[Setting]:
    """Return the settings of the axes of a page's loss curve."""
    return [
        settings.choice(AXIS, tuple(_AXES), "log"),
        settings.choice(UNIT, tuple(_UNITS), "epochs"),
        settings.switch(FIRST),
    ]


def axes_controls(drawn: Callable[[str], bool]) -> None:
    """Draw the controls of the axes; `drawn` says whether that of a setting is."""
    if drawn(AXIS):
        fields.menu("Loss axis", AXIS, _AXES, 150)
    if drawn(UNIT):
        fields.menu("Loss over", UNIT, _UNITS, 130)
    if drawn(FIRST):
        fields.toggle("First 30 epochs", FIRST)
