"""Keep a run as A, change one thing, and see A and B on one clock: settings, buttons, pictures, words."""

from ui.compare.buttons import keep_buttons, keep_controls
from ui.compare.keeping import chosen_as_kept, kept_setting
from ui.compare.pictures import PlayerContent, name_in_legend, overlaid
from ui.compare.runs import Kept, kept_run, places, trainings
from ui.compare.words import comparison_note, difference_note

__all__ = [
    "Kept", "PlayerContent", "chosen_as_kept", "comparison_note", "difference_note", "keep_buttons",
    "keep_controls", "kept_run", "kept_setting", "name_in_legend", "overlaid", "places", "trainings",
]  # fmt: skip
