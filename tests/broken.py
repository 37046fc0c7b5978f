"""Broken tables, drawn at random: no reader of files or links may stumble over one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from openpyxl import Workbook

from core.tables import parse_table, write_link

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


def tampered(draw: np.random.Generator, text: str) -> str:
    """Change what a link carries, or put signs at random in its place."""
    if draw.random() < 1 / 3:
        return "".join(map(str, draw.choice(list("ABCxyz019-_+/=%&é\0"), int(draw.integers(0, 300)))))
    return mutated((write_link(parse_table(text)) or "").encode(), draw).decode("latin-1")


FILES: Mapping[str, Callable[[np.random.Generator], bytes]] = MappingProxyType(
    {
        each.__name__: each
        for each in (random_bytes, mutated_text, scattered_signs, mutated_archive, mutated_part, truncated)
    }
)
"""Ways to make a broken file, by their names."""
