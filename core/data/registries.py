"""Hold what every registry entry has: a URL-safe name, a label, a formula and a function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol, TypeVar


@dataclass(frozen=True)
class Choice:
    """One entry of a menu.

    Attributes:
        name: URL-safe key, the same in menus, links and code.
        label: Words for a menu, in sentence case.
        latex: The formula, or an empty string where there is none.
        function: What the entry does.
    """

    name: str
    label: str
    latex: str
    function: Callable[..., Any]


class _Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=_Named)


def registry(choices: Iterable[T]) -> Mapping[str, T]:
    """Return a read-only mapping from each choice's name to the choice, in the order given."""
    return MappingProxyType({choice.name: choice for choice in choices})


def require_choice(field: str, value: object, choices: Mapping[str, object]) -> str:
    """Return `value` if it names one of `choices`.

    Raises:
        ValueError: If it does not; the message lists the names.
    """
    if isinstance(value, str) and value in choices:
        return str(value)
    raise ValueError(f"{field} must be one of {', '.join(choices)}, not {value!r}.")
