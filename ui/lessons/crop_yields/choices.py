"""What a person chooses to look at in a model of several features and targets, and the row to predict."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.data import Dataset
from core.tables import MAX_FEATURES
from ui.figures.parts import named
from ui.lessons.crop_yields.names import is_own
from ui.lessons.crop_yields.pictures import PictureChoice
from ui.own_data.choose import MAX_TARGETS
from ui.session import fields, settings
from ui.session.settings import Setting

FEATURES = ("temperature", "rainfall", "humidity")
TARGETS = ("apples", "oranges")
VIEWS = {"fit": "The fit", "plane": "The plane"}
_LINE, _CURVE = "The line", "The curve"
_NUMBERS = tuple(str(i) for i in range(1, MAX_FEATURES + 1))
_RANGE, _OWN_RANGE = (-1e4, 1e4), (-1e12, 1e12)


def picture_settings() -> list[Setting]:
    """Return the settings of picture and prediction; features and targets of own data go by their numbers."""
    return [
        settings.choice("view", tuple(VIEWS), "fit"),
        settings.choice("target", (*TARGETS, *_NUMBERS[:MAX_TARGETS]), TARGETS[0]),
        settings.choice("held", (*FEATURES, *_NUMBERS[:3]), FEATURES[2]),
        settings.choice("across", _NUMBERS, "1"),
        settings.choice("along", _NUMBERS, "2"),
        *(settings.number(name, None, *_RANGE, "a number, such as 80") for name in FEATURES),
        *(settings.number(f"x{i}", None, *_OWN_RANGE, "a number, such as 80") for i in _NUMBERS),
    ]


def choice_of(dataset: Dataset) -> PictureChoice:
    """Return what the settings show of this data set; where they name what it has not, its first takes that place."""
    state = st.session_state
    features, targets = _keys(dataset)
    _settle("target", targets, targets[0])
    target = targets.index(state["target"])
    if state["view"] == "fit":
        return PictureChoice("fit", target)
    if powers_of(dataset) > 1 or dataset.d == 1:
        return PictureChoice("line", target, (0,), powers_of(dataset))
    if dataset.d == 3:
        _settle("held", features, features[-1])
        return PictureChoice("plane", target, tuple(i for i in range(3) if features[i] != state["held"]))
    _settle("across", features, features[0])
    _settle("along", features, features[1])
    across, along = (features.index(state[name]) for name in ("across", "along"))
    if across == along:
        along = next(i for i in range(dataset.d) if i != across)
        state["along"] = features[along]
    return PictureChoice("plane", target, (across, along))


def powers_of(dataset: Dataset) -> int:
    """Return of how many powers of a single feature a data set is made; 1 for one whose features are its own."""
    return st.session_state["degree"] if st.session_state["degree"] == dataset.d else 1


def _keys(dataset: Dataset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (_NUMBERS[: dataset.d], _NUMBERS[: dataset.t]) if is_own(dataset) else (FEATURES, TARGETS)


def _settle(key: str, options: tuple[str, ...], default: str) -> None:
    if st.session_state[key] not in options:
        st.session_state[key] = default


def picture_controls(dataset: Dataset) -> None:
    """Draw what chooses the picture, and what is seen in it."""
    curved = powers_of(dataset) > 1
    second = _CURVE if curved else _LINE if dataset.d == 1 else VIEWS["plane"]
    fields.one_of("Picture", "view", {"fit": VIEWS["fit"], "plane": second})
    if st.session_state["view"] == "fit" or curved:
        return
    features, targets = (
        dict(zip(keys, names, strict=True))
        for keys, names in zip(_keys(dataset), (dataset.feature_names, dataset.target_names), strict=True)
    )
    if dataset.t > 1:
        fields.one_of("Target" if is_own(dataset) else "Crop", "target", targets)
    if dataset.d == 3:
        fields.one_of("Hold at its mean", "held", features, before="Hold")
    elif dataset.d > 3:
        fields.menu("Across", "across", features, 180)
        fields.menu("Along", "along", features, 180)


def place_of(dataset: Dataset) -> np.ndarray | None:
    """Return the features of the row to predict, shape `(d,)`; None where one of them is not given."""
    place = [st.session_state[key] for key in _place_keys(dataset)]
    if None in place:
        return None
    row = np.array(place, float)
    return row ** np.arange(1, powers_of(dataset) + 1) if powers_of(dataset) > 1 else row


def _place_keys(dataset: Dataset) -> tuple[str, ...]:
    if powers_of(dataset) > 1:
        return ("x1",)
    return tuple(f"x{i}" for i in _NUMBERS[: dataset.d]) if is_own(dataset) else FEATURES


def place_controls(dataset: Dataset) -> None:
    """Draw the fields for the features of a row to predict."""
    whose = "a row" if is_own(dataset) else "a region"
    with st.popover("Predict", icon=":material/pin_drop:", help=f"Predict for {whose} of your own"):
        for key, name, unit in zip(_place_keys(dataset), dataset.feature_names, dataset.feature_units, strict=False):
            span = _OWN_RANGE if is_own(dataset) else _RANGE
            fields.number_or_none(named(name, unit), key, *span)
