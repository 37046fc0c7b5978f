"""Keep a run as A, change one thing, and see A and B on one clock: settings, buttons, pictures, words."""

from ui.compare.buttons import keep_controls
from ui.compare.keeping import kept_setting
from ui.compare.pictures import Shown, beside
from ui.compare.runs import Kept, growing, kept_run, places, trainings
from ui.compare.words import comparison_note

__all__ = [
    "Kept", "Shown", "beside", "comparison_note", "growing", "keep_controls", "kept_run", "kept_setting", "places",
    "trainings",
]  # fmt: skip
