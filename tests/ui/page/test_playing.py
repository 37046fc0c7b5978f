"""What a player shows is described once for all who show the same, and by nothing but what determines it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import pytest

import ui.player
from tests.ui.visits import link_of, message, press, visit
from ui.lessons.crop_yields.settings import crop_settings
from ui.lessons.gradient_descent_animator.settings import animator_settings
from ui.lessons.hubble_age.settings import hubble_settings
from ui.lessons.neural_network.settings import network_settings
from ui.lessons.perceptron.settings import neuron_settings
from ui.lessons.study_hours.settings import study_settings
from ui.page.values import page_of
from ui.player.blob import Content, pack
from ui.session.settings import Setting
from ui.session.store import STORE, statistics

LESSONS: dict[str, Callable[[], Sequence[Setting]]] = {
    "study_hours": study_settings,
    "gradient_descent_animator": animator_settings,
    "hubble_age": hubble_settings,
    "crop_yields": crop_settings,
    "perceptron": neuron_settings,
    "neural_network": network_settings,
}
TRIED = ("true", "false", "2", "3", "0.3", "0.02", "10", "30", "1,2", "0.9,0.9", "uniform", "2,5", "0", "50:0.001")


def others(setting: Setting) -> Iterator[str]:
    """Yield texts that give a setting another value than its default: all of a menu's, or one that it reads."""
    for text in setting.options or TRIED:
        try:
            if setting.read(text) == setting.default:
                continue
        except ValueError:
            continue
        yield text
        if not setting.options:
            return


def links_of(name: str) -> list[dict[str, str]]:
    """Return a link to a lesson as it is first seen, and one of a short run for each other value of each setting."""
    settings = page_of(name, LESSONS[name]()).settings
    short = {"epochs": "60"}
    return [{}, short, *({**short, setting.name: text} for setting in settings for text in others(setting))]


@pytest.mark.parametrize("name", LESSONS)
def test_no_setting_shows_what_another_has_made(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a visit is given, whoever made it, is what it would have made itself; so for each value of each setting."""
    once, given = ui.player._once, []

    def compared(shared: Hashable, what: str, make: Callable[[], Any]) -> Any:
        found = once(shared, what, make)
        given.append((digest(found), digest(make())))
        return found

    STORE.clear()
    monkeypatch.setattr(ui.player, "_once", compared)
    links = links_of(name)
    assert len(links) > 15
    for link in links:
        visit(name, **link)
        assert given
        assert all(one == own for one, own in given), link
        given.clear()


def digest(made: Any) -> str:
    """Return what tells one description, packed or not, from another."""
    return made.digest if isinstance(made, Content) else pack(made).digest


@pytest.mark.parametrize("name", LESSONS)
def test_a_second_visitor_makes_nothing_anew(name: str) -> None:
    STORE.clear()
    visit(name)
    made = statistics().misses
    visit(name)
    assert statistics().misses == made


def test_people_s_own_rows_never_meet() -> None:
    """Two tables of the same name that differ in a row held out alone have the same run, but not the same picture."""

    def shown(last: str) -> bytes:
        app = press(visit("gradient_descent_animator"), "Your own data")
        (way,) = (group for group in app.get("button_group") if group.label == "How")
        way.set_value("paste").run()
        app.text_area(key="own_paste").set_value(f"hours\tscore\n1\t48\n2\t52\n4\t68\n5\t83\n6\t{last}").run()
        link = link_of(press(app, "Use these data"))
        return message(visit("gradient_descent_animator", **link, held_rows="5"))

    STORE.clear()
    first, other = shown("90"), shown("95")
    assert first != other
    STORE.clear()
    assert shown("95") == other


def test_what_a_hand_keeps_is_shown_to_it_alone() -> None:
    """A, a guess, and a run that still grows are shown to those who have them, after somebody who has none."""
    STORE.clear()
    plain = message(visit("study_hours"))
    app = press(visit("study_hours"), "Compare: keep as A")
    assert message(app) != plain
    assert message(visit("study_hours", predict="true")) != plain
    assert message(visit("study_hours")) == plain
