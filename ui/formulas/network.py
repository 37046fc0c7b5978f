"""The formulas of a network: forward, the loss of a row, backward, the gradient, the step; with a neuron's numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.analysis.networks import NetworkStep, RowPass, network_step
from core.model import ACTIVATIONS, CLASS_LOSSES, OPTIMIZERS
from core.training import History
from ui.formulas.blocks import Block, Formula, Said, Section
from ui.formulas.latex import added, bracketed, equal, number, rate
from ui.session.neuron_choice import NeuronChoice, layer_name
from ui.text.numbers import rate_written

_SLOPES = {
    "tanh": "1 - a_j^2",
    "sigmoid": "a_j (1 - a_j)",
    "relu": "1 \\quad (z_j > 0), \\quad 0 \\quad (z_j \\le 0)",
    "leaky_relu": "1 \\quad (z_j > 0), \\quad 0.01 \\quad (z_j \\le 0)",
    "identity": "1",
}
_ROW_LOSSES = {
    "mse": r"\frac{1}{t} \sum_j (z_j - y_j)^2",
    "sse": r"\sum_j (z_j - y_j)^2",
    "mae": r"\frac{1}{t} \sum_j \left|z_j - y_j\right|",
    "huber": r"\frac{1}{t} \sum_j h(z_j - y_j)",
    "cross_entropy": r"-\sum_j y_j \ln p_j",
    "brier": r"\frac{1}{t} \sum_j (p_j - y_j)^2",
}
_ERRORS = {
    "mse": r"\frac{2}{t} (z_j - y_j)",
    "sse": "2 (z_j - y_j)",
    "mae": r"\frac{1}{t} \operatorname{sign}(z_j - y_j)",
    "huber": r"\frac{1}{t} h'(z_j - y_j)",
    "cross_entropy": "p_j - y_j",
    "brier": r"\frac{2}{t} p_j \left(p_j - y_j - \sum_k p_k (p_k - y_k)\right)",
}
_OF_ONE = {
    "cross_entropy": r"-\left(y \ln p + (1 - y) \ln (1 - p)\right)",
    "brier": "(p - y)^2",
}
"""Of a single output, which is the probability of the second of two classes."""


def network_account(
    run: History, epoch: int, chosen: NeuronChoice
) -> tuple[list[Section], Mapping[str, tuple[str, str]]]:
    """Return the formulas of a network at an epoch, and what their symbols mean.

    Args:
        run: Of a network.
        epoch: The epoch it stands at.
        chosen: The row and the neuron whose numbers are put in.

    Raises:
        ValueError: If too many steps would have to be gone again, as `network_step` says.
    """
    step = network_step(run, epoch, chosen.row)
    sections = [_forward(step.way, chosen), _loss(run, step.way), _backward(run, step.way, chosen)]
    return [*sections, _gradient(run, step, chosen), _step(run, step)], _words(run, step)


def _forward(way: RowPass, chosen: NeuronChoice) -> Section:
    layer, j = way.layers[chosen.layer], chosen.neuron
    bias, weights = number(layer.parameters[-1, j]), layer.parameters[:-1, j]
    blocks: list[Block] = [
        Formula(r"z_j = b_j + \sum_i w_{ij}\, x_i"),
        Said(
            f"Every neuron does the same with what comes in. Neuron {j + 1} of the "
            f"{layer_name(chosen.layer, len(way.layers)).lower()}, for row {way.row + 1}:"
        ),
        Formula(equal(rf"z_{{{j + 1}}}", added([bias, *_products(weights, layer.inputs)]), number(layer.sums[j]))),
    ]
    if chosen.layer < len(way.layers) - 1:
        blocks += [
            Formula(rf"a_j = f(z_j) = {_of_neuron(ACTIVATIONS[layer.activation].latex)}"),
            Formula(equal(rf"a_{{{j + 1}}}", rf"f({number(layer.sums[j])})", number(layer.values[j]))),
            Said("These values are the inputs $x_i$ of the next layer."),
        ]
    return Section("Forward", blocks)


def _of_neuron(latex: str) -> str:
    """Return an activation's formula with the z of a neuron."""
    return latex.replace("z", "z_j")


