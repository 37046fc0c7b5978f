"""Part the lines of a text into cells: by a separator, by spaces, or by fixed columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clevercsv.detect import Detector
from clevercsv.exceptions import NoDetectionResult

from core.tables.cells import is_missing, is_number
from core.tables.files.fixed_width import at_fixed_columns, has_numbers
from core.tables.table import SEPARATORS, Layout

Rows = list[list[str]]
_SAMPLE = 100
_REMARKS = (r"#(?![A-Z/0]+[!?]|N/?[AV]\b)", "%", "//", "!", r"\*(?=\s?[A-Za-z])", r"\\(?=[ A-Za-z])", ";")
_DOUBT = 0.9
"""What a mark for spaces counts beside one for a sign that stands for nothing else."""
_RULE = re.compile(r"(?=.*(?:[-=_+]{2}|:-))[-=_+:|,;\s]+")


@dataclass(frozen=True, eq=False)
class Parted:
    """The lines of a text as rows of cells.

    Attributes:
        lines: The lines as they came.
        rows: The cells of each line, none where it is empty, a remark or a rule.
        remarks: The lines of remarks by their places among the rows; a rule is empty.
        separator: How they were parted, a key of `SEPARATORS`.
        notes: What had to be guessed, a sentence each.
    """

    lines: list[str]
    rows: Rows
    remarks: dict[int, str]
    separator: str
    notes: tuple[str, ...] = ()

    def names_in(self, place: int, width: int) -> list[str]:
        """Return the names in a line that is a remark, or in which names of several words were parted by spaces."""
        line = self.remarks.get(place) or self.lines[place]
        bare = re.sub(r"^\s*\"?(?:[#%!;]+|//+)[ \t]*", "", line)
        ways = [
            *_cells_of(bare, self.separator),
            *_cells_of(line, self.separator),
            re.split(r"\t|\s{2,}", bare.strip()),
            re.findall(r"[^\s()\[\]]+(?: ?[(\[][^)\]]*[)\]])?", bare),  # a unit in brackets goes with its name
        ]
        return next((cells for cells in ways if len(cells) == width and cells[0].strip()), [])


def _cells_of(line: str, separator: str) -> Rows:
    """Return the cells of one line as a row, or no row where its quotation marks do not close."""
    try:
        return _split([line], separator)[0]
    except ValueError:
        return []


def part(text: str, asked: Layout) -> Parted:
    """Part a text into rows of cells.

    `clevercsv` (van den Burg, Nazábal and Sutton 2019, Data Mining and Knowledge Discovery 33, 1799) proposes a
    separator, and what it proposes is held against the others by the numbers that come out.

    Args:
        text: The whole text.
        asked: What a person said of separator and remarks.

    Raises:
        ValueError: If quotation marks leave open where a cell ends.
    """
    declared = re.match(r"sep=(.)(?:\r\n|\r|\n)", text)
    lines = _unwrapped(re.split(r"\r\n|\n|\r", text))
    lines = ["", *lines[1:]] if declared else lines
    remarks = _remarks(lines) if asked.remarks is not False else {}
    kept = ["" if i in remarks or _RULE.fullmatch(line) else line for i, line in enumerate(lines)]
    remarks |= {i: "" for i, line in enumerate(lines) if line.strip() and not kept[i] and i not in remarks}
    if whole := _quoted_whole(kept):
        kept = whole
    sample = _sample(kept)
    separator = asked.separator or (declared[1] if declared and declared[1] in SEPARATORS else "") or _best(sample)
    rows, notes = _split(kept, separator)
    if whole:
        notes = ["Every line was one quoted cell; it was read as a line of cells.", *notes]
    return Parted(lines, rows, remarks, separator, tuple(notes))


def _unwrapped(lines: list[str]) -> list[str]:
    """Take away what stands around every line: brackets, as Python prints arrays, or the time stamps of a log."""
    for wrapped in (r"\s*\[*\s*\[([^\[\]]*)\]\s*\]*,?\s*", r"[0-9]{1,2}:[0-9]{2}:[0-9]{2}[.,][0-9]+ -> (.*)"):
        found = [re.fullmatch(wrapped, line) if line.strip() else None for line in lines]
        if any(found) and all(match or not line.strip() for match, line in zip(found, lines, strict=True)):
            return [match[1] if match else "" for match in found]
    return lines


def _remarks(lines: Sequence[str]) -> dict[int, str]:
    """Return the lines that begin with a sign of remarks, unless without them no numbers are left."""
    found: dict[int, str] = {}
    numeric = {i for i, line in enumerate(lines) if has_numbers(line)}
    for sign in _REMARKS:
        marked = {i: line for i, line in enumerate(lines) if re.match(rf'\s*(?:{sign}|"{sign} )', line)}
        others = [lines[i] for i in numeric if i not in marked and i not in found]
        parted = sign == ";" and 2 * sum(";" in line for line in others) > len(others)
        if len(others) >= 2 and not parted:
            found |= marked
    return found


def _sample(lines: Sequence[str]) -> list[str]:
    filled = [line for line in lines if line.strip()]
    numeric = [line for line in filled if has_numbers(line)]
    return (numeric if len(numeric) >= 2 else filled)[:_SAMPLE]


def _quoted_whole(lines: Sequence[str]) -> list[str] | None:
    """Return the lines out of their quotation marks, if each is one quoted cell in which cells are parted."""
    filled = [line.strip() for line in lines if line.strip()]
    if not filled or not all(re.fullmatch(r'"(?:[^"]|"")*"', line) for line in filled):
        return None
    inner = [line.strip()[1:-1].replace('""', '"') for line in lines]
    return inner if any(re.search(r"[,;\t|]", line) for line in inner) else None


def _best(sample: Sequence[str]) -> str:
    """Return the separator that leaves the most even rows of numbers; the proposed one if none is better."""
    scores = {separator: _evenness(sample, separator) for separator in SEPARATORS if separator != "fixed"}
    if scores[" "] < _DOUBT and scores[" "] >= max(scores.values()):
        scores["fixed"] = _evenness(sample, "fixed")
    best = max(scores, key=lambda separator: scores[separator])
    proposed = _proposed(sample)
    if scores.get(proposed, 0) >= scores[best] > 0:
        return proposed
    if scores[best] > 0:
        return best
    return "," if any('"' in line for line in sample) else " "


def _proposed(sample: Sequence[str]) -> str:
    try:
        dialect = Detector().detect("\n".join(sample), delimiters=[s for s in SEPARATORS if s != "fixed"])
    except NoDetectionResult:
        return ""
    return str(dialect.delimiter or "") if dialect else ""


def _evenness(sample: Sequence[str], separator: str) -> float:
    """Return a mark for a separator: the share of rows alike in width, times that of cells that are numbers."""
    try:
        if separator in ("fixed", " "):
            came = _split(sample, separator)[0]
        else:  # lines from the middle of a text: their quotation marks need not close
            came = list(csv.reader(sample, delimiter=separator, skipinitialspace=True))
    except csv.Error:  # a cell is too long
        return 0.0
    rows = [row for row in came if any(row)]
    widths = Counter(len(row) for row in rows)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0])) if rows else (1, 0)
    if width < 2:
        return 0.0
    cells = [cell for row in rows if len(row) == width for cell in row if not is_missing(cell)]
    share = sum(map(is_number, cells)) / max(1, len(cells))
    return count / len(rows) * (0.01 + 0.99 * share) * (_DOUBT if separator in (" ", "fixed") else 1)


def _split(lines: Sequence[str], separator: str) -> tuple[Rows, list[str]]:
    if separator == "fixed":
        return at_fixed_columns(lines), []
    if separator == " ":
        lines = [re.sub(r"[\t \u3000|]+", " ", line).strip() for line in lines]
    text = "\n".join(lines) + "\n"
    escape = "\\" if '\\"' in text else None
    rows: Rows = []
    try:
        rows.extend(_reader(text, separator, escape))
        return rows, []
    except csv.Error as error:
        if separator in ",;" and not escape:
            if (loose := _loosely(text, separator)) is not None:
                return loose, ["A quotation mark stands within a cell; it was left out."]
            raise ValueError(
                f'Row {len(rows) + 1} cannot be read: a quotation mark (") is not closed, or text follows it, '
                "or a cell is too long."
            ) from error
    if escape:
        return _split([line.replace('\\"', '""') for line in lines], separator)
    rows = [[_unquoted(cell) for cell in line.split(separator)] if line.strip() else [] for line in lines]
    return rows, ["Quotation marks do not close here, so they were read as letters."]


def _reader(text: str, separator: str, escape: str | None) -> Iterator[list[str]]:
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=separator != "\t", strict=True,
        escapechar=escape, doublequote=True,
    )  # fmt: skip


def _loosely(text: str, separator: str) -> Rows | None:
    """Read cells in which text follows a closed quotation mark; None where one is not closed in its line."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return None
    return rows if len(rows) == text.count("\n") and not any("\n" in cell for row in rows for cell in row) else None


def _unquoted(cell: str) -> str:
    inner = cell.strip()
    return inner[1:-1] if len(inner) >= 2 and inner[0] == inner[-1] == '"' else inner


def lines_in_cells(rows: Sequence[Sequence[str]]) -> str | None:
    """Return the text of a table whose rows are one cell each, with the separators still within it."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if len(filled) < 2 or any(len(row) != 1 for row in filled):
        return None
    text = "\n".join(row[0] if row else "" for row in rows)
    return text if re.search(r"[,;\t|]", text) else None
