"""Data sets of classes have the counts of their sources, and the optima that arithmetic of 40 digits finds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data import CLASSIFIED, Dataset, class_targets, load_classes, passed, penguins, split
from core.exact import logistic_optimum
from core.model import Recipe

RECIPE = Recipe(loss="cross_entropy")


def test_with_70_points_hours_do_not_settle_who_passes() -> None:
    """Five of eight pass; the student of three hours does, the one of four does not, so that an optimum exists."""
    students = passed()
    assert students.targets[:, 0].tolist() == [0, 0, 1, 0, 1, 1, 1, 1]
    assert students.classes == ("failed", "passed")
    found = logistic_optimum(students, RECIPE)
    np.testing.assert_allclose(found.parameters, [1.2623952896667758, -4.3986075645601907], rtol=1e-12)
    assert found.loss == pytest.approx(0.31182407819748363, rel=1e-13)


@pytest.mark.parametrize("mark", [49, 60, 68, 71.5, 80, 98])
def test_any_other_mark_leaves_classes_that_hours_separate(mark: float) -> None:
    """With another pass mark the loss has no smallest value, and the weights would grow for ever."""
    assert logistic_optimum(passed(mark), RECIPE).parameters is None


@pytest.mark.parametrize("mark", [48, 98.5, -1, float("nan")])
def test_a_mark_that_leaves_one_class_is_refused(mark: float) -> None:
    """The refusal says from where to where marks go, and what came."""
    with pytest.raises(ValueError, match=rf"above 48 and at most 98 points.*not {mark:g}\.$"):
        passed(mark)


def test_penguins_are_those_of_the_study() -> None:
    """151 Adelie, 68 Chinstrap and 123 Gentoo; their mean bills are those that R's palmerpenguins states."""
    every = penguins()
    assert every.targets.sum(axis=0).tolist() == [151, 68, 123]
    assert every.n == 342
    means = np.linalg.lstsq(every.targets, every.features, rcond=None)[0]
    np.testing.assert_allclose(means, [[38.79139, 18.34636], [48.83382, 18.42059], [47.50488, 14.98211]], atol=5e-6)


@pytest.mark.parametrize(
    ("species", "weights", "loss"),
    [
        (("Adelie", "Chinstrap"), [2.2009513219244532, -3.9787339263128314, -24.094486666074896], 0.042674645098260421),
        (("Chinstrap", "Gentoo"), [0.49010614197072453, -4.4010320949765525, 50.161677201336414], 0.076541012398025287),
    ],
)
def test_two_species_have_the_coefficients_of_40_digits(
    species: tuple[str, str], weights: list[float], loss: float
) -> None:
    """Log-odds per millimetre of length and depth, and the constant, as Newton's method with mpmath gives them."""
    found = logistic_optimum(penguins(species), RECIPE)
    np.testing.assert_allclose(found.parameters, weights, rtol=1e-10)
    assert found.loss == pytest.approx(loss, rel=1e-12)


def test_three_species_have_the_coefficients_of_40_digits() -> None:
    """Each species' log-odds against Adelie, as multinomial regression states them."""
    found = logistic_optimum(penguins(), RECIPE)
    assert found.parameters is not None
    theta = found.parameters.reshape(3, 3)
    expected = [
        [2.2066959143539769, -3.9762099720073466, -24.394807260799379],
        [2.6925704103021555, -8.3647565961137838, 25.76954371585663],
    ]
    np.testing.assert_allclose((theta[:, 1:] - theta[:, :1]).T, expected, rtol=1e-10)
    assert found.loss == pytest.approx(0.070016754981971476, rel=1e-12)


def test_adelie_and_gentoo_can_be_told_apart_by_a_line() -> None:
    """Their bills are parted by a line without a mistake, so there is no optimum."""
    assert logistic_optimum(penguins(("Adelie", "Gentoo")), RECIPE).parameters is None


@pytest.mark.parametrize("name", CLASSIFIED)
def test_every_choice_reads_what_it_says(name: str) -> None:
    """The key, the classes and the source of a choice are those of its data set."""
    choice, dataset = CLASSIFIED[name], load_classes(name)
    assert (dataset.name, dataset.classes, dataset.source) == (choice.name, choice.classes, choice.source)


@pytest.mark.parametrize("species", [(), ("Adelie",), ("Adelie", "Adelie"), ("Adelie", "Emperor")])
def test_other_species_are_refused(species: tuple[str, ...]) -> None:
    """One species is no question, and what is not known is named."""
    with pytest.raises(ValueError, match="species must be two or three of Adelie, Chinstrap, Gentoo, not "):
        penguins(species)


def test_rows_taken_from_classes_keep_their_names() -> None:
    """A data set of some of the rows stands for the same classes."""
    rest, held = split(passed(), [2, 5])
    assert rest.classes == held.classes == ("failed", "passed")


def test_classes_become_targets() -> None:
    """Two classes are one target, three are one each; what is no class is named."""
    assert class_targets("abba", "ab").tolist() == [[0], [1], [1], [0]]
    assert class_targets("acb", "abc").tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    with pytest.raises(ValueError, match="kinds must be among a, b, not 'c'"):
        class_targets("abc", "ab")
    with pytest.raises(ValueError, match="at least two, not 1"):
        class_targets("aa", "a")


@pytest.mark.parametrize("targets", [[0, 2], [[1, 1, 0], [0, 0, 1]]])
def test_targets_that_are_no_classes_are_refused(targets: list[float]) -> None:
    """A data set that names classes has targets that stand for them."""
    names = ("a", "b", "c")[: max(2, np.ndim(targets) + 1)]
    with pytest.raises(ValueError, match=r"targets of the classes a, b.* must be 0"):
        replace(Dataset.from_arrays([1, 2], targets), classes=names)
