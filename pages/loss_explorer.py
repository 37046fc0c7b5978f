"""Loss Explorer: what a loss is, and what one outlier does to it."""

from __future__ import annotations

import streamlit as st

from core import MEASURES, Recipe, train
from ui import compare, controls, lesson, settings
from ui.closer import claims, look_at
from ui.explorer import kept as keeping
from ui.explorer import notes, pictures, points, tracks
from ui.explorer.beginnings import BEGINNINGS, beginning_of
from ui.explorer.buttons import points_buttons
from ui.explorer.guess import go_to_best, guess_of_best
from ui.explorer.points_table import points_table
from ui.explorer.views import code, formulas, one_step, take_loss_away
from ui.own.dialog import own_button
from ui.own.held import OWN, chosen_data, labels, own_setting, settle, turned
from ui.player import PlayerState, player

PAGE = "loss_explorer"
LOOKS = {"squares": "Squares", "sticks": "Sticks"}
GROUNDS = {"contours": "Contours", "surface": "3-D surface", "slices": "Two slices"}
SETTINGS = [
    own_setting(),
    settings.choice("data", (*BEGINNINGS, OWN), "four_scores"),
    points.points_setting(),
    points.line_setting(),
    settings.choice("loss", tuple(MEASURES), "mse"),
    settings.number("delta", None, 1e-6, 1e9, "a number above 0, such as 50"),
    settings.choice("look", tuple(LOOKS), "squares"),
    settings.choice("ground", tuple(GROUNDS), "contours"),
    settings.switch("best"),
    settings.switch("predict"),
    settings.switch("add"),
]
SETTINGS.append(compare.kept_setting(SETTINGS))
STATE = st.session_state


def take(**values: object) -> None:
    """Take over what a person chose, before the page runs again."""
    settings.spoken()
    STATE.update(values)


def begin_anew() -> None:
    """Leave line, points and δ of another data set behind."""
    take(points=None, line=None, delta=None)
    turned()


def released(chosen: PlayerState) -> None:
    """Take over what a person moved in the player."""
    settings.spoken()
    original = points.few(chosen_data(STATE["data"]))
    beginning = beginning_of(original)
    line = points.usable([chosen.start] if chosen.start and len(chosen.start) == 2 else None, most=1)
    moved = points.usable(chosen.points)
    if line:
        STATE["line"] = None if line[0] == beginning.line else line[0]
    if moved:
        STATE["points"] = None if moved == points.points_of(original) else moved
    if chosen.delta is not None and 1e-6 <= chosen.delta <= 1e9:
        STATE["delta"] = None if chosen.delta == beginning.delta else points.rounded(chosen.delta)


said = settings.adopt(PAGE, SETTINGS)
settle(said, "four_scores")
original = points.few(chosen_data(STATE["data"]))
beginning = beginning_of(original)
lesson.head(
    "Loss Explorer",
    "A loss says in one number how far a line's predictions are from what was observed. **Drag the line** by its "
    "ends, or **drag a score**, and watch the loss follow.",
    said,
)
dataset = points.with_points(original, STATE["points"])
choice = pictures.Choice(
    STATE["loss"], STATE["delta"] or beginning.delta, STATE["line"] or beginning.line,
    STATE["look"], STATE["ground"], STATE["best"],
)  # fmt: skip
measure = MEASURES[choice.loss]
guess = guess_of_best(dataset, choice)
choice = guess.chosen()
kept = keeping.kept_line(SETTINGS)
seen = None if guess.asks else kept
playing = player(
    guess.figure(keeping.figure_with(seen, pictures.loss_figure(original, dataset, choice), choice)),
    guess.tracks(
        [*tracks.loss_tracks(original, dataset, choice), *keeping.tracks_of(seen, original, dataset, choice)],
        pictures.span_of(original, dataset),
    ),
    key="loss_explorer_player",
    title="Loss explorer: points, one point's loss, landscape",
    panels=pictures.panels_of(choice.ground),
    readouts=(),
    run=train(dataset, Recipe(epochs=0, loss=measure.trained_as, start=choice.line)),
    family=None,
    others=keeping.runs(seen),
    hand=guess.hand(tracks.loss_hand(original, dataset, choice)),
    points=tracks.loss_points(dataset, choice, adds=STATE["add"]),
    parts=[] if guess.asks else [keeping.account_with(seen, tracks.loss_account(original, dataset, choice), choice)],
    transport=False,
    height=266 if kept else 300,
    view=f"{dataset.name} {choice.ground}",
    on_release=released,
)
with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
    controls.menu("Data", "data", labels((*BEGINNINGS, OWN)), 245, begin_anew)
    own_button(line=True)
    controls.menu("Loss", "loss", {name: measure.label for name, measure in MEASURES.items()})
    controls.menu("Residuals as", "look", LOOKS)
    controls.menu("Landscape as", "ground", GROUNDS)
    with st.popover("More", icon=":material/tune:"):
        controls.predict_first()
with st.container(horizontal=True, vertical_alignment="center", key="tools"):
    st.toggle("Add points", key="add", on_change=settings.spoken, help=points.ADDING)
    st.toggle("Best lines of MSE, MAE and Huber", key="best", on_change=settings.spoken)
    if notes.has_best(dataset):
        st.button("Go to the best line", icon=":material/target:", on_click=go_to_best, args=(dataset, choice))
    points_buttons(dataset, take)
    compare.keep_buttons(SETTINGS, kept and kept.described)
settings.publish(PAGE, SETTINGS)

guess.end_here()
guess.verdict()
st.header("What to notice", anchor=False)
told = (
    points.few_note(chosen_data(STATE["data"])),
    keeping.kept_note(kept, dataset, choice),
    notes.sum_note(dataset, choice),
    notes.tutorial_note(dataset, choice),
    notes.share_note(dataset, choice),
    notes.gap_note(dataset, choice),
    notes.bests_note(original, dataset, choice),
    notes.MEANING,
)
st.markdown("\n\n".join(note for note in told if note))
look_at(
    {
        "One step": lambda: one_step(dataset, choice),
        "The formulas": lambda: formulas(dataset, choice),
        "The code": lambda: code(dataset, choice),
        "Edit the data": lambda: points_table(original, dataset),
        "Take it away": lambda: take_loss_away(playing, dataset, choice),
        "What the tutorial said": lambda: claims(notes.SAID),
    }
)
lesson.way_on(PAGE)
