"""The Hubble lesson's runs as its tests look at them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core import Family, Recipe, draw_starts, load, sweep
from ui.hubble.sky import Sky, sky_of
from ui.hubble.universe import Universe

TUTORIAL = Recipe(0.05, 500, scaling="max")


def look(name: str = "hubble_key_project", universe: Universe | None = None, **fields: Any) -> Sky:
    """Train as the tutorial does, or with other fields of its recipe, and look at the run."""
    dataset, recipe = load(name), replace(TUTORIAL, **fields)
    family = sweep(dataset, recipe, [recipe.learning_rate, recipe.learning_rate / 10])
    return sky_of(dataset, family[0], family, universe or Universe())


def many_starts(sky: Sky, count: int = 200) -> Family:
    """Train the sky's recipe from starts all over the square."""
    return sweep(sky.dataset, sky.run.recipe, starts=draw_starts(count))


def evaluated(form: Any, parameters: np.ndarray) -> float:
    """Evaluate a form of one row, or a factor over it, as the browser does."""
    if hasattr(form, "factor"):
        return float(form.factor / evaluated(form.form, parameters))
    return float(form.offset[0] + form.weights[0] @ parameters)
