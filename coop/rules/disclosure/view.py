"""What stands on paper, and the smallest and largest value of every hole that fits it.

Another road than the optimiser's: linear programs over atoms ≥ 0, many holes at once by scipy, then one by one where
that left a question. An end counts only when a table with it was found that fits every published number: no fault of
a solver makes an interval look wider than it is.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, eye_array, hstack
from scipy.sparse.csgraph import connected_components

from coop.rules.disclosure.space import Space, atom_rows

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

CLOSE: Final = 1e-6


class UnfinishedError(RuntimeError):
    """No solver gave an answer to trust."""


class ContradictionError(ValueError):
    """No counts fit what was published; `variable` is one that does not fit the others."""

    def __init__(self, variable: int) -> None:
        self.variable = variable
        super().__init__(variable)


class Part(NamedTuple):
    """Atoms that hang together: rows · atoms = right, atoms ≥ 0."""

    atoms: Integers
    rows: csr_matrix
    right: Floats


class View:
    """Everything that was published: a value for each known variable of the space, NaN for the others."""

    def __init__(self, space: Space, known: Floats) -> None:
        self._space, self._known = space, known
        shown = np.flatnonzero(~np.isnan(known))
        rows, atoms = atom_rows(space, shown), len(space.atom_variable)
        self.fixed = np.full(atoms, np.nan)
        rows, right, shown = self._settle(rows, known[shown], shown)
        self._parts, self._part_of, self._place = _parts_of(rows, right, np.isnan(self.fixed))

    def _settle(self, rows: csr_matrix, right: Floats, shown: Integers) -> tuple[csr_matrix, Floats, Integers]:
        """Fill in what follows at once: sums of nothing, and sums with one atom left."""
        while True:
            open_atoms = np.isnan(self.fixed)
            left = right - rows @ np.where(open_atoms, 0.0, self.fixed)
            size = rows @ open_atoms.astype(float)
            wrong = (left < -CLOSE) | ((size == 0) & (np.abs(left) > CLOSE))
            if wrong.any():
                raise ContradictionError(int(shown[np.argmax(wrong)]))
            empty = (size > 0) & (np.abs(left) <= CLOSE)
            single = (size == 1) & ~empty
            if not empty.any() and not single.any():
                keep = size > 0
                return rows[keep], left[keep], shown[keep]
            zero = (rows[empty].sum(axis=0).A1 if empty.any() else np.zeros(rows.shape[1])) > 0
            self.fixed[zero & open_atoms] = 0.0
            for row in np.flatnonzero(single):
                atoms = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
                alone = atoms[open_atoms[atoms]]
                if np.isnan(self.fixed[alone[0]]):
                    self.fixed[alone[0]] = left[row]

    def intervals(self, variables: Iterable[int]) -> dict[int, tuple[float, float | None]]:
        """Smallest and largest value of each variable; None: no upper end. Raises UnfinishedError."""
        wanted = {v: self._pieces(v) for v in variables}
        by_part: dict[int, dict[bytes, Integers]] = {}
        for _, _, pieces in wanted.values():
            for part, atoms in pieces:
                by_part.setdefault(part, {})[atoms.tobytes()] = atoms
        ends: dict[tuple[int, bytes], tuple[float, float]] = {}
        for part, aims in by_part.items():
            lows, highs = _ends_of(self._parts[part], list(aims.values()))
            ends.update({(part, key): (lows[i], highs[i]) for i, key in enumerate(aims)})
        found: dict[int, tuple[float, float | None]] = {}
        for v, (fixed, unlimited, pieces) in wanted.items():
            sides = [ends[part, atoms.tobytes()] for part, atoms in pieces]
            low = fixed + sum(side[0] for side in sides)
            found[v] = (low, None if unlimited else fixed + sum(side[1] for side in sides))
        return found

    def some_atoms(self) -> Floats:
        """One table that fits. Raises ContradictionError when there is none."""
        atoms = np.where(np.isnan(self.fixed), 0.0, self.fixed)
        for part in self._parts:
            try:
                found = _Solver(part).together(np.zeros(len(part.atoms)))
            except ContradictionError:
                raise ContradictionError(self._misfit()) from None
            atoms[part.atoms] = np.where(np.abs(found - np.round(found)) < CLOSE, np.round(found), found)
        return np.asarray(np.maximum(atoms, 0.0))

    def _misfit(self) -> int:
        """The number that is farthest off when all are made to fit with as little change as can be."""
        shown = np.flatnonzero(~np.isnan(self._known))
        rows = atom_rows(self._space, shown)
        change = eye_array(len(shown), format="csr")
        aim = np.concatenate([np.zeros(rows.shape[1]), np.ones(2 * len(shown))])
        answer = linprog(aim, A_eq=hstack([rows, change, -change]), b_eq=self._known[shown], method="highs-ds")
        if answer.status != 0:
            return -1
        up, down = np.split(answer.x[rows.shape[1] :], 2)
        return int(shown[np.argmax(up + down)])

    def _pieces(self, variable: int) -> tuple[float, bool, list[tuple[int, Integers]]]:
        """What is settled, whether some atom is in no sum at all, and the open atoms of each part."""
        inside = self._space.members[variable]
        settled = self.fixed[inside]
        loose = inside[np.isnan(settled)]
        parts = self._part_of[loose]
        pieces = [(int(p), self._place[loose[parts == p]]) for p in np.unique(parts) if p >= 0]
        return float(np.nansum(settled)), bool((parts < 0).any()), pieces


def _parts_of(rows: csr_matrix, right: Floats, open_atoms: NDArray[np.bool_]) -> tuple[list[Part], Integers, Integers]:
    """What hangs together; for each atom its part (-1: in no sum) and its place there."""
    part_of, place = np.full(len(open_atoms), -1), np.full(len(open_atoms), -1)
    rows = rows.tocsc()[:, open_atoms].tocsr()
    # Two tables often say the same sum twice.
    first: dict[bytes, int] = {}
    for row in range(rows.shape[0]):
        first.setdefault(np.sort(rows.indices[rows.indptr[row] : rows.indptr[row + 1]]).tobytes(), row)
    rows, right = rows[list(first.values())], right[list(first.values())]
    count, label = connected_components(rows.T @ rows, directed=False)
    in_sum = np.asarray(rows.sum(axis=0)).ravel() > 0
    atoms = np.flatnonzero(open_atoms)
    parts: list[Part] = []
    for number in range(count):
        inside = np.flatnonzero((label == number) & in_sum)
        if not len(inside):
            continue
        its = rows[:, inside]
        used = np.asarray(its.sum(axis=1)).ravel() > 0
        part_of[atoms[inside]], place[atoms[inside]] = len(parts), np.arange(len(inside))
        parts.append(Part(atoms[inside], *_differences(its[used], right[used])))
    return parts, part_of, place


def _differences(rows: csr_matrix, right: Floats) -> tuple[csr_matrix, Floats]:
    """The same sums, each less the smaller sums it contains: what a reader is left with after subtracting."""
    size = np.asarray(rows.sum(axis=1)).ravel()
    smaller_first = np.argsort(size, kind="stable")
    rest, left = rows.toarray(), right.copy()
    for row in smaller_first[::-1]:
        overlap = rows @ rest[row]
        for part in smaller_first[::-1]:
            inside = part != row and size[part] < size[row] and overlap[part] == size[part]
            if inside and rest[row] @ rows[[part]].toarray()[0] == size[part]:
                rest[row] -= rows[[part]].toarray()[0]
                left[row] -= right[part]
    keep = rest.sum(axis=1) > 0
    return csr_matrix(rest[keep]), left[keep]


class _Solver:
    """Solutions of one part: any aim, first by scipy, later by a model that is kept."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._kept: Any = None
        self.fits = 1e-7 * max(1.0, float(part.right.max(initial=1)))

    def together(self, aim: Floats) -> Floats:
        """A table that makes aim · atoms smallest. Raises UnfinishedError or ContradictionError."""
        answer = linprog(aim, A_eq=self._part.rows, b_eq=self._part.right, bounds=(0, None), method="highs-ds")
        if answer.status == 2:
            raise ContradictionError(-1)
        return self._checked(answer.x if answer.status == 0 else None)

    def alone(self, aim: Floats) -> Floats:
        """The same; the next question starts from this answer."""
        if self._kept is None:
            self._kept = self._model()
        self._kept.changeColsCost(len(aim), np.arange(len(aim), dtype=np.int32), aim)
        self._kept.run()
        good = self._kept.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return self._checked(np.array(self._kept.getSolution().col_value)) if good else self.together(aim)

    def _checked(self, atoms: Floats | None) -> Floats:
        if atoms is None or atoms.min(initial=0) < -self.fits:
            raise UnfinishedError
        if np.abs(self._part.rows @ atoms - self._part.right).max(initial=0) > self.fits:
            raise UnfinishedError
        return atoms

    def _model(self) -> Any:
        rows = self._part.rows
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows.shape
        model.col_cost_ = np.zeros(rows.shape[1])
        model.col_lower_, model.col_upper_ = np.zeros(rows.shape[1]), np.full(rows.shape[1], highspy.kHighsInf)
        model.row_lower_ = model.row_upper_ = self._part.right
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = rows.indptr, rows.indices
        model.a_matrix_.value_ = rows.data
        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        highs.silent()
        options: dict[str, Any] = {"threads": 1, "parallel": "off", "presolve": "off", "simplex_strategy": 4}
        for option, setting in options.items():
            highs.setOptionValue(option, setting)
        highs.passModel(model)
        return highs


