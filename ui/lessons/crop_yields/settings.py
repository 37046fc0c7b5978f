"""What can be chosen in Crop Yields, and the buttons that choose several things at once."""

from __future__ import annotations

from functools import cache
from typing import Any

from core.data import Dataset
from core.model import Recipe
from ui.lessons.crop_yields import choices
from ui.lessons.crop_yields.names import is_own
from ui.own_data.session import OWN, choose_rate, own_setting
from ui.page import controls
from ui.page.data import variants
from ui.page.knobs.batches import POWERS_OF_TWO, batch_setting
from ui.session import callbacks, fields, settings
from ui.session.settings import Setting

_DATA = ("crop_yields", "crop_yields_15", "study_hours")
_SCALED = {"scaling": "zscore_features", "learning_rate": 0.5, "epochs": 100}
_RAW = {"scaling": "none", "learning_rate": 1e-5, "epochs": 100}


@cache
def crop_settings() -> tuple[Setting, ...]:
    """Return the settings of the lesson."""
    return (
        own_setting(),
        *controls.recipe_settings(
            (*_DATA, OWN), batch_setting(POWERS_OF_TWO, once=(5,)), custom_start=False, **_SCALED
        ),
        *variants.power_settings(),
        *variants.noise_settings(),
        *variants.held_out_settings(),
        settings.switch("shuffle", default=True),
        *choices.picture_settings(),
    )


def described(chosen: Any) -> tuple[Dataset, Recipe]:
    """Return the data set and the recipe that settings describe."""
    return variants.described(chosen, shuffle=chosen["shuffle"])


@callbacks.uninterrupted
def _scale() -> None:
    """Scale the features, and choose a rate that suits them."""
    controls.go_to(**_SCALED)
    choose_rate()


def scaling_button(dataset: Dataset, recipe: Recipe) -> None:
    """Offer scaled features where they are raw, and for the built-in data raw ones."""
    if recipe.scaling == "none":
        fields.button("Scale the features", icon=":material/straighten:", on_click=_scale)
    elif not is_own(dataset):
        fields.button(
            "Unscaled, rate 0.00001",
            icon=":material/history:",
            on_click=controls.go_to,
            kwargs=_RAW,
        )
