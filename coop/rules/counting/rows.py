"""Ballots as rows of numbers: equal ones once, in an order that depends on what they say and not on who handed it in.

Ballots that only approve are sorted as arrays; ballots with points one by one.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from coop.rules.counting.values import Ballot, CountError

Numbers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint64]

Kind = tuple[tuple[str, ...], tuple[int, ...]]
"""A ballot without its weight: ids and points."""
FEW_REPEATS = 0.8
"""With so many different ballots per voter each gets a row of its own: then no weights need be looked up."""
FIRST = 4
"""Rows are put in order by so many of their first projects, and after that by a mark of the whole row."""


class Rows(NamedTuple):
    """`weights[row]` voters share a ballot of `lengths[row]` projects; `named` has these, row after row, rising.

    `given` has the points; None when ballots only approve. Blank ballots have no row.
    """

    named: Numbers
    lengths: Numbers
    weights: Numbers
    given: Numbers | None


def rows_of(ballots: Sequence[Ballot], number: Mapping[str, int]) -> Rows:
    """The rows; `number` per id. Raises CountError on unknown or repeated ids."""
    if all(ballot.points is None for ballot in ballots):
        return plain_rows(ballots, number) or listed_rows(ballots, number)
    return listed_rows(ballots, number)


def numbers_of(named: Sequence[tuple[str, ...]], number: Mapping[str, int]) -> tuple[Numbers, Numbers]:
    """All projects named, row after row, and how many in each."""
    try:
        flat = np.fromiter(map(number.__getitem__, chain.from_iterable(named)), dtype=np.int64)
    except KeyError as fault:
        raise CountError(f"a ballot names {fault.args[0]!r}, which is not a project") from None
    return flat, np.fromiter(map(len, named), dtype=np.int64, count=len(named))


def require_once(keys: Numbers) -> None:
    """No row has the same key twice in succession."""
    if bool((keys[1:] == keys[:-1]).any()):
        raise CountError("a ballot names the same project twice")


# ---- with points, one by one -----------------------------------------------------------------------------------------


def listed_rows(ballots: Sequence[Ballot], number: Mapping[str, int]) -> Rows:
    """The rows of any ballots; who gives no points gives one to each."""
    counts: dict[Kind, int] = {}
    for ballot in ballots:
        pairs = sorted(zip(ballot.approved, ballot.points or (1,) * len(ballot.approved), strict=True))
        key = (tuple(x for x, _ in pairs), tuple(p for _, p in pairs))
        counts[key] = counts.get(key, 0) + ballot.weight
    kinds = sorted(kind for kind in counts if kind[0])
    if sum(counts[kind] for kind in kinds) * FEW_REPEATS <= len(kinds):
        kinds = [kind for kind in kinds for _ in range(counts[kind])]
        counts = dict.fromkeys(kinds, 1)
    flat, lengths = numbers_of([kind[0] for kind in kinds], number)
    require_once(np.repeat(np.arange(len(kinds)), lengths) * max(len(number), 1) + flat)
    weights = np.array([counts[kind] for kind in kinds], dtype=np.int64)
    plain = all(ballot.points is None for ballot in ballots)
    points = chain.from_iterable(kind[1] for kind in kinds)
    return Rows(flat, lengths, weights, None if plain else np.fromiter(points, dtype=np.int64))


# ---- only approved, all at once --------------------------------------------------------------------------------------


def plain_rows(ballots: Sequence[Ballot], number: Mapping[str, int]) -> Rows | None:
    """The rows of ballots that only approve; None in the odd case that two different ones have the same mark."""
    some = [ballot for ballot in ballots if ballot.approved]
    flat, lengths = numbers_of([ballot.approved for ballot in some], number)
    weights = np.fromiter(map(attrgetter("weight"), some), dtype=np.int64, count=len(some))
    size = max(len(number), 1)
    owner = np.repeat(np.arange(len(some)), lengths) * size
    flat += owner
    flat.sort()
    require_once(flat)
    flat -= owner
    starts = np.cumsum(lengths) - lengths
    first, mark = firsts_of(flat, starts, lengths, size), marks_of(flat, starts, size)
    order = np.lexsort((mark, lengths, first))
    first, mark, lengths, weights = first[order], mark[order], lengths[order], weights[order]
    flat = flat[places_of(starts[order], lengths)]
    starts = np.cumsum(lengths) - lengths
    same = np.zeros(len(some), dtype=np.bool_)
    same[1:] = (first[1:] == first[:-1]) & (mark[1:] == mark[:-1]) & (lengths[1:] == lengths[:-1])
    twins = places_of(starts[same], lengths[same])
    if bool((flat[twins] != flat[twins - np.repeat(lengths[same], lengths[same])]).any()):
        return None
    groups = np.flatnonzero(~same)
    if int(weights.sum()) * FEW_REPEATS <= len(groups):
        rows = np.repeat(np.arange(len(some)), weights)
        weights = np.ones(len(rows), dtype=np.int64)
    else:
        rows, weights = groups, np.add.reduceat(weights, groups) if len(groups) else weights
    if len(rows) == len(some) and len(groups) == len(some):
        return Rows(flat, lengths, weights, None)
    return Rows(flat[places_of(starts[rows], lengths[rows])], lengths[rows], weights, None)


def places_of(starts: Numbers, lengths: Numbers) -> Numbers:
    """So many places from each start, row after row."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    places: Numbers = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return places


def firsts_of(flat: Numbers, starts: Numbers, lengths: Numbers, size: int) -> Numbers:
    """The first projects of each row in one number, as many as fit in 62 bits and at most `FIRST`."""
    found: Numbers = np.zeros(len(starts), dtype=np.int64)
    for place in range(min(FIRST, 62 // (size + 1).bit_length())):
        there = lengths > place
        found *= size + 1
        found[there] += flat[starts[there] + place] + 1
    return found


def marks_of(flat: Numbers, starts: Numbers, size: int) -> Marks:
    """A number for each row that hardly any other has: the sum of a fixed, scattered number for each project."""
    scattered = np.arange(1, size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        scattered = (scattered ^ (scattered >> np.uint64(shift))) * np.uint64(factor)
    marks: Marks = np.zeros(len(starts), dtype=np.uint64)
    if len(starts):
        marks = np.add.reduceat(scattered[flat], starts)
    return marks