def _loss(run: History, way: RowPass) -> Section:
    loss, one = run.recipe.loss, len(way.targets) == 1
    blocks: list[Block] = []
    if loss in CLASS_LOSSES:
        bent = r"p = \frac{1}{1 + \exp(-z)}" if one else r"p_j = \frac{\exp(z_j)}{\sum_k \exp(z_k)}"
        blocks += [Formula(bent), Said("The outputs may be any numbers; this makes probabilities of them.")]
    of_row = _OF_ONE[loss] if one and loss in _OF_ONE else _single(_ROW_LOSSES[loss], one=one)
    whole = r"L = \sum_{r} \ell_r" if loss == "sse" else r"L = \frac{1}{n} \sum_{r} \ell_r"
    blocks += [
        Formula(equal(r"\ell", of_row, number(way.loss))),
        Said("That is the loss of one row. The loss of the run is that of all rows together:"),
        Formula(whole),
    ]
    return Section("The loss of a row", blocks)


def _single(latex: str, *, one: bool) -> str:
    """Return a formula of several outputs as it is for one."""
    if not one:
        return latex
    plain = latex.replace(r"\frac{1}{t} ", "").replace(r"\frac{2}{t}", "2").replace(r"\sum_j ", "")
    return plain.replace("z_j", "z").replace("y_j", "y").replace("p_j", "p")


def _backward(run: History, way: RowPass, chosen: NeuronChoice) -> Section:
    loss, one, last = run.recipe.loss, len(way.targets) == 1, len(way.layers) - 1
    layer, j = way.layers[chosen.layer], chosen.neuron
    of_output = "2 (p - y) p (1 - p)" if one and loss == "brier" else _single(_ERRORS[loss], one=one)
    blocks: list[Block] = [
        Formula(r"\delta_j = \frac{\partial \ell}{\partial z_j}"),
        Said("It is known first at the output, where the loss is:"),
        Formula(equal(r"\delta" if one else r"\delta_j", of_output)),
    ]
    if last == 0 or chosen.layer == last:
        blocks.append(Formula(equal(r"\delta" if one else rf"\delta_{{{j + 1}}}", number(layer.errors[j]))))
    if last:
        blocks += [
            Said("A neuron before it gets its share by the weights that lead out of it, times the slope there:"),
            Formula(r"\frac{\partial \ell}{\partial a_j} = \sum_k w_{jk}\, \delta_k"),
            Formula(r"\delta_j = \frac{\partial \ell}{\partial a_j}\, f'(z_j)"),
        ]
    if chosen.layer < last:
        after, name = way.layers[chosen.layer + 1], rf"_{{{j + 1}}}"
        by_a = rf"\frac{{\partial \ell}}{{\partial a{name}}}"
        product = rf"{bracketed(layer.on_values[j])} \times {bracketed(layer.slopes[j])}"
        blocks += [
            Formula(rf"f'(z_j) = {_SLOPES[layer.activation]}"),
            Formula(equal(by_a, added(_products(after.parameters[j], after.errors)), number(layer.on_values[j]))),
            Formula(equal(rf"\delta{name}", product, number(layer.errors[j]))),
        ]
    return Section("Backward", blocks)


