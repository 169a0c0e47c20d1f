"""The decision of the panel, the answer of the board, and the employer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from coop.districts.policy import MandateSnapshot
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels.actions.messages import tell_office, tell_panel
from coop.panels.actions.procedure import fire, locked
from coop.panels.models import Procedure
from coop.panels.policy import Event, State, board_deadline, outcome_events
from coop.panels.queries import applications_of


def record_decision(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    number: int | None,
    votes: Mapping[int, int],
    reasons: str,
    reason_items: Sequence[str],
    at: datetime,
) -> Procedure:
    """Record what the panel decided: a candidate number, or None for nobody.

    Raises `InvalidError` unless the reasons cite items of the rubric, and unless the chosen one has the most votes.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if not clean_text(reasons):
        raise InvalidError(mark("Write down the reasons of the panel."), field="reasons")
    if not reason_items or any(code not in procedure.items for code in reason_items):
        raise InvalidError(
            mark("Choose at least one item of the rubric that the reasons are about."), field="reason_items"
        )
    numbers = {one.number for one in applications_of(db, procedure_id)}
    if any(one not in numbers or count < 0 for one, count in votes.items()):
        raise InvalidError(mark("Fill in the votes per candidate as whole numbers."), field="votes")
    if number is not None:
        if number not in numbers:
            raise InvalidError(mark("Choose a candidate."), field="number")
        if votes.get(number, 0) < max(votes.values(), default=0) or not votes.get(number):
            raise InvalidError(mark("The chosen candidate must have the most votes."), field="number")
    procedure.chosen_number = number
    procedure.reasons = clean_text(reasons)
    procedure.reason_items = list(reason_items)
    procedure.votes = {str(one): count for one, count in votes.items()}
    procedure.decided_at = at
    procedure.rounds += 1
    fire(db, actor, procedure, Event.DECIDE if number is not None else Event.NO_SUITABLE, at=at)
    tell_office(db, procedure, Role.BOARD, mark("A panel has decided"), at=at)
    return procedure


def answer_decision(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    event: Event,
    reasons: str = "",
    number: int | None = None,
    at: datetime,
) -> Procedure:
    """What the board does with the decision, within the mandate. Everything but agreeing needs published reasons."""
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is not State.RATIFICATION or procedure.mandate is None:
        raise ConflictError(mark("There is no decision of the panel to answer now."))
    mandate = MandateSnapshot.from_json(procedure.mandate)
    if event not in outcome_events(mandate.level, declined=mandate.declined):
        raise ConflictError(mark("The mandate of this neighbourhood does not allow this answer."))
    actor.require(Permission.MANAGE_PROCEDURE if event is Event.SILENCE else Permission.RATIFY_DECISION)
    text = clean_text(reasons)
    if event not in (Event.AGREE, Event.SILENCE) and not text:
        raise InvalidError(mark("Give reasons. The panel and everybody else can read them."), field="reasons")
    if event is Event.SILENCE:
        _require_silence(procedure, at)
    procedure.board_reasons = text or None
    if event is Event.DEVIATE:
        if number == procedure.chosen_number or number not in {one.number for one in applications_of(db, procedure.id)}:
            raise InvalidError(mark("Choose another candidate than the panel did."), field="number")
        procedure.placed_number = number
    elif event in (Event.AGREE, Event.SILENCE):
        procedure.placed_number = procedure.chosen_number
    fire(db, actor, procedure, event, at=at, reason=text)
    tell_panel(db, procedure, mark("The board has answered your panel"), at=at)
    return procedure


def _require_silence(procedure: Procedure, at: datetime) -> None:
    assert procedure.decided_at is not None
    if local_day(at) <= board_deadline(procedure.decided_at):
        raise ConflictError(mark("The board still has time to answer."))


def record_employer(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, confirms: bool, reason: str, at: datetime
) -> Procedure:
    """The home organisation confirms the placement, or refuses on a stated employment ground."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    text = clean_text(reason)
    if not confirms and not text:
        raise InvalidError(
            mark("Give the ground on which the employer refuses, without personal details."), field="reason"
        )
    fire(db, actor, procedure, Event.CONFIRM if confirms else Event.EMPLOYER_REFUSES, at=at, reason=text)
    return procedure
