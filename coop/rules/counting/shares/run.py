"""One count at one share: again and again the project with the lowest price per unit of worth."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coop.rules.counting.lots import Tie
from coop.rules.counting.outcome import TieOrder
from coop.rules.counting.shares.memory import INFINITE, Memory
from coop.rules.counting.shares.purses import NEAR, Demand, Purses
from coop.rules.counting.table import Floats, Mask

ROUNDING = 1e-13
"""More than the rounding of one money between 0 and 1 after hundreds of payments."""


@dataclass(slots=True)
class Offer:
    """What a project asks of its supporters: the rate per unit of worth lies between `low` and `high`.

    Not `final`: only `low` counts, because that is already too much in this round.
    """

    price: float
    low: float
    high: float
    final: bool


class Run:
    """One count. `choose()` gives the next project; `pay()` takes the money."""

    def __init__(self, demand: Demand, order: TieOrder, share: Fraction, before: "Run | None" = None) -> None:
        self.demand, self.order = demand, order
        self.table = demand.table
        self.purses = Purses(demand, share)
        earlier = (None, ()) if before is None else (before.memory, tuple(before.chosen))
        self.memory: Memory = Memory(self.table, float(share), *earlier)
        self.chosen: list[int] = []
        self.ties: list[Tie] = []
        self.price = 0.0
        self.rate = 0.0
        self.prices: list[float] = []
        self.rates: list[float] = []
        """Price and rate of each round, as they were screened."""
        self.heap: list[tuple[float, int]] = []
        self.free: list[int] = []
        self.asked = [0.0] * len(self.table.ids)
        """A price below which no project has become since the beginning of this count."""
        self._open()

    def _open(self) -> None:
        for project, pull in enumerate(self.demand.pull_totals):
            if not pull:
                continue
            if not self.table.costs[project]:
                self.free.append(project)
            elif self.purses.share and self.table.votes[project] >= self.purses.costs[project] * (1 - NEAR):
                price = self.purses.costs[project] / pull
                self.asked[project] = price * (1 - NEAR)
                self.heap.append(((price * (1 - NEAR) - 2 * ROUNDING) / self.demand.units[project], project))
        heapq.heapify(self.heap)
        if self.free:
            self.free.sort(key=self.order.keys.__getitem__, reverse=True)

    def __iter__(self) -> Iterator[int]:
        """Choose and pay until nothing can be paid any more; gives each project after it was paid."""
        while (project := self.choose()) is not None:
            self.pay(project)
            yield project

    def choose(self) -> int | None:
        """The next project, or None when no supporters can pay one together."""
        if self.free:
            self.price = self.rate = 0.0
            return self.free.pop()
        best, seen = INFINITE, []
        while self.heap and self.heap[0][0] <= best:
            _, project = heapq.heappop(self.heap)
            offer = self.offer(project, best)
            if offer is not None:
                seen.append((offer, project))
                best = min(best, offer.high)
        rivals = [pair for pair in seen if pair[0].final and pair[0].low <= best]
        if not rivals:
            return None
        offer, project = rivals[0] if len(rivals) == 1 else self._settle(rivals)
        for other, rival in seen:
            if rival != project:
                heapq.heappush(self.heap, (other.low, rival))
        self.price, self.rate = offer.price, offer.price / self.demand.units[project]
        return project

    def rivals_up_to(self, limit: float) -> Iterator[tuple[int, Offer]]:
        """Other projects whose rate is now at most `limit`, with their offers; to be asked after `choose`."""
        seen = []
        while self.heap and self.heap[0][0] <= limit:
            _, project = heapq.heappop(self.heap)
            offer = self.offer(project, limit)
            if offer is not None:
                seen.append((offer.low, project))
                if offer.final and offer.low <= limit:
                    yield project, offer
        for one in seen:
            heapq.heappush(self.heap, one)

    def _settle(self, rivals: list[tuple[Offer, int]]) -> tuple[Offer, int]:
        """Rivals that floats cannot tell apart: exact rates, then the order for ties."""
        rates = [self.exact_rate(project, offer.price) for offer, project in rivals]
        least = min(rates)
        tied = [pair for pair, rate in zip(rivals, rates, strict=True) if rate == least]
        if len(tied) == 1:
            return tied[0]
        winner, tie = self.order.first([project for _, project in tied], len(self.chosen) + 1)
        self.ties.append(tie)
        return next(pair for pair in tied if pair[1] == winner)

    def exact_rate(self, project: int, guess: float) -> Fraction:
        """Exact price per unit of worth."""
        return self.purses.exact_price(project, guess)[0] / self.demand.units[project]

    def offer(self, project: int, best: float) -> Offer | None:
        """The price now; None when the supporters cannot pay; a lower bound as soon as it is above `best`.

        Newton's method on what the supporters bring together at a price, a line that only ever bends down: from a price
        that is too low every step is still too low or right, and it is right when nobody new is too poor for it.
        """
        demand, unit, cost = self.demand, self.demand.units[project], self.purses.costs[project]
        known = self.memory.least(demand, project, len(self.chosen)) if self.memory.before else 0.0
        low = (known * (1 - NEAR) - ROUNDING) / unit
        if low > best or known == INFINITE:
            return None if known == INFINITE else Offer(known, low, INFINITE, False)
        self.asked[project] = max(self.asked[project], known * (1 - NEAR) - ROUNDING)
        weights, eager = demand.weights[project], demand.eagerness[project]
        rows, desk = self.table.rows[project], demand.desk
        money, reach, poor = desk.first[: len(rows)], desk.second[: len(rows)], desk.marks[: len(rows)]
        self.purses.money.take(rows, out=money, mode="clip")
        price, rest, poor_before = self.asked[project], 0.0, -1
        while True:
            target = price if eager is None else price * eager
            np.less(money, target, out=poor)
            count = int(np.count_nonzero(poor))
            if count <= poor_before:
                # Fewer than before: only rounding can lower the price, by far less than the doubt about it.
                return self._final(project, price, rest, money)
            if count == len(money):
                return self._last(project, money)
            np.minimum(money, target, out=reach)
            together = float(reach.sum() if weights is None else reach @ weights)
            rest, poor_before = self._rest(project, poor, count), count
            price += (cost - together) / rest
            low = (price * (1 - NEAR) - ROUNDING) / unit
            if low > best:
                self.asked[project] = price * (1 - NEAR)
                self.memory.write(project, len(self.chosen), price * (1 - NEAR) - ROUNDING, rest)
                return Offer(price, low, INFINITE, False)

    def _rest(self, project: int, poor: Mask, count: int) -> float:
        """The pull of the supporters who can pay in full."""
        if not count:
            return float(self.demand.pull_totals[project])
        return float(self.demand.pull_totals[project] - self.demand.pull_of(project, poor))

    def _final(self, project: int, price: float, rest: float, money: Floats) -> Offer | None:
        """An offer that stands, unless it takes all that the richest have and yet is not enough."""
        self.asked[project] = price * (1 - NEAR)
        self.memory.write(project, len(self.chosen), price * (1 - NEAR) - ROUNDING, rest)
        eager = self.demand.eagerness[project]
        richest = float(money.max() if eager is None else (money / eager).max())
        return self._last(project, money) if richest - price <= NEAR else self._offer(project, price, rest)

    def _last(self, project: int, money: Floats) -> Offer | None:
        """All supporters pay all they have: that is enough, or it is not, and when in doubt fractions say so."""
        weights, eager, cost = self.demand.weights[project], self.demand.eagerness[project], self.purses.costs[project]
        total = float(money.sum() if weights is None else money @ weights)
        doubt = NEAR * cost + ROUNDING * float(self.demand.pull_totals[project])
        if total < cost - doubt:
            self.memory.write(project, len(self.chosen), total, 0.0)
            return None
        if total < cost + doubt and self.purses.exact_total(project) < self.table.costs[project]:
            return None
        return self._offer(project, float(money.max() if eager is None else (money / eager).max()), 1.0)

    def _offer(self, project: int, price: float, rest: float) -> Offer:
        doubt = NEAR * price + ROUNDING + ROUNDING * self.purses.costs[project] / rest
        unit = self.demand.units[project]
        return Offer(price, (price - doubt) / unit, (price + doubt) / unit, True)

    def pay(self, project: int) -> Floats | None:
        """Take the price from the supporters and write it down; see `Purses.pay`."""
        self.chosen.append(project)
        self.prices.append(self.price)
        self.rates.append(self.rate)
        payments = self.purses.pay(project, self.price)
        self.memory.paid(len(self.chosen) - 1, project, self.price, float(self.purses.paid[-1].full_pull))
        return payments
