"""When no panel meets the quotas: the smallest change that makes one possible, as a proposal."""

from collections.abc import Collection, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from coop.rules.sortition.groups import Makeup, Values
from coop.rules.sortition.model import InfeasibleError, Quota, Relaxation

# A step costs about the same everywhere. Between equal sums it is rather a higher maximum than a lower minimum,
# a minimum last of all to zero (then a group may be missing altogether), and then the first in the alphabet.
_STEP, _LOWER, _TO_ZERO = 100_000.0, 1_000.0, 10_000.0


def refusal(makeup: Makeup, quotas: Sequence[Quota], size: int, firm: Collection[str] = ()) -> InfeasibleError:
    """The error that says what stands in the way; quotas on `firm` features are never part of a proposal."""
    mixes = {group.mix: len(group.households) for group in makeup.groups}
    households = sum(mixes.values())
    if households < size:
        return InfeasibleError(
            "There are %(seats)s seats, but the volunteers come from only %(households)s households,"
            " and of each household at most one person is drawn.",
            seats=size,
            households=households,
        )
    changes = smallest_relaxation(makeup, quotas, size, firm)
    if not changes:
        return InfeasibleError(
            "With these volunteers no panel of %(seats)s is possible, whatever the quotas.", seats=size
        )
    return InfeasibleError(
        "With these volunteers no panel of %(seats)s meets all quotas."
        " The smallest change that makes it possible: %(changes)s.",
        changes,
        seats=size,
        changes="; ".join(str(change) for change in changes),
    )


def smallest_relaxation(
    makeup: Makeup, quotas: Sequence[Quota], size: int, firm: Collection[str] = ()
) -> tuple[Relaxation, ...]:
    """The fewest steps of one person by which minimums must come down or maximums go up; ties as said above."""
    groups, rows = len(makeup.groups), len(quotas)
    table, low, high = _loosened(makeup)
    loose = np.array([quota.feature not in firm for quota in quotas], dtype=float)
    minimum = np.array([quota.minimum for quota in quotas], dtype=float)
    place = np.arange(rows, dtype=float)
    steps = [_STEP + place, _STEP + _LOWER + place, _STEP + _LOWER + _TO_ZERO + place]
    cost = np.concatenate([np.zeros(groups), *steps])
    most = np.concatenate(
        [makeup.most, loose * size, loose * np.maximum(0, minimum - 1), loose * np.minimum(1, minimum)]
    )
    answer = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(np.zeros(len(cost)), most),
        constraints=LinearConstraint(table, low, high),
        options={"mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return ()
    found = np.rint(answer.x[groups:]).astype(int).reshape(3, rows).tolist()
    return tuple(
        change
        for quota, steps in zip(quotas, zip(*found, strict=True), strict=True)
        for change in _changes(quota, *steps)
    )


def _loosened(makeup: Makeup) -> tuple[Values, Values, Values]:
    """The rules with three columns more per quota: maximum up, minimum down to one, minimum from one to zero."""
    rows = makeup.quota_rows
    steps = np.vstack([np.eye(rows), np.zeros((len(makeup.table) - rows, rows))])
    blank, endless = np.zeros_like(steps), np.full(len(makeup.table), np.inf)
    below = np.hstack([makeup.table, -steps, blank, blank])
    above = np.hstack([makeup.table, blank, steps, steps])
    return (
        np.vstack([below, above]),
        np.concatenate([-endless, makeup.low]),
        np.concatenate([makeup.high, endless]),
    )


def _changes(quota: Quota, raised: int, lowered: int, to_zero: int) -> list[Relaxation]:
    changes = []
    if lowered + to_zero:
        least = quota.minimum - lowered - to_zero
        changes.append(Relaxation(quota.feature, quota.value, "minimum", quota.minimum, least))
    if raised:
        changes.append(Relaxation(quota.feature, quota.value, "maximum", quota.maximum, quota.maximum + raised))
    return changes
