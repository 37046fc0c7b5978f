"""The Hubble lesson's runs as its tests use them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.data import load
from core.exact import draw_starts
from core.model import Recipe
from core.training import Family, sweep
from ui.lessons.hubble_age.hubble_view import HubbleView, hubble_view
from ui.lessons.hubble_age.universe import Universe

FIRST_VISIT = Recipe(0.05, 500, scaling="max")


def trained_view(name: str = "hubble_key_project", universe: Universe | None = None, **fields: Any) -> HubbleView:
    """Train as at a first visit, or with other fields of its recipe, and return what the views show."""
    dataset, recipe = load(name), replace(FIRST_VISIT, **fields)
    family = sweep(dataset, recipe, [recipe.learning_rate, recipe.learning_rate / 10])
    return hubble_view(dataset, family[0], family, universe or Universe())


def many_starts(hubble: HubbleView, count: int = 200) -> Family:
    """Train the view's recipe from starts all over the square."""
    return sweep(hubble.dataset, hubble.run.recipe, starts=draw_starts(count))


def evaluated(form: Any, parameters: np.ndarray) -> float:
    """Evaluate a form of one row, or a factor over it, as the browser does."""
    if hasattr(form, "factor"):
        return float(form.factor / evaluated(form.form, parameters))
    return float(form.offset[0] + form.weights[0] @ parameters)
