"""Any table of numbers is read as it was meant, and anything else refused in a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook

from core.tables import MAX_ROWS, Layout, Table, numbers_of, own_dataset, parse_table, read_table

HOURS = "Hours,Score\n1,48\n2.5,52\n"


def workbook(*rows: tuple[Any, ...], title: str = "Sheet") -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def values(table: Table) -> list[list[float]]:
    """Return the numbers of all columns, the last as target, of the rows that can be used."""
    data = own_dataset(table, table.names[:-1], table.names[-1:])
    return [[*x, *y] for x, y in zip(data.dataset.features.tolist(), data.dataset.targets.tolist(), strict=True)]


@pytest.mark.parametrize(
    "content",
    [
        HOURS.encode(),
        HOURS.replace("\n", "\r\n").encode(),
        HOURS.replace("\n", "\r").encode(),
        HOURS.encode("utf-8-sig"),
        HOURS.encode("utf-16"),
        HOURS.encode("utf-16-le"),
        HOURS.encode("utf-16-be"),
        HOURS.encode("utf-32"),
        HOURS.replace(",", "\t").encode(),
        HOURS.replace(",", " | ").encode(),
        HOURS.replace(",", ";").encode(),
        HOURS.replace(",", ";").replace(".", ",").encode(),
        HOURS.replace(",", "\t").replace(".", ",").encode(),
        HOURS.replace(",", "   ").encode(),
        b"sep=;\n" + HOURS.replace(",", ";").encode(),
        b'"Hours","Score"\n"1","48"\n\n"2.5","52"\n',
        HOURS.replace(",", " , ").encode(),
        HOURS.replace("\n", ",,\n").encode(),
        workbook(("Hours", "Score"), (1, 48), (2.5, 52)),
        workbook(("Hours", "Score"), ("1", "48"), (), ("2,5", "52")),
    ],
    ids=range(20),
)
def test_one_table_in_many_guises(content: bytes) -> None:
    """Encodings, line ends, separators, decimal marks, quotes, empty rows and columns, and Excel give one table."""
    table = read_table(content, "hours.csv")
    assert table.names == ("Hours", "Score")
    assert values(table) == [[1, 48], [2.5, 52]]
    assert table.title == "hours"


@pytest.mark.parametrize(
    ("column", "numbers"),
    [
        (["1.5", "2,5", "2.5"], [1.5, 2.5]),  # the mark of the most; the other row is named
        (["1,5", "1.234,5"], [1.5, 1234.5]),
        (["1,234.5", "2"], [1234.5, 2]),
        (["1,234,567", "1"], [1234567, 1]),
        (["0,125", "1,250"], [0.125, 1.25]),
        (["1 234", "1’234.5", "1\u202f234"], [1234, 1234.5, 1234]),
        (["−3", "+4", "-.5", "5."], [-3, 4, -0.5, 5]),
        (["1e3", "1E-2"], [1000, 0.01]),
        (["12%", "13.5 %"], [12, 13.5]),
        (["１２", "1_0", "0x10", "1e5", "7", "8"], [12, 1e5, 7, 8]),
    ],
)
def test_numbers_as_people_write_them(column: list[str], numbers: list[float]) -> None:
    """A column keeps to one decimal mark, which its own numbers tell; the other one, spaces and ’ group thousands."""
    table = parse_table("x\ty\n" + "".join(f"{cell}\t{i}{i}.5\n" for i, cell in enumerate(column, 1)))
    assert own_dataset(table, ["x"], ["y"]).dataset.features[:, 0].tolist() == numbers


@pytest.mark.parametrize(
    ("text", "first", "said"),
    [
        ('x,y\n"1,234",1.5\n"2,000",2', 1234, "“1,234” in column “x” could be meant in two ways; it was read as 1234."),
        ("x;y\n1,234;1,5\n2,000;2", 1.234, "“1,234” in column “x” could be meant in two ways; it was read as 1.234."),
        ("x;y\n1.234;1,5\n2.000;2", 1234, "“1.234” in column “x” could be meant in two ways; it was read as 1234."),
        ("x;y\n1,234;1\n2,000;2", 1.234, "“1,234” in column “x” could be meant in two ways; it was read as 1.234."),
    ],
)
def test_ambiguous_numbers_are_told(text: str, first: float, said: str) -> None:
    """1,234 is read as the other columns are written, and the data set says how it was read."""
    data = own_dataset(parse_table(text), ["x"], ["y"])
    assert data.dataset.features[0, 0] == first
    assert said in data.notes


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "row 3, column “x”: the cell is missing"),
        ("n/a", "“n/a” is missing"),
        ("NaN", "“NaN” is missing"),
        ("-inf", "“-inf” is not a finite number"),
        ("1e400", "“1e400” is too large; numbers up to 1e+100 can be used"),
        ("1e101", "is too large"),
        ("three", "“three” is text, not a number"),
        ("$3 USD", "“$3 USD” is text, not a number"),
        ("50%", "has a percent sign, the others have none"),
        ("3,5", "has a decimal comma, the others have a point"),
        ("2024-01-05", "is a date, not a number"),
        ("=1+1", "is a formula, not its value"),
        ("=cmd|' /C calc'!A0", "is a formula, not its value"),
        ("#DIV/0!", "is a spreadsheet's error"),
        ("<img src=x onerror=alert(1)>", "“<img src=x onerror=alert(1)>” is text, not a number"),
        ("a\nb" + "c" * 5000, "“a b" + "c" * 37 + "…” is text"),
        ("9" * 5000, "is text"),
    ],
)
def test_rows_left_out_are_named(cell: str, reason: str) -> None:
    """A cell that is no usable number costs its row, and is told with row, column, what it says and why."""
    table = read_table(f'x,y\n1.5,2\n"{cell}",3\n2.5,5\n4.5,4\n'.encode())
    data = own_dataset(table, ["x"], ["y"])
    assert data.dataset.features[:, 0].tolist() == [1.5, 2.5, 4.5]
    (dropped,) = data.dropped
    assert (dropped.row, dropped.column) == (3, "x")
    assert reason in str(dropped)


def test_rows_of_another_width() -> None:
    """A short row lacks a cell; a long one is left out, since nobody knows which cell is too many; both are named."""
    data = own_dataset(parse_table("a,b,c\n1,2,4\n2,3\n\n3,4,5,6\n5,6,7,,\n6,1,0\n9,2,2\n"), ["a", "b"], ["c"])
    assert [str(row) for row in data.dropped] == [
        "row 3, column “c”: the cell is missing",
        "row 5: it has 4 cells, not 3",
    ]
    assert data.dataset.n == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty. Use a CSV file, a text file or an Excel workbook (.xlsx)."),
        (b" \n\n", "There is nothing in it: no names, no numbers."),
        (b"x,y\n", "There are names, but no row of numbers below them."),
        (b"x,y\n1,2\n", "The table has one row of numbers; a line needs at least two."),
        (b"x\n1\n2\n", "The table has one column; it needs at least two: a feature and a target."),
        (b"x,y\na,b\nc,d\n", "Two columns of numbers are needed, a feature and a target, but no column has numbers."),
        (b"x,y\na,1\nb,2\n", "a feature and a target, but only “y” is a column of numbers."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "The file is a PNG picture, not a table."),
        (b"%PDF-1.7\n", "The file is a PDF document, not a table."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
            "an Excel workbook of the old kind (.xls), or one with a p",
        ),
        (b"1,2\n3,\x004\n", "The file has bytes that no text has"),
        (b"\xff\xfe1", "The file begins as UTF-16-LE and breaks off."),
        (b"<!DOCTYPE html><html></html>", "The file is a web page or XML, not a table."),
        (b'x,y\n1,2\n"3,4\n5,6\n', 'Row 3 cannot be read: a quotation mark (") is not closed'),
        (b'x,y\n1,2\n"' + b"a" * 200_000 + b'",2\n', "Row 3 cannot be read"),
        (b"1,2\n" * 1_000_000, "The table has 1,000,000 rows; at most 10,000 can be read."),
        (b"1,2\n" * (MAX_ROWS + 1), "The table has 10,001 rows; at most 10,000 can be read."),
        ((b",".join([b"1"] * 200) + b"\n") * 3, "The table has 200 columns; at most 100 can be read."),
        (b"1,2\n" * 1_250_001, "The file has 5.0 MB; at most 5 MB can be read."),
        (b"PK\x03\x04 no more", "The Excel workbook is damaged and cannot be read."),
        (workbook(), "There is nothing in it"),
        (workbook(("x", "y"), *[(i, i) for i in range(MAX_ROWS + 2)]), "at most 10,000 can be read."),
        (workbook((*"xy",), (1, 2), *[(None,) * 150 + (3,)] * 2), "The table has 151 columns"),
    ],
    ids=range(23),
)
def test_what_cannot_be_read_is_refused(content: bytes, said: str) -> None:
    """The sentence says what came and what is wanted."""
    with pytest.raises(ValueError, match=r".") as refusal:
        values(read_table(content))
    assert said in str(refusal.value)


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name.replace("__", "/"), part)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive(readme=b"x"), "The file is a ZIP archive, not an Excel workbook (.xlsx)."),
        (archive(**{"content.xml": b"x"}), "The file is an OpenDocument file"),
        (archive(**{"xl__workbook.bin": b"x"}), "The file is a binary Excel workbook (.xlsb)"),
        (archive(**{"xl__workbook.xml": b"<"}), "The Excel workbook is damaged"),
        (archive(**{"xl__workbook.xml": b"", "xl__bomb.xml": b" " * 80_000_000}), "unpacks to 80 MB in 2 parts"),
        (archive(**{"xl__workbook.xml": b"", **{f"p{i}": b"" for i in range(1001)}}), "in 1,002 parts"),
    ],
    ids=range(6),
)
def test_archives_that_are_no_workbook(content: bytes, said: str) -> None:
    """Other archives are named for what they are, and bombs are refused before anything is unpacked."""
    with pytest.raises(ValueError, match=r".") as refusal:
        read_table(content, "table.xlsx")
    assert said in str(refusal.value)


def test_a_workbook_without_sheets() -> None:
    """A workbook whose list of sheets is empty is refused."""
    packed, file = zipfile.ZipFile(io.BytesIO(workbook(("x", "y"), (1, 2), (2, 3)))), io.BytesIO()
    with zipfile.ZipFile(file, "w") as changed:
        for name in packed.namelist():
            part = packed.read(name)
            if name == "xl/workbook.xml":
                part = part[: part.index(b"<sheets>")] + b"<sheets/>" + part[part.index(b"</sheets>") + 9 :]
            changed.writestr(name, part)
    with pytest.raises(ValueError, match=r"damaged|nothing in it"):
        read_table(file.getvalue())


def test_formulas_without_values() -> None:
    """A formula that no spreadsheet has computed yet has no value; the refusal says how to save one."""
    with pytest.raises(ValueError, match=r"only “x” is a column of numbers\. Column “y” is empty"):
        read_table(workbook(("x", "y"), (1, "=A2*2"), (2, "=A3*2"), (3, "=1/0")))


@pytest.mark.parametrize(
    ("cells", "numbers", "sign"),
    [
        (("$1,200.50", "-$3.25", "$-2", "7.5"), (1200.5, -3.25, -2, 7.5), "$"),
        (("1.200,50 €", "3,25 €", "−2 €", "+7,5€"), (1200.5, 3.25, -2, 7.5), "€"),
        (("EUR 1.5", "2.5", "GBP 3", "4 EUR"), (1.5, 2.5, None, 4), "EUR"),
        (("12%", "13 %", "14%", "15", "$16"), (12, 13, 14, None, None), "%"),
        (("12%", "13", "14 £", "15"), (None, 13, 14, 15), "£"),
    ],
)
def test_signs_of_currency_and_percent(cells: Sequence[str], numbers: Sequence[float | None], sign: str) -> None:
    """A sign before or after a number becomes the column's unit; a number with another sign is left out, and told."""
    table = parse_table("x\ty\n" + "".join(f"{cell}\t{i}{i}\n" for i, cell in enumerate(cells, 1)))
    data = own_dataset(table, ["x"], ["y"])
    assert data.dataset.feature_units == (sign,)
    assert data.dataset.features[:, 0].tolist() == [number for number in numbers if number is not None]
    assert [row.row - 2 for row in data.dropped] == [i for i, number in enumerate(numbers) if number is None]
    assert all("sign" in row.why for row in data.dropped)


