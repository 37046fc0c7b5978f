"""A table with a column of classes becomes a data set; what cannot be one is refused in a sentence."""

from __future__ import annotations

import csv
import io
from collections import Counter

import numpy as np
import pytest

from core.data import drawn_of_each_class, kinds_of_rows, thinned
from core.tables import Layout, class_columns, first_learned, learned_dataset, parse_table
from core.tables.own_data import OwnData

WITH_CLASSES = Layout(classes=True)
NAMES = ["no, never", "😀", "nan", "0"]
ROWS = [(str(i), str(i * i % 7), NAMES[i % 4]) for i in range(12)]


def written(rows: list[tuple[str, ...]], *, names: tuple[str, ...] = ("a", "b", "kind")) -> str:
    """Write a table as the standard library does."""
    text = io.StringIO()
    csv.writer(text).writerows([names, *rows])
    return text.getvalue()


def learned(text: str, features: tuple[str, ...] = ("a", "b"), target: str = "kind", **more: bool) -> OwnData:
    table = parse_table(text, layout=WITH_CLASSES)
    return learned_dataset(table, features, target, **{"of_classes": True, **more})


def test_each_row_is_of_the_class_that_its_cell_names() -> None:
    """Commas, emoji, “nan” and “0” are names; the standard library reads the same table to compare with."""
    text = written(ROWS)
    dataset = learned(text).dataset
    again = list(csv.DictReader(io.StringIO(text)))
    assert list(dataset.classes) == list(dict.fromkeys(row["kind"] for row in again))
    assert [dataset.classes[kind] for kind in kinds_of_rows(dataset)] == [row["kind"] for row in again]
    np.testing.assert_array_equal(dataset.features, [[float(row["a"]), float(row["b"])] for row in again])
    np.testing.assert_array_equal(dataset.targets.sum(axis=1), 1)


def test_spaces_mean_nothing_capitals_do_and_a_missing_class_is_counted() -> None:
    """Both are said; the row without a class is named by its place in the file."""
    rows = [("1", "2", " Yes"), ("2", "1", "yes"), ("3", "4", "Yes "), ("4", "4", ""), ("5", "3", "yes")]
    own = learned(written(rows).replace(",", "\t"))
    assert own.dataset.classes == ("Yes", "yes")
    assert own.dataset.targets[:, 0].tolist() == [0, 1, 0, 1]
    assert [str(row) for row in own.dropped] == ["row 5, column “kind”: the cell is missing"]
    assert any("2 cells" in note for note in own.notes)
    assert any("capitals only" in note for note in own.notes)


def test_of_many_words_the_six_most_frequent_are_kept() -> None:
    """The others are named and counted, as `Counter` counts them."""
    kinds = [f"w{i % 300}" for i in range(600)] + ["w7"] * 3 + ["w200"] * 2
    own = learned(written([(str(i), str(i % 11), kind) for i, kind in enumerate(kinds)]))
    frequent = [kind for kind, _ in Counter(kinds).most_common(6)]
    assert set(own.dataset.classes) == set(frequent)
    (note,) = own.notes
    assert "300 different classes" in note
    assert f"{len(kinds) - own.dataset.n:,} rows: “w4”, “w5”, “w6” and 291 more." in note
    assert len(own.dropped) == len(kinds) - own.dataset.n


def test_whole_numbers_with_few_values_can_be_classes_or_a_number() -> None:
    """As classes they are in the order of their size, whatever comes first."""
    text = written([(str(i), str(i % 5 + 0.5), str(2 - i % 3)) for i in range(9)])
    table = parse_table(text, layout=WITH_CLASSES)
    assert class_columns(table) == ("kind",)
    assert first_learned(table) == (("a", "b"), "kind")
    assert learned(text).dataset.classes == ("0", "1", "2")
    numbers = learned(text, of_classes=False).dataset
    assert numbers.classes == ()
    assert numbers.targets[:, 0].tolist() == [2 - i % 3 for i in range(9)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\n1\n2\n3\n4", "The table has one column"),
        ("a,kind\nu,v\nw,x\ny,z", "no column has numbers"),
        (written([(str(i), str(i % 3), "one") for i in range(5)]), "All 5 rows that can be used are of one class"),
        (written([(str(i), str(i % 3), f"w{i}") for i in range(5)]), "has one row only"),
        (written([(str(i), str(i % 3), "x" * (i % 2)) for i in range(6)]), "3 can be used"),
        (written([("7", str(i), "xy"[i % 2]) for i in range(6)]), "“a” is 7 in every row"),
        (written([(str(i), "text", "xy"[i % 2]) for i in range(6)]), "“b” is none"),
        (written([(str(i), str(i), "xy"[i % 2]) for i in range(10_001)]), "at most 10,000 can be read"),
    ],
)  # fmt: skip
def test_what_no_network_can_learn_from_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    """It says what came and what was wanted."""
    with pytest.raises(ValueError, match=r"\.$") as refused:
        learned(text)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(("features", "target"), [((), "kind"), (("a", "b", "c"), "kind"), (("a", "a"), "kind")])
def test_a_choice_that_cannot_be_is_refused(features: tuple[str, ...], target: str) -> None:
    """One or two inputs, none of them twice, and a target beside them."""
    text = written([(str(i), str(i % 3), str(i % 2), "xy"[i % 2]) for i in range(6)], names=("a", "b", "c", "kind"))
    with pytest.raises(ValueError, match=r"Choose one or two inputs|chosen twice"):
        learned(text, features, target)
    with pytest.raises(ValueError, match="chosen twice"):
        learned(text, ("a",), "a", of_classes=False)


@pytest.mark.parametrize("share", [0.001, 0.25, 0.8])
def test_every_class_keeps_a_row_to_learn_from(share: float) -> None:
    """Of each class the share is held out, rounded, but never all; of one row none."""
    kinds = ["x"] * 40 + ["y"] * 5 + ["z"]
    dataset = learned(written([(str(i), str(i % 7), kind) for i, kind in enumerate(kinds)])).dataset
    held = Counter(kinds[row] for row in drawn_of_each_class(dataset, share, 3))
    assert held["x"] == max(1, round(40 * share))
    assert held["y"] == max(1, round(5 * share))
    assert held["z"] == 0


def test_too_many_rows_are_thinned_class_by_class() -> None:
    """At most so many are left, of each class the same part and one at least, in their order."""
    kinds = ["x"] * 6000 + ["y"] * 3999 + ["z"]
    dataset = learned(written([(str(i), str(i % 7), kind) for i, kind in enumerate(kinds)])).dataset
    fewer = thinned(dataset, 1000)
    assert Counter(fewer.classes[kind] for kind in kinds_of_rows(fewer)) == {"x": 600, "y": 399, "z": 1}
    assert (np.diff(fewer.features[:, 0]) > 0).all()
    assert thinned(dataset, 10_000) is dataset
