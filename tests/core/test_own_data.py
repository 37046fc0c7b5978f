"""A chosen table becomes a data set that pictures, sentences and trainings can take as they are."""

from __future__ import annotations

import pytest

from core import LONGEST_LINK, Table, own_dataset, parse_table, read_link, write_link

TABLE = parse_table("h,s,flat,twice,word\n1,48,5,2,a\n2,52,5,4,b\n4,70,5,8,c\n7,90,5,14,d\n")


def test_a_data_set_with_names_units_and_title() -> None:
    """Names, units and title arrive, and the name identifies the content."""
    data = own_dataset(TABLE, ["h"], ["s"], title="Exam", units={"h": "h"}).dataset
    assert (data.title, data.feature_names, data.feature_units, data.target_units) == ("Exam", ("h",), ("h",), ("",))
    assert data.features[:, 0].tolist() == [1, 2, 4, 7]
    assert data.name.startswith("own-")
    again = own_dataset(TABLE, ["h"], ["s"], title="Exam", units={"h": "h"}).dataset
    assert again.name == data.name
    others = [
        own_dataset(TABLE, ["s"], ["h"], title="Exam", units={"h": "h"}),
        own_dataset(TABLE, ["h"], ["s"], title="Exam"),
        own_dataset(TABLE, ["h"], ["s"], units={"h": "h"}),
        own_dataset(parse_table("h,s\n1,48\n2,52\n4,70\n7,91\n"), ["h"], ["s"], title="Exam", units={"h": "h"}),
    ]
    assert len({data.name, *(other.dataset.name for other in others)}) == 5


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


def test_names_are_neither_markup_nor_formulas() -> None:
    """In sentences, pictures and formulas nothing of a name is HTML, Markdown or LaTeX; look-alikes stand in."""
    names = "<img src=x onerror=alert(1)>\t![p](q) *b* `c` $x^2$ \\frac{a}{b} &lt; _i_ ~~d~~\ty_1\n"
    table = parse_table(names + "1\t2\t3\n2\t3\t5\n4\t4\t4\n")
    data = own_dataset(table, table.names[:2], table.names[2:], title="<b>", units={"y_1": "$"}).dataset
    said = "".join([*data.feature_names, data.title, *data.target_units])
    assert not set("<>&*`[]{}$\\~|^!") & set(said)
    assert " _i_" not in said
    assert data.target_names == ("y_1",)


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
    assert (before.dataset.name, before.dropped) == (after.dataset.name, after.dropped)


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
