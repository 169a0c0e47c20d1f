"""Ranked pairs: lock in victories from the largest margin down, unless one would close a circle.

Equal margins go by the lot: first the pair whose winner comes first in it, then the one whose loser comes last.
Source: Tideman, Social Choice and Welfare 4 (1987); Zavist & Tideman 6 (1989) for the order of ties.
"""

from itertools import groupby

from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.ranked.contest import Contest, rankings_of
from coop.rules.counting.ranked.pairwise import PairwiseCount, named, pairwise_sums
from coop.rules.counting.table import Ints


def ranked_pairs(contest: Contest, lot: Lot | None = None) -> PairwiseCount:
    """Rank the candidates. A tie is in the record when the order of equal margins mattered."""
    lot = lot or Lot()
    rankings = rankings_of(contest)
    ids = rankings.ids
    sums = pairwise_sums(rankings)
    luck = {ids.index(key): place for place, key in enumerate(lot.ordered(ids))}
    locks = Locks(len(ids))
    ties: list[Tie] = []
    for place, (_, group) in enumerate(groupby(victories(sums, luck), key=lambda pair: pair[0]), start=1):
        pairs = [(a, b) for _, a, b in group]
        open_ = [pair for pair in pairs if not locks.reaches(pair[1], pair[0])]
        refused = [pair for pair in open_ if not locks.lock(*pair)]
        if refused:
            between = tuple(f"{ids[a]}>{ids[b]}" for a, b in open_)
            ties.append(Tie(place, between, between[0], "lot", "lock first"))
    order, draws = locks.order(luck, ids)
    return PairwiseCount(
        rule="ranked-pairs",
        winners=tuple(ids[c] for c in order[: contest.seats]),
        ranking=tuple(ids[c] for c in order),
        voters=int(rankings.weights.sum()) + rankings.blank,
        invalid=rankings.blank,
        sums=named(rankings, sums),
        ties=(*ties, *draws),
    )


def victories(sums: Ints, luck: dict[int, int]) -> list[tuple[int, int, int]]:
    """(-margin, winner, loser) of all victories, in the order of locking."""
    margins = sums - sums.T
    size = len(margins)
    pairs = [(-int(margins[a, b]), a, b) for a in range(size) for b in range(size) if margins[a, b] > 0]
    return sorted(pairs, key=lambda pair: (pair[0], luck[pair[1]], -luck[pair[2]]))


class Locks:
    """Locked victories, and who can be reached from whom, as bits."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.below = [0] * size
        self.above = [0] * size

    def reaches(self, a: int, b: int) -> bool:
        """Whether locked victories lead from a to b."""
        return bool(self.below[a] >> b & 1)

    def lock(self, a: int, b: int) -> bool:
        """Lock a over b; False when that would close a circle."""
        if self.reaches(b, a):
            return False
        if not self.reaches(a, b):
            up, down = self.above[a] | 1 << a, self.below[b] | 1 << b
            for one in range(self.size):
                if up >> one & 1:
                    self.below[one] |= down
                if down >> one & 1:
                    self.above[one] |= up
        return True

    def order(self, luck: dict[int, int], ids: tuple[str, ...]) -> tuple[list[int], list[Tie]]:
        """Everybody after those above them; the lot between those with nobody above."""
        left = set(range(self.size))
        order: list[int] = []
        ties: list[Tie] = []
        mask = (1 << self.size) - 1
        while left:
            free = sorted((c for c in left if not self.above[c] & mask), key=luck.__getitem__)
            if len(free) > 1:
                names = tuple(ids[c] for c in free)
                ties.append(Tie(len(order) + 1, names, names[0], "lot"))
            order.append(free[0])
            left.remove(free[0])
            mask &= ~(1 << free[0])
        return order, ties
