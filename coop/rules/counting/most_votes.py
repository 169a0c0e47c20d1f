"""Greedy: most votes first, everything that still fits. What most cities do; shown beside equal shares."""

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
    ranked = sorted(wanted, key=lambda p: (-table.totals[p], order.keys[p]))
    left = table.budget
    rounds: list[Round] = []
    for project in ranked:
        cost = table.costs[project]
        if cost > left:
            continue
        left -= cost
        rounds.append(
            Round(
                number=len(rounds) + 1,
                project=table.ids[project],
                cost=cost,
                supporters=table.votes[project],
                price=None,
                short=0,
                effective_support=None,
                by="most votes",
            )
        )
    return Outcome(
        rule="greedy",
        winners=tuple(one.project for one in rounds),
        cost=table.budget - left,
        budget=table.budget,
        voters=table.voters,
        rounds=tuple(rounds),
        ties=ties_in(table, ranked, order),
    )


def ties_in(table: Table, ranked: list[int], order: TieOrder) -> tuple[Tie, ...]:
    """Every group of projects with equally many votes, and what put the first of them first."""
    groups: dict[int, list[int]] = {}
    for project in ranked:
        groups.setdefault(table.totals[project], []).append(project)
    equal = [group for group in groups.values() if len(group) > 1]
    return tuple(order.first(group, ranked.index(group[0]) + 1)[1] for group in equal)
