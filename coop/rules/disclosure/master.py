"""Which cells to hide at the least cost so that every cut found so far holds."""

from typing import Any, Final, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from coop.rules.disclosure.movement import Floats, quiet_highs

Integers = NDArray[np.int32]

# Close to the end a better choice is hardly there: asked only for proof, the solver is five times faster.
NARROW: Final = 0.003
_STRAIGHT_ON: Final = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_allow_restart": False,
}


class Choice(NamedTuple):
    """A share between 0 and 1 for every variable, its cost, and a proven lower bound on any choice's cost."""

    shares: Floats
    cost: float
    bound: float


class Master:
    """A covering problem that grows: each cut says that some of these cells must be hidden."""

    def __init__(self, cost: Floats, must_hide: NDArray[np.bool_], free: NDArray[np.bool_]) -> None:
        self._cost, self._must_hide = cost, must_hide
        self._free = np.flatnonzero(free)
        self._place = np.full(len(cost), -1)
        self._place[self._free] = np.arange(len(self._free))
        self.base = float(cost[must_hide].sum())
        self._rows: list[tuple[float, Integers, Floats]] = []
        self._known: set[tuple[bytes, bytes]] = set()
        self._packed, self._least = csr_matrix((0, len(self._free))), np.zeros(0)
        self._linear = self._model()

    def _model(self) -> Any:
        highs, count = quiet_highs(), len(self._free)
        highs.addVars(count, np.zeros(count), np.ones(count))
        highs.changeColsCost(count, np.arange(count, dtype=np.int32), self._cost[self._free])
        return highs

    def add_cut(self, weights: Floats) -> bool:
        """Demand weights · hidden ≥ 1; False when that is nothing new."""
        left = 1.0 - float(weights[self._must_hide].sum())
        if left <= 1e-5:
            return False
        share = np.minimum(weights[self._free] / left, 1.0)
        inside = np.flatnonzero(share > 1e-7).astype(np.int32)
        # Nothing to choose from: the audit will say so.
        return bool(len(inside)) and self._add(1.0, inside, np.round(share[inside], 9).astype(np.float64))

    def add_support(self, cell: int, others: NDArray[np.int64]) -> bool:
        """Demand that `cell` is hidden only together with one of `others`."""
        places = self._place[others]
        if self._must_hide[others].any():
            return False
        inside = np.concatenate([[self._place[cell]], places[places >= 0]]).astype(np.int32)
        return self._add(0.0, inside, np.concatenate([[-1.0], np.ones(len(inside) - 1)]))

    def _add(self, least: float, inside: Integers, share: Floats) -> bool:
        key = (inside.tobytes(), share.tobytes())
        if key in self._known:
            return False
        self._known.add(key)
        self._rows.append((least, inside, share))
        self._linear.addRow(least, highspy.kHighsInf, len(inside), inside, share)
        return True

    def broken_by(self, hidden: NDArray[np.bool_]) -> bool:
        """Whether some cut does not hold for this choice."""
        chosen = hidden[self._free].astype(float)
        if len(self._rows) > 2 * self._packed.shape[0] + 20:
            self._pack()
        if (self._packed @ chosen < self._least - 1e-6).any():
            return True
        newest = self._rows[self._packed.shape[0] :]
        return any(least > 0 and share @ chosen[inside] < least - 1e-6 for least, inside, share in newest)

    def _pack(self) -> None:
        starts = np.concatenate([[0], np.cumsum([len(inside) for _, inside, _ in self._rows])])
        inside, share = (np.concatenate([row[place] for row in self._rows]) for place in (1, 2))
        self._packed = csr_matrix((share, inside, starts), shape=(len(self._rows), len(self._free)))
        # A demand that a cover cell has company is no cut: it may be broken, at a loss.
        self._least = np.array([least if least > 0 else -np.inf for least, _, _ in self._rows])

    def relaxed(self) -> Choice | None:
        """The best shares, cells taken apart; None when the cuts cannot all hold."""
        if not len(self._free):
            return self._choice(np.zeros(0), self.base)
        self._linear.run()
        if self._linear.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        bound = self.base + self._linear.getInfo().objective_function_value
        return self._choice(np.clip(self._linear.getSolution().col_value, 0, 1), bound)

    def whole(self, seconds: float, gap: float, known: NDArray[np.bool_]) -> Choice | None:
        """The cheapest choice of whole cells, within `gap` of the best; None when time is up or nothing holds."""
        if not len(self._free):
            return self._choice(np.zeros(0), self.base)
        highs, count = self._model(), len(self._free)
        self._fix(highs, known)
        kinds = np.full(count, highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(count, np.arange(count, dtype=np.int32), kinds)
        for least, inside, share in self._rows:
            highs.addRow(least, highspy.kHighsInf, len(inside), inside, share)
        start = highspy.HighsSolution()
        start.col_value = known[self._free].astype(float).tolist()
        highs.setSolution(start)
        highs.setOptionValue("time_limit", max(seconds, 0.01))
        highs.setOptionValue("mip_rel_gap", gap)
        highs.setOptionValue("mip_abs_gap", 1e-7)
        if gap < NARROW:
            for option, setting in _STRAIGHT_ON.items():
                highs.setOptionValue(option, setting)
        highs.run()
        bound = self.base + highs.getInfo().mip_dual_bound
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            # Out of time: what it holds at that moment may be anything, but its bound is proven.
            return Choice(np.zeros(0), float("inf"), bound) if np.isfinite(bound) else None
        return self._choice(np.round(np.clip(highs.getSolution().col_value, 0, 1)), bound)

    def _fix(self, highs: highspy.Highs, known: NDArray[np.bool_]) -> None:
        """Leave out cells that the linear problem says are too dear for anything cheaper than what is known."""
        relaxed = self.relaxed()
        if relaxed is None:
            return
        room = float(self._cost[known].sum()) - relaxed.bound + 1e-6
        reduced = np.array(self._linear.getSolution().col_dual)
        never = np.flatnonzero((reduced > room) & ~known[self._free]).astype(np.int32)
        always = np.flatnonzero((reduced < -room) & known[self._free]).astype(np.int32)
        highs.changeColsBounds(len(never), never, np.zeros(len(never)), np.zeros(len(never)))
        highs.changeColsBounds(len(always), always, np.ones(len(always)), np.ones(len(always)))

    def _choice(self, shares: Floats, bound: float) -> Choice:
        every = self._must_hide.astype(float)
        every[self._free] = shares
        return Choice(every, self.base + float(self._cost[self._free] @ shares), bound)
