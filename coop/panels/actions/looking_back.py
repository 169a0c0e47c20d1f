"""What members of the panel think of the procedure when it is finished."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import locked
from coop.panels.models import Evaluation
from coop.panels.policy import Answer, SeatState
from coop.panels.policy.deadlines import EVALUATION_TIME
from coop.panels.queries import my_seat


def take_out_wish(db: Session, actor: Actor, district_id: int, procedure_id: int, *, evaluation_id: int) -> None:
    """The secretary takes out a text that points to a person; the answers to the other questions stay."""
    actor.require(Permission.MANAGE_PROCEDURE)
    locked(db, district_id, procedure_id)
    row = db.scalar(
        select(Evaluation).where(
            Evaluation.district_id == district_id,
            Evaluation.procedure_id == procedure_id,
            Evaluation.id == evaluation_id,
        )
    )
    if row is None:
        raise NotFoundError(mark("This answer is not here."))
    row.better = ""
    db.flush()


def look_back(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    clear: Answer,
    free: Answer,
    better: str,
    at: datetime,
) -> Evaluation:
    """Answer three questions, once, until four weeks after the panel was thanked. Kept without a name."""
    actor.require(Permission.SCORE_CANDIDATES)
    procedure = locked(db, district_id, procedure_id)
    seat = my_seat(db, procedure.id, actor.account_id)
    if seat is None or seat.answer is not SeatState.ACCEPTED:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    if procedure.concluded_at is None or at >= procedure.concluded_at + EVALUATION_TIME:
        raise ConflictError(mark("These questions are asked once, in the four weeks after the panel is finished."))
    if seat.looked_back:
        raise ConflictError(mark("You have answered these questions already. Thank you."))
    seat.looked_back = True
    row = Evaluation(
        district_id=district_id, procedure_id=procedure_id, clear=clear, free=free, better=clean_text(better)
    )
    db.add(row)
    db.flush()
    return row
