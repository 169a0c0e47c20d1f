"""Appointments as a file for calendars. RFC 5545."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_STAMP = "%Y%m%dT%H%M%SZ"
_LINE = 75


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment. `uid` never changes; `version` counts how often it was changed; `address` is its page."""

    uid: str
    title: str
    place: str
    starts_at: datetime
    minutes: int
    changed_at: datetime
    text: str = ""
    address: str = ""
    version: int = 0
    is_cancelled: bool = False


def calendar_text(appointments: Iterable[Appointment], name: str = "") -> str:
    """The file. Moments are in UTC, so that the change of the clock cannot move them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//coop//NL"]
    if name:
        lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}"]
    for one in appointments:
        lines += _lines(one)
    return "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR"]) + "\r\n"


def _lines(one: Appointment) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"DTSTAMP:{one.changed_at.astimezone(UTC):{_STAMP}}",
        f"DTSTART:{one.starts_at.astimezone(UTC):{_STAMP}}",
        f"DTEND:{(one.starts_at + timedelta(minutes=one.minutes)).astimezone(UTC):{_STAMP}}",
        f"SUMMARY:{_escaped(one.title)}",
        f"LOCATION:{_escaped(one.place)}",
        *([f"DESCRIPTION:{_escaped(one.text)}"] if one.text else []),
        *([f"URL:{one.address}"] if one.address else []),
        *([f"SEQUENCE:{one.version}"] if one.version else []),
        *(["STATUS:CANCELLED"] if one.is_cancelled else []),
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
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
