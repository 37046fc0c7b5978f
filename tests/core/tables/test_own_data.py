"""A chosen table becomes a data set that pictures, sentences and trainings can take as they are."""

from __future__ import annotations

import numpy as np
import pytest

from core.tables import LONGEST_LINK, Table, own_dataset, parse_table, read_link, write_link

TABLE = parse_table("h,s,flat,twice,word\n1,48,5,2,a\n2,52,5,4,b\n4,70,5,8,c\n7,90,5,14,d\n")


def test_a_data_set_with_names_units_and_title() -> None:
    """Names, units and title arrive."""
    data = own_dataset(TABLE, ["h"], ["s"], title="Exam", units={"h": "h"}).dataset
    assert (data.title, data.feature_names, data.feature_units, data.target_units) == ("Exam", ("h",), ("h",), ("",))
    assert data.features[:, 0].tolist() == [1, 2, 4, 7]


@pytest.mark.parametrize(
    ("features", "targets", "said"),
    [
        ([], ["s"], "Choose 1 to 8 features, not 0."),
        (["h"] * 9, ["s"], "Choose 1 to 8 features, not 9."),
        (["h"], [], "Choose a target: the column that the features are to predict."),
        (["h"], ["h"], "Column “h” is chosen twice; each can be a feature or a target once."),
        (["k"], ["s"], "The table has no column “k”; it has “h”, “s”, “flat”, “twice”, “word”."),
        (["word"], ["s"], "2 rows at least are needed for 2 parameters, but 0 can be used. "
         "The first left out is row 2, column “word”: “a” is text, not a number."),
        (["flat"], ["s"], "feature 'flat' must take at least two values, but is 5 in every row."),
        (["h", "twice"], ["s"], "features must be linearly independent, but 'twice' is a combination of the others."),
    ],
)  # fmt: skip
def test_a_choice_that_gives_no_answer_is_refused(features: list[str], targets: list[str], said: str) -> None:
    """The sentence says what came and what is wanted."""
    with pytest.raises(ValueError, match=r".") as refusal:
        own_dataset(TABLE, features, targets)
    assert str(refusal.value) == said


def test_a_constant_target_is_told() -> None:
    """It can be fitted, by itself."""
    assert "The target “flat” is the same in every row" in " ".join(own_dataset(TABLE, ["h"], ["flat"]).notes)


def test_words_stay_as_they_came() -> None:
    """What would be markup elsewhere is left as it is: who shows words makes them inert."""
    table = parse_table("<b>\t$x_1$\n1\t2\n2\t3\n")
    data = own_dataset(table, ["<b>"], ["$x_1$"], title="*t*", units={"<b>": "&"}).dataset
    assert (data.title, data.feature_names, data.feature_units, data.target_names) == (
        "*t*",
        ("<b>",),
        ("&",),
        ("$x_1$",),
    )


def test_percent_is_a_unit() -> None:
    """Numbers with percent signs are read as they stand, and the sign becomes the unit."""
    data = own_dataset(parse_table("x;y\n12%;1\n13%;2\n"), ["x"], ["y"]).dataset
    assert data.feature_units == ("%",)
    assert data.features[:, 0].tolist() == [12, 13]


def test_a_link_carries_the_table() -> None:
    """What is read from a link gives the same data set, and the same rows left out."""
    table = parse_table("größe;„y“\n1,5;2\nk.A.;3\n\n2,5;7\n3,25;1\n")
    text = write_link(table)
    assert text is not None
    assert len(text) < 120
    there = read_link(text)
    assert (there.names, there.rows, there.row_numbers, there.decimal) == (
        table.names,
        table.rows,
        table.row_numbers,
        ",",
    )
    before, after = (own_dataset(each, table.names[:1], table.names[1:]) for each in (table, there))
    assert before.dropped == after.dropped
    assert before.dataset.feature_names == after.dataset.feature_names == ("größe",)
    assert np.array_equal(before.dataset.features, after.dataset.features)
    assert np.array_equal(before.dataset.targets, after.dataset.targets)


def test_a_link_carries_title_and_units() -> None:
    """They travel with the table."""
    table = Table(("x", "y"), (("1", "2"), ("2", "4")), (2, 3), title="Springs", units=("cm", "N"))
    text = write_link(table)
    assert text is not None
    data = own_dataset(read_link(text), ["x"], ["y"]).dataset
    assert (data.title, data.feature_units, data.target_units) == ("Springs", ("cm",), ("N",))


def test_only_small_tables_travel() -> None:
    """A table whose text would be longer than a link may be is left to its file."""
    long = parse_table("\n".join(f"{i * i % 977},{i * 7919 % 1009}" for i in range(2000)))
    assert write_link(long) is None
    short = write_link(parse_table("\n".join(f"{i},{i * i}" for i in range(100))))
    assert short is not None
    assert len(short) < LONGEST_LINK
