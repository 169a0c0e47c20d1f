"""When somebody's turn comes, and the hours of rest."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop.digests.policy import BY_MAIL, Pace, after_rest, period_began
from coop.kernel.clock import AMSTERDAM

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
HOURS = st.integers(0, 23)


@given(MOMENTS, st.sampled_from(BY_MAIL))
def test_a_period_begins_before_now_and_lasts_until_the_next(at: datetime, pace: Pace) -> None:
    began = period_began(pace, at)
    assert began is not None
    assert began <= at
    # Everybody in one period has the same beginning, so nobody is due twice in it.
    assert period_began(pace, began) == began
    longest = {Pace.AT_ONCE: timedelta(minutes=10), Pace.DAILY: timedelta(hours=25), Pace.WEEKLY: timedelta(hours=169)}
    assert at - began <= longest[pace]


@given(MOMENTS)
def test_days_and_weeks_begin_at_eight_in_the_netherlands_in_summer_and_winter(at: datetime) -> None:
    for pace in (Pace.DAILY, Pace.WEEKLY):
        began = period_began(pace, at)
        assert began is not None
        assert (began.astimezone(AMSTERDAM).hour, began.astimezone(AMSTERDAM).minute) == (8, 0)
        assert pace is Pace.DAILY or began.astimezone(AMSTERDAM).weekday() == 0


@pytest.mark.parametrize("pace", [Pace.POST, Pace.NEVER])
def test_no_clock_sends_to_who_chose_paper_or_nothing(pace: Pace) -> None:
    assert period_began(pace, datetime(2026, 11, 23, 9, tzinfo=UTC)) is None


@given(MOMENTS, HOURS, HOURS)
def test_nothing_is_sent_in_the_hours_of_rest_and_nothing_waits_longer_than_them(
    at: datetime, rest_from: int, rest_until: int
) -> None:
    sent = after_rest(at, rest_from, rest_until)
    assert at <= sent <= at + timedelta(hours=25)
    assert after_rest(sent, rest_from, rest_until) == sent
    hour = sent.astimezone(AMSTERDAM).hour
    resting = {(rest_from + step) % 24 for step in range((rest_until - rest_from) % 24)}
    assert hour not in resting
    if at.astimezone(AMSTERDAM).hour not in resting:
        assert sent == at
