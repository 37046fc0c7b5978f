"""Perceptron: one neuron, every step of its learning."""

from __future__ import annotations

from ui import compare
from ui.lessons.perceptron import basin_work, view
from ui.lessons.perceptron import settings as choices
from ui.lessons.perceptron.receipt import neuron_receipt
from ui.page import lesson
from ui.page.values import page_of

PAGE = page_of("perceptron", choices.neuron_settings(), described=choices.described, step=choices.STEP)

place = lesson.head(
    PAGE,
    "One neuron learns from 25 points. Press **Play**, or follow numbers forwards and gradients back, phase by phase "
    "(key **N**). Click the map for another start.",
    lesson.begin(PAGE),
)
neuron = view.train_neuron(PAGE)
trained = neuron.trained
playing = lesson.play(
    trained,
    lambda: view.display_of(neuron),
    title="Perceptron: data, loss and which starts learn",
    view=f"{trained.dataset.name} {trained.recipe.activation}",
    subject=trained.dataset.name,
    limits=view.limits_of(trained),
    height=236,
    settled=neuron.map.found is not None,
    **view.blocks(trained),
)
compare.keep_controls(place, PAGE.settings, trained.kept)
choices.neuron_controls(PAGE.settings)
lesson.progress(trained.trainings, PAGE.step)

epoch = lesson.notice(trained)
lesson.say(view.plain_on(neuron, epoch), view.answers_on(trained))
lesson.recover(trained)
view.same_step_button(trained)
with lesson.more_precisely(trained):
    lesson.write_divergence(trained)
    lesson.write(view.notes_on(neuron, epoch))
lesson.finish(trained, playing, code=neuron_receipt)
basin_work.continue_training(neuron.map)
