"""The instance as arrays: equal ballots once, per project the rows that support it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from coop.rules.counting.values import Ballot, CountError, Instance

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

Kind = tuple[tuple[str, ...], tuple[int, ...] | None]
"""A ballot without its weight: ids, and points if it has them."""
FEW_REPEATS = 0.8
"""With so many different ballots per voter each gets a row of its own: then no weights need be looked up."""
SAFE_TOTAL = 2**53
"""Sums of weights and points stay below this, so that 64-bit integers never overflow and floats hold them exactly."""


@dataclass(frozen=True)
class Table:
    """`weights[row]` voters share a ballot; `rows[p]` are the rows that support project number p.

    `points[p]` are the points these rows give it, or None when ballots only approve. The other way round,
    `named[starts[row] : starts[row + 1]]` are the projects of a row and `given[...]` their points. Projects are
    numbered in the order of their ids as text, so that the order in which they were handed in is forgotten.
    """

    budget: int
    voters: int
    ids: tuple[str, ...]
    costs: tuple[int, ...]
    weights: Ints
    rows: tuple[Rows, ...]
    points: tuple[Ints | None, ...]
    starts: Rows
    named: npt.NDArray[np.int32]
    given: Ints | None
    threshold: int = 0

    @cached_property
    def votes(self) -> tuple[int, ...]:
        """Voters that support each project."""
        return tuple(int(self.weights[rows].sum()) for rows in self.rows)

    @cached_property
    def supporter_weights(self) -> tuple[Floats | None, ...]:
        """The weight of each supporter of each project; None when every row stands for one voter."""
        return tuple(None if self.equal_weights else self.weights[rows].astype(float) for rows in self.rows)

    @cached_property
    def totals(self) -> tuple[int, ...]:
        """Points of each project; its votes when ballots only approve."""
        pairs = zip(self.rows, self.points, self.votes, strict=True)
        return tuple(v if p is None else int((self.weights[r] * p).sum()) for r, p, v in pairs)

    def places_of(self, rows: Rows) -> Rows:
        """Where in `named` the projects of these rows are, row by row."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        places: Rows = np.arange(total) + np.repeat(self.starts[rows] - (ends - lengths), lengths)
        return places

    @cached_property
    def equal_weights(self) -> bool:
        """Every row stands for exactly one voter."""
        return bool((self.weights == 1).all())


def grouped(ballots: tuple[Ballot, ...]) -> dict[Kind, int]:
    """Different ballots with the number of voters that cast each."""
    counts: dict[Kind, int] = {}
    for ballot in ballots:
        if ballot.points is None:
            key: Kind = (tuple(sorted(ballot.approved)), None)
        else:
            pairs = sorted(zip(ballot.approved, ballot.points, strict=True))
            key = (tuple(x for x, _ in pairs), tuple(p for _, p in pairs))
        counts[key] = counts.get(key, 0) + ballot.weight
    return counts


def table_of(instance: Instance) -> Table:
    """The arrays of an instance, made once, for it never changes. Raises CountError on unknown or repeated ids."""
    known: Table | None = vars(instance).get("table")
    if known is None:
        vars(instance)["table"] = known = made_of(instance)
    return known


def made_of(instance: Instance) -> Table:
    """The arrays of an instance, made anew."""
    counts = grouped(tuple(instance.ballots))
    voters = sum(counts.values())
    plain = all(kind[1] is None for kind in counts)
    kinds = sorted(counts, key=itemgetter(0) if plain else lambda kind: (kind[0], kind[1] or ()))
    kinds = [kind for kind in kinds if kind[0]]
    if sum(counts[kind] for kind in kinds) * FEW_REPEATS <= len(kinds):
        kinds = [kind for kind in kinds for _ in range(counts[kind])]
        counts = dict.fromkeys(kinds, 1)
    ids = tuple(sorted(instance.projects))
    number = {key: place for place, key in enumerate(ids)}
    named = [kind[0] for kind in kinds]
    try:
        flat = np.fromiter(map(number.__getitem__, chain.from_iterable(named)), dtype=np.int32)
    except KeyError as fault:
        raise CountError(f"a ballot names {fault.args[0]!r}, which is not a project") from None
    lengths = np.fromiter(map(len, named), dtype=np.int64, count=len(named))
    owner = np.repeat(np.arange(len(named), dtype=np.intp), lengths)
    order = np.argsort(flat, kind="stable")
    edges = np.searchsorted(flat[order], np.arange(len(ids) + 1))
    rows = tuple(owner[order[a:b]] for a, b in pairwise(edges.tolist()))
    if any((np.diff(r) == 0).any() for r in rows):
        raise CountError("a ballot names the same project twice")
    weights = np.array([counts[kind] for kind in kinds], dtype=np.int64)
    given = points_of(kinds, lengths)
    bounds = list(pairwise(edges.tolist()))
    table = Table(
        budget=instance.budget,
        voters=voters,
        ids=ids,
        costs=tuple(instance.projects[key].cost for key in ids),
        weights=weights,
        rows=rows,
        points=tuple(None if given is None else given[order[a:b]] for a, b in bounds),
        starts=np.concatenate([np.zeros(1, dtype=np.intp), np.cumsum(lengths, dtype=np.intp)]),
        named=flat,
        given=given,
        threshold=instance.threshold,
    )
    largest = int(given.max()) if given is not None and len(given) else 1
    if voters * largest > SAFE_TOTAL:
        raise CountError("there are more voters or points than can be counted")
    return table


def points_of(kinds: list[Kind], lengths: Ints) -> Ints | None:
    """All points in the order of the rows; None when no ballot carries points."""
    if all(kind[1] is None for kind in kinds):
        return None
    given = [kind[1] or (1,) * int(n) for kind, n in zip(kinds, lengths, strict=True)]
    return np.fromiter(chain.from_iterable(given), dtype=np.int64)