def _ends_of(part: Part, aims: Sequence[Integers]) -> tuple[Floats, Floats]:
    """Smallest and largest sum of each group of atoms. Every solution also tells of all other groups."""
    size = len(part.atoms)
    starts = np.concatenate([[0], np.cumsum([len(a) for a in aims])])
    groups = csr_matrix((np.ones(starts[-1]), np.concatenate(aims), starts), shape=(len(aims), size))
    inside = (groups @ part.rows.T).toarray() >= groups.sum(axis=1).A1[:, None] - 0.5
    ceiling = np.where(inside, part.right[None, :], np.inf).min(axis=1)
    touching = (groups @ part.rows.T).toarray() > 0
    low, high = np.full(len(aims), np.inf), np.full(len(aims), -np.inf)
    solver = _Solver(part)
    for sign in (1, -1):
        tries = _Tries(touching)
        while len(chosen := tries.next(np.flatnonzero((low if sign > 0 else ceiling - high) > CLOSE))):
            aim = sign * groups[chosen].sum(axis=0).A1
            sums = groups @ (solver.together(aim) if len(chosen) > 1 else solver.alone(aim))
            low, high = np.minimum(low, sums), np.maximum(high, sums)
    return low, high


class _Tries:
    """Which groups to push together: all while that helps, then groups without a common sum, then one by one."""

    def __init__(self, touching: NDArray[np.bool_]) -> None:
        self._touching = touching
        self._before = 2 * len(touching) + 1
        self._apart = np.zeros(len(touching), dtype=bool)
        self._alone = np.zeros(len(touching), dtype=bool)

    def next(self, undecided: Integers) -> Integers:
        """The groups to push now, of those that are not decided yet; empty: all is known."""
        if len(undecided) and self._before - len(undecided) > self._before // 20:
            self._before = len(undecided)
            return undecided
        self._before = 0
        chosen = self._without_common_sum(undecided[~self._apart[undecided]])
        self._apart[chosen] = True
        if len(chosen) < 2:
            todo = undecided[~self._alone[undecided]]
            chosen = chosen if len(chosen) else todo[:1]
            self._alone[chosen] = True
        return chosen

    def _without_common_sum(self, groups: Integers) -> Integers:
        taken = np.zeros(self._touching.shape[1], dtype=bool)
        chosen = []
        for group in groups:
            if not (taken & self._touching[group]).any():
                taken |= self._touching[group]
                chosen.append(group)
        return np.array(chosen, dtype=np.int64)
