"""One count at one share: again and again the project with the lowest price per unit of worth."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coop.rules.counting.lots import Tie
from coop.rules.counting.outcome import TieOrder
from coop.rules.counting.shares.purses import NEAR, Demand, Purses
from coop.rules.counting.table import Floats

INFINITE = float("inf")
ROUNDING = 1e-12
"""Far more than the rounding of moneys between 0 and 1 can add up to in a price."""


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

    def __init__(self, demand: Demand, order: TieOrder, share: Fraction) -> None:
        self.demand, self.order = demand, order
        self.table = demand.table
        self.purses = Purses(demand, share)
        self.chosen: list[int] = []
        self.ties: list[Tie] = []
        self.price = 0.0
        self.rate = 0.0
        self.heap: list[tuple[float, int]] = []
        self.free: list[int] = []
        self._open()

    def _open(self) -> None:
        for project, pull in enumerate(self.demand.pull_totals):
            if not pull:
                continue
            if not self.table.costs[project]:
                self.free.append(project)
            elif self.purses.share:
                self.heap.append((self._offer(project, self.purses.costs[project] / pull).low, project))
        heapq.heapify(self.heap)
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
        purses, demand = self.purses, self.demand
        money = purses.money[self.table.rows[project]]
        cost, unit = purses.costs[project], demand.units[project]
        weights, pulls, eager = demand.weights[project], demand.pulls[project], demand.eagerness[project]
        total = float(money.sum() if weights is None else money @ weights)
        doubt = NEAR * cost + ROUNDING * len(money)
        if total < cost + doubt:
            short = total < cost - doubt
            if short or purses.exact_total(project) < self.table.costs[project]:
                return None
        pull = float(demand.pull_totals[project])
        price, poor_before = cost / pull, 0
        while True:
            poor = money < (price if eager is None else price * eager)
            count = int(np.count_nonzero(poor))
            if count == poor_before:
                return self._offer(project, price)
            poor_before = count
            if count == len(money):
                return self._offer(project, float((money if eager is None else money / eager).max()))
            few = money[poor]
            spent = float(few.sum() if weights is None else few @ weights[poor])
            rest = pull - float(count if pulls is None else pulls[poor].sum())
            price = (cost - spent) / rest
            low = (price * (1 - NEAR) - ROUNDING) / unit
            if low > best:
                return Offer(price, low, INFINITE, False)

    def _offer(self, project: int, price: float) -> Offer:
        unit, doubt = self.demand.units[project], NEAR * price + ROUNDING
        return Offer(price, (price - doubt) / unit, (price + doubt) / unit, True)

    def pay(self, project: int) -> Floats:
        """Take the price from the supporters and write it down; gives what each row paid per voter, in shares."""
        self.chosen.append(project)
        return self.purses.pay(project, self.price)
