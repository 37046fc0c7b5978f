"""Say which parameters of a network are set by hand in the middle of a training."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from numbers import Integral, Real

Changes = tuple[tuple[int, int, float], ...]
MAX_CHANGES = 30


def settled_changes(value: object, shown: Callable[[object], str]) -> Changes:
    """Return changes as an epoch, the index of a parameter and its value, in the order of the epochs.

    Args:
        value: At most 30 such triples.
        shown: Writes what came, for the message.

    Raises:
        ValueError: If it is none of that; the message says what came and what was wanted.
    """
    wanted = f"changed must be at most {MAX_CHANGES} triples of an epoch, a parameter's index and a finite value"
    if not isinstance(value, list | tuple) or len(value) > MAX_CHANGES or not all(map(_is_change, value)):
        raise ValueError(f"{wanted}, not {shown(value)}.")
    changes = tuple((int(epoch), int(index), float(number)) for epoch, index, number in value)
    if any(after[0] < before[0] for before, after in pairwise(changes)):
        raise ValueError(f"the epochs of changed must not decrease, as they do in {shown(value)}.")
    return changes


def _is_change(value: object) -> bool:
    if not isinstance(value, list | tuple) or len(value) != 3:
        return False
    *places, number = value
    whole = all(isinstance(each, Integral) and not isinstance(each, bool) and int(each) >= 0 for each in places)
    return whole and isinstance(number, Real) and not isinstance(number, bool) and math.isfinite(number)
