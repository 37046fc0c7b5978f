"""Histories and families are plain, read-only data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data import Dataset, load
from core.model import Recipe
from core.training import Family, parameter_names, stream, sweep, train


def test_a_line_has_columns_w_and_b() -> None:
    """The table of a line has epoch, loss, w, b and their gradients, one row an epoch."""
    history = train(load("study_hours"), Recipe(epochs=7))
    frame = history.to_frame()
    assert list(frame.columns) == ["epoch", "loss", "w", "b", "w_gradient", "b_gradient"]
    assert frame["epoch"].tolist() == list(range(8))
    np.testing.assert_array_equal(frame[["w", "b"]], history.parameters)
    np.testing.assert_array_equal(frame[["w_gradient", "b_gradient"]], history.gradients)
    np.testing.assert_array_equal(frame["loss"], history.losses)


def test_several_features_and_targets_are_named() -> None:
    """Names follow the order of the parameters: each feature's weights for all targets, then the biases."""
    assert parameter_names(load("crop_yields")) == (
        "w_temperature_apples",
        "w_temperature_oranges",
        "w_rainfall_apples",
        "w_rainfall_oranges",
        "w_humidity_apples",
        "w_humidity_oranges",
        "b_apples",
        "b_oranges",
    )


@pytest.mark.parametrize("names", [("a b", "a-b"), ("?", "!"), ("a", "a")])
def test_names_that_coincide_are_numbered(names: tuple[str, str]) -> None:
    """No two columns of the table have the same name, whatever the features are called."""
    dataset = Dataset.from_arrays([[1, 2], [3, 5], [4, 4]], [1, 2, 3], feature_names=names)
    columns = train(dataset, Recipe(epochs=1)).to_frame().columns
    assert len(set(columns)) == len(columns) == 8


@pytest.mark.parametrize("scaling", ["none", "max", "zscore", "zscore_features"])
@pytest.mark.parametrize("name", ["hubble_1929", "crop_yields"])
def test_data_units_give_the_same_predictions(name: str, scaling: str) -> None:
    """The parameters in data units predict, from unscaled features, what training predicted."""
    dataset = load(name)
    history = train(dataset, Recipe(1e-5, 30, scaling=scaling, start="random"))
    low, high = dataset.features, dataset.targets
    spread = {"none": (0, 1), "max": (0, low.max(0)), "zscore": (low.mean(0), low.std(0))}
    shift, scale = spread[scaling.removesuffix("_features")]
    y_spread = {"max": (0, high.max(0)), "zscore": (high.mean(0), high.std(0))}
    y_shift, y_scale = y_spread.get(scaling, (0, 1))
    trained = history.parameters[-1].reshape(dataset.d + 1, dataset.t)
    wanted = ((low - shift) / scale @ trained[:-1] + trained[-1]) * y_scale + y_shift
    plain = history.in_data_units()[-1].reshape(dataset.d + 1, dataset.t)
    np.testing.assert_allclose(low @ plain[:-1] + plain[-1], wanted, rtol=1e-9, atol=1e-9)


def test_an_activation_between_scaling_and_prediction_has_no_data_units() -> None:
    """A scaled ReLU can be undone if nothing is shifted; a shifted one and a scaled sigmoid cannot."""
    dataset = load("perceptron")
    scaled = train(dataset, Recipe(0.1, 5, activation="relu", scaling="max", start=(0.5, 0.1)))
    w, b = scaled.in_data_units()[-1]
    x = dataset.features[:, 0]
    inside = np.maximum(0, x / 8.9 * scaled.parameters[-1, 0]) + scaled.parameters[-1, 1]
    np.testing.assert_allclose(np.maximum(0, w * x) + b, inside * 3.3, rtol=1e-12)
    for activation, scaling in [("relu", "zscore"), ("sigmoid", "max")]:
        history = train(dataset, Recipe(0.1, 5, activation=activation, scaling=scaling))
        with pytest.raises(ValueError, match=r"have no counterpart in data units; choose scaling 'none'."):
            history.in_data_units()
    plain = train(dataset, Recipe(0.01, 5, activation="sigmoid"))
    np.testing.assert_array_equal(plain.in_data_units(), plain.parameters)