@pytest.mark.parametrize(
    ("cell", "why"), [("2020-01-31", "is a date, not a number"), ("1e300", "is too large; numbers up to 1e+100 can be")]
)
def test_other_reasons_are_told_too(cell: str, why: str) -> None:
    """Whatever keeps a column from being numbers is told with its first cell, if it is more than text."""
    with pytest.raises(ValueError, match=f"In column “day”, “{re.escape(cell)}” {re.escape(why)}"):
        parse_table(f"day\ty\n{cell}\t3\n{cell}\t5\n{cell}\t4\n")


def test_names_of_rows_without_a_name_of_their_own() -> None:
    """As R writes a table, with one name less than columns, each column keeps its own name, and a note says so."""
    table = read_table(b'"wt","mpg"\n"Mazda",2.6,21\n"Datsun",2.3,22.8\n"Hornet",3.2,21.4\n')
    assert table.names == ("Row", "wt", "mpg")
    assert table.column("wt") == ("2.6", "2.3", "3.2")
    assert "the first column is taken for the rows' names" in table.notes[0]
    unnamed = parse_table("x\ty\t\n1\t2\t3\n2\t3\t5\n")
    assert unnamed.names == ("x", "y", "Column 3")
    assert unnamed.notes[0] == "1 column has no name."
    assert "2 columns have no name." in parse_table("x\n1\t2\t3\n2\t3\t5\n").notes


