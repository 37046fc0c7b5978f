"""Whatever bytes come, they are read or refused in a sentence; nothing else is raised."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import numpy as np
import pytest
from openpyxl import Workbook

from core import numbers_of, own_dataset, parse_table, read_link, read_table, write_link

TEXTS = (
    "Hours,Score\n1,48\n2.5,52\n4,70\n",
    "größe;„y“;z\n1,5;2;a\n-;3;b\n2.500,5;7;c\n",
    'a\tb\n"1,234"\t5\n"x\ny"\t6\n1e3\t−7\n',
    "1 2 3\n4 5 6\n7 8 10\n",
)
SIGNS = ",;\t|\"'\n\r\0 .-+eE%€=#<>–٣\ufeff\u202e\ud7ff9∞"


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (("x", "y", "z"), (1, 2.5, "=A2"), ("1,5", True, None), (3, 4, "#DIV/0!"), (5, 9, "k")):
        sheet.append(row)
    book.save(file)
    return file.getvalue()


def mutated(content: bytes, draw: np.random.Generator) -> bytes:
    """Cut, overwrite, insert or repeat a few times at random."""
    for _ in range(draw.integers(1, 6)):
        at, length = int(draw.integers(0, len(content) + 1)), int(draw.integers(0, 12))
        new = draw.choice([draw.bytes(length), content[at : at + 40] * 3, b""])
        content = content[:at] + bytes(new) + content[at + int(draw.integers(0, 12)) :]
    return content


def random_bytes(draw: np.random.Generator) -> bytes:
    return draw.bytes(int(draw.integers(0, 400)))


def mutated_text(draw: np.random.Generator) -> bytes:
    encoding = str(draw.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1"]))
    return mutated(str(draw.choice(TEXTS)).encode(encoding, errors="replace"), draw)


def scattered_signs(draw: np.random.Generator) -> bytes:
    text = list(str(draw.choice(TEXTS)))
    for _ in range(draw.integers(1, 12)):
        text.insert(int(draw.integers(0, len(text))), str(draw.choice(list(SIGNS))))
    return "".join(text).encode()


def mutated_archive(draw: np.random.Generator) -> bytes:
    return mutated(workbook(), draw)


def mutated_part(draw: np.random.Generator) -> bytes:
    """Change the inside of one part, so that the archive itself is whole."""
    packed, file = zipfile.ZipFile(io.BytesIO(workbook())), io.BytesIO()
    changed = str(draw.choice(packed.namelist()))
    with zipfile.ZipFile(file, "w") as archive:
        for name in packed.namelist():
            part = packed.read(name)
            archive.writestr(name, mutated(part, draw) if name == changed else part)
    return file.getvalue()


def truncated(draw: np.random.Generator) -> bytes:
    whole = workbook() if draw.random() < 0.5 else str(draw.choice(TEXTS)).encode("utf-16")
    return whole[: int(draw.integers(0, len(whole)))]


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # said of odd workbooks, to nobody
@pytest.mark.parametrize(
    "made", [random_bytes, mutated_text, scattered_signs, mutated_archive, mutated_part, truncated]
)
def test_files(made: Callable[[np.random.Generator], bytes]) -> None:
    """Sixty files of each kind give a data set, or a sentence."""
    refusals: list[str] = []
    for seed in range(60):
        content = made(np.random.default_rng([seed, 4]))
        try:
            table = read_table(content, "file")
            numbers = numbers_of(table)
            data = own_dataset(table, numbers[:1], numbers[1:2])
        except ValueError as error:
            refusals.append(str(error))
            continue
        assert data.dataset.n + len(data.dropped) == len(table.rows) + len(table.dropped), seed
        text = write_link(table)
        assert text is None or read_link(text).rows == table.rows, seed
    assert not [said for said in refusals if not said.endswith(".") or len(said) > 500]
    assert made is random_bytes or len(refusals) < 60


def test_links() -> None:
    """Three hundred changed links are refused in one sentence, or carry the very same table."""
    refusals: set[str] = set()
    for seed in range(300):
        draw = np.random.default_rng([seed, 5])
        table = parse_table(TEXTS[seed % 4])
        text = write_link(table) or ""
        if seed % 3 == 0:
            changed = "".join(map(str, draw.choice(list("ABCxyz019-_+/=%&é\0"), int(draw.integers(0, 300)))))
        else:
            changed = mutated(text.encode(), draw).decode("latin-1")
        try:
            rows = read_link(changed).rows
        except ValueError as error:
            refusals.add(str(error))
        else:
            assert rows == table.rows, seed
    assert len(refusals) == 1
