"""What moves in the Hubble lesson follows the right numbers."""

from __future__ import annotations

import numpy as np
import pytest

from core.data import SCALINGS
from tests.ui.lessons.hubble_age.hubble_views import evaluated, many_starts, trained_view
from ui.lessons.hubble_age.tracks import hubble_readouts, kept_of, starts_tracks, sure_tracks, training_tracks
from ui.lessons.hubble_age.universe import Universe
from ui.player import Bundle, Path, Point, Reciprocal, Swarm
from ui.player.palette import both

TIME = 13.109111470070863
FACTOR = 0.964099381639469


@pytest.mark.parametrize("scaling", list(SCALINGS))
def test_the_age_follows_from_the_parameters(scaling: str) -> None:
    """Whatever units training runs in, path and point of the age are factor / slope in data units."""
    universe = Universe("lambda_cdm")
    hubble = trained_view(universe=universe, scaling=scaling, epochs=7, learning_rate=0.004)
    slope = hubble.run.in_data_units()[7, 0]
    ages = [track.y for track in training_tracks(hubble) if isinstance(track, Path | Point) and track.panel == 2]
    assert len(ages) == 2
    for age in ages:
        assert isinstance(age, Reciprocal)
        np.testing.assert_allclose(evaluated(age, hubble.run.parameters[7]), universe.age(slope), rtol=1e-10)


def test_the_readouts_of_the_first_run() -> None:
    """After 500 epochs they say 74.589 km/s/Mpc, a Hubble time of 13.109 and an age of 12.638 billion years."""
    hubble = trained_view(universe=Universe("lambda_cdm"))
    shown = {readout.key: readout for readout in hubble_readouts(hubble)}
    assert list(shown) == ["epoch", "loss", "slope", "intercept", "hubble_time", "age"]
    last = hubble.run.parameters[-1]
    np.testing.assert_allclose(evaluated(shown["slope"].form, last), 74.58874874267154, rtol=1e-10)
    np.testing.assert_allclose(evaluated(shown["hubble_time"].form, last), TIME, rtol=1e-10)
    np.testing.assert_allclose(evaluated(shown["age"].form, last), FACTOR * TIME, rtol=1e-10)
    assert [shown[key].unit for key in ("slope", "intercept", "hubble_time", "age")] == [
        "km/s/Mpc",
        "km/s",
        "Gyr",
        "Gyr",
    ]
    assert "0.9641" in shown["age"].label


def test_the_fan_and_the_swarms_are_the_runs() -> None:
    """At each kept epoch the bundle has the runs' lines, the swarms their parameters and their ages."""
    hubble = trained_view(universe=Universe("einstein_de_sitter"), epochs=300)
    starts = many_starts(hubble, 30)
    kept = kept_of(starts)
    assert kept[0] == 0
    assert kept[-1] == 300
    assert len(kept) <= 300
    tracks = starts_tracks(hubble, starts)
    (fan,) = (track for track in tracks if isinstance(track, Bundle))
    landscape, ages = (track for track in tracks if isinstance(track, Swarm))
    for place, epoch in [(0, 0), (len(kept) // 2, kept[len(kept) // 2]), (-1, 300)]:
        lines = np.array([run.in_data_units()[epoch] for run in starts])
        np.testing.assert_allclose(fan.heights[place], lines[:, :1] * fan.x + lines[:, 1:], rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(landscape.x[place], starts.parameters[:, epoch, 0])
        np.testing.assert_allclose(landscape.y[place], starts.parameters[:, epoch, 1])
        slopes = np.where(lines[:, 0] < 0, np.nan, lines[:, 0])
        np.testing.assert_allclose(ages.y[place], 2 / 3 * 977.7922216807892 / slopes, rtol=1e-9)
        assert fan.epochs[place] == landscape.epochs[place] == ages.epochs[place] == epoch
    assert ages.x == "epoch"


def test_the_run_stands_among_the_resamples() -> None:
    """Its points stand at its slope and at its Hubble time, whatever universe is chosen."""
    hubble = trained_view(universe=Universe("einstein_de_sitter"))
    points = {track.panel: track for track in sure_tracks(hubble) if isinstance(track, Point)}
    last = hubble.run.parameters[-1]
    np.testing.assert_allclose(evaluated(points[1].x, last), 74.58874874267154, rtol=1e-10)
    np.testing.assert_allclose(evaluated(points[2].x, last), TIME, rtol=1e-10)


def test_tracks_wear_the_palette() -> None:
    """Every colour is a meaning that the palette knows."""
    hubble = trained_view(epochs=3)
    for track in (*training_tracks(hubble), *starts_tracks(hubble, many_starts(hubble, 3)), *sure_tracks(hubble)):
        assert track.colour in both()


@pytest.mark.parametrize("epochs", [0, 1, 2, 5000])
def test_few_epochs_are_kept(epochs: int) -> None:
    """First and last are always there, none twice, and no more than the browser should hold."""
    starts = many_starts(trained_view(epochs=epochs), 2)
    kept = kept_of(starts)
    assert kept[0] == 0
    assert kept[-1] == epochs
    assert (np.diff(kept) > 0).all()
    assert len(kept) <= 120
