"""Share an independent reader of the player's message."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from streamlit.components.v2 import manifest_scanner

HEAD = 48
TYPES = {"f4": np.float32, "f8": np.float64, "i4": np.int32}

# For each page that is opened AppTest reads what all installed packages say of themselves, to find their components:
# twice the time of a page, and it does not change while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def unpacked(message: bytes) -> Any:
    """Read a message as its description says, with nothing of `ui`."""
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[HEAD : HEAD + length])

    def resolve(node: Any) -> Any:
        if isinstance(node, dict) and "$" in node:
            entry = header["arrays"][node["$"]]
            at = HEAD + length + entry["at"]
            return np.frombuffer(message, TYPES[entry["type"]], entry["length"], at)
        if isinstance(node, dict):
            return {name: resolve(child) for name, child in node.items()}
        return [resolve(child) for child in node] if isinstance(node, list) else node

    return resolve(header["root"])


@pytest.fixture(scope="session")
def unpack() -> Callable[[bytes], Any]:
    """Give the reader: message → tree with arrays."""
    return unpacked
