"""Make a table of rows of cells that may be empty, uneven, or no data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.tables.cells import is_number
from core.tables.columns import decimal_mark, require_numbers
from core.tables.files.source import Source
from core.tables.heading import Heading, Numbered, bare_unit, heading, trimmed, width_of
from core.tables.naming import column_names, require_no_loose_decimals
from core.tables.table import MAX_COLUMNS, MAX_ROWS, Dropped, Layout, Table, shown
from core.tables.totals import totals

NOTHING = "There is nothing in it: no names, no numbers."
LONGEST_TITLE = 80
_LOOKED_AT = 500
_MAX_HEADS = 60
_HEADS_BELOW = 3


@dataclass(frozen=True, eq=False)
class _Parts:
    """The rows of a table by what they are: data, left out by name, no data; and whether some add up others."""

    data: list[Numbered]
    dropped: list[Dropped]
    remarks: set[int]
    summed: bool


def table_of(source: Source, asked: Layout) -> Table:
    """Make a table of rows of cells.

    Args:
        source: The rows, and where they come from.
        asked: What a person said of how they are to be read.

    Raises:
        ValueError: If they are no table with two columns of numbers.
    """
    rows, width = _filled(source)
    found, first, said = _names(source, rows, width, _decided(heading(rows, width), asked, rows, width), asked)
    width = width if source.spaced else max(width, len(first))
    parts = _sorted_out(source, asked, rows, width, found, first)
    require_no_loose_decimals(source.separator or "", first, [cells for _, cells in parts.data])
    title, said_of_title = _title(source, rows, found)
    written = next((len(cells) for number, cells in rows if number == found.names), width)
    table = _named(_without_margins(source, first, _units(rows, found, width), parts.data), short=written < width)
    table = replace(
        table,
        decimal=asked.decimal or decimal_mark([cell for _, cells in parts.data[:_LOOKED_AT] for cell in cells]),
        notes=(*source.notes, *said_of_title, *said, *table.notes),
        dropped=tuple(sorted(parts.dropped, key=lambda row: row.row)),
        title=title,
        layout=_as_read(source, asked, found, summed=parts.summed),
        remarks=tuple(sorted(parts.remarks)),
        heads=_heads(source, rows, found),
        sheets=source.sheets,
    )
    require_numbers(table, 1 if asked.classes else 2)
    return table


def _filled(source: Source) -> tuple[list[Numbered], int]:
    """Return the rows in which something stands, with their numbers, and the width of the table."""
    filled = [(number, list(row)) for number, row in enumerate(source.rows, 1) if any(cell.strip() for cell in row)]
    if not filled:
        raise ValueError(NOTHING)
    width = width_of(filled, widest=source.parted is None)
    return [(number, cells if len(cells) <= width else list(trimmed(cells))) for number, cells in filled], width


def _decided(found: Heading, asked: Layout, rows: Sequence[Numbered], width: int) -> Heading:
    """Put what a person said in the place of what was seen."""
    if not found.first and len(rows) > 1:  # no numbers: the refusal will say which columns have none
        found = Heading(rows[0][0], 0, rows[1][0])
    names = found.names if asked.names_row is None else asked.names_row
    units = found.units if found.units > names > 0 else 0
    units = units if asked.units_row is None else asked.units_row
    if asked.first_row is not None:
        first = asked.first_row
    elif (names, units) == (found.names, found.units) and asked.names_row is None:
        first = found.first
    elif names == units == 0:
        first = next((number for number, cells in rows if len(cells) == width), rows[0][0])
    else:
        first = next((number for number, _ in rows if number > max(names, units)), 0)
    return Heading(names, units, first, found.odd if not names and found.odd < first else 0)


def _names(
    source: Source, rows: Sequence[Numbered], width: int, found: Heading, asked: Layout
) -> tuple[Heading, list[str], list[str]]:
    """Return the heading, its names, and what is to be said of them; the last remark above the data may have them."""
    if not found.names:
        if asked.names_row is None and (last := _last_remark(source, rows, found.first)):
            names = source.names_in(last, width)
            if names and not any(map(is_number, names)):
                return replace(found, names=last), names, []
        return found, [], []
    cells = next((list(trimmed(cells)) for number, cells in rows if number == found.names), None)
    if cells is None or (source.spaced and len(cells) not in (width - 1, width)):
        names = source.names_in(found.names, width)
        words = len(cells or [])
        said = f"The names could not be told apart: {words} words stand above {width} columns."
        return found, names, [] if names else [said]
    return found, cells, []


def _last_remark(source: Source, rows: Sequence[Numbered], first: int) -> int:
    """Return the last remark above the data, if nothing else stands between; 0 if there is none."""
    remarks = [number for number, text in source.remarks.items() if text.strip(" #%/!;") and number < first]
    between = [number for number, _ in rows if remarks and max(remarks) < number < first]
    return max(remarks) if remarks and not between else 0


def _sorted_out(
    source: Source, asked: Layout, rows: Sequence[Numbered], width: int, found: Heading, names: Sequence[str]
) -> _Parts:
    """Part the rows into data, rows that are left out by name, and lines that are no data at all."""
    body = [row for row in rows if row[0] >= found.first > 0]
    if not body:
        raise ValueError("There are names, but no row of numbers below them.")
    data, dropped, prose = _by_width(body, width, names, spaced=source.spaced)
    summed = totals(data)
    if asked.totals is not False:
        data = [row for row in data if row[0] not in summed]
        dropped += [Dropped(number, "", "", f"is a total: {shown(cell)}") for number, cell in summed.items()]
    if found.odd:
        dropped.append(Dropped(found.odd, "", "", "is neither names nor data"))
    above = [number for number, _ in rows if number < found.first]
    remarks = {*source.remarks, *above, *prose} - {found.names, found.units, found.odd}
    return _Parts(data, dropped, remarks, bool(summed))


def _by_width(
    body: Sequence[Numbered], width: int, names: Sequence[str], *, spaced: bool
) -> tuple[list[Numbered], list[Dropped], list[int]]:
    """Part rows by whether their cells can be placed; names that come again, and prose, are no data."""
    data: list[Numbered] = []
    dropped, prose = [], []
    for number, cells in body:
        if list(trimmed(cells)) == names or (len(cells) != width and not any(map(is_number, cells))):
            prose.append(number)
        elif len(cells) == width or (len(cells) < width and not spaced):
            data.append((number, cells + [""] * (width - len(cells))))
        else:
            dropped.append(Dropped(number, "", "", f"has {len(cells)} cells, not {width}"))
    return data, dropped, prose


def _units(rows: Sequence[Numbered], found: Heading, width: int) -> list[str]:
    cells = next((cells for number, cells in rows if number == found.units), []) if found.units else []
    return [bare_unit(cells[i]) if i < len(cells) else "" for i in range(width)]


def _without_margins(
    source: Source, names: Sequence[str], units: Sequence[str], data: Sequence[Numbered]
) -> tuple[list[str], list[str], list[Numbered]]:
    """Leave out the columns at the end that say nothing; at the beginning too, in sheets and within bars."""
    used = [
        place for place in range(len(units))
        if (place < len(names) and names[place].strip()) or any(cells[place].strip() for _, cells in data)
    ]  # fmt: skip
    framed = source.parted is None or source.separator == "|"
    first, end = (min(used, default=0) if framed else 0), max(used, default=-1) + 1
    return list(names[first:end]), list(units[first:end]), [(number, cells[first:end]) for number, cells in data]


def _named(columns: tuple[list[str], list[str], list[Numbered]], *, short: bool) -> Table:
    """Make a table of names, units and rows, and give each column a name."""
    first, units, data = columns
    _require_shape(len(data), len(units))
    names, notes = column_names(first, len(units), short=short)
    rows = tuple(tuple(cells) for _, cells in data)
    numbers = tuple(number for number, _ in data)
    return Table(names, rows, numbers, notes=tuple(notes), units=tuple(units) if any(units) else ())


def _title(source: Source, rows: Sequence[Numbered], found: Heading) -> tuple[str, list[str]]:
    """Return what stands above the names, if it is words; else the title that the source has."""
    above = [cells for number, cells in rows if number < (found.names or found.odd or found.first)]
    words = [" ".join(" ".join(cells).split()) for cells in above if not any(map(is_number, cells))]
    if not words:
        return source.title, []
    title = words[0][:LONGEST_TITLE]
    return title, [f"What stands above the names, {shown(title)}, is taken for its title."]


def _as_read(source: Source, asked: Layout, found: Heading, *, summed: bool) -> Layout:
    """Return everything that was decided; None where there was nothing to decide."""
    return Layout(
        separator=source.separator,
        decimal=asked.decimal,
        names_row=found.names,
        units_row=found.units,
        first_row=found.first,
        remarks=asked.remarks is not False if source.remarks or asked.remarks is False else None,
        totals=asked.totals is not False if summed else None,
        sheet=source.sheet,
    )


def _heads(source: Source, rows: Sequence[Numbered], found: Heading) -> tuple[int, ...]:
    """Return the rows that may hold names or begin the data: those above, and a few below."""
    numbers = sorted(
        {number for number, _ in rows} | {n for n, text in source.remarks.items() if text.strip(" #%/!;-")}
    )
    end = sum(number <= found.first for number in numbers) + _HEADS_BELOW
    return tuple(numbers[max(0, end - _MAX_HEADS) : end])


def too_long(rows: int) -> str:
    """Say that a table has too many rows."""
    return f"The table has {rows:,} rows; at most {MAX_ROWS:,} can be read."


def _require_shape(rows: int, width: int) -> None:
    if rows > MAX_ROWS:
        raise ValueError(too_long(rows))
    if width > MAX_COLUMNS:
        raise ValueError(f"The table has {width:,} columns; at most {MAX_COLUMNS} can be read.")
    if width < 2:
        raise ValueError("The table has one column; it needs at least two: a feature and a target.")
    if rows < 2:
        raise ValueError("The table has one row of numbers; a line needs at least two.")
