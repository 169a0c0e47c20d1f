"""The secret vote of the panel, its decision with reasons, and minority opinions."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_panel
from coop.panels.models import Application, Opinion, Procedure, Seat
from coop.panels.policy import AppState, Choice, Event, Part, SeatState, State, Tally, choose, meets_minimum
from coop.panels.policy.choosing import RULE_LOT
from coop.panels.queries import my_seat, opened, seat_of, seats_of, voters_of

_MEMBER = frozenset({Part.MEMBER})


def vote(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    approved: Sequence[int],
    first: int | None,
    at: datetime,
    seat_id: int | None = None,
) -> None:
    """Vote once in this round: who would do well, and a first choice. Only counts are kept, never a ballot.

    With `seat_id` the secretary enters a paper ballot of that member. When a vote of this member is counted already,
    that one stands and nothing tells so: the answer is the same, because it would say who has voted.
    """
    procedure = locked(db, district_id, procedure_id)
    seat = _voter(db, actor, procedure, seat_id)
    who = _MEMBER if seat_id is None else parts_of(actor)
    if procedure.state is State.DELIBERATION:
        if seat.id not in {one.id for one in voters_of(db, procedure)}:
            raise ConflictError(mark("Only members who heard all candidates and step back for nobody can vote."))
        if seat_id is None and seat.voted_round >= procedure.rounds:
            raise ConflictError(mark("You have voted already. A vote is kept as a count, so it cannot change."))
    fire(db, procedure, Event.VOTE, who, at=at)
    numbers = set(heard(db, procedure))
    if not set(approved) <= numbers or (first is not None and first not in numbers):
        raise InvalidError(mark("Choose one of the options."), field="approved")
    # Read also when it does not count, so that a ballot that is wrong is refused for everybody alike.
    counted = Tally.from_json(procedure.tally).with_ballot(approved, first)
    if seat.voted_round < procedure.rounds:
        procedure.tally, seat.voted_round = counted.as_json(), procedure.rounds
    db.flush()


def _voter(db: Session, actor: Actor, procedure: Procedure, seat_id: int | None) -> Seat:
    if seat_id is not None:
        actor.require(Permission.MANAGE_PROCEDURE)
        return seat_of(db, procedure.district_id, procedure.id, seat_id)
    seat = my_seat(db, procedure.id, actor.account_id)
    if seat is None or seat.answer is not SeatState.ACCEPTED:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    return seat


def heard(db: Session, procedure: Procedure) -> list[int]:
    """Numbers of the candidates who were interviewed and are still there."""
    query = select(Application.number).where(
        Application.procedure_id == procedure.id, Application.state == AppState.INTERVIEWED
    )
    return sorted(db.scalars(query))


def second_round(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """A tie: talk for a quarter of an hour and vote once more."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.NEW_ROUND, parts_of(actor), at=at, account_id=actor.account_id)
    procedure.rounds, procedure.tally = 2, None
    db.flush()
    return procedure


def vote_anew(db: Session, procedure: Procedure, *, at: datetime) -> None:
    """Who could be voted for, or who may vote, changed: the ballots so far are dropped and everybody votes again."""
    before = procedure.suspended_from if procedure.state is State.SUSPENDED else procedure.state
    if before != State.DELIBERATION or procedure.tally is None:
        return
    procedure.rounds, procedure.tally = 1, None
    for seat in seats_of(db, procedure.id):
        seat.voted_round = 0
    tell_panel(db, procedure, mark("The panel votes again: something changed after the vote"), at=at)


def outcome_of(db: Session, procedure: Procedure, lot: int | None) -> Choice:
    """Whom the rules name after the vote. Raises `InvalidError` (field `lot`) when only a lot can decide."""
    summaries = {row.summary.number: row.summary for row in opened(db, procedure)}
    return choose(
        Tally.from_json(procedure.tally),
        {number: row.mean or Fraction(0) for number, row in summaries.items()},
        {number: row.mean_of(procedure.most_important) for number, row in summaries.items()},
        lot,
    )


