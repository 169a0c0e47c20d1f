"""Why each project was chosen or not, in numbers that a page can put into words.

Everything is about groups. Amounts that fewer than `smallest` voters stand behind are left out, because a resident who
knows how a neighbour votes could recognise the ballot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

import numpy as np

from coop.rules.counting.lots import Lot
from coop.rules.counting.most_votes import greedy
from coop.rules.counting.outcome import Outcome, Round, TieOrder
from coop.rules.counting.shares.purses import NEAR, Demand
from coop.rules.counting.shares.rule import EqualSharesRule
from coop.rules.counting.shares.run import Run
from coop.rules.counting.table import Floats, Table, table_of
from coop.rules.counting.values import Instance, amount_text

SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class ProjectStory:
    """One project in the explanation. Moneys are in units of the budget, exact to a millionth.

    `effective_support`: the most its supporters had together for it before a payment, divided by the cost; what the
        chosen project of that round would have asked per voter is the most that counts. Chosen means at least 1.
    `lost_after`: the round after which its supporters together had less than the cost; 0: they never had it.
    `money_had`: votes x final share. `money_left`: of that, after round `lost_after`. `spent_on`: where the rest went.
    `extra_supporters`: so many more voters who want nothing else, each carrying the final share, and it would have been
        chosen; one fewer and it would not. None for a chosen project.
    """

    project: str
    name: str
    cost: int
    votes: int
    chosen: bool
    chosen_by_greedy: bool
    round: Round | None
    effective_support: Fraction | None
    extra_supporters: int | None
    lost_after: int | None
    money_had: Fraction | None
    money_left: Fraction | None
    spent_on: tuple[tuple[str, Fraction], ...]
    spent_elsewhere: Fraction | None
    """What went to projects that fewer than `smallest` of its supporters paid for, together."""

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        moneys = {
            name: None if (value := getattr(self, name)) is None else amount_text(value)
            for name in ("effective_support", "money_had", "money_left", "spent_elsewhere")
        }
        plain = ("project", "name", "cost", "votes", "chosen", "chosen_by_greedy", "extra_supporters", "lost_after")
        return {
            **{name: getattr(self, name) for name in plain},
            **moneys,
            "round": None if self.round is None else self.round.as_json(),
            "spent_on": [{"project": key, "amount": amount_text(value)} for key, value in self.spent_on],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole explanation. `wishes[k]` voters got k of the projects on their ballot; `blank` named none."""

    outcome: Outcome
    projects: tuple[ProjectStory, ...]
    greedy: tuple[str, ...]
    only_here: tuple[str, ...]
    only_greedy: tuple[str, ...]
    wishes: tuple[int, ...]
    wishes_greedy: tuple[int, ...]
    blank: int
    spent: int
    left: int

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        lists = ("greedy", "only_here", "only_greedy", "wishes", "wishes_greedy")
        return {
            "outcome": self.outcome.as_json(),
            "projects": [story.as_json() for story in self.projects],
            **{name: list(getattr(self, name)) for name in lists},
            **{name: getattr(self, name) for name in ("blank", "spent", "left")},
        }


def explain(
    instance: Instance,
    outcome: Outcome,
    lot: Lot | None = None,
    rule: EqualSharesRule | None = None,
    smallest: int = SMALLEST_GROUP,
) -> Explanation:
    """Explain an outcome of `equal_shares` counted with the same lot and rule."""
    table = table_of(instance)
    beside = greedy(table, lot)
    review = Review(table, outcome, lot or Lot(), rule or EqualSharesRule())
    rounds = {one.project: one for one in outcome.rounds}
    by_greedy = set(beside.winners)
    ranked = sorted(range(len(table.ids)), key=lambda p: (-table.votes[p], review.order.keys[p]))
    stories = tuple(
        review.story(p, instance, rounds.get(table.ids[p]), table.ids[p] in by_greedy, smallest) for p in ranked
    )
    return Explanation(
        outcome=outcome,
        projects=stories,
        greedy=beside.winners,
        only_here=tuple(key for key in outcome.winners if key not in by_greedy),
        only_greedy=tuple(key for key in beside.winners if key not in rounds),
        wishes=wishes_granted(table, outcome.winners),
        wishes_greedy=wishes_granted(table, beside.winners),
        blank=table.voters - int(table.weights.sum()),
        spent=outcome.cost,
        left=outcome.budget - outcome.cost,
    )


