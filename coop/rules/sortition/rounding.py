"""From chances to exactly 1,000 panels: whole numbers only, so that the published list is the lottery itself.

Whole panels are repeated or left out, never changed, so every quota holds in every one of them. First the
largest remainders (ties: the lexicographically first make-up), then exchanges of one panel for another to bring
everybody within a thousandth of the leximin chance, the smallest chances before all others. Within a group the
places go round so that equals differ by at most one panel in a thousand.
Source: Flanigan, Kehne and Procaccia, "Fair sortition made transparent" (2021), for the 1,000 panels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coop.rules.sortition.groups import Group, Kind, Makeup, Values
from coop.rules.sortition.leximin import Fairest
from coop.rules.sortition.model import PANELS

# A chance this close under a thousandth counts as that thousandth.
_NEAR = 0.02
_SMALLEST, _SHORT, _OVER = 10_000, 1000, 10
# Weights are per person of a group; this keeps them whole numbers, which floats hold exactly below 2^53.
_WHOLE = 720_720
_ROUNDS, _ASKS, _CANDIDATES = 800, 80, 6

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Limits:
    """Between which totals each group must come for everybody to be within a thousandth of the fair chance."""

    least: Whole
    most: Whole
    short: Values
    over: Values

    @classmethod
    def of(cls, chances: Values, people: Whole) -> Limits:
        """Too few weighs far more than too many, and most for those with the smallest chance."""
        least = np.floor(chances * PANELS + _NEAR).astype(np.int64)
        most = np.ceil(chances * PANELS - _NEAR).astype(np.int64)
        short = np.where(least == least.min(), _SMALLEST, _SHORT) * _WHOLE // people
        over = _OVER * _WHOLE // people
        return cls(least * people, most * people, short.astype(float), over.astype(float))

    def distance(self, total: Whole) -> Values:
        """How far totals (the last axis) lie outside."""
        short = np.maximum(0, self.least - total) * self.short
        return np.asarray((short + np.maximum(0, total - self.most) * self.over).sum(axis=-1))

    def wish(self, total: Whole) -> Values:
        """What one more person of each group is worth."""
        return np.asarray((total < self.least) * self.short - (total >= self.most) * self.over)

    def heavier(self, total: Whole, base: Limits) -> Limits:
        """The same limits, but what these totals break weighs more."""
        short = self.short + (total < self.least) * base.short
        return Limits(self.least, self.most, short, self.over + (total > self.most) * base.over)


def thousand(makeup: Makeup, fair: Fairest) -> list[tuple[str, ...]]:
    """1,000 panels of people whose chances are the fair ones, to a thousandth."""
    order = np.lexsort(fair.rows.T[::-1])
    rows, weights = fair.rows[order], fair.weights[order]
    people = makeup.people.astype(np.int64)
    rows, times = exchanged(makeup, rows, _largest_remainders(weights), Limits.of(fair.chances, people))
    return _seated(makeup.groups, np.repeat(rows, times, axis=0))


def _largest_remainders(weights: Values) -> Whole:
    """Whole numbers that add up to 1,000; ties go to the first row."""
    exact = np.round(weights * PANELS, 4)
    times = np.floor(exact).astype(np.int64)
    short = PANELS - int(times.sum())
    first = np.lexsort((np.arange(len(times)), -(exact - times)))
    times[first[:short]] += 1
    return times


def exchanged(makeup: Makeup, rows: Whole, times: Whole, base: Limits) -> tuple[Whole, Whole]:
    """Exchange panels one by one while that brings the totals closer to their limits.

    When stuck, what is broken weighs more from then on and a new make-up is looked for. Returns the rows and
    times of the best that was met.
    """
    limits, total, asked = base, times @ rows, 0
    best = (base.distance(total), rows, times)
    for _ in range(_ROUNDS):
        if best[0] == 0:
            break
        after, taken, put, wish = _exchange(rows, times, total, limits)
        if after < limits.distance(total):
            times = times.copy()
            times[taken] -= 1
            times[put] += 1
            total = times @ rows
            best = min(best, (base.distance(total), rows, times), key=lambda found: float(found[0]))
            continue
        limits = limits.heavier(total, base)
        fresh = makeup.best(wish) if asked < _ASKS else None
        asked += 1
        if fresh is not None and not (rows == fresh).all(axis=1).any():
            rows, times = np.vstack([rows, fresh]), np.append(times, 0)
    return best[1], best[2]


def _exchange(rows: Whole, times: Whole, total: Whole, limits: Limits) -> tuple[float, int, int, Values]:
    """The best exchange: the distance after it, the row taken away, the row put for it and what was wished for.

    A straight line estimates every pair; the best few per row taken are worked out.
    """
    out = np.flatnonzero(times)
    wishes = limits.wish(total - rows[out])
    top = np.argsort(-(wishes @ rows.T.astype(float)), axis=1, kind="stable")[:, :_CANDIDATES]
    after = limits.distance((total - rows[out])[:, None, :] + rows[top])
    place, candidate = np.unravel_index(int(np.argmin(after)), after.shape)
    return float(after[place, candidate]), int(out[place]), int(top[place, candidate]), wishes[place]


def _seated(groups: Sequence[Group], rows: Whole) -> list[tuple[str, ...]]:
    """Fill the make-ups with people: always those who sat least often."""
    sat = {person: 0 for group in groups for home in group.households for person in home}
    panels = []
    for number, row in enumerate(rows.tolist()):
        panel: list[str] = []
        used: set[int] = set()
        block: tuple[Kind, ...] = ()
        for group, seats in zip(groups, row, strict=True):
            if group.mix != block:
                block, used = group.mix, set()
            for person, home in _sitting(group, seats, sat, used, number):
                panel.append(person)
                used.add(home)
                sat[person] += 1
        panels.append(tuple(panel))
    return panels


def _sitting(group: Group, seats: int, sat: dict[str, int], used: set[int], number: int) -> list[tuple[str, int]]:
    """Who of the group sit on this panel, each with a household number; households in `used` have had their turn."""
    if not seats:
        return []
    turns = sorted(
        (sat[person], _mixed(number, person), person, home)
        for home, members in enumerate(group.households)
        if home not in used
        for person in members
    )
    chosen: dict[int, str] = {}
    for _, _, person, home in turns:
        if len(chosen) < seats:
            chosen.setdefault(home, person)
    return [(person, home) for home, person in chosen.items()]


def _mixed(number: int, person: str) -> bytes:
    """Ties fall by this, so that neighbours in the list are not always together; anybody can compute it."""
    return hashlib.sha256(f"{number},{person}".encode()).digest()
