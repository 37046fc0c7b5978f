"""The two places where textbooks differ: a factor in the loss, and a mean or a sum; what each does to the rate."""

from __future__ import annotations

from ui.formulas.blocks import Block, Formula, Said, Section
from ui.formulas.case import Case
from ui.formulas.latex import equal, factor, number, rate

_OWN_SCALE = ("rmsprop", "adagrad", "adam")


def conventions_section(case: Case, optimizer: str, learning_rate: float) -> Section:
    """Return the two places where textbooks differ.

    Args:
        case: Its loss and how many rows a step has matter.
        optimizer: A name from `core.model.OPTIMIZERS`.
        learning_rate: That of the step.
    """
    blocks: list[Block] = [*_halves(case, optimizer, learning_rate), *_sums(case, optimizer, learning_rate)]
    return Section("Where textbooks differ", blocks)


def _halves(case: Case, optimizer: str, learning_rate: float) -> list[Block]:
    if case.loss == "mae":
        return [Said("**A factor 2 or ½.** Absolute errors bring no factor down, so here textbooks agree.")]
    if case.loss == "huber":
        return [
            Said(
                "**A factor 2 or ½.** Huber's loss has its ½ already, so no 2 is left in the gradient. Where all "
                "errors are below δ, the gradient is half of that of the mean squared error, and the rate can be twice "
                "as large."
            )
        ]
    said = (
        "**A factor 2 or ½.** Many books put ½ before the squared errors, so that it cancels the 2 that comes down "
        "from the exponent. Then the loss and its gradient are half as large, and the best parameters are the same."
    )
    if optimizer in _OWN_SCALE:
        return [Said(f"{said} This optimizer divides by the size of the gradients, so its steps hardly change.")]
    return [
        Said(f"{said} The same run needs twice the learning rate:"),
        Formula(
            equal(r"\eta_{1/2}", r"2\, \eta", rf"2 \times {factor(rate(learning_rate))}", number(2 * learning_rate))
        ),
    ]


def _sums(case: Case, optimizer: str, learning_rate: float) -> list[Block]:
    count, n = int(case.counted(step=True)), case.count(step=True)
    both = "" if case.line else " The mean here is over rows and targets, as in PyTorch."
    other = "sum" if case.form.mean else "mean"
    said = (
        f"**A mean or a sum.** The sum is the mean times the number of errors, {count:,}, and so is its gradient; the "
        f"best parameters are the same.{both}"
    )
    if optimizer in _OWN_SCALE:
        return [Said(f"{said} This optimizer divides by the size of the gradients, so its steps hardly change.")]
    wants = f"{said} The same run needs, with a {other}, the learning rate"
    if case.form.mean:
        sides = rf"\frac{{\eta}}{{{n}}}", rf"\frac{{{rate(learning_rate)}}}{{{count}}}", number(learning_rate / count)
    else:
        sides = rf"{n}\, \eta", rf"{count} \times {factor(rate(learning_rate))}", number(count * learning_rate)
    return [Said(f"{wants}:"), Formula(equal(rf"\eta_{{\mathrm{{{other}}}}}", *sides))]
