"""How the share can be raised far at once: a proof that between two shares nothing else is ever chosen.

As long as the same projects are chosen in the same order, more money for everybody means that after each round
everybody has more left and that each price is lower or equal. So for all shares between a low and a high one:
    in every round the chosen project asks at most what it asks at the low share, and
    every other project asks at least what it asks at the high share.
Where the second is above the first for all others, the choice of that round stands everywhere in between. Where it is
not, the choice also stands when
    the chosen one has no supporter who is short, so that its price is fixed, and no other can ever ask less;
    or both have the same supporters and the chosen one comes first for ties;
    or the same supporters empty their purses at both ends: then both prices are straight lines in between, and who is
    first at both ends is first everywhere.
Whoever empties a purse at the high share does so at the low one, so these groups only shrink, and the last case covers
every stretch without a change in them. Hence the number of counts depends on the votes, not on the size of the step.
"""

from fractions import Fraction

from coop.rules.counting.lots import Tie
from coop.rules.counting.shares.memory import INFINITE
from coop.rules.counting.shares.purses import NEAR
from coop.rules.counting.shares.run import Offer, Run


def holds(low: Run, high: Run) -> bool:
    """Count `high`, which has the larger share; whether all shares between the two choose as the finished `low` did,
    with the same lots.

    Stops at the first doubt; only after True is `high` finished.
    """
    watch = Watch(low, high)
    for place, project in enumerate(low.chosen):
        if high.choose() != project or not watch.unrivalled(place, project):
            return False
        high.pay(project)
        watch.note(place)
    return high.choose() is None and lots_of(low) == lots_of(high)


def lots_of(run: Run) -> set[Tie]:
    """What the lot settled. A rival level with the chosen one stays so when there is more money: the same at both ends
    is the same in between.
    """
    return {tie for tie in run.ties if tie.by == "lot"}


class Watch:
    """Goes along with both counts. `straight`: so far the same supporters emptied their purses at both ends."""

    def __init__(self, low: Run, high: Run) -> None:
        self.low, self.high = low, high
        self.straight = True
        self.again: Run | None = None

    def note(self, place: int) -> None:
        """Round `place` was paid."""
        before, after = self.low.purses.paid[place], self.high.purses.paid[place]
        self.straight = self.straight and before.gone == after.gone

    def unrivalled(self, place: int, project: int) -> bool:
        """Whether nothing in the heap can come before the chosen project at any share between the two."""
        rate = self.low.rates[place]
        if not rate:
            return True
        limit = rate * float(self.low.purses.share / self.high.purses.share) * (1 + NEAR)
        price = self.high.price
        rivals = list(self.high.rivals_up_to(limit))
        self.high.price = price
        return all(self._stays_behind(place, project, rival, offer) for rival, offer in rivals)

    def _stays_behind(self, place: int, project: int, rival: int, offer: Offer) -> bool:
        return (
            self._asks_more(place, project, rival)
            or self._has_the_same_supporters(project, rival)
            or (self.straight and self._is_straight(place, project, self.high.price, rival, offer))
        )

    def _asks_more(self, place: int, project: int, rival: int) -> bool:
        """The chosen price is fixed, and the rival at its very best comes after it."""
        demand, keys = self.high.demand, self.high.order.keys
        if self.low.purses.paid[place].full_pull != demand.pull_totals[project]:
            return False
        mine, best = (
            Fraction(demand.table.costs[p], demand.pull_totals[p] * demand.units[p]) for p in (project, rival)
        )
        return (mine, keys[project]) < (best, keys[rival])

    def _has_the_same_supporters(self, project: int, rival: int) -> bool:
        """With the same supporters the cheaper one always asks less for each unit of worth, or just as much."""
        demand, keys = self.high.demand, self.high.order.keys
        if keys[project] > keys[rival]:
            return False
        points, theirs = demand.points[project], demand.points[rival]
        rows, others = demand.table.rows[project], demand.table.rows[rival]
        if len(rows) != len(others) or not bool((rows == others).all()):
            return False
        return points is None or theirs is None or bool((points == theirs).all())

    def _is_straight(self, place: int, project: int, price: float, rival: int, offer: Offer) -> bool:
        """The same supporters empty their purses for either of the two at both ends."""
        replay = self._replayed(place)
        before = replay.offer(rival, INFINITE)
        if before is None:
            return False
        purses, ends = self.high.purses, replay.purses
        mine, mine_before = purses.exact_price(project, price), ends.exact_price(project, self.low.prices[place])
        theirs, theirs_before = purses.exact_price(rival, offer.price), ends.exact_price(rival, before.price)
        return bool((mine[1] == mine_before[1]).all()) and bool((theirs[1] == theirs_before[1]).all())

    def _replayed(self, place: int) -> Run:
        """The count at the low share as it stood before round `place`."""
        if self.again is None:
            self.again = Run(self.low.demand, self.low.order, self.low.purses.share)
        for done in range(len(self.again.chosen), place):
            self.again.price = self.low.prices[done]
            self.again.pay(self.low.chosen[done])
        return self.again
