"""Why each project was chosen or not, in numbers that a page can put into words.

Everything is about groups. Amounts that fewer than `smallest` voters stand behind are left out, because a resident who
knows how a neighbour votes could recognise the ballot.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from coop.rules.counting.lots import Lot
from coop.rules.counting.most_votes import greedy
from coop.rules.counting.outcome import Outcome, Round
from coop.rules.counting.shares.review import Review, tidy
from coop.rules.counting.shares.rule import EqualSharesRule
from coop.rules.counting.table import Table, table_of
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
    `cost_at_most`: with everything else the same, the highest cost at which it would have been chosen; None as above.
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
    cost_at_most: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        moneys = {
            name: None if (value := getattr(self, name)) is None else amount_text(value)
            for name in ("effective_support", "money_had", "money_left", "spent_elsewhere")
        }
        plain = ("project", "name", "cost", "votes", "chosen", "chosen_by_greedy")
        change = ("extra_supporters", "cost_at_most", "lost_after")
        return {
            **{name: getattr(self, name) for name in (*plain, *change)},
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
            "wishes_share": shares_of(self.wishes),
            "wishes_greedy_share": shares_of(self.wishes_greedy),
            **{name: getattr(self, name) for name in ("blank", "spent", "left")},
        }


def shares_of(counts: Sequence[int]) -> list[str]:
    """Each as a part of all, as decimal text."""
    total = sum(counts)
    return [amount_text(Fraction(count, total)) for count in counts]


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
        story_of(
            review,
            p,
            instance=instance,
            round_=rounds.get(table.ids[p]),
            by_greedy=table.ids[p] in by_greedy,
            smallest=smallest,
        )
        for p in ranked
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


def story_of(
    review: Review, p: int, *, instance: Instance, round_: Round | None, by_greedy: bool, smallest: int
) -> ProjectStory:
    """The story of project number p."""
    table, key = review.table, review.table.ids[p]
    lost = p in review.reach and review.share > 0
    shown = lost and table.votes[p] >= smallest
    purchases = sorted(review.spent.get(p, []), key=lambda item: (-item[1], item[0]))
    open_ = [(table.ids[q], review.money(amount)) for q, amount, payers in purchases if payers >= smallest]
    hidden = sum(amount for _, amount, payers in purchases if payers < smallest)
    support = tidy(review.reach[p]) if lost else round_.effective_support if round_ else None
    return ProjectStory(
        project=key,
        name=instance.projects[key].name,
        cost=table.costs[p],
        votes=table.votes[p],
        chosen=round_ is not None,
        chosen_by_greedy=by_greedy,
        round=round_,
        effective_support=support,
        extra_supporters=review.extra.get(p) if lost else None,
        cost_at_most=review.cheaper.get(p) if lost else None,
        lost_after=review.lost_after[p] if lost else None,
        money_had=review.share * table.votes[p] if shown else None,
        money_left=review.money(review.left[p]) if shown else None,
        spent_on=tuple(open_) if shown else (),
        spent_elsewhere=review.money(hidden) if shown else None,
    )
