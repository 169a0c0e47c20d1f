"""Which cells to hide: cuts until nothing is computable any more, the cheapest choice proven where time allows.

Three steps. Shares first: a linear problem with cuts. Then a choice of whole cells built on those shares, mended until
an attacker finds nothing, and thinned out. Then whole choices, each mended and thinned too, until the cheapest choice
that meets all cuts protects: no choice is cheaper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coop.rules.disclosure.cuts import Attacker, Cuts
from coop.rules.disclosure.master import Master
from coop.rules.disclosure.movement import Floats
from coop.rules.disclosure.problem import Problem
from coop.rules.disclosure.whole import Lack, hidden_for, lack_in_whole_numbers

Bools = NDArray[np.bool_]
Clock = Callable[[], float]

SAME: Final = 1e-5
ROUNDS: Final = 60
WIDE: Final = 0.01
# A pattern found just in time is thinned out for at most this many seconds more.
PATIENCE: Final = 5.0
# So long after the limit everything is hidden: safe, and of little use; only for tables of thousands of cells.
LAST_RESORT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to hide. `bound`: no pattern that protects costs less; equal to `cost` when the pattern is proven best."""

    hidden: Bools
    cost: float
    bound: float
    seconds: float

    @property
    def is_best(self) -> bool:
        """Whether nothing cheaper exists."""
        return self.bound >= self.cost - SAME


