"""A link can say anything: what is usable is used, the rest is named, nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from core.data import DATASETS, SCALINGS
from core.model import LOSSES, OPTIMIZERS, SCHEDULES, Recipe
from ui.page.controls import recipe_settings
from ui.page.knobs.batches import batch_setting
from ui.session import settings
from ui.session.settings import Setting, parse, quoted

DATA = ("study_hours", "study_hours_x10")
ALL = [
    *recipe_settings(DATA, batch_setting((1, 2, 4))),
    settings.switch("fit"),
    settings.switch("shuffle", default=True),
    settings.number("hours", None, -1e4, 1e4, "a number of hours, such as 5.5"),
]
BY_NAME = {setting.name: setting for setting in ALL}
DEFAULTS = {setting.name: setting.default for setting in ALL}

# What a link may say for each setting, all of it usable.
USABLE: Mapping[str, some.SearchStrategy[str]] = {
    "data": some.sampled_from(DATA),
    "learning_rate": some.floats(1e-12, 1e6).map(repr),
    "epochs": some.integers(1, 20_000).map(str),
    "loss": some.sampled_from(list(LOSSES)),
    "optimizer": some.sampled_from(list(OPTIMIZERS)),
    "momentum": some.floats(0, 0.99).map(repr),
    "batch_size": some.sampled_from(["all", "1", "2", "4"]),
    "scaling": some.sampled_from(list(SCALINGS)),
    "start": some.sampled_from(["zeros", "random"])
    | some.tuples(*[some.floats(-9e8, 9e8)] * 2).map(lambda pair: f"{pair[0]!r},{pair[1]!r}"),
    "seed": some.integers(0, 2**31 - 1).map(str),
    "device": some.sampled_from(["auto", "cpu"]),
    "epoch": some.integers(0, 20_000).map(str),
    "step": some.integers(1, 20_000).map(str),
    "predict": some.sampled_from(["true", "false"]),
    "schedule": some.sampled_from(list(SCHEDULES)),
    "schedule_length": some.integers(1, 20_000).map(str),
    "schedule_factor": some.floats(0.001, 1).map(repr),
    "warm_up": some.integers(0, 20_000).map(str),
    "weight_decay": some.floats(0, 1000).map(repr),
    "l1": some.floats(0, 1000).map(repr),
    "decays_biases": some.sampled_from(["true", "false"]),
    "decoupled": some.sampled_from(["true", "false"]),
    "dtype": some.sampled_from(["float64", "float32"]),
    "loss_axis": some.sampled_from(["log", "linear"]),
    "loss_over": some.sampled_from(["epochs", "steps", "rows"]),
    "first_30": some.sampled_from(["true", "false"]),
    "fit": some.sampled_from(["true", "false"]),
    "shuffle": some.sampled_from(["true", "false"]),
    "hours": some.floats(-1e4, 1e4).map(repr),
}
links = some.fixed_dictionaries({}, optional={name: texts.map(lambda t: [t]) for name, texts in USABLE.items()})


def test_every_setting_is_tried() -> None:
    """No setting is left out of these tests."""
    assert set(USABLE) == set(BY_NAME)
    assert set(DATA) <= set(DATASETS)


@pytest.mark.parametrize("setting", [s for s in ALL if s.default is not None], ids=lambda setting: setting.name)
def test_defaults_can_be_written_and_read(setting: Setting) -> None:
    """The text of a default reads as the default."""
    assert setting.read(setting.write(setting.default)) == setting.default


@given(links)
@example({"start": ["1.23456789,2.000000001"]})
@example({"learning_rate": ["0.012345678901234567"]})
def test_a_link_reproduces_the_exact_run(link: dict[str, list[str]]) -> None:
    """What was read from a link and written into one again reads as the very same values."""
    values, notes = parse(ALL, link)
    assert notes == []
    again, _ = parse(ALL, {name: [BY_NAME[name].write(values[name])] for name in link})
    assert again == values


@given(links)
def test_usable_values_are_used(link: dict[str, list[str]]) -> None:
    """Each value is the one the link says, each other setting keeps its default."""
    values, _ = parse(ALL, link)
    for name, value in values.items():
        if name not in link:
            assert value == DEFAULTS[name]
        elif isinstance(value, float):
            assert value == float(link[name][0])
        elif name != "start":
            assert str(value).lower() == link[name][0]


NONSENSE = ["abc", "", " ", "-1e", "nan", "inf", "<script>alert(1)</script>", "`rm`", "x" * 10_000, "1" * 10_000,
            "\u202e123", "\x00", "null", "None", "[]", "0x10", "${1}", "**b**", "$x$"]  # fmt: skip
UNUSABLE = {
    "learning_rate": [*NONSENSE, "-1", "0", "1e99", "1e-300", "0.1;0.2", "1,5", "٣", "1_0", "0.5" + " " * 300 + "x"],
    "epochs": [*NONSENSE, "-5", "0", "1.5", "1e12", "20001", "٣", "²", "+5", "1_000"],
    "momentum": [*NONSENSE, "1", "-0.1"],
    "loss": [*NONSENSE, "MSE", "mse "],
    "optimizer": NONSENSE,
    "scaling": NONSENSE,
    "data": [*NONSENSE, "crop_yields", "../secret"],
    "batch_size": [*NONSENSE, "0", "3", "8"],
    "start": [*NONSENSE, "1", "1,2,3", "1,nan", "1e9,0", "1,", ","],
    "seed": [*NONSENSE, "-1", "2147483648"],
    "device": [*NONSENSE, "tpu"],
    "epoch": [*NONSENSE, "-1", "20001"],
    "step": [*NONSENSE, "0", "20001"],
    "predict": [*NONSENSE, "yes", "1"],
    "schedule": [*NONSENSE, "Step", "linear"],
    "schedule_length": [*NONSENSE, "0", "20001", "1.5"],
    "schedule_factor": [*NONSENSE, "0", "1.1", "-0.5"],
    "warm_up": [*NONSENSE, "-1", "20001", "0.5"],
    "weight_decay": [*NONSENSE, "-1", "1e9"],
    "l1": [*NONSENSE, "-0.1", "1001"],
    "decays_biases": [*NONSENSE, "yes", "1"],
    "decoupled": [*NONSENSE, "True", "0"],
    "dtype": [*NONSENSE, "float16", "Float32"],
    "loss_axis": [*NONSENSE, "logarithmic", "Linear"],
    "loss_over": [*NONSENSE, "epoch", "batches"],
    "first_30": [*NONSENSE, "30", "True"],
    "fit": [*NONSENSE, "True", "1"],
    "shuffle": [*NONSENSE, "False", "0"],
    "hours": [*NONSENSE, "1e5"],
}


@pytest.mark.parametrize("name", sorted(UNUSABLE))
def test_unusable_values_are_named_and_replaced(name: str) -> None:
    """Nonsense becomes the default, with one note that shows it, the default and what would be usable."""
    assert set(UNUSABLE) == set(BY_NAME)
    for text in UNUSABLE[name]:
        values, notes = parse(ALL, {name: [text]})
        assert values == DEFAULTS, text
        assert len(notes) == 1, text
        note = notes[0]
        assert note.startswith(f"`{name}` = {quoted(text)} ")
        assert BY_NAME[name].wanted in note
        if DEFAULTS[name] is not None:
            assert BY_NAME[name].write(DEFAULTS[name]) in note


@pytest.mark.parametrize("setting", ALL, ids=lambda setting: setting.name)
def test_what_a_note_recommends_is_usable(setting: Setting) -> None:
    """Every example, end of a range and name in a note works when typed into the link."""
    wanted = setting.wanted.replace("slope and intercept", "").replace("a whole number", "").replace("one of ", "")
    if setting.options:
        tried = wanted.split(", ")
        assert tried == list(setting.options)
    elif " such as " in wanted:
        tried = [wanted.partition(" such as ")[2]]
    else:
        tried = [text.strip().replace("20,000", "20000") for text in re.split(r" or |from| to |,(?=\s)", wanted)]
        tried = [re.sub(r"(?<=\d),(?=\d{3})", "", text) for text in tried if text and "number" not in text]
    assert tried
    for text in tried:
        assert parse(ALL, {setting.name: [text]})[1] == []


def test_a_name_given_twice_is_not_guessed_at() -> None:
    """Two values for one setting give the default, and a note that asks for one."""
    values, notes = parse(ALL, {"epochs": ["5", "6"]})
    assert values == DEFAULTS
    assert notes == ["`epochs` came 2 times in the link; the default 1000 is used. Give it once."]
    values, notes = parse(ALL, {"hours": ["5", "6"]})
    assert values == DEFAULTS
    assert len(notes) == 1


def test_unknown_names_are_left_out() -> None:
    """Names of no setting get one note together, and the rest of the link is used."""
    url = {"lr": ["1"], "<b>": ["2"], "epochs": ["7"], "a": [""], "b": [""], "embed": ["true"], "embed_options": ["x"]}
    values, notes = parse(ALL, url)
    assert values == {**DEFAULTS, "epochs": 7}
    assert len(notes) == 1
    assert "`lr`, `<b>`, `a` and more" in notes[0]
    assert "embed" not in notes[0]
    assert all(name in notes[0] for name in BY_NAME)


texts = some.text(max_size=300) | some.sampled_from([*NONSENSE, *chain(*UNUSABLE.values())])


@given(some.dictionaries(some.sampled_from(list(BY_NAME)) | some.text(max_size=60), some.lists(texts, max_size=3)))
def test_parse_never_raises(url: dict[str, list[str]]) -> None:
    """Whatever a link says, there is a value for every setting, and the notes are one line each."""
    values, notes = parse(ALL, url)
    assert set(values) == set(BY_NAME)
    assert len(notes) <= len(ALL) + 1
    assert all(len(note.splitlines()) == 1 and len(note) < 1000 for note in notes)


def make_recipe(values: dict[str, object]) -> None:
    """Run in a session of Streamlit's: build the recipe that the settings describe."""
    import streamlit as st

    from core.data import load
    from ui.page.controls import recipe_of

    st.session_state.update(values)
    st.session_state["recipe"] = recipe_of(load(values["data"]))


