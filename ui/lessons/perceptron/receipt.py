"""A neuron's run as a script from scratch: the four phases of each iteration, line by line."""

from __future__ import annotations

from core.analysis import Rounding
from core.data import quantity
from core.model import Recipe
from core.training import History
from ui.lessons.perceptron.phases import penalty_code
from ui.script.knobs import schedule_section
from ui.script.of_run import received
from ui.script.proof import receipt_section
from ui.script.sections import Receipt, Section
from ui.script.training import ACTIVATED, limit_line, started


def neuron_receipt(run: History, tolerance: Rounding) -> Receipt:
    """Return the script of a run of `b + f(w x)` by descent over all rows on a squared loss.

    Args:
        run: Of one feature and one target; its learning rate and schedule, loss and penalty, activation, start and seed
            matter.
        tolerance: How far its numbers may differ where they are rounded otherwise.

    Raises:
        ValueError: If the run is of another kind, which these few lines do not train.
    """
    recipe = run.recipe
    usual = (recipe.optimizer, recipe.scaling, recipe.earlier, recipe.dtype) == ("sgd", "none", (), "float64")
    all_rows = recipe.batch_size in (None, run.dataset.n)
    if not (usual and all_rows and recipe.loss in ("mse", "sse") and run.dataset.d == run.dataset.t == 1):
        raise ValueError(f"a neuron must learn by plain descent over all rows on a squared loss, not by {recipe}.")
    return received(
        run,
        [
            Section("Start", f"{started(run)}.", _start(run)),
            schedule_section(recipe),
            _penalty(recipe),
            Section("Training", "the four phases of every iteration, without any of PyTorch's parts.", _loop(run)),
            Section("Result", "the loss with the last weight and bias.", _result(run)),
            receipt_section(run, tolerance, ["w.item()", "b.item()"]),
        ],
    )


def _start(run: History) -> str:
    start, lines = run.recipe.start, [f"torch.manual_seed({run.recipe.seed})"]
    if start == "uniform":
        values = ["torch.rand(1).requires_grad_()"] * 2
    elif start == "random":
        values = ["(2 * torch.rand(1) - 1).requires_grad_()"] * 2
    else:
        lines = []
        values = [f"torch.tensor([{value!r}], requires_grad=True)" for value in run.parameters[0].tolist()]
    return "\n".join([*lines, *(f"{name} = {value}" for name, value in zip("wb", values, strict=True))])


def _forward(run: History) -> str:
    return f"{ACTIVATED[run.recipe.activation].format('w * x')} + b"


def _loss(run: History, prediction: str) -> str:
    reduced = "sum" if run.recipe.loss == "sse" else "mean"
    return f"({prediction} - y).pow(2).{reduced}(){' + penalty()' if run.recipe.penalised else ''}"


def _penalty(recipe: Recipe) -> Section | None:
    if not recipe.penalised:
        return None
    says = "what large weights cost. The loss on screen is with it."
    return Section("Penalty", says, f"def penalty():\n    return {penalty_code(recipe)}")


def _loop(run: History) -> str:
    recipe = run.recipe
    diverged = "\n    assert loss <= limit  # not diverged so far" if run.diverged_at is not None else ""
    rate = f"lr = {recipe.learning_rate!r}"
    before, now = ("", f"\n    {rate} * factor(iteration)") if recipe.scheduled else (f"{rate}\n\n", "")
    lines = f"""{before}for iteration in range({int(run.epochs[-1])}):{now}
    y_pred = {_forward(run)}  # forward
    loss = {_loss(run, "y_pred")}  # loss, before this iteration's update{diverged}
    loss.backward()  # backward: adds to w.grad and b.grad
    with torch.no_grad():  # update
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()"""
    return "\n".join([*limit_line(run), lines])


def _result(run: History) -> str:
    whole = _loss(run, _forward(run))
    whole = f"({whole})" if run.recipe.penalised else whole
    return f"""with torch.no_grad():
    loss = {whole}.item()
print("loss after {quantity(int(run.epochs[-1]), "iteration")}:", loss)
print("weight", w.item(), "bias", b.item())"""
