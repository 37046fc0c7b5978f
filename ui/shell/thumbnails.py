"""A small picture a lesson, for the start page: what one will see there, in the colours of the house."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType

# Middle tones, readable on the light and on the dark page alike.
_MODEL, _EXACT, _LOSS, _GRADIENT, _DATA, _QUIET = "#3f7fe8", "#1c9c74", "#d9702a", "#9a6bdc", "#76849a", "#a3aebd"
_SCORES = ((30, 78), (58, 70), (86, 50), (114, 54), (142, 40), (170, 33), (198, 29), (226, 21))


def _dots(places: tuple[tuple[int, int], ...], colour: str = _DATA, radius: float = 4) -> str:
    return "".join(f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}"/>' for x, y in places)


def _line(path: str, colour: str, width: float = 3, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round"{dashed}/>'


def _ellipses(x: int, y: int, turn: int) -> str:
    return "".join(
        f'<ellipse cx="{x}" cy="{y}" rx="{22 * i}" ry="{8.5 * i}" fill="{_LOSS}" fill-opacity="0.1" stroke="{_LOSS}" '
        f'stroke-opacity="0.6" transform="rotate({turn} {x} {y})"/>'
        for i in range(5, 0, -1)
    )


def _squares() -> str:
    sizes = ((58, 70, -9), (86, 50, 13), (114, 54, -10), (198, 29, 8))
    boxes = "".join(
        f'<rect x="{x}" y="{min(y, y + side)}" width="{abs(side)}" height="{abs(side)}" fill="{_LOSS}" '
        f'fill-opacity="0.25" stroke="{_LOSS}"/>'
        for x, y, side in sizes
    )
    return boxes + _line("M18 84L240 15", _MODEL)


def _neuron() -> str:
    wires = "".join(_line(f"M40 {y}L118 52", _QUIET, 2) for y in (24, 80))
    body = f'<circle cx="128" cy="52" r="22" fill="{_MODEL}" fill-opacity="0.2" stroke="{_MODEL}" stroke-width="3"/>'
    return wires + _dots(((36, 24), (36, 80)), _DATA, 8) + body + _line("M116 60L128 60L140 42", _MODEL) + _line(
        "M152 52L214 52", _GRADIENT, 3, "7 6"
    ) + _dots(((222, 52),), _LOSS, 9)  # fmt: skip


def _network() -> str:
    layers = (((30, 34), (30, 72)), ((98, 16), (98, 52), (98, 88)), ((164, 34), (164, 72)), ((228, 52),))
    wires = "".join(
        _line(f"M{x} {y}L{u} {v}", _MODEL if (i + j) % 3 else _GRADIENT, 1.2 + (2 * i + j) % 3)
        for before, after in pairwise(layers)
        for i, (x, y) in enumerate(before)
        for j, (u, v) in enumerate(after)
    )
    return (
        wires
        + _dots(layers[0], _DATA, 9)
        + "".join(_dots(each, _MODEL, 10) for each in layers[1:3])
        + _dots(layers[3], _LOSS, 10)
    )


def _plane() -> str:
    grid = "".join(
        _line(f"M{40 + 26 * i} {84 - 6 * i}l70 -52M{40 + 17.5 * i} {84 - 13 * i}l104 -24", _MODEL, 1.5)
        for i in range(5)
    )
    return grid + _dots(((84, 60), (120, 44), (146, 52), (170, 22), (104, 74)))


def _universe() -> str:
    places = ((28, 84), (48, 74), (66, 80), (90, 56), (104, 66), (126, 50), (150, 30), (168, 52), (196, 40), (222, 24))
    fans = "".join(_line(f"M14 92L238 {y}", _MODEL, 1.3) for y in (58, 46, 34, 8))
    return fans + _line("M14 92L238 22", _EXACT, 3, "8 6") + _dots(places, _DATA, 3.5)


def _s_curve() -> str:
    students = ((30, 84), (64, 84), (98, 20), (120, 84), (154, 20), (188, 20), (222, 20))
    threshold = _line("M18 52L240 52", _QUIET, 2, "2 6")
    return threshold + _line("M18 83C110 82 96 22 240 21", _MODEL) + _dots(students)


_LINE = _line("M18 82L240 17", _MODEL) + _dots(_SCORES)
"""For a lesson that has no picture of its own yet."""
_PICTURES = MappingProxyType({
    "study_hours": _line("M18 90L240 76M18 86L240 44", _QUIET, 2) + _LINE,
    "loss_explorer": _squares() + _dots(_SCORES),
    "gradient_descent_animator": _ellipses(134, 50, -24)
    + _line("M42 30L74 78L94 42L110 62L122 48L128 54L134 50", _MODEL)
    + _dots(((42, 30),), _MODEL, 5) + _dots(((134, 50),), _EXACT, 5),
    "hubble_age": _universe(),
    "crop_yields": _plane(),
    "perceptron": _neuron(),
    "classifier": _s_curve(),
    "neural_network": _network(),
})  # fmt: skip


def thumbnail(name: str) -> str:
    """Return a lesson's picture as SVG; it decorates, the words beside it say the same."""
    frame = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 104" width="256" height="104"'
    return f"<svg {frame}>{_PICTURES.get(name, _LINE)}</svg>"
