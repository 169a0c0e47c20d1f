"""The answer of the board, the employer, the offer, and the next candidate."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_candidate, tell_committee, tell_employer
from coop.panels.models import Application, Procedure
from coop.panels.policy import AppState, Event, Part, State
from coop.panels.queries import application_by_token, applications_of, seats_of

_SENT = mark("A panel has decided. You are asked when the board has answered")
_REFUSED = mark("The board refused a decision of a panel. You rule within 10 days")
_EMPLOYER = frozenset({Part.EMPLOYER})
_CANDIDATE = frozenset({Part.CANDIDATE})
_COMMITTEE = frozenset({Part.COMMITTEE})


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
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is not State.RATIFICATION:
        raise ConflictError(mark("There is no decision of the panel to answer now."))
    actor.require(Permission.RATIFY_DECISION)
    _require_not_own(db, actor, procedure)
    text = clean_text(reasons)
    if event is not Event.AGREE and not text:
        raise InvalidError(mark("Give reasons. The panel and everybody else can read them."), field="reasons")
    others = [one.number for one in applications_of(db, procedure.id) if one.state is AppState.INTERVIEWED]
    if number is not None and number not in others:
        raise InvalidError(mark("Choose another candidate than the panel did."), field="number")
    chosen = {"reason": bool(text), "count": int(number is not None)}
    fire(db, procedure, event, parts_of(actor), at=at, account_id=actor.account_id, note=text, **chosen)
    procedure.board_reasons = text or None
    if event is Event.REFUSE_SECOND_KEY:
        _vote_again(db, procedure)
    if event is Event.REFUSE_ON_PROCEDURE:
        procedure.committee_token = procedure.committee_token or committee_token
        tell_committee(db, procedure, _REFUSED, at=at)
    if event is Event.DEVIATE and number is not None:
        _prefer(db, procedure, number)
    db.flush()
    return procedure


def _require_not_own(db: Session, actor: Actor, procedure: Procedure) -> None:
    # Article 2:44 paragraph 6 of the Civil Code: a board member with a conflict takes no part in the decision.
    if any(one.account_id == actor.account_id for one in applications_of(db, procedure.id)):
        raise ConflictError(mark("You applied for this job yourself. Let another board member answer."))


def _vote_again(db: Session, procedure: Procedure) -> None:
    """Panel and board meet once; then the panel votes anew among those who were heard."""
    procedure.reconciled = True
    if procedure.state is not State.DELIBERATION:
        return
    procedure.rounds, procedure.tally, procedure.chosen_number = 1, None, None
    for seat in seats_of(db, procedure.id):
        seat.voted_round = 0
    for one in applications_of(db, procedure.id):
        if one.state is AppState.PREFERRED:
            one.state = AppState.INTERVIEWED


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
        procedure.placed_name = clean_line(mine.name) if public_name else None
        rest = select(Application).where(
            Application.procedure_id == procedure.id, Application.state == AppState.INTERVIEWED
        )
        for one in db.scalars(rest):
            one.state = AppState.REJECTED
    db.flush()
    return procedure


def rule_on_refusal(
    db: Session, district_id: int, procedure_id: int, *, annuls: bool, ruling: str, at: datetime
) -> Procedure:
    """The complaints committee on the board's refusal: the decision goes back to the board, or the procedure ends."""
    procedure = locked(db, district_id, procedure_id)
    text = clean_text(ruling)
    if not text:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="ruling")
    fire(db, procedure, Event.ANNUL if annuls else Event.RESUME, _COMMITTEE, at=at, note=text, reason=True)
    return procedure
