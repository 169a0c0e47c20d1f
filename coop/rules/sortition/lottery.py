"""The lottery from a pool: group, find the fairest chances, round them to 1,000 panels."""

from collections.abc import Callable, Iterable

import scipy

from coop.rules.sortition.groups import makeup_of
from coop.rules.sortition.leximin import fairest, first_rows
from coop.rules.sortition.model import Lottery, Quota, Volunteer, checked, lottery_from
from coop.rules.sortition.relaxation import refusal
from coop.rules.sortition.rounding import thousand

# The chances are the same with every solver; which of the fair lists comes out may differ, so the solver is named.
ALGORITHM = f"leximin, 1000 panels, version 1, scipy {scipy.__version__}"


def compute_lottery(
    pool: Iterable[Volunteer],
    quotas: Iterable[Quota],
    size: int,
    on_progress: Callable[[float], None] | None = None,
) -> Lottery:
    """1,000 panels of `size` people that meet the quotas, with the smallest chances as large as they can be.

    Raises SortitionError on input that makes no sense and InfeasibleError, with the smallest relaxation,
    when no panel meets the quotas.
    """
    people, rules = checked(pool, quotas, size)
    tell = on_progress or _quietly
    makeup = makeup_of(people, rules, size)
    rows = first_rows(makeup)
    if not rows:
        raise refusal(makeup, rules, size)
    tell(0.05)
    fair = fairest(makeup, rows, lambda share: tell(0.05 + 0.85 * share))
    panels = thousand(makeup, fair)
    tell(1.0)
    exact = {
        person: float(chance)
        for group, chance in zip(makeup.groups, fair.chances, strict=True)
        for home in group.households
        for person in home
    }
    return lottery_from(panels, ALGORITHM, exact, exact)


def _quietly(_share: float) -> None:
    """Nobody wants to know."""
