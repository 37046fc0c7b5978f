"""How a table is read is told, and a person can say otherwise; nothing is shifted, and every row is accounted for."""

from __future__ import annotations

import io

import numpy as np
import pytest
from openpyxl import Workbook

from core.tables import (
    Layout,
    LayoutError,
    Table,
    column_of,
    first_choice,
    own_dataset,
    parse_table,
    read_table,
    tabulate,
)

IRIS = "150,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n4.9,3.0,1.4,0.2,0\n7.0,3.2,4.7,1.4,1\n6.3,3.3,6.0,2.5,2\n"
DOSES = "dose;answer\n1.500;1.797\n2.000;2.410\n2.500;2.988\n"
SPRING = "# a spring\n\nlength,force\n(cm),(N)\n1,2\nsomebody pushed the table\n2,4.5\nTotal,6.5\n3,x\n4,1,9\n"


def column(table: Table, place: int = 0) -> list[float]:
    data = own_dataset(table, table.names[:1], table.names[1:2]).dataset
    return [float(value) for value in (data.features if place == 0 else data.targets)[:, 0]]


def test_what_was_decided_is_told() -> None:
    """Separator, names, units, first row, remarks and totals are there for a menu to show."""
    table = parse_table(SPRING)
    assert table.layout == Layout(",", None, 3, 4, 5, remarks=True, totals=True)
    assert (table.names, table.units, table.decimal) == (("length", "force"), ("cm", "N"), ".")
    assert table.heads == (1, 3, 4, 5, 6, 7, 8)


def test_every_row_is_accounted_for() -> None:
    """Each line with something in it is data, left out by name, a heading, or no data; none is two of these."""
    table = parse_table(SPRING)
    data = own_dataset(table, ["length"], ["force"])
    assert [str(row) for row in data.dropped] == [
        "row 8: it is a total: “Total”",
        "row 9, column “force”: “x” is text, not a number",
        "row 10: it has 3 cells, not 2",
    ]
    assert table.remarks == (1, 6)
    places = [*table.row_numbers, *(row.row for row in table.dropped), *table.remarks, 3, 4]
    assert sorted(places) == [1, 3, 4, 5, 6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    ("text", "asked", "names", "first"),
    [
        (IRIS, Layout(), ("Column 1", "Column 2"), [5.1, 4.9, 7.0, 6.3]),
        (IRIS, Layout(names_row=1), ("150", "4"), [5.1, 4.9, 7.0, 6.3]),
        (IRIS, Layout(names_row=0, first_row=1), ("Column 1", "Column 2"), [150, 5.1, 4.9, 7.0, 6.3]),
        (IRIS, Layout(first_row=3), ("Column 1", "Column 2"), [4.9, 7.0, 6.3]),
        (DOSES, Layout(decimal=","), ("dose", "answer"), [1500, 2000, 2500]),
        (DOSES, Layout(decimal=".", names_row=0), ("Column 1", "Column 2"), [1.5, 2, 2.5]),
        (SPRING, Layout(units_row=0), ("length", "force"), [1, 2, 3]),
        (SPRING, Layout(names_row=4), ("(cm)", "(N)"), [1, 2, 3]),
        ("x\t5\n1\t2\n2\t3\n3\t5\n", Layout(separator=" ", first_row=3), ("x", "5"), [2, 3]),
        ("2019,2020\n1,2\n2,3\n", Layout(), ("2019", "2020"), [1, 2]),
        ("2019,2020\n1,2\n2,3\n", Layout(names_row=0), ("Column 1", "Column 2"), [2019, 1, 2]),
    ],
)
def test_a_person_says_otherwise(text: str, asked: Layout, names: tuple[str, ...], first: list[float]) -> None:
    """What was said holds, and is told; the rest is seen anew."""
    table = parse_table(text, layout=asked)
    assert table.names[:2] == names
    values = column_of(table, table.names[0]).values
    assert values[np.isfinite(values)].tolist() == first
    for field in ("separator", "decimal", "names_row", "units_row", "first_row"):
        assert getattr(asked, field) in (None, getattr(table.layout, field))


def test_totals_and_remarks_are_kept_if_a_person_says_so() -> None:
    """Rows of totals become data, and lines with a sign of remarks become rows."""
    table = parse_table("x,y\n#1,2\n2,3\n4,5\nTotal,10\n", layout=Layout(totals=False, remarks=False))
    assert table.row_numbers == (2, 3, 4, 5)
    assert (table.layout.totals, table.layout.remarks) == (False, False)
    assert parse_table("what,x,y\na,1,2\nb,2,3\nc,3,4\nTotal,6,9\n", layout=Layout(totals=False)).rows[-1][0] == "Total"


def test_a_category_called_total_is_kept() -> None:
    """Where half of the rows say total, it is what they are about, as in tables of statistics offices."""
    table = parse_table("sex,x,y\nTotal,1,2\nFemale,2,3\nTotal,3,4\nMale,4,7\n")
    assert len(table.rows) == 4


def test_a_sheet_is_chosen() -> None:
    """Of several sheets the one that was asked for is read, and the others are named."""
    book, file = Workbook(), io.BytesIO()
    for name, factor in (("First", 1), ("Second", 10)):
        sheet = book.create_sheet(name)
        for row in (("x", "y"), (1, factor), (2, 3 * factor)):
            sheet.append(row)
    book.save(file)
    assert column(read_table(file.getvalue()), 1) == [1, 3]
    second = read_table(file.getvalue(), layout=Layout(sheet="Second"))
    assert column(second, 1) == [10, 30]
    assert second.sheets == ("Sheet", "First", "Second")


