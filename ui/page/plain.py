"""One plain sentence about what is on the screen now, and what of it the pictures show: what all lessons share.

Sentences are whole, one a case, with named places for numbers and for what the data are called. They are written in
Markdown, stand together by lesson, and can be read from top to bottom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from core.exact import Minimum
from core.model import OPTIMIZERS
from core.training import History
from ui.text.numbers import brief, percent

_ROUNDING = 1e-12
KEY = "plain"
"""By this key the style knows the sentence that is larger than the rest."""


@dataclass(frozen=True)
class Plain:
    """A plain sentence about what is on the screen, and what the pictures show of it; both with or without places."""

    sentence: str
    evidence: tuple[str, ...] = ()

    def filled(self, places: Mapping[str, str]) -> Plain:
        """Return it with its places filled."""
        return Plain(self.sentence.format_map(places), tuple(each.format_map(places) for each in self.evidence))

    def and_also(self, *evidence: str | None) -> Plain:
        """Return it with more evidence; None adds nothing."""
        return replace(self, evidence=(*self.evidence, *(each for each in evidence if each)))


Words = Mapping[str, Plain]

FALLEN = "The loss has come down from {first} to {loss}; the lowest possible is {lowest}."
GROWN = "The loss began at {first} and is {loss} now; the lowest possible is {lowest}."
NO_PROOF = "A curve that looks flat is no proof that training has finished."
TINY_STEPS = "The steps are tiny because the bottom of the valley is almost flat."


def passes(count: int) -> str:
    """Return a number of passes over the data, as a sentence has it."""
    return f"{count:,} {'pass' if count == 1 else 'passes'}"


def places(run: History, epoch: int, answer: Minimum) -> dict[str, str]:
    """Return what sentences about any run have places for: passes, the loss, batches."""
    rows, first, loss = run.dataset.n, float(run.losses[0]), float(run.losses[epoch])
    return {
        "passes": passes(epoch),
        "end": passes(int(run.diverged_at if run.diverged_at is not None else run.epochs[-1])),
        "first": brief(first),
        # What is left of the first loss when only rounding is left is no number to read.
        "loss": brief(loss if loss > _ROUNDING * first else 0.0),
        "lowest": brief(answer.loss),
        "batch": f"{min(run.recipe.batch_size or rows, rows):,}",
        "rows": f"{rows:,}",
        "done": percent(min(1.0, max(0.0, _done(run, epoch, answer)))),
    }


def _done(run: History, epoch: int, answer: Minimum) -> float:
    """Return how much of the way from its first loss to the lowest possible one a run has come."""
    way = float(run.losses[0]) - answer.loss
    return (float(run.losses[0]) - float(run.losses[epoch])) / way if way > 0 else 1.0


def worded(case: str, run: History) -> str:
    """Return the case whose sentence is true of the optimizer, too: what makes steps tiny, and what runs past."""
    optimizer = run.recipe.optimizer
    descends = optimizer == "sgd" or OPTIMIZERS[optimizer].uses_momentum
    if case == "overshooting" and optimizer != "sgd":
        return "swung past"
    # Elsewhere a step is as long as the rate says, however flat the ground is.
    return case if descends and run.recipe.loss != "mae" else case.removesuffix(", slow")


def draw(plain: Plain) -> None:
    """Draw the sentence, larger than the rest, and what the pictures show below it."""
    with st.container(key=KEY):
        st.markdown(plain.sentence)
    st.markdown("\n".join(f"- {each}" for each in plain.evidence))
