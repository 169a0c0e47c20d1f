"""Tables to protect: invented neighbourhoods, known ones from files, and a reader who attacks on his own."""

import itertools
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linprog

from coop.rules.disclosure import TOTAL, Cell, Hierarchy, Protection, Rule, Table, protect

FILES = Path(__file__).parent / "tables"
THREE_QUARTERS = {0: [(0, 7), (7, 13), (13, 20)]}

Groups = Mapping[int, Sequence[tuple[int, int]]]


def skewed_counts(shape: Sequence[int], households: int, seed: int) -> Any:
    """Few large numbers and many small ones, as in a neighbourhood."""
    chance = np.random.default_rng(seed)
    weights = np.ones(shape)
    for axis, size in enumerate(shape):
        side = chance.gamma(1.5, 1, size) + 0.15
        weights = weights * side.reshape([-1 if i == axis else 1 for i in range(len(shape))])
    weights = weights * chance.gamma(1.2, 1, shape)
    return chance.poisson(weights / weights.sum() * households)


def table_of(counts: Any, groups: Groups | None = None, **named: Any) -> tuple[Table, Hierarchy]:
    """All cells with their margins; groups: {dimension: [(first, past the last)]} between the codes and the total."""
    dims = tuple(f"d{axis}" for axis in range(counts.ndim))
    codes = [{f"c{i:02d}": [i] for i in range(size)} for size in counts.shape]
    children: dict[str, dict[str, list[str]]] = {}
    for axis, ranges in (groups or {}).items():
        for number, (first, past) in enumerate(ranges):
            codes[axis][f"g{number}"] = list(range(first, past))
            children.setdefault(dims[axis], {})[f"g{number}"] = [f"c{i:02d}" for i in range(first, past)]
    for axis, size in enumerate(counts.shape):
        codes[axis][TOTAL] = list(range(size))
    cells = [
        Cell(key, int(counts[np.ix_(*(side[code] for side, code in zip(codes, key, strict=True)))].sum()))
        for key in itertools.product(*codes)
    ]
    return Table(named.get("name", "table"), dims, tuple(cells)), Hierarchy(children)


def made(shape: Sequence[int], households: int, seed: int, groups: Groups | None = None) -> tuple[Table, Hierarchy]:
    """An invented table with its hierarchy."""
    return table_of(skewed_counts(shape, households, seed), groups)


def protected(table: Table, hierarchy: Hierarchy | None = None, **how: Any) -> Protection:
    """`protect` with a clock of computing time: neighbours on the machine do not change what is found."""
    return protect(table, hierarchy=hierarchy, clock=time.process_time, **how)


def known(name: str) -> Any:
    """One of the tables with known results."""
    return next(one for one in json.loads((FILES / "known-optima.json").read_text()) if one["name"] == name)


def known_table(name: str) -> Table:
    """With its own costs, primary cells and the intervals that must be kept."""
    one = known(name)
    primary = {tuple(codes) for codes in one["primary"]}
    cells = []
    for codes, value, weight in zip(one["keys"], one["values"], one["weights"], strict=True):
        key = tuple(codes)
        keep = (value - one["LPL"][str(key)], value + one["UPL"][str(key)]) if key in primary else None
        cells.append(Cell(key, int(value), cost=weight, primary=key in primary, keep=keep))
    return Table(name, ("row", "column"), tuple(cells))


class Reader:
    """An attacker who has only the published cells: one unknown for each combination of finest codes.

    Written anew here, without anything of the code under test. `finest`: {dimension: {code: [finest codes]}}.
    """

    def __init__(self, tables: Sequence[tuple[Sequence[str], Mapping[tuple[str, ...], float | None]]], finest: Any):
        dims = sorted({dim for names, _ in tables for dim in names})
        leaves = {dim: sorted({leaf for below in finest[dim].values() for leaf in below}) for dim in dims}
        self._dims, self._finest, self._leaves = dims, finest, leaves
        self._atoms = {key: i for i, key in enumerate(itertools.product(*(leaves[dim] for dim in dims)))}
        shown = [
            (self.row(names, codes), count)
            for names, cells in tables
            for codes, count in cells.items()
            if count is not None
        ]
        self.rows = np.array([row for row, _ in shown]) if shown else np.zeros((0, len(self._atoms)))
        self.right = np.array([count for _, count in shown])

    def row(self, names: Sequence[str], codes: Sequence[str]) -> Any:
        """A cell as a sum of unknowns."""
        where = dict(zip(names, codes, strict=True))
        below = [
            self._leaves[dim] if where.get(dim, TOTAL) == TOTAL else self._finest[dim][where[dim]] for dim in self._dims
        ]
        row = np.zeros(len(self._atoms))
        for key in itertools.product(*below):
            row[self._atoms[key]] = 1
        return row

    def interval(self, row: Any, also: Sequence[tuple[Any, float]] = ()) -> tuple[float, float]:
        """Smallest and largest value; `also`: what this attacker knows besides."""
        rows = np.vstack([self.rows, *(extra for extra, _ in also)])
        right = np.append(self.right, [value for _, value in also])
        ends = []
        for sign in (1, -1):
            answer = linprog(sign * row, A_eq=rows, b_eq=right, bounds=(0, None))
            assert answer.status in (0, 3), answer.message
            ends.append(-sign * np.inf if answer.status == 3 else sign * answer.fun)
        return ends[0], ends[1]


def finest_codes(table: Table, hierarchy: Hierarchy) -> dict[str, dict[str, list[str]]]:
    """For the Reader: every code of every dimension with what it is made of."""
    return {
        dim: {code: sorted(hierarchy.leaves(dim, code)) for code in {c.codes[i] for c in table.cells} if code != TOTAL}
        for i, dim in enumerate(table.dims)
    }


def published_cells(protection: Protection) -> tuple[tuple[str, ...], dict[tuple[str, ...], float | None]]:
    """What everybody can read."""
    return protection.table.dims, {cell.codes: cell.count for cell in protection.cells}


WITHOUT_INSIDERS = Rule(insiders=False)