def test_results_are_read_only() -> None:
    """Nobody can change a run that others see too."""
    family = sweep(load("study_hours"), Recipe(epochs=3), [0.01, 0.02])
    for record in (family, family[0]):
        for name in ("epochs", "losses", "parameters", "gradients"):
            with pytest.raises(ValueError, match="read-only"):
                getattr(record, name)[0] = 0
    assert family.epochs.dtype == np.int64


def test_the_callers_arrays_stay_theirs() -> None:
    """Who makes a history, a family or a data set keeps arrays that can be written to."""
    run = sweep(load("study_hours"), Recipe(epochs=3, optimizer="adam", batch_size=2), starts=[[1, 2], [3, 4]])
    fields = ("learning_rates", "epochs", "losses", "parameters", "gradients", "starts")
    own = {name: getattr(run, name).copy() for name in fields}
    optimizer_state = run.optimizer_states[-1][1].copy()
    family = replace(run, **own, optimizer_states=((3, optimizer_state),))
    one = {name: own[name] if name == "epochs" else own[name][0] for name in fields[1:-1]}
    history = replace(family[0], **one, optimizer_states=((3, optimizer_state[:, 0]),))
    for record in (family, history):
        for name in one:
            assert not getattr(record, name).flags.writeable
        assert not record.optimizer_states[0][1].flags.writeable
    assert not family.starts.flags.writeable  # type: ignore[union-attr]
    assert all(array.flags.writeable for array in (*own.values(), *one.values(), optimizer_state))
    features, targets = np.array([[1.0], [2.0]]), np.array([[3.0], [4.0]])
    dataset = Dataset("own", "Own", features, targets)
    features[0] = targets[0] = 9
    assert dataset.features[0, 0] == 1
    assert dataset.targets[0, 0] == 3
    rates, starts = np.array([0.01, 0.02]), np.zeros((2, 2))
    sweep(dataset, Recipe(epochs=1), rates, starts=starts)
    assert rates.flags.writeable
    assert starts.flags.writeable


def test_a_run_knows_where_it_was_trained() -> None:
    """Family and history name the device that trained them, not the choice that led there."""
    family = sweep(load("study_hours"), Recipe(epochs=300, device="auto"), [0.01, 0.02])
    assert family.device == family[1].device == "cpu"


def test_a_family_is_a_sequence() -> None:
    """Length, indices from either end, slices and iteration work; beyond the end is an IndexError."""
    family = sweep(load("study_hours"), Recipe(epochs=3), [0.01, 0.02, 0.03])
    assert len(family) == 3
    assert family[-1].recipe.learning_rate == 0.03
    assert [run.recipe.learning_rate for run in family[1:]] == [0.02, 0.03]
    assert [run.recipe.learning_rate for run in family] == [0.01, 0.02, 0.03]
    with pytest.raises(IndexError):
        family[3]


def test_a_chunk_after_the_divergence_is_empty_for_that_run() -> None:
    """Later chunks know when a run diverged and have no rows for it."""
    chunks = list(stream(load("study_hours"), Recipe(epochs=300), [0.01, 1.0]))
    assert chunks[-1].diverged_at == (None, 3)
    assert len(chunks[-1][1].epochs) == 0
    assert len(chunks[-1][0].epochs) == len(chunks[-1].epochs) > 0


def test_chunks_must_follow_one_another() -> None:
    """No chunks, or chunks with a gap, cannot be joined."""
    chunks = list(stream(load("study_hours"), Recipe(epochs=300)))
    with pytest.raises(ValueError, match=r"chunks must hold at least one family, not none."):
        Family.join([])
    with pytest.raises(ValueError, match=r"chunks must hold consecutive epochs."):
        Family.join([chunks[0], chunks[2]])
