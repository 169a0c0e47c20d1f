"""The answer of the board, the employer, the offer, and the next candidate."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_candidate, tell_committee, tell_employer
from coop.panels.actions.places import name_placed
from coop.panels.actions.standstill import vote_from_scratch
from coop.panels.models import Procedure
from coop.panels.policy import AppState, Event, Part, State
from coop.panels.queries import application_by_token, applications_of
from coop.ties.actions import require_no_tie
from coop.ties.policy import Matter

_SENT = mark("A panel has decided. You are asked when the board has answered")
_REFUSED = mark("The board refused a decision of a panel. You rule within 10 days")
_EMPLOYER = frozenset({Part.EMPLOYER})
_CANDIDATE = frozenset({Part.CANDIDATE})
_STAND_IN = frozenset({Part.STAND_IN})


def send_decision(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, employer_token: str, at: datetime
) -> Procedure:
    """Send the decision to board and employer; the board has five working days. The token opens the employer's page."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.SEND, parts_of(actor), at=at, account_id=actor.account_id)
    procedure.employer_token = procedure.employer_token or employer_token
    tell_employer(db, procedure, _SENT, at=at)
    db.flush()
    return procedure


def answer_decision(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    event: Event,
    reasons: str = "",
    number: int | None = None,
    committee_token: str = "",
    at: datetime,
) -> Procedure:
    """What the board does with the decision, within the mandate. Everything but agreeing needs published reasons."""
    procedure = _waiting_for_answer(db, district_id, procedure_id)
    actor.require(Permission.RATIFY_DECISION)
    _require_not_own(db, actor, procedure)
    if procedure.handed_to is not None:
        raise ConflictError(mark("Somebody else answers this decision now, because nobody of the board could."))
    given = Given(event, clean_text(reasons), number, committee_token, actor.account_id)
    return _record_answer(db, procedure, parts_of(actor), given, at=at)


def answer_in_place(
    db: Session,
    district_id: int,
    procedure_id: int,
    *,
    event: Event,
    reasons: str = "",
    number: int | None = None,
    committee_token: str = "",
    at: datetime,
    actor: Actor | None = None,
) -> Procedure:
    """The same by who answers in place of the board: on the private page, or written down by the secretary."""
    procedure = _waiting_for_answer(db, district_id, procedure_id)
    if actor is not None:
        actor.require(Permission.MANAGE_PROCEDURE)
    if procedure.handed_to is None:
        raise ConflictError(mark("The board answers this decision itself."))
    account_id = actor.account_id if actor is not None else None
    given = Given(event, clean_text(reasons), number, committee_token, account_id)
    return _record_answer(db, procedure, _STAND_IN, given, at=at)


