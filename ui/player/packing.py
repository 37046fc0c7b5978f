"""What travels to the browser: dataclasses as plain trees, a run in full, the ruler's family thinned and only once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container
from dataclasses import fields, is_dataclass
from typing import Any, cast

import numpy as np

from core.analysis import settled_gradients
from core.training import Family, History
from ui.session.store import STORE


def packed_family(family: Family) -> dict[str, Any]:
    """Return the ruler's family as it travels, thinned, with its digest; made once for all who show the same one."""
    return STORE.derived(family, _packed)


def _packed(family: Family) -> dict[str, Any]:
    columns = thinned(family)
    return {"digest": digest_of(columns["rates"], columns["losses"], *columns["parameters"]), **columns}


def unless_cached(packed: dict[str, Any], cached: Container[str]) -> dict[str, Any]:
    """Return a packed family, or its digest alone if the browser holds it: it is the largest part."""
    return {"digest": packed["digest"]} if packed["digest"] in cached else packed


_LARGE = 20_000
"""Numbers from which on an array of a track travels in single precision."""


def digest_of(*parts: bytes | np.ndarray) -> str:
    """Return sixteen letters that tell one content from another."""
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        digest.update(part if isinstance(part, bytes) else part.tobytes())
    return digest.hexdigest()


def to_wire(value: Any) -> Any:
    """Turn dataclasses into dicts and numbers into what `pack` takes; arrays become float64, large ones float32."""
    if is_dataclass(value):
        return {field_.name: to_wire(getattr(value, field_.name)) for field_ in fields(value)}
    if isinstance(value, np.ndarray):
        # Bundles and swarms are large and only looked at: single precision is finer than a pixel.
        return value.astype(np.float64 if value.size < _LARGE else np.float32)
    if isinstance(value, tuple | list):
        return [to_wire(item) for item in value]
    return value


def run_payload(run: History) -> dict[str, Any]:
    """Return every epoch of a run."""
    return {
        "rate": run.recipe.learning_rate,
        "earlier": to_wire(run.recipe.earlier),
        "planned": run.recipe.epochs,
        "epochs": run.epochs.astype(np.int32),
        "losses": run.losses,
        "parameters": list(run.parameters.T),
        "gradients": list(settled_gradients(run).T),
        "diverged_at": run.diverged_at,
    }


_DENSE_EPOCHS = 200
_SPARSE_EPOCHS = 400


def kept_epochs(epochs: int) -> np.ndarray:
    """Return the epochs of a long run that the ruler's family keeps, shape `(k,)`.

    The first 200 are kept all, since most happens there, then every s-th and the last. The stride s is odd,
    so that a path that leaps from side to side at every epoch still does.
    """
    stride = max(1, (epochs - _DENSE_EPOCHS) // _SPARSE_EPOCHS) | 1
    sparse = np.arange(_DENSE_EPOCHS, epochs + 1, stride)
    return np.unique(np.concatenate([np.arange(min(_DENSE_EPOCHS, epochs + 1)), sparse, [epochs]]))


def thinned(family: Family) -> dict[str, Any]:
    """Lay the runs of a family end to end in float32, thinned alike, each up to its divergence with its own end."""
    ends = np.array([[len(run.epochs) - 1] for run in family])
    alike = kept_epochs(int(family.epochs[-1]))
    kept = np.union1d(alike, ends)
    shown = np.isfinite(family.losses[:, kept]) & np.isfinite(family.parameters[:, kept]).all(axis=2)
    shown &= np.isin(kept, alike) | (kept == ends)
    single = cast(Callable[[np.ndarray], np.ndarray], lambda array: array.astype(np.float32))
    with np.errstate(over="ignore"):
        columns = {
            "losses": single(family.losses[:, kept][shown]),
            "parameters": [single(column) for column in family.parameters[:, kept][shown].T],
            "gradients": [single(column) for column in settled_gradients(family)[:, kept][shown].T],
        }
    return {
        "rates": family.learning_rates.astype(np.float64),
        "earlier": to_wire(family.recipe.earlier),
        "offsets": np.concatenate([[0], shown.sum(axis=1).cumsum()]).astype(np.int32),
        "epochs": np.broadcast_to(kept, shown.shape)[shown].astype(np.int32),
        "diverged_at": np.array([-1 if at is None else at for at in family.diverged_at], dtype=np.int32),
        **columns,
    }
