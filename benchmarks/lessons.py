"""How smoothly every lesson plays, in two dimensions and in three."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.browsers import chromium
from benchmarks.playback import watch
from benchmarks.report import Measurement
from benchmarks.servers import APP, serving

_PICTURES_A_SECOND = 55
_ON_A_SURFACE = 20
_PLAYED = {
    "Gradient Descent Animator": ("gradient_descent_animator?epochs=4000", _PICTURES_A_SECOND),
    "four racers": ("gradient_descent_animator?epochs=4000&view=race", _PICTURES_A_SECOND),
    "descent on a 3-D surface": ("gradient_descent_animator?epochs=4000&ground=surface", _ON_A_SURFACE),
    "Hubble Age": ("hubble_age?epochs=4000", _PICTURES_A_SECOND),
    "200 starts at once": ("hubble_age?epochs=2000&view=starts", _PICTURES_A_SECOND),
    "Crop Yields": ("crop_yields?epochs=4000", _PICTURES_A_SECOND),
    "a plane in 3-D": ("crop_yields?epochs=4000&view=plane", _ON_A_SURFACE),
    "a validation loss, a schedule and weight decay": (
        "study_hours?epochs=4000&held_out=0.25&schedule=cosine&weight_decay=0.01", _PICTURES_A_SECOND,
    ),
    "the same in Crop Yields": (
        "crop_yields?epochs=4000&held_out=0.25&schedule=cosine&weight_decay=0.01", _PICTURES_A_SECOND,
    ),
    "Perceptron": ("perceptron?epochs=4000", _PICTURES_A_SECOND),
    "Classifier": ("classifier?epochs=4000", _PICTURES_A_SECOND),
    "a network of 8-8 neurons": (
        "neural_network?layers=8,8&data=spirals&optimizer=adam&learning_rate=0.03", _PICTURES_A_SECOND,
    ),
}  # fmt: skip


def measure() -> Iterator[Measurement]:
    """Play each to its end once; the CPU is the server's, of one core, meanwhile."""
    with serving(APP) as app, chromium() as browser:
        for name, (link, wanted) in _PLAYED.items():
            seen = watch(browser, app, link)
            cpu = "" if seen.cpu is None else f"{seen.cpu:.1f}% CPU"
            met = seen.pictures >= wanted
            yield Measurement(f"playing: {name}", f"{seen.pictures:.1f}", cpu, "", f"≥ {wanted}", met)
