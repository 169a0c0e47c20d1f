"""Single transferable vote by Meek: who is elected keeps just enough of every ballot, the rest flows on, to anybody.

Every candidate has a keep factor. Of what reaches a candidate the factor stays and the rest goes to the next on the
ballot; factors are lowered until the elected hold the quota. Nine decimals, rounded up; the quota follows the votes.
Source: Hill, Wichmann & Woodall, Algorithm 123 (1987), in the fixed-point form of the Proportional Representation
Foundation's reference rule.
"""

from collections.abc import Iterable

import numpy as np

from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.ranked.contest import Contest, Rankings, rankings_of
from coop.rules.counting.ranked.stages import RunningCount, Scale, Stage, StvCount, margin_of
from coop.rules.counting.table import Ints

SCALE = Scale(9)
CLOSE = 1000
"""A total surplus below a millionth of a vote ends the lowering of keep factors."""


def meek_stv(contest: Contest, lot: Lot | None = None) -> StvCount:
    """Count a contest by Meek. Ties go by the lot: the largest lot number is excluded."""
    count = MeekCount(rankings_of(contest, strict=True), contest.seats, lot or Lot())
    count.finish()
    return count.written("meek", SCALE)


class MeekCount(RunningCount):
    """Keep factors, votes and the stages so far."""

    def __init__(self, rankings: Rankings, seats: int, lot: Lot) -> None:
        super().__init__(rankings, seats, lot)
        self.keep: Ints = np.full(self.size, SCALE.one, dtype=np.int64)
        self.votes: Ints = np.zeros(self.size, dtype=np.int64)
        self.hopeful = set(range(self.size))

    def finish(self) -> None:
        """Elect and exclude until the seats are filled."""
        self._distribute()
        source: int | None = None
        while len(self.elected) < self.seats and len(self.elected) + len(self.hopeful) > self.seats:
            surplus = self._settle(source)
            if len(self.elected) >= self.seats or len(self.elected) + len(self.hopeful) <= self.seats:
                source = None
                break
            source = self._lowest(surplus)
            ids = self.rankings.ids
            margin = margin_of(len(self.stages) + 1, ids[source], {ids[c]: int(self.votes[c]) for c in self.hopeful})
            self.margins += [] if margin is None else [margin]
            self.hopeful.discard(source)
            self.keep[source] = 0
            self._distribute()
        rest = self._ranked(self.hopeful) if len(self.elected) < self.seats else []
        self.elected += rest
        if rest or source is not None or not self.stages:
            self._write("exclusion" if source is not None else "remaining", source, rest)

    def _settle(self, source: int | None) -> int:
        """Lower keep factors, electing who reaches the quota, until the surplus is next to nothing."""
        act, before = ("first preferences" if not self.stages else "surplus"), None
        while True:
            fresh = self._ranked(c for c in self.hopeful if int(self.votes[c]) >= self.quota)
            if fresh:
                self.hopeful -= set(fresh)
                self.elected += fresh
            surplus = sum(max(0, int(self.votes[c]) - self.quota) for c in self.elected)
            if fresh or not self.stages or source is not None:
                self._write("exclusion" if source is not None else act, source, fresh)
                act, source = "surplus", None
            if len(self.elected) >= self.seats:
                return surplus
            if not fresh and (surplus < CLOSE or (before is not None and surplus >= before)):
                return surplus
            before = None if fresh else surplus
            for c in self.elected:
                self.keep[c] = -(-int(self.keep[c]) * self.quota // max(int(self.votes[c]), 1))
            self._distribute()

    def _distribute(self) -> None:
        """What every candidate keeps of every ballot, and the quota that follows from it."""
        places, weights = self.rankings.places, self.rankings.weights
        self.votes[:] = 0
        left: Ints = np.full(len(weights), SCALE.one, dtype=np.int64)
        for column in range(places.shape[1]):
            rows = np.flatnonzero((places[:, column] >= 0) & (left > 0))
            holder = places[rows, column]
            part = -(-left[rows] * self.keep[holder] // SCALE.one)
            np.add.at(self.votes, holder, part * weights[rows])
            left[rows] -= part
        self.quota = int(self.votes.sum()) // (self.seats + 1) + 1

    def _lowest(self, surplus: int) -> int:
        """Whom to exclude: the lowest; who is within the remaining surplus or a millionth of it is tied with it."""
        least = min(int(self.votes[c]) for c in self.hopeful)
        tied = [c for c in self.hopeful if int(self.votes[c]) <= least + max(surplus, CLOSE)]
        tied.sort(key=self.lots.__getitem__, reverse=True)
        if len(tied) > 1:
            names = tuple(self.rankings.ids[c] for c in tied)
            self.ties.append(Tie(len(self.stages) + 1, names, names[0], "lot", "exclude"))
        return tied[0]

    def _ranked(self, candidates: Iterable[int]) -> list[int]:
        return self.most_first(candidates, self.votes.tolist())

    def _write(self, act: str, source: int | None, fresh: list[int]) -> None:
        ids = self.rankings.ids
        total = int(self.votes.sum())
        self.stages.append(
            Stage(
                number=len(self.stages) + 1,
                act=act,
                source=None if source is None else ids[source],
                quota=self.quota,
                totals={ids[c]: int(self.votes[c]) for c in range(self.size)},
                moved={},
                elected=tuple(ids[c] for c in fresh),
                excluded=() if source is None else (ids[source],),
                non_transferable=self.ballots * SCALE.one - total,
            )
        )
