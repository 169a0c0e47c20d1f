"""Raising the share step by step, and spending the rest by most votes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from coop.rules.counting.lots import Tie
from coop.rules.counting.most_votes import what_fits
from coop.rules.counting.outcome import TieOrder
from coop.rules.counting.shares.purses import Demand
from coop.rules.counting.shares.rule import Completion, EqualSharesRule, Stop
from coop.rules.counting.shares.run import Run
from coop.rules.counting.shares.steady import holds

Progress = Callable[[int, int], None]
"""Called after every step with (steps done, cost of the outcome)."""


@dataclass(slots=True)
class Final:
    """The count that stands, at which share, after how many steps; `beyond` is the count after it, if it overspends."""

    run: Run
    steps: int
    start: Fraction
    step: Fraction
    beyond: Run | None = None


def cost_of(run: Run) -> int:
    """What the chosen projects cost together."""
    return sum(run.table.costs[project] for project in run.chosen)


def counted(demand: Demand, order: TieOrder, share: Fraction) -> Run:
    """A count at this share, finished."""
    run = Run(demand, order, share)
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


def complete(demand: Demand, order: TieOrder, rule: EqualSharesRule, progress: Progress | None = None) -> Final:
    """The last count that does not overspend. The share goes up by one step at a time, from budget / voters.

    Where provably nothing changes many steps are taken in one (`steady.holds`), twice as many after each success and
    half as many after a doubt; the outcome is the same.
    """
    table = demand.table
    voters = max(table.voters, 1)
    start = Fraction(table.budget, voters)
    step = rule.step if rule.step is not None else Fraction(table.budget, 1000 * voters)
    current = Final(counted(demand, order, start), 0, start, step)
    if not rule.completion.raises_share or not step:
        return current
    stride = 1
    doubtful = False
    while not nothing_more(current.run, rule):
        steps = current.steps + stride
        run = Run(demand, order, start + step * steps)
        if stride == 1:
            for _ in run:
                pass
            if cost_of(run) > table.budget:
                return replace(current, beyond=run)
            doubtful = False
            stride = 2 if run.chosen == current.run.chosen else 1
        elif holds(current.run, run):
            stride = stride // 2 if doubtful else stride * 2
        else:
            doubtful, stride = True, stride // 2
            continue
        current = Final(run, steps, start, step)
        if progress is not None:
            progress(steps, cost_of(run))
    return current


def fill_by_votes(run: Run, rule: EqualSharesRule) -> tuple[list[int], tuple[Tie, ...]]:
    """Projects that most-votes adds to a finished count with the money that is left, and the ties on the way."""
    if rule.completion not in (Completion.GREEDY, Completion.ADD_ONE_UTILITARIAN):
        return [], ()
    table, taken = run.table, set(run.chosen)
    rest = [p for p, votes in enumerate(table.votes) if votes and p not in taken]
    return what_fits(table, run.order, rest, table.budget - cost_of(run), len(taken) + 1)
