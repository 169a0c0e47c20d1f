"""Greedy: most votes first, everything that still fits. What most cities do; shown beside equal shares."""

from collections.abc import Iterable

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