def _waiting_for_answer(db: Session, district_id: int, procedure_id: int) -> Procedure:
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is not State.RATIFICATION:
        raise ConflictError(mark("There is no decision of the panel to answer now."))
    return procedure


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to the decision; `number` of another candidate, `committee_token` for when it goes there."""

    event: Event
    reasons: str
    number: int | None
    committee_token: str
    account_id: int | None


def _record_answer(db: Session, procedure: Procedure, who: frozenset[Part], given: Given, *, at: datetime) -> Procedure:
    if given.event is not Event.AGREE and not given.reasons:
        raise InvalidError(mark("Give reasons. The panel and everybody else can read them."), field="reasons")
    others = [one.number for one in applications_of(db, procedure.id) if one.state is AppState.INTERVIEWED]
    if given.number is not None and given.number not in others:
        raise InvalidError(mark("Choose another candidate than the panel did."), field="number")
    chosen = {"reason": bool(given.reasons), "count": int(given.number is not None)}
    fire(db, procedure, given.event, who, at=at, account_id=given.account_id, note=given.reasons, **chosen)
    procedure.board_reasons = given.reasons or None
    if given.event is Event.REFUSE_SECOND_KEY:
        _vote_again(db, procedure)
    if given.event is Event.REFUSE_ON_PROCEDURE:
        procedure.committee_token = procedure.committee_token or given.committee_token
        tell_committee(db, procedure, _REFUSED, at=at)
    if given.event is Event.DEVIATE and given.number is not None:
        _prefer(db, procedure, given.number)
    db.flush()
    return procedure


def _require_not_own(db: Session, actor: Actor, procedure: Procedure) -> None:
    # Article 2:44 paragraph 6 of the Civil Code: a board member with a conflict takes no part in the decision.
    if any(one.account_id == actor.account_id for one in applications_of(db, procedure.id)):
        raise ConflictError(mark("You applied for this job yourself. Let another board member answer."))
    require_no_tie(db, actor, procedure.district_id, Matter.PROCEDURE, procedure.id)


def _vote_again(db: Session, procedure: Procedure) -> None:
    """Panel and board meet once; then the panel votes anew among those who were heard."""
    procedure.reconciled = True
    if procedure.state is not State.DELIBERATION:
        return
    vote_from_scratch(db, procedure)


def _prefer(db: Session, procedure: Procedure, number: int) -> None:
    for one in applications_of(db, procedure.id):
        if one.state is AppState.PREFERRED:
            one.state = AppState.INTERVIEWED
        if one.number == number:
            one.state = AppState.PREFERRED
    procedure.placed_number = number


def employer_answers(
    db: Session,
    district_id: int,
    procedure_id: int,
    *,
    confirms: bool,
    reason: str,
    checks_done: bool,
    at: datetime,
    actor: Actor | None = None,
) -> Procedure:
    """The home organisation confirms the placement, or refuses on a stated employment ground.

    Through its private page, or entered by the secretary (`actor`).
    """
    procedure = locked(db, district_id, procedure_id)
    if actor is not None:
        actor.require(Permission.MANAGE_PROCEDURE)
    who = parts_of(actor) if actor is not None else _EMPLOYER
    account_id = actor.account_id if actor is not None else None
    text = clean_text(reason)
    if not confirms:
        if not text:
            raise InvalidError(
                mark("Give the ground on which the employer refuses, without personal details."), field="reason"
            )
        fire(db, procedure, Event.EMPLOYER_REFUSES, who, at=at, account_id=account_id, note=text, reason=True)
        return procedure
    if not checks_done and procedure.state is State.EMPLOYER_CONFIRMATION:
        raise InvalidError(
            mark("Tick that the certificate of conduct and the contract are in order."), field="checks_done"
        )
    fire(db, procedure, Event.EMPLOYER_CONFIRMS, who, at=at, account_id=account_id, ticked=checks_done)
    for one in applications_of(db, procedure.id):
        if one.state is AppState.OFFERED:
            tell_candidate(db, procedure, one, mark("There is an offer for you"), at=at)
    return procedure


def answer_offer(
    db: Session,
    district_id: int,
    procedure_id: int,
    token: str,
    *,
    accepts: bool,
    public_name: bool,
    at: datetime,
    actor: Actor | None = None,
) -> Procedure:
    """The candidate says yes or no. The name is published only when the candidate agrees to that."""
    procedure = locked(db, district_id, procedure_id)
    mine = application_by_token(db, district_id, procedure_id, token)
    if mine.state is not AppState.OFFERED:
        raise ConflictError(mark("There is no offer for you to answer now."))
    who = parts_of(actor) if actor is not None else _CANDIDATE
    if not accepts:
        fire(db, procedure, Event.DECLINE_OFFER, who, at=at)
        mine.state = AppState.DECLINED
    else:
        fire(db, procedure, Event.ACCEPT_OFFER, who, at=at)
        mine.state = AppState.ACCEPTED
        procedure.filled += 1
        name_placed(procedure, clean_line(mine.name) if public_name else None)
        # With a place left the others are chosen from once more.
        if procedure.state is State.PLACED:
            for one in applications_of(db, procedure.id, AppState.INTERVIEWED):
                one.state = AppState.REJECTED
    db.flush()
    return procedure
