"""What is put into the formulas: a model, its loss, and the numbers of its rows; and the letters they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core.analysis import PerSampleGradients
from core.data import Dataset


@dataclass(frozen=True)
class LossForm:
    """A loss as its formulas need it.

    Attributes:
        of: One row's loss in LaTeX, `{e}` being its error.
        slope: Its derivative by the error, without the factor.
        factor: What comes down from the exponent, and is written before the sum.
        mean: Whether the rows' losses are averaged; else they are added up.
        root: Whether the root is taken of that.
    """

    of: str
    slope: str
    factor: int = 1
    mean: bool = True
    root: bool = False

    def slopes(self, errors: np.ndarray, delta: float) -> np.ndarray:
        """Return the derivatives at errors, without the factor."""
        if self.slope == "{e}":
            return errors
        return np.asarray(np.sign(errors) if "sign" in self.slope else np.clip(errors, -delta, delta))

    def losses(self, errors: np.ndarray, delta: float) -> np.ndarray:
        """Return the rows' losses."""
        size = np.abs(errors)
        if self.slope == "{e}":
            return np.asarray(errors**2)
        return size if "sign" in self.slope else np.where(size <= delta, errors**2 / 2, delta * (size - delta / 2))


FORMS: Mapping[str, LossForm] = MappingProxyType({
    "mse": LossForm("{e}^2", "{e}", 2),
    "sse": LossForm("{e}^2", "{e}", 2, mean=False),
    "rmse": LossForm("{e}^2", "{e}", 2, root=True),
    "mae": LossForm(r"\left|{e}\right|", r"\operatorname{{sign}}({e})"),
    "huber": LossForm("h({e})", "h'({e})"),
})  # fmt: skip
"""Every loss and measure by its name."""


@dataclass(frozen=True, eq=False)
class Case:
    """What the formulas are written for.

    Attributes:
        dataset: Names and units of the columns.
        loss: A name from `FORMS`.
        everything: All rows at the parameters on show, in training units.
        value: The loss over all rows there.
        parameters: Shape `(P,)`.
        activation: A name from `core.model.ACTIVATIONS`.
        scaling: A name from `core.data.SCALINGS`.
        batch: The rows of the step, where they are not all rows.
        delta: Huber's δ.
    """

    dataset: Dataset
    loss: str
    everything: PerSampleGradients
    value: float
    parameters: np.ndarray
    activation: str = "identity"
    scaling: str = "none"
    batch: PerSampleGradients | None = None
    delta: float = 1.0

    @property
    def form(self) -> LossForm:
        """Return the loss as its formulas need it."""
        return FORMS[self.loss]

    @property
    def line(self) -> bool:
        """Return whether there is one feature and one target, so that no matrix is needed."""
        return self.dataset.d == 1 and self.dataset.t == 1

    @property
    def bent(self) -> bool:
        """Return whether the model has an activation."""
        return self.activation != "identity"

    @property
    def of_step(self) -> PerSampleGradients:
        """Return the rows over which the gradient is taken."""
        return self.everything if self.batch is None else self.batch

    @property
    def whose_loss(self) -> str:
        """Return the symbol of the loss whose gradient is taken."""
        return "L" if self.batch is None else "L_B"

    def count(self, *, step: bool = False) -> str:
        """Return the symbol for how many errors a mean is over."""
        rows = "n" if self.batch is None or not step else "|B|"
        return rows if self.line else f"{rows} t"

    def counted(self, *, step: bool = False) -> str:
        """Return that number."""
        part = self.of_step if step else self.everything
        return str(part.targets.size)

    def at(self, letter: str, row: str | int = "i", column: str | int = "j") -> str:
        """Return a row's letter: x_i for a line, x_{i,p} where there are several columns."""
        return f"{letter}_{{{row}}}" if self.line else f"{letter}_{{{row},{column}}}"

    def weight(self, feature: str | int = "p", target: str | int = "j") -> str:
        """Return the letter of a weight."""
        return "w" if self.line else f"W_{{{feature},{target}}}"

    def bias(self, target: str | int = "j") -> str:
        """Return the letter of a bias."""
        return "b" if self.line else f"b_{{{target}}}"

    @property
    def sum_of_step(self) -> str:
        """Return the sign of the sum over the rows of the step."""
        return r"\sum_{i}" if self.batch is None else r"\sum_{i \in B}"
