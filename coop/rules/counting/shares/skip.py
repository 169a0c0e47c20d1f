"""How far the share can be raised at once because provably nothing changes.

If in a count no supporter was short, every price was cost / supporters and stays so. Raising the share by d gives each
voter d more in every round, so a project that was not chosen comes in earliest when
    sum over supporters of min(money, what the winner of that round would ask) + d x supporters >= cost
in some round, or at the end (without the min). The smallest such d over all of them is where something may happen.
"""

from fractions import Fraction
from math import ceil

from coop.rules.counting.shares.purses import NEAR
from coop.rules.counting.shares.run import Run

WORK = 4_000_000
"""Looking further costs more than it saves above this many array cells."""


def idle_raise(run: Run, step: Fraction) -> int:
    """The number of steps after which something may change for the first time; at least 1."""
    purses, demand = run.purses, run.demand
    if any(len(paid.emptied) or paid.full_pull != demand.pull_totals[paid.project] for paid in purses.paid):
        return 1
    taken = set(run.chosen)
    rest = [p for p, pull in enumerate(demand.pull_totals) if pull and p not in taken]
    if sum(len(demand.table.rows[p]) for p in rest) * (len(run.chosen) + 1) > WORK:
        return 1
    least = smallest_need(run, rest)
    one = float(step / purses.share) if purses.share else 0.0
    return max(1, ceil(least / one * (1 - 1e-6) - 1e-6)) if one and least < float("inf") else 1


def smallest_need(run: Run, rest: list[int]) -> float:
    """The least raise of the share (in shares) that can bring in one of `rest`, a little too small when in doubt."""
    again = Run(run.demand, run.order, run.purses.share)
    least = min((need(again, p, float("inf")) for p in rest), default=float("inf"))
    while (project := again.choose()) is not None:
        least = min([least, *(need(again, p, again.rate) for p in rest)])
        again.pay(project)
    return min([least, *(need(again, p, float("inf")) for p in rest)])


def need(run: Run, project: int, rate: float) -> float:
    """What each supporter misses on average before the project would be chosen at this rate."""
    demand, purses = run.demand, run.purses
    if rate == 0.0:
        return float("inf")
    money = purses.money[run.table.rows[project]]
    eager, weights = demand.eagerness[project], demand.weights[project]
    most = rate * demand.units[project]
    reach = money if rate == float("inf") else money.clip(max=most if eager is None else most * eager)
    total = float(reach.sum() if weights is None else reach @ weights)
    missing = purses.costs[project] * (1 - NEAR) - total
    return max(0.0, missing / run.table.votes[project])
