"""What a count at a smaller share already told about prices, so that not every project need be asked again.

Who has something left paid the full price of everything chosen so far. So when all that was chosen before an earlier
price is chosen now as well, in whatever order, nobody has more now than then plus
    the difference of the shares, and
    what was saved on each of those projects: (old price - new price), if the new one is lower.
The supporters of a project who could not pay its price then have together at most so much more, each and for all
supporters together; those who could pay it bring no more than the price. So its price is at least
    the earlier price - what the others have more / the supporters who could pay that price in full.
Later in a count prices only rise, so what holds for a round holds for all after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from coop.rules.counting.shares.demand import Demand
from coop.rules.counting.shares.purses import NEAR
from coop.rules.counting.table import Floats

INFINITE = float("inf")
LATEST = 2
"""So many of the latest notes are looked at; earlier ones say less."""


@dataclass(slots=True, eq=False)
class Prices:
    """What a count chose, round by round, at which prices in units of the budget, and the pull that paid in full."""

    share: float
    chosen: list[int] = field(default_factory=list)
    price: list[float] = field(default_factory=list)
    full: list[float] = field(default_factory=list)


class Note(NamedTuple):
    """When `place` projects were chosen in the count with these prices, a project asked at least `price`.

    `rest` pull could pay it, and at most `poor` voters could not. `rest` 0: it could not be paid, and `price` is all
    that its supporters had. Moneys in units of the budget.
    """

    place: int
    price: float
    rest: float
    poor: float
    paid: Prices


Notes = list[list[Note]]


class Savings:
    """What was saved since an earlier count on what it chose, up to the first that is not chosen in this count yet."""

    def __init__(self, paid: Prices) -> None:
        self.paid = paid
        self.chosen = np.array(paid.chosen, dtype=np.intp)
        self.drops = np.zeros(len(paid.chosen))
        self.each, self.together = [0.0], [0.0]
        """After each round: at most so much by one voter (for one point on each), and by all who paid in full."""

    def extend(self, now: dict[int, tuple[float, float]]) -> None:
        """Take in what was chosen since, with price and pull that paid in full."""
        while (place := len(self.each) - 1) < len(self.drops):
            found = now.get(self.paid.chosen[place])
            if found is None:
                break
            self.drops[place] = drop = max(0.0, self.paid.price[place] - found[0])
            self.each.append(self.each[-1] + drop)
            self.together.append(self.together[-1] + drop * found[1])

    def of(self, shared: Floats, place: int) -> float:
        """At most so much by the supporters of one project, who have so much pull for each other."""
        return float(shared.take(self.chosen[:place]).dot(self.drops[:place]))


class Memory:
    """The notes of earlier counts and of this one."""

    def __init__(self, demand: Demand, share: float, before: "Memory | None" = None) -> None:
        self.demand, self.plain = demand, demand.given is None
        self.knows = before is not None
        self.prices = Prices(share)
        self.now: dict[int, tuple[float, float]] = {}
        size = len(demand.table.ids)
        self.old: Notes = [[] for _ in range(size)] if before is None else before.kept()
        self.reached = [0] * size
        """So many of the old notes of each project are not about later rounds than this."""
        self.own: Notes = [[] for _ in range(size)]
        self.savings: dict[Prices, Savings] = {}

    def kept(self) -> Notes:
        """The notes in the order of rounds, the newest of each round."""
        kept = []
        for old, own in zip(self.old, self.own, strict=True):
            notes = {note.place: note for note in old}
            notes.update((note.place, note) for note in own)
            kept.append([notes[place] for place in sorted(notes)])
        return kept

    def write(self, project: int, price: float, rest: float) -> None:
        """Note a price in shares of this count."""
        poor = self.demand.table.votes[project] - (rest if self.plain else 0)
        self.own[project].append(Note(len(self.now), price * self.prices.share, rest, poor, self.prices))

    def paid(self, project: int, price: float, full: float) -> None:
        """A round chose this project at this price in shares."""
        self.prices.chosen.append(project)
        self.prices.price.append(price * self.prices.share)
        self.prices.full.append(full)
        self.now[project] = (price * self.prices.share, full)

    def least(self, project: int, enough: float) -> float:
        """The project asks at least this now, in shares; infinite when it cannot be paid any more.

        Not more precise than it need be to be above `enough`.
        """
        most = 0.0
        for note, saved in self._latest(project):
            if note.rest and most > enough:
                break
            few = (
                min(saved.each[note.place] * note.poor, saved.together[note.place])
                if self.plain
                else saved.together[note.place]
            )
            found = self._asks(project, note, few)
            if found <= enough:
                found = self._asks(project, note, min(few, saved.of(self.demand.shared(project), note.place)))
            most = max(most, found)
        return most

    def _latest(self, project: int) -> Iterator[tuple[Note, Savings]]:
        """The latest notes that hold now."""
        notes, at, asked = self.old[project], self.reached[project], 0
        while at < len(notes) and notes[at].place <= len(self.now):
            at += 1
        self.reached[project] = at
        for note in reversed(notes[:at]):
            saved = self.savings.get(note.paid)
            if saved is None:
                saved = self.savings[note.paid] = Savings(note.paid)
            saved.extend(self.now)
            if note.place < len(saved.each):
                yield note, saved
                asked += 1
                if asked == LATEST:
                    break

    def _asks(self, project: int, note: Note, saved: float) -> float:
        """What a note says now, in shares, when its poor saved so much."""
        share = self.prices.share
        more = note.poor * (share - note.paid.share) + saved
        if note.rest:
            return max(0.0, note.price - more / note.rest) / share
        return INFINITE if note.price + more < self._surely_too_little(project) else 0.0

    def _surely_too_little(self, project: int) -> float:
        demand = self.demand
        return demand.table.costs[project] * (1 - NEAR) - NEAR * demand.pull_totals[project] * self.prices.share
