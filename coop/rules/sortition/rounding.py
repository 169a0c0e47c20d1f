"""From chances to exactly 1,000 panels: whole numbers only, so that the published list is the lottery itself.

Whole panels are repeated or left out, never changed, so every quota holds in every one of them. First the
largest remainders (ties: the lexicographically first make-up), then single exchanges of one panel for another
until nobody's chance can come closer to the leximin chance. Within a group the places go round so that equals
differ by at most one panel in a thousand. Source: Flanigan, Kehne and Procaccia, "Fair sortition made
transparent" (2021), for the 1,000 panels.
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

# A chance this close under a thousandth counts as that thousandth (100 times what the solver may be off).
_NEAR = 0.02
_SMALLEST, _SHORT, _OVER = 10_000, 1000, 10
# Weights are per person of a group; this keeps them whole numbers.
_WHOLE = 720_720
_ASKS = 100

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Limits:
    """Between which totals each group must come so that everybody is within a thousandth of the fair chance."""

    least: Whole
    most: Whole
    short: Whole
    over: Whole

    @classmethod
    def of(cls, chances: Values, people: Whole) -> Limits:
        """Too few weighs far more than too many, and most for those with the smallest chance."""
        least = np.floor(chances * PANELS + _NEAR).astype(np.int64)
        most = np.ceil(chances * PANELS - _NEAR).astype(np.int64)
        short = np.where(least == least.min(), _SMALLEST, _SHORT)
        return cls(least * people, most * people, short * _WHOLE // people, _OVER * _WHOLE // people)

    def distance(self, total: Whole) -> Whole:
        """How far totals (one row or many) lie outside."""
        short = np.maximum(0, self.least - total) * self.short
        return np.asarray((short + np.maximum(0, total - self.most) * self.over).sum(axis=-1))

    def wish(self, total: Whole) -> Values:
        """What one more person of each group is worth."""
        return ((total < self.least) * self.short - (total >= self.most) * self.over).astype(float)


def thousand(makeup: Makeup, fair: Fairest) -> list[tuple[str, ...]]:
    """1,000 panels of people whose chances are the fair ones, to a thousandth."""
    order = np.lexsort(fair.rows.T[::-1])
    rows, weights = fair.rows[order], fair.weights[order]
    people = makeup.people.astype(np.int64)
    rows, times = _exchanged(makeup, rows, _largest_remainders(weights), Limits.of(fair.chances, people))
    return _seated(makeup.groups, np.repeat(rows, times, axis=0))


def _largest_remainders(weights: Values) -> Whole:
    """Whole numbers that add up to 1,000; ties go to the first row."""
    exact = np.round(weights * PANELS, 4)
    times = np.floor(exact).astype(np.int64)
    short = PANELS - int(times.sum())
    first = np.lexsort((np.arange(len(times)), -(exact - times)))
    times[first[:short]] += 1
    return times


def _exchanged(makeup: Makeup, rows: Whole, times: Whole, limits: Limits) -> tuple[Whole, Whole]:
    """Exchange panels one by one while that brings the totals closer to their limits; when stuck, look for new ones."""
    total, asked = times @ rows, 0
    while (now := limits.distance(total)) > 0:
        found = [_exchange(rows, total, int(taken), limits) for taken in np.flatnonzero(times)]
        after, taken, put = min(found)
        if after < now:
            times = times + np.bincount([put], minlength=len(rows)) - np.bincount([taken], minlength=len(rows))
            total = total - rows[taken] + rows[put]
            continue
        fresh = None
        for _, taken, _ in sorted(found)[: _ASKS - asked]:
            asked += 1
            fresh = _fresh(makeup, rows, limits.wish(total - rows[taken]))
            if fresh is not None:
                break
        if fresh is None:
            break
        rows, times = np.vstack([rows, fresh]), np.append(times, 0)
    return rows, times


def _exchange(rows: Whole, total: Whole, taken: int, limits: Limits) -> tuple[int, int, int]:
    """The best panel to put for the one taken away: the distance that remains, what is taken and what is put."""
    after = limits.distance(total - rows[taken] + rows)
    put = int(np.argmin(after))
    return int(after[put]), taken, put


def _fresh(makeup: Makeup, rows: Whole, wish: Values) -> Whole | None:
    row = makeup.best(wish)
    return None if row is None or (rows == row).all(axis=1).any() else row


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