def _gradient(run: History, step: NetworkStep, chosen: NeuronChoice) -> Section:
    layer, j = step.way.layers[chosen.layer], chosen.neuron
    by_w = r"\frac{\partial \ell}{\partial w_{ij}}"
    numbers = rf"{bracketed(layer.inputs[0])} \times {bracketed(layer.errors[j])}"
    first = rf"\frac{{\partial \ell}}{{\partial w_{{1{j + 1}}}}}"
    rows = len(step.rows)
    mean = r"\sum_{r}" if run.recipe.loss == "sse" else rf"\frac{{1}}{{{rows}}} \sum_{{r}}"
    penalty = r" + \lambda w_{ij}" if run.recipe.weight_decay and not run.recipe.decoupled else ""
    penalty += r" + \alpha \operatorname{sign}(w_{ij})" if run.recipe.l1 else ""
    over = "all rows" if step.steps == 1 else "the rows of the batch"
    return Section(
        "The gradient",
        [
            Formula(rf"{by_w} = x_i\, \delta_j \quad \frac{{\partial \ell}}{{\partial b_j}} = \delta_j"),
            Formula(equal(first, numbers, number(layer.gradient[0, j]))),
            Said(f"The gradient g of the step is taken over {over}, $r$ being the number of a row:"),
            Formula(rf"g = {mean} \frac{{\partial \ell_r}}{{\partial w_{{ij}}}}{penalty}"),
        ],
    )


def _step(run: History, step: NetworkStep) -> Section:
    optimizer = OPTIMIZERS[run.recipe.optimizer]
    blocks: list[Block] = [
        Formula(optimizer.latex),
        Said("*One step* has this rule with the numbers of every weight of the neuron."),
    ]
    if run.recipe.optimizer == "sgd" and not run.recipe.decoupled:
        old, gradient, new = (float(each[0]) for each in (step.old, step.gradient, step.new))
        blocks += [
            Said("For the first weight of the network:"),
            Formula(rf"{number(old)} - {rate(step.rate)} \times {bracketed(gradient)} = {number(new)}"),
        ]
    return Section("The step", blocks)


def _products(weights: Iterable[float], inputs: Iterable[float]) -> list[str]:
    return [rf"{bracketed(float(w))} \times {bracketed(float(x))}" for w, x in zip(weights, inputs, strict=True)]


def _words(run: History, step: NetworkStep) -> Mapping[str, tuple[str, str]]:
    recipe, dataset = run.recipe, run.dataset
    return {
        "z": ("z_j", "the weighted sum of neuron $j$, or of an output"),
        "b": ("b_j", "its bias"),
        "w": (
            "w_{ij}",
            "its weight of input $i$; $w_{jk}$ is that from neuron $j$ to neuron $k$ of the layer after it",
        ),
        "x": ("x_i", "what comes in: a feature, or the value of a neuron of the layer before"),
        "i": ("i", "the number of an input"),
        "j": ("j", "the number of a neuron"),
        "k": (
            "k",
            f"the number of a neuron of the layer after it; in a rule the number of the step, here {step.number:,}",
        ),
        "a": ("a_j", "the value of a neuron"),
        "f": ("f", "the activation"),
        "f'": ("f'", "its derivative: how steep it is"),
        "h": ("h", "Huber's loss of one error"),
        "h'": ("h'", "its derivative: the error, cut to lie between −1 and 1"),
        "p": ("p", "the predicted probability"),
        "y": ("y", "the target"),
        "t": ("t", f"the number of outputs, here {dataset.t}"),
        "n": ("n", f"the number of rows, here {dataset.n:,}"),
        "r": ("r", "the number of a row"),
        "g": ("g", "the gradient of a parameter"),
        "L": ("L", "the loss over all rows"),
        r"\ell": (r"\ell", "the loss of one row"),
        r"\delta": (r"\delta_j", "how the row's loss changes with the weighted sum of neuron $j$"),
        r"\ln": (r"\ln", "the natural logarithm"),
        r"\partial": (r"\partial", "a small change"),
        r"\theta": (r"\theta", "any one of the parameters"),
        r"\lambda": (r"\lambda", "the weight decay, of weights alone"),
        r"\alpha": (r"\alpha", "the L1 penalty, of weights alone"),
        r"\eta": (r"\eta", f"the learning rate, here {rate_written(step.rate)}"),
        r"\mu": (r"\mu", f"the momentum, here {recipe.momentum:g}"),
        "v": ("v", "the velocity, one for each parameter"),
        "s": ("s", "what is kept of the squared gradients, one number for each parameter"),
        "m": ("m", "the running mean of the gradients, one for each parameter"),
    }
