"""Measure Slopewise against the usual way of doing the same, side by side in one run."""
