"""One count at one share: again and again the project with the lowest price per unit of worth."""

import heapq
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy import count_nonzero

from coop.rules.counting.lots import Tie
from coop.rules.counting.outcome import TieOrder
from coop.rules.counting.shares.demand import Demand
from coop.rules.counting.shares.memory import INFINITE, Memory
from coop.rules.counting.shares.purses import NEAR, Purses
from coop.rules.counting.table import Floats

ROUNDING = 1e-13
"""More than the rounding of one money between 0 and 1 after hundreds of payments."""


DEAREST = 1 + NEAR
"""Nobody has more than one share, so nobody can pay a higher price (per point they can)."""


class Offer(NamedTuple):
    """What a project asks of its supporters: the rate per unit of worth lies between `low` and `high`.

    Not `final`: only `low` counts, because that is already too much in this round.
    """

    price: float
    low: float
    high: float
    final: bool


class Run:
    """One count. `choose()` gives the next project; `pay()` takes the money.

    `remembers`: another count may come after it, to which its prices are told.
    """

    def __init__(
        self,
        demand: Demand,
        order: TieOrder,
        share: Fraction,
        before: "Run | None" = None,
        *,
        remembers: bool = True,
    ) -> None:
        self.demand, self.order = demand, order
        self.table = demand.table
        self.purses = Purses(demand, share)
        earlier = None if before is None else before.memory
        self.memory: Memory | None = Memory(demand, float(share), earlier) if remembers else None
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
        """The price now; None when the supporters cannot pay; a lower bound as soon as it is above `best`."""
        if self.memory is not None and self.memory.knows:
            unit, known = self.demand.units[project], self.memory.least(project, best * self.demand.units[project])
            least = known * (1 - NEAR) - ROUNDING
            if least / unit > best or known == INFINITE:
                return None if known == INFINITE else Offer(known, least / unit, INFINITE, False)
            self.asked[project] = max(self.asked[project], least)
        return self.asked_now(project, best)

    def asked_now(self, project: int, best: float) -> Offer | None:
        """The offer, worked out from what the supporters have.

        Newton's method on what they bring together at a price, a line that only ever bends down: from a price that is
        too low every step is still too low or right, and it is right when nobody new is too poor for it.
        """
        rows, weights, eager, unit, pull, reach, poor, level = self.demand.bid(project)
        money = self.purses.money.take(rows)
        price, rest, poor_before, cost = self.asked[project], 0.0, -1, self.purses.costs[project]
        while True:
            if eager is None:
                level[()] = price
            else:
                np.multiply(eager, price, level)
            np.less(money, level, poor)
            count = int(count_nonzero(poor))
            if count <= poor_before:
                # Fewer than before: only rounding can lower the price, by far less than the doubt about it.
                break
            if count == len(money):
                return self._last(project, money)
            np.minimum(money, level, out=reach)
            together = float(reach.sum() if weights is None else reach.dot(weights))
            rest, poor_before = float(pull), count
            if count:
                rest -= self.demand.pull_of(project, poor, count)
            price += (cost - together) / rest
            low = (price * (1 - NEAR) - ROUNDING) / unit
            if low > best or (price > DEAREST and eager is None):
                offer = self._noted(project, Offer(price, low, INFINITE, False), rest)
                return offer if price <= DEAREST or eager is not None else None
        doubt = NEAR * price + ROUNDING + ROUNDING * cost / rest
        offer = self._noted(project, Offer(price, (price - doubt) / unit, (price + doubt) / unit, True), rest)
        # Where it takes all that the richest have, that is perhaps not enough.
        return offer if self._richest(eager, money) - price > NEAR else self._last(project, money)

    def _noted(self, project: int, offer: Offer, rest: float) -> Offer:
        """Later in this count, and in those after it, the project asks no less."""
        self.asked[project] = least = offer.price * (1 - NEAR)
        if self.memory is not None:
            self.memory.write(project, least - ROUNDING, rest)
        return offer

    def _richest(self, eager: Floats | None, money: Floats) -> float:
        """The most that one of these supporters has (per point)."""
        each = money if eager is None else money / eager
        return float(each[each.argmax()])

    def _last(self, project: int, money: Floats) -> Offer | None:
        """All supporters pay all they have: that is enough, or it is not, and when in doubt fractions say so."""
        weights, cost = self.demand.weights[project], self.purses.costs[project]
        total = float(money.sum() if weights is None else money.dot(weights))
        doubt = NEAR * cost + ROUNDING * float(self.demand.pull_totals[project])
        if total < cost - doubt:
            if self.memory is not None:
                self.memory.write(project, total, 0.0)
            return None
        if total < cost + doubt and self.purses.exact_total(project) < self.table.costs[project]:
            return None
        price = self._richest(self.demand.eagerness[project], money)
        doubt, unit = NEAR * price + ROUNDING + ROUNDING * cost, self.demand.units[project]
        return Offer(price, (price - doubt) / unit, (price + doubt) / unit, True)

    def pay(self, project: int) -> Floats | None:
        """Take the price from the supporters and write it down; see `Purses.pay`."""
        self.chosen.append(project)
        self.prices.append(self.price)
        self.rates.append(self.rate)
        payments = self.purses.pay(project, self.price)
        if self.memory is not None:
            self.memory.paid(project, self.price, float(self.purses.paid[-1].full_pull))
        return payments
