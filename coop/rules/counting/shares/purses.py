"""What every voter has left. Floats screen; what they find within NEAR of each other is settled with fractions.

In floats one share is 1.0, so sizes never matter. A voter whose money is gone has exactly 0.0 and paid exactly all.
Exact moneys are not stored: a voter who still has something has paid the full price in every earlier round, so
    money = share - sum of the prices of the chosen projects on the ballot.
Exact prices are whole numbers over one common denominator, worked out only when somebody asks.
"""

from fractions import Fraction
from functools import cached_property

import numpy as np

from coop.rules.counting.shares.demand import Demand
from coop.rules.counting.table import Floats, Ints, Mask, Rows

NEAR = 1e-9


class Paid:
    """One round as the purses remember it: what each supporter had `before`, and has `left`, 0 for an empty purse.

    `last_price`: what the richest paid, when nobody could pay more than that. The rest is worked out when asked for.
    """

    def __init__(
        self, demand: Demand, project: int, before: Floats, left: Floats, last_price: Fraction | None = None
    ) -> None:
        self.demand, self.project, self.before, self.left = demand, project, before, left
        self.last_price = last_price

    @cached_property
    def gone(self) -> int:
        """So many rows have nothing left."""
        return len(self.left) - int(np.count_nonzero(self.left))

    @cached_property
    def emptied(self) -> Rows:
        """The rows that paid all they still had; others paid the full price."""
        rows: Rows = self.demand.bid(self.project).rows
        return rows[(self.left == 0) & (self.before > 0)] if self.gone else rows[:0]

    @cached_property
    def full_pull(self) -> int:
        """The pull of those who paid the full price together."""
        total = self.demand.pull_totals[self.project]
        return total - self.demand.pull_of(self.project, self.left == 0, self.gone) if self.gone else total

    @cached_property
    def short(self) -> int:
        """So many voters could not pay the price."""
        if self.demand.points[self.project] is None:
            return self.demand.pull_totals[self.project] - self.full_pull
        return int(self.demand.table.weights[self.demand.bid(self.project).rows[self.left == 0]].sum())

    @cached_property
    def had(self) -> float:
        """What the supporters had together before, in shares."""
        weights = self.demand.weights[self.project]
        return float(self.before.sum() if weights is None else self.before.dot(weights))


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
        self.notes_payments = False
        self.rounds: Ints = np.full(len(self.table.ids), -1, dtype=np.int64)
        """The number of the round in which a project was chosen, -1 before."""
        self._tops: list[int] = []
        self._bottom = bottom
        """Exact prices of the first rounds: `_tops` over one `_bottom`."""

    # ---- exact -------------------------------------------------------------------------------------------------

    def price_of_round(self, index: int) -> Fraction:
        """What each supporter paid at most in round `index` (per point when ballots carry points)."""
        last = self.paid[index].last_price
        if last is not None:
            return last
        self._work_out(len(self.paid))
        return Fraction(self._tops[index], self._bottom)

    def _work_out(self, rounds: int) -> None:
        """Exact prices of this many rounds."""
        first = len(self._tops)
        if first >= rounds:
            return
        sums = self._paid_for([paid.emptied for paid in self.paid[first:rounds]])
        for index, pulls in zip(range(first, rounds), sums, strict=True):
            paid = self.paid[index]
            rest = self.table.costs[paid.project] * self._bottom - self._top_money(paid.emptied, pulls[:index])
            full = paid.full_pull or 1
            if rest % full:
                self._bottom *= full
                self._tops = [top * full for top in self._tops]
                self._tops.append(rest)
            else:
                self._tops.append(rest // full)

    def _top_money(self, rows: Rows, pulls: list[int]) -> int:
        """Together left to these rows, over `_bottom`, who paid with these pulls in the first rounds."""
        if not len(rows):
            return 0
        share = self.share.numerator * (self._bottom // self.share.denominator)
        total = share * int(self.table.weights[rows].sum())
        return total - sum(top * pull for top, pull in zip(self._tops, pulls, strict=False) if pull)

    def _paid_for(self, groups: list[Rows]) -> list[list[int]]:
        """Per group of rows and per round, the weight with which they paid."""
        table, rows = self.table, np.concatenate(groups)
        width = len(self.paid) + 1
        sums: Ints = np.zeros(len(groups) * width, dtype=np.int64)
        if len(rows):
            lengths = table.starts[rows + 1] - table.starts[rows]
            at = table.places_of(rows)
            weights = np.repeat(table.weights[rows], lengths)
            if self.demand.given is not None:
                weights = weights * self.demand.given[at]
            group = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
            # Round -1 (not chosen) falls in the last place of the group before, and is left out below.
            np.add.at(sums, np.repeat(group * width, lengths) + self.rounds[table.named[at]], weights)
        return [row[:-1] for row in sums.reshape(len(groups), width).tolist()]

    def exact_money(self, rows: Rows) -> Fraction:
        """Together left to these rows now; all of them must still have something."""
        self._work_out(len(self.paid))
        return Fraction(self._top_money(rows, self._paid_for([rows])[0]), self._bottom)

    def _exact_each(self, rows: Rows) -> tuple[list[Fraction], Ints]:
        """Different exact moneys among these rows (which all have something), and for each row which one it has."""
        kinds = np.zeros(len(rows), dtype=np.int64)
        column = np.zeros(len(self.money), dtype=np.int64)
        for paid in self.paid:
            points = self.demand.points[paid.project]
            mine = self.table.rows[paid.project]
            column[mine] = 1 if points is None else points
            _, pair = np.unique(column[rows], return_inverse=True)
            column[mine] = 0
            _, kinds = np.unique(kinds * (int(pair.max()) + 1) + pair, return_inverse=True)
        _, first = np.unique(kinds, return_index=True)
        each = [self.exact_money(rows[at : at + 1]) / int(self.table.weights[rows[at]]) for at in first]
        return each, kinds

    def exact_total(self, project: int) -> Fraction:
        """Together left to the supporters of a project."""
        rows = self.table.rows[project]
        return self.exact_money(rows[self.money[rows] > 0])

    def exact_reach(self, project: int, price: Fraction) -> tuple[Fraction, bool]:
        """What the supporters bring together when each pays at most this price; whether one of them has it all."""
        rows, points = self.table.rows[project], self.demand.points[project]
        guess, pull = float(price / self.share), self.demand.pulls(project)
        money = self.money[rows]
        target = np.full(len(rows), guess) if points is None else guess * points
        open_purse = money > 0
        near = open_purse & (np.abs(money - target) <= NEAR * np.maximum(1.0, target))
        full = open_purse & (money > target) & ~near
        total = self.exact_money(rows[open_purse & ~near & ~full]) + price * int(pull[full].sum())
        able = bool(full.any())
        groups = self._near_groups(rows, np.flatnonzero(near), points) if near.any() else []
        for ratio, members, amount in groups:
            able = able or ratio >= price
            total += amount if ratio <= price else price * int(pull[members].sum())
        return total, able

    def exact_price(self, project: int, guess: float) -> tuple[Fraction, Mask, int]:
        """The exact price, which supporters empty their purse for it, and the weight that pays it in full.

        `guess` is the price in floats. The supporters together have at least the cost.
        """
        rows, points = self.table.rows[project], self.demand.points[project]
        pull = self.demand.pulls(project)
        money = self.money[rows]
        target = np.full(len(rows), guess) if points is None else guess * points
        open_purse = money > 0
        near = open_purse & (np.abs(money - target) <= NEAR)
        emptied: Mask = open_purse & (money < target) & ~near
        spent = self.exact_money(rows[emptied])
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

    def _near_groups(self, rows: Rows, near: Rows, points: Ints | None) -> list[tuple[Fraction, Rows, Fraction]]:
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

    def pay(self, project: int, guess: float) -> Floats | None:
        """Take the price; with `notes_payments`, give back what each row paid per voter, in shares."""
        bid, last_price = self.demand.bid(project), None
        before = self.money.take(bid.rows)
        left = before - (guess if bid.eager is None else guess * bid.eager)
        if left[left.argmin()] <= NEAR:
            distance = np.abs(left, bid.reach)
            if distance[distance.argmin()] <= NEAR:
                price, emptied, full = self.exact_price(project, guess)
                last_price = None if full else price
                np.maximum(left, 1e-18, out=left)
                left[emptied | (before == 0)] = 0.0
            else:
                np.maximum(left, 0.0, out=left)
        self.money[bid.rows] = left
        self.rounds[project] = len(self.paid)
        self.paid.append(Paid(self.demand, project, before, left, last_price))
        return before - left if self.notes_payments else None
