"""Quotas that cannot be met: explained, with the smallest change, and never relaxed by themselves."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coop.rules.sortition import InfeasibleError, Quota, Relaxation, Volunteer, compute_lottery
from tests.rules.sortition.pools import all_panels, grid, neighbourhood, six_seats

FEATURES = {"one": "ab", "two": "xyz"}


def _relaxed(quotas: list[Quota], changes: tuple[Relaxation, ...]) -> list[Quota]:
    lowered = {(one.feature, one.value): one.after for one in changes if one.bound == "minimum"}
    raised = {(one.feature, one.value): one.after for one in changes if one.bound == "maximum"}
    return [
        Quota(
            quota.feature,
            quota.value,
            lowered.get((quota.feature, quota.value), quota.minimum),
            raised.get((quota.feature, quota.value), quota.maximum),
        )
        for quota in quotas
    ]


def _steps_of_best(pool: list[Volunteer], quotas: list[Quota], size: int) -> int:
    """Fewest steps over all panels without quotas."""
    by_id = {one.id: one for one in pool}
    distances = []
    for panel in all_panels(pool, [], size):
        there = [by_id[person] for person in panel]
        counts = {quota: sum(one.features[quota.feature] == quota.value for one in there) for quota in quotas}
        distances.append(
            sum(max(0, quota.minimum - here) + max(0, here - quota.maximum) for quota, here in counts.items())
        )
    return min(distances)


def test_too_few_people_of_a_kind() -> None:
    quotas = [quota for quota in six_seats() if quota.value != "16-29"] + [Quota("age", "16-29", 2, 2)]
    pool = [one for one in neighbourhood() if one.features["age"] != "16-29"]
    with pytest.raises(
        InfeasibleError, match="smallest change that makes it possible: age “16-29”: at least 0 instead"
    ) as error:
        compute_lottery(pool, quotas, 6)
    assert error.value.relaxation == (Relaxation("age", "16-29", "minimum", 2, 0),)
    compute_lottery(pool, _relaxed(quotas, error.value.relaxation), 6)


def test_maximums_that_leave_seats_empty_are_raised() -> None:
    pool = grid(12)
    with pytest.raises(InfeasibleError) as error:
        compute_lottery(pool, [Quota("one", "a", 0, 2), Quota("one", "b", 0, 2)], 5)
    assert error.value.relaxation == (Relaxation("one", "a", "maximum", 2, 3),)


def test_minimums_that_ask_more_than_the_seats_come_down_but_not_to_zero() -> None:
    pool = grid(12)
    quotas = [Quota("two", "x", 1, 3), Quota("two", "y", 2, 3), Quota("two", "z", 1, 3)]
    with pytest.raises(InfeasibleError) as error:
        compute_lottery(pool, quotas, 3)
    assert error.value.relaxation == (Relaxation("two", "y", "minimum", 2, 1),)


def test_too_few_households_are_named_as_the_cause() -> None:
    pool = [Volunteer(f"v{place}", {}, f"home {place % 2}") for place in range(6)]
    with pytest.raises(InfeasibleError, match="from only 2 households") as error:
        compute_lottery(pool, [], 3)
    assert error.value.relaxation == ()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.data())
def test_the_relaxation_is_enough_and_none_is_smaller(data: st.DataObject) -> None:
    pool = grid(data.draw(st.integers(4, 8)))
    size = data.draw(st.integers(2, 4))
    quotas = []
    for feature, value in ((name, value) for name in FEATURES for value in FEATURES[name]):
        low = data.draw(st.integers(0, 3))
        quotas.append(Quota(feature, value, low, data.draw(st.integers(low, 4))))
    if all_panels(pool, quotas, size):
        return
    with pytest.raises(InfeasibleError) as error:
        compute_lottery(pool, quotas, size)
    changes = error.value.relaxation
    assert sum(abs(one.after - one.before) for one in changes) == _steps_of_best(pool, quotas, size)
    assert all_panels(pool, _relaxed(quotas, changes), size)
    assert str(error.value).count(";") == len(changes) - 1


def test_the_same_proposal_in_every_order() -> None:
    quotas = [Quota(name, value, 2, 3) for name, value in product(["two"], "xyz")]
    told = []
    for order in (quotas, quotas[::-1]):
        with pytest.raises(InfeasibleError) as error:
            compute_lottery(grid(12)[:: 1 if order is quotas else -1], order, 4)
        told.append(error.value.relaxation)
    assert told[0] == told[1]
