"""Measure Slopewise against the usual way of doing the same, side by side in one run."""

import os

# As the app has it; read by torch when it is imported, which is later than this.
os.environ.setdefault("OMP_NUM_THREADS", "1")