class Search:
    """One table in search of its cheapest pattern. `clock` gives seconds from any moment."""

    def __init__(self, problem: Problem, *, time_limit: float, clock: Clock) -> None:
        self.problem, self._clock, self._start = problem, clock, clock()
        self._limit = time_limit
        self.attacker = Attacker(problem)
        self.master = Master(problem.cost, problem.must_hide, problem.free)
        self._supports = [np.array([whole, *parts]) for whole, parts in problem.space.sums]
        self.best = ~problem.must_show
        self.bound = self.master.base

    def seconds(self) -> float:
        """Since the beginning."""
        return self._clock() - self._start

    def tables(self) -> Floats:
        """Tables that a reader of the best pattern must think possible, for the audit to check."""
        return self.problem.value + self.attacker.witnesses.moves(self.best)

    def _left(self) -> float:
        return self._limit - self.seconds()

    def cost_of(self, hidden: Bools) -> float:
        """What a choice costs."""
        return float(self.problem.cost[hidden].sum())

    def run(self) -> Pattern:
        """Search until proven or out of time. When all that is hidden does not protect, everything is hidden."""
        if self.problem.must_show.any():
            self.attacker.waive_hopeless()
        self._cut_single_sums()
        shares = self._solve_shares()
        self._try(shares > 0.5, self._guide(shares))
        self._prove()
        self._make_whole()
        cost = self.cost_of(self.best)
        return Pattern(self.best, cost, min(self.bound, cost), self.seconds())

    def _make_whole(self) -> None:
        """Hold out against an attacker who knows that households are whole, at the least cost there is time for."""
        cheapest: Bools | None = None
        lack = self._lack(self.best)
        while lack is not None:
            found = self.best
            mended = self._mended_in_whole_numbers(found, lack)
            if cheapest is None or self.cost_of(mended) < self.cost_of(cheapest):
                cheapest = mended
            self.best = cheapest
            if not lack.proven or self._left() < 0:
                return
            self.master.add_cut((~found).astype(float))
            self._prove()
            if self.best is cheapest:
                return
            lack = self._lack(self.best)

    def _lack(self, hidden: Bools) -> Lack | None:
        return lack_in_whole_numbers(self.problem, self.attacker.witnesses, hidden)

    def _mended_in_whole_numbers(self, hidden: Bools, lack: Lack | None) -> Bools:
        while lack is not None:
            more = hidden_for(self.problem, hidden, lack)
            if not (more & ~hidden).any():
                return ~self.problem.must_show
            hidden = more
            lack = self._lack(hidden)
        return hidden

    def _cut_single_sums(self) -> None:
        """What one sum asks by itself: its other cells must be able to take up what a target moves."""
        value = self.problem.value
        for inside in self._supports:
            if self.problem.must_hide[inside].sum() == 0:
                continue
            for place, target in enumerate(inside):
                for need, sign in ((self.problem.up[target], 1), (self.problem.down[target], -1)):
                    if need <= 0:
                        continue
                    # Parts move against each other and with the whole, which stands first.
                    with_target = np.full(len(inside), -sign) if place else np.full(len(inside), sign)
                    with_target[0] = sign
                    weights = np.zeros(len(value))
                    weights[inside] = np.where(with_target > 0, 1.0, np.minimum(value[inside] / need, 1.0))
                    weights[target] = 0.0
                    self.master.add_cut(weights)
        self._cut_insider_sums()

    def _cut_insider_sums(self) -> None:
        """A sum with somebody's own cell and a small number of others needs a third hidden cell."""
        for insider in self.problem.insiders:
            others = set(insider.others.tolist())
            for inside in self._supports:
                if insider.own not in inside or self.problem.must_hide[inside].sum() > 2:
                    continue
                for target in others.intersection(inside.tolist()):
                    weights = np.zeros(len(self.problem.value))
                    weights[inside] = 1.0
                    weights[[insider.own, target]] = 0.0
                    self.master.add_cut(weights)

    def _solve_shares(self) -> Floats:
        """Cut the linear problem until no cut is found; its last shares."""
        shares = self.problem.must_hide.astype(float)
        for _ in range(ROUNDS):
            choice = self.master.relaxed()
            if choice is None or self._left() < 0:
                break
            shares, self.bound = choice.shares, max(self.bound, choice.bound)
            self.attacker.wanted = shares
            added = sum(self.master.add_cut(cut) for cut in self.attacker.cuts_at(shares))
            if not added + self._add_supports(shares):
                break
        return shares

    def _add_supports(self, shares: Floats) -> int:
        """In a cheapest pattern a cover cell stands in each of its sums beside another hidden cell."""
        added = 0
        for inside in self._supports:
            total = shares[inside].sum()
            for cell in inside[2 * shares[inside] > total + 1e-3]:
                if self.problem.free[cell]:
                    added += self.master.add_support(int(cell), inside[inside != cell])
        return added

    def _guide(self, shares: Floats) -> Floats:
        """Cost, less for what the shares want."""
        return np.asarray(self.problem.cost * (1.02 - shares) + 1e-9)

    def _try(self, hidden: Bools, guide: Floats) -> None:
        """Mend a choice, thin it out, and keep it when it is the cheapest so far.

        Insiders are asked about last and only of a choice that is worth it: they rarely object.
        """
        thinned = self._thin(self._mend(hidden | self.problem.must_hide, guide))
        while self._is_better(thinned) and (cuts := self.attacker.cuts_for(thinned)):
            self._add_cuts(cuts)
            thinned = self._thin(self._mend(self._covered(thinned, cuts, guide), guide), insiders=True)
        if self._is_better(thinned):
            self.best = thinned

    def _add_cuts(self, cuts: Cuts) -> None:
        for cut in cuts:
            self.master.add_cut(cut)

    def _is_better(self, hidden: Bools) -> bool:
        return self.cost_of(hidden) < self.cost_of(self.best) - SAME / 10

    def _mend(self, hidden: Bools, guide: Floats) -> Bools:
        """Hide more until an attacker finds nothing, the cells first that satisfy most for their cost."""
        while True:
            cuts = self.attacker.cuts_for(hidden, insiders=False)
            if not cuts:
                return hidden
            self._add_cuts(cuts)
            hidden = self._covered(hidden, cuts, guide) if self._left() > -LAST_RESORT else ~self.problem.must_show

    def _covered(self, hidden: Bools, cuts: Cuts, guide: Floats) -> Bools:
        weights = np.array(cuts) * self.problem.free
        left = 1 - np.array(cuts) @ hidden
        hidden = hidden.copy()
        while (left > 1e-6).any():
            open_cuts = left > 1e-6
            gain = np.minimum(weights[open_cuts], left[open_cuts, None]).sum(axis=0)
            gain[hidden] = 0.0
            best = int(np.argmax(gain / guide))
            if gain[best] <= 0:
                return ~self.problem.must_show
            hidden[best] = True
            left = left - weights[:, best]
        return hidden

    def _thin(self, hidden: Bools, *, insiders: bool = False) -> Bools:
        """Show again what need not be hidden, the dearest first."""
        cover = np.flatnonzero(hidden & self.problem.free)
        for cell in cover[np.argsort(-self.problem.cost[cover], kind="stable")]:
            if self._left() < -PATIENCE:
                break
            without = hidden.copy()
            without[cell] = False
            if self.master.broken_by(without):
                continue
            cuts = self.attacker.cuts_for(without, insiders=insiders, first=True)
            self._add_cuts(cuts)
            if not cuts:
                hidden = without
        return hidden

    def _prove(self) -> None:
        """Take the cheapest choice that meets all cuts until it protects or time is up."""
        while self.bound < self.cost_of(self.best) - SAME and self._left() > 0:
            best = self.cost_of(self.best)
            gap = (best - self.bound) / max(best, 1e-9)
            choice = self.master.whole(self._left(), 0.3 * gap if gap > 1e-5 else 0.0, self.best)
            if choice is None:
                return
            self.bound = max(self.bound, choice.bound)
            if len(choice.shares) and self._left() > 0:
                self._try(choice.shares > 0.5, self.problem.cost + 1e-9)
                shares = self._solve_shares()
                if gap > WIDE:
                    # Far from proof a better pattern helps most: build one on what the shares want by now.
                    self._try(shares > 0.5, self._guide(shares))
