"""Sequential Phragmen: every voter earns at the same steady pace; a project is bought the moment its supporters can.

All its supporters then have nothing left. So the moment of a purchase is
    (cost + sum over supporters of the moment of their last purchase) / supporters
and that is the load they carry. The count ends when a project whose turn it is no longer fits.
Source: Brill, Freeman, Janson & Lackner, AAAI 2017; for budgets Los, Christoff & Grossi, IJCAI 2022.
"""

from fractions import Fraction

import numpy as np

from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.outcome import Outcome, Round, TieOrder
from coop.rules.counting.table import Ints, Table, table_of
from coop.rules.counting.values import Instance


def phragmen(instance: Instance | Table, lot: Lot | None = None) -> Outcome:
    """Count by loads, in fractions. Left out: projects above the budget or without supporters. Ties as everywhere."""
    table = instance if isinstance(instance, Table) else table_of(instance)
    order = TieOrder(table, lot or Lot())
    loads = Loads(table)
    left = table.budget
    rounds: list[Round] = []
    ties: list[Tie] = []
    open_ = [p for p, votes in enumerate(table.votes) if votes and table.costs[p] <= table.budget]
    while open_:
        moments = {p: loads.moment(p) for p in open_}
        moment = min(moments.values())
        tied = [p for p in open_ if moments[p] == moment]
        if any(table.costs[p] > left for p in tied):
            break
        project = tied[0]
        if len(tied) > 1:
            project, tie = order.first(tied, len(rounds) + 1)
            ties.append(tie)
        loads.buy(project, moment)
        open_.remove(project)
        left -= table.costs[project]
        rounds.append(
            Round(
                number=len(rounds) + 1,
                project=table.ids[project],
                cost=table.costs[project],
                supporters=table.votes[project],
                price=moment,
                short=0,
                effective_support=None,
                by="load",
            )
        )
    return Outcome(
        rule="phragmen",
        winners=tuple(one.project for one in rounds),
        cost=table.budget - left,
        budget=table.budget,
        voters=table.voters,
        rounds=tuple(rounds),
        ties=tuple(ties),
    )


class Loads:
    """For every row the number of its last purchase; 0 is the beginning."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.last: Ints = np.zeros(len(table.weights), dtype=np.int64)
        self.moments = [Fraction(0)]

    def moment(self, project: int) -> Fraction:
        """When the supporters of a project could buy it."""
        table, rows = self.table, self.table.rows[project]
        counts: Ints = np.zeros(len(self.moments), dtype=np.int64)
        np.add.at(counts, self.last[rows], table.weights[rows])
        earlier = sum((m * int(n) for m, n in zip(self.moments, counts, strict=True) if n), Fraction(0))
        return (table.costs[project] + earlier) / table.votes[project]

    def buy(self, project: int, moment: Fraction) -> None:
        """Its supporters have nothing left at this moment."""
        self.last[self.table.rows[project]] = len(self.moments)
        self.moments.append(moment)
