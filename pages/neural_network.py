"""Neural Network: layers of neurons learn what a line cannot."""

from __future__ import annotations

import streamlit as st

from ui import compare
from ui.lessons.neural_network import activations, by_hand, notes, pictures, settings, starts, starts_counted, view
from ui.lessons.neural_network.plain import idea, plain_on
from ui.page import lesson
from ui.page.values import page_of

PAGE = page_of(
    "neural_network", settings.network_settings(), described=settings.described, unseen=settings.unseen,
    settle=settings.settle, most_epochs=by_hand.MAX_EPOCHS,
)  # fmt: skip

unusable = lesson.begin(PAGE)
unusable += activations.settle()
dataset, recipe = PAGE.described(st.session_state)
unusable += by_hand.settle(dataset, recipe)
place = lesson.head(PAGE, idea(dataset), unusable)
trained = lesson.train(PAGE, dataset, recipe, loss=pictures.CURVE)
twenty = starts.trainings_of(trained)
playing = lesson.play(
    trained,
    lambda: view.display_of(trained),
    title="Neural network: data, losses and the neurons",
    view=view.axes_of(trained),
    limits=None,
    height=320,
    parts=[starts.wall_or_graph(trained, twenty)],
    trainings=twenty,
    on_release=settings.released,
)
compare.keep_controls(place, PAGE.settings, trained.kept)
settings.network_controls(PAGE.settings)
lesson.progress([*trained.trainings, *twenty])

epoch = lesson.notice(trained)
of_starts = [starts.note_on(trained, twenty, epoch), starts_counted.counted_note(trained)]
lesson.say(plain_on(trained, epoch), [*notes.answers_on(trained), *of_starts])
lesson.recover(trained)
with lesson.more_precisely(trained):
    lesson.write_divergence(trained)
    lesson.write(notes.notes_on(trained, epoch))
lesson.finish(trained, playing, trainings=twenty)
