"""The gradient: its formula with the numbers in it, derived in three steps."""

from __future__ import annotations

from core.model import ACTIVATIONS
from ui.formulas.blocks import Block, Fold, Formula, Said, Section
from ui.formulas.case import Case
from ui.formulas.latex import bracketed, equal, factor, number, summed
from ui.formulas.loss import aggregated
from ui.formulas.model import predicted

_HUBER = r"h'(e) = \begin{cases} e & |e| \le \delta \\ \delta \operatorname{sign}(e) & |e| > \delta \end{cases}"
_BENDS = {
    "relu": r"f'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
    "leaky_relu": r"f'(z) = \begin{cases} 1 & z > 0 \\ 0.01 & z \le 0 \end{cases}",
    "sigmoid": r"f'(z) = f(z) \left(1 - f(z)\right)",
    "tanh": r"f'(z) = 1 - f(z)^2",
}
"""The activations' derivatives."""


def gradient_section(case: Case) -> Section:
    """Return the gradient, with its numbers, and the three steps that lead to it."""
    blocks: list[Block] = []
    if case.batch is not None:
        blocks += [
            Said(
                "This step looks at a batch of rows only, $B$. Its gradient is that of their loss alone, "
                f"$L_B$, over {case.counted(step=True)} of the {case.counted()} errors."
            )
        ]
    if not case.line:
        blocks += _in_matrices(case)
    blocks += [Formula(_on_weight(case)), Formula(_on_bias(case)), *_meaning(case)]
    if case.form.root and case.value == 0:
        return Section("The gradient", [*blocks, Said("Here all errors are 0, and the root has no derivative at 0.")])
    blocks += [
        Said("With the numbers on show:"),
        *_numbers(case),
        Said("Where these formulas come from, in three steps:"),
    ]
    return Section("The gradient", [*blocks, *_steps(case)])


def _partial(case: Case, parameter: str) -> str:
    return rf"\frac{{\partial {case.whose_loss}}}{{\partial {parameter}}}"


def _before(case: Case, count: str, root: str) -> str:
    """Return the factor before the sum."""
    if case.form.root:
        return rf"\frac{{1}}{{{count}{root}}}"
    if not case.form.mean:
        return str(case.form.factor)
    return rf"\frac{{{case.form.factor}}}{{{count}}}"


def _inner(case: Case) -> str:
    """Return what an error counts for in the gradient of a weight, but for the feature."""
    slope = case.form.slope.format(e=case.at("e"))
    return rf"{slope}\, f'({case.at('z')})" if case.bent else slope


def _symbolic(case: Case) -> str:
    return _before(case, case.count(step=True), " L")


def _on_weight(case: Case) -> str:
    inner = f"{case.sum_of_step} {_inner(case)}\\, {case.at('x', 'i', 'p')}"
    return equal(_partial(case, case.weight()), f"{_symbolic(case)} {inner}")


def _on_bias(case: Case) -> str:
    inner = f"{case.sum_of_step} {case.form.slope.format(e=case.at('e'))}"
    return equal(_partial(case, case.bias()), f"{_symbolic(case)} {inner}")


def _in_matrices(case: Case) -> list[Block]:
    slope = case.form.slope.format(e=case.at("e"))
    entry = rf"D_{{i,j}} = {_symbolic(case)}\, {slope}"
    bend = r"\left(D \circ f'(Z)\right)" if case.bent else "D"
    rows = "the rows of the batch" if case.batch is not None else "all rows"
    return [
        Formula(entry),
        Formula(rf"\underset{{(d,\,t)}}{{{_partial(case, 'W')}}} = X^{{\mathsf T}} {bend}"),
        Said(
            f"The matrix D, with {rows}, says how the loss changes with each prediction. Times the features, turned "
            "on their side, it is the gradient, which has the shape of W. One entry of it, and of the biases':"
        ),
    ]


def _meaning(case: Case) -> list[Block]:
    found: list[Block] = []
    if case.loss == "huber":
        found.append(Formula(_HUBER))
    if case.loss in ("mae", "huber"):
        found.append(Said("sign(e) is 1 for an error above 0, −1 for one below 0, and 0 where the error is 0."))
    if case.bent:
        found.append(
            Formula(_BENDS.get(case.activation, f"f'(z) = f'\\left({ACTIVATIONS[case.activation].latex}\\right)"))
        )
    return found


def _numbers(case: Case) -> list[Block]:
    """Return both gradients with the rows' numbers in them."""
    part, target = case.of_step, 0
    slopes = case.form.slopes(part.errors[:, target], case.delta)
    bends = part.bends[:, target]
    weight = [
        r" \times ".join([bracketed(s), *([bracketed(bend)] if case.bent else []), bracketed(x)])
        for s, bend, x in zip(slopes, bends, part.features[:, 0], strict=True)
    ]
    before = _before(case, case.counted(step=True), rf" \times {bracketed(case.value)}")
    size = _value_before(case)
    of_bias = part.gradient[case.dataset.d * case.dataset.t]
    found = [
        (case.weight(1, 1), weight, part.gradient[0]),
        (case.bias(1), [bracketed(s) for s in slopes], of_bias),
    ]
    return [
        Formula(
            equal(
                _partial(case, letter),
                rf"{before} {summed(terms)}",
                rf"{before} \times {bracketed(gradient / size)}",
                number(gradient),
            )
        )
        for letter, terms, gradient in found
    ]


