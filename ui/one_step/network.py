"""One step of a network in numbers: a row forward, its error back, and the step that the rows make together."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.analysis.networks import NetworkStep, network_step
from core.data import quantity
from core.model import CLASS_LOSSES
from core.training import History
from ui.one_step import network_words as words
from ui.one_step.per_sample import DIGITS, row_name
from ui.one_step.rows import Row, rows_table
from ui.one_step.rules import rule_columns
from ui.one_step.view import autograd_said
from ui.session.neuron_choice import NeuronChoice, layer_name, neuron_fields
from ui.session.settings import quoted
from ui.text.numbers import rate_written, trimmed


def network_step_view(run: History, epoch: int, *, clicks: bool = False) -> None:
    """Show the step after an epoch: a row in a layer, a neuron's sums with their numbers, and its new weights.

    Args:
        run: Of a network.
        epoch: The epoch it stands at.
        clicks: Whether a picture on show has a point for each row, which chooses it.
    """
    network, dataset = run.recipe.network, run.dataset
    assert network is not None
    chosen = neuron_fields(dataset.n, (*network.widths, dataset.t))
    try:
        step = network_step(run, epoch, chosen.row)
    except ValueError as too_long:
        st.markdown(f"This step cannot be shown: {too_long} Choose an earlier epoch, or batches of more rows.")
        return
    st.markdown(_opening(run, step, clicks=clicks))
    _layer_table(run, step, chosen)
    st.markdown("\n\n".join((words.forward_said(run, step, chosen), words.backward_said(run, step, chosen))))
    _weights_table(run, step, chosen)
    st.markdown("\n\n".join((_leads_to(run, step), autograd_said(run.recipe, step))))


def _opening(run: History, step: NetworkStep, *, clicks: bool) -> str:
    """Say which step it is, over which rows, and what the row that is looked at costs."""
    dataset, way = run.dataset, step.way
    last = step.epoch + 1 >= len(run.epochs)
    if step.steps > 1:
        what = f"Step {step.step + 1:,} of {step.steps:,} of epoch {step.epoch + 1:,}"
        what += ", which would come next" if last else ""
        over = f"the batch of {quantity(len(step.rows), 'row')} that has the row in it"
    else:
        what = f"The step {'that would come next, ' if last else ''}after epoch {step.epoch:,}"
        over = f"all {quantity(len(step.rows), 'row')}"
    scaled = "" if run.recipe.scaling == "none" else " The numbers are those of training, scaled."
    inputs = ", ".join(
        f"{name} {trimmed(float(value), DIGITS)}"
        for name, value in zip(map(quoted, dataset.feature_names), way.layers[0].inputs, strict=True)
    )
    how = " **Click or tap a point** in the picture for another row; the one chosen wears a ring." if clicks else ""
    says = "probability" if run.recipe.loss in CLASS_LOSSES else "prediction"
    predictions, targets = (_numbers(each) for each in (way.predictions, way.targets))
    name = row_name(dataset, way.row)
    return (
        f"**{what}**, at learning rate {rate_written(step.rate)}, over {over}. {name} has {inputs}. "
        f"The network's {says} for it is {predictions}, the target {targets}: the loss of this row alone is "
        f"ℓ = {trimmed(way.loss)}.{scaled}{how}"
    )


def _numbers(values: np.ndarray) -> str:
    return ", ".join(trimmed(float(value), DIGITS) for value in values)


def _layer_table(run: History, step: NetworkStep, chosen: NeuronChoice) -> None:
    """Show what the row becomes in each neuron of a layer, and what comes back to it."""
    way = step.way
    layer, outputs = way.layers[chosen.layer], chosen.layer == len(way.layers) - 1
    if outputs:
        says = "Probability p" if run.recipe.loss in CLASS_LOSSES else "Prediction"
        titles = ("Output", "Weighted sum z", *([says] if says != "Prediction" else []), "Target y", "δ = ∂ℓ/∂z")
        shown = [layer.sums, *([way.predictions] if says != "Prediction" else []), way.targets, layer.errors]
    else:
        titles = ("Neuron", "Weighted sum z", "Value a = f(z)", "Comes back: ∂ℓ/∂a", "Slope f′(z)", "δ = ∂ℓ/∂a × f′(z)")
        shown = [layer.sums, layer.values, layer.on_values, layer.slopes, layer.errors]
    rows = [
        Row((str(j + 1), *(trimmed(float(value), DIGITS) for value in numbers)))
        for j, numbers in enumerate(zip(*shown, strict=True))
    ]
    name = layer_name(chosen.layer, len(way.layers))
    rows_table(f"{row_name(run.dataset, way.row)} in the {name.lower()}", titles, rows, key="layer_pass")


def _weights_table(run: History, step: NetworkStep, chosen: NeuronChoice) -> None:
    """Show for each weight of a neuron the row's gradient, that of all rows of the step, and the new weight."""
    layer = step.way.layers[chosen.layer]
    own = step.of(_places(step, chosen))
    summed = run.recipe.loss == "sse"
    over = f"{'Sum' if summed else 'Mean'} over {quantity(len(step.rows), 'row')}"
    columns: list[tuple[str, list[str]]] = [
        ("Input", [*(_short(value) for value in layer.inputs), "1"]),
        ("Of this row: input × δ", [_short(value) for value in layer.gradient[:, chosen.neuron]]),
    ]
    if own.penalty.any():
        columns += [
            (over, [_short(value) for value in own.gradient - own.penalty]),
            ("Penalty", [_short(value) for value in own.penalty]),
            ("Their sum: the gradient", [_short(value) for value in own.gradient]),
        ]
    else:
        columns.append((f"{over}: the gradient", [_short(value) for value in own.gradient]))
    columns += rule_columns(run.recipe, own)
    names = [*(f"Weight of {name}" for name in words.input_names(run.dataset, chosen.layer, layer)), "Bias"]
    rows = [Row((name, *cells)) for name, *cells in zip(names, *(cells for _, cells in columns), strict=True)]
    rows_table("How the neuron's weights change", ("Parameter", *(title for title, _ in columns)), rows, key="weights")


def _short(value: float) -> str:
    return trimmed(float(value), DIGITS)


def _places(step: NetworkStep, chosen: NeuronChoice) -> np.ndarray:
    """Return where in the vector of parameters those of the neuron stand, its bias last."""
    sizes = [layer.parameters.shape for layer in step.way.layers]
    begin = sum(m * k for m, k in sizes[: chosen.layer])
    inputs, neurons = sizes[chosen.layer]
    return np.asarray(begin + np.arange(inputs) * neurons + chosen.neuron)


def _leads_to(run: History, step: NetworkStep) -> str:
    """Say of what epoch the new parameters are, as the run has them."""
    following = step.epoch + 1
    if following >= len(run.epochs):
        return f"The run ends at epoch {step.epoch:,}: these would be its next parameters."
    left = step.steps - step.step - 1
    if left:
        return f"{quantity(left, 'more step')} of other rows follow before epoch {following:,} begins."
    theirs = run.parameters[following]
    same = all(trimmed(float(a)) == trimmed(float(b)) for a, b in zip(step.new, theirs, strict=True))
    apart = float(np.abs(step.new - theirs).max())
    how = "in all digits shown" if same else f"but for at most {trimmed(apart, 2)}"
    count = quantity(len(step.new), "parameter")
    return f"**With these epoch {following:,} begins.** All {count} are those of the run there, {how}."