def wishes_granted(table: Table, winners: Sequence[str]) -> tuple[int, ...]:
    """How many voters (blank ballots left out) got 0, 1, 2 … of their wishes."""
    if not len(table.weights):
        return ()
    number = {key: place for place, key in enumerate(table.ids)}
    granted = np.zeros(len(table.weights), dtype=np.int64)
    for key in winners:
        granted[table.rows[number[key]]] += 1
    counts = np.zeros(int(granted.max()) + 1, dtype=np.int64)
    np.add.at(counts, granted, table.weights)
    return tuple(int(count) for count in counts)


class Review:
    """Goes through the final count once more and notes what the projects that were not chosen came short of."""

    def __init__(self, table: Table, outcome: Outcome, lot: Lot, rule: EqualSharesRule) -> None:
        self.table = table
        self.order = TieOrder(table, lot)
        self.demand = Demand(table, rule.satisfaction)
        self.share = outcome.final_share or Fraction(0)
        winners = set(outcome.winners)
        self.losers = [p for p, key in enumerate(table.ids) if key not in winners and table.votes[p]]
        self.reach = dict.fromkeys(self.losers, 0.0)
        self.extra: dict[int, int] = {}
        self.spent: dict[int, list[tuple[int, float, int]]] = {p: [] for p in self.losers}
        self.left = {p: float(table.votes[p]) for p in self.losers}
        self.lost_after = dict.fromkeys(self.losers, 0)
        self.run = Run(self.demand, self.order, self.share)
        self.run.purses.notes_payments = True
        if self.share:
            self._walk()

    def _walk(self) -> None:
        run, column = self.run, np.zeros(len(self.table.weights))
        while (project := run.choose()) is not None:
            self._look(run.rate)
            paid = run.pay(project)
            rows = self.table.rows[project]
            column[rows] = (0.0 if paid is None else paid) * self.table.weights[rows]
            for loser in self.losers:
                self._note(loser, project, column)
            column[rows] = 0
        self._look(float("inf"))

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

    def _look(self, rate: float) -> None:
        """What the losers' supporters could bring together now, if each pays no more than this rate asks."""
        purses, demand = self.run.purses, self.demand
        if not rate:
            return
        for p in self.losers:
            rows, eager, cost = self.table.rows[p], demand.eagerness[p], purses.costs[p]
            most = rate * demand.units[p]
            money = purses.money[rows]
            able = money if rate == float("inf") else money.clip(max=most if eager is None else most * eager)
            together = float((able * self.table.weights[rows]).sum())
            self.reach[p] = max(self.reach[p], together / cost)
            each = min(1.0, most)
            if each > 0:
                needed = max(1, ceil((cost - together) / each - 1e-9))
                self.extra[p] = min(self.extra.get(p, needed), needed)

    def story(self, p: int, instance: Instance, round_: Round | None, by_greedy: bool, smallest: int) -> ProjectStory:
        """The story of project number p."""
        table, key = self.table, self.table.ids[p]
        lost = p in self.reach and self.share > 0
        shown = lost and table.votes[p] >= smallest
        purchases = sorted(self.spent.get(p, []), key=lambda item: (-item[1], item[0]))
        open_ = [(table.ids[q], self._money(amount)) for q, amount, payers in purchases if payers >= smallest]
        hidden = sum(amount for _, amount, payers in purchases if payers < smallest)
        support = self._tidy(self.reach[p]) if lost else round_.effective_support if round_ else None
        return ProjectStory(
            project=key,
            name=instance.projects[key].name,
            cost=table.costs[p],
            votes=table.votes[p],
            chosen=round_ is not None,
            chosen_by_greedy=by_greedy,
            round=round_,
            effective_support=support,
            extra_supporters=self.extra.get(p) if lost else None,
            lost_after=self.lost_after[p] if lost else None,
            money_had=self.share * table.votes[p] if shown else None,
            money_left=self._money(self.left[p]) if shown else None,
            spent_on=tuple(open_) if shown else (),
            spent_elsewhere=self._money(hidden) if shown else None,
        )

    def _money(self, shares: float) -> Fraction:
        return self._tidy(shares * float(self.share))

    @staticmethod
    def _tidy(value: float) -> Fraction:
        return Fraction(round(value * 1_000_000), 1_000_000)
