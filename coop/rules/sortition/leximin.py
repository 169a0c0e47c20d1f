"""The fairest chances under quotas: raise the smallest chance as far as it goes, then the next smallest, and so
on.

Column generation: a linear programme weighs the panels known so far; its prices tell which panel, if any, would
help more; when none does, the groups whose price is positive cannot rise any further and their chance is
settled. Source: Flanigan e.a., Nature 596 (2021), supplement section 4.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from coop.rules.sortition.groups import Makeup, Row, Values
from coop.rules.sortition.model import SortitionError

# Chances differ from the true optimum by at most about this; a thousandth is what counts in the end.
EXACT = 1e-6
_PRICE = 1e-7
_SLACK = 1e-8


@dataclass(frozen=True)
class Fairest:
    """`chances` of one person per group; `weights`: a lottery over `rows` (valid make-ups) that gives them."""

    chances: Values
    rows: NDArray[np.int64]
    weights: Values


@dataclass(frozen=True)
class _Answer:
    level: float
    weights: Values
    prices: Values
    worth: float


def fairest(makeup: Makeup, rows: list[Row], on_progress: Callable[[float], None]) -> Fairest:
    """Leximin over the groups, started from at least one valid row (`first_rows`)."""
    people = makeup.people
    known = {tuple(row.tolist()) for row in rows}
    settled = np.max(np.array(rows), axis=0) == 0
    floor = np.zeros(len(people))
    while not settled.all():
        answer = _master(np.array(rows) / people, settled, floor)
        row = makeup.best(answer.prices / people)
        if row is None:
            raise SortitionError("The solver lost its way in the quotas.")
        gain = float(answer.prices @ (row / people)) - answer.worth
        if gain > EXACT and tuple(row.tolist()) not in known:
            known.add(tuple(row.tolist()))
            rows.append(row)
            continue
        binding = ~settled & (answer.prices > _PRICE)
        if not binding.any():
            binding = ~settled & (answer.prices >= answer.prices[~settled].max())
        floor[binding] = max(0.0, answer.level)
        settled |= binding
        # Never ask more than these weights give, or rounding in the solver makes the next programme impossible.
        floor = np.where(settled, np.minimum(floor, answer.weights @ (np.array(rows) / people)), 0.0)
        on_progress(float(settled.mean()))
    answer = _master(np.array(rows) / people, settled, floor)
    return Fairest(floor, np.array(rows), answer.weights)


def first_rows(makeup: Makeup) -> list[Row]:
    """Valid rows that together hold every group that can be on a panel at all; empty when no row is valid."""
    missing = np.ones(len(makeup.groups))
    rows: list[Row] = []
    while missing.any():
        row = makeup.best(missing)
        if row is None:
            return []
        if rows and not (missing * row).any():
            break
        rows.append(row)
        missing[row > 0] = 0.0
    return rows


def _master(chances: Values, settled: NDArray[np.bool_], floor: Values) -> _Answer:
    """Weigh the known panels: the largest level for the open groups, the settled ones at their floor."""
    panels, groups = chances.shape
    open_column = (~settled).astype(float)
    table = np.hstack([-chances.T, open_column[:, None]])
    answer = linprog(
        np.append(np.zeros(panels), -1.0 if not settled.all() else 0.0),
        A_ub=table,
        b_ub=-np.maximum(0.0, floor - _SLACK) * settled,
        A_eq=np.append(np.ones(panels), 0.0)[None, :],
        b_eq=[1.0],
        bounds=(0.0, 1.0),
        method="highs-ds",
    )
    if answer.x is None:
        raise SortitionError("The solver gave up: %(reason)s", reason=str(answer.message))
    prices = np.maximum(0.0, -np.asarray(answer.ineqlin.marginals, dtype=float))
    weights = np.maximum(0.0, answer.x[:panels])
    worth = float((chances @ prices).max()) if groups else 0.0
    return _Answer(float(answer.x[-1]), weights / weights.sum(), prices, worth)
