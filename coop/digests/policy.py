"""How often people hear news, and when."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from coop.kernel.clock import AMSTERDAM
from coop.kernel.words import mark


class Pace(StrEnum):
    """How often somebody hears what is new."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    POST = "post"
    NEVER = "never"


PACE_WORDS: dict[Pace, str] = {
    Pace.AT_ONCE: mark("At once: a mail as soon as something is new"),
    Pace.DAILY: mark("Every day: one mail at 8 in the morning, only when something is new"),
    Pace.WEEKLY: mark("Every week: one mail on Monday at 8 in the morning, only when something is new"),
    Pace.POST: mark("On paper: the co-operative prints the news and brings it to your address"),
    Pace.NEVER: mark("Not at all"),
}
BY_MAIL = (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY)
# Members who never chose.
USUAL_PACE = Pace.WEEKLY
USUAL_REST = (21, 8)
SENT_AT = time(8)
AT_ONCE_EVERY = timedelta(minutes=10)
# What was written a moment ago may still be in a transaction of its own: it comes with the next digest.
SETTLED = timedelta(minutes=1)
# More than this is not read: the rest is one line that leads to the site.
MOST_LINES = 20
# Kinds of news that carry the number and title of an item of the agenda.
ABOUT_ITEMS = frozenset({"item", "mention", "followed"})
# News for paper reaches back so far when nothing was printed before.
FIRST_PRINT = timedelta(days=91)


def period_began(pace: Pace, at: datetime) -> datetime | None:
    """When the period of `pace` began in which `at` falls; None for a pace that no clock decides.

    A reader who was last told in an earlier period is due. Days begin at 8 in the Netherlands, weeks on Monday at 8.
    """
    if pace is Pace.AT_ONCE:
        return at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % AT_ONCE_EVERY
    if pace not in BY_MAIL:
        return None
    local = at.astimezone(AMSTERDAM)
    day = local.date() if local.time() >= SENT_AT else local.date() - timedelta(days=1)
    if pace is Pace.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, SENT_AT, AMSTERDAM).astimezone(at.tzinfo)


def after_rest(at: datetime, rest_from: int, rest_until: int) -> datetime:
    """`at`, or the end of the hours of rest in which it falls. Hours 0–23 in the Netherlands; equal hours: no rest."""
    local = at.astimezone(AMSTERDAM)
    over_midnight = rest_from > rest_until
    late, early = local.hour >= rest_from, local.hour < rest_until
    if not ((late or early) if over_midnight else (late and early)):
        return at
    day = local.date() + timedelta(days=1 if over_midnight and late else 0)
    return datetime.combine(day, time(rest_until), AMSTERDAM).astimezone(at.tzinfo)
