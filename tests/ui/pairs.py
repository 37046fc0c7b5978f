"""Links in which every value of a setting meets every value of every other."""

from __future__ import annotations

import itertools


def in_pairs(choices: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
    """Return few links in which each value of a setting meets each value of every other, one pair after another."""
    left = {
        frozenset({(one, a), (other, b)})
        for one, other in itertools.combinations(choices, 2)
        for a in choices[one]
        for b in choices[other]
    }
    links = []
    while left:
        link = dict(sorted(min(left, key=sorted)))
        for name in choices:
            if name not in link:
                met = {v: sum({(name, v), pair} in left for pair in link.items()) for v in choices[name]}
                link[name] = max(met, key=lambda value: met[value])
        links.append(link)
        left -= {frozenset(pair) for pair in itertools.combinations(link.items(), 2)}
    return links
