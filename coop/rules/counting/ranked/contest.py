"""Candidates and rankings, and the same as arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
import numpy.typing as npt

from coop.rules.counting.table import Ints
from coop.rules.counting.values import CountError

MOST_BALLOTS = 900_000_000
"""More ballots would overflow the 64-bit integers of the count; ten times the voters of the largest countries here."""
Kind = tuple[tuple[str, ...], tuple[int, ...] | None]
"""A ranking without its weight: the order, and the levels when places are shared."""
Candidates = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """`weight` equal ballots that rank these ids, best first; () is a blank ballot.

    `levels` (same length, rising) puts candidates level: ids with the same number share a place. None: no ties.
    """

    order: tuple[str, ...]
    weight: int = 1
    levels: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """Who stands, how everybody ranked them, and how many are to be chosen."""

    candidates: Mapping[str, str]
    """Name per id, in the order of the ballot paper (which decides nothing)."""
    ballots: Sequence[Ranking] = field(repr=False)
    seats: int = 1
    withdrawn: frozenset[str] = frozenset()
    """Candidates who can no longer be chosen: votes pass over them."""

    def __post_init__(self) -> None:
        if self.seats < 1:
            raise CountError("at least one seat must be filled")
        if any(ballot.weight < 1 for ballot in self.ballots):
            raise CountError("a ballot stands for less than one voter")
        if sum(ballot.weight for ballot in self.ballots) > MOST_BALLOTS:
            raise CountError(f"there are more than {MOST_BALLOTS} ballots")


@dataclass(frozen=True)
class Rankings:
    """Different rankings once: `places[row, k]` is the candidate number at place k, -1 behind the end.

    `levels[row, k]` is its level (0, 1, 2 …), which equals k when nothing is level. `blank` ballots rank nobody.
    Candidates are numbered in the order of their ids, so that the order on the paper is forgotten.
    """

    ids: tuple[str, ...]
    places: Candidates
    levels: Candidates | None
    weights: Ints
    blank: int


def rankings_of(contest: Contest, strict: bool = False) -> Rankings:
    """The arrays of a contest. `strict`: a ballot is read up to the first place with more than one candidate."""
    ids = tuple(sorted((key for key in contest.candidates if key not in contest.withdrawn), key=in_order))
    counts = grouped(contest.ballots)
    if contest.withdrawn or (strict and any(kind[1] is not None for kind in counts)):
        counts = rewritten(counts, contest.withdrawn, strict)
    kinds = [kind for kind in counts if kind[0]]
    number = {key: place for place, key in enumerate(ids)}
    lengths = np.fromiter((len(k[0]) for k in kinds), dtype=np.int64, count=len(kinds))
    try:
        flat = np.fromiter(map(number.__getitem__, chain.from_iterable(k[0] for k in kinds)), dtype=np.int32)
    except KeyError as fault:
        raise CountError(f"a ballot names {fault.args[0]!r}, who is not a candidate") from None
    longest = int(lengths.max()) if kinds else 0
    filled = np.arange(longest) < lengths[:, None]
    places = np.full((len(kinds), longest), -1, dtype=np.int32)
    places[filled] = flat
    require_once(places)
    levels = None
    if any(k[1] is not None for k in kinds):
        levels = np.full(places.shape, -1, dtype=np.int32)
        given = (k[1] if k[1] is not None else range(len(k[0])) for k in kinds)
        levels[filled] = np.fromiter(chain.from_iterable(given), dtype=np.int32)
    weights = np.array([counts[k] for k in kinds], dtype=np.int64)
    return Rankings(ids, places, levels, weights, sum(n for k, n in counts.items() if not k[0]))


def grouped(ballots: Sequence[Ranking]) -> dict[Kind, int]:
    """Different rankings with the number of voters that cast each."""
    plain: dict[tuple[str, ...], int] = {}
    tied: dict[Kind, int] = {}
    for ballot in ballots:
        if ballot.levels is None:
            plain[ballot.order] = plain.get(ballot.order, 0) + ballot.weight
        else:
            key = (ballot.order, ballot.levels)
            tied[key] = tied.get(key, 0) + ballot.weight
    tied.update(((order, None), weight) for order, weight in plain.items())
    return tied


def in_order(key: str) -> tuple[int, str]:
    """Numbers by size, other ids as text; only for a tidy display, it decides nothing."""
    return (int(key) if key.isascii() and key.isdigit() else -1, key)


def require_once(places: Candidates) -> None:
    """Nobody is ranked twice on a ballot."""
    ordered = np.sort(places, axis=1)
    if bool(((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any()):
        raise CountError("a ballot names the same candidate twice")


def rewritten(counts: dict[Kind, int], withdrawn: frozenset[str], strict: bool) -> dict[Kind, int]:
    """The ballots without the withdrawn and, when `strict`, cut off before the first shared place."""
    fresh: dict[Kind, int] = {}
    for (order, levels), weight in counts.items():
        pairs = list(zip(order, levels if levels is not None else range(len(order)), strict=True))
        pairs = [pair for pair in pairs if pair[0] not in withdrawn]
        if strict:
            shared = [at for at in range(len(pairs) - 1) if pairs[at][1] == pairs[at + 1][1]]
            pairs = pairs[: shared[0]] if shared else pairs
        tied = levels is not None and not strict
        key = (tuple(x for x, _ in pairs), tuple(n for _, n in pairs) if tied else None)
        fresh[key] = fresh.get(key, 0) + weight
    return fresh
