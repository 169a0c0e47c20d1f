"""The rows of one procedure read once, for pages and guards that look at them from several sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.queries import name_beside
from coop.panels.models import Application, Declaration, Interview, Procedure, Seat, Volunteer
from coop.panels.policy import AppState, SeatState, State
from coop.panels.queries.people import declarations_of, interviews_of

_HEARING = frozenset({State.INTERVIEWING, State.SCORING, State.DELIBERATION, State.SUSPENDED})
_NOT_HEARD = (AppState.WITHDRAWN, AppState.NO_SHOW)


class Candidate(Protocol):
    """What is counted of an application."""

    @property
    def id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def state(self) -> AppState: ...
    @property
    def letter_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """Seats by rank, candidates by number, interviews by application, and what members declared.

    `names` are those of everybody drawn, by seat. `paper` is name and contact, by seat, of who is on the panel without
    an account. Interviews are there from the first one to the decision.
    """

    seats: Sequence[Seat]
    names: Mapping[int, str]
    paper: Mapping[int, tuple[str, str]]
    candidates: Sequence[Candidate]
    talks: Mapping[int, Interview]
    declared: Sequence[Declaration]

    def accepted(self) -> set[int]:
        """Seats that said yes."""
        return {seat.id for seat in self.seats if seat.answer is SeatState.ACCEPTED}

    def among(self, *states: AppState) -> list[int]:
        """Applications in one of `states`."""
        return [one.id for one in self.candidates if one.state in states]

    def judges(self) -> dict[int, set[int]]:
        """For each interviewed candidate the seats that were there the whole time and did not step back.

        Who withdrew needs no judges any more.
        """
        accepted = self.accepted()
        back = {(one.seat_id, one.application_id) for one in self.declared if one.steps_back}
        gone = set(self.among(*_NOT_HEARD))
        return {
            key: {seat for seat in talk.present or [] if seat in accepted and (seat, key) not in back}
            for key, talk in self.talks.items()
            if talk.held_at is not None and key not in gone
        }

    def voters(self) -> list[Seat]:
        """Members who may vote: who judge every candidate that was heard and is still there."""
        judges = self.judges().values()
        return [
            seat
            for seat in self.seats
            if seat.answer is SeatState.ACCEPTED and all(seat.id in there for there in judges)
        ]


def rows_of(db: Session, procedure: Procedure, candidates: Sequence[Candidate] | None = None) -> Rows:
    """The rows of a procedure; of candidates no more than is counted, unless they are handed in."""
    if candidates is None:
        counted = select(Application.id, Application.number, Application.state, Application.letter_at)
        candidates = [
            _Counted(*row)
            for row in db.execute(counted.where(Application.procedure_id == procedure.id).order_by(Application.number))
        ]
    seated = db.execute(
        select(Seat, Volunteer.name, Volunteer.contact, name_beside(Seat.account_id))
        .join(Volunteer, Volunteer.id == Seat.volunteer_id)
        .where(Seat.procedure_id == procedure.id)
        .order_by(Seat.rank)
    ).all()
    return Rows(
        [row[0] for row in seated],
        {row[0].id: row[3] or row[1] or "" for row in seated},
        {row[0].id: (row[1], row[2]) for row in seated if row[1]},
        candidates,
        interviews_of(db, procedure.id) if procedure.state in _HEARING else {},
        declarations_of(db, procedure.id),
    )


def judges_of(db: Session, procedure: Procedure) -> dict[int, set[int]]:
    """`Rows.judges` of a procedure."""
    return rows_of(db, procedure).judges()


def voters_of(db: Session, procedure: Procedure) -> list[Seat]:
    """`Rows.voters` of a procedure."""
    return rows_of(db, procedure).voters()


@dataclass(frozen=True, slots=True)
class _Counted:
    id: int
    number: int
    state: AppState
    letter_at: datetime | None
