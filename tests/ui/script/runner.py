"""Run scripts and notebooks in processes of their own: `python -I runner.py FOLDER` prints what became of them.

Importing torch takes seconds, running a script milliseconds. So torch is imported once, and every script, with the
notebook of the same name, gets a fork of that process, in which nothing has run before. Every other time the
notebook runs first, so that neither can live on what the other left behind.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import traceback
from pathlib import Path

import torch


def run(file: Path) -> None:
    """Run a script, or the code cells of a notebook in turn."""
    if file.suffix == ".py":
        runpy.run_path(str(file), run_name="__main__")
        return
    names: dict[str, object] = {"__name__": "__main__"}
    for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile(cell["source"], file.name, "exec"), names)


def in_a_fork(files: list[Path]) -> int:
    """Return the exit status of a process that runs files, their output beside the first in a log."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        log = os.open(files[0].with_suffix(".log"), os.O_WRONLY | os.O_CREAT)
        os.dup2(log, 1)
        os.dup2(log, 2)
        for file in files:
            run(file)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def warm_up() -> None:
    """Take one step by an optimizer: the first of a process imports half of PyTorch."""
    parameter = torch.nn.Parameter(torch.zeros(1))
    parameter.grad = torch.zeros(1)  # no backward: its threads would not live on in a fork
    torch.optim.Adam([parameter]).step()


if __name__ == "__main__":
    warm_up()
    folder, outcomes = Path(sys.argv[1]), {}
    for i, name in enumerate(sorted({file.stem for file in folder.iterdir()})):
        pair = [folder / f"{name}.py", folder / f"{name}.ipynb"]
        outcomes[name] = in_a_fork([file for file in (pair if i % 2 else pair[::-1]) if file.exists()])
    print(json.dumps(outcomes))
