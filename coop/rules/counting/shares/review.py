"""The final count once more, noting for every project that was not chosen how far it fell short, and what was missing.

Two smallest changes are worked out, each with everything else as it was and the same share for everybody:
    more supporters    voters who want only this project; it is chosen in a round as soon as
                       what its supporters can pay at the rate of that round + what the new ones can pay >= its cost
    a lower cost       the highest cost at which it would have been chosen
Until the project is chosen the count goes as it went, so each round can be looked at by itself and the best one counts.
Floats find the number; where they are within a millionth of the next whole number fractions decide, ties included.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

import numpy as np

from coop.rules.counting.lots import Lot
from coop.rules.counting.outcome import Outcome, TieOrder
from coop.rules.counting.shares.demand import Demand
from coop.rules.counting.shares.memory import INFINITE
from coop.rules.counting.shares.purses import NEAR
from coop.rules.counting.shares.rule import EqualSharesRule, Satisfaction
from coop.rules.counting.shares.run import Run
from coop.rules.counting.table import Floats, Table

CLOSE = 1e-6
ROUNDING = 1e-12


def tidy(value: float) -> Fraction:
    """To a millionth."""
    return Fraction(round(value * 1_000_000), 1_000_000)


class Review:
    """Goes through the final count once more. Moneys are in shares, except where a name says otherwise."""

    def __init__(self, table: Table, outcome: Outcome, lot: Lot, rule: EqualSharesRule) -> None:
        self.table = table
        self.order = TieOrder(table, lot)
        self.demand = Demand(table, rule.satisfaction)
        self.by_cost = rule.satisfaction is Satisfaction.COST
        self.share = outcome.final_share or Fraction(0)
        winners = set(outcome.winners)
        self.losers = [p for p, key in enumerate(table.ids) if key not in winners and table.votes[p]]
        self.reach = dict.fromkeys(self.losers, 0.0)
        self.extra: dict[int, int] = {}
        self.cheaper = dict.fromkeys(self.losers, 0)
        self.spent: dict[int, list[tuple[int, float, int]]] = {p: [] for p in self.losers}
        self.left = {p: float(table.votes[p]) for p in self.losers}
        self.lost_after = dict.fromkeys(self.losers, 0)
        self.run = Run(self.demand, self.order, self.share)
        self.run.purses.notes_payments = True
        self.exact_rate: Fraction | None = None
        if self.share:
            self._walk()

    def money(self, shares: float) -> Fraction:
        """An amount of the budget, to a millionth."""
        return tidy(shares * float(self.share))

    def _walk(self) -> None:
        run, column = self.run, self.run.purses.money * 0
        while (project := run.choose()) is not None:
            self._look(run.rate, project)
            paid = run.pay(project)
            rows = self.table.rows[project]
            column[rows] = (0.0 if paid is None else paid) * self.table.weights[rows]
            for loser in self.losers:
                self._note(loser, project, column)
            column[rows] = 0
        self._look(INFINITE, None)

    def _note(self, loser: int, project: int, column: Floats) -> None:
        if self.left[loser] < self.run.purses.costs[loser] * (1 - NEAR):
            return
        mine = self.table.rows[loser]
        paid = column[mine]
        amount = float(paid.sum())
        self.lost_after[loser] = len(self.run.chosen)
        if amount:
            self.left[loser] -= amount
            self.spent[loser].append((project, amount, int(self.table.weights[mine[paid > 0]].sum())))

    # ---- one round ---------------------------------------------------------------------------------------------

    def _look(self, rate: float, chosen: int | None) -> None:
        """What each loser could have done in this round; `chosen` None: after the last."""
        if not rate:
            return
        self.exact_rate = None
        for p in self.losers:
            rows, most = self.table.rows[p], rate * self.demand.units[p]
            money, weights = self.run.purses.money[rows], self.demand.weights[p]
            together = self._together(p, money, most)
            self.reach[p] = max(self.reach[p], together / self.run.purses.costs[p])
            self._supporters(p, together, most, chosen)
            total = float(money.sum() if weights is None else money @ weights)
            if total * float(self.share) <= self.cheaper[p]:
                continue
            payable, firm = self._payable(p, money, total, rate) if self.by_cost else (together, True)
            self._cost(p, payable, firm=firm, chosen=chosen)

    def _together(self, p: int, money: Floats, most: float) -> float:
        """What the supporters of p bring together when each pays at most `most` (per point)."""
        eager, weights = self.demand.eagerness[p], self.demand.weights[p]
        able = money if most == INFINITE else money.clip(max=most if eager is None else most * eager)
        return float(able.sum() if weights is None else able @ weights)

    def _payable(self, p: int, money: Floats, total: float, rate: float) -> tuple[float, bool]:
        """The highest cost, in shares, at which p asks no more than this rate: what then comes together is that cost.

        Newton's method from above on a line that only ever bends down. Also whether it asks less at a slightly lower
        cost, and not as much at every lower one.
        """
        if rate == INFINITE:
            return total, True
        each, cost, eager = rate * float(self.share), total, self.demand.eagerness[p]
        if each * self.demand.pull_totals[p] <= 1 - NEAR:
            return 0.0, True
        for _ in range(200):
            most = each * cost
            gap = cost - self._together(p, money, most)
            able = money > (most if eager is None else most * eager)
            slope = 1 - each * self.demand.pull_of(p, able, int(np.count_nonzero(able)))
            if gap <= CLOSE * NEAR * cost or slope <= 0:
                break
            cost -= gap / slope
        lower = cost * (1 - CLOSE)
        return max(0.0, cost), self._together(p, money, each * lower) - lower > ROUNDING * lower

    # ---- settled ------------------------------------------------------------------------------------------------

    def _supporters(self, p: int, together: float, most: float, chosen: int | None) -> None:
        """So many more supporters, if fewer than in every round before."""
        each, cost = min(1.0, most), self.run.purses.costs[p]
        if each <= 0:
            return
        exact = (cost - together) / each
        needed = max(1, ceil(exact - CLOSE))
        if needed >= self.extra.get(p, needed + 1):
            return
        near = abs(exact - round(exact)) <= CLOSE * max(1.0, exact)
        if near:
            needed = self._enough(needed, lambda extra: self._wins(p, self.table.costs[p], extra, chosen))
        self.extra[p] = min(self.extra.get(p, needed), needed)

    def _enough(self, guess: int, wins: Callable[[int], bool]) -> int:
        """The smallest number from `guess` that wins, or the one below it."""
        while not wins(guess):
            guess += 1
        while guess > 1 and wins(guess - 1):
            guess -= 1
        return guess

    def _cost(self, p: int, payable: float, *, firm: bool, chosen: int | None) -> None:
        """A higher cost at which p would have been chosen than in every round before."""
        amount = payable * float(self.share)
        sure, may = floor(amount - CLOSE * max(1.0, amount)), floor(amount + CLOSE * max(1.0, amount))
        may = min(may, self.table.costs[p] - 1)
        low = min(max(sure if firm else 0, self.cheaper[p]), may)
        while low < may:
            middle = (low + may + 1) // 2
            if self._wins(p, middle, 0, chosen):
                low = middle
            else:
                may = middle - 1
        self.cheaper[p] = max(self.cheaper[p], low)

    def _wins(self, p: int, cost: int, extra: int, chosen: int | None) -> bool:
        """Exactly: whether p at this cost with so many more supporters would have been chosen in this round."""
        purses = self.run.purses
        if chosen is None:
            return purses.exact_total(p) + extra * self.share >= cost
        if self.exact_rate is None:
            self.exact_rate = self.run.exact_rate(chosen, self.run.price)
        price = self.exact_rate * (cost if self.by_cost else 1)
        together, someone_could_pay_more = purses.exact_reach(p, price)
        together += extra * min(self.share, price)
        if together != cost:
            return together > cost
        level = someone_could_pay_more or (extra > 0 and self.share >= price)
        return not level or (cost, -self.table.votes[p] - extra, *self.order.keys[p][2:]) < self.order.keys[chosen]
