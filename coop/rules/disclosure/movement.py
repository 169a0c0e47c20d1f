"""How far a cell can move while everything shown stays: the question behind every cut, asked of HiGHS.

The model is kept between questions, so that the next answer starts from the last one.
"""

from typing import Any, Final, NamedTuple

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

FAR: Final = 1e6


class Movement(NamedTuple):
    """How far it goes, how every variable moves then, and `prices` with distance = sum of prices × moves."""

    distance: float
    moves: Floats
    prices: Floats


def quiet_highs() -> Any:
    """A solver that says nothing, uses one thread and does the same twice."""
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("parallel", "off")
    highs.setOptionValue("random_seed", 0)
    return highs


class Mover:
    """Moves z away from the true table: relations · z = 0, within bounds."""

    def __init__(self, relations: sparse.csr_matrix) -> None:
        rows, self.size = relations.shape
        self._all = np.arange(self.size, dtype=np.int32)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.size, rows
        model.col_cost_ = np.zeros(self.size)
        model.col_lower_, model.col_upper_ = np.zeros(self.size), np.zeros(self.size)
        model.row_lower_, model.row_upper_ = np.zeros(rows), np.zeros(rows)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = relations.indptr
        model.a_matrix_.index_ = relations.indices
        model.a_matrix_.value_ = relations.data
        self._highs = quiet_highs()
        self._highs.setOptionValue("presolve", "off")
        # Only the aim changes from question to question: the primal simplex goes on where it was.
        self._highs.setOptionValue("simplex_strategy", 4)
        self._highs.passModel(model)
        self._aim = np.zeros(self.size)
        self.runs = 0

    def set_bounds(self, lower: Floats, upper: Floats) -> None:
        """How far each variable may move down (lower ≤ 0) and up (upper ≥ 0)."""
        self._highs.changeColsBounds(self.size, self._all, lower, upper)

    def farthest(self, variable: int, sign: int) -> Movement:
        """Move one variable as far up (sign 1) or down (sign -1) as it goes."""
        aim = np.zeros(self.size)
        aim[variable] = sign
        return self.farthest_together(aim)

    def farthest_together(self, aim: Floats) -> Movement:
        """Maximise aim · z."""
        changed = np.flatnonzero(aim != self._aim).astype(np.int32)
        if len(changed):
            self._highs.changeColsCost(len(changed), changed, -aim[changed])
            self._aim = aim.copy()
        self._highs.run()
        self.runs += 1
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            # Nothing to trust: start anew without what is remembered, once.
            self._highs.clearSolver()
            self._highs.run()
            status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            return Movement(float("nan"), np.zeros(self.size), np.zeros(self.size))
        solution = self._highs.getSolution()
        moves = np.array(solution.col_value)
        return Movement(float(aim @ moves), moves, -np.array(solution.col_dual))
