"""Rules about the calendar of the neighbourhood."""

from datetime import datetime, timedelta
from enum import StrEnum

from coop.kernel.errors import InvalidError, TooLateError
from coop.kernel.words import mark

TITLE_LENGTH, PLACE_LENGTH, TEXT_LENGTH, REASON_LENGTH = 120, 200, 2_000, 400
LONGEST = 24 * 60
FARTHEST = timedelta(days=2 * 365)


class EventKind(StrEnum):
    """What people come together for."""

    MEETING = "meeting"
    CAFE = "cafe"
    WALK_IN = "walk_in"
    INTERVIEW = "interview"
    ACTIVITY = "activity"


KIND_WORDS: dict[EventKind, str] = {
    EventKind.MEETING: mark("Meeting of members"),
    EventKind.CAFE: mark("Social café"),
    EventKind.WALK_IN: mark("Walk-in hour of the team"),
    EventKind.INTERVIEW: mark("Interview that everybody may attend"),
    EventKind.ACTIVITY: mark("Activity in the neighbourhood"),
}


def require_moment(starts_at: datetime, at: datetime) -> None:
    """Refuse a moment that is past or farther than two years away. Raises `InvalidError` on `day`."""
    if starts_at <= at:
        raise InvalidError(mark("Choose a moment that is still to come."), field="day")
    if starts_at > at + FARTHEST:
        raise InvalidError(mark("Choose a day within two years."), field="day")


def require_to_come(starts_at: datetime, cancelled_at: datetime | None, at: datetime) -> None:
    """Refuse to change what has begun or was cancelled. Raises `TooLateError`."""
    if cancelled_at is not None:
        raise TooLateError(mark("This was cancelled. Put a new one in the calendar."))
    if starts_at <= at:
        raise TooLateError(mark("This has begun already. It stays in the calendar as it is."))
