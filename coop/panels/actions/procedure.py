"""Preparing, approving and publishing a vacancy; stopping and going on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.policy import Subject
from coop.districts.queries import mandate_snapshot
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import has_e_mail
from coop.panels.models import Procedure, Remark
from coop.panels.policy import KNOCK_OUTS, PLUS, Draw, Event, State, require_items, require_most_important
from coop.panels.policy.deadlines import REVIEW_TIME, SUSPENSION_TIME
from coop.panels.policy.facts import MOST_PLACES
from coop.panels.policy.guards import LEAST_OPEN

_COPIED = (
    *("title", "text", "minutes_week", "places", "home_organisation", "items", "most_important", "knock_outs"),
    *("closes_at", "employer_contact", "committee_contact"),
)


def prepare_procedure(
    db: Session,
    actor: Actor,
    district_id: int,
    *,
    title: str,
    text: str,
    minutes_week: int,
    home_organisation: str,
    items: Sequence[str],
    closes_at: datetime,
    at: datetime,
    most_important: str = "",
    knock_outs: Sequence[str] = (),
    plus: bool = False,
    places: int = 1,
    procedure_id: int | None = None,
) -> Procedure:
    """Make or change a draft. Raises `InvalidError` for empty texts, a wrong rubric or a closing day too soon."""
    actor.require(Permission.MANAGE_PROCEDURE)
    for field, value in (("title", title), ("text", text), ("home_organisation", home_organisation)):
        if not clean_text(value):
            raise InvalidError(mark("Fill this in."), field=field)
    if not 60 <= minutes_week <= 40 * 60:
        raise InvalidError(mark("Fill in 1 to 40 hours a week."), field="hours")
    if not 1 <= places <= MOST_PLACES:
        raise InvalidError(mark("Fill in 1, 2 or 3 places."), field="places")
    if closes_at < at + LEAST_OPEN:
        raise InvalidError(mark("Candidates need time: choose a moment at least 14 days from now."), field="closes_on")
    require_items(items)
    if most_important:
        require_most_important(most_important, items)
    if any(code not in KNOCK_OUTS for code in knock_outs):
        raise InvalidError(mark("Choose one of the options."), field="knock_outs")
    procedure = _draft(db, district_id, procedure_id, at)
    procedure.title, procedure.text = clean_line(title), clean_text(text)
    procedure.home_organisation = clean_line(home_organisation)
    procedure.minutes_week, procedure.places, procedure.closes_at = minutes_week, places, closes_at
    procedure.items = [*(code for code in items if code != PLUS.code), *((PLUS.code,) if plus else ())]
    procedure.most_important, procedure.knock_outs = most_important or None, list(knock_outs)
    db.add(procedure)
    db.flush()
    return procedure


def _draft(db: Session, district_id: int, procedure_id: int | None, at: datetime) -> Procedure:
    if procedure_id is None:
        return Procedure(district_id=district_id, state=State.DRAFT, draw=Draw.NONE, created_at=at)
    found = locked(db, district_id, procedure_id)
    if found.state is not State.DRAFT:
        raise ConflictError(mark("Only a draft can be changed. Ask the board to send it back."))
    return found


def keep_contacts(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, employer: str, committee: str
) -> Procedure:
    """Where employer and complaints committee get their messages; empty when the secretary tells them otherwise.

    Erased with the data of the candidates.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is State.ERASED:
        raise ConflictError(mark("This procedure is finished."))
    for field, value in (("employer", employer), ("committee", committee)):
        if clean_line(value) and not has_e_mail(value):
            raise InvalidError(mark("Fill in an e-mail address, or nothing."), field=field)
    procedure.employer_contact, procedure.committee_contact = clean_line(employer), clean_line(committee)
    db.flush()
    return procedure