def recipe_from(url: Mapping[str, Sequence[str]]) -> Recipe:
    app = AppTest.from_function(make_recipe, default_timeout=30, kwargs={"values": parse(ALL, url)[0]}).run()
    assert not app.exception
    recipe: Recipe = app.session_state["recipe"]
    return recipe


@pytest.mark.parametrize("name", sorted(UNUSABLE))
def test_unusable_values_give_a_recipe(name: str) -> None:
    """A recipe can be built from what nonsense was replaced by."""
    assert recipe_from({name: [UNUSABLE[name][0]]}) == Recipe()


@pytest.mark.parametrize(
    ("link", "recipe"),
    [
        ({}, Recipe()),
        ({"learning_rate": "1e-12", "epochs": "1", "momentum": "0", "seed": "0"},
         Recipe(learning_rate=1e-12, epochs=1, momentum=0.0)),
        ({"learning_rate": "1e6", "epochs": "20000", "momentum": "0.99", "seed": "2147483647", "start": "random"},
         Recipe(learning_rate=1e6, epochs=20_000, momentum=0.99, seed=2**31 - 1, start="random")),
        ({"batch_size": "2", "start": "-1.5,1e8", "loss": "huber", "optimizer": "adam", "scaling": "max"},
         Recipe(batch_size=2, start=(-1.5, 1e8), loss="huber", optimizer="adam", scaling="max")),
        ({"device": "cpu", "batch_size": "4", "data": "study_hours_x10"}, Recipe(device="cpu", batch_size=4)),
    ],
)  # fmt: skip
def test_a_link_is_a_recipe(link: dict[str, str], recipe: Recipe) -> None:
    """The ends of every range and every kind of start arrive in the recipe."""
    assert recipe_from({name: [text] for name, text in link.items()}) == recipe


@given(some.text(max_size=400))
@example("```\n# Title")
@example("<script>alert(1)</script>")
@example("")
def test_quoted_text_stays_text(text: str) -> None:
    """One code span on one line: no backtick inside can end it, nothing invisible hides in it, and it is short."""
    said = quoted(text)
    assert said[0] == said[-1] == "`"
    inside = said[1:-1]
    assert inside
    assert "`" not in inside
    assert inside.isprintable()
    assert len(inside) <= 41
    if len(text) <= 40:
        assert all(shown in (meant, "·") for shown, meant in zip(inside, text, strict=bool(text)))
