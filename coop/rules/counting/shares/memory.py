"""What a count at a smaller share already told about prices, so that not every project need be asked again.

As long as the same projects were chosen in the same order, a larger share leaves everybody at least as much. The
supporters of a project then have together at most so much more:
    each the difference of the shares, and
    what others pay now of what they paid before: in each round at most (old price - new price) x who pays the new one.
So, on a line that only ever bends down, its price in that round is at least
    the earlier price - what there is more / the supporters who could pay that price in full.
Later in a count prices only rise, so what holds for a round holds for all after it.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from coop.rules.counting.shares.purses import NEAR, Demand
from coop.rules.counting.table import Table

INFINITE = float("inf")
LATEST = 2
"""So many of the latest notes are looked at; earlier ones say less."""


@dataclass(slots=True, eq=False)
class Prices:
    """The prices of a count round by round, in units of the budget, and the pull that paid each in full."""

    share: float
    price: list[float] = field(default_factory=list)
    full: list[float] = field(default_factory=list)


class Note(NamedTuple):
    """In round `place` of the count with these prices a project asked at least `price`; `rest` pull could pay it.

    `rest` 0: it could not be paid, and `price` is all that its supporters had. Moneys in units of the budget.
    """

    place: int
    price: float
    rest: float
    paid: Prices


Notes = list[list[Note]]


class Memory:
    """The notes of earlier counts and of this one. `common`: so many rounds went as in the count before."""

    def __init__(
        self, table: Table, share: float, before: "Memory | None" = None, chosen: tuple[int, ...] = ()
    ) -> None:
        self.table = table
        self.before = chosen
        self.common = 0
        self.prices = Prices(share)
        self.old: Notes = [[] for _ in table.ids] if before is None else before.kept()
        self.own: Notes = [[] for _ in table.ids]
        self.sunk: dict[Prices, list[float]] = {}

    def kept(self) -> Notes:
        """The notes that hold for what was chosen in this count, in the order of rounds, the newest of each round."""
        kept = []
        for old, own in zip(self.old, self.own, strict=True):
            notes = {note.place: note for note in old if note.place <= self.common}
            notes.update((note.place, note) for note in own)
            kept.append([notes[place] for place in sorted(notes)])
        return kept

    def write(self, project: int, place: int, price: float, rest: float) -> None:
        """Note a price in shares of this count."""
        self.own[project].append(Note(place, price * self.prices.share, rest, self.prices))

    def paid(self, place: int, project: int, price: float, full: float) -> None:
        """Round `place` chose this project at this price in shares."""
        self.prices.price.append(price * self.prices.share)
        self.prices.full.append(full)
        if self.common == place < len(self.before) and self.before[place] == project:
            self.common += 1

    def least(self, demand: Demand, project: int, place: int) -> float:
        """The project asks at least this in round `place`, in shares; infinite when it cannot be paid any more."""
        most, last, asked = 0.0, min(place, self.common), 0
        for note in reversed(self.old[project]):
            if note.place > last:
                continue
            more = self.table.votes[project] * (self.prices.share - note.paid.share) + self.freed(note)
            if note.rest:
                most = max(most, note.price - more / note.rest)
            elif note.price + more < self._surely_too_little(demand, project):
                return INFINITE
            asked += 1
            if asked == LATEST:
                break
        return most / self.prices.share

    def _surely_too_little(self, demand: Demand, project: int) -> float:
        return self.table.costs[project] * (1 - NEAR) - NEAR * demand.pull_totals[project] * self.prices.share

    def freed(self, note: Note) -> float:
        """What others pay now, up to the round of the note, of what was paid before."""
        sums = self.sunk.setdefault(note.paid, [0.0])
        for place in range(len(sums) - 1, note.place):
            drop = max(0.0, note.paid.price[place] - self.prices.price[place])
            sums.append(sums[-1] + drop * self.prices.full[place])
        return sums[note.place]
