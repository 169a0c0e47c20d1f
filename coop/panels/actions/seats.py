"""Saying yes or no to a seat, leaving it, and who steps in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels import policy
from coop.panels.actions.faults import require_not_excluded
from coop.panels.actions.firing import fire, locked, parts_of, stop_without_quorum
from coop.panels.actions.lottery import features_of, pool_of, quotas_of
from coop.panels.actions.meeting import ask_meeting_if_needed
from coop.panels.actions.messages import tell_accounts
from coop.panels.models import Procedure, ProcedureChange, Seat, Volunteer
from coop.panels.policy import ACTIVE, GIVES_WAY, Event, Part, SeatState, State
from coop.panels.queries import facts_of, my_seat, paper_names, parts_taken, seat_of, seats_of, volunteers_of
from coop.rules.sortition import InfeasibleError, replacement_for

_CAN_ANSWER = frozenset(ACTIVE[: ACTIVE.index(State.INTERVIEWING)])
# What gives way when nobody fits all quotas: published beforehand, and written in the history when it happens.
_SAID = {
    "home_language": mark(
        "Nobody who could step in fits the spread over languages at home; that rule was let go for one seat."
    ),
    "gender": mark("Nobody who could step in fits the spread over genders; that rule was let go for one seat."),
    "age_band": mark("Nobody who could step in fits the spread over ages; that rule was let go for one seat."),
    "cluster": mark("Nobody who could step in fits the spread over streets; that rule was let go for one seat."),
    "experience": mark("Nobody who could step in fits any rule of spread; all were let go for one seat."),
}


def answer_seat(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    accepts: bool,
    at: datetime,
    seat_id: int | None = None,
) -> Seat:
    """Say yes or no to a drawn seat. After a no the next who keeps the panel spread is asked.

    With `seat_id` the secretary writes down what somebody without e-mail said.
    """
    procedure = locked(db, district_id, procedure_id)
    if seat_id is not None:
        actor.require(Permission.MANAGE_PROCEDURE)
        seat: Seat | None = seat_of(db, district_id, procedure_id, seat_id)
    else:
        seat = my_seat(db, procedure_id, actor.account_id)
    if seat is None:
        raise NotAllowedError(mark("You were not drawn for this panel."))
    if seat.answer is SeatState.RESERVE:
        raise ConflictError(mark("You are a reserve. You are asked when somebody says no."))
    if procedure.state not in _CAN_ANSWER or seat.answer not in (SeatState.WAITING, SeatState.ACCEPTED):
        raise ConflictError(mark("Your answer cannot change any more. Call the secretary."))
    if accepts and seat.account_id and parts_taken(db, procedure_id, seat.account_id)[0]:
        raise ConflictError(mark("You applied for this job, so you cannot choose. Say no: somebody else is asked."))
    if accepts:
        name = paper_names(db, procedure_id).get(seat.id, ("", ""))[0]
        require_not_excluded(db, district_id, at, account_id=seat.account_id, name=name)
    seat.answer = SeatState.ACCEPTED if accepts else SeatState.DECLINED
    seat.answered_at = at
    db.flush()
    if not accepts:
        _call_if_possible(db, procedure, at)
    return seat


def leave_panel(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Seat:
    """A member stops. Before the interviews a reserve is asked; after that the panel goes on without."""
    procedure = locked(db, district_id, procedure_id)
    seat = my_seat(db, procedure_id, actor.account_id)
    if seat is None or seat.answer is not SeatState.ACCEPTED:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    _empty(db, procedure, seat, SeatState.LEFT, at)
    return seat


def remove_member(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, seat_id: int, reason: str, at: datetime
) -> Seat:
    """The secretary takes somebody off the panel: moved away, no answer, or talked about a candidate in public."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    seat = seat_of(db, district_id, procedure_id, seat_id)
    if seat.answer not in (SeatState.ACCEPTED, SeatState.WAITING):
        raise ConflictError(mark("This seat is empty already."))
    said = clean_text(reason)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    _empty(db, procedure, seat, SeatState.REMOVED, at)
    _write_down(db, procedure, actor.account_id, said, at)
    return seat


