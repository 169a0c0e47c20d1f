"""An interview as a file for calendars."""

from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.web.icalendar import Appointment, calendar_text
from coop.web.pages import download
from coop.web.session import now


def interview_file(found: Any, interview: Any, title: str) -> ResponseReturnValue:
    """The file of one interview. Raises `NotFoundError` when none is planned."""
    if interview is None:
        raise NotFoundError(mark("There is no planned interview with this candidate."))
    appointment = Appointment(
        uid=f"interview-{interview.id}-{found.id}@coop",
        title=f"{title}: {found.title}",
        place=interview.place,
        starts_at=interview.starts_at,
        minutes=interview.minutes,
        changed_at=now(),
    )
    return download(calendar_text([appointment]), "gesprek.ics", "text/calendar")
