"""Take turns: on a machine that others use too, only what is measured side by side can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TypeVar

Result = TypeVar("Result")


def interleaved(tasks: Mapping[str, Callable[[], Result]], rounds: int, *, warm_up: int = 0) -> dict[str, list[Result]]:
    """Run the tasks A B C A B C … and return what each gave, round by round.

    Args:
        tasks: What to run, by name.
        rounds: How often each counts.
        warm_up: How many rounds before that do not count.
    """
    given: dict[str, list[Result]] = {name: [] for name in tasks}
    for turn in range(warm_up + rounds):
        for name, task in tasks.items():
            result = task()
            if turn >= warm_up:
                given[name].append(result)
    return given


def timed(task: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    begin = perf_counter()
    task()
    return perf_counter() - begin
