"""Applying with saved drafts, sorting after closing, taking out what tells who somebody is, and withdrawing."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, TooLateError, raise_all
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.deliberation import vote_anew
from coop.panels.actions.erasure import erase_replaced
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_candidate
from coop.panels.models import Application, ApplicationDraft, Procedure
from coop.panels.policy import (
    KNOCK_OUTS,
    SORTING,
    UNSORTED,
    AppState,
    Event,
    Part,
    SeatState,
    State,
    after_working_days,
    end_of,
)
from coop.panels.policy.deadlines import REPAIR_WORKING_DAYS
from coop.panels.queries import application_by_token, application_of, applications_of, draft_by_token, my_seat

ANSWER_MAX = 4000
CV_MAX = 20_000
CV = "cv"
_CANDIDATE = frozenset({Part.CANDIDATE})
RECEIVED = mark("Your application has arrived")
_INCOMPLETE = mark("Something is missing in your application: you have 3 working days")
_REPLACED = mark("Your newer application counts; the older one is erased")
_CALL_IF_NOT = mark(
    "It is about: %(title)s. You sent two applications. The newer one counts. Did you send only one? Then call the "
    "secretary today."
)
_GONE = (AppState.REPLACED, AppState.WITHDRAWN)


def _require_open(procedure: Procedure, at: datetime) -> None:
    if procedure.state is not State.PUBLISHED or at >= procedure.closes_at:
        raise TooLateError(mark("This vacancy is not open for applications (any more)."))


def save_draft(
    db: Session,
    district_id: int,
    procedure_id: int,
    *,
    values: Mapping[str, str],
    token: str,
    at: datetime,
    account_id: int | None = None,
) -> ApplicationDraft:
    """Keep what somebody typed so far under a private address. It is removed a week after closing."""
    procedure = locked(db, district_id, procedure_id)
    _require_open(procedure, at)
    row = draft_by_token(db, district_id, procedure_id, token)
    if row is None:
        row = ApplicationDraft(district_id=district_id, procedure_id=procedure_id, token=token)
        db.add(row)
    row.values = {str(key): clean_text(value)[:CV_MAX] for key, value in values.items()}
    row.saved_at = at
    row.account_id = account_id or row.account_id
    db.flush()
    return row


def apply(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    name: str,
    contact: str,
    answers: Mapping[str, str],
    token: str,
    at: datetime,
    cv: str = "",
    knock_outs: Sequence[str] = (),
    draft_token: str = "",
    language: str = "nl",
) -> Application:
    """Apply, with or without an account. Raises `TooLateError` after closing, `InvalidError` for empty answers."""
    procedure = locked(db, district_id, procedure_id)
    _require_open(procedure, at)
    cleaned = {code: clean_text(answers.get(code)) for code in procedure.items}
    _require_complete(clean_line(name), clean_line(contact), cleaned, cv)
    for one in applications_of(db, procedure_id):
        # The same application sent twice (a double click, a bad connection) leads to the same receipt.
        if (one.contact.lower(), one.answers) == (clean_line(contact).lower(), cleaned):
            return one
    _require_new_person(db, actor, procedure)
    fire(db, procedure, Event.APPLY, _CANDIDATE, at=at)
    highest = db.scalar(select(func.max(Application.number)).where(Application.procedure_id == procedure_id)) or 0
    application = Application(
        district_id=district_id,
        procedure_id=procedure_id,
        number=highest + 1,
        token=token,
        account_id=actor.account_id,
        name=clean_line(name),
        contact=clean_line(contact),
        language=language,
        answers=cleaned,
        cv=clean_text(cv),
        knock_outs=[code for code in knock_outs if code in KNOCK_OUTS],
        received_at=at,
        state=AppState.RECEIVED,
    )
    db.add(application)
    draft = draft_by_token(db, district_id, procedure_id, draft_token) if draft_token else None
    if draft is not None:
        db.delete(draft)
    tell_candidate(db, procedure, application, RECEIVED, at=at)
    db.flush()
    return application


def _require_complete(name: str, contact: str, answers: Mapping[str, str], cv: str) -> None:
    faults = []
    too_long = mark("Use at most %(most)s characters.")
    if not name:
        faults.append(InvalidError(mark("Fill this in."), field="name"))
    if not (re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact) or sum(letter.isdigit() for letter in contact) >= 8):
        faults.append(InvalidError(mark("Fill in an e-mail address or a phone number."), field="contact"))
    for code, text in answers.items():
        if not text:
            faults.append(InvalidError(mark("Answer this question."), field=f"answer_{code}"))
        elif len(text) > ANSWER_MAX:
            faults.append(InvalidError(too_long, field=f"answer_{code}", most=ANSWER_MAX))
    if len(clean_text(cv)) > CV_MAX:
        faults.append(InvalidError(too_long, field="cv", most=CV_MAX))
    raise_all(faults)


def _require_new_person(db: Session, actor: Actor, procedure: Procedure) -> None:
    # Who has no account is not compared by address: the answer would tell strangers who applied, and somebody could
    # keep another out by using their address. The secretary sees both addresses and asks.
    if not actor.account_id:
        return
    mine = [one for one in applications_of(db, procedure.id) if one.account_id == actor.account_id]
    if any(one.state not in _GONE for one in mine):
        raise ConflictError(mark("You have already applied. Use your private link, or call the secretary."))
    seat = my_seat(db, procedure.id, actor.account_id)
    if seat is not None and seat.answer in (SeatState.WAITING, SeatState.ACCEPTED):
        raise NotAllowedError(mark("You are on the panel for this vacancy, so you cannot apply."))
    if seat is not None:
        # Who applies gives up the place as a reserve.
        seat.answer = SeatState.DECLINED


def change_application(
    db: Session,
    district_id: int,
    procedure_id: int,
    token: str,
    *,
    answers: Mapping[str, str],
    at: datetime,
    cv: str = "",
) -> Application:
    """Change one's own answers until closing, or mend within three working days only what the secretary asked for.

    What was not asked for stays as it was at the closing moment, for everybody alike, and so does what was taken out.
    """
    procedure = locked(db, district_id, procedure_id)
    mine = application_by_token(db, district_id, procedure_id, token)
    repairing = mine.state is AppState.INCOMPLETE and mine.repair_until_at is not None and at < mine.repair_until_at
    if not repairing:
        _require_open(procedure, at)
        if mine.state is not AppState.RECEIVED:
            raise ConflictError(mark("This application cannot change any more."))
    missing = set(mine.missing or ()) if repairing else {*procedure.items, CV}
    cleaned = {
        code: clean_text(answers.get(code)) if code in missing else mine.answers.get(code, "")
        for code in procedure.items
    }
    _require_complete(mine.name, mine.contact, {code: cleaned[code] for code in cleaned if code in missing}, cv)
    if mine.redacted is not None:
        read = {code: cleaned[code] if code in missing else mine.redacted.get(code, "") for code in cleaned}
        mine.redacted = read if read != cleaned else None
    mine.answers = cleaned
    mine.cv = clean_text(cv) if CV in missing else mine.cv
    mine.state, mine.repair_until_at, mine.missing = AppState.RECEIVED, None, None
    db.flush()
    return mine


def sort_application(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    application_id: int,
    state: AppState,
    reason: str = "",
    missing: Sequence[str] = (),
    at: datetime,
) -> Application:
    """After closing: takes part, something is missing (three working days to mend), or misses a requirement.

    `missing` are codes of items, or `CV`: only those can be sent again. Raises `InvalidError`.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    application = application_of(db, district_id, procedure_id, application_id)
    fire(db, procedure, Event.ADMIT, parts_of(actor), at=at, account_id=actor.account_id)
    if state not in SORTING or application.state not in UNSORTED | {AppState.ADMITTED, AppState.KNOCKED_OUT}:
        raise ConflictError(mark("This application cannot change any more."))
    said = clean_text(reason)
    if state is not AppState.ADMITTED and not said:
        raise InvalidError(mark("Say what is missing, or which requirement is not met."), field="reason")
    parts = [code for code in (*procedure.items, CV) if code in missing]
    if state is AppState.INCOMPLETE and not parts:
        raise InvalidError(mark("Choose at least one part that is missing."), field="missing")
    application.missing = parts if state is AppState.INCOMPLETE else None
    application.state, application.sorting_reason = state, said if state is not AppState.ADMITTED else ""
    application.repair_until_at = (
        end_of(after_working_days(at, REPAIR_WORKING_DAYS)) if state is AppState.INCOMPLETE else None
    )
    if state is AppState.INCOMPLETE:
        tell_candidate(db, procedure, application, _INCOMPLETE, at=at)
    db.flush()
    return application


