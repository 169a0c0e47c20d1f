"""Reserves cover as many single drop-outs as any set can; a replacement always keeps the quotas."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coop.rules.sortition import (
    InfeasibleError,
    Quota,
    SortitionError,
    Volunteer,
    choose_reserves,
    compute_lottery,
    covered_dropouts,
    replacement_for,
)
from tests.rules.sortition.pools import meets, neighbourhood, six_seats

POOL, QUOTAS = neighbourhood(), six_seats()
LOTTERY = compute_lottery(POOL, QUOTAS, 6)
BY_ID = {one.id: one for one in POOL}
many = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def _can_step_in(panel: tuple[str, ...], reserves: tuple[str, ...]) -> list[str]:
    return [
        member
        for member in panel
        if any(meets([BY_ID[one] for one in panel if one != member] + [BY_ID[reserve]], QUOTAS) for reserve in reserves)
    ]


@many
@given(st.integers(0, 999), st.integers(0, 4))
def test_reserves_are_outside_the_panel_and_cover_what_they_say(number: int, count: int) -> None:
    panel = LOTTERY.panel(number)
    reserves = choose_reserves(POOL, panel, QUOTAS, count)
    assert len(set(reserves) - set(panel)) == len(reserves) == count
    assert list(covered_dropouts(POOL, panel, QUOTAS, reserves)) == _can_step_in(panel, reserves)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 999))
def test_no_two_others_cover_more(number: int) -> None:
    panel = LOTTERY.panel(number)
    reserves = choose_reserves(POOL, panel, QUOTAS, 2)
    outside = [one.id for one in POOL if one.id not in panel]
    alone = {one: set(_can_step_in(panel, (one,))) for one in outside}
    best = max(len(alone[one] | alone[other]) for one, other in combinations(outside, 2))
    assert len(covered_dropouts(POOL, panel, QUOTAS, reserves)) == best


def test_the_first_reserve_covers_at_least_as_much_as_the_next() -> None:
    panel = LOTTERY.panel(0)
    covered = [len(covered_dropouts(POOL, panel, QUOTAS, [one])) for one in choose_reserves(POOL, panel, QUOTAS, 3)]
    assert covered[0] == max(covered)


def test_the_order_of_the_pool_does_not_choose_the_reserves() -> None:
    panel = LOTTERY.panel(12)
    assert choose_reserves(POOL, panel, QUOTAS, 3) == choose_reserves(POOL[::-1], panel[::-1], QUOTAS[::-1], 3)


def test_a_pool_that_ends_gives_fewer_reserves() -> None:
    pool = [Volunteer(f"v{place}", {}) for place in range(4)]
    assert len(choose_reserves(pool, ["v0", "v1"], [], 5)) == 2


def test_many_reserves_for_a_large_panel_are_found_without_comparing_all_sets() -> None:
    pool = neighbourhood(90)
    quotas = [Quota("street cluster", value, 2, 8) for value in ("Noord", "Oost", "Zuid", "West")]
    panel = compute_lottery(pool, quotas, 20).panel(407)
    assert len(covered_dropouts(pool, panel, quotas, choose_reserves(pool, panel, quotas, 8))) == 20


@many
@given(st.integers(0, 999), st.integers(1, 2))
def test_a_replacement_keeps_the_quotas_and_asks_reserves_first(number: int, leaving: int) -> None:
    panel = LOTTERY.panel(number)
    reserves = choose_reserves(POOL, panel, QUOTAS, 3)
    left, staying = panel[:leaving], panel[leaving:]
    outside = [one.id for one in POOL if one.id not in panel]
    if not any(meets([BY_ID[one] for one in (*staying, *new)], QUOTAS) for new in combinations(outside, leaving)):
        with pytest.raises(InfeasibleError, match="smallest change"):
            replacement_for(POOL, staying, QUOTAS, 6, left, reserves)
        return
    new = replacement_for(POOL, staying, QUOTAS, 6, left, reserves)
    assert len(new) == leaving
    assert not set(new) & set(panel)
    assert meets([BY_ID[one] for one in (*staying, *new)], QUOTAS)
    if leaving == 1:
        fitting = [one for one in reserves if meets([BY_ID[who] for who in (*staying, one)], QUOTAS)]
        assert new[0] == fitting[0] if fitting else new[0] not in reserves


def test_who_was_asked_already_is_not_asked_again() -> None:
    pool = [Volunteer(f"v{place}", {"kind": "ab"[place % 2]}) for place in range(8)]
    quotas = [Quota("kind", "a", 1, 1), Quota("kind", "b", 1, 1)]
    (first,) = replacement_for(pool, ["v1"], quotas, 2, ["v0"])
    (second,) = replacement_for(pool, ["v1"], quotas, 2, ["v0", first])
    assert len({"v0", first, second}) == 3
    assert replacement_for(pool, ["v1", "v0"], quotas, 2, []) == ()


def test_a_housemate_of_somebody_who_stays_cannot_step_in() -> None:
    pool = [Volunteer("v0", {}, "home"), Volunteer("v1", {}, "home"), Volunteer("v2", {}), Volunteer("v3", {})]
    assert replacement_for(pool, ["v0"], [], 2, ["v2"]) == ("v3",)
    with pytest.raises(InfeasibleError):
        replacement_for(pool, ["v0"], [], 2, ["v2", "v3"])


def test_when_nobody_fits_the_smallest_relaxation_is_told() -> None:
    pool = [Volunteer(f"v{place}", {"kind": "abb"[place]}) for place in range(3)]
    quotas = [Quota("kind", "a", 1, 1), Quota("kind", "b", 1, 1)]
    with pytest.raises(InfeasibleError) as error:
        replacement_for(pool, ["v1"], quotas, 2, ["v0"])
    assert [str(change) for change in error.value.relaxation] == [
        "kind “a”: at least 0 instead of 1",
        "kind “b”: at most 2 instead of 1",
    ]


def test_a_stranger_is_refused() -> None:
    with pytest.raises(SortitionError, match="not in the pool"):
        choose_reserves(POOL, ["nobody"], QUOTAS, 1)
    with pytest.raises(SortitionError, match="not in the pool"):
        replacement_for(POOL, ["nobody"], QUOTAS, 6, [])
