"""The verdict: may this be published? Asked of what stands on paper, not of whoever chose what to hide.

Who is kept out: somebody with everything ever published, who knows that counts are whole and never below zero, and how
hiding works; and a household that knows it is the only one in its cell. For each small number that reader must find
both a table in which it is 0 and a table in which it is T, in whole households and with every published number exactly
right. Such tables may be proposed by anybody; here they are only checked, and searched for where they are missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from coop.rules.disclosure.model import Interval
from coop.rules.disclosure.problem import Insider
from coop.rules.disclosure.space import Space, atom_rows
from coop.rules.disclosure.view import CLOSE, ContradictionError, UnfinishedError, View
from coop.rules.disclosure.whole import MOST_HIDDEN, NODES, SECONDS

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Break:
    """A cell of which an attacker learns too much: [low, high] is left; `insider`: the cell of who can compute it."""

    variable: int
    low: float
    high: float | None
    insider: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is left of every hole, and what breaks the rule. Nothing is released that is not `safe`."""

    intervals: dict[int, Interval]
    breaks: tuple[Break, ...]
    finished: bool

    @property
    def safe(self) -> bool:
        """Whether this may be published."""
        return self.finished and not self.breaks


def rounded_inward(low: float, high: float | None) -> Interval:
    """The whole numbers of an interval."""
    # Adding 0.0 makes an ordinary zero of minus zero.
    return float(np.ceil(low - CLOSE)) + 0.0, None if high is None else float(np.floor(high + CLOSE)) + 0.0


def audit(
    space: Space,
    known: Floats,
    asked: Mapping[int, tuple[float, float]],
    *,
    insiders: Iterable[Insider] = (),
    proposals: Floats | None = None,
    public: Floats | None = None,
) -> Verdict:
    """Judge what is published.

    `public`: what could be read before; what a household could compute from that alone, hiding cannot take back.

    `known`: a value for each variable that can be read, NaN for the others. `asked`: the interval that must be left of
    each small one. `proposals`: rows of values of all variables that might fit; they only save work.
    """
    try:
        holes = np.flatnonzero(np.isnan(known[: space.cells]))
        whole = not (known % 1 > 0).any()
        ends = View(space, known).intervals(sorted({int(v) for v in holes} | set(asked)))
        intervals = {v: rounded_inward(*end) if whole else end for v, end in ends.items()}
        tables = _Tables(space, known, proposals)
        count_out = whole and len(holes) <= MOST_HIDDEN
        breaks = [
            Break(v, *intervals[v])
            for v, (low, high) in sorted(asked.items())
            if not contains(intervals[v], low, high) or (count_out and not tables.reach(v, low, high, asked))
        ]
        before = tables if public is None else _Tables(space, public, None)
        for insider in insiders:
            new = tables.computed_by(insider)
            breaks += [b for b in new if public is None or not before.gives_away(insider.own, b.variable)]
    except (UnfinishedError, ContradictionError):
        return Verdict({}, (), finished=False)
    return Verdict(intervals, tuple(breaks), finished=True)


def contains(interval: Interval, low: float, high: float) -> bool:
    """Whether all of [low, high] is left."""
    return interval[0] <= low + CLOSE and (interval[1] is None or interval[1] >= high - CLOSE)


