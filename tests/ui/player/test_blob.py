"""The binary message holds what went in, where its reader will look for it."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra import numpy as some_numpy

from ui.player.blob import Envelope
from ui.player.blob import pack as packed

HEAD = 48
SIZES = {"f4": 4, "f8": 8, "i4": 4}
PLACES = Envelope(epoch=3, message=4, answer=5, player="abcd1234", session="0123cdef")
Unpack = Callable[[bytes], Any]


def pack(tree: Any, envelope: Envelope = PLACES) -> bytes:
    return packed(tree).message(envelope)


def same(left: Any, right: Any) -> bool:
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return left.dtype == right.dtype and left.tobytes() == right.tobytes()
    if isinstance(left, dict):
        return isinstance(right, dict) and list(left) == list(right) and all(same(left[k], right[k]) for k in left)
    if isinstance(left, list):
        return isinstance(right, list) and len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


arrays = some.sampled_from([np.float32, np.float64, np.int32]).flatmap(
    lambda dtype: some_numpy.arrays(dtype, some.integers(0, 9))
)
words = some.text(max_size=8).filter(lambda text: text != "$")
leaves = some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | words
trees = some.recursive(
    leaves | arrays, lambda inner: some.lists(inner, max_size=4) | some.dictionaries(words, inner, max_size=4)
)


@given(trees)
def test_a_reader_gets_back_what_was_packed(unpack: Unpack, tree: Any) -> None:
    """Trees of text, numbers and arrays come back to the last bit, NaN and infinity in arrays included."""
    assert same(unpack(pack(tree)), tree)


counts = some.integers(0, 2**32 - 1)


@given(trees, counts, counts, counts)
def test_every_array_starts_at_a_multiple_of_eight(tree: Any, epoch: int, message: int, answer: int) -> None:
    """Typed arrays in a browser refuse other addresses; the head tells what is beside the content."""
    message_bytes = pack(tree, Envelope(epoch, message, answer, "abcd1234", "0123cdef"))
    length, *rest = struct.unpack_from("<IIII8s8s", message_bytes)
    assert rest == [epoch, message, answer, b"abcd1234", b"0123cdef"]
    assert length % 8 == 0
    assert len(message_bytes) % 8 == 0
    entries = json.loads(message_bytes[HEAD : HEAD + length])["arrays"]
    assert all(entry["at"] % 8 == 0 for entry in entries)
    ends = [entry["at"] + entry["length"] * SIZES[entry["type"]] for entry in entries]
    assert all(end <= entry["at"] for end, entry in zip(ends, entries[1:], strict=False))


def test_arrays_are_laid_flat_in_row_order(unpack: Unpack) -> None:
    """A matrix arrives row by row, also one that lies in memory column by column."""
    matrix = np.arange(6.0).reshape(2, 3)
    for laid in (matrix, np.asfortranarray(matrix)):
        assert unpack(pack([laid]))[0].tolist() == [0, 1, 2, 3, 4, 5]
    assert unpack(pack([matrix[:, ::2]]))[0].tolist() == [0, 2, 3, 5]


def test_tuples_become_lists(unpack: Unpack) -> None:
    """JSON knows no tuples."""
    assert unpack(pack({"both": (1, 2)})) == {"both": [1, 2]}


def test_the_digest_is_of_the_content_alone() -> None:
    """The envelope leaves the digest as it is; a number in the tree or the last bit of an array does not."""

    def digest(tree: Any, **place: int) -> bytes:
        return pack(tree, Envelope(**place))[32:HEAD]

    first = digest({"a": np.array([1.0, 2.0]), "n": 1})
    assert len(first) == 16
    assert set(first) <= set(b"0123456789abcdef")
    assert digest({"a": np.array([1.0, 2.0]), "n": 1}, epoch=5, message=9) == first
    others = [
        digest({"a": np.array([1.0, 2.0]), "n": 2}),
        digest({"a": np.array([1.0, np.nextafter(2.0, 3.0)]), "n": 1}),
        digest({"a": np.array([1.0, 2.0], np.float32), "n": 1}),
        digest({"b": np.array([1.0, 2.0]), "n": 1}),
    ]
    assert len({first, *others}) == 5


@pytest.mark.parametrize(
    "dtype", [np.int64, np.uint8, np.float16, np.complex128, bool, object], ids=lambda dtype: np.dtype(dtype).name
)
def test_other_arrays_are_refused(dtype: Any) -> None:
    """An array the browser has no reader for raises, and the message says which and what would do."""
    with pytest.raises(TypeError, match=rf"float32, float64, int32, not {np.dtype(dtype).name}"):
        pack({"x": np.zeros(2, dtype)})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), np.float64("nan")])
def test_numbers_outside_arrays_must_be_finite(value: float) -> None:
    """JSON has no word for NaN and infinity, so that the browser would fail to read it."""
    with pytest.raises(ValueError, match="JSON"):
        pack({"x": [value]})


@pytest.mark.parametrize("value", [{1, 2}, np.float32(1), b"bytes", object()])
def test_what_json_has_no_word_for_is_refused(value: object) -> None:
    """Sets, NumPy scalars other than float64 and objects raise instead of being guessed at."""
    with pytest.raises(TypeError):
        pack({"x": value})
