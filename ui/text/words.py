"""Words as they stand in a sentence: names, and lists of them."""

from __future__ import annotations

from collections.abc import Sequence

from core.data import DATASETS, load

_OURS = frozenset(
    name for key in DATASETS for dataset in [load(key)] for name in (*dataset.feature_names, *dataset.target_names)
)


_POWERS = "²³⁴⁵⁶⁷⁸⁹"


def in_text(name: str) -> str:
    """Return a name as it stands within a sentence: our Rainfall is rainfall there, a person's own names stay."""
    return name.lower() if name.rstrip(_POWERS) in _OURS else name


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
