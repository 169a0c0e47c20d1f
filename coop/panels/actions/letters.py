"""Letters to who was not chosen, complaints, consent to be kept, and the end of a procedure."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels.actions.committee import ASKED
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_candidate, tell_committee
from coop.panels.models import Application, Complaint, Procedure
from coop.panels.policy import ACTIVE, AFTER_DECISION, LETTER_SOON, NO_LETTER, AppState, Event, Part, State
from coop.panels.policy.deadlines import COMPLAINT_TIME, KEPT_WITH_CONSENT
from coop.panels.queries import application_by_token, application_of, complaints_of, facts_of

_CANDIDATE = frozenset({Part.CANDIDATE})
_COMMITTEE = frozenset({Part.COMMITTEE})
_FOUNDED = mark("The complaints committee found a complaint founded.")
_OVER = (State.PLACED, State.UNFILLED, State.CANCELLED, State.REOPENED)
_ENDED = (*_OVER, State.CONCLUDED, State.RETENTION)


def may_write(procedure: Procedure, application: Application) -> bool:
    """Whether a letter to this candidate can go out: it is sure that the candidate is not chosen."""
    if application.state in NO_LETTER or application.letter_at is not None:
        return False
    return application.state in LETTER_SOON or procedure.state in _OVER


def write_letter(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    application_id: int,
    text: str,
    by_item: Mapping[str, str],
    at: datetime,
) -> Application:
    """Write to a candidate who was not chosen, with reasons by item of the rubric. A letter that went out stays."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    application = application_of(db, district_id, procedure_id, application_id)
    if application.letter_at is not None:
        raise ConflictError(mark("This candidate has a letter already."))
    if not may_write(procedure, application):
        raise ConflictError(mark("It is not sure yet that this candidate is not chosen."))
    reasons = {code: clean_text(by_item.get(code)) for code in procedure.items if clean_text(by_item.get(code))}
    if not clean_text(text):
        raise InvalidError(mark("Fill this in."), field="text")
    judged = application.state in (AppState.REJECTED, AppState.NOT_SHORTLISTED)
    if judged and procedure.screening_due_at is not None and not reasons:
        raise InvalidError(mark("Give a reason for at least one item of the rubric."), field="text")
    fire(db, procedure, Event.WRITE_LETTER, parts_of(actor), at=at, account_id=actor.account_id)
    application.letter = {"text": clean_text(text), **reasons}
    application.letter_at = at
    tell_candidate(db, procedure, application, mark("There is an answer to your application"), at=at)
    db.flush()
    return application


def conclude(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """Everybody has had an answer: the panel is thanked, and the four weeks until erasing begin."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.CONCLUDE, parts_of(actor), at=at, account_id=actor.account_id)
    procedure.concluded_at = at
    fire(db, procedure, Event.START_RETENTION, frozenset({Part.CLOCK}), at=at)
    return procedure


def file_complaint(
    db: Session, district_id: int, procedure_id: int, token: str, *, text: str, committee_token: str, at: datetime
) -> Complaint:
    """Complain until 28 days after the letter, also while the procedure runs on without this candidate.

    The committee gets a private page of its own.
    """
    procedure = locked(db, district_id, procedure_id)
    mine = application_by_token(db, district_id, procedure_id, token)
    if mine.letter_at is not None and at > mine.letter_at + COMPLAINT_TIME:
        raise ConflictError(mark("A complaint is possible until 28 days after your letter."))
    if mine.letter_at is None and procedure.state not in _ENDED:
        raise ConflictError(mark("You can complain when you have had your letter."))
    if not clean_text(text):
        raise InvalidError(mark("Fill this in."), field="text")
    if any(one.application_id == mine.id and one.ruled_at is None for one in complaints_of(db, procedure_id)):
        raise ConflictError(mark("Your complaint is with the committee already."))
    fire(db, procedure, Event.COMPLAIN, _CANDIDATE, at=at)
    procedure.committee_token = procedure.committee_token or committee_token
    row = Complaint(
        district_id=district_id,
        procedure_id=procedure_id,
        application_id=mine.id,
        text=clean_text(text),
        ruling="",
        filed_at=at,
    )
    db.add(row)
    tell_committee(db, procedure, mark("A candidate has complained. You rule within 28 days"), at=at)
    tell_candidate(db, procedure, mine, mark("Your complaint has arrived. The committee rules within 28 days"), at=at)
    db.flush()
    return row


def rule_on_complaint(
    db: Session, district_id: int, procedure_id: int, *, complaint_id: int, founded: bool, ruling: str, at: datetime
) -> Complaint:
    """The committee rules. The data of the procedure are kept until 28 days after the ruling.

    A founded complaint stops a procedure that still runs, so that it can be mended (domain notes, E36): after the
    decision of the panel the committee says how it goes on; before it secretary or board does, with a public reason.
    """
    procedure = locked(db, district_id, procedure_id)
    row = db.scalar(
        select(Complaint).where(
            Complaint.district_id == district_id,
            Complaint.procedure_id == procedure_id,
            Complaint.id == complaint_id,
        )
    )
    if row is None:
        raise NotFoundError(mark("This complaint is not here."))
    if row.ruled_at is not None:
        raise ConflictError(mark("The committee has ruled already."))
    if not clean_text(ruling):
        raise InvalidError(mark("Fill this in."), field="ruling")
    row.founded, row.ruling, row.ruled_at = founded, clean_text(ruling), at
    if procedure.erase_at is not None:
        procedure.erase_at = max(procedure.erase_at, at + COMPLAINT_TIME)
    application = application_of(db, district_id, procedure_id, row.application_id)
    tell_candidate(db, procedure, application, mark("The committee has ruled on your complaint"), at=at)
    if founded and procedure.state in ACTIVE:
        _stop_to_mend(db, procedure, at)
    db.flush()
    return row


def _stop_to_mend(db: Session, procedure: Procedure, at: datetime) -> None:
    event = Event.SUSPEND
    if procedure.state in AFTER_DECISION and not facts_of(db, procedure).asked:
        event = Event.ASK_COMMITTEE
    fire(db, procedure, event, _COMMITTEE, at=at, note=_FOUNDED, reason=True)
    if event is Event.ASK_COMMITTEE:
        tell_committee(db, procedure, ASKED, at=at)


def set_consent(
    db: Session, district_id: int, procedure_id: int, token: str, *, agrees: bool, at: datetime
) -> Application:
    """May the co-operative keep this application for a year, for a next vacancy? Can be taken back at any time."""
    procedure = locked(db, district_id, procedure_id)
    mine = application_by_token(db, district_id, procedure_id, token)
    if procedure.state is State.ERASED and not agrees:
        # Only who agreed before is still here: the clock erases it the next minute.
        mine.consent_until_at = at
    else:
        fire(db, procedure, Event.CONSENT, _CANDIDATE, at=at)
        mine.consent_until_at = at + KEPT_WITH_CONSENT if agrees else None
    db.flush()
    return mine
