"""Moves found earlier. One that touches only hidden cells proves again, at no cost, what they keep."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coop.rules.disclosure.movement import Floats
from coop.rules.disclosure.problem import CLOSE, Problem

Bools = NDArray[np.bool_]

MOST: Final = 2000
MIXED: Final = 40


class Witnesses:
    """The newest moves, each a change of the true table that leaves every sum right."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        size = problem.space.size
        self._moves = np.zeros((MOST, size), dtype=np.float32)
        self._touched = np.zeros((MOST, size), dtype=np.float32)
        self._whole = np.zeros(MOST, dtype=bool)
        self._count = 0

    def add(self, moves: Floats) -> None:
        """Remember a move; the oldest gives way."""
        rounded = np.round(moves)
        whole = bool(np.abs(moves - rounded).max(initial=0) < CLOSE)
        kept = rounded if whole else moves
        slot = self._count % MOST
        self._moves[slot] = kept
        self._touched[slot] = np.abs(kept) > CLOSE
        self._whole[slot] = whole
        self._count += 1

    def moves(self, hidden: Bools) -> Floats:
        """All that touch only what is hidden."""
        return self._moves[self._usable(hidden, whole=False)].astype(float)

    def _usable(self, hidden: Bools, whole: bool) -> NDArray[np.int64]:
        count = min(self._count, MOST)
        usable = self._touched[:count] @ (~hidden).astype(np.float32) == 0
        return np.flatnonzero(usable & self._whole[:count]) if whole else np.flatnonzero(usable)

    def missing(self, hidden: Bools, whole: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Variables not yet proven to go far enough up, and down; `whole`: in whole numbers."""
        rows = self._moves[self._usable(hidden, whole)]
        up, down = self._problem.up, self._problem.down
        most, least = rows.max(axis=0, initial=0), rows.min(axis=0, initial=0)
        return np.flatnonzero((up > 0) & (most < up - CLOSE)), np.flatnonzero((down > 0) & (-least < down - CLOSE))

    def missing_for_insiders(self, hidden: Bools, whole: bool) -> list[NDArray[np.int64]]:
        """For each insider the cells not yet proven to be able to differ by one while its own stays."""
        insiders = self._problem.insiders
        if not insiders:
            return []
        rows = self._usable(hidden, whole)
        still = 1 - self._touched[np.ix_(rows, np.array([insider.own for insider in insiders]))]
        differs = (np.abs(self._moves[rows]) >= 1 - CLOSE).astype(np.float32)
        proven = still.T @ differs > 0
        missing = [insider.others[~proven[i, insider.others]] for i, insider in enumerate(insiders)]
        return [self._not_mixed(rows, insider.own, m) for insider, m in zip(insiders, missing, strict=True)]

    def _not_mixed(self, rows: NDArray[np.int64], own: int, targets: NDArray[np.int64]) -> NDArray[np.int64]:
        """Two moves, one up and one down in somebody's own cell, mix into one that leaves it as it is."""
        if not len(targets) or not len(rows):
            return targets
        by = self._moves[rows, own]
        rising, falling = rows[by > 0], rows[by < 0]
        if not len(rising) or not len(falling):
            return targets
        rising = rising[np.argsort(self._moves[rising, own], kind="stable")[:MIXED]]
        falling = falling[-MIXED:]
        up, down = self._moves[rising, own], -self._moves[falling, own]
        share = (down[:, None] / (up[None, :] + down[:, None]))[:, :, None]
        above, below = self._moves[np.ix_(rising, targets)], self._moves[np.ix_(falling, targets)]
        mixed = share * above[None, :, :] + (1 - share) * below[:, None, :]
        fixed: NDArray[np.bool_] = np.abs(mixed).max(axis=(0, 1)) < 1 - CLOSE
        return targets[fixed]