def test_first_sheet_with_cells_is_read() -> None:
    """Empty sheets are passed over, and a note says which sheet was read."""
    book, file = Workbook(), io.BytesIO()
    filled, _ = book.create_sheet("Data"), book.create_sheet("More")
    for row in (("x", "y"), (1, 2), (2, 4.5)):
        filled.append(row)
    book.save(file)
    table = read_table(file.getvalue())
    assert values(table) == [[1, 2], [2, 4.5]]
    assert table.notes == ("Read from the sheet “Data”, one of 3.",)


@pytest.mark.parametrize(
    ("first", "names", "note"),
    [
        ("x,x,x", ("x", "x (2)", "x (3)"), "Two columns are called “x”; column 2 is “x (2)” here."),
        ("x,x,x (2)", ("x", "x (3)", "x (2)"), "column 2 is “x (3)” here."),
        ("x,,", ("x", "Column 2", "Column 3"), ""),
        ('" a\n b ",y,\u202ez', ("a b", "y", "z"), ""),
        ("a" * 500 + ",y,z", ("a" * 60, "y", "z"), ""),
        ("=cmd|' /C calc'!A0,<img src=x onerror=alert(1)>,*z*",
         ("=cmd|' /C calc'!A0", "<img src=x onerror=alert(1)>", "*z*"), ""),
        ("0,1,9", ("Column 1", "Column 2", "Column 3"), "No row has names, so the columns are named by their places."),
    ],
)  # fmt: skip
def test_names_are_distinct_lines(first: str, names: tuple[str, ...], note: str) -> None:
    """Names are one line each, at most 60 letters, and distinct; what had to change is said."""
    table = parse_table(f"{first}\n1,2,3\n2,3,5\n4,4,4\n")
    assert table.names == names
    assert note in " ".join(table.notes)
    assert len(table.rows) == (4 if first.startswith("0") else 3)