class _Tables:
    """Tables that fit everything published, as values of all variables; checked one by one."""

    def __init__(self, space: Space, known: Floats, proposals: Floats | None) -> None:
        self._shown = np.flatnonzero(~np.isnan(known))
        self._rows, self._right = atom_rows(space, self._shown), known[self._shown]
        self._all = atom_rows(space, np.arange(space.size))
        self._atoms = len(space.atom_variable)
        self._values = np.zeros((0, space.size))
        if proposals is not None and len(proposals):
            self._take(proposals[:, space.atom_variable])

    def _take(self, atoms: Floats) -> None:
        near = np.round(atoms)
        atoms = np.where(np.abs(atoms - near) < CLOSE, near, atoms)
        # Of whole numbers this is exact; a mixture may be off by what a computer's numbers are off.
        fits = (atoms >= 0).all(axis=1) & (np.abs(atoms @ self._rows.T - self._right) <= 1e-5).all(axis=1)
        self._values = np.vstack([self._values, atoms[fits] @ self._all.T])
        self._whole = self._values[(self._values % 1 == 0).all(axis=1)]

    def reach(self, variable: int, low: float, high: float, asked: Mapping[int, tuple[float, float]]) -> bool:
        """Whether tables of whole households exist with this cell at `low` or below, and at `high` or above."""
        low, high = np.floor(low + CLOSE), np.ceil(high - CLOSE)
        for sign, end in ((1, high), (-1, low)):
            if not self._has(variable, sign, end):
                self._search(variable, sign, end, asked)
            if not self._has(variable, sign, end):
                return False
        return True

    def _has(self, variable: int, sign: int, end: float) -> bool:
        values = self._whole[:, variable] if len(self._values) else np.zeros(0)
        return bool((sign * values >= sign * end).any())

    def _search(self, variable: int, sign: int, end: float, asked: Mapping[int, tuple[float, float]]) -> None:
        """One table of whole households with this cell there, and with as many other ends as it can."""
        others = [v for v in asked if not self._has(v, sign, asked[v][1] if sign > 0 else asked[v][0])]
        push = np.asarray(self._all[sorted({variable, *others})].sum(axis=0)).ravel()
        target = self._all[[variable]]
        side = LinearConstraint(target, end, np.inf) if sign > 0 else LinearConstraint(target, 0, end)
        ceiling = np.full(self._atoms, np.inf)
        if sign > 0:
            # Without a ceiling the sum of many would be driven up by one of them for ever.
            ceiling[:] = max(float(self._right.max(initial=0)), end) + 1
        answer = milp(
            -sign * push,
            constraints=[LinearConstraint(self._rows, self._right, self._right), side],
            bounds=Bounds(0, ceiling),
            integrality=np.ones(self._atoms),
            options={"time_limit": SECONDS, "node_limit": NODES, "mip_rel_gap": 0.3},
        )
        if answer.x is not None:
            self._take(np.round(answer.x)[None, :])

    def computed_by(self, insider: Insider) -> list[Break]:
        """What a household computes that knows it is the only one in its own cell."""
        values = self._values[self._values[:, insider.own] == 1] if len(self._values) else self._values
        varies = np.ptp(values[:, insider.others], axis=0) >= 1 if len(values) else np.zeros(len(insider.others), bool)
        missing = insider.others[~varies]
        if len(missing):
            missing = self._still_fixed(insider.own, missing)
        return [
            Break(int(target), *self._ends(insider.own, int(target)), insider=insider.own)
            for target in missing
            if self.gives_away(insider.own, int(target))
        ]

    def gives_away(self, own: int, target: int) -> bool:
        """Whether somebody alone in `own` knows the number of `target`."""
        low, high = self._ends(own, target)
        return high is not None and high - low < 1

    def _still_fixed(self, own: int, targets: Integers) -> Integers:
        """Without solving: mixtures of one table with more and one with less in the own cell have it exactly right."""
        more, less = self._values[self._values[:, own] > 1][:60], self._values[self._values[:, own] < 1][-60:]
        if not len(more) or not len(less):
            return targets
        up, down = more[:, own] - 1, 1 - less[:, own]
        share = (down[:, None] / (up[None, :] + down[:, None]))[:, :, None]
        mixed = share * more[None, :, targets] + (1 - share) * less[:, None, targets]
        fixed: NDArray[np.bool_] = np.ptp(mixed.reshape(-1, len(targets)), axis=0) < 1
        return targets[fixed]

    def _ends(self, own: int, target: int) -> Interval:
        rows = csr_matrix(np.vstack([self._rows.toarray(), self._all[[own]].toarray()]))
        right = np.append(self._right, 1.0)
        aim = self._all[[target]].toarray()[0]
        found: list[float | None] = []
        for sign in (1, -1):
            answer = linprog(sign * aim, A_eq=rows, b_eq=right, bounds=(0, None), method="highs-ds")
            if answer.status not in (0, 3):
                raise UnfinishedError
            found.append(None if answer.status == 3 else sign * answer.fun)
        return rounded_inward(found[0] or 0.0, found[1])
