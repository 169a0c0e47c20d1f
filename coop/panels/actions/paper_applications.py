"""An application that came in on paper, typed by the secretary: by the same closing moment as all others."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import InvalidError, raise_all
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.intake import ANSWER_MAX, CV_MAX, RECEIVED
from coop.panels.actions.messages import tell_candidate
from coop.panels.models import Application, Procedure
from coop.panels.policy import KNOCK_OUTS, AppState, Event, Part, State

_LATE = mark("It came in after the closing moment.")


def apply_on_paper(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    name: str,
    contact: str,
    answers: Mapping[str, str],
    came_in_at: datetime,
    token: str,
    at: datetime,
    cv: str = "",
    knock_outs: Sequence[str] = (),
) -> Application:
    """Type over an application on paper; `came_in_at` decides whether it is in time, and a postmark does not.

    What came in late is kept as late: it gets a letter, and its writer can complain. An answer can be empty: the
    secretary asks for it when the applications are sorted. It belongs to no account, whoever typed it.
    Raises `InvalidError` and, when the applications are sorted already, `ConflictError`.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    late = came_in_at >= procedure.closes_at
    highest = db.scalar(select(func.max(Application.number)).where(Application.procedure_id == procedure_id)) or 0
    application = Application(
        district_id=district_id,
        procedure_id=procedure_id,
        number=highest + 1,
        token=token,
        name=clean_line(name),
        contact=clean_line(contact),
        answers={code: clean_text(answers.get(code)) for code in procedure.items},
        cv=clean_text(cv),
        knock_outs=[code for code in knock_outs if code in KNOCK_OUTS],
        received_at=came_in_at,
        state=AppState.LATE if late else AppState.RECEIVED,
        sorting_reason=_LATE if late else "",
    )
    _require_readable(procedure, application, at)
    if procedure.state is State.PUBLISHED and at < procedure.closes_at:
        fire(db, procedure, Event.APPLY, frozenset({Part.CANDIDATE}), at=at)
    else:
        fire(db, procedure, Event.ADMIT, parts_of(actor), at=at, account_id=actor.account_id)
    db.add(application)
    tell_candidate(db, procedure, application, RECEIVED, at=at)
    db.flush()
    return application


def _require_readable(procedure: Procedure, one: Application, at: datetime) -> None:
    faults = [
        InvalidError(mark("Fill this in."), field=field)
        for field, value in (("name", one.name), ("contact", one.contact))
        if not value
    ]
    if one.received_at > at:
        faults.append(InvalidError(mark("This moment has yet to come."), field="day"))
    elif procedure.published_at is not None and one.received_at < procedure.published_at:
        faults.append(InvalidError(mark("The vacancy was not open yet at this moment."), field="day"))
    too_long = mark("Use at most %(most)s characters.")
    for code, text in one.answers.items():
        if len(text) > ANSWER_MAX:
            faults.append(InvalidError(too_long, field=f"answer_{code}", most=ANSWER_MAX))
    if len(one.cv) > CV_MAX:
        faults.append(InvalidError(too_long, field="cv", most=CV_MAX))
    raise_all(faults)
