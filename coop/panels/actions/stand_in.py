"""Nobody of the board can answer a decision: who takes no part, and who answers instead.

Sources: Civil Code 2:44 paragraph 6; domain notes, E26.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import has_e_mail, once, tell_office, tell_stand_in
from coop.panels.models import Procedure
from coop.panels.policy import FINISHED, Body, Event, State, end_of
from coop.panels.policy.deadlines import MEETING_TIME, SUPERVISORS_TIME
from coop.panels.queries import board_free
from coop.ties import actions as ties
from coop.ties.models import Tie
from coop.ties.policy import Matter

_NOBODY = mark("Nobody of the board can answer a panel: choose who does")
_YOURS = mark("A decision of a panel waits for your answer, in place of the board")
TIME_OF: dict[Body, Any] = {Body.SUPERVISORS: SUPERVISORS_TIME, Body.MEETING: MEETING_TIME}


def declare_tie(
    db: Session, actor: Actor, district_id: int, procedure_id: int, account_id: int, *, at: datetime
) -> Tie:
    """Note who of the board takes no part in the answer to a panel."""
    procedure = locked(db, district_id, procedure_id)
    if procedure.state in FINISHED:
        raise ConflictError(mark("This procedure is finished."))
    made = ties.declare_tie(
        *(db, actor, district_id, Matter.PROCEDURE, procedure_id),
        account_id=account_id,
        **_told(db, procedure),
        at=at,
    )
    ask_if_nobody_can(db, procedure, at=at)
    return made


def end_tie(db: Session, actor: Actor, district_id: int, procedure_id: int, tie_id: int, *, at: datetime) -> Tie:
    """Let a board member take part in the answer again."""
    told = _told(db, locked(db, district_id, procedure_id))
    return ties.end_tie(db, actor, district_id, Matter.PROCEDURE, procedure_id, tie_id=tie_id, **told, at=at)


def _told(db: Session, procedure: Procedure) -> Any:
    slug = db.scalar(select(District.slug).where(District.id == procedure.district_id))
    return {"title": procedure.title, "path": f"/{slug}/vacatures/{procedure.id}/belang"}


def ask_if_nobody_can(db: Session, procedure: Procedure, *, at: datetime) -> int:
    """Tell secretary and board, once for each decision, that nobody of the board can answer it."""
    if procedure.state is not State.RATIFICATION or procedure.handed_to is not None:
        return 0
    if board_free(db, procedure, at) or not once(db, procedure, f"stand-in {procedure.sent_at}", at):
        return 0
    for role in (Role.SECRETARY, Role.BOARD):
        tell_office(db, procedure, role, _NOBODY, at=at)
    return 1


def hand_over(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    body: Body,
    contact: str,
    reason: str,
    token: str,
    at: datetime,
) -> Procedure:
    """Let the supervisory board or the members' meeting answer; they get a term of their own and a private page.

    Only when nobody of the board can answer, or the board let its term pass. `contact` is an e-mail address or empty:
    then the secretary sends a letter. To whom it went can be changed until there is an answer.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    said = clean_text(reason)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    if clean_line(contact) and not has_e_mail(contact):
        raise InvalidError(mark("Fill in an e-mail address, or nothing."), field="contact")
    free = board_free(db, procedure, at)
    fire(
        *(db, procedure, Event.HAND_OVER, parts_of(actor)),
        at=at,
        account_id=actor.account_id,
        note=said,
        reason=True,
        board_free=free,
    )
    procedure.handed_to, procedure.stand_in_contact = body, clean_line(contact)
    # An address that went to one body is no key for the other.
    procedure.stand_in_token = token
    procedure.board_due_at, procedure.board_late = end_of(local_day(at + TIME_OF[body])), False
    tell_stand_in(db, procedure, _YOURS, at=at)
    db.flush()
    return procedure
