"""Broken files and broken links, through the pages that take a person's own data."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.broken import FILES, TEXTS, tampered
from tests.ui.own_data.test_own_pages import LESSONS, use
from tests.ui.visits import follow, key_of, link_of, press

SCORES = "hours\tscore\n1\t48\n2\t52\n4\t68\n5\t83"
NUMBERS = "a\tb\tc\ty\n1\t2\t0\t3\n2\t1\t1\t5\n0\t4\t2\t1\n3\t3\t1\t7\n5\t0\t2\t9\n4\t1\t7\t2"


def third(page: str) -> range:
    """Return the seeds of a lesson: together the three have a hundred."""
    first = 34 * LESSONS.index(page)
    return range(first, first + 34)


def begun(page: str) -> AppTest:
    """Open a lesson on own data."""
    return use(page, NUMBERS if page == "crop_yields" else SCORES)


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # said of odd workbooks, to nobody
@pytest.mark.parametrize("page", LESSONS)
def test_broken_files(page: str) -> None:
    """Of a hundred broken files each lesson offers or refuses a third; the data on show stay as they are."""
    app = begun(page)
    link = link_of(app)
    assert link["data"] == "own"
    press(app, "Your own data")
    (way,) = (group for group in app.get("button_group") if group.label == "How")
    way.set_value("file").run()
    refused = 0
    seeds = third(page)
    for seed in seeds:
        content = list(FILES.values())[seed % len(FILES)](np.random.default_rng([seed, 6]))
        (file,) = app.file_uploader
        file.set_value((f"table{seed}.{'xlsx' if content[:2] == b'PK' else 'csv'}", content, "text/csv")).run()
        assert not app.exception, seed
        offered = "Use these data" in [button.label for button in app.button]
        assert offered != bool(app.error), seed
        assert all(error.value.endswith(".") for error in app.error), seed
        assert link_of(app) == link, seed
        refused += not offered
    assert len(seeds) / 5 < refused < len(seeds)


@pytest.mark.parametrize("page", LESSONS)
def test_broken_links(page: str) -> None:
    """Of a hundred broken links each lesson shows the data they carry whole, or says what is wrong, for a third.

    The session still has its own.
    """
    app = begun(page)
    refused = 0
    seeds = third(page)
    for seed in seeds:
        draw = np.random.default_rng([seed, 7])
        changed = tampered(draw, TEXTS[seed % len(TEXTS)])
        app.query_params.clear()
        app.query_params["data"], app.query_params["own"] = "own", changed
        follow(app)
        assert (link_of(app).get("data") == "own") != bool(app.warning), seed
        refused += bool(app.warning)
    assert refused > len(seeds) / 2
    app.selectbox(key=key_of(app, "data")).set_value("own").run()
    assert not app.exception
    assert link_of(app)["data"] == "own"
