"""Make what is shown smaller where a file would grow too large: fewer epochs of the run, then of the ruler's runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ui.session.thinning import kept_epochs

_STRIDE = 3
_TIMES = 4


def slimmed(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is shown, then smaller and smaller versions of it; the runs' epochs get fewer, their ends stay."""
    now = dict(content)
    yield now
    now = now | {"run": _short(now["run"]), "others": [_short(other) for other in now["others"]]}
    yield now
    for _ in range(_TIMES):
        if now["family"] is None:
            return
        now = now | {"family": _sparser(now["family"])}
        yield now


def _short(run: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of a run the epochs that the ruler's family keeps of one."""
    epochs = run["epochs"]
    return _at(run, np.isin(epochs, kept_epochs(int(epochs[-1]))))


def _sparser(family: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of each run every third epoch, its first and its last; by threes, a leap from side to side stays one."""
    offsets = family["offsets"]
    first, last = offsets[:-1], np.diff(offsets) - 1
    place = np.arange(offsets[-1]) - np.repeat(first, last + 1)
    kept = (place % _STRIDE == 0) | (place == np.repeat(last, last + 1))
    counts = np.add.reduceat(kept, first[last >= 0], dtype=np.int32)
    lengths = np.zeros(len(first), dtype=np.int32)
    lengths[last >= 0] = counts
    return {
        **_at(family, kept),
        "digest": f"{family['digest']}-{_STRIDE}",
        "offsets": np.concatenate([[0], lengths.cumsum()]).astype(np.int32),
    }


def _at(runs: Mapping[str, Any], kept: np.ndarray) -> dict[str, Any]:
    columns = {name: runs[name][kept] for name in ("epochs", "losses")}
    lists = {name: [column[kept] for column in runs[name]] for name in ("parameters", "gradients")}
    return {**runs, **columns, **lists}
