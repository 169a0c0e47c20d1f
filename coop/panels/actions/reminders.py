"""Reminders by the clock, each sent once: only to who still has to do something, and never with a name or a score.

Which sheets are in is read here to know whom to remind; it reaches that person only, so it stays sealed for all others.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Role
from coop.kernel.words import mark
from coop.panels.actions.messages import (
    once,
    tell_accounts,
    tell_address,
    tell_candidate,
    tell_committee,
    tell_office,
    tell_panel,
)
from coop.panels.actions.stand_in import ask_if_nobody_can
from coop.panels.models import Application, ApplicationDraft, Complaint, Procedure, Seat
from coop.panels.policy import AppState, State, after_working_days, end_of
from coop.panels.policy.deadlines import RULING_TIME
from coop.panels.queries import complaints_of, facts_of, interview_round, interviews_of, screening_round

_DAY = timedelta(days=1)
SEND_WORKING_DAYS = 2
LETTERS_AFTER = timedelta(days=10)
RULING_AFTER = timedelta(days=21)
# (how long before the term, or 0 for the term itself; a name for the ledger; what it says)
_READING = (
    (5 * _DAY, "read5", mark("Five days left to read the answers")),
    (_DAY, "read1", mark("One day left to read the answers")),
    (0 * _DAY, "read0", mark("The time to read the answers has passed")),
)
_SCORING = (
    (timedelta(hours=4), "score4", mark("Four hours left to give your scores")),
    (0 * _DAY, "score0", mark("The time to give scores has passed")),
)
_UNSENT = mark("Your application is not sent yet, and the vacancy closes tomorrow")
_TOMORROW = mark("Your interview is tomorrow")
_TOMORROW_PANEL = mark("You have an interview tomorrow")
_SEND = mark("The decision of a panel waits to be sent to the board")
_LETTERS = mark("Candidates still wait for a letter")
_LATE_RULING = mark("The complaints committee did not rule in time")
_DECIDE = mark("The panel has not decided yet, and its term has passed")
_SUSPENDED = mark("A procedure stands still longer than it may")
_RULING = mark("The complaints committee has one week left to rule")


def remind(db: Session, *, at: datetime) -> int:
    """Send what is due in every procedure; of one that is suspended only that it takes too long. Returns how many."""
    waiting = select(Procedure).where(Procedure.state.in_(list(_REMINDERS))).order_by(Procedure.id)
    sent = sum(_REMINDERS[procedure.state](db, procedure, at) for procedure in db.scalars(waiting).all())
    open_ones = select(Complaint.procedure_id).where(Complaint.ruled_at.is_(None))
    complained = select(Procedure).where(Procedure.id.in_(open_ones), Procedure.state != State.ERASED)
    rows = db.scalars(complained.order_by(Procedure.id)).all()
    return sent + sum(_open_complaints(db, procedure, at) for procedure in rows)


def _unsent_drafts(db: Session, procedure: Procedure, at: datetime) -> int:
    if not procedure.closes_at - _DAY <= at < procedure.closes_at:
        return 0
    sent = 0
    for draft in db.scalars(select(ApplicationDraft).where(ApplicationDraft.procedure_id == procedure.id)).all():
        if once(db, procedure, f"draft {draft.id}", at):
            sent += 1
            if draft.account_id is not None:
                tell_accounts(db, procedure, [draft.account_id], _UNSENT, at=at)
            else:
                contact, path = draft.values.get("contact", ""), f"solliciteren/verder/{draft.token}"
                tell_address(db, procedure, contact, draft.values.get("language", "nl"), _UNSENT, path=path, at=at)
    return sent


def _to_members(
    db: Session,
    procedure: Procedure,
    due_at: datetime | None,
    left: set[int],
    at: datetime,
    *,
    steps: tuple[tuple[timedelta, str, str], ...],
) -> int:
    """The step of the ladder that fits the moment, to each seat of `left`."""
    past = [step for step in steps if due_at is not None and at >= due_at - step[0]]
    if not past:
        return 0
    _before, name, subject = past[-1]
    sent = 0
    for seat in db.scalars(select(Seat).where(Seat.id.in_(left)).order_by(Seat.id)).all():
        if once(db, procedure, f"{name} {seat.id}", at):
            tell_accounts(db, procedure, [seat.account_id], subject, at=at)
            sent += 1
    return sent


def _not_ready(rounds: tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]) -> set[int]:
    due, handed_in = rounds
    return {seat for key, seats in due.items() for seat in seats - handed_in.get(key, frozenset())}


def _while_reading(db: Session, procedure: Procedure, at: datetime) -> int:
    left = _not_ready(screening_round(db, procedure))
    return _to_members(db, procedure, procedure.screening_due_at, left, at, steps=_READING)


def _while_scoring(db: Session, procedure: Procedure, at: datetime) -> int:
    left = _not_ready(interview_round(db, procedure))
    return _to_members(db, procedure, procedure.scores_due_at, left, at, steps=_SCORING)


def _before_interviews(db: Session, procedure: Procedure, at: datetime) -> int:
    sent = 0
    for application_id, one in interviews_of(db, procedure.id).items():
        soon = one.starts_at - _DAY <= at < one.starts_at and one.held_at is None
        if soon and once(db, procedure, f"talk {one.id} {one.starts_at.isoformat()}", at):
            tell_candidate(db, procedure, db.get_one(Application, application_id), _TOMORROW, at=at)
            tell_panel(db, procedure, _TOMORROW_PANEL, at=at)
            sent += 1
    return sent


def _unsent_decision(db: Session, procedure: Procedure, at: datetime) -> int:
    decided_at = procedure.decided_at
    if decided_at is None or at < end_of(after_working_days(decided_at, SEND_WORKING_DAYS)):
        return 0
    return _tell_office_once(db, procedure, f"send {decided_at.date()}", _SEND, at)


def _undecided(db: Session, procedure: Procedure, at: datetime) -> int:
    due_at = procedure.decide_due_at
    if due_at is None or at < due_at:
        return 0
    return _tell_office_once(db, procedure, f"decide {due_at.date()}", _DECIDE, at)


def _still_suspended(db: Session, procedure: Procedure, at: datetime) -> int:
    until_at = procedure.suspended_until_at
    if until_at is None or at < until_at or not once(db, procedure, f"suspended {until_at.date()}", at):
        return 0
    for role in (Role.SECRETARY, Role.BOARD):
        tell_office(db, procedure, role, _SUSPENDED, at=at)
    return 1


def _early_letters(db: Session, procedure: Procedure, at: datetime) -> int:
    """Who is not invited hears so within two weeks after closing."""
    if at < procedure.closes_at + LETTERS_AFTER:
        return 0
    waiting = select(Application.id).where(
        Application.procedure_id == procedure.id,
        Application.state.in_([AppState.LATE, AppState.KNOCKED_OUT, AppState.NOT_SHORTLISTED]),
        Application.letter_at.is_(None),
    )
    return _tell_office_once(db, procedure, "early letters", _LETTERS, at) if db.scalar(waiting.limit(1)) else 0


def _open_letters(db: Session, procedure: Procedure, at: datetime) -> int:
    decided_at = procedure.decided_at
    if decided_at is None or at < decided_at + LETTERS_AFTER or not facts_of(db, procedure).letters_open:
        return 0
    return _tell_office_once(db, procedure, "letters", _LETTERS, at)


def _open_complaints(db: Session, procedure: Procedure, at: datetime) -> int:
    sent = 0
    for one in complaints_of(db, procedure.id):
        if one.ruled_at is None and at >= one.filed_at + RULING_TIME:
            sent += _late_ruling(db, procedure, one, at)
        elif one.ruled_at is None and at >= one.filed_at + RULING_AFTER:
            sent += _soon(db, procedure, one, at)
    return sent


def _soon(db: Session, procedure: Procedure, one: Complaint, at: datetime) -> int:
    sent = _tell_office_once(db, procedure, f"complaint {one.id}", _RULING, at)
    if sent:
        tell_committee(db, procedure, _RULING, at=at)
    return sent


def _late_ruling(db: Session, procedure: Procedure, one: Complaint, at: datetime) -> int:
    """Every four weeks until it rules: to who can press the committee, and the first time to who complained."""
    times = (at - one.filed_at) // RULING_TIME
    if not once(db, procedure, f"complaint {one.id} late {times}", at):
        return 0
    for role in (Role.SECRETARY, Role.BOARD):
        tell_office(db, procedure, role, _LATE_RULING, at=at)
    tell_committee(db, procedure, _LATE_RULING, at=at)
    if times == 1:
        tell_candidate(db, procedure, db.get_one(Application, one.application_id), _LATE_RULING, at=at)
    return 1


def _tell_office_once(db: Session, procedure: Procedure, about: str, subject: str, at: datetime) -> int:
    if not once(db, procedure, about, at):
        return 0
    tell_office(db, procedure, Role.SECRETARY, subject, at=at)
    return 1


_REMINDERS: dict[State, Callable[[Session, Procedure, datetime], int]] = {
    State.PUBLISHED: _unsent_drafts,
    State.SCREENING: _while_reading,
    State.SHORTLIST_SET: _early_letters,
    State.CONFLICT_CHECK: _early_letters,
    State.INTERVIEWING: _before_interviews,
    State.SCORING: _while_scoring,
    State.DELIBERATION: _undecided,
    State.PANEL_DECIDED: _unsent_decision,
    State.RATIFICATION: lambda db, procedure, at: ask_if_nobody_can(db, procedure, at=at),
    **dict.fromkeys((State.PLACED, State.UNFILLED), _open_letters),
    State.SUSPENDED: _still_suspended,
}
