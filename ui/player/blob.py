"""Pack a tree with arrays into one binary message: JSON for the tree, typed arrays behind it."""

from __future__ import annotations

import hashlib
import json
import struct
from typing import Any

import numpy as np

_TYPES = {"float32": "f4", "float64": "f8", "int32": "i4"}


def pack(tree: Any, *, epoch: int = 0, turn: int = 0) -> bytes:
    """Pack dicts, lists, text, numbers and NumPy arrays (float32, float64, int32; flattened).

    The message is three uint32 (the header's length, the epoch, the turn) and four bytes of nothing, 16 letters
    of digest of what follows, the header and the arrays, each at a multiple of 8 bytes. ``static/blob.js`` reads
    it. Epoch and turn stand outside the digest: they alone are no reason to draw anything anew.

    Raises:
        TypeError: for an array of another type, or a value JSON has no word for.
        ValueError: for a number outside an array that is not finite.
    """
    arrays: list[np.ndarray] = []
    root = _without_arrays(tree, arrays)
    entries, at = [], 0
    for array in arrays:
        entries.append({"type": _TYPES[array.dtype.name], "at": at, "length": array.size})
        at += _padded(array.nbytes)
    header = json.dumps({"arrays": entries, "root": root}, allow_nan=False).encode()
    header += b" " * (_padded(len(header)) - len(header))
    body = b"".join(array.tobytes().ljust(_padded(array.nbytes), b"\0") for array in arrays)
    digest = hashlib.sha256(header + body).hexdigest()[:16].encode()
    return struct.pack("<IIII", len(header), epoch, turn, 0) + digest + header + body


def _padded(size: int) -> int:
    return -(-size // 8) * 8


def _without_arrays(node: Any, arrays: list[np.ndarray]) -> Any:
    if isinstance(node, np.ndarray):
        if node.dtype.name not in _TYPES:
            raise TypeError(f"an array to pack must be one of {', '.join(_TYPES)}, not {node.dtype.name}.")
        arrays.append(np.ascontiguousarray(node))
        return {"$": len(arrays) - 1}
    if isinstance(node, dict):
        return {name: _without_arrays(child, arrays) for name, child in node.items()}
    if isinstance(node, list | tuple):
        return [_without_arrays(child, arrays) for child in node]
    return node
