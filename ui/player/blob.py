"""Pack a tree with arrays into one binary message: JSON for the tree, typed arrays behind it."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

_TYPES = {np.dtype(name): word for name, word in (("float32", "f4"), ("float64", "f8"), ("int32", "i4"))}


@dataclass(frozen=True)
class Envelope:
    """What a message says beside its content; that alone is no reason to draw anything anew.

    Attributes:
        epoch: Where the player is to stand.
        message: The latest message of the browser that was taken.
        answer: The number of this answer.
        player: Eight letters of the player that sent that message; empty before anyone did.
        session: Eight letters of the session that answers.
    """

    epoch: int = 0
    message: int = 0
    answer: int = 0
    player: str = ""
    session: str = ""

    def packed(self) -> bytes:
        """Return three uint32 and twice eight letters, 28 bytes."""
        names = self.player.encode(), self.session.encode()
        return struct.pack("<III8s8s", self.epoch, self.message, self.answer, *names)


@dataclass(frozen=True)
class Content:
    """A packed tree.

    Attributes:
        digest: 16 letters that tell it from another.
        header: JSON of the tree, padded to a multiple of 8 bytes.
        body: The arrays, each at a multiple of 8 bytes.
    """

    digest: str
    header: bytes
    body: bytes

    @property
    def nbytes(self) -> int:
        """Return how many bytes it takes."""
        return len(self.header) + len(self.body)

    def message(self, envelope: Envelope) -> bytes:
        """Return the whole message, as ``blob.js`` reads it: length of the header, envelope, digest, content."""
        head = struct.pack("<I", len(self.header)) + envelope.packed() + self.digest.encode()
        return head + self.header + self.body


def pack(tree: Any) -> Content:
    """Pack dicts, lists, text, numbers and NumPy arrays (float32, float64, int32; flattened).

    Raises:
        TypeError: for an array of another type, or a value JSON has no word for.
        ValueError: for a number outside an array that is not finite.
    """
    arrays: list[np.ndarray] = []

    def placed(value: Any) -> dict[str, int]:
        arrays.append(_packable(value))
        return {"$": len(arrays) - 1}

    root = json.dumps(tree, allow_nan=False, default=placed)
    entries, at = [], 0
    for array in arrays:
        entries.append({"type": _TYPES[array.dtype], "at": at, "length": array.size})
        at += _padded(array.nbytes)
    header = f'{{"arrays": {json.dumps(entries)}, "root": {root}}}'.encode()
    header += b" " * (_padded(len(header)) - len(header))
    body = b"".join(array.tobytes().ljust(_padded(array.nbytes), b"\0") for array in arrays)
    return Content(hashlib.sha256(header + body).hexdigest()[:16], header, body)


def _padded(size: int) -> int:
    return -(-size // 8) * 8


def _packable(value: Any) -> np.ndarray:
    """Return what JSON has no word for as an array that a message can carry.

    Raises:
        TypeError: if it is none.
    """
    if not isinstance(value, np.ndarray):
        raise TypeError(f"what is packed must be plain values and arrays, not {type(value).__name__}.")
    if value.dtype not in _TYPES:
        wanted = ", ".join(dtype.name for dtype in _TYPES)
        raise TypeError(f"an array to pack must be one of {wanted}, not {value.dtype.name}.")
    return np.ascontiguousarray(value)
