"""What theory says of learning rates, in the words and formulas of the rule it is about."""

from __future__ import annotations

from core.data import quantity
from core.exact import DescentRule, Verdict
from core.model import Recipe

_WORDS = {"swings": "swings for ever"}


def said(verdict: Verdict) -> str:
    """Return a verdict as a sentence has it."""
    return _WORDS.get(verdict, verdict)


def rule_name(rule: DescentRule) -> str:
    """Return what a rule is called within a sentence."""
    if rule.plain:
        return "plain descent"
    return f"{'Nesterov momentum' if rule.nesterov else 'momentum'} {rule.momentum:g}"


def critical_formula(rule: DescentRule) -> str:
    """Return the critical rate as a formula of the steepest curvature λ and the momentum μ."""
    if rule.plain:
        return "2/λ"
    return "2(1 + μ)/((1 + 2μ)λ)" if rule.nesterov else "2(1 + μ)/λ"


def schedule_written(recipe: Recipe, step: str = "epoch") -> str:
    """Return a recipe's learning-rate schedule in a few words; `step` is what the lesson calls an epoch."""
    length = quantity(recipe.schedule_length, step)
    return {
        "constant": "constant",
        "step": f"in steps, × {recipe.schedule_factor:g} every {length}",
        "exponential": f"exponential, × {recipe.schedule_factor:g} in {length}",
        "cosine": f"cosine, to 0 in {length}",
    }[recipe.schedule]
