"""Every page opens its notes with one plain sentence, which is true of what is on the screen, in three digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from core.analysis import Case
from tests.ui.visits import visit
from ui.lessons.crop_yields.plain import CROPS
from ui.lessons.gradient_descent_animator.plain import ONE_RUN, RACE, RAW_VS_SCALED
from ui.lessons.hubble_age.plain import STARTS, SURE, TRAINING
from ui.lessons.loss_explorer.plain import OWN_LINE
from ui.lessons.perceptron.plain import NEURON
from ui.lessons.study_hours.plain import STUDY_HOURS
from ui.page.plain import KEY, Words
from ui.page.plain_line import LINE
from ui.text.numbers import brief, percent

TABLES = (LINE, STUDY_HOURS, ONE_RUN, RACE, RAW_VS_SCALED, TRAINING, STARTS, SURE, CROPS, NEURON, OWN_LINE)
_COUNT = re.compile(r"[\d,]+ (pass|iteration|epoch|run|start|galax|of the|rows|dots|lines)")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MATHEMATICS = re.compile("gradient matrix|eigen|condition number|Hessian", re.IGNORECASE)


def sentences(app: AppTest) -> list[str]:
    """Return what stands in places for a plain sentence."""

    def walk(block: Any) -> Iterator[Any]:
        for child in block.children.values():
            if hasattr(child, "children"):
                if getattr(child.proto, "id", "").endswith(KEY):
                    yield child
                yield from walk(child)

    return [element.value for block in walk(app.main) for element in block.markdown]


def digits(number: str) -> int:
    """Return how many digits of a number mean something."""
    return len(number.replace(",", "").replace(".", "").strip("0")) if "." in number else len(
        number.replace(",", "").rstrip("0")
    )  # fmt: skip


STATES = [
    ("study_hours", {"epoch": "0"}, "Nothing is learned yet: the line says 0 points for everyone"),
    ("study_hours", {"epoch": "0", "fit": "true"}, "Your turn: drag the line"),
    ("study_hours", {"epoch": "1"}, "After 1 pass the line rises about as steeply as it should"),
    ("study_hours", {"epoch": "1000"}, "nearly right: one more hour of study is worth 7.5 points"),
    ("study_hours", {"epoch": "1000", "learning_rate": "0.05"}, "The run has flown apart"),
    ("study_hours", {"epoch": "10", "optimizer": "momentum"}, "has swung past the best one"),
    ("study_hours", {"epoch": "1000", "batch_size": "2"}, "looks at only 2 of the 8 rows"),
    ("gradient_descent_animator", {"epoch": "20"}, "has come 97% of the way down, from a loss of 5,940"),
    ("gradient_descent_animator", {"epoch": "100", "view": "race"}, "Nesterov has won the race"),
    ("gradient_descent_animator", {"epoch": "20", "view": "worlds"}, "the run on the scaled data is nearly right"),
    ("gradient_descent_animator", {"epoch": "3", "ground": "surface"}, "lands on the other side of the valley"),
    (
        "hubble_age",
        {"epoch": "500", "cosmology": "empty"},
        r"13\.1 billion years, and the best line says 12\.2: training has not finished",
    ),
    ("hubble_age", {"epoch": "20", "view": "starts"}, "some of the 200 lines do not even rise"),
    (
        "hubble_age",
        {"view": "sure", "cosmology": "empty"},
        r"95 of 100 redrawn samples put it between 9\.61 and 15\.9 billion years",
    ),
    ("crop_yields", {"epoch": "0"}, "Nothing is learned yet"),
    ("crop_yields", {"epoch": "100"}, "it typically misses apples by .* ton and oranges by .* ton"),
    ("perceptron", {"epoch": "4000"}, "as good as it can be: no other weight and bias have a loss below 6.12"),
    ("perceptron", {"epoch": "3", "start": "0.9,0.9"}, "this neuron is dead"),
    ("loss_explorer", {}, "Your line can do better: its loss is 26.8, and the best line has 20.2"),
    ("loss_explorer", {"data": "four_scores", "line": "7.9,400"}, "Your line is the best there is"),
]


@pytest.mark.parametrize(("page", "link", "wanted"), STATES, ids=[f"{page} {link}" for page, link, _ in STATES])
def test_pages_say_it_plainly(page: str, link: dict[str, str], wanted: str) -> None:
    """There is one plain sentence, of this state, with three digits at most and without the words of mathematics."""
    (said,) = sentences(visit(page, **link))
    assert re.search(wanted, said), said
    assert [number for number in _NUMBER.findall(_COUNT.sub("", said)) if digits(number) > 3] == []
    assert not _MATHEMATICS.search(said)


def test_a_guess_that_is_asked_is_not_told() -> None:
    """While a guess is asked there is no plain sentence, which would tell it."""
    assert sentences(visit("study_hours", predict="true")) == []


@pytest.mark.parametrize("words", [STUDY_HOURS, ONE_RUN, TRAINING, CROPS])
def test_every_case_has_a_sentence(words: Words) -> None:
    """Wherever a run can stand, each lesson has something to say."""
    assert {*get_args(Case), "swung past"} <= set(words)


def test_sentences_are_whole() -> None:
    """Each begins with a capital, ends with a full stop, and has no word of mathematics."""
    for words in TABLES:
        for plain in words.values():
            for text in (plain.sentence, *plain.evidence):
                assert re.match(r"[A-Z{]", text), text
                assert text.endswith("."), text
                assert not _MATHEMATICS.search(text), text


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_numbers_are_brief(value: float) -> None:
    """A number in a plain sentence has three digits at most, and is right to within half of the last."""
    text = brief(value)
    mantissa, _, power = text.replace("−", "-").replace(",", "").partition(" × 10")
    exponent = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    assert digits(mantissa.lstrip("-")) <= 3
    assert float(f"{mantissa}e{exponent}") == pytest.approx(value, rel=0.00501, abs=1e-300)


def test_parts_of_a_whole() -> None:
    """All or nothing is said only where it is so."""
    assert [percent(part) for part in (0, 0.004, 0.5, 0.997, 1)] == [
        "0%",
        "less than 1%",
        "50%",
        "more than 99%",
        "100%",
    ]
