"""What happens in procedures by the clock. A job runs this every minute; the secretary can run it for one procedure."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels.actions.breaches import forget_breaches, remind_of_breaches
from coop.panels.actions.erasure import sweep
from coop.panels.actions.faults import forget_faulty
from coop.panels.actions.firing import fire, locked
from coop.panels.actions.reminders import remind
from coop.panels.models import Procedure
from coop.panels.policy import Event, Facts, Part, State, is_possible, outage_seen
from coop.panels.policy.deadlines import OUTAGE_EXTENSION
from coop.panels.queries import facts_of, who_can_answer

_CLOCK = frozenset({Part.CLOCK})
# What the clock tries in each state, in this order; guards decide.
BY_THE_CLOCK: dict[State, tuple[Event, ...]] = {
    State.PUBLISHED: (Event.CLOSE,),
    State.CLOSED: (Event.NONE_ADMITTED,),
    State.SCREENING: (Event.NONE_ADMITTED, Event.SCREENING_DEADLINE),
    State.SHORTLIST_SET: (Event.NONE_ADMITTED,),
    State.CONFLICT_CHECK: (Event.NONE_ADMITTED, Event.START_INTERVIEWS),
    State.INTERVIEWING: (Event.ALL_HELD,),
    State.SCORING: (Event.NONE_ADMITTED, Event.REVEAL, Event.SCORES_DEADLINE),
    State.DELIBERATION: (Event.NONE_ADMITTED,),
    State.RATIFICATION: (Event.SILENCE,),
    State.CONCLUDED: (Event.START_RETENTION,),
    State.RETENTION: (Event.ERASE,),
    State.SUSPENDED: (Event.COMMITTEE_SILENT,),
}


def due_event(facts: Facts, at: datetime) -> Event | None:
    """The event that the clock would fire now, None when nothing is due."""
    return next((one for one in BY_THE_CLOCK.get(facts.state, ()) if is_possible(facts, one, _CLOCK, at)), None)


def run_procedure(db: Session, district_id: int, procedure_id: int, *, at: datetime) -> list[Event]:
    """Fire everything that is due in one procedure."""
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is State.PUBLISHED:
        _mind_outage(db, procedure, at)
    done: list[Event] = []
    while (event := due_event(_facts_of(db, procedure, at), at)) is not None and len(done) < len(State):
        fire(db, procedure, event, _CLOCK, at=at, **who_can_answer(db, procedure, at))
        done.append(event)
    db.flush()
    return done


def _facts_of(db: Session, procedure: Procedure, at: datetime) -> Facts:
    return facts_of(db, procedure, **who_can_answer(db, procedure, at))


def catch_up(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> list[Event]:
    """The secretary lets the clock do now what is due in one procedure."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if due_event(_facts_of(db, procedure, at), at) is None:
        raise ConflictError(mark("Nothing is due by the clock now."))
    return run_procedure(db, district_id, procedure_id, at=at)


def _mind_outage(db: Session, procedure: Procedure, at: datetime) -> None:
    """The site was silent for half an hour on the last day: everybody gets a day more (domain notes, E12)."""
    if outage_seen(procedure.pulse_at, procedure.closes_at, at):
        fire(db, procedure, Event.OUTAGE, _CLOCK, at=at)
        procedure.closes_at += OUTAGE_EXTENSION
    procedure.pulse_at = at


def run_clock(db: Session, *, at: datetime) -> int:
    """All procedures, and what is to be erased. Returns how many steps were taken.

    Reminders are not counted: whoever reads the log of jobs would learn how many sheets are still to come in.
    """
    running = db.execute(
        select(Procedure.district_id, Procedure.id)
        .where(Procedure.state.in_(list(BY_THE_CLOCK)))
        .order_by(Procedure.id)
    ).all()
    remind(db, at=at)
    remind_of_breaches(db, at=at)
    steps = sum(len(run_procedure(db, row.district_id, row.id, at=at)) for row in running)
    return steps + sweep(db, at=at) + forget_faulty(db, at=at) + forget_breaches(db, at=at)