def test_a_person_may_say_whether_there_are_names() -> None:
    """Years as names look like numbers; told so, the first row has the names, and the other way round."""
    assert parse_table("2019,2020\n1,2\n2,3", layout=Layout(names_row=1)).names == ("2019", "2020")
    assert len(parse_table("n/a,?\n1,2\n2,3", layout=Layout(names_row=0)).rows) == 3


def test_windows_letters() -> None:
    """A file that is not UTF-8 is read as Windows-1252, and says so."""
    table = read_table("Größe (µm);Preis\n1,5;2\n2,5;4\n".encode("cp1252"))
    assert table.names == ("Größe (µm)", "Preis")
    assert table.notes == ("The file is not UTF-8; it was read as Windows-1252.",)


def test_columns_of_numbers_are_found() -> None:
    """A column is one of numbers if it has two of them and at least as many as other words."""
    table = parse_table("a,b,c,d,e\nx,1,1,,1\ny,2,n/a,,k\nz,3,n/a,7,k\nw,4,5,,k\n")
    assert numbers_of(table) == ("b", "c")
    with pytest.raises(ValueError, match="The table has no column “q”; it has “a”, “b”"):
        table.column("q")


def test_the_largest_table_is_read_whole() -> None:
    """10,000 rows of 9 columns lose nothing."""
    text = "\n".join(
        ",".join(f"{(row * 31 + column * 17) % 997 / 7:.4f}" for column in range(9)) for row in range(10_000)
    )
    table = read_table(text.encode())
    assert (len(table.rows), len(numbers_of(table))) == (10_000, 9)


