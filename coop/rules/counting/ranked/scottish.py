"""Single transferable vote as in the Scottish Local Government Elections Order, SSI 2007/42, rules 45 to 52.

Quota: valid ballots / (seats + 1), rounded down, plus 1 (46). Who reaches it is elected (47). The largest surplus is
transferred first, every ballot of that candidate to its next continuing candidate at
value x surplus / total, five decimals, the rest cut off (48, 49). No surplus: the lowest is excluded and the ballots go
on at the value they have (50, 51). As many left as seats: all elected; seats filled: the count ends (52).
Ties: the last earlier stage at which they differed, then the lot.
"""

import numpy as np

from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.ranked.contest import Contest, Rankings, rankings_of
from coop.rules.counting.ranked.stages import RunningCount, Scale, Stage, StvCount, margin_of
from coop.rules.counting.table import Ints

SCALE = Scale(5)
Rows = np.ndarray[tuple[int], np.dtype[np.intp]]


def scottish_stv(contest: Contest, lot: Lot | None = None) -> StvCount:
    """Count a contest. Ballots are read up to a shared place; blank ones do not count for the quota."""
    count = ScottishCount(rankings_of(contest, strict=True), contest.seats, lot or Lot())
    count.finish()
    return count.written("irv" if contest.seats == 1 else "stv", SCALE)


class ScottishCount(RunningCount):
    """The state of a count: who holds which ballots at which value."""

    def __init__(self, rankings: Rankings, seats: int, lot: Lot) -> None:
        super().__init__(rankings, seats, lot)
        self.quota = (self.ballots // (seats + 1) + 1) * SCALE.one
        self.at = np.zeros(len(rankings.weights), dtype=np.int64)
        self.value: Ints = np.full(len(rankings.weights), SCALE.one, dtype=np.int64)
        self.held: list[list[Rows]] = [[] for _ in range(self.size)]
        self.continuing = np.ones(self.size, dtype=np.bool_)
        self.totals = [0] * self.size
        self.ended = 0
        self.pending: list[int] = []
        self.excluded: list[int] = []

    def finish(self) -> None:
        """Count until all seats are filled or nobody is left."""
        self._hand_out(np.arange(len(self.at)), first=True)
        self._write("first preferences", None, {}, ())
        while len(self.elected) < self.seats and bool(self.continuing.any()):
            self._next_transfer()

    def _next_transfer(self) -> None:
        if self.pending:
            source = self._one_of(self.pending, highest=True, what="surplus first")
            self.pending.remove(source)
            surplus = self.totals[source] - self.quota
            moved = self._transfer(source, surplus)
            self.totals[source] = self.quota
            self._write("surplus", source, moved, ())
            return
        left = np.flatnonzero(self.continuing).tolist()
        source = self._one_of(left, highest=False, what="exclude")
        margin = margin_of(len(self.stages) + 1, self.name(source), {self.name(c): self.totals[c] for c in left})
        self.margins += [] if margin is None else [margin]
        self.continuing[source] = False
        self.excluded.append(source)
        moved = self._transfer(source, None)
        self.totals[source] = 0
        self._write("exclusion", source, moved, (source,))

    def _transfer(self, source: int, surplus: int | None) -> dict[int, int]:
        """Hand on all ballots of `source`; with a surplus at a lower value. Gives what each candidate received."""
        rows = np.concatenate(self.held[source]) if self.held[source] else np.zeros(0, dtype=np.intp)
        self.held[source] = []
        if surplus is not None:
            self.value[rows] = self.value[rows] * surplus // self.totals[source]
        before = list(self.totals)
        self._hand_out(rows, first=False)
        gains = {c: self.totals[c] - before[c] for c in range(self.size) if self.totals[c] != before[c]}
        self.ended += int((self.value[rows] * self.rankings.weights[rows]).sum()) - sum(gains.values())
        return gains

    def _hand_out(self, rows: Rows, *, first: bool) -> None:
        """Move each of these ballots to its next continuing candidate and add its value there."""
        places = self.rankings.places
        if not first:
            self.at[rows] += 1
        rows = rows[self.at[rows] < places.shape[1]]
        while len(rows):
            holder = places[rows, self.at[rows]]
            live = holder >= 0
            rows, holder = rows[live], holder[live]
            there = self.continuing[holder]
            self._give(rows[there], holder[there])
            rows = rows[~there]
            self.at[rows] += 1
            rows = rows[self.at[rows] < places.shape[1]]

    def _give(self, rows: Rows, holder: np.ndarray[tuple[int], np.dtype[np.int32]]) -> None:
        order = np.argsort(holder, kind="stable")
        edges = np.searchsorted(holder[order], np.arange(self.size + 1))
        worth = self.value[rows] * self.rankings.weights[rows]
        for candidate in range(self.size):
            mine = order[edges[candidate] : edges[candidate + 1]]
            if len(mine):
                self.held[candidate].append(rows[mine])
                self.totals[candidate] += int(worth[mine].sum())

    def _write(self, act: str, source: int | None, moved: dict[int, int], excluded: tuple[int, ...]) -> None:
        """Elect whom this stage elects, and write the stage down."""
        fresh = [c for c in range(self.size) if self.continuing[c] and self.totals[c] >= self.quota]
        fresh = self._elect(fresh)
        vacancies = self.seats - len(self.elected)
        left = np.flatnonzero(self.continuing).tolist()
        if 0 < len(left) <= vacancies:
            fresh += self._elect(left)
        self.stages.append(
            Stage(
                number=len(self.stages) + 1,
                act=act,
                source=None if source is None else self.name(source),
                quota=self.quota,
                totals={self.name(c): self.totals[c] for c in range(self.size)},
                moved={self.name(c): votes for c, votes in moved.items()},
                elected=tuple(self.name(c) for c in fresh),
                excluded=tuple(self.name(c) for c in excluded),
                non_transferable=self.ended,
                lost=self.ballots * SCALE.one - sum(self.totals) - self.ended,
            )
        )

    def _elect(self, candidates: list[int]) -> list[int]:
        ranked = self.most_first(candidates, self.totals)
        for candidate in ranked:
            self.continuing[candidate] = False
            self.elected.append(candidate)
            if self.totals[candidate] > self.quota:
                self.pending.append(candidate)
        return ranked

    def _one_of(self, candidates: list[int], *, highest: bool, what: str) -> int:
        """The one with most (or fewest) votes; ties by the last earlier stage that differs, then by the lot."""
        sign = 1 if highest else -1
        best = max(sign * self.totals[c] for c in candidates)
        tied = [c for c in candidates if sign * self.totals[c] == best]
        if len(tied) == 1:
            return tied[0]
        between, by = list(tied), "earlier stage"
        for stage in reversed(self.stages):
            best = max(sign * stage.totals[self.name(c)] for c in tied)
            tied = [c for c in tied if sign * stage.totals[self.name(c)] == best]
        if len(tied) > 1:
            by = "lot"
            tied.sort(key=self.lots.__getitem__, reverse=not highest)
        names = tuple(self.name(c) for c in between)
        self.ties.append(Tie(len(self.stages) + 1, names, self.name(tied[0]), by, what))
        return tied[0]
