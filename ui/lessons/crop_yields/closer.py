"""The closer looks of the crop yields alone: two ways to train, scaling, batches and order, degrees of freedom."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from core.data import Dataset, quantity
from core.exact import LeftOut
from core.model import Recipe
from core.reference import from_scratch, with_parts
from ui.lessons.crop_yields import tables
from ui.lessons.crop_yields.names import is_own
from ui.text.numbers import rate_written


def closer_looks(
    dataset: Dataset, recipe: Recipe, seen: LeftOut | None, sizes: Sequence[int]
) -> Mapping[str, Callable[[], None]]:
    """Return the views by name; each computes what it shows when it is opened.

    Args:
        dataset: Features and targets.
        recipe: That of the run on show.
        seen: How well the exact answer predicts rows it has not seen; None where that is not determined.
        sizes: Batch sizes to try beside all rows.
    """
    freedom = {} if seen is None else {"Degrees of freedom": lambda: _freedom(dataset, seen)}
    return {
        "Two ways to train": lambda: _two_ways(dataset, recipe),
        "Scaling": lambda: _scaling(dataset, recipe),
        "Batches and order": lambda: _orders(dataset, recipe, sizes),
        **freedom,
    }


def _two_ways(dataset: Dataset, recipe: Recipe) -> None:
    same = tables.ways_recipe(dataset, recipe)
    batch = "all rows at once" if same.batch_size in (None, dataset.n) else f"batches of {same.batch_size}"
    st.markdown(
        "The same training, written twice: **from scratch**, with tensors and `backward` alone, and with **PyTorch's "
        "own parts**. Both functions have just run, as they stand here, on this page's data, scaling, start and order: "
        f"{quantity(same.epochs, 'epoch')} at {rate_written(same.learning_rate)}, {batch}, mean squared error, plain "
        "descent."
    )
    text, said = tables.ways_table(dataset, same)
    st.markdown(text)
    st.markdown(said)
    left, right = st.columns(2)
    with left:
        st.markdown("**From scratch**")
        st.code(inspect.getsource(from_scratch), language="python", wrap_lines=True)
    with right:
        st.markdown("**With PyTorch's parts**")
        st.code(inspect.getsource(with_parts), language="python", wrap_lines=True)


def _scaling(dataset: Dataset, recipe: Recipe) -> None:
    epochs = min(recipe.epochs, 1000)
    st.markdown(
        f"**What {quantity(epochs, 'epoch')} achieve with each scaling.** “The best rate” is the fixed rate that is "
        "best in the long run, 2 / (λmin + λmax): steepest and shallowest direction then shrink alike. With a large "
        "condition number even that oscillates for thousands of epochs, and a smaller rate looks better at first. All "
        "losses are in units of the data, whatever the training saw."
    )
    st.markdown(tables.scaling_table(dataset, epochs))
    if not is_own(dataset):
        st.markdown(tables.long_run_note(dataset))


def _orders(dataset: Dataset, recipe: Recipe, sizes: Sequence[int]) -> None:
    text, epochs = tables.orders_table(dataset, recipe, [*sizes, dataset.n])
    st.markdown(
        f"**The loss over all rows after {quantity(epochs, 'epoch')}** at {rate_written(recipe.learning_rate)}, by "
        "batch size and order. Smaller batches take more steps in an epoch, each by less of the data. With all rows in "
        "a batch the order makes no difference."
    )
    st.markdown(text)


def _freedom(dataset: Dataset, seen: LeftOut) -> None:
    free = dataset.n - dataset.d - 1
    st.markdown(
        f"**{quantity(dataset.n, 'row')}, {dataset.d + 1} parameters for each target, {quantity(free, 'degree')} of "
        "freedom.** A row's leverage says how much of its own prediction it makes: 1 means that the fit goes through "
        f"it, whatever its target. The leverages add up to {dataset.d + 1}. “Left out” is how far the fit to all "
        "*other* rows misses the row, computed exactly, without fitting anew, as error / (1 − leverage)."
    )
    st.markdown(tables.freedom_table(dataset, seen))
    if free == 1 and not is_own(dataset):
        st.markdown(
            "One degree of freedom means that the errors can follow one pattern only: those of apples and oranges "
            "are the same five numbers but for a factor, whatever the yields are. Nothing is left to tell a law of "
            "nature from chance."
        )
