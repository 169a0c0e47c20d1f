"""How hard whom pulls at what, and the room to work in: what all counts of a vote have in common."""

from typing import NamedTuple

import numpy as np

from coop.rules.counting.shares.rule import Satisfaction
from coop.rules.counting.table import Floats, Ints, Mask, Rows, Table


class Bid(NamedTuple):
    """What a project brings to each round, and room to work in.

    The room is the same again and again, also between projects: fresh memory costs more than the arithmetic.
    """

    rows: Rows
    weights: Floats | None
    eager: Floats | None
    unit: int
    pull: int
    reach: Floats
    poor: Mask
    level: Floats
    """One number, or one for each supporter where they are not equally eager."""


class Demand:
    """Per project: the weight of each supporter, how hard each pulls, and what the project is worth per unit."""

    def __init__(self, table: Table, satisfaction: Satisfaction) -> None:
        self.table = table
        by_points = satisfaction is Satisfaction.POINTS and table.given is not None
        self.units = [cost if satisfaction is Satisfaction.COST else 1 for cost in table.costs]
        self.given = table.given if by_points else None
        self.points: list[Ints | None] = [p if by_points else None for p in table.points]
        self.pull_totals = table.totals if by_points else table.votes
        self.weights = table.supporter_weights
        self.eagerness: list[Floats | None] = [None if p is None else p.astype(float) for p in self.points]

        most = max((len(rows) for rows in table.rows), default=0)
        self._desk = (np.empty(most), np.empty(most, dtype=np.bool_), np.empty(()))
        self._bids: dict[int, Bid] = {}
        self._shared: dict[int, Floats] = {}

    def bid(self, project: int) -> Bid:
        """What is worked with for a project."""
        bid = self._bids.get(project)
        if bid is None:
            rows, eager, (reach, poor, level) = self.table.rows[project], self.eagerness[project], self._desk
            n = len(rows)
            parts = (rows, self.weights[project], eager, self.units[project], self.pull_totals[project])
            bid = Bid(*parts, reach[:n], poor[:n], level if eager is None else np.empty(n))
            self._bids[project] = bid
        return bid

    def shared(self, project: int) -> Floats:
        """For each project the pull on it of the supporters of this one."""
        if project not in self._shared:
            table, rows = self.table, self.table.rows[project]
            at = table.places_of(rows)
            weights = np.repeat(table.weights[rows], table.starts[rows + 1] - table.starts[rows])
            weights = weights if self.given is None else weights * self.given[at]
            self._shared[project] = np.bincount(table.named[at], weights, len(table.ids)).astype(float)
        return self._shared[project]

    def pull_of(self, project: int, some: Mask, count: int) -> int:
        """Weight times points of so many supporters together. Sums stay below 2^53, so floats are exact here."""
        if not count:
            return 0
        if self.points[project] is not None:
            return int(self.pulls(project)[some].sum())
        bid = self.bid(project)
        weights, room = bid.weights, bid.reach
        if weights is None:
            return count
        np.copyto(room, some)
        return int(weights.dot(room))

    def pulls(self, project: int) -> Ints:
        """Weight times points of each supporter; just the weight when points play no part."""
        weights = self.table.weights[self.table.rows[project]]
        points = self.points[project]
        return weights if points is None else weights * points
