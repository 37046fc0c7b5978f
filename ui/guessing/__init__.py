"""Predict, then play: a guess is asked before a run is shown, and scored by it."""

from ui.guessing.guess import Guessing, guess_first
from ui.guessing.kinds import kinds_about
from ui.guessing.session import receive

__all__ = ["Guessing", "guess_first", "kinds_about", "receive"]
