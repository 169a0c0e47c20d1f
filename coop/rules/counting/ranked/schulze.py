"""Schulze: a beats b when its strongest chain of victories to b is stronger than any chain back.

A victory of x over y is as strong as its margin: voters who put x above y, less voters who put y above x. A chain is as
strong as its weakest victory. Source: Schulze, Social Choice and Welfare 36 (2011), with margins as strengths.
"""

from collections.abc import Iterator

import numpy as np

from coop.rules.counting.lots import Lot, Tie
from coop.rules.counting.ranked.contest import Contest, rankings_of
from coop.rules.counting.ranked.pairwise import Chains, PairwiseCount, named, pairwise_sums
from coop.rules.counting.table import Ints


def schulze(contest: Contest, lot: Lot | None = None) -> PairwiseCount:
    """Rank the candidates; where nobody beats the other, the lot decides and the record says so."""
    rankings = rankings_of(contest)
    sums = pairwise_sums(rankings)
    paths = strongest_paths(sums)
    order, ties = ranked_by(paths, rankings.ids, lot or Lot())
    return PairwiseCount(
        rule="schulze",
        winners=tuple(rankings.ids[c] for c in order[: contest.seats]),
        ranking=tuple(rankings.ids[c] for c in order),
        voters=int(rankings.weights.sum()) + rankings.blank,
        invalid=rankings.blank,
        sums=named(rankings, sums),
        ties=tuple(ties),
        chains=tuple(chains_of(sums, paths, rankings.ids, order)),
    )


def chains_of(sums: Ints, paths: Ints, ids: tuple[str, ...], order: list[int]) -> Iterator[Chains]:
    """For each behind the first in `order` the strongest chain of victories from the first to it, and the one back."""
    if len(order) < 2:
        return
    top, *others = order
    margins = sums - sums.T
    there, back = previous(margins, top), previous(margins.T, top)
    for other in others:
        onward = walk(there, top, other)
        yield Chains(
            there=tuple(ids[c] for c in reversed(onward)),
            back=tuple(ids[c] for c in walk(back, top, other)),
            strength=int(paths[top, other]),
            strength_back=int(paths[other, top]),
        )


def walk(before: list[int], top: int, other: int) -> list[int]:
    """From the other candidate step by step to the winner; nothing when no chain leads there."""
    if before[other] < 0:
        return []
    chain = [other]
    while chain[-1] != top:
        chain.append(before[chain[-1]])
    return chain


def previous(margins: Ints, top: int) -> list[int]:
    """For each candidate the last but one on the strongest chain of victories from `top`, -1 when there is none.

    Again and again the candidate that is reached most strongly; of equally strong chains the first found, which
    decides nothing.
    """
    size = len(margins)
    before, strength = np.full(size, -1), np.zeros(size, dtype=np.int64)
    open_ = np.ones(size, dtype=np.bool_)
    strength[top] = np.iinfo(np.int64).max
    for _ in range(size):
        here = int(np.where(open_, strength, -1).argmax())
        if not strength[here]:
            break
        open_[here] = False
        onward = np.minimum(strength[here], margins[here])
        better = open_ & (onward > strength)
        strength[better], before[better] = onward[better], here
    return [int(c) for c in before]


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
