"""Moments and days. Every rule gets the moment handed in; only the outermost layer reads the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def system_clock() -> datetime:
    """Now, as an aware moment in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The calendar day in the Netherlands on which `moment` (aware) falls."""
    return moment.astimezone(AMSTERDAM).date()
