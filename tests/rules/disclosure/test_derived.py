"""Numbers that are no counts: from when they are shown, and how coarse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.rules.disclosure import round_stock, shown_amount, shown_mean, shown_median, shown_share
from coop.rules.disclosure.derived import is_dominated, tells_all, threshold_for


@pytest.mark.parametrize("count, shown", [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_a_stock_is_shown_to_the_nearest_five(count: int, shown: int) -> None:
    assert round_stock(count) == shown


@given(st.integers(0, 10_000))
def test_one_household_more_mostly_does_not_show(count: int) -> None:
    assert abs(round_stock(count) - count) <= 2
    assert round_stock(count) % 5 == 0
    assert round_stock(count + 1) - round_stock(count) in (0, 5)


def test_a_share_needs_twenty_and_comes_in_steps_of_five() -> None:
    assert shown_share(7, 19) is None
    assert shown_share(7, 20) == 35
    assert shown_share(1, 3, least=1) == 35
    assert [shown_share(part, 40) for part in (0, 1, 20, 40)] == [0, 5, 50, 100]


def test_a_share_of_nobody_or_everybody_tells_of_each() -> None:
    assert tells_all(0, 30)
    assert tells_all(30, 30)
    assert not tells_all(29, 30)
    assert not tells_all(0, 0)


def test_a_mean_needs_ten_and_comes_in_halves() -> None:
    assert shown_mean(63, 9) is None
    assert shown_mean(73, 10) == 7.5
    assert shown_mean(72, 10) == 7.0


def test_a_median_needs_ten_and_comes_in_weeks() -> None:
    assert shown_median([7.0] * 9) is None
    assert shown_median([*range(1, 11)]) == 1
    assert shown_median([21.0] * 10) == 3


def test_an_amount_is_hidden_when_one_household_dominates() -> None:
    even = [100_000] * 10
    assert not is_dominated(even)
    assert shown_amount(even, count_is_shown=True) == 1_000_000
    assert shown_amount(even, count_is_shown=False) is None
    assert is_dominated([100_000] * 4)
    assert is_dominated([*even, 600_000])
    # Handbook, p %-rule: what the others bring is too little to hide the largest from the second.
    assert is_dominated([30_000_000, 2_000_000, 1_000_000])


def test_an_amount_comes_in_steps_of_500_euro() -> None:
    assert shown_amount([11_111] * 10, count_is_shown=True) == 100_000


def test_where_being_counted_is_a_secret_the_threshold_is_higher() -> None:
    assert threshold_for("addiction") == 10
    assert threshold_for("debt") == 5
    assert threshold_for("safety", usual=15) == 15
