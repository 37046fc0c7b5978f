"""No change of the page makes a browser work out the styles of much more than what has changed."""

from __future__ import annotations

import re
from pathlib import Path

from ui.shell.style import STYLE

UI = Path(__file__).parents[3] / "ui"
# Whatever changes its class may then match, or whatever comes or goes below it.
MATCHED_ANEW = re.compile(r"\[class[*^$]=|:has\(")


def selectors() -> list[str]:
    """Return every selector of the app's own rules, lists taken apart at their outer commas."""
    sheets = [STYLE, *(file.read_text(encoding="utf-8") for file in sorted(UI.rglob("*.css")))]
    bare = [re.sub(r"/\*.*?\*/|</?style>", "", sheet, flags=re.DOTALL) for sheet in sheets]
    lists = [found.strip() for sheet in bare for found in re.findall(r"([^{}]+)\{", sheet)]
    return [each.strip() for found in lists if not found.startswith("@") for each in split(found, ",")]


def split(selector: str, *at: str) -> list[str]:
    """Return the parts of a selector between marks that stand outside of all brackets."""
    parts, depth = [""], 0
    for character in selector:
        depth += (character in "([") - (character in ")]")
        if depth == 0 and character in at:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]


def names_something(compound: str) -> bool:
    """Return whether a part of a selector asks for a tag, a class or an attribute, in each of its alternatives."""
    if re.match(r"[\w.#\[]", compound):
        return True
    if inner := re.match(r":is\((.*)\)", compound):
        return all(names_something(split(each, *" >+~")[-1]) for each in split(inner[1], ","))
    return False


def restyles_all_below(selector: str) -> bool:
    """Return whether any element at all below one that is matched anew may be meant."""
    *above, last = split(selector, *" >+~")
    return not names_something(last) and any(MATCHED_ANEW.search(part) for part in above)


def test_no_rule_makes_all_below_an_element_be_styled_anew() -> None:
    """Such a rule costs at each change of any class: a ruler's release had the styles of 900 elements worked out."""
    found = selectors()
    assert len(found) > 300
    assert [each for each in found if restyles_all_below(each)] == []


def test_such_rules_are_found() -> None:
    """Those that the app had are; the same with a name for what they mean are not."""
    assert restyles_all_below('[class*="st-key-card_"] :has(> [data-testid="stPageLink"])')
    assert restyles_all_below('[class*="st-key-card_"] :is(p, [data-testid="stPageLink"] *)')
    assert restyles_all_below(".slopewise-player:not(.present):has(> .slopewise-equations) > *")
    assert not restyles_all_below('[class*="st-key-card_"] :is(p, [data-testid="stPageLink"] a)')
    assert not restyles_all_below(".slopewise-player.with-equations:not(.present) > *")
    assert not restyles_all_below(".slopewise-below:not(:has(> :not([hidden])))")
