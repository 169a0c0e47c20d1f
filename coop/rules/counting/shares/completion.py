"""Raising the share step by step, and spending the rest by most votes."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from coop.rules.counting.outcome import TieOrder
from coop.rules.counting.shares.purses import Demand
from coop.rules.counting.shares.rule import Completion, EqualSharesRule, Stop
from coop.rules.counting.shares.run import Run
from coop.rules.counting.shares.skip import idle_raise

Progress = Callable[[int, int], None]
"""Called after every step with (steps done, cost of the outcome)."""


@dataclass(slots=True)
class Final:
    """The count that stands, at which share, after how many steps."""

    run: Run
    steps: int
    start: Fraction
    step: Fraction


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

    Steps in which provably nothing changes are skipped in one go (`skip.idle_raise`); the outcome is the same.
    """
    table = demand.table
    voters = max(table.voters, 1)
    start = Fraction(table.budget, voters)
    step = rule.step if rule.step is not None else Fraction(table.budget, 1000 * voters)
    current = Final(counted(demand, order, start), 0, start, step)
    if not rule.completion.raises_share or not step:
        return current
    steps, patience, wait = 0, 1, 0
    while not nothing_more(current.run, rule):
        gain = 1
        if wait == 0:
            gain = idle_raise(current.run, step)
            patience = 1 if gain > patience else min(2 * patience, 64)
            wait = patience
        wait -= 1
        steps += gain
        run = counted(demand, order, start + step * steps)
        if cost_of(run) > table.budget:
            if gain > 1:
                current = Final(counted(demand, order, start + step * (steps - 1)), steps - 1, start, step)
            break
        current = Final(run, steps, start, step)
        if progress is not None:
            progress(steps, cost_of(run))
    return current


def fill_by_votes(run: Run, rule: EqualSharesRule) -> list[int]:
    """Projects that most-votes adds to a finished count with the money that is left."""
    if rule.completion not in (Completion.GREEDY, Completion.ADD_ONE_UTILITARIAN):
        return []
    table = run.table
    left = table.budget - cost_of(run)
    rest = [p for p in range(len(table.ids)) if p not in set(run.chosen) and table.votes[p]]
    added = []
    for project in sorted(rest, key=lambda p: (-table.totals[p], run.order.keys[p])):
        if table.costs[project] <= left:
            added.append(project)
            left -= table.costs[project]
    return added