def test_a_wrong_reading_says_so() -> None:
    """What cannot be read one way may be read another: such a refusal is told from that of a picture."""
    with pytest.raises(LayoutError, match="one column"):
        parse_table(DOSES, layout=Layout(separator="|"))
    with pytest.raises(ValueError, match="PNG") as refusal:
        read_table(b"\x89PNG\r\n")
    assert not isinstance(refusal.value, LayoutError)


def test_loose_decimal_commas_are_named() -> None:
    """Commas of decimals between cells are no cells: the sentence says what such a file needs."""
    with pytest.raises(ValueError, match="Decimal commas need quotation marks"):
        parse_table("Time,Volt\n0,1,2,5\n0,2,2,9\n0,3,3,4\n")
    with_row_numbers = parse_table("a,b\n1,4,2\n2,5,3\n3,7,9\n")
    assert with_row_numbers.names == ("Row", "a", "b")


def test_spaces_shift_nothing() -> None:
    """A row that spaces part into too few cells is left out by name: nobody knows which of them is missing."""
    table = parse_table("x y z\n10 2 3\n2 30\n3 4 500\n4 61 7\n")
    assert [row[:3] for row in table.rows] == [("10", "2", "3"), ("3", "4", "500"), ("4", "61", "7")]
    assert [str(row) for row in table.dropped] == ["row 3: it has 2 cells, not 3"]


def test_a_typed_table_has_its_names_above() -> None:
    """Where a caption says that the first row holds the names, it does, whatever it looks like."""
    rows = [["", ""], ["1", "2"], ["3", "4"], ["5", "7"]]
    assert tabulate(rows, layout=Layout(names_row=2)).names == ("1", "2")


@pytest.mark.parametrize(
    ("text", "features", "target"),
    [
        (",TV,Sales\n1,230.1,22.1\n2,44.5,10.4\n3,17.2,9.3\n", ("TV",), "Sales"),
        ("ID,hours,score\n17,1,48\n4,2,52\n9,3,71\n30,5,90\n", ("hours",), "score"),
        ("pupil,hours,score\n1001,1,48\n1002,2,52\n1003,3,71\n", ("hours",), "score"),
        ("maths,total,age,score\n1,2,9,4\n2,5,8,3\n5,6,7,1\n3,1,4,4\n7,2,5,5\n", ("maths", "age"), "score"),
        ("year,people\n1990,3\n1991,4\n1992,7\n", ("year",), "people"),
        ("same,hours,score\n5,1,48\n5,2,52\n5,3,71\n", ("hours",), "score"),
        ("id,score\n1,48\n2,52\n3,71\n", ("id",), "score"),
    ],
)
def test_the_first_choice(text: str, features: tuple[str, ...], target: str) -> None:
    """Row numbers, ids, totals and constants are features only if there is nothing else; years are no ids."""
    assert first_choice(parse_table(text)) == (features, target)


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.500", "950", "2.300"], [1500, 950, 2300]),  # whole numbers below 1000 stand beside: thousands
        (["1.500", "2.300", "9.125"], [1.5, 2.3, 9.125]),  # each has three decimals
        (["1.500", "12345", "2.300"], [1.5, 12345, 2.3]),  # thousands would have been grouped here too
        (["1,500", "2,300"], [1500, 2300]),
        (["€ 1.500", "€ 2.300"], [1500, 2300]),  # money has two decimals
        (["1.234.567", "1.234"], [1234567, 1234]),
        (["1,2345", "1,234"], [1.2345, 1.234]),
        (["1.5", "2.25", "-999"], [1.5, 2.25]),
        (["4.5 p", "12.3", "7 *"], [4.5, 12.3, 7]),
        (["70 kg", "80 kg", "900 g"], [70, 80]),
        (["$ -", "$5", "($7.50)"], [0, 5, -7.5]),
        (["1.234-102", "1D+02", "1.5×10^3"], [1.234e-102, 100, 1500]),
        (["12,34,567.5", "1,23,456", "98,765"], [1234567.5, 123456, 98765]),
        (["1,23,45", "1.5", "2"], [1.5, 2]),
        (['="1.5"', "'2.5", "\u200e3.5"], [1.5, 2.5, 3.5]),
    ],
)
def test_ways_to_write_a_number(cells: list[str], numbers: list[float]) -> None:
    """A column is read as its own numbers tell; what is none of them is left out, never bent into one."""
    table = parse_table("x\ty\n" + "".join(f"{cell}\t{i}{i}\n" for i, cell in enumerate(cells, 1)))
    assert column(table) == numbers


def test_a_remark_may_hold_anything() -> None:
    """Quotation marks that do not close in a remark above the data are no reason to refuse them."""
    assert parse_table('# a 12" ruler, "bent\n1,2\n2,3\n4,5\n').names == ("Column 1", "Column 2")
    assert parse_table('# "bent, ruler\n1,2\n2,3\n4,5\n').row_numbers == (2, 3, 4)


@pytest.mark.parametrize(
    ("first", "are_names"),
    [
        ("sample,400 nm,450 nm", True),
        ("sample,10%,90%", True),
        ("sample,2020,2010", True),
        ("sample,1,2", False),
        ("0.2,0.3,0.5", False),
        ("a,3,17", False),
    ],
)
def test_names_that_look_like_numbers(first: str, are_names: bool) -> None:
    """Units, percentages and years above bare numbers are names, in any order; other numbers are data."""
    table = parse_table(f"{first}\na,12,15\nb,13,18\nc,19,11\n" if first[0] != "0" else f"{first}\n1,2,3\n4,5,7\n")
    assert (table.layout.names_row == 1) == are_names
