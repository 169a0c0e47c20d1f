"""Pools for the tests of the draw, and a slow, simple leximin over all panels to compare with."""

from collections.abc import Iterable, Sequence
from itertools import combinations, product

import numpy as np
from scipy.optimize import linprog

from coop.rules.sortition import Quota, Volunteer


def neighbourhood(number: int = 48) -> list[Volunteer]:
    """People of a made-up neighbourhood with five features, skewed as volunteers are; no randomness."""
    return [
        Volunteer(
            f"v{place:03d}",
            {
                "street cluster": ("Noord", "Oost", "Zuid", "Noord", "Oost", "West", "Zuid", "Noord")[place % 8],
                "age": ("65+", "50-64", "30-49", "65+", "50-64", "30-49", "16-29")[place * 3 % 7],
                "gender": ("woman", "woman", "man", "woman", "man")[place * 2 % 5],
                "home language": ("Dutch", "Dutch", "Turkish or Arabic", "Dutch", "other", "Dutch")[place * 5 % 11 % 6],
                "experience": ("no", "yes", "no")[place * 7 % 13 % 3],
            },
        )
        for place in range(number)
    ]


def six_seats() -> list[Quota]:
    """Quotas on all five features for a panel of six."""
    ranges = {
        ("street cluster", 1, 2): ("Noord", "Oost", "Zuid", "West"),
        ("age", 1, 2): ("16-29", "30-49", "50-64", "65+"),
        ("gender", 2, 4): ("woman", "man"),
        ("home language", 1, 5): ("Dutch", "Turkish or Arabic"),
        ("home language", 0, 1): ("other",),
        ("experience", 2, 4): ("yes", "no"),
    }
    return [Quota(name, value, low, high) for (name, low, high), values in ranges.items() for value in values]


def meets(panel: Iterable[Volunteer], quotas: Iterable[Quota]) -> bool:
    """Every quota holds and nobody shares a household: the rules once more, in the simplest words."""
    there = list(panel)
    homes = [one.household for one in there if one.household is not None]
    return len(homes) == len(set(homes)) and all(
        quota.minimum <= sum(one.features[quota.feature] == quota.value for one in there) <= quota.maximum
        for quota in quotas
    )


def all_panels(pool: Sequence[Volunteer], quotas: Sequence[Quota], size: int) -> list[tuple[str, ...]]:
    """Every panel there is."""
    return [tuple(one.id for one in panel) for panel in combinations(pool, size) if meets(panel, quotas)]


def leximin_by_brute_force(pool: Sequence[Volunteer], panels: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Leximin over all panels: who cannot rise above the level while the others keep theirs is settled there."""
    ids = [one.id for one in pool]
    on = np.array([[float(person in panel) for panel in panels] for person in ids])
    settled: dict[int, float] = {}
    while len(settled) < len(ids):
        level = _highest(on, settled, [place for place in range(len(ids)) if place not in settled])
        stuck = [
            place
            for place in range(len(ids))
            if place not in settled and _alone(on, settled, level, place) < level + 1e-6
        ]
        settled |= dict.fromkeys(stuck, level)
    return {person: settled[place] for place, person in enumerate(ids)}


def _alone(on: "np.typing.NDArray[np.float64]", settled: dict[int, float], level: float, place: int) -> float:
    others = {other: level for other in range(len(on)) if other != place} | settled
    return _highest(on, others, [place])


def _highest(on: "np.typing.NDArray[np.float64]", floor: dict[int, float], raised: list[int]) -> float:
    panels = on.shape[1]
    rows = [np.append(-on[place], 0.0) for place in floor] + [np.append(-on[place], 1.0) for place in raised]
    limits = [1e-9 - level for level in floor.values()] + [0.0] * len(raised)
    answer = linprog(
        np.append(np.zeros(panels), -1.0),
        A_ub=np.array(rows),
        b_ub=limits,
        A_eq=[np.append(np.ones(panels), 0.0)],
        b_eq=[1.0],
        bounds=(0, 1),
        method="highs",
    )
    return float(answer.x[-1])


def small_example() -> tuple[list[Volunteer], list[Quota]]:
    """example_small_20 of the published benchmark: 200 people, one of them the only conservative woman."""
    people = [("female", "conservative")] + [("female", "liberal")] * 99 + [("male", "conservative")] * 100
    pool = [
        Volunteer(f"p{place:03d}", {"gender": gender, "leaning": leaning})
        for place, (gender, leaning) in enumerate(people)
    ]
    values = {"gender": ("female", "male"), "leaning": ("liberal", "conservative")}
    return pool, [Quota(name, value, 9, 20) for name in values for value in values[name]]


def grid(people: int) -> list[Volunteer]:
    """A tiny pool in which all combinations of two features occur in turn."""
    kinds = list(product("ab", "xyz"))
    return [
        Volunteer(f"t{place}", dict(zip(("one", "two"), kinds[place % len(kinds)], strict=True)))
        for place in range(people)
    ]
