"""What there is to say of a network on a person's own data: their scaling, their classes, the rows held out."""

from __future__ import annotations

from core.analysis import confusion, outputs_at, probabilities_of
from core.data import Dataset, kinds_of_rows
from ui.lessons.neural_network.data import is_own
from ui.page.values import Trained
from ui.text.numbers import brief
from ui.text.words import listed


def share_note(trained: Trained) -> str | None:
    """Say of which classes no row is held out, where rows are to be; None where that is as wanted."""
    dataset, rows = trained.dataset, trained.rows_held_out
    if rows is None or not is_own(dataset):
        return None
    held = set(kinds_of_rows(rows).tolist())
    without = [name for kind, name in enumerate(dataset.classes) if kind not in held]
    if not without:
        return None
    return (
        f"**No row of {listed(without)} is held out:** there is only one, and the network learns from it. How well it "
        "knows such points that it has not seen cannot be said."
    )


def own_notes(trained: Trained, epoch: int) -> list[str | None]:
    """Return what is to be said of own data at an epoch, in this run's numbers; nothing of generated ones."""
    if not is_own(trained.dataset):
        return []
    return [_scaling_note(trained), _confusion_note(trained, epoch)]


def _scaling_note(trained: Trained) -> str:
    dataset, scaler = trained.dataset, trained.scaler
    columns = [*zip(dataset.feature_names, scaler.feature_shift, scaler.feature_scale, strict=True)]
    if not dataset.classes:
        columns += zip(dataset.target_names, scaler.target_shift, scaler.target_scale, strict=True)
    each = [f"{name} {brief(float(shift))} and {brief(float(scale))}" for name, shift, scale in columns]
    return (
        "**Your columns are scaled for training:** from each its mean is taken away, and what is left is divided by "
        f"its standard deviation, so that all count alike. Mean and deviation are: {listed(each)}. The pictures keep "
        f"your units{'' if dataset.classes else '; the loss is that of the scaled numbers'}."
    )


def _confusion_note(trained: Trained, epoch: int) -> str | None:
    dataset = trained.dataset
    if not dataset.classes:
        return None
    outputs = outputs_at(dataset, trained.recipe, trained.run.parameters[epoch])
    table = confusion(probabilities_of(outputs), dataset.targets)
    said = [_told(dataset, kind, row) for kind, row in enumerate(table.tolist()) if sum(row)]
    return f"**What the points it learns from are taken for:** {'; '.join(said)}."


def _told(dataset: Dataset, kind: int, row: list[int]) -> str:
    """Say what the rows of a class are taken for."""
    wrong = [f"{count:,} for {dataset.classes[other]}" for other, count in enumerate(row) if count and other != kind]
    taken = f", {listed(wrong)} instead" if wrong else ""
    return f"of {sum(row):,} {dataset.classes[kind]} {row[kind]:,} rightly{taken}"
