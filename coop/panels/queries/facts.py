"""A procedure as the guards of the table see it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.districts.policy import Level, MandateSnapshot
from coop.panels.models import Application, Complaint, Procedure, ProcedureChange, Remark, Seat
from coop.panels.policy import (
    IN_RUNNING,
    NO_LETTER,
    ON_SHORTLIST,
    QUORUM,
    SEATS,
    UNSORTED,
    AppState,
    Event,
    Facts,
    SeatState,
    State,
    Tally,
    all_in,
    has_quorum,
)
from coop.panels.policy.deadlines import LONGEST_HOLD
from coop.panels.queries.people import declarations_of, seats_of, volunteer_count, voters_of
from coop.panels.queries.sheets import interview_round, screening_round

_NEVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def level_of(procedure: Procedure) -> Level | None:
    """How far the decision of the panel goes; a mandate that residents declined is advice."""
    if procedure.mandate is None:
        return None
    mandate = MandateSnapshot.from_json(procedure.mandate)
    return Level.ADVISORY if mandate.declined else mandate.level


def facts_of(db: Session, procedure: Procedure, **handed_in: Any) -> Facts:
    """Everything the guards ask; `handed_in` are the fields of `Facts` that come with the event."""
    seats = seats_of(db, procedure.id)
    counted = db.execute(
        select(Application.state, func.count())
        .where(Application.procedure_id == procedure.id)
        .group_by(Application.state)
    )
    states = {row[0]: row[1] for row in counted}
    volunteers = volunteer_count(db, procedure.id)
    known: dict[str, Any] = {
        "state": procedure.state,
        "draw": procedure.draw,
        "level": level_of(procedure),
        "volunteers": volunteers,
        "accepted": sum(1 for seat in seats if seat.answer is SeatState.ACCEPTED),
        # Reserves, and after them the others in the pool who were not drawn.
        "reserves": sum(1 for seat in seats if seat.answer is SeatState.RESERVE) + max(0, volunteers - len(seats)),
        "closes_at": procedure.closes_at,
        "extended": procedure.extended,
        "unsorted": sum(states.get(one, 0) for one in UNSORTED),
        "admitted": sum(states.get(one, 0) for one in IN_RUNNING),
        "interviewed": states.get(AppState.INTERVIEWED, 0),
        "to_hold": states.get(AppState.SHORTLISTED, 0) + states.get(AppState.INVITED, 0),
        "board_due_at": procedure.board_due_at or _NEVER,
        "board_late": procedure.board_late,
        "reconciled": procedure.reconciled,
        "next_candidates": len(next_candidates(db, procedure)),
        "decided_at": procedure.decided_at or _NEVER,
        "employer_confirmed": procedure.employer_confirmed_at is not None,
        "suspended_from": State(procedure.suspended_from) if procedure.suspended_from else None,
        "suspended_at": procedure.suspended_at or _NEVER,
        "suspended_until_at": procedure.suspended_until_at or _NEVER,
        "renewed": procedure.renewed,
        "for_committee": procedure.for_committee,
        "refused": _refused(db, procedure),
        "screening_due_at": procedure.screening_due_at or _NEVER,
        "scores_due_at": procedure.scores_due_at or _NEVER,
        "erase_at": procedure.erase_at or _NEVER,
        "remarks_open": _remarks_open(db, procedure.id),
        "letters_open": _letters_open(db, procedure.id),
        "held_until_at": _held_until(db, procedure.id),
        **_rounds(db, procedure),
        **_judges(db, procedure, seats),
        **_votes(db, procedure),
    }
    return Facts(**{**known, **handed_in})


def _rounds(db: Session, procedure: Procedure) -> dict[str, Any]:
    if procedure.state is State.SCREENING:
        due, handed_in = screening_round(db, procedure)
        return {"screening_ready": all_in(due, handed_in), "screening_quorum": has_quorum(due, handed_in)}
    if procedure.state is State.SCORING:
        due, handed_in = interview_round(db, procedure)
        return {"scores_ready": all_in(due, handed_in), "scores_quorum": has_quorum(due, handed_in)}
    return {}


def _judges(db: Session, procedure: Procedure, seats: Sequence[Seat]) -> dict[str, int]:
    accepted = {seat.id for seat in seats if seat.answer is SeatState.ACCEPTED}
    waiting = sum(1 for seat in seats if seat.answer is SeatState.WAITING)
    missing = SEATS - len(accepted) - waiting
    if procedure.state is not State.CONFLICT_CHECK:
        return {"seats_missing": missing}
    listed = db.scalars(
        select(Application.id).where(Application.procedure_id == procedure.id, Application.state.in_(ON_SHORTLIST))
    ).all()
    declared = {(one.seat_id, one.application_id): one.steps_back for one in declarations_of(db, procedure.id)}
    # Only who is free to judge everybody can vote in the end: without four of those no decision could be reached.
    free = {seat for seat in accepted if not any(declared.get((seat, one), False) for one in listed)}
    fewest = len(free) if listed else 0
    return {
        # One more is asked when too few are free to judge somebody, even if no seat is empty.
        "seats_missing": max(missing, int(fewest + waiting < QUORUM)),
        "undeclared": sum(1 for seat in accepted for one in listed if (seat, one) not in declared),
        "fewest_judges": fewest,
    }


def _votes(db: Session, procedure: Procedure) -> dict[str, Any]:
    if procedure.state is not State.DELIBERATION:
        return {}
    tally = Tally.from_json(procedure.tally)
    return {
        # Who voted and left afterwards stays counted: a ballot cannot be taken out of a secret vote.
        "voters": tally.ballots + sum(1 for one in voters_of(db, procedure) if one.voted_round < procedure.rounds),
        "voted": tally.ballots,
        "tied": len(tally.leaders) > 1,
        "round": procedure.rounds,
    }


def next_candidates(db: Session, procedure: Procedure) -> list[int]:
    """Numbers after the chosen one in the order of the panel, who are still there."""
    ranking = procedure.ranking or []
    chosen = procedure.placed_number or procedure.chosen_number
    after = ranking[ranking.index(chosen) + 1 :] if chosen in ranking else []
    there = db.scalars(
        select(Application.number).where(
            Application.procedure_id == procedure.id, Application.state == AppState.INTERVIEWED
        )
    ).all()
    return [number for number in after if number in there]


def _remarks_open(db: Session, procedure_id: int) -> int:
    query = select(func.count()).select_from(Remark)
    return db.scalar(query.where(Remark.procedure_id == procedure_id, Remark.answered_at.is_(None))) or 0


def _letters_open(db: Session, procedure_id: int) -> int:
    query = select(func.count()).select_from(Application).where(Application.procedure_id == procedure_id)
    return db.scalar(query.where(Application.state.not_in(NO_LETTER), Application.letter_at.is_(None))) or 0


def _held_until(db: Session, procedure_id: int) -> datetime:
    last = select(func.max(Complaint.filed_at)).where(Complaint.procedure_id == procedure_id)
    filed_at = db.scalar(last.where(Complaint.ruled_at.is_(None)))
    return filed_at + LONGEST_HOLD if filed_at else _LONG_AGO


def _refused(db: Session, procedure: Procedure) -> bool:
    """Whether the board refused, on the procedure, the decision that it has before it now."""
    if procedure.state is not State.RATIFICATION or procedure.sent_at is None:
        return False
    query = select(ProcedureChange.id).where(
        ProcedureChange.procedure_id == procedure.id,
        ProcedureChange.event == Event.REFUSE_ON_PROCEDURE,
        ProcedureChange.at >= procedure.sent_at,
    )
    return db.scalar(query.limit(1)) is not None
