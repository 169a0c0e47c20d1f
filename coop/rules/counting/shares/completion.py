"""Raising the share step by step, and spending the rest by most votes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from coop.rules.counting.lots import EarlierLot, Tie
from coop.rules.counting.most_votes import what_fits
from coop.rules.counting.outcome import TieOrder
from coop.rules.counting.shares.demand import Demand
from coop.rules.counting.shares.rule import Completion, EqualSharesRule, Stop
from coop.rules.counting.shares.run import Run
from coop.rules.counting.shares.steady import holds, lots_of

LONGEST_WAIT = 31
Progress = Callable[[int, int, int], None]
"""Called after every step with (steps done, cost of the outcome, number of projects in it)."""


@dataclass(slots=True)
class Final:
    """The count that stands, at which share, after how many steps; `beyond` is the count after it, if it overspends.

    `lots`: what the lot settled in the counts before it.
    """

    run: Run
    steps: int
    start: Fraction
    step: Fraction
    beyond: Run | None = None
    lots: tuple[EarlierLot, ...] = ()


def cost_of(run: Run) -> int:
    """What the chosen projects cost together."""
    return sum(run.table.costs[project] for project in run.chosen)


def counted(demand: Demand, order: TieOrder, share: Fraction, *, remembers: bool = False) -> Run:
    """A count at this share, finished."""
    run = Run(demand, order, share, remembers=remembers)
    for _ in run:
        pass
    return run


def nothing_more(run: Run, rule: EqualSharesRule) -> bool:
    """Whether raising the share further is pointless, or not wanted."""
    supported = [p for p, pull in enumerate(run.demand.pull_totals) if pull]
    rest = set(supported) - set(run.chosen)
    if not rest:
        return True
    left = run.table.budget - cost_of(run)
    return rule.stop is Stop.EXHAUSTIVE and all(run.table.costs[p] > left for p in rest)


class LotsSoFar:
    """Lots of the counts before the last, each with the steps it was used at."""

    def __init__(self) -> None:
        self.uses: dict[Tie, list[tuple[int, int]]] = {}
        self.before: set[Tie] = set()

    def note(self, run: Run, steps: int) -> None:
        """This count, after so many steps, does not stand.

        What the lot settled in it and in the one before it, it settled in all that were proved the same in between.
        """
        here = lots_of(run)
        for tie in here:
            spans = self.uses.setdefault(tie, [])
            if tie in self.before and spans:
                spans[-1] = (spans[-1][0], steps)
            else:
                spans.append((steps, steps))
        self.before = here

    def told(self, run: Run, steps: int) -> tuple[EarlierLot, ...]:
        """In the order of their first use; `run` is the count that stands, after so many steps."""
        for tie in self.before.intersection(run.ties):
            first, _ = self.uses[tie][-1]
            self.uses[tie][-1] = (first, steps - 1)
        found = [EarlierLot(first, last, tie) for tie, spans in self.uses.items() for first, last in spans]
        return tuple(sorted(found, key=lambda one: (one.first_step, one.last_step, one.tie.stage)))


@dataclass(slots=True)
class Pace:
    """How many steps to try at once: twice as many after each success, half as many after a doubt.

    Where two at once are doubted again and again, trying waits longer and longer, up to `LONGEST_WAIT` steps.
    """

    stride: int = 1
    doubtful: bool = False
    wait: int = 0
    patience: int = 0

    def stepped(self, *, same: bool) -> None:
        """One step was counted; `same`: it chose what the step before chose."""
        self.doubtful, self.wait = False, max(0, self.wait - 1)
        self.stride = 2 if same and not self.wait else 1

    def held(self) -> None:
        """All these steps were proved to choose the same."""
        self.patience //= 4
        self.stride = self.stride // 2 if self.doubtful else self.stride * 2

    def doubted(self) -> None:
        """They could not be proved to."""
        if self.stride == 2 and not self.doubtful:
            self.wait = self.patience = min(2 * self.patience + 1, LONGEST_WAIT)
        self.doubtful, self.stride = True, self.stride // 2


def complete(demand: Demand, order: TieOrder, rule: EqualSharesRule, progress: Progress | None = None) -> Final:
    """The last count that does not overspend. The share goes up by one step at a time, from budget / voters.

    Where provably nothing changes many steps are taken in one (`steady.holds`); the outcome is the same.
    """
    table = demand.table
    voters = max(table.voters, 1)
    start = Fraction(table.budget, voters)
    step = rule.step if rule.step is not None else Fraction(table.budget, 1000 * voters)
    current = Final(counted(demand, order, start, remembers=rule.completion.raises_share), 0, start, step)
    pace, lots = Pace(), LotsSoFar()
    while rule.completion.raises_share and step and not nothing_more(current.run, rule):
        steps = current.steps + pace.stride
        run = Run(demand, order, start + step * steps, current.run)
        if pace.stride == 1:
            for _ in run:
                pass
            if cost_of(run) > table.budget:
                return replace(current, beyond=run, lots=lots.told(current.run, current.steps))
            pace.stepped(same=run.chosen == current.run.chosen)
        elif holds(current.run, run):
            pace.held()
        else:
            pace.doubted()
            continue
        lots.note(current.run, current.steps)
        current = Final(run, steps, start, step)
        if progress is not None:
            progress(steps, cost_of(run), len(run.chosen))
    return replace(current, lots=lots.told(current.run, current.steps))


def fill_by_votes(run: Run, rule: EqualSharesRule) -> tuple[list[int], tuple[Tie, ...]]:
    """Projects that most-votes adds to a finished count with the money that is left, and the ties on the way."""
    if rule.completion not in (Completion.GREEDY, Completion.ADD_ONE_UTILITARIAN):
        return [], ()
    table, taken = run.table, set(run.chosen)
    rest = [p for p, votes in enumerate(table.votes) if votes and p not in taken]
    return what_fits(table, run.order, rest, table.budget - cost_of(run), len(taken) + 1)
