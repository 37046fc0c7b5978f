"""Every colour can be seen on its background, in both themes."""

from __future__ import annotations

import re

import pytest

from ui.palette import both, light

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
    ["data", "model", "exact", "loss", "gradient", "hand", "tutorial", "warning", "apples", "oranges"],
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
