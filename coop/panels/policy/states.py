"""The procedure as one table: (state, event, role) → state. Views and actions only fire events."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coop.districts.policy import Level
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark

BOARD_WORKING_DAYS = 5


class State(StrEnum):
    """Where a procedure is."""

    DRAFT = "draft"
    APPROVED = "approved"
    POOL_OPEN = "pool_open"
    LOTTERY_PUBLISHED = "lottery_published"
    DRAWN = "drawn"
    PUBLISHED = "published"
    SCORING = "scoring"
    DELIBERATION = "deliberation"
    RATIFICATION = "ratification"
    EMPLOYER_CONFIRMATION = "employer_confirmation"
    PLACED = "placed"
    UNFILLED = "unfilled"
    CANCELLED = "cancelled"


class Event(StrEnum):
    """What can happen to a procedure."""

    APPROVE = "approve"
    OPEN_POOL = "open_pool"
    PUBLISH_LOTTERY = "publish_lottery"
    DRAW = "draw"
    PUBLISH = "publish"
    CLOSE = "close"
    NONE_APPLIED = "none_applied"
    REVEAL = "reveal"
    DECIDE = "decide"
    NO_SUITABLE = "no_suitable"
    AGREE = "agree"
    DEVIATE = "deviate"
    REFUSE_SECOND_KEY = "refuse_second_key"
    REFUSE_ON_PROCEDURE = "refuse_on_procedure"
    SILENCE = "silence"
    CONFIRM = "confirm"
    EMPLOYER_REFUSES = "employer_refuses"
    CANCEL = "cancel"


STATE_WORDS: dict[State, str] = {
    State.DRAFT: mark("being prepared"),
    State.APPROVED: mark("approved by the board"),
    State.POOL_OPEN: mark("residents can volunteer for the panel"),
    State.LOTTERY_PUBLISHED: mark("list for the draw is published"),
    State.DRAWN: mark("panel is drawn"),
    State.PUBLISHED: mark("open for applications"),
    State.SCORING: mark("panel gives scores"),
    State.DELIBERATION: mark("panel deliberates"),
    State.RATIFICATION: mark("waits for the board"),
    State.EMPLOYER_CONFIRMATION: mark("waits for the employer"),
    State.PLACED: mark("somebody joins the team"),
    State.UNFILLED: mark("nobody was chosen"),
    State.CANCELLED: mark("cancelled"),
}
FINISHED = frozenset({State.PLACED, State.UNFILLED, State.CANCELLED})
# The straight road, for the line of steps on each page.
STEPS: tuple[State, ...] = (
    State.DRAFT,
    State.APPROVED,
    State.POOL_OPEN,
    State.LOTTERY_PUBLISHED,
    State.DRAWN,
    State.PUBLISHED,
    State.SCORING,
    State.DELIBERATION,
    State.RATIFICATION,
    State.EMPLOYER_CONFIRMATION,
    State.PLACED,
)


@dataclass(frozen=True, slots=True)
class Transition:
    """`role` fires `event`; None is the clock (or the secretary on its behalf)."""

    before: State
    event: Event
    role: Role
    after: State


_S, _E, _R = State, Event, Role
TRANSITIONS: tuple[Transition, ...] = (
    Transition(_S.DRAFT, _E.APPROVE, _R.BOARD, _S.APPROVED),
    Transition(_S.APPROVED, _E.OPEN_POOL, _R.SECRETARY, _S.POOL_OPEN),
    Transition(_S.POOL_OPEN, _E.PUBLISH_LOTTERY, _R.SECRETARY, _S.LOTTERY_PUBLISHED),
    Transition(_S.LOTTERY_PUBLISHED, _E.DRAW, _R.SECRETARY, _S.DRAWN),
    Transition(_S.DRAWN, _E.PUBLISH, _R.SECRETARY, _S.PUBLISHED),
    Transition(_S.PUBLISHED, _E.CLOSE, _R.SECRETARY, _S.SCORING),
    Transition(_S.PUBLISHED, _E.NONE_APPLIED, _R.SECRETARY, _S.UNFILLED),
    Transition(_S.SCORING, _E.REVEAL, _R.SECRETARY, _S.DELIBERATION),
    Transition(_S.DELIBERATION, _E.DECIDE, _R.SECRETARY, _S.RATIFICATION),
    Transition(_S.DELIBERATION, _E.NO_SUITABLE, _R.SECRETARY, _S.UNFILLED),
    Transition(_S.RATIFICATION, _E.AGREE, _R.BOARD, _S.EMPLOYER_CONFIRMATION),
    Transition(_S.RATIFICATION, _E.DEVIATE, _R.BOARD, _S.EMPLOYER_CONFIRMATION),
    Transition(_S.RATIFICATION, _E.REFUSE_SECOND_KEY, _R.BOARD, _S.DELIBERATION),
    Transition(_S.RATIFICATION, _E.REFUSE_ON_PROCEDURE, _R.BOARD, _S.DELIBERATION),
    Transition(_S.RATIFICATION, _E.SILENCE, _R.SECRETARY, _S.EMPLOYER_CONFIRMATION),
    Transition(_S.EMPLOYER_CONFIRMATION, _E.CONFIRM, _R.SECRETARY, _S.PLACED),
    Transition(_S.EMPLOYER_CONFIRMATION, _E.EMPLOYER_REFUSES, _R.SECRETARY, _S.DELIBERATION),
    *(Transition(before, _E.CANCEL, _R.BOARD, _S.CANCELLED) for before in STEPS[: STEPS.index(_S.RATIFICATION)]),
)
_TABLE = {(row.before, row.event): row for row in TRANSITIONS}


def next_state(before: State, event: Event, roles: frozenset[Role]) -> State:
    """The state after `event`. Raises `ConflictError` when it does not fit the state, or the role."""
    row = _TABLE.get((before, event))
    if row is None:
        raise ConflictError(
            mark("This step does not fit where the procedure is now. Somebody may have been before you.")
        )
    if row.role not in roles:
        raise ConflictError(mark("This step is for somebody with another role."))
    return row.after


def outcome_events(level: Level, *, declined: bool) -> tuple[Event, ...]:
    """What the board can do with the panel's decision under a mandate, besides agreeing."""
    if declined or level is Level.ADVISORY:
        return (Event.AGREE, Event.DEVIATE)
    if level is Level.CO_DECISION:
        return (Event.AGREE, Event.REFUSE_SECOND_KEY)
    return (Event.AGREE, Event.REFUSE_ON_PROCEDURE, Event.SILENCE)


def board_deadline(decided_at: datetime) -> date:
    """The fifth working day after the day of the decision (public holidays count as working days)."""
    day = local_day(decided_at)
    left = BOARD_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
