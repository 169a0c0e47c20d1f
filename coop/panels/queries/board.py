"""Who of the board can answer a decision of a panel."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.members.queries import account_ids_with
from coop.panels.models import Application, Procedure, Seat
from coop.panels.policy import AppState, SeatState, State
from coop.ties.policy import Matter
from coop.ties.queries import tied


def board_free(db: Session, procedure: Procedure, at: datetime) -> int:
    """How many of the board can answer: no interest of their own, no candidate and not on the panel."""
    board = set(account_ids_with(db, procedure.district_id, Role.BOARD, local_day(at)))
    applied = select(Application.account_id).where(
        Application.procedure_id == procedure.id, Application.state.not_in((AppState.WITHDRAWN, AppState.REPLACED))
    )
    seated = select(Seat.account_id).where(
        Seat.procedure_id == procedure.id, Seat.answer.in_((SeatState.WAITING, SeatState.ACCEPTED))
    )
    tie = tied(procedure.district_id, Matter.PROCEDURE, procedure.id)
    return len(board - {*db.scalars(union(applied, seated, tie))})


def who_can_answer(db: Session, procedure: Procedure, at: datetime) -> dict[str, Any]:
    """The fact about the board, asked only while its answer is waited for."""
    return {"board_free": board_free(db, procedure, at)} if procedure.state is State.RATIFICATION else {}
