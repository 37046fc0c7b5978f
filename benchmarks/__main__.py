"""Run the benchmarks and print their table: all of them, or the parts named on the command line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator

from benchmarks import (
    basins,
    dragging,
    engine,
    lessons,
    moving,
    networks,
    offline,
    playback,
    releasing,
    starting,
    starts,
    training,
    uploading,
)
from benchmarks.report import Measurement, header, row

PARTS: dict[str, Callable[[], Iterator[Measurement]]] = {
    "training": training.measure,
    "engine": engine.measure,
    "starts": starts.measure,
    "basins": basins.measure,
    "networks": networks.measure,
    "playback": playback.measure,
    "lessons": lessons.measure,
    "moving": moving.measure,
    "offline": offline.measure,
    "uploading": uploading.measure,
    "dragging": dragging.measure,
    "releasing": releasing.measure,
    "starting": starting.measure,
}


def main(names: list[str]) -> None:
    """Print a row for each measurement; a part that cannot be measured says why and stops no other."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}")
        return
    print(header(), flush=True)
    for name in names or PARTS:
        try:
            for measured in PARTS[name]():
                print(row(measured), flush=True)
        except Exception as problem:
            print(row(Measurement(name, "not measured")), f"({str(problem).splitlines()[0]})", flush=True)


if __name__ == "__main__":
    # Told to stop, leave no server or browser behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main(sys.argv[1:])
