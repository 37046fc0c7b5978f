"""How the model predicts: its formula, and the first row's prediction in numbers."""

from __future__ import annotations

from core.model import ACTIVATIONS
from ui.formulas.blocks import Block, Formula, Said, Section
from ui.formulas.case import Case
from ui.formulas.latex import bracketed, equal, factor, number

_HAT = r"\hat y"


def model_section(case: Case) -> Section:
    """Return how the model predicts."""
    blocks: list[Block] = [Formula(_prediction(case))] if case.line else _in_matrices(case)
    if case.bent:
        z = case.at("z")
        weighted = f"w {case.at('x')}" if case.line else rf"\sum_{{p}} {case.at('x', 'i', 'p')}\, {case.weight()}"
        blocks += [
            Formula(f"{z} = {weighted}"),
            Formula(f"f(z) = {ACTIVATIONS[case.activation].latex}"),
            Said("The activation $f$ bends the weighted feature, and the bias is added after it."),
        ]
    return Section("The model", [*blocks, *_first_row(case)])


def predicted(case: Case, row: str | int = "i") -> str:
    """Return a prediction as it follows from weights and biases, in symbols."""
    each = rf"\sum_{{p}} {case.at('x', row, 'p')}\, {case.weight()}"
    weighted = f"w {case.at('x', row)}" if case.line else each
    if case.bent:
        weighted = rf"f\left({weighted}\right)"
    return f"{weighted} + {case.bias()}"


def _prediction(case: Case) -> str:
    return f"{case.at(_HAT)} = {'f(z_i)' if case.bent else 'w x_i'} + b"


def _in_matrices(case: Case) -> list[Block]:
    n, d, t = case.dataset.n, case.dataset.d, case.dataset.t
    product = r"\underset{(n,\,d)}{X}\;\underset{(d,\,t)}{W}"
    if case.bent:
        product = rf"f\left({product}\right)"
    return [
        Formula(rf"\underset{{(n,\,t)}}{{\hat Y}} = {product} + \underset{{(1,\,t)}}{{b}}"),
        Said(
            f"Below each matrix stands its shape, rows first: here n = {n:,}, d = {d} and t = {t}, so X is "
            f"{n:,} × {d} and W is {d} × {t}. The biases are added to every row. One entry, written out:"
        ),
        Formula(f"{case.at(_HAT)} = {predicted(case)}"),
    ]


def _first_row(case: Case) -> list[Block]:
    part, t = case.everything, case.dataset.t
    row = int(part.rows[0]) + 1
    weights = case.parameters[: case.dataset.d * t].reshape(-1, t)[:, 0]
    terms = [rf"{bracketed(w)} \times {bracketed(x)}" for w, x in zip(weights, part.features[0], strict=True)]
    bias, prediction = number(case.parameters[case.dataset.d * t]), number(part.predictions[0, 0])
    bias = factor(bias)
    hat = case.at(_HAT, row, 1)
    if not case.bent:
        return [Said("For the first row:"), Formula(equal(hat, f"{' + '.join(terms)} + {bias}", prediction))]
    inner = number(part.inner[0, 0])
    outer = factor(number(part.predictions[0, 0] - case.parameters[case.dataset.d * t]))
    return [
        Said("For the first row:"),
        Formula(equal(case.at("z", row, 1), " + ".join(terms), inner)),
        Formula(equal(hat, rf"f\left({inner}\right) + {bias}", f"{outer} + {bias}", prediction)),
    ]