def newer_than(older: Application, everybody: Sequence[Application]) -> list[Application]:
    """Later applications that can count in place of this one: what is gone or is refused replaces nothing."""
    return [
        one for one in everybody if one.number > older.number and one.state in (AppState.RECEIVED, AppState.ADMITTED)
    ]


def replace_older(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, application_id: int, at: datetime
) -> Application:
    """The same person applied twice: this older application makes way for the newer one, and is erased at once."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    older = application_of(db, district_id, procedure_id, application_id)
    fire(db, procedure, Event.ADMIT, parts_of(actor), at=at, account_id=actor.account_id)
    if not newer_than(older, applications_of(db, procedure_id)) or older.state not in UNSORTED:
        raise ConflictError(mark("There is no newer application, or this one is already sorted."))
    tell_candidate(db, procedure, older, _REPLACED, body=_CALL_IF_NOT, at=at)
    older.state = AppState.REPLACED
    erase_replaced(db, older, at=at)
    return older


def redact(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    application_id: int,
    answers: Mapping[str, str],
    at: datetime,
) -> Application:
    """Take out what tells who the writer is. The candidate keeps seeing what was sent; the panel reads this."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    application = application_of(db, district_id, procedure_id, application_id)
    fire(db, procedure, Event.ADMIT, parts_of(actor), at=at, account_id=actor.account_id)
    cleaned = {code: clean_text(answers.get(code)) for code in procedure.items}
    empty = mark("Leave the rest of the answer.")
    raise_all(
        [
            InvalidError(empty, field=f"answer_{code}")
            for code, text in cleaned.items()
            if not text and application.answers.get(code)
        ]
    )
    application.redacted = cleaned if cleaned != application.answers else None
    db.flush()
    return application


def withdraw_application(
    db: Session, district_id: int, procedure_id: int, token: str, *, at: datetime, actor: Actor | None = None
) -> Application:
    """A candidate stops. Sheets stay sealed and are erased with the rest; a chosen candidate makes way for the next."""
    procedure = locked(db, district_id, procedure_id)
    mine = application_by_token(db, district_id, procedure_id, token)
    if mine.state in (*_GONE, AppState.DECLINED, AppState.ACCEPTED):
        raise ConflictError(mark("This application cannot change any more."))
    who = parts_of(actor) if actor is not None else _CANDIDATE
    chosen = mine.state in (AppState.PREFERRED, AppState.OFFERED)
    if chosen and procedure.state is State.EMPLOYER_CONFIRMATION:
        fire(db, procedure, Event.DECLINE_OFFER, who, at=at)
    else:
        fire(db, procedure, Event.WITHDRAW, who, at=at, chosen_leaves=chosen)
    heard = mine.state is AppState.INTERVIEWED
    mine.state = AppState.WITHDRAWN
    if heard:
        vote_anew(db, procedure, at=at)
    db.flush()
    return mine
