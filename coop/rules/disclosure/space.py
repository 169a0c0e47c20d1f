"""All tables together as sums over atoms: the smallest groups of households that the tables tell apart.

A cell of any table is a 0/1 row over atoms. Cells of different tables over the same atoms are one *variable*, and
so are atoms in the same cells. Everything that somebody can compute from the tables follows from these rows and from
atoms being counts.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from coop.rules.disclosure.fault import DisclosureError
from coop.rules.disclosure.model import TOTAL, Codes, Hierarchy, Table

MOST_ENTRIES: Final = 4_000_000

Region = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Space:
    """The tables in numbers.

    Variables 0 … `cells`-1 are distinct cells of the tables; the rest, up to `size`, are atoms that no table shows by
    themselves. `members[v]` are the atoms of variable v. `variable_of[t][codes]` is the variable of a cell of table t.
    `relations`: rows over variables that are 0 together, independent and complete. `sums`: every (whole, parts) that
    the classifications give. `atom_variable[a]` is the variable that is atom a alone.
    """

    cells: int
    size: int
    members: tuple[NDArray[np.int64], ...]
    variable_of: tuple[dict[Codes, int], ...]
    relations: sparse.csr_matrix
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    atom_variable: NDArray[np.int64]


class Classification:
    """The codes of one table in one dimension, as sets of leaves."""

    def __init__(self, dim: str, codes: Iterable[str], hierarchy: Hierarchy, world: frozenset[str]) -> None:
        self.codes = frozenset(codes)
        named = sorted(self.codes - {TOTAL})
        self.leaves = {code: hierarchy.leaves(dim, code) for code in named}
        # A total is the sum of what its own table lists; a table without codes here counts everybody we know of.
        self.leaves[TOTAL] = frozenset().union(*self.leaves.values()) if named else world
        self._hierarchy, self._dim = hierarchy, dim
        self._parts: dict[str, tuple[str, ...] | None] = {}

    def parts(self, code: str) -> tuple[str, ...] | None:
        """Codes of this table that make up `code` exactly once, the largest ones; None when there are none."""
        if code not in self._parts:
            self._parts[code] = self._find_parts(code)
        return self._parts[code]

    def _find_parts(self, code: str) -> tuple[str, ...] | None:
        whole = self.leaves[code]
        inside = [c for c, below in self.leaves.items() if c not in (TOTAL, code) and below <= whole]
        # A street that is the only one of its cluster is the same households under two names.
        smaller = [c for c in inside if self.leaves[c] < whole or self._hierarchy.is_below(self._dim, c, code)]
        smaller.sort(key=lambda c: (-len(self.leaves[c]), c))
        for order in (smaller, smaller[::-1]):
            taken: list[str] = []
            covered: set[str] = set()
            for part in order:
                if not covered & self.leaves[part]:
                    taken.append(part)
                    covered |= self.leaves[part]
            if taken and covered == whole:
                return tuple(sorted(taken))
        return None


def world_of(tables: Sequence[Table], hierarchy: Hierarchy) -> dict[str, frozenset[str]]:
    """Every leaf that some table tells of, for each dimension."""
    world: dict[str, set[str]] = {}
    for table in tables:
        for place, dim in enumerate(table.dims):
            for code in {cell.codes[place] for cell in table.cells} - {TOTAL}:
                world.setdefault(dim, set()).update(hierarchy.leaves(dim, code))
    return {dim: frozenset(leaves) for dim, leaves in world.items()}


def classifications(table: Table, hierarchy: Hierarchy, world: dict[str, frozenset[str]]) -> tuple[Classification, ...]:
    """One for each dimension of the table."""
    return tuple(
        Classification(dim, (c.codes[i] for c in table.cells), hierarchy, world.get(dim, frozenset({TOTAL})))
        for i, dim in enumerate(table.dims)
    )


def build_space(tables: Sequence[Table], hierarchy: Hierarchy) -> Space:
    """Number the atoms and the distinct cells of all tables. Raises DisclosureError when that is too much."""
    world = world_of(tables, hierarchy)
    dims = sorted({dim for table in tables for dim in table.dims})
    place = {dim: {leaf: i for i, leaf in enumerate(sorted(world.get(dim, {TOTAL})))} for dim in dims}
    everything = tuple(frozenset(place[dim]) for dim in dims)
    region_number: dict[Region, int] = {}
    variable_of: list[dict[Codes, int]] = []
    made = [classifications(table, hierarchy, world) for table in tables]
    for table, classes in zip(tables, made, strict=True):
        where = {dim: i for i, dim in enumerate(table.dims)}
        numbers = {}
        for cell in sorted(table.cells, key=lambda c: c.codes):
            region = tuple(
                classes[where[dim]].leaves[cell.codes[where[dim]]] if dim in where else all_of
                for dim, all_of in zip(dims, everything, strict=True)
            )
            numbers[cell.codes] = region_number.setdefault(region, len(region_number))
        variable_of.append(numbers)
    members, count = _merged_atoms(list(region_number), [place[dim] for dim in dims])
    return _with_relations(tables, made, variable_of, members, count)


def _merged_atoms(regions: list[Region], place: list[dict[str, int]]) -> tuple[list[NDArray[np.int64]], int]:
    """The atoms of each region, atoms in the same regions taken together and numbered from 0."""
    shape = tuple(len(p) for p in place)
    entries = sum(math.prod(len(side) for side in region) for region in regions)
    if entries > MOST_ENTRIES or math.prod(shape) > MOST_ENTRIES:
        raise DisclosureError("These tables are too large to solve together; take fewer dimensions or fewer files.")
    pieces = []
    for region in regions:
        sides = [np.array(sorted(p[leaf] for leaf in side)) for p, side in zip(place, region, strict=True)]
        pieces.append(np.ravel_multi_index(np.ix_(*sides), shape).ravel() if shape else np.zeros(1, dtype=np.int64))
    flat = np.concatenate(pieces)
    owner = np.repeat(np.arange(len(pieces)), [len(p) for p in pieces])
    order = np.lexsort((owner, flat))
    atoms, starts = np.unique(flat[order], return_index=True)
    owners = np.split(owner[order], starts[1:])
    group: dict[bytes, int] = {}
    merged = np.array([group.setdefault(o.tobytes(), len(group)) for o in owners])
    return [np.unique(merged[np.searchsorted(atoms, piece)]) for piece in pieces], len(group)


def _with_relations(
    tables: Sequence[Table],
    made: Sequence[tuple[Classification, ...]],
    variable_of: list[dict[Codes, int]],
    members: list[NDArray[np.int64]],
    atoms: int,
) -> Space:
    cells = len(members)
    atom_variable = np.full(atoms, -1, dtype=np.int64)
    for number, inside in enumerate(members):
        if len(inside) == 1 and atom_variable[inside[0]] < 0:
            atom_variable[inside[0]] = number
    for atom in np.flatnonzero(atom_variable < 0):
        atom_variable[atom] = len(members)
        members.append(np.array([atom]))
    sums = _sums(tables, made, variable_of)
    shortest: dict[int, tuple[int, ...]] = {}
    for whole, parts in sums:
        if whole not in shortest or len(parts) < len(shortest[whole]):
            shortest[whole] = parts
    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    wholes = [v for v in range(cells) if atom_variable[members[v][0]] != v or len(members[v]) > 1]
    for row, whole in enumerate(wholes):
        parts = shortest.get(whole) or tuple(int(atom_variable[a]) for a in members[whole])
        rows += [row] * (len(parts) + 1)
        columns += [whole, *parts]
        signs += [1.0, *[-1.0] * len(parts)]
    relations = sparse.csr_matrix((signs, (rows, columns)), shape=(len(wholes), len(members)))
    return Space(cells, len(members), tuple(members), tuple(variable_of), relations, sums, atom_variable)


def _sums(
    tables: Sequence[Table], made: Sequence[tuple[Classification, ...]], variable_of: Sequence[dict[Codes, int]]
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Every "whole = its parts along one dimension" among the cells of one table."""
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    for table, classes, numbers in zip(tables, made, variable_of, strict=True):
        for cell in sorted(table.cells, key=lambda c: c.codes):
            for i, classification in enumerate(classes):
                parts = classification.parts(cell.codes[i]) or ()
                below = [numbers.get((*cell.codes[:i], part, *cell.codes[i + 1 :]), -1) for part in parts]
                whole = numbers[cell.codes]
                if below and -1 not in below and below != [whole]:
                    found[whole, tuple(sorted(below))] = None
    return tuple(found)


def atom_rows(space: Space, variables: NDArray[np.int64]) -> sparse.csr_matrix:
    """The variables as 0/1 rows over atoms."""
    inside = [space.members[v] for v in variables]
    starts = np.concatenate([[0], np.cumsum([len(i) for i in inside])])
    columns = np.concatenate(inside) if inside else np.zeros(0, dtype=np.int64)
    return sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(inside), len(space.atom_variable)))
