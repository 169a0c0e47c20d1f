"""The instance as arrays: equal ballots once, per project the rows that support it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from coop.rules.counting.rows import places_of, rows_of
from coop.rules.counting.values import CountError, Instance

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

Named = npt.NDArray[np.int16] | npt.NDArray[np.int32]
SMALL = 2**15 - 1
"""Fewer projects than this are numbered in 16 bits, which sort faster."""
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
    named: Named
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
        return places_of(self.starts[rows], self.starts[rows + 1] - self.starts[rows])

    @cached_property
    def equal_weights(self) -> bool:
        """Every row stands for exactly one voter."""
        return bool((self.weights == 1).all())


def table_of(instance: Instance) -> Table:
    """The arrays of an instance, made once, for it never changes. Raises CountError on unknown or repeated ids."""
    known: Table | None = vars(instance).get("table")
    if known is None:
        vars(instance)["table"] = known = made_of(instance)
    return known


def made_of(instance: Instance) -> Table:
    """The arrays of an instance, made anew."""
    voters = sum(ballot.weight for ballot in instance.ballots)
    if voters > SAFE_TOTAL:
        raise CountError("there are more voters or points than can be counted")
    ids = tuple(sorted(instance.projects))
    made = rows_of(instance.ballots, {key: place for place, key in enumerate(ids)})
    given = made.given
    named: Named = made.named.astype(np.int16) if len(ids) < SMALL else made.named.astype(np.int32)
    if given is not None and len(given) and voters * int(given.max()) > SAFE_TOTAL:
        raise CountError("there are more voters or points than can be counted")
    order = np.argsort(named, kind="stable")
    edges = np.searchsorted(named[order], np.arange(len(ids) + 1)).tolist()
    owner = np.repeat(np.arange(len(made.lengths), dtype=np.intp), made.lengths)[order]
    return Table(
        budget=instance.budget,
        voters=voters,
        ids=ids,
        costs=tuple(instance.projects[key].cost for key in ids),
        weights=made.weights,
        rows=tuple(owner[a:b] for a, b in pairwise(edges)),
        points=tuple(None if given is None else given[order[a:b]] for a, b in pairwise(edges)),
        starts=np.concatenate([np.zeros(1, dtype=np.intp), np.cumsum(made.lengths, dtype=np.intp)]),
        named=named,
        given=given,
        threshold=instance.threshold,
    )
