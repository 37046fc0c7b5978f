"""What travels to the browser: dataclasses as plain trees, a run in full, the ruler's family thinned and only once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import numpy as np

from core.analysis import settled_gradients
from core.model import Recipe
from core.training import Family, History
from ui.session.store import STORE
from ui.session.thinning import kept_epochs


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
    """Return every epoch of a run, in arrays of its own: what is sent never keeps all runs of a family alive."""
    with np.errstate(over="ignore"):  # a run that diverges may pass what single precision holds
        # Those of networks are many, and only looked at.
        parameters = run.parameters.T.astype(np.float32 if run.recipe.network else np.float64)
    return {
        "rate": run.recipe.learning_rate,
        "earlier": to_wire(run.recipe.earlier),
        "factors": _factors(run.recipe),
        "planned": run.recipe.epochs,
        "epochs": run.epochs.astype(np.int32),
        "losses": run.losses.copy(),
        "parameters": list(parameters),
        "gradients": list(settled_gradients(run).T.copy()),
        "diverged_at": run.diverged_at,
    }


def _factors(recipe: Recipe) -> np.ndarray | None:
    """Return what a schedule multiplies the rate of the steps after each epoch by, shape `(epochs + 1,)`."""
    return recipe.rate_factors(np.arange(recipe.epochs + 1)) if recipe.scheduled else None


def kept_rows(epochs: np.ndarray) -> np.ndarray:
    """Return which of a run's epochs are kept, by their place, shape `(k,)`.

    Where not every epoch is there, these are the first that are not before the ones `kept_epochs` names.
    """
    wanted = kept_epochs(int(epochs[-1]))
    return np.unique(np.searchsorted(epochs, wanted))


def thinned(family: Family) -> dict[str, Any]:
    """Lay the runs of a family end to end in float32, thinned alike, each up to its divergence with its own end."""
    runs, shown = _end_to_end(family)
    single = cast(Callable[[np.ndarray], np.ndarray], lambda array: array.astype(np.float32))
    with np.errstate(over="ignore"):
        columns = {
            "losses": single(shown.losses),
            "parameters": [single(column) for column in shown.parameters.T],
            "gradients": [single(column) for column in settled_gradients(shown).T],
        }
    return {
        "rates": family.learning_rates.astype(np.float64),
        "earlier": to_wire(family.recipe.earlier),
        "factors": _factors(family.recipe),
        "offsets": np.searchsorted(runs, np.arange(len(family) + 1)).astype(np.int32),
        "epochs": shown.epochs.astype(np.int32),
        "diverged_at": np.array([-1 if at is None else at for at in family.diverged_at], dtype=np.int32),
        **columns,
    }


def _end_to_end(family: Family) -> tuple[np.ndarray, History]:
    """Return what is shown of a family's runs, one after the other as if it were one, and of which run each row is."""
    alike, last = kept_rows(family.epochs), family.lengths[:, None] - 1
    rows = np.union1d(alike, last)
    parts = [np.take(part, rows, axis=1) for part in (family.losses, family.parameters, family.gradients)]
    shown = np.isfinite(parts[0]) & np.isfinite(parts[1]).all(axis=2)
    shown &= (rows <= last) & (np.isin(rows, alike) | (rows == last))
    # Places of whole rows are many times quicker to take than what a mask shows.
    places = np.flatnonzero(shown)
    found, at = np.divmod(places, len(rows))
    columns = [found, family.epochs[rows][at], *(part.reshape(shown.size, *part.shape[2:])[places] for part in parts)]
    if family.ends is not None:  # last rows that stand apart go behind the others of their run
        columns = [np.concatenate(parts) for parts in zip(columns, family.ends, strict=True)]
        order = np.argsort(columns[0], kind="stable")
        columns = [column[order] for column in columns]
    runs, epochs, losses, parameters, gradients = columns
    return runs, replace(family[0], epochs=epochs, losses=losses, parameters=parameters, gradients=gradients)
