"""Whatever bytes come, they are read or refused in a sentence; nothing else is raised."""

from __future__ import annotations

import numpy as np
import pytest

from core.tables import numbers_of, own_dataset, parse_table, read_link, read_table, write_link
from tests.broken import FILES, TEXTS, tampered


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")  # said of odd workbooks, to nobody
@pytest.mark.parametrize("made", FILES)
def test_files(made: str) -> None:
    """Sixty files of each kind give a data set, or a sentence."""
    refusals: list[str] = []
    for seed in range(60):
        content = FILES[made](np.random.default_rng([seed, 4]))
        try:
            table = read_table(content, "file")
            numbers = numbers_of(table)
            data = own_dataset(table, numbers[:1], numbers[1:2])
        except ValueError as error:
            refusals.append(str(error))
            continue
        assert data.dataset.n + len(data.dropped) == len(table.rows) + len(table.dropped), seed
        text = write_link(table)
        assert text is None or read_link(text).rows == table.rows, seed
    assert not [said for said in refusals if not said.endswith(".") or len(said) > 500]
    assert made == "random_bytes" or len(refusals) < 60


def test_links() -> None:
    """Three hundred changed links are refused in one sentence, or carry the very same table."""
    refusals: set[str] = set()
    for seed in range(300):
        draw = np.random.default_rng([seed, 5])
        text = TEXTS[seed % 4]
        try:
            rows = read_link(tampered(draw, text)).rows
        except ValueError as error:
            refusals.add(str(error))
        else:
            assert rows == parse_table(text).rows, seed
    assert len(refusals) == 1
