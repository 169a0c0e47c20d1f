"""Greedy: most votes first, everything that still fits. What most cities do; shown beside equal shares."""

from collections.abc import Iterable
from dataclasses import dataclass

from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.outcome import Outcome, Round, TieOrder
from coop.rules.counting.table import Table, table_of
from coop.rules.counting.values import Instance


def greedy(instance: Instance | Table, lot: Lot | None = None) -> Outcome:
    """Go down the list by votes (by points, when ballots carry them); choose what fits in what is left.

    Ties: lower cost, then the lot. Projects nobody supports, or with fewer votes than the threshold, are left out.
    """
    table = instance if isinstance(instance, Table) else table_of(instance)
    order = TieOrder(table, lot or Lot())
    wanted = [p for p, votes in enumerate(table.votes) if votes and votes >= table.threshold]
    chosen, ties = what_fits(table, order, wanted, table.budget, 1)
    rounds = rounds_of(table, chosen, 1)
    return Outcome(
        rule="greedy",
        winners=tuple(one.project for one in rounds),
        cost=sum(one.cost for one in rounds),
        budget=table.budget,
        voters=table.voters,
        rounds=rounds,
        ties=ties,
    )


def what_fits(
    table: Table, order: TieOrder, wanted: Iterable[int], left: int, number: int
) -> tuple[list[int], tuple[Tie, ...]]:
    """The most votes first, what costs more than is left never; and the ties, of rounds counted from `number`."""
    rest = sorted(
        (p for p in wanted if table.costs[p] <= left), key=lambda p: (-table.totals[p], order.keys[p]), reverse=True
    )
    chosen: list[int] = []
    ties: list[Tie] = []
    while rest:
        project = rest.pop()
        tied = [p for p in rest if table.totals[p] == table.totals[project]]
        if tied:
            ties.append(order.first([project, *tied], number + len(chosen))[1])
        chosen.append(project)
        left -= table.costs[project]
        rest = [p for p in rest if table.costs[p] <= left]
    return chosen, tuple(ties)


def rounds_of(table: Table, chosen: Iterable[int], number: int) -> tuple[Round, ...]:
    """The rounds in which these projects were chosen, counted from `number`."""
    return tuple(
        Round(
            number=place,
            project=table.ids[project],
            cost=table.costs[project],
            supporters=table.votes[project],
            price=None,
            short=0,
            effective_support=None,
            by="most votes",
        )
        for place, project in enumerate(chosen, start=number)
    )


@dataclass(frozen=True, slots=True)
class Missed:
    """A project that most votes left out: what was left when its turn came, and how many votes more it needed.

    So many more voters who want only this, and it would have been chosen; one fewer and it would not. `left` and
    `more_votes` are None when no number of votes would do, because it costs more than the budget.
    """

    project: str
    left: int | None
    more_votes: int | None


def missed(instance: Instance | Table, lot: Lot | None = None) -> tuple[Missed, ...]:
    """Every project that `greedy` leaves out, in the order of their votes."""
    table = instance if isinstance(instance, Table) else table_of(instance)
    order = TieOrder(table, lot or Lot())
    ranked = sorted(range(len(table.ids)), key=lambda p: (-table.totals[p], order.keys[p]))
    counted = [p for p in ranked if table.votes[p] and table.votes[p] >= table.threshold]
    lefts = [table.budget]
    chosen = set()
    for p in counted:
        fits = table.costs[p] <= lefts[-1]
        chosen |= {p} if fits else set()
        lefts.append(lefts[-1] - (table.costs[p] if fits else 0))
    return tuple(missed_by(p, table, order, counted, lefts) for p in ranked if p not in chosen)


def missed_by(p: int, table: Table, order: TieOrder, counted: list[int], lefts: list[int]) -> Missed:
    """What project number p, which was not chosen, came short of. `lefts[i]` was left before `counted[i]`."""
    cost, votes = table.costs[p], table.votes[p]
    key = table.ids[p]
    last = max((i for i, left in enumerate(lefts) if left >= cost), default=None)
    if last is None:
        return Missed(key, None, None)
    turn = counted.index(p) if p in counted else len(counted)
    more = max(1, table.threshold - votes)
    if last < len(counted):
        rival = counted[last]
        level = table.totals[rival] - table.totals[p]
        first = (cost, -votes - level, *order.keys[p][2:]) < order.keys[rival]
        more = max(more, level if first else level + 1)
    return Missed(key, lefts[turn], more)
