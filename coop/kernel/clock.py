"""Moments and days. Every rule gets the moment handed in; only the outermost layer reads the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# Within this time the very same words of the same person are the same click again, not a second thought.
SAME_CLICK = timedelta(hours=1)


def system_clock() -> datetime:
    """Now, as an aware moment in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The calendar day in the Netherlands on which `moment` (aware) falls."""
    return moment.astimezone(AMSTERDAM).date()
