"""What every voter has left. Floats screen; what they find within NEAR of each other is settled with fractions.

In floats one share is 1.0, so sizes never matter. A voter whose money is gone has exactly 0.0 and paid exactly all.
Exact moneys are not stored: a voter who still has something has paid the full price in every earlier round, so
    money = share - sum of the prices of the chosen projects on the ballot.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from coop.rules.counting.shares.rule import Satisfaction
from coop.rules.counting.table import Floats, Ints, Mask, Rows, Table

NEAR = 1e-9


class Demand:
    """Per project: who can pay, how much weight each payer pulls, and what the project is worth per unit."""

    def __init__(self, table: Table, satisfaction: Satisfaction) -> None:
        self.table = table
        by_points = satisfaction is Satisfaction.POINTS
        self.units = [cost if satisfaction is Satisfaction.COST else 1 for cost in table.costs]
        self.points: list[Ints | None] = [p if by_points else None for p in table.points]
        self.pulls_exact = [self._pull(p) for p in range(len(table.ids))]
        self.pull_totals = [int(pull.sum()) for pull in self.pulls_exact]
        plain = table.equal_weights
        self.weights: list[Floats | None] = [None if plain else table.weights[r].astype(float) for r in table.rows]
        self.pulls: list[Floats | None] = [
            None if plain and points is None else pull.astype(float)
            for pull, points in zip(self.pulls_exact, self.points, strict=True)
        ]
        self.eagerness: list[Floats | None] = [None if p is None else p.astype(float) for p in self.points]

    def _pull(self, project: int) -> Ints:
        weights = self.table.weights[self.table.rows[project]]
        points = self.points[project]
        return weights if points is None else weights * points


@dataclass(slots=True)
class Paid:
    """One round as the purses remember it: who emptied their purse, and the weight that paid the full price."""

    project: int
    emptied: Rows
    full_pull: int
    price: Fraction | None = None


class Purses:
    """The purses of one count at one share."""

    def __init__(self, demand: Demand, share: Fraction) -> None:
        self.demand = demand
        self.table = demand.table
        self.share = share
        self.money: Floats = np.ones(len(self.table.weights))
        top, bottom = share.numerator, share.denominator
        self.costs = [float("inf") if top == 0 else cost * bottom / top for cost in self.table.costs]
        self.paid: list[Paid] = []

    # ---- exact -------------------------------------------------------------------------------------------------

    def price_of_round(self, index: int) -> Fraction:
        """What each supporter paid at most in round `index` (per point when ballots carry points)."""
        paid = self.paid[index]
        if paid.price is None:
            rest = self.table.costs[paid.project] - self._exact_money(paid.emptied, index)
            paid.price = rest / paid.full_pull
        return paid.price

    def _exact_money(self, rows: Rows, before: int) -> Fraction:
        """Together left to these rows before round `before`; all of them must still have something."""
        if not len(rows):
            return Fraction(0)
        weights = self.table.weights[rows]
        total = self.share * int(weights.sum())
        flags = np.zeros(len(self.money), dtype=np.int64)
        flags[rows] = weights
        for index in range(before):
            project = self.paid[index].project
            points = self.demand.points[project]
            hits = flags[self.table.rows[project]]
            pull = int(hits.sum() if points is None else (hits * points).sum())
            if pull:
                total -= self.price_of_round(index) * pull
        return total

    def _exact_each(self, rows: Rows) -> tuple[list[Fraction], Ints]:
        """Different exact moneys among these rows (which all have something), and for each row which one it has."""
        kinds = np.zeros(len(rows), dtype=np.int64)
        column = np.zeros(len(self.money), dtype=np.int64)
        columns: list[Ints] = []
        for paid in self.paid:
            points = self.demand.points[paid.project]
            mine = self.table.rows[paid.project]
            column[mine] = 1 if points is None else points
            columns.append(column[rows])
            column[mine] = 0
            _, pair = np.unique(columns[-1], return_inverse=True)
            _, kinds = np.unique(kinds * (int(pair.max()) + 1) + pair, return_inverse=True)
        _, first = np.unique(kinds, return_index=True)
        moneys = []
        for example in first:
            money = self.share
            for index, values in enumerate(columns):
                if values[example]:
                    money -= self.price_of_round(index) * int(values[example])
            moneys.append(money)
        return moneys, kinds

    def exact_total(self, project: int) -> Fraction:
        """Together left to the supporters of a project."""
        rows = self.table.rows[project]
        return self._exact_money(rows[self.money[rows] > 0], len(self.paid))

    def exact_price(self, project: int, guess: float) -> tuple[Fraction, Mask, int]:
        """The exact price, which supporters empty their purse for it, and the weight that pays it in full.

        `guess` is the price in floats. The supporters together have at least the cost.
        """
        rows, points = self.table.rows[project], self.demand.points[project]
        pull = self.demand.pulls_exact[project]
        money = self.money[rows]
        target = np.full(len(rows), guess) if points is None else guess * points
        open_purse = money > 0
        near = open_purse & (np.abs(money - target) <= NEAR)
        emptied: Mask = open_purse & (money < target) & ~near
        spent = self._exact_money(rows[emptied], len(self.paid))
        full = int(pull[open_purse & ~emptied].sum())
        cost = self.table.costs[project]
        if not near.any():
            return (cost - spent) / full, emptied, full
        ratio = Fraction(0)
        for ratio, members, amount in self._near_groups(rows, np.flatnonzero(near), points):
            if full and ratio > (cost - spent) / full:
                break
            emptied[members] = True
            spent += amount
            full -= int(pull[members].sum())
        return (cost - spent) / full if full else ratio, emptied, full

    def _near_groups(
        self, rows: Rows, near: np.ndarray[tuple[int], np.dtype[np.intp]], points: Ints | None
    ) -> list[tuple[Fraction, np.ndarray[tuple[int], np.dtype[np.intp]], Fraction]]:
        """The doubtful supporters in groups of equal money per point, poorest first, with their money together."""
        moneys, kinds = self._exact_each(rows[near])
        groups = []
        for kind, money in enumerate(moneys):
            members = near[kinds == kind]
            each = np.ones(len(members), dtype=np.int64) if points is None else points[members]
            for value in np.unique(each):
                some = members[each == value]
                amount = money * int(self.table.weights[rows[some]].sum())
                groups.append((money / int(value), some, amount))
        return sorted(groups, key=lambda group: group[0])

    # ---- paying ------------------------------------------------------------------------------------------------

    def pay(self, project: int, guess: float) -> Floats:
        """Take the price from the supporters; give back what each row paid per voter, in shares."""
        rows, eager = self.table.rows[project], self.demand.eagerness[project]
        before = self.money[rows]
        target: Floats | float = guess if eager is None else guess * eager
        left = before - target
        if bool((np.abs(left) <= NEAR).any()):
            _, emptied, full = self.exact_price(project, guess)
        else:
            emptied = (left < 0) & (before > 0)
            pull = self.demand.pulls_exact[project]
            full = int(pull[left > 0].sum()) if bool((left <= 0).any()) else self.demand.pull_totals[project]
        after = np.where(emptied | (before == 0), 0.0, np.maximum(left, 1e-18))
        self.money[rows] = after
        self.paid.append(Paid(project, rows[emptied], full))
        paid: Floats = before - after
        return paid
