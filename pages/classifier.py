"""Classifier: a curve learns who passes and who fails."""

from __future__ import annotations

from ui import compare
from ui.lessons.classifier import settings as choices
from ui.lessons.classifier import view
from ui.page import lesson
from ui.page.values import page_of

PAGE = page_of("classifier", choices.classifier_settings(), described=choices.described)

place = lesson.head(
    PAGE,
    "Who passes the exam? The curve says how probable it is after so many hours. Press **Play** and watch it learn; "
    "then move the **pass mark**.",
    lesson.begin(PAGE),
)
trained = view.train_classifier(PAGE)
playing = lesson.play(
    trained,
    view.display_of(trained),
    title="Classifier: probability, loss and landscape",
    view=f"{trained.dataset.name} {trained.recipe.loss} {trained.recipe.scaling}",
    limits=None,
)
compare.keep_controls(place, PAGE.settings, trained.kept)
choices.classifier_controls(PAGE.settings)
lesson.progress(trained.trainings)

epoch = lesson.notice(trained)
lesson.recover(trained)
with lesson.more_precisely(trained):
    lesson.write_divergence(trained)
lesson.write(view.notes_on(trained, epoch))
lesson.finish(trained, playing)
