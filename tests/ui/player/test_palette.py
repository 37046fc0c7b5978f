"""Every colour can be seen on its background, in both themes."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest

from ui.player.palette import both, light

THEMES = ("light", "dark")


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_known_pairs() -> None:
    """The measure itself is right: black on white has 21, #767676 on white 4.54."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "meaning",
    [
        "data",
        "model",
        "exact",
        "loss",
        "gradient",
        "user",
        "guess",
        "reference",
        "warning",
        "absolute",
        "huber",
        "kept",
        "validation",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
    ],
)
def test_meanings_stand_out(meaning: str, theme: str) -> None:
    """What carries meaning has a contrast of at least 3 to 1 with its background."""
    colours = both()
    assert contrast(colours[meaning][theme], colours["background"][theme]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_readable(theme: str) -> None:
    """Text has a contrast of at least 7 to 1."""
    colours = both()
    assert contrast(colours["text"][theme], colours["background"][theme]) >= 7


def test_light_colours_tell_their_meaning() -> None:
    """No two meanings share a light colour: the player exchanges colours by their value in the dark."""
    lights = [pair["light"] for pair in both().values()]
    assert len(set(lights)) == len(lights)


def test_colours_are_written_alike() -> None:
    """Colours are six lower-case hexadecimal digits, as the player looks for them."""
    written = [colour for pair in both().values() for colour in pair.values()]
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in written)


def test_figures_wear_the_light_colours() -> None:
    """`light` and `both` agree."""
    assert {name: light(name) for name in both()} == {name: pair["light"] for name, pair in both().items()}


# Machado, Oliveira and Fernandes 2009, severity 1: how dichromats see linear RGB.
_SEEN = {
    "all": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def perceived(colour: str, by: np.ndarray) -> np.ndarray:
    """Return the colour's place in CIELAB, as it is seen."""
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    xyz = _TO_XYZ @ np.clip(by @ linear, 0, 1) / (0.95047, 1, 1.08883)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("seen", list(_SEEN))
@pytest.mark.parametrize("theme", THEMES)
def test_runs_side_by_side_are_told_apart(theme: str, seen: str) -> None:
    """Any two of the four colours differ by 30 in CIELAB, however a person sees colours."""
    places = [perceived(both()[name][theme], _SEEN[seen]) for name in ("first", "second", "third", "fourth")]
    for one, other in combinations(places, 2):
        assert np.linalg.norm(one - other) > 30


@pytest.mark.parametrize("seen", list(_SEEN))
@pytest.mark.parametrize("theme", THEMES)
def test_six_classes_are_told_apart(theme: str, seen: str) -> None:
    """Any two of the six colours differ by 25 in CIELAB, however a person sees colours."""
    names = ("first", "second", "third", "fourth", "fifth", "sixth")
    places = [perceived(both()[name][theme], _SEEN[seen]) for name in names]
    for one, other in combinations(places, 2):
        assert np.linalg.norm(one - other) > 25


@pytest.mark.parametrize("seen", list(_SEEN))
@pytest.mark.parametrize("theme", THEMES)
def test_a_kept_run_is_told_apart(theme: str, seen: str) -> None:
    """A kept run differs by 25 in CIELAB from all it lies beside, however a person sees colours."""
    kept = perceived(both()["kept"][theme], _SEEN[seen])
    for other in ("model", "loss", "exact", "data", "user"):
        assert np.linalg.norm(kept - perceived(both()[other][theme], _SEEN[seen])) > 25, other


@pytest.mark.parametrize("seen", list(_SEEN))
@pytest.mark.parametrize("theme", THEMES)
def test_the_validation_loss_is_told_apart(theme: str, seen: str) -> None:
    """It differs by 25 in CIELAB from all curves and lines it lies beside, however a person sees colours."""
    validation = perceived(both()["validation"][theme], _SEEN[seen])
    for other in ("loss", "exact", "kept", "user"):
        assert np.linalg.norm(validation - perceived(both()[other][theme], _SEEN[seen])) > 25, other
