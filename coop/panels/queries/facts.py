"""A procedure as the guards of the table see it."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from coop.districts.policy import Level, MandateSnapshot
from coop.panels.models import Application, Complaint, Procedure, ProcedureChange, Remark, Volunteer
from coop.panels.policy import (
    IN_RUNNING,
    NO_LETTER,
    ON_SHORTLIST,
    QUORUM,
    REFUSED_EARLY,
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
from coop.panels.queries.rows import Candidate, Rows, rows_of
from coop.panels.queries.sheets import interview_round, screening_round

_ON_PANEL = (SeatState.ACCEPTED, SeatState.WAITING)
_NEVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def level_of(procedure: Procedure) -> Level | None:
    """How far the decision of the panel goes; a mandate that residents declined is advice."""
    if procedure.mandate is None:
        return None
    mandate = MandateSnapshot.from_json(procedure.mandate)
    return Level.ADVISORY if mandate.declined else mandate.level


def facts_of(db: Session, procedure: Procedure, rows: Rows | None = None, **handed_in: Any) -> Facts:
    """Everything the guards ask; `handed_in` are the fields of `Facts` that come with the event."""
    rows = rows or rows_of(db, procedure)
    counts = _counts(db, procedure)
    states = Counter(one.state for one in rows.candidates)
    seats = rows.seats
    known: dict[str, Any] = {
        "state": procedure.state,
        "draw": procedure.draw,
        "level": level_of(procedure),
        "volunteers": counts.volunteers,
        "accepted": len(rows.accepted()),
        # Reserves, and after them the others in the pool who were not drawn.
        "reserves": sum(1 for seat in seats if seat.answer is SeatState.RESERVE)
        + max(0, counts.volunteers - len(seats)),
        "drawn_left": sum(1 for seat in seats if seat.chosen_on is None and seat.answer in _ON_PANEL),
        "closes_at": procedure.closes_at,
        "extended": procedure.extended,
        "unsorted": sum(states[one] for one in UNSORTED),
        "admitted": sum(states[one] for one in IN_RUNNING),
        "interviewed": states[AppState.INTERVIEWED],
        "to_hold": states[AppState.SHORTLISTED] + states[AppState.INVITED],
        "board_due_at": procedure.board_due_at or _NEVER,
        "board_late": procedure.board_late,
        "handed_over": procedure.handed_to is not None,
        "reconciled": procedure.reconciled,
        "next_candidates": len(_next_among(procedure, rows.candidates)),
        "decided_at": procedure.decided_at or _NEVER,
        "places_open": procedure.places - procedure.filled,
        "placed": procedure.filled,
        "employer_confirmed": procedure.employer_confirmed_at is not None,
        "suspended_from": State(procedure.suspended_from) if procedure.suspended_from else None,
        "suspended_at": procedure.suspended_at or _NEVER,
        "suspended_until_at": procedure.suspended_until_at or _NEVER,
        "renewed": procedure.renewed,
        "for_committee": procedure.for_committee,
        "refused": bool(counts.refusals),
        "asked": bool(counts.asked),
        "ended_by_employer": bool(counts.ended_by_employer),
        "wronged": counts.wronged,
        "last_letters": sum(1 for one in rows.candidates if one.state is AppState.REJECTED and one.letter_at),
        "screening_due_at": procedure.screening_due_at or _NEVER,
        "scores_due_at": procedure.scores_due_at or _NEVER,
        "erase_at": procedure.erase_at or _NEVER,
        "remarks_open": counts.remarks_open,
        "letters_open": sum(1 for one in rows.candidates if one.state not in NO_LETTER and one.letter_at is None),
        "held_until_at": counts.complained_at + LONGEST_HOLD if counts.complained_at else _LONG_AGO,
        **_rounds(db, procedure, rows),
        **_judges(procedure, rows),
        **_votes(procedure, rows),
    }
    return Facts(**{**known, **handed_in})


def _counts(db: Session, procedure: Procedure) -> Any:
    """What is counted in tables whose rows are of no use to the guards, in one statement.

    `refusals`: how often the board refused, on the procedure, the decision that it has before it now; `asked`: how
    often the committee was asked about the last decision of the panel.
    """

    def count(table: type[Volunteer | Remark | ProcedureChange], *which: Any) -> Any:
        return select(func.count()).where(table.procedure_id == procedure.id, *which).scalar_subquery()

    last = select(func.max(Complaint.filed_at)).where(Complaint.procedure_id == procedure.id)
    # Before a decision was sent there is nothing to refuse.
    since = procedure.sent_at if procedure.state is State.RATIFICATION else None
    refused = ProcedureChange.event == Event.REFUSE_ON_PROCEDURE, ProcedureChange.at >= (since or _NEVER)
    event, mine = ProcedureChange.event, ProcedureChange.procedure_id == procedure.id
    decided = select(func.max(ProcedureChange.id)).where(mine, event == Event.DECIDE).scalar_subquery()
    by_employer = event == Event.EMPLOYER_REFUSES, ProcedureChange.after == State.UNFILLED
    return db.execute(
        select(
            count(Volunteer).label("volunteers"),
            count(Remark, Remark.answered_at.is_(None)).label("remarks_open"),
            last.where(Complaint.ruled_at.is_(None)).scalar_subquery().label("complained_at"),
            count(ProcedureChange, *refused).label("refusals"),
            count(ProcedureChange, event == Event.ASK_COMMITTEE, ProcedureChange.id > decided).label("asked"),
            count(ProcedureChange, ProcedureChange.id > decided, *by_employer).label("ended_by_employer"),
            select(func.count()).select_from(wronged_by(procedure.id).subquery()).scalar_subquery().label("wronged"),
        )
    ).one()


def wronged_by(procedure_id: int) -> Select[Application]:
    """Who was refused before the decision and whose complaint about the letter they have is founded."""
    about = (Complaint.application_id == Application.id) & (Complaint.filed_at >= Application.letter_at)
    return select(Application).where(
        Application.procedure_id == procedure_id,
        Application.state.in_(REFUSED_EARLY),
        exists().where(about, Complaint.founded.is_(True)),
    )


def wronged_of(db: Session, procedure_id: int) -> list[Application]:
    """`wronged_by` by number."""
    return list(db.scalars(wronged_by(procedure_id).order_by(Application.number)))


def _rounds(db: Session, procedure: Procedure, rows: Rows) -> dict[str, Any]:
    if procedure.state is State.SCREENING:
        due, handed_in = screening_round(db, procedure, rows)
        return {"screening_ready": all_in(due, handed_in), "screening_quorum": has_quorum(due, handed_in)}
    if procedure.state is State.SCORING:
        due, handed_in = interview_round(db, procedure, rows)
        return {"scores_ready": all_in(due, handed_in), "scores_quorum": has_quorum(due, handed_in)}
    return {}


def _judges(procedure: Procedure, rows: Rows) -> dict[str, int]:
    accepted = rows.accepted()
    waiting = sum(1 for seat in rows.seats if seat.answer is SeatState.WAITING)
    missing = SEATS - len(accepted) - waiting
    if procedure.state is not State.CONFLICT_CHECK:
        return {"seats_missing": missing}
    listed = rows.among(*ON_SHORTLIST)
    declared = {(one.seat_id, one.application_id): one.steps_back for one in rows.declared}
    # Only who is free to judge everybody can vote in the end: without four of those no decision could be reached.
    free = {seat for seat in accepted if not any(declared.get((seat, one), False) for one in listed)}
    fewest = len(free) if listed else 0
    return {
        # One more is asked when too few are free to judge somebody, even if no seat is empty.
        "seats_missing": max(missing, int(fewest + waiting < QUORUM)),
        "undeclared": sum(1 for seat in accepted for one in listed if (seat, one) not in declared),
        "fewest_judges": fewest,
    }


def _votes(procedure: Procedure, rows: Rows) -> dict[str, Any]:
    if procedure.state is not State.DELIBERATION:
        return {}
    tally = Tally.from_json(procedure.tally)
    return {
        # Who voted and left afterwards stays counted: a ballot cannot be taken out of a secret vote.
        "voters": tally.ballots + sum(1 for one in rows.voters() if one.voted_round < procedure.rounds),
        "voted": tally.ballots,
        "tied": len(tally.leaders) > 1,
        "round": procedure.rounds,
    }


def next_candidates(db: Session, procedure: Procedure) -> list[int]:
    """Numbers after the chosen one in the order of the panel, who are still there."""
    return _next_among(procedure, rows_of(db, procedure).candidates)


def _next_among(procedure: Procedure, candidates: Sequence[Candidate]) -> list[int]:
    ranking = procedure.ranking or []
    chosen = procedure.placed_number or procedure.chosen_number
    after = ranking[ranking.index(chosen) + 1 :] if chosen in ranking else []
    there = {one.number for one in candidates if one.state is AppState.INTERVIEWED}
    return [number for number in after if number in there]
