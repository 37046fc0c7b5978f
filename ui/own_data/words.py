"""Words from outside, made so that nothing reads them as more than words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from core.data import Dataset
from core.tables import defused

LONGEST_NAME = 28
"""Letters of a name or unit: more would not fit beside an axis."""
_LONGEST_UNIT = 12
_LOOK_ALIKES = str.maketrans({
    "<": "‹", ">": "›", "*": "∗", "_": "ˍ", "`": "ˋ", "$": "＄", "|": "¦", "[": "(", "]": ")", "{": "(", "}": ")",
    "\\": "∖", "~": "∼", "#": "♯",
})  # fmt: skip
"""From the fonts that every system has, as far as there are any."""
_DOLLARS = re.compile(r"(?<!\w)\$(?!\w)")
"""A unit's sign: what looks like it is in few fonts, so a word takes its place."""


def inert(text: str) -> str:
    """Return text in which every character that Markdown, HTML, LaTeX or Plotly would read is one that looks alike."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    plain = _DOLLARS.sub("dollars", plain.replace("US$", "USD")).translate(_LOOK_ALIKES)
    plain = re.sub(r"&(?=\w+;)", "& ", plain)
    plain = re.sub(r":(?=\S)", "∶", plain)
    plain = re.sub(r"(?<=\S)@(?=\S)", "＠", plain)
    return re.sub(r"\b(www)\.", r"\1․", plain, flags=re.IGNORECASE)


def inert_dataset(dataset: Dataset) -> Dataset:
    """Return a data set whose names and units are inert, short and distinct, under a name that tells its content.

    Trainings are known by the data set's name, so it changes with every number and every word.
    """
    names = _labels([*dataset.feature_names, *dataset.target_names])
    units = [_shortened(unit, _LONGEST_UNIT) for unit in (*dataset.feature_units, *dataset.target_units)]
    title = _shortened(dataset.title, LONGEST_NAME) or "Your own data"
    content = blake2b(digest_size=8)
    for part in (dataset.features.tobytes(), dataset.targets.tobytes(), repr((names, units, title)).encode()):
        content.update(part)
    return replace(
        dataset,
        name=f"own-{content.hexdigest()}",
        title=title,
        feature_names=tuple(names[: dataset.d]),
        feature_units=tuple(units[: dataset.d]),
        target_names=tuple(names[dataset.d :]),
        target_units=tuple(units[dataset.d :]),
        row_names=tuple(_label(name) for name in dataset.row_names),
        source="Your own data",
    )


def inert_classes(dataset: Dataset) -> Dataset:
    """Return a data set whose words are inert, as `inert_dataset` does, and the names of its classes with them.

    Two that are the same once they are inert and short are numbered.
    """
    if not dataset.classes:
        return inert_dataset(dataset)
    labels = [_label(name) or "class" for name in dataset.classes]
    if len(set(labels)) < len(labels):
        labels = [f"{label[: LONGEST_NAME - 3]} {i}" for i, label in enumerate(labels, 1)]
    places = tuple(str(i) for i in range(dataset.t))
    own = inert_dataset(replace(dataset, target_names=places))
    digest = blake2b(repr((own.name, labels)).encode(), digest_size=8).hexdigest()
    targets = tuple(labels[1:] if dataset.t == 1 else labels)
    return replace(own, name=f"own-{digest}", classes=tuple(labels), target_names=targets)


def _labels(names: Sequence[str]) -> list[str]:
    """Return inert names, numbered where they would be the same."""
    labels = [_label(name) or "column" for name in names]
    distinct = len({label.lower() for label in labels}) == len(labels)
    return labels if distinct else [f"{label[: LONGEST_NAME - 3]} {i}" for i, label in enumerate(labels, 1)]


def _label(name: str) -> str:
    """Return a name that begins no formula, whatever table of the page is downloaded."""
    return _shortened(defused(name), LONGEST_NAME)


def _shortened(text: str, longest: int) -> str:
    plain = " ".join(inert(text).replace("ˍ", " ").split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
