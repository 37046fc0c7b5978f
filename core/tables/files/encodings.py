"""Turn a file's bytes into text, and refuse what is no text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType

WANTED = "Use a CSV file, a text file or an Excel workbook (.xlsx)."
_SIGNATURES: Mapping[bytes, str] = MappingProxyType(
    {
        b"\x89PNG": "a PNG picture",
        b"\xff\xd8\xff": "a JPEG picture",
        b"GIF8": "a GIF picture",
        b"%PDF": "a PDF document",
        b"\x1f\x8b": "a gzip archive",
        b"PAR1": "a Parquet file",
        b"SQLite": "a database",
    }
)
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def require_no_other_kind(content: bytes) -> None:
    """Refuse files that are known for something else by their first bytes.

    Raises:
        ValueError: With what the file is.
    """
    if content.startswith(_OLD_WORKBOOK):
        raise ValueError(
            "The file is an Excel workbook of the old kind (.xls), or one with a password. "
            "Save it as .xlsx, without a password."
        )
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise ValueError(f"The file is {kind}, not a table. {WANTED}")


def decoded(content: bytes) -> tuple[str, list[str]]:
    """Return the text of a file, and what was guessed on the way.

    Raises:
        ValueError: If it begins in an encoding that it does not keep to.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode(content[len(mark) :], encoding), []
    head = content[:2000]
    if head.count(0) > len(head) / 4:  # letters of Western scripts in UTF-16: every other byte is 0
        return _decode(content, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace").replace("�", "·")
        return text, ["The file is not UTF-8; it was read as Windows-1252."]


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"The file begins as {encoding.upper()} and breaks off. {WANTED}") from error


def require_text(text: str) -> str:
    """Return a text without the mark that old systems put at its end.

    Raises:
        ValueError: If it has bytes that no text has, or is a page or document.
    """
    text = re.sub(r"\x1a\s*$", "", text)
    if "\0" in text or sum(c < " " and c not in "\t\r\n\f\v" for c in text[:5000]) > 0:
        raise ValueError(f"The file has bytes that no text has; it is no table. {WANTED}")
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text[:200], re.IGNORECASE):
        raise ValueError(f"The file is a web page or XML, not a table. {WANTED}")
    if re.match(r'\s*(\{\s*"|\[\s*(\{|\[.*\].*\[))', text[:200]):
        raise ValueError(f"The file is JSON, not a table. {WANTED}")
    return text
