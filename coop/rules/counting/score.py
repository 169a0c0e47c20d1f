"""Score: the most points win; with ballots that only approve, the most votes. Costs play no part."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from coop.rules.counting.lots import Lot, Tie, orders_by_lot
from coop.rules.counting.table import Table, table_of
from coop.rules.counting.values import Instance


@dataclass(frozen=True, slots=True)
class ScoreCount:
    """`totals` from most to least, `spread[id]` how many voters gave how many points (also none)."""

    winners: tuple[str, ...]
    ranking: tuple[str, ...]
    voters: int
    totals: dict[str, int]
    spread: dict[str, dict[int, int]]
    ties: tuple[Tie, ...]
    rule: str = "score"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        rows = [
            {
                "project": key,
                "total": self.totals[key],
                "spread": {str(points): voters for points, voters in self.spread[key].items()},
            }
            for key in self.ranking
        ]
        return {
            "rule": self.rule,
            "winners": list(self.winners),
            "ranking": list(self.ranking),
            "voters": self.voters,
            "rounds": rows,
            "ties": [tie.as_json() for tie in self.ties],
        }


def score(instance: Instance | Table, lot: Lot | None = None, seats: int = 1) -> ScoreCount:
    """The `seats` options with most points. Ties: more voters who gave points, then the lot."""
    table = instance if isinstance(instance, Table) else table_of(instance)
    lot = lot or Lot()
    keys = [(-table.totals[p], -table.votes[p], lot.number(key), key) for p, key in enumerate(table.ids)]
    order = sorted(range(len(table.ids)), key=keys.__getitem__)
    ranking = tuple(table.ids[p] for p in order)
    return ScoreCount(
        winners=ranking[:seats],
        ranking=ranking,
        voters=table.voters,
        totals={table.ids[p]: table.totals[p] for p in order},
        spread={table.ids[p]: spread_of(table, p) for p in order},
        ties=tuple(ties_in(table, order)),
    )


def ties_in(table: Table, order: list[int]) -> Iterator[Tie]:
    """Equal totals anywhere in the order, also behind the winners; `stage` is the place of the first."""
    place = 1
    for _, run in groupby(order, table.totals.__getitem__):
        same = list(run)
        votes = {table.ids[p]: table.votes[p] for p in same}
        if len(set(votes.values())) > 1:
            yield Tie(place, tuple(votes), table.ids[same[0]], "votes", "order")
        yield from orders_by_lot(tuple(votes), votes.__getitem__, place)
        place += len(same)


def spread_of(table: Table, project: int) -> dict[int, int]:
    """How many voters gave a project 0, 1, 2 … points."""
    rows, points = table.rows[project], table.points[project]
    given: dict[int, int] = {0: table.voters - table.votes[project]}
    values = [1] * len(rows) if points is None else points.tolist()
    for value, weight in zip(values, table.weights[rows].tolist(), strict=True):
        given[value] = given.get(value, 0) + weight
    return dict(sorted(given.items()))
