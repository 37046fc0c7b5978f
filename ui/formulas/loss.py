"""How the loss is made of the errors, and what it is for the rows and the parameters on show."""

from __future__ import annotations

import numpy as np

from ui.formulas.blocks import Block, Formula, Said, Section
from ui.formulas.case import Case
from ui.formulas.latex import added, bracketed, equal, factor, number

HUBER = (
    r"h(e) = \begin{cases} \frac{1}{2} e^2 & |e| \le \delta \\ \delta \left(|e| - \frac{1}{2}\delta\right) "
    r"& |e| > \delta \end{cases}"
)
_WHY = {
    "mse": "Errors are squared so that those above and below do not cancel, and so that large ones count most. The "
    "mean makes tables of different length comparable.",
    "sse": "Errors are squared so that those above and below do not cancel, and so that large ones count most. The "
    "sum grows with every row.",
    "rmse": "The root of the mean squared error has the unit of the target again.",
    "mae": "The size of an error counts, not its square, so one far row has no more say than its distance.",
    "huber": "Huber's loss squares errors up to δ and counts larger ones by their size: smooth at 0, and calm about "
    "rows that lie far off.",
}


def loss_section(case: Case) -> Section:
    """Return how the loss is made of the errors."""
    hat, y, e = (case.at(letter) for letter in (r"\hat y", "y", "e"))
    blocks: list[Block] = [
        Formula(f"{e} = {hat} - {y}"),
        Formula(equal("L", aggregated(case, case.form.of.format(e=e)))),
        *([Formula(HUBER)] if case.loss == "huber" else []),
        Said(f"{_WHY[case.loss]} An error above 0 means that the prediction is too high."),
    ]
    return Section("The loss", [*blocks, *_numbers(case)])


def aggregated(case: Case, of: str, *, rows: str = r"\sum_{i}", step: bool = False) -> str:
    """Return the mean, the sum, or the root of the mean of what each row has."""
    every = rows if case.line else rf"{rows}\sum_{{j}}"
    mean = rf"\frac{{1}}{{{case.count(step=step)}}} {every} {of}" if case.form.mean else f"{every} {of}"
    return rf"\sqrt{{{mean}}}" if case.form.root else mean


def _numbers(case: Case) -> list[Block]:
    part = case.everything
    row, errors = int(part.rows[0]) + 1, part.errors.ravel()
    first = equal(
        case.at("e", row, 1),
        f"{number(part.predictions[0, 0])} - {bracketed(part.targets[0, 0])}",
        number(part.errors[0, 0]),
    )
    n = case.counted()
    total = case.value**2 * errors.size if case.form.root else case.value * (errors.size if case.form.mean else 1)
    terms = added(_each(case, errors))
    if case.form.mean:
        sides = [rf"\frac{{1}}{{{n}}} ({terms})", rf"\frac{{1}}{{{n}}} \times {bracketed(total)}"]
    else:
        sides = [terms]
    if case.form.root:
        sides = [rf"\sqrt{{{side}}}" for side in sides]
    rows = f"all {n} errors" if not case.line else f"all {n} rows"
    return [
        Said(f"The error of the first row, and the loss over {rows}:"),
        Formula(first),
        Formula(equal("L", *sides, number(case.value))),
    ]


def _each(case: Case, errors: np.ndarray) -> list[str]:
    if case.loss == "mae":
        return [rf"\left|{number(e)}\right|" for e in errors]
    if case.loss != "huber":
        return [f"{bracketed(e)}^2" for e in errors]
    half, delta = r"\frac{1}{2} \times", factor(number(case.delta))
    return [
        rf"{half} {bracketed(e)}^2"
        if abs(e) <= case.delta
        else rf"{delta} \times \left(\left|{number(e)}\right| - {half} {delta}\right)"
        for e in errors
    ]
