"""What is imported before the first visit, and what the start page does not wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

WHAT_CAME = """
import sys
from ui.shell import warm_up
warm_up.threading.Timer.start = lambda timer: None  # what lessons need, two seconds later
warm_up.warm_up()
print(*sorted(sys.modules))
"""


def test_what_every_page_needs_is_there_before_the_first_visit_and_is_light() -> None:
    """The router is imported by the one thread there is, and neither PyTorch nor SciPy comes with it."""
    ran = subprocess.run([sys.executable, "-c", WHAT_CAME], cwd=ROOT, capture_output=True, text=True, check=True)
    came = set(ran.stdout.split())
    assert {"ui.shell.router", "ui.guides.card", "core.data"} <= came
    assert not came & {"torch", "scipy", "sklearn", "core.training", "core.exact"}


def test_names_of_core_bring_their_package_when_they_are_used() -> None:
    """A notebook has the dozen names, all of them at once by `*`; another name is no attribute."""
    script = "from core import *; import core; print(train.__module__, load('study_hours').n, hasattr(core, 'other'))"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["core.training.engine", "8", "False"]
