"""By when the board answers what was brought in, when its owner is reminded, and how often it was in time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from coop.kernel.clock import local_day
from coop.rules.answering import due_on

# Source: domain notes, journey J2: within 14 days a resident knows what happens with what she brought in.
ANSWER_DAYS = 14
REMIND_BEFORE = timedelta(days=4)
REMIND_AGAIN = timedelta(days=7)
# Of a promise the team hears earlier: two weeks are enough to still do it, or to say in time that it comes later.
REMIND_BEFORE_PROMISED = timedelta(days=14)


def answer_due_on(at: datetime) -> date:
    """The last day for the answer to an item that is new since `at`."""
    return due_on(local_day(at), ANSWER_DAYS)


def first_reminder_on(last_day: date) -> date:
    """The day on which its owner is reminded for the first time."""
    return last_day - REMIND_BEFORE


def next_reminder_on(last_day: date, today: date) -> date:
    """After a reminder today: the day after the last day, then every week, so that it never falls silent."""
    return today + REMIND_AGAIN if is_overdue(last_day, today) else last_day + timedelta(days=1)


def promise_reminder_on(due_on: date, today: date) -> date:
    """The day of the next reminder of a promise on which the team told today how it stands.

    Two weeks before its day, the day after it, and then every week.
    """
    first = due_on - REMIND_BEFORE_PROMISED
    return first if first > today else next_reminder_on(due_on, today)


def is_overdue(last_day: date, today: date) -> bool:
    """Whether the last day for the answer has passed."""
    return today > last_day


@dataclass(frozen=True, slots=True)
class Answers:
    """Of the answers whose last day fell in a period: how many came in time, came late, or are still owed."""

    in_time: int
    late: int
    owed: int

    @property
    def total(self) -> int:
        """How many were to be given."""
        return self.in_time + self.late + self.owed


def answers_due_between(
    waits: Iterable[tuple[datetime, datetime | None]], starts_on: date, ends_on: date, today: date
) -> Answers:
    """Count `waits` (asked, answered or None) whose last day fell from `starts_on` to `ends_on`, both included.

    What is neither answered nor overdue on `today` is left out: nothing is known of it yet.
    """
    in_time = late = owed = 0
    for asked_at, answered_at in waits:
        last_day = answer_due_on(asked_at)
        if not starts_on <= last_day <= ends_on:
            continue
        if answered_at is not None and not is_overdue(last_day, local_day(answered_at)):
            in_time += 1
        elif answered_at is not None:
            late += 1
        elif is_overdue(last_day, today):
            owed += 1
    return Answers(in_time, late, owed)