def _empty(db: Session, procedure: Procedure, seat: Seat, how: SeatState, at: datetime) -> None:
    if procedure.state not in ACTIVE and procedure.state is not State.SUSPENDED:
        raise ConflictError(mark("This procedure is finished."))
    seat.answer, seat.answered_at = how, at
    db.flush()
    _call_if_possible(db, procedure, at)
    stop_without_quorum(db, procedure, at=at)


def call_reserve(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> list[Seat]:
    """Ask the next person for each empty seat. Raises `ConflictError` when no seat is free or nobody is left."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.CALL_RESERVE, parts_of(actor), at=at, account_id=actor.account_id)
    return _call(db, procedure, at)


def _call_if_possible(db: Session, procedure: Procedure, at: datetime) -> None:
    facts = facts_of(db, procedure)
    if procedure.state in _CAN_ANSWER and facts.seats_missing > 0 and facts.reserves > 0:
        fire(db, procedure, Event.CALL_RESERVE, frozenset({Part.CLOCK}), at=at)
        _call(db, procedure, at)
    ask_meeting_if_needed(db, procedure, at=at)


def _call(db: Session, procedure: Procedure, at: datetime) -> list[Seat]:
    seats = seats_of(db, procedure.id)
    rows = {row.pseudonym: row for row in volunteers_of(db, procedure.id) if row.pseudonym}
    called: list[Seat] = []
    for name in _who_steps_in(db, procedure, seats, rows, at):
        row = rows[name]
        seat = next((one for one in seats if one.volunteer_id == row.id), None)
        if seat is None:
            seat = Seat(
                district_id=procedure.district_id,
                procedure_id=procedure.id,
                volunteer_id=row.id,
                account_id=row.account_id,
                rank=max((one.rank for one in seats), default=0) + 1 + len(called),
                answer=SeatState.WAITING,
            )
            db.add(seat)
        seat.answer = SeatState.WAITING
        called.append(seat)
        tell_accounts(
            *(db, procedure, [row.account_id], mark("A seat on the panel came free for you")),
            body=mark("It is about: %(title)s. Sign in and look at My page to say yes or no."),
            at=at,
        )
    db.flush()
    return called


def _who_steps_in(
    db: Session, procedure: Procedure, seats: Sequence[Seat], rows: Mapping[str, Volunteer], at: datetime
) -> tuple[str, ...]:
    """Pseudonyms by residual quotas; when nobody fits, quotas give way in the published order."""
    name_of = {row.id: name for name, row in rows.items()}

    def names(*answers: SeatState) -> list[str]:
        return [name_of[one.volunteer_id] for one in seats if one.answer in answers]

    staying, reserves = names(SeatState.ACCEPTED, SeatState.WAITING), names(SeatState.RESERVE)
    already = names(SeatState.DECLINED, SeatState.LEFT, SeatState.REMOVED)
    pool = pool_of(list(rows.values()), features_of(procedure))
    quotas = quotas_of(procedure, pool)
    size = max(policy.SEATS, len(staying) + 1)
    asked = features_of(procedure)
    for gives_way in ("", *(feature for feature in GIVES_WAY if feature in asked)):
        quotas = [quota for quota in quotas if quota.feature != gives_way]
        if gives_way:
            _write_down(db, procedure, None, _SAID[gives_way], at)
        try:
            return replacement_for(pool, staying, quotas, size, already, reserves)
        except InfeasibleError:
            continue
    # Fewer people are left than there are empty seats: whoever there is.
    left = [name for name in rows if name not in {*staying, *already}]
    return tuple(sorted(left, key=lambda name: (name not in reserves, name))[: size - len(staying)])


def _write_down(db: Session, procedure: Procedure, account_id: int | None, said: str, at: datetime) -> None:
    db.add(
        ProcedureChange(
            district_id=procedure.district_id,
            procedure_id=procedure.id,
            event=Event.CALL_RESERVE,
            after=procedure.state,
            part=Part.SECRETARY if account_id else Part.CLOCK,
            account_id=account_id,
            reason=said,
            at=at,
        )
    )


def note_briefed(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> None:
    """The member read the five pages of the briefing."""
    locked(db, district_id, procedure_id)
    seat = my_seat(db, procedure_id, actor.account_id)
    if seat is None or seat.answer is not SeatState.ACCEPTED:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    seat.briefed_at = seat.briefed_at or at
    db.flush()
