"""What waits for whom."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Role
from coop.kernel.words import mark
from coop.panels.models import Application, Procedure, ScoreSheet, Seat, Volunteer
from coop.panels.policy import FINISHED, SEATS, State

# A panel and its reserves; with fewer volunteers no draw can be published.
_ENOUGH_VOLUNTEERS = SEATS + 3


class Waiting(NamedTuple):
    """One thing to do: the procedure's title, what to do (msgid), and where."""

    title: str
    what: str
    endpoint: str
    args: dict[str, Any]


_FOR_SECRETARY: dict[State, str] = {
    State.APPROVED: mark("Invite residents to volunteer for the panel"),
    State.POOL_OPEN: mark("Close the list of volunteers and publish the draw"),
    State.LOTTERY_PUBLISHED: mark("Enter the dice"),
    State.DRAWN: mark("Publish the vacancy"),
    State.DELIBERATION: mark("Record the decision of the panel"),
    State.EMPLOYER_CONFIRMATION: mark("Record the answer of the employer"),
}
_FOR_BOARD: dict[State, str] = {
    State.DRAFT: mark("Approve the vacancy"),
    State.RATIFICATION: mark("Answer the decision of the panel"),
}


def procedures_waiting(db: Session, district_id: int, actor: Actor, at: datetime) -> list[Waiting]:
    """What waits for `actor` in the procedures of a neighbourhood."""
    volunteers = select(func.count()).where(Volunteer.procedure_id == Procedure.id).scalar_subquery()
    running = db.execute(
        select(Procedure, volunteers)
        .where(Procedure.district_id == district_id, Procedure.state.not_in(FINISHED))
        .order_by(Procedure.id)
    ).all()
    rows = [row for procedure, number in running for row in _for_office(procedure, actor, at, number)]
    return rows + _for_panel(db, district_id, actor) + _for_candidate(db, district_id, actor)


def _for_office(procedure: Procedure, actor: Actor, at: datetime, volunteers: int) -> list[Waiting]:
    found = []
    if actor.has(Role.SECRETARY):
        what = _FOR_SECRETARY.get(procedure.state)
        if procedure.state is State.PUBLISHED and at >= procedure.closes_at:
            what = mark("Close the vacancy and start the scoring")
        if procedure.state is State.POOL_OPEN and volunteers < _ENOUGH_VOLUNTEERS:
            what = mark("Ask more residents to volunteer for the panel: there are not enough yet")
        if what:
            found.append(Waiting(procedure.title, what, "panels.manage", {"procedure_id": procedure.id}))
    if actor.has(Role.BOARD) and procedure.state in _FOR_BOARD:
        what = _FOR_BOARD[procedure.state]
        found.append(Waiting(procedure.title, what, "panels.manage", {"procedure_id": procedure.id}))
    return found


def _for_panel(db: Session, district_id: int, actor: Actor) -> list[Waiting]:
    candidates = select(func.count()).where(Application.procedure_id == Procedure.id).scalar_subquery()
    sheets = select(func.count()).where(ScoreSheet.seat_id == Seat.id).scalar_subquery()
    rows = db.execute(
        select(Seat.answer, Procedure, candidates - sheets)
        .join(Procedure, Procedure.id == Seat.procedure_id)
        .where(Seat.district_id == district_id, Seat.account_id == actor.account_id)
        .where(Procedure.state.not_in(FINISHED))
    ).all()
    found = []
    for answer, procedure, to_do in rows:
        where = {"procedure_id": procedure.id}
        if answer == "waiting":
            found.append(
                Waiting(procedure.title, mark("You were drawn for the panel: say yes or no"), "panels.procedure", where)
            )
        elif answer == "accepted" and procedure.state is State.SCORING and to_do > 0:
            found.append(Waiting(procedure.title, mark("Score the candidates"), "panels.score", where))
        elif answer == "accepted" and procedure.state is State.DELIBERATION:
            found.append(Waiting(procedure.title, mark("Read the scores and deliberate"), "panels.deliberation", where))
    return found


def _for_candidate(db: Session, district_id: int, actor: Actor) -> list[Waiting]:
    rows = db.execute(
        select(Application.token, Procedure)
        .join(Procedure, Procedure.id == Application.procedure_id)
        .where(Application.district_id == district_id, Application.account_id == actor.account_id)
    ).all()
    return [
        Waiting(
            procedure.title,
            mark("See how your application stands"),
            "panels.application",
            {"procedure_id": procedure.id, "token": token},
        )
        for token, procedure in rows
    ]