def _value_before(case: Case) -> float:
    count = int(case.counted(step=True))
    if case.form.root:
        return 1 / (count * case.value)
    return case.form.factor / count if case.form.mean else case.form.factor


def _steps(case: Case) -> list[Block]:
    return [_written_out(case), _chain(case), _together(case)]


def _written_out(case: Case) -> Fold:
    part = case.of_step
    row, e = int(part.rows[0]) + 1, case.at("e")
    first: list[Said | Formula]
    inner = f"({predicted(case)} - {case.at('y')})"
    of = {"mae": f"|{predicted(case)} - {case.at('y')}|", "huber": f"h{inner}"}.get(case.loss, f"{inner}^2")
    if case.line:
        x, y = bracketed(part.features[0, 0]), bracketed(part.targets[0, 0])
        weighted = rf"f\left(w \times {x}\right)" if case.bent else rf"w \times {x}"
        first = [
            Said("For the first of these rows, only w and b are left to choose; the rest are numbers of the table:"),
            Formula(f"{case.at('e', row)} = {weighted} + b - {y}"),
        ]
    else:
        first = [Said("Features and targets are numbers of the table; only weights and biases are left to choose.")]
    return Fold(
        "Step 1: write the loss out",
        [
            Said("Put the model into the error, and the error into the loss:"),
            Formula(f"{e} = {predicted(case)} - {case.at('y')}"),
            Formula(equal(case.whose_loss, aggregated(case, of, rows=case.sum_of_step, step=True))),
            *first,
        ],
    )


def _chain(case: Case) -> Fold:
    part, form = case.of_step, case.form
    row, e, x = int(part.rows[0]) + 1, case.at("e"), case.at("x", "i", "p")
    of, slope = form.of.format(e=e), f"{form.factor if form.factor > 1 else ''} {form.slope.format(e=e)}".strip()
    bend = rf"f'({case.at('z')}) \cdot " if case.bent else ""
    weight, bias = case.weight(), case.bias()

    def by(over: str) -> str:
        return rf"\frac{{\partial {of}}}{{\partial {over}}}"

    moved = rf"\frac{{\partial {e}}}{{\partial {weight}}}"
    first = case.form.slopes(part.errors[:1, 0], case.delta)[0]
    number_of = form.of.format(e=case.at("e", row, 1))
    numbers = [str(form.factor)] if form.factor > 1 else []
    numbers += [bracketed(first), *([bracketed(part.bends[0, 0])] if case.bent else []), bracketed(part.features[0, 0])]
    product = form.factor * first * part.bends[0, 0] * part.features[0, 0]
    turned = rf"\frac{{\partial {number_of}}}{{\partial {case.weight(1, 1)}}}"
    return Fold(
        "Step 2: the chain rule, for one row",
        [
            Said(
                "How much does one row's loss change when a parameter changes a little? First by how much its error "
                "changes the loss, then by how much the parameter changes its error; the two are multiplied."
            ),
            Formula(rf"{by(weight)} = {by(e)} \cdot {moved} = {slope} \cdot {bend}{x}"),
            Formula(rf"{by(bias)} = {slope} \cdot 1"),
            Said("For the first of these rows:"),
            Formula(equal(turned, r" \times ".join(numbers), number(product))),
        ],
    )


def _together(case: Case) -> Fold:
    form, rows = case.form, case.sum_of_step
    slope = f"{form.factor if form.factor > 1 else ''} {_inner(case)}".strip()
    x = case.at("x", "i", "p")
    one = rf"\frac{{1}}{{{case.count(step=True)}}} " if form.mean else ""
    rule = "mean of the derivatives" if form.mean else "sum of the derivatives"
    said = [Said(f"The derivative of a {'mean' if form.mean else 'sum'} is the {rule}:")]
    whole = rf"{one}{rows} {slope}\, {x}"
    if form.root:
        said.append(Said("The root comes first by the chain rule: its derivative is 1 over twice the root."))
        whole = rf"\frac{{1}}{{2 L}} \cdot {whole}"
    end = f"{_symbolic(case)} {rows} {_inner(case)}\\, {x}"
    return Fold(
        "Step 3: put the sum together",
        [*said, Formula(equal(_partial(case, case.weight()), whole, end if end != whole else "")), *_sums(case)],
    )


def _sums(case: Case) -> list[Said | Formula]:
    part, form = case.of_step, case.form
    if form.root:
        return []
    count = part.targets.size if form.mean else 1
    terms = [bracketed(value) for value in part.per_sample[:, 0] * count]
    total = factor(number(part.gradient[0] * count))
    sides = [rf"\frac{{1}}{{{count}}} {summed(terms)}", rf"\frac{{1}}{{{count}}} \times {total}"]
    if not form.mean:
        sides = [summed(terms)]
    return [
        Said("With the rows' numbers of step 2:"),
        Formula(equal(_partial(case, case.weight(1, 1)), *sides, number(part.gradient[0]))),
    ]