def submit_profile(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """Show the profile to board and residents: they have a week for remarks."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    complete = bool(procedure.items) and procedure.closes_at >= at + LEAST_OPEN
    fire(
        *(db, procedure, Event.SUBMIT_PROFILE, parts_of(actor)),
        at=at,
        account_id=actor.account_id,
        profile_complete=complete,
    )
    procedure.review_until_at = at + REVIEW_TIME
    db.flush()
    return procedure


def remark_on_profile(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, text: str, at: datetime
) -> Remark:
    """A resident says something about the profile before the board approves it."""
    actor.require(Permission.VOLUNTEER_FOR_PANEL)
    assert actor.account_id is not None
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is not State.PROFILE_REVIEW:
        raise ConflictError(mark("Remarks are possible only while the board reads the profile."))
    if not clean_text(text):
        raise InvalidError(mark("Fill this in."), field="text")
    row = Remark(
        district_id=district_id,
        procedure_id=procedure_id,
        account_id=actor.account_id,
        text=clean_text(text),
        made_at=at,
    )
    db.add(row)
    db.flush()
    return row


def answer_remark(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, remark_id: int, text: str, at: datetime
) -> Remark:
    """The secretary answers a remark; the board approves only when all are answered."""
    actor.require(Permission.MANAGE_PROCEDURE)
    row = db.scalar(
        select(Remark).where(
            Remark.district_id == district_id, Remark.procedure_id == procedure_id, Remark.id == remark_id
        )
    )
    if row is None:
        raise NotFoundError(mark("This remark is not here."))
    if not clean_text(text):
        raise InvalidError(mark("Fill this in."), field="text")
    row.answer, row.answered_at = clean_text(text), at
    db.flush()
    return row


def request_changes(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, reason: str, at: datetime
) -> Procedure:
    """The board sends the profile back, with a reason."""
    actor.require(Permission.APPROVE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    _with_reason(db, actor, procedure, Event.REQUEST_CHANGES, reason=reason, at=at)
    return procedure


def approve(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime, works_council: bool = True
) -> Procedure:
    """The board approves; the hiring mandate of that day is kept with the procedure and does not change any more."""
    actor.require(Permission.APPROVE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is State.PROFILE_REVIEW:
        procedure.mandate = mandate_snapshot(db, district_id, Subject.HIRING, local_day(at)).as_json()
    fire(*(db, procedure, Event.APPROVE, parts_of(actor)), at=at, account_id=actor.account_id, ticked=works_council)
    return procedure


def publish_vacancy(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    at: datetime,
    closes_at: datetime | None = None,
    equal_treatment: bool = True,
) -> Procedure:
    """Open the vacancy for applications; the panel has been drawn, so nobody picks a panel for a candidate."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    until = closes_at or procedure.closes_at
    fire(
        *(db, procedure, Event.PUBLISH, parts_of(actor)),
        at=at,
        account_id=actor.account_id,
        ticked=equal_treatment,
        until_at=until,
    )
    procedure.closes_at = until
    db.flush()
    return procedure


def correct_text(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, text: str, reason: str, at: datetime
) -> Procedure:
    """Mend the text of an open vacancy; what changed is said in public. Rubric, mandate and dates stay as they are."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if not clean_text(text):
        raise InvalidError(mark("Fill this in."), field="text")
    _with_reason(db, actor, procedure, Event.CORRECT_TEXT, reason=reason, at=at)
    procedure.text = clean_text(text)
    db.flush()
    return procedure


def extend(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, until_at: datetime, at: datetime
) -> Procedure:
    """The board gives candidates more time, once and at most fourteen days."""
    actor.require(Permission.APPROVE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(*(db, procedure, Event.EXTEND, parts_of(actor)), at=at, account_id=actor.account_id, until_at=until_at)
    procedure.closes_at, procedure.extended = until_at, True
    db.flush()
    return procedure


def cancel(db: Session, actor: Actor, district_id: int, procedure_id: int, *, reason: str, at: datetime) -> Procedure:
    """The board calls it off, with a reason that everybody can read."""
    actor.require(Permission.APPROVE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    _with_reason(db, actor, procedure, Event.CANCEL, reason=reason, at=at)
    return procedure


def suspend(db: Session, actor: Actor, district_id: int, procedure_id: int, *, reason: str, at: datetime) -> Procedure:
    """Stop the procedure and all its terms for fourteen days at most; once more for another fourteen."""
    if not actor.may(Permission.APPROVE_PROCEDURE):
        actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    again = procedure.state is State.SUSPENDED
    _with_reason(db, actor, procedure, Event.RENEW if again else Event.SUSPEND, reason=reason, at=at)
    if again:
        procedure.renewed = True
        procedure.suspended_until_at = (procedure.suspended_until_at or at) + SUSPENSION_TIME
        db.flush()
    return procedure


def resume(db: Session, actor: Actor, district_id: int, procedure_id: int, *, reason: str, at: datetime) -> Procedure:
    """Go on where the procedure was; as much time is left as there was."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    _with_reason(db, actor, procedure, Event.RESUME, reason=reason, at=at)
    return procedure


def destroy_paper(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """The secretary destroyed notes, sheets and letters on paper, after the site erased its own."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is not State.ERASED or procedure.paper_destroyed_at is not None:
        raise ConflictError(mark("There is no paper of this procedure to destroy now."))
    procedure.paper_destroyed_at = at
    db.flush()
    return procedure


def reopen(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """Make a new draft in place of an unfilled vacancy. Candidates, panel and scores are not carried over."""
    actor.require(Permission.APPROVE_PROCEDURE)
    old = locked(db, district_id, procedure_id)
    fire(db, old, Event.REOPEN, parts_of(actor), at=at, account_id=actor.account_id)
    fresh = Procedure(
        district_id=district_id,
        state=State.DRAFT,
        draw=Draw.NONE,
        created_at=at,
        predecessor_id=old.id,
        **{name: getattr(old, name) for name in _COPIED},
    )
    db.add(fresh)
    db.flush()
    return fresh


def _with_reason(db: Session, actor: Actor, procedure: Procedure, event: Event, *, reason: str, at: datetime) -> None:
    said = clean_text(reason)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    fire(db, procedure, event, parts_of(actor), at=at, account_id=actor.account_id, note=said, reason=True)
