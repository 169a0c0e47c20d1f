"""Finding what an attacker could compute from a choice of hidden cells, and the cut that forbids it.

A cut gives each variable a weight between 0 and 1; hidden cells must weigh 1 together. It comes from the prices of
the attacker's own sum: whatever is hidden, the target moves no farther than the hidden cells let it.

Source: Fischetti and Salazar-González, "Solving the cell suppression problem on tabular data with linear
constraints", Management Science 47(7), 2001.
"""

import numpy as np
from numpy.typing import NDArray

from coop.rules.disclosure.movement import Floats, Movement, Mover
from coop.rules.disclosure.problem import CLOSE, Insider, Problem
from coop.rules.disclosure.witnesses import Witnesses

Bools = NDArray[np.bool_]
Cuts = list[Floats]

PRICE = 1e-7
VIOLATED = 1e-3
# What is hidden for these mostly helps the others too.
MOST_AT_ONCE = 80


class Attacker:
    """Asks for every target how far it can move."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.mover = Mover(problem.space.relations)
        self.witnesses = Witnesses(problem)
        self.wanted = np.zeros(problem.space.size)
        self._waived: set[tuple[int, int]] = set()

    def weights(self, found: Movement, need: float) -> Floats:
        """What each variable, once hidden, adds to the distance, as a share of what is needed."""
        prices = found.prices
        down = np.minimum(1.0, -prices * self.problem.value / need)
        return np.where(prices > PRICE, 1.0, np.where(prices < -PRICE, down, 0.0))

    def cuts_at(self, shares: Floats) -> Cuts:
        """Cuts that do not hold for these shares (fractions allowed)."""
        cuts: Cuts = []
        for sign, needs in ((1, self.problem.up), (-1, self.problem.down)):
            for need in np.unique(needs[needs > 0]):
                targets = np.flatnonzero(needs == need)
                self._share_bounds(shares, need, targets, sign)
                targets = self._not_reached(targets, sign, needs)
                if len(targets):
                    self._share_bounds(shares, need)
                    for target, movement in self._violations(targets, sign, needs):
                        cut = self._cut(target, movement, float(needs[target]), shares)
                        cuts += [] if cut is None else [cut]
        return cuts

    def _share_bounds(
        self, shares: Floats, need: float, targets: NDArray[np.int64] | None = None, sign: int = 1
    ) -> None:
        full = shares > 1 - 1e-9
        lower, upper = self.problem.bounds(full)
        lower = np.where(full, lower, -np.minimum(self.problem.value, need) * shares)
        upper = np.where(full, upper, need * shares)
        self._set_capped(lower, upper, need, targets, sign)

    def _set_capped(
        self, lower: Floats, upper: Floats, need: float | Floats, targets: NDArray[np.int64] | None, sign: int
    ) -> None:
        if targets is not None and sign > 0:
            upper[targets] = np.minimum(upper[targets], need)
        elif targets is not None:
            lower[targets] = np.maximum(lower[targets], -np.asarray(need))
        self.mover.set_bounds(lower, upper)

    def _not_reached(self, targets: NDArray[np.int64], sign: int, needs: Floats) -> NDArray[np.int64]:
        """Many targets at once: what is left when moving them together brings no more."""
        while len(targets) > 1:
            aim = np.zeros(self.problem.space.size)
            aim[targets] = sign
            moves = self.mover.farthest_together(aim).moves
            self.witnesses.add(moves)
            left = targets[sign * moves[targets] < needs[targets] - CLOSE]
            if len(targets) - len(left) <= 1:
                return left
            targets = left
        return targets

    def _violations(
        self, targets: NDArray[np.int64], sign: int, needs: Floats, *, first: bool = False
    ) -> list[tuple[int, Movement]]:
        """Targets that cannot move as far as they must within the bounds that are set."""
        found: list[tuple[int, Movement]] = []
        todo = dict.fromkeys(targets.tolist())
        while todo and len(found) < (1 if first else MOST_AT_ONCE):
            target = next(iter(todo))
            del todo[target]
            movement = self.mover.farthest(target, sign)
            if movement.distance < needs[target] - CLOSE:
                found.append((target, movement))
                continue
            self.witnesses.add(movement.moves)
            for other in [t for t in todo if sign * movement.moves[t] >= needs[t] - CLOSE]:
                del todo[other]
        return found

    def _cut(self, target: int, movement: Movement, need: float, shares: Floats) -> Floats | None:
        weights = self.weights(movement, need)
        weights[target] = 0.0
        return weights if float(weights @ shares) < 1 - VIOLATED else None

    def cuts_for(self, hidden: Bools, *, insiders: bool = True, first: bool = False) -> Cuts:
        """Cuts that a whole choice breaks; empty: it protects. `first`: stop at the first one."""
        cuts: Cuts = []
        for sign, needs, targets in zip(
            (1, -1), (self.problem.up, self.problem.down), self.witnesses.missing(hidden, whole=False), strict=True
        ):
            if not len(targets):
                continue
            self._set_capped(*self.problem.bounds(hidden), needs[targets], targets, sign)
            left = self._not_reached(targets, sign, needs)
            if len(left):
                self.mover.set_bounds(*self.problem.bounds(hidden))
                cuts += self._light_cuts(self._violations(left, sign, needs, first=first), sign, needs, hidden)
            if first and cuts:
                return cuts
        return self._insider_cuts(hidden, first=first) if insiders and not cuts else cuts

    def _light_cuts(self, violations: list[tuple[int, Movement]], sign: int, needs: Floats, hidden: Bools) -> Cuts:
        """For each violation the cut through as few cells as can be, and through those that are wanted least.

        Many cuts forbid the same choice. A little room for what is shown makes the attacker's sum find the light one.
        """
        shares = hidden.astype(float)
        lower, upper = self.problem.bounds(hidden)
        room = 1e-3 * (0.05 + self.wanted)
        lower = np.where(hidden, lower, -np.minimum(self.problem.value, 1.0) * room)
        self.mover.set_bounds(lower, np.where(hidden, upper, room))
        cuts: Cuts = []
        for target, movement in violations:
            need = float(needs[target])
            light = self._cut(target, self.mover.farthest(target, sign), need, shares)
            cut = light if light is not None else self._cut(target, movement, need, shares)
            cuts.append(cut if cut is not None else (~hidden).astype(float))
        return cuts

    def waive_hopeless(self) -> None:
        """Ask no longer what an insider knows even when everything is hidden."""
        everything = ~self.problem.must_show
        for number, insider in enumerate(self.problem.insiders):
            missing = self.witnesses.missing_for_insiders(everything, whole=False)[number]
            for target in self._not_differing(everything, insider, missing):
                if self._insider_cut(everything, insider, int(target)) is not None:
                    self._waived.add((insider.own, int(target)))

    def _insider_cuts(self, hidden: Bools, *, first: bool) -> Cuts:
        cuts: Cuts = []
        missing = self.witnesses.missing_for_insiders(hidden, whole=False)
        for insider, targets in zip(self.problem.insiders, missing, strict=True):
            asked = np.array([t for t in targets if (insider.own, int(t)) not in self._waived], dtype=np.int64)
            for target in self._not_differing(hidden, insider, asked):
                cut = self._insider_cut(hidden, insider, int(target))
                if cut is not None:
                    cuts.append(cut)
                    if first:
                        return cuts
        return cuts

    def _not_differing(self, hidden: Bools, insider: Insider, targets: NDArray[np.int64]) -> NDArray[np.int64]:
        """Targets that did not move by one in moves of many together, the insider's own cell staying."""
        for sign in (1, -1):
            if not len(targets):
                break
            lower, upper = self.problem.bounds(hidden)
            lower[insider.own] = upper[insider.own] = 0.0
            self._set_capped(lower, upper, 1.0, targets, sign)
            while len(targets):
                aim = np.zeros(len(lower))
                aim[targets] = sign
                moves = self.mover.farthest_together(aim).moves
                self.witnesses.add(moves)
                left = targets[np.abs(moves[targets]) < 1 - CLOSE]
                if len(left) == len(targets):
                    break
                targets = left
        return targets

    def _insider_cut(self, hidden: Bools, insider: Insider, target: int) -> Floats | None:
        lower, upper = self.problem.bounds(hidden)
        lower[insider.own] = upper[insider.own] = 0.0
        self.mover.set_bounds(lower, upper)
        both = np.zeros(len(lower))
        for sign in (1, -1):
            found = self.mover.farthest(target, sign)
            if not found.distance < 1 - CLOSE:
                self.witnesses.add(found.moves)
                return None
            both = np.maximum(both, self.weights(found, 1.0))
        both[[insider.own, target]] = 0.0
        if float(both[hidden].sum()) < 1 - VIOLATED:
            return both
        return (~hidden).astype(float)
