"""What stands still in a procedure, how it goes on, and what is done anew after it."""

from datetime import datetime

from sqlalchemy.orm import Session

from coop.panels.actions.erasure import forget_interviews
from coop.panels.models import Procedure
from coop.panels.policy import AppState, Event, State, shifted
from coop.panels.policy.deadlines import COMMITTEE_TIME, SUSPENSION_TIME
from coop.panels.queries import applications_of, interviews_of, seats_of

ASKS_COMMITTEE = frozenset({Event.REFUSE_ON_PROCEDURE, Event.ASK_COMMITTEE})


def stop_clocks(_db: Session, procedure: Procedure, event: Event, before: State, at: datetime) -> None:
    """Everything stands still, for as long as this kind of suspension may last."""
    procedure.suspended_from, procedure.suspended_at = before.value, at
    procedure.for_committee = event in ASKS_COMMITTEE
    most = COMMITTEE_TIME if procedure.for_committee else SUSPENSION_TIME
    procedure.suspended_until_at, procedure.renewed = at + most, False


def go_on(db: Session, procedure: Procedure, _event: Event, _before: State, at: datetime) -> None:
    """The terms go on where they were: as much later as it stood still."""
    since = procedure.suspended_at
    assert since is not None
    for term in ("screening_due_at", "scores_due_at", "decide_due_at", "board_due_at"):
        setattr(procedure, term, shifted(getattr(procedure, term), since, at))
    if procedure.state is State.PUBLISHED:
        procedure.closes_at = shifted(procedure.closes_at, since, at) or procedure.closes_at
    if procedure.decided_at is not None:
        # The fourteen days in which the next candidate can be asked stand still too.
        procedure.decided_at += at - since
    if procedure.state is State.INTERVIEWING:
        _plan_anew(db, procedure, at)
    no_longer_suspended(procedure)


def no_longer_suspended(procedure: Procedure) -> None:
    """Nothing of the standstill is left."""
    procedure.suspended_from = procedure.suspended_at = procedure.suspended_until_at = None
    procedure.for_committee = procedure.renewed = False


def _plan_anew(db: Session, procedure: Procedure, at: datetime) -> None:
    """Interviews whose moment passed without being held get a new moment, also when they were moved once."""
    for one in applications_of(db, procedure.id, AppState.INVITED):
        talk = interviews_of(db, procedure.id)[one.id]
        if talk.starts_at <= at:
            db.delete(talk)
            one.state = AppState.SHORTLISTED


def plan_all_anew(db: Session, procedure: Procedure, _event: Event, _before: State, _at: datetime) -> None:
    """One more is heard: who was not heard yet gets a moment after the members said whom they know."""
    talks = interviews_of(db, procedure.id)
    for one in applications_of(db, procedure.id, AppState.INVITED):
        db.delete(talks[one.id])
        one.state = AppState.SHORTLISTED
    # The term begins when all were heard.
    procedure.scores_due_at = None


def hear_again(db: Session, procedure: Procedure, _event: Event, _before: State, _at: datetime) -> None:
    """All or none: whoever was heard is heard again, by members who can judge everybody."""
    forget_interviews(db, procedure)
    for one in applications_of(db, procedure.id, AppState.INTERVIEWED, AppState.INVITED):
        one.state = AppState.SHORTLISTED
    for seat in seats_of(db, procedure.id):
        seat.voted_round = 0
    procedure.rounds, procedure.tally = 1, None
    # A decision that fell goes too: with its votes the new sheets would be open as soon as the procedure ends early.
    procedure.votes = procedure.reasons = procedure.reason_items = procedure.ranking = procedure.decided_at = None
    procedure.scores_due_at = procedure.decide_due_at = None
    no_longer_suspended(procedure)


def forget_decision(db: Session, procedure: Procedure, _event: Event, _before: State, _at: datetime) -> None:
    """The decision is as if it was never made; panel and board keep the one time that they can meet."""
    vote_from_scratch(db, procedure)
    procedure.decided_at = procedure.sent_at = procedure.board_due_at = procedure.employer_confirmed_at = None
    procedure.placed_number = procedure.board_reasons = procedure.ranking = procedure.rule = None
    procedure.board_late, procedure.handed_to, procedure.lot_witnesses = False, None, ""
    no_longer_suspended(procedure)


def decide_anew(db: Session, procedure: Procedure, event: Event, before: State, at: datetime) -> None:
    """Also who was refused by board or employer since this decision can be chosen again."""
    heard = {number for number, talk in interviews_of(db, procedure.id).items() if talk.held_at is not None}
    ranking = procedure.ranking or []
    for one in applications_of(db, procedure.id, AppState.REJECTED):
        # Who was refused for an earlier place stays refused: that decision was answered.
        is_of_this = one.number in ranking or not procedure.filled
        if one.id in heard and one.letter_at is None and is_of_this:
            one.state = AppState.INTERVIEWED
    forget_decision(db, procedure, event, before, at)


def vote_from_scratch(db: Session, procedure: Procedure) -> None:
    """No vote counts any more, and whoever was chosen is one of those who were heard."""
    procedure.rounds, procedure.tally, procedure.chosen_number = 1, None, None
    for seat in seats_of(db, procedure.id):
        seat.voted_round = 0
    for one in applications_of(db, procedure.id, AppState.PREFERRED, AppState.OFFERED):
        one.state = AppState.INTERVIEWED
