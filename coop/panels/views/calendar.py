"""An interview as a file for calendars (RFC 5545)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.web.pages import download
from coop.web.session import now

_STAMP = "%Y%m%dT%H%M%SZ"
_LINE = 75


def _escaped(text: str) -> str:
    for sign, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, instead)
    return text


def _folded(line: str) -> str:
    """At most 75 octets a line; what follows begins with a blank."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > _LINE:
            parts.append(part)
            part = " "
        part += letter
    return "\r\n".join([*parts, part])


def calendar_text(  # noqa: PLR0917
    uid: str, title: str, place: str, starts_at: datetime, minutes: int, stamp: datetime
) -> str:
    """One appointment. The moment is in UTC, so that the change of the clock cannot move it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//coop//NL",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp.astimezone(UTC):{_STAMP}}",
        f"DTSTART:{starts_at.astimezone(UTC):{_STAMP}}",
        f"DTEND:{(starts_at + timedelta(minutes=minutes)).astimezone(UTC):{_STAMP}}",
        f"SUMMARY:{_escaped(title)}",
        f"LOCATION:{_escaped(place)}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(_folded(line) for line in lines) + "\r\n"


def interview_file(found: Any, interview: Any, title: str) -> ResponseReturnValue:
    """The file of one interview. Raises `NotFoundError` when none is planned."""
    if interview is None:
        raise NotFoundError(mark("There is no planned interview with this candidate."))
    text = calendar_text(
        uid=f"interview-{interview.id}-{found.id}@coop",
        title=f"{title}: {found.title}",
        place=interview.place,
        starts_at=interview.starts_at,
        minutes=interview.minutes,
        stamp=now(),
    )
    return download(text, "gesprek.ics", "text/calendar")
