"""The end of a network's script: its loss, how many rows it tells right, and the assertions."""

from __future__ import annotations

import math

from core.analysis import Rounding
from core.data import quantity
from core.model import CLASS_LOSSES
from core.training import History
from ui.script.knobs import whole_loss
from ui.script.proof import check_line, checks_section, rounded_up
from ui.script.sections import Section

_FOUND = "found = torch.cat([torch.cat([layer.weight.T, layer.bias[None]]).flatten() for layer in layers]).tolist()"


def network_result(run: History) -> Section:
    """Return the section that prints the loss and, of classes, the share of rows that are told right."""
    whole = whole_loss(run.recipe)
    lines = [
        "with torch.no_grad():",
        f"    loss, outputs = ({whole}).item(), model(x)",
        f'print("loss after {quantity(int(run.epochs[-1]), "epoch")}:", loss)',
    ]
    if run.recipe.loss in CLASS_LOSSES:
        right = "(outputs > 0) == (y > 0.5)" if run.dataset.t == 1 else "outputs.argmax(1) == y.argmax(1)"
        lines.append(f'print("right:", ({right}).sum().item(), "of", len(x))')
    return Section("Result", "what the network has learned.", "\n".join(lines))


def network_receipt(run: History, tolerance: Rounding) -> Section:
    """Return the section that asserts that loss and parameters are those of the run.

    Args:
        run: The run on screen.
        tolerance: How far its numbers may differ.
    """
    lines = [check_line("loss", "loss", run.losses[-1], tolerance.loss)] if math.isfinite(run.losses[-1]) else []
    allowed = rounded_up(float(tolerance.parameters.max()))
    lines += [
        "# layer by layer: what goes into each neuron, input by input, then the biases",
        f"expected = {run.parameters[-1].tolist()!r}",
        _FOUND,
        "farthest = max(abs(one - other) for one, other in zip(found, expected, strict=True))",
        f'assert farthest <= {allowed!r}, f"a parameter is {{farthest!r}} from the receipt, more than {allowed!r}"',
        f'print(f"All {run.parameters.shape[1]} parameters are as the receipt says, ± {allowed!r}")',
    ]
    return checks_section(run, tolerance, lines)
