"""From one place to the next: somebody joins the team, and the panel decides anew among who is left (E17)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.panels.actions.standstill import forget_decision
from coop.panels.models import Opinion, Procedure
from coop.panels.policy import AppState, Event, State
from coop.panels.queries import applications_of

# What is kept of the decision about an earlier place: as of the last one, but minority opinions by text.
EARLIER = ("reasons", "reason_items", "votes", "rule", "lot_witnesses", "board_reasons", "minutes")


def next_place(db: Session, procedure: Procedure, _event: Event, _before: State, at: datetime) -> None:
    """Who has the offer joins the team; the decision is kept beside the earlier ones, and a new one begins."""
    for one in applications_of(db, procedure.id, AppState.OFFERED):
        one.state = AppState.ACCEPTED
    opinions = list(db.scalars(select(Opinion).where(Opinion.procedure_id == procedure.id).order_by(Opinion.id)))
    kept: dict[str, Any] = {name: getattr(procedure, name) for name in EARLIER}
    kept |= {"number": procedure.placed_number, "opinions": [one.text for one in opinions], "name": None}
    procedure.earlier = [*(procedure.earlier or ()), {**kept, "at": at.isoformat()}]
    for text in opinions:
        db.delete(text)
    forget_decision(db, procedure, _event, _before, at)
    procedure.reasons = procedure.reason_items = procedure.votes = None
    # It is another decision: panel and board can meet about this one too.
    procedure.minutes, procedure.reconciled = "", False


def name_placed(procedure: Procedure, name: str | None) -> None:
    """Keep the name of who joined the team just now, when it may be known."""
    if procedure.state is State.DELIBERATION:
        *before, last = procedure.earlier or []
        procedure.earlier = [*before, {**last, "name": name}]
    else:
        procedure.placed_name = name
