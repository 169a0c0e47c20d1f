"""Schulze: a beats b when its strongest chain of victories to b is stronger than any chain back.

A victory of x over y is as strong as its margin: voters who put x above y, less voters who put y above x. A chain is as
strong as its weakest victory. Source: Schulze, Social Choice and Welfare 36 (2011), with margins as strengths.
"""

import numpy as np

from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.ranked.contest import Contest, rankings_of
from coop.rules.counting.ranked.pairwise import PairwiseCount, named, pairwise_sums
from coop.rules.counting.table import Ints


def schulze(contest: Contest, lot: Lot | None = None) -> PairwiseCount:
    """Rank the candidates; where nobody beats the other, the lot decides and the record says so."""
    rankings = rankings_of(contest)
    sums = pairwise_sums(rankings)
    paths = strongest_paths(sums)
    order, ties = ranked_by(paths, rankings.ids, lot or Lot())
    top = order[0] if order else None
    others = order[1:]
    return PairwiseCount(
        rule="schulze",
        winners=tuple(rankings.ids[c] for c in order[: contest.seats]),
        ranking=tuple(rankings.ids[c] for c in order),
        voters=int(rankings.weights.sum()) + rankings.blank,
        invalid=rankings.blank,
        sums=named(rankings, sums),
        decisive=tuple(
            (rankings.ids[top], rankings.ids[c], int(paths[top, c]), int(paths[c, top]))
            for c in others
            if top is not None
        ),
        ties=tuple(ties),
    )


def strongest_paths(sums: Ints) -> Ints:
    """`[a, b]`: the strength of the strongest chain of victories from a to b, 0 when there is none."""
    margins = sums - sums.T
    paths: Ints = np.where(margins > 0, margins, 0)
    for middle in range(len(paths)):
        paths = np.maximum(paths, np.minimum(paths[:, middle, None], paths[None, middle, :]))
    np.fill_diagonal(paths, 0)
    return paths


def ranked_by(paths: Ints, ids: tuple[str, ...], lot: Lot) -> tuple[list[int], list[Tie]]:
    """Again and again whom nobody left beats; the lot between several."""
    beats = paths > paths.T
    left = list(range(len(ids)))
    order: list[int] = []
    ties: list[Tie] = []
    while left:
        part = beats[np.ix_(left, left)]
        free = [c for place, c in enumerate(left) if not part[:, place].any()]
        free.sort(key=lambda c: lot.number(ids[c]))
        if len(free) > 1:
            names = tuple(ids[c] for c in free)
            ties.append(Tie(len(order) + 1, names, names[0], "lot"))
        order.append(free[0])
        left.remove(free[0])
    return order, ties
