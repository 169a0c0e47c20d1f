"""What waits for whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Text, case, cast, desc, func, literal, select, union_all
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission, Role
from coop.kernel.db import Base
from coop.kernel.words import mark
from coop.members.queries import Waiting
from coop.panels.models import (
    Application,
    Breach,
    Declaration,
    Fault,
    Interview,
    Procedure,
    ScoreSheet,
    Seat,
    Volunteer,
)
from coop.panels.policy import (
    CHOOSING,
    FINISHED,
    NO_LETTER,
    OBJECTION_TIME,
    ON_SHORTLIST,
    QUORUM,
    RESERVES,
    SEATS,
    AppState,
    Draw,
    SeatState,
    State,
)
from coop.panels.policy.deadlines import EVALUATION_TIME
from coop.panels.queries.board import board_free

_OVER = (State.CONCLUDED, State.RETENTION, State.ERASED)


_LETTERS = mark("Write to who was not chosen")
_FOR_SECRETARY: dict[State, str] = {
    State.DRAFT: mark("Finish the profile and show it to the board"),
    State.CLOSED: mark("Say of each application whether it can take part"),
    State.SHORTLIST_SET: mark("Show the names of the shortlist to the panel"),
    State.INTERVIEWING: mark("Plan and hold the interviews"),
    State.DELIBERATION: mark("Record the decision of the panel"),
    State.PANEL_DECIDED: mark("Send the decision to the board"),
    State.SUSPENDED: mark("Solve what stopped this procedure"),
}
_MEETING = mark("Ask the members' meeting to choose who is missing on the panel")
_NOBODY = mark("Nobody of the board can answer: choose who does")
_NOTED = mark("Read what was noted about your work on a panel, and object if it is not right")
_OBJECTED = mark("Look at the objection of a member of a panel")
_BREACH = mark("Decide within 72 hours whether a breach of secrecy goes to the data protection authority")
_LOOK_BACK = mark("Look back on the panel: three short questions")
_SEATED = (SeatState.ACCEPTED, SeatState.WAITING)
_FOR_BOARD: dict[State, str] = {
    State.PROFILE_REVIEW: mark("Approve the vacancy"),
    State.RATIFICATION: mark("Answer the decision of the panel"),
    State.UNFILLED: mark("Open this vacancy again, or leave it"),
}


def procedures_waiting(db: Session, district_id: int, actor: Actor, at: datetime) -> list[Waiting]:
    """What waits for `actor` in the procedures of a neighbourhood."""
    rows = _for_office(db, district_id, actor, at)
    mine = _for_panel(db, district_id, actor, at)
    return rows + mine + _for_candidate(db, district_id, actor) + _faults_and_breaches(db, district_id, actor, at)


def _faults_and_breaches(db: Session, district_id: int, actor: Actor, at: datetime) -> list[Waiting]:
    """A note about oneself that one can object to, an objection to rule on, a breach to judge within 72 hours."""
    rules = actor.may(Permission.APPROVE_PROCEDURE)
    about_me = (
        (Fault.account_id == actor.account_id) & Fault.objected_at.is_(None) & (Fault.noted_at > at - OBJECTION_TIME)
    )
    objected = Fault.objected_at.is_not(None) & Fault.ruled_at.is_(None)
    what = case((Fault.objected_at.is_(None), _NOTED), else_=_OBJECTED)
    asked = [_notes(Fault, what, district_id, about_me | objected if rules else about_me)]
    if actor.may(Permission.JUDGE_BREACH):
        asked.append(_notes(Breach, literal(_BREACH), district_id, Breach.judged_at.is_(None)))
    rows = db.execute(union_all(*asked).order_by(desc("kind"), "id"))
    return [
        Waiting(row.title, row.what, f"panels.{row.kind}", {"procedure_id": row.place, f"{row.kind}_id": row.id})
        for row in rows
    ]


def _notes(table: Any, what: Any, district_id: int, which: Any) -> Select[Any]:
    kind = literal(table.__name__.lower()).label("kind")
    return (
        select(kind, table.id.label("id"), table.procedure_id.label("place"), Procedure.title, what.label("what"))
        .join(Procedure, Procedure.id == table.procedure_id)
        .where(table.district_id == district_id, which)
    )


def _count_of(*conditions: Any) -> Any:
    return select(func.count()).where(*conditions).scalar_subquery()


def _for_office(db: Session, district_id: int, actor: Actor, at: datetime) -> list[Waiting]:
    if not (actor.has(Role.SECRETARY) or actor.has(Role.BOARD)):
        return []
    volunteers = _count_of(Volunteer.procedure_id == Procedure.id)
    said_yes = _count_of(Seat.procedure_id == Procedure.id, Seat.answer == SeatState.ACCEPTED)
    letters = _count_of(
        *(Application.procedure_id == Procedure.id, Application.state.not_in(NO_LETTER)),
        Application.letter_at.is_(None),
    )
    # Nobody is left to ask when everybody in the pool has a seat and none of those is a reserve.
    seats = Seat.procedure_id == Procedure.id
    to_ask = volunteers - _count_of(seats) + _count_of(seats, Seat.answer == SeatState.RESERVE)
    seated = _count_of(seats, Seat.answer.in_(_SEATED))
    drawn = _count_of(seats, Seat.answer.in_(_SEATED), Seat.chosen_on.is_(None))
    rows = db.execute(
        select(Procedure, volunteers, said_yes, letters, to_ask, seated, drawn)
        .where(Procedure.district_id == district_id, Procedure.state.not_in(_OVER))
        .order_by(Procedure.id)
    ).all()
    found = []
    for procedure, pool, accepted, to_write, left, on_panel, lot in rows:
        where = {"procedure_id": procedure.id}
        is_used_up = procedure.draw is Draw.DRAWN and not left and lot < QUORUM and on_panel < SEATS
        # Then only the board can do something, unless somebody who was asked has not answered yet.
        is_for_board = is_used_up and procedure.state is State.APPROVED and accepted == on_panel < QUORUM
        if actor.has(Role.SECRETARY) and not is_for_board:
            what = _secretary_does(procedure, pool, accepted, to_write, at)
            if _nobody_answers(db, procedure, at):
                what = _NOBODY
            if what:
                found.append(Waiting(procedure.title, what, "panels.manage", where))
        if actor.has(Role.BOARD) and is_used_up and procedure.state in CHOOSING:
            found.append(Waiting(procedure.title, _MEETING, "panels.manage", where))
        if actor.has(Role.BOARD) and procedure.state in _FOR_BOARD and procedure.handed_to is None:
            found.append(Waiting(procedure.title, _FOR_BOARD[procedure.state], "panels.manage", where))
    return found


def _nobody_answers(db: Session, procedure: Procedure, at: datetime) -> bool:
    waits = procedure.state is State.RATIFICATION and procedure.handed_to is None
    return waits and not board_free(db, procedure, at)


def _secretary_does(procedure: Procedure, pool: int, accepted: int, to_write: int, at: datetime) -> str | None:
    if procedure.state is State.APPROVED:
        enough = pool >= SEATS + RESERVES
        return {
            Draw.NONE: mark("Invite residents to volunteer for the panel"),
            Draw.POOL_OPEN: mark("Close the list of volunteers and have the draw computed")
            if enough
            else mark("Ask more residents to volunteer for the panel: there are not enough yet"),
            Draw.LIST_PUBLISHED: mark("Enter the dice"),
            Draw.DRAWN: mark("Publish the vacancy") if accepted >= QUORUM else mark("Ask who was drawn for an answer"),
        }[procedure.draw]
    if procedure.state is State.PUBLISHED:
        return mark("Close the vacancy") if at >= procedure.closes_at else None
    if procedure.state in FINISHED:
        return _LETTERS if to_write else mark("Close this procedure")
    return _FOR_SECRETARY.get(procedure.state)


def _without(*wanted: Any) -> Any:
    """How many candidates of the procedure, in one of these states, satisfy the condition that stands last."""
    *states, which = wanted
    return _count_of(Application.procedure_id == Procedure.id, Application.state.in_(states), which)


def _handed_in(phase: str) -> ColumnElement[bool]:
    mine = ScoreSheet.seat_id == Seat.id, ScoreSheet.application_id == Application.id
    return _there_is(ScoreSheet, *mine, ScoreSheet.phase == phase, ScoreSheet.complete.is_(True))


def _there_is(table: type[Base], *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """A row about the candidate and the seat of the questions around it: two levels up, which has to be said."""
    return select(table).where(*which).correlate(Application, Seat).exists()


def _was_there() -> ColumnElement[bool]:
    """Whether the seat is in the list of who was present, which both kinds of database give as a text."""
    seats = func.replace(func.replace(cast(Interview.present, Text), "[", ","), "]", ",")
    sought = literal("%,").concat(cast(Seat.id, String)).concat(",%")
    return func.replace(seats, " ", "").like(sought)


def _for_panel(db: Session, district_id: int, actor: Actor, at: datetime) -> list[Waiting]:
    to_screen = _without(AppState.ADMITTED, ~_handed_in("screening"))
    said = _there_is(Declaration, Declaration.seat_id == Seat.id, Declaration.application_id == Application.id)
    to_declare = _without(*ON_SHORTLIST, ~said)
    talk = Interview.application_id == Application.id, Interview.held_at.is_not(None)
    heard = _there_is(Interview, *talk, _was_there())
    to_score = _without(AppState.INTERVIEWED, heard & ~_handed_in("interview"))
    rows = db.execute(
        select(Seat, Procedure, to_screen, to_declare, to_score)
        .join(Procedure, Procedure.id == Seat.procedure_id)
        .where(Seat.district_id == district_id, Seat.account_id == actor.account_id)
        .where(Procedure.state.not_in(FINISHED) | (Procedure.concluded_at > at - EVALUATION_TIME))
        .order_by(Procedure.state.in_(FINISHED), Procedure.id)
    ).all()
    found = []
    for seat, procedure, screen, declare, score in rows:
        if procedure.state in FINISHED:
            what = _LOOK_BACK if seat.answer is SeatState.ACCEPTED and not seat.looked_back else None
        else:
            what = _member_does(seat, procedure, {"screen": screen, "declare": declare, "score": score})
        if what:
            found.append(Waiting(procedure.title, what, "panels.member", {"procedure_id": procedure.id}))
    return found


def _member_does(seat: Seat, procedure: Procedure, left: dict[str, int]) -> str | None:
    if seat.answer is SeatState.WAITING:
        return mark("You were drawn for the panel: say yes or no")
    if seat.answer is not SeatState.ACCEPTED:
        return None
    to_do = {
        State.SCREENING: (left["screen"] > 0, mark("Read the answers and give scores")),
        State.CONFLICT_CHECK: (left["declare"] > 0, mark("Say whether you know a candidate too well")),
        State.INTERVIEWING: (left["score"] > 0, mark("Give scores for the interview")),
        State.SCORING: (left["score"] > 0, mark("Give scores for the interview")),
        State.DELIBERATION: (True, mark("Read the scores and deliberate")),
    }.get(procedure.state)
    if to_do and to_do[0]:
        return to_do[1]
    if not to_do and seat.briefed_at is None:
        return mark("Read in five short pages how a panel works")
    return None


def _for_candidate(db: Session, district_id: int, actor: Actor) -> list[Waiting]:
    rows = db.execute(
        select(Application, Procedure)
        .join(Procedure, Procedure.id == Application.procedure_id)
        .where(Application.district_id == district_id, Application.account_id == actor.account_id)
        .where(Application.state != AppState.REPLACED, Application.erased_at.is_(None))
        .order_by(Application.procedure_id, Application.id)
    ).all()
    # What the candidate can do comes first.
    told = sorted(((*_candidate_reads(mine, at.state), mine, at) for mine, at in rows), key=lambda one: one[0])
    return [
        Waiting(at.title, what, "panels.application", {"procedure_id": at.id, "token": mine.token})
        for _place, what, mine, at in told
    ]


def _candidate_reads(mine: Application, state: State) -> tuple[int, str]:
    """Where it stands among the lines of a candidate, and its words; of the choice only what the letter told."""
    runs = state is not State.SUSPENDED
    rows = (
        (runs and mine.state is AppState.OFFERED, 0, mark("Answer the offer of a place in the team")),
        (mine.state is AppState.INCOMPLETE, 0, mark("Send what is missing from your application")),
        (runs and mine.state is AppState.INVITED, 1, mark("You are invited for an interview: see when and where")),
        (mine.letter_at is not None, 2, mark("Read the answer to your application")),
        (mine.state is AppState.ACCEPTED, 3, mark("You join the team")),
        (mine.state is AppState.WITHDRAWN, 4, mark("You withdrew this application")),
        (mine.state is AppState.DECLINED, 4, mark("You said no to this place")),
    )
    usual = 3, _CANDIDATE_WAITS.get(state, mark("See how your application stands"))
    return next(((place, words) for is_so, place, words in rows if is_so), usual)


# The same words for who is chosen and who is not: that comes by letter or offer.
_CANDIDATE_WAITS: dict[State, str] = {
    State.PUBLISHED: mark("Your application is in: you can still change it"),
    State.CLOSED: mark("Your application is in: the secretary checks it now"),
    State.SCREENING: mark("The panel reads your application"),
    State.SHORTLIST_SET: mark("You hear soon who is invited for an interview"),
    State.CONFLICT_CHECK: mark("You hear soon who is invited for an interview"),
    State.INTERVIEWING: mark("The panel talks with candidates now"),
    State.SCORING: mark("The panel gives scores now"),
    State.DELIBERATION: mark("The panel deliberates now"),
    State.PANEL_DECIDED: mark("The panel has decided: you hear soon how it ended"),
    State.RATIFICATION: mark("The panel has decided: the board answers now"),
    State.EMPLOYER_CONFIRMATION: mark("The panel has decided: you hear soon how it ended"),
    State.SUSPENDED: mark("The procedure stands still for a while"),
    **dict.fromkeys(FINISHED, mark("This procedure is finished: you get a letter")),
}
