"""The first visitors come while the server still imports what the lessons need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
# As a server begins: one thread prepares the lessons, others open them.
BEGIN = """
import threading
from ui.shell.warm_up import import_lessons

def visit(module):
    together.wait()
    import_lessons()
    try:
        __import__(module)
    except ImportError as error:
        failed.append(error)

names = ("core.training", "core.data", "core.tables", "core.exact", "ui.player", "ui.guessing")
together, failed = threading.Barrier(len(names)), []
threads = [threading.Thread(target=visit, args=(name,)) for name in names]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failed, failed
"""


def test_visitors_at_once_find_everything_imported() -> None:
    """Six threads want packages that use one another, and none finds one half done."""
    subprocess.run([sys.executable, "-c", BEGIN], cwd=ROOT, check=True, timeout=300)