def record_decision(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    reasons: str,
    reason_items: Sequence[str],
    at: datetime,
    lot: int | None = None,
    lot_witnesses: str = "",
    nobody: bool = False,
    minutes: str = "",
) -> Procedure:
    """Record what the vote decided, with reasons that cite the rubric. `nobody`: the panel finds nobody suitable.

    `minutes` are for panel, secretary and board only, and erased with the scores.

    Raises `InvalidError` for reasons without items, and when an only candidate misses the level that was set before.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    _require_grounds(procedure, reasons, reason_items)
    tally = Tally.from_json(procedure.tally)
    if nobody and procedure.state is State.DELIBERATION:
        _require_nobody(db, procedure, tally)
    nobody = nobody or not tally.leaders
    choice = None
    decided = procedure.rounds > 1 or len(tally.leaders) == 1
    if procedure.state is State.DELIBERATION and not nobody and decided:
        choice = outcome_of(db, procedure, lot)
        if choice.rule == RULE_LOT and not clean_line(lot_witnesses):
            raise InvalidError(mark("Write down which two people saw the lot."), field="lot_witnesses")
        _require_level(db, procedure)
    procedure.votes = tally.as_json()
    event = Event.NO_SUITABLE if nobody else Event.DECIDE
    fire(db, procedure, event, parts_of(actor), at=at, account_id=actor.account_id, reason=True)
    procedure.reasons, procedure.reason_items = clean_text(reasons), list(reason_items)
    procedure.decided_at, procedure.minutes = at, clean_text(minutes)
    if choice is not None:
        procedure.chosen_number, procedure.ranking = choice.ranking[0], list(choice.ranking)
        procedure.rule = choice.rule
        procedure.lot_witnesses = clean_line(lot_witnesses) if choice.rule == RULE_LOT else ""
        for one in db.scalars(select(Application).where(Application.procedure_id == procedure.id)):
            if one.number == procedure.chosen_number:
                one.state = AppState.PREFERRED
    db.flush()
    return procedure


def _require_grounds(procedure: Procedure, reasons: str, reason_items: Sequence[str]) -> None:
    if not clean_text(reasons):
        raise InvalidError(mark("Write down the reasons of the panel."), field="reasons")
    if not reason_items or any(code not in procedure.items for code in reason_items):
        raise InvalidError(
            mark("Choose at least one item of the rubric that the reasons are about."), field="reason_items"
        )


def _misses_level(db: Session, procedure: Procedure) -> bool:
    there = heard(db, procedure)
    rows = [row for row in opened(db, procedure) if row.summary.number in there]
    return len(rows) == 1 and not meets_minimum([item.mean for item in rows[0].summary.items])


def _require_nobody(db: Session, procedure: Procedure, tally: Tally) -> None:
    # The outcome follows from the vote, whoever writes it down.
    if tally.leaders and not _misses_level(db, procedure):
        raise InvalidError(
            mark("The vote chose somebody. Nobody suits only when no candidate has a majority."), field="nobody"
        )


def _require_level(db: Session, procedure: Procedure) -> None:
    if _misses_level(db, procedure):
        raise InvalidError(
            mark("An only candidate needs a mean of at least 3 and no item at 1. Choose “nobody suits”."),
            field="nobody",
        )


def write_opinion(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, text: str, at: datetime
) -> Opinion:
    """A minority opinion: published with the decision, without a name."""
    procedure = locked(db, district_id, procedure_id)
    seat = my_seat(db, procedure.id, actor.account_id)
    if seat is None or seat.answer is not SeatState.ACCEPTED:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    if procedure.state not in (State.DELIBERATION, State.PANEL_DECIDED):
        raise ConflictError(mark("A minority opinion is possible until the decision goes to the board."))
    if not clean_text(text):
        raise InvalidError(mark("Fill this in."), field="text")
    row = db.scalar(select(Opinion).where(Opinion.seat_id == seat.id))
    if row is None:
        row = Opinion(district_id=district_id, procedure_id=procedure_id, seat_id=seat.id)
        db.add(row)
    row.text, row.written_at = clean_text(text), at
    db.flush()
    return row
