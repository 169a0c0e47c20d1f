"""Terms of a procedure, in days or working days, and what a suspension does to them."""

from datetime import date, datetime, time, timedelta

from coop.kernel.clock import AMSTERDAM, local_day

BOARD_WORKING_DAYS = 5
SUPERVISORS_TIME = timedelta(days=14)
MEETING_TIME = timedelta(days=42)
REVIEW_TIME = timedelta(days=7)
SCREENING_TIME = timedelta(days=10)
SCORES_TIME = timedelta(days=2)
DECISION_TIME = timedelta(days=3)
REPAIR_WORKING_DAYS = 3
LEAST_NOTICE = timedelta(days=7)
LONGEST_POSTPONEMENT = timedelta(days=10)
LETTER_TIME = timedelta(days=14)
COMPLAINT_TIME = timedelta(days=28)
KEPT_AFTER_LETTER = timedelta(days=28)
KEPT_WITH_CONSENT = timedelta(days=365)
SUSPENSION_TIME = timedelta(days=14)
COMMITTEE_TIME = timedelta(days=10)
RULING_TIME = timedelta(days=28)
# A committee that never rules does not keep the data of a candidate for ever.
LONGEST_HOLD = timedelta(days=365)
EVALUATION_TIME = timedelta(days=28)
OUTAGE = timedelta(minutes=30)
OUTAGE_EXTENSION = timedelta(hours=24)


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def is_working_day(on: date) -> bool:
    """Monday to Friday, without the public holidays of the Netherlands."""
    sunday = easter(on.year)
    moving = {sunday + timedelta(days=days) for days in (1, 39, 50)}
    king = date(on.year, 4, 27)
    king -= timedelta(days=king.weekday() == 6)
    fixed = {date(on.year, 1, 1), king, date(on.year, 12, 25), date(on.year, 12, 26)}
    return on.weekday() < 5 and on not in moving | fixed


def after_working_days(moment: datetime, days: int) -> date:
    """The last of `days` working days after the day of `moment`."""
    day = local_day(moment)
    while days:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def end_of(day: date) -> datetime:
    """The first moment after `day` in the Netherlands."""
    return datetime.combine(day + timedelta(days=1), time(0), AMSTERDAM)


def board_deadline(sent_at: datetime) -> date:
    """The fifth working day after the day on which the decision was sent."""
    return after_working_days(sent_at, BOARD_WORKING_DAYS)


def shifted(due_at: datetime | None, suspended_at: datetime, at: datetime) -> datetime | None:
    """A term after a suspension: as much time is left as there was; what had passed gets two days."""
    if due_at is None:
        return None
    if due_at <= suspended_at:
        return at + SCORES_TIME
    return due_at + (at - suspended_at)


def outage_seen(pulse_at: datetime | None, closes_at: datetime, at: datetime) -> bool:
    """Whether the site was silent for half an hour or more within the last 24 hours before closing."""
    if pulse_at is None or at - pulse_at < OUTAGE:
        return False
    return pulse_at < closes_at and at > closes_at - OUTAGE_EXTENSION