def test_a_title_above_the_names() -> None:
    """Lines above the names, narrower than the table, are its title and not the names; a note says so."""
    for text in (
        "Sales 2024 by shop\n\nhours,score\n1,48\n2,52\n3,71\n",
        "Sales 2024 by shop;\n(draft)\nhours;score\n1;48\n2;52\n",
    ):
        table = read_table(text.encode(), "file.csv")
        assert table.names == ("hours", "score")
        assert table.title == "Sales 2024 by shop"
        assert "taken for its title" in table.notes[0]
    assert table.row_numbers == (4, 5)
    assert read_table(b"hours\n1,48\n2,52\n", "file.csv").title == "file"


def test_a_cover_before_the_table() -> None:
    """The first sheet with a table is read, and told; where none has one, the first says why."""
    book = Workbook()
    book.active.title = "Cover"
    book.active.append(["Read me first"])
    table = book.create_sheet("Scores")
    for row in (("hours", "score"), (1, 48), (2, 52)):
        table.append(row)
    file = io.BytesIO()
    book.save(file)
    read = read_table(file.getvalue())
    assert read.names == ("hours", "score")
    assert read.notes == ("Read from the sheet “Scores”, one of 2.",)
    book.remove(table)
    book.create_sheet("More").append(["nothing"])
    book.save(file := io.BytesIO())
    with pytest.raises(ValueError, match="In the sheet “Cover”, one of 2: There are names, but no row of numbers"):
        read_table(file.getvalue())


def test_spaces_between_quoted_cells() -> None:
    """As R writes a table: names in quotation marks, spaces between the cells and within the names."""
    table = read_table(b'"wt" "mpg"\n"Mazda RX4" 2.62  21\n"Datsun 710" 2.32  22.8\n"Hornet 4 Drive" 3.215 21.4\n')
    assert table.names == ("Row", "wt", "mpg")
    assert table.column("Row") == ("Mazda RX4", "Datsun 710", "Hornet 4 Drive")
    assert table.column("mpg") == ("21", "22.8", "21.4")
