"""One row of the table of steps, and what can follow from a step."""

from dataclasses import dataclass
from enum import StrEnum

from coop.panels.policy.guards import SOMEBODY_PLACED, Guard
from coop.panels.policy.states import Event, Part, State


class Effect(StrEnum):
    """What follows from a step; `actions.effects` carries it out in the same transaction."""

    TELL_BOARD = "tell_board"
    TELL_OFFICE = "tell_office"
    TELL_PANEL = "tell_panel"
    TELL_TEAM = "tell_team"
    TELL_CANDIDATES = "tell_candidates"
    TELL_EMPLOYER = "tell_employer"
    LOCK_RUBRIC = "lock_rubric"
    START_SCREENING_CLOCK = "start_screening_clock"
    MAKE_SHORTLIST = "make_shortlist"
    START_SCORES_CLOCK = "start_scores_clock"
    START_BOARD_CLOCK = "start_board_clock"
    MARK_BOARD_LATE = "mark_board_late"
    NEXT_CANDIDATE = "next_candidate"
    NEXT_PLACE = "next_place"
    MAKE_OFFER = "make_offer"
    KEEP_DATA_28_DAYS = "keep_data_28_days"
    ERASE_DATA = "erase_data"
    STOP_CLOCKS = "stop_clocks"
    GO_ON_WITH_CLOCKS = "go_on_with_clocks"
    START_DECISION_CLOCK = "start_decision_clock"
    FORGET_INTERVIEWS = "forget_interviews"
    FORGET_DECISION = "forget_decision"
    PLAN_ANEW = "plan_anew"


@dataclass(frozen=True, slots=True)
class Transition:
    """`parts` may fire `event` in `before`; `after` None is where the procedure was before it was suspended."""

    number: str
    before: State
    event: Event
    parts: frozenset[Part]
    guards: tuple[Guard, ...]
    after: State | None
    effects: tuple[Effect, ...] = ()


ACTIVE: tuple[State, ...] = tuple(list(State)[list(State).index(State.APPROVED) : list(State).index(State.PLACED)])
BEFORE_DECISION = ACTIVE[: ACTIVE.index(State.PANEL_DECIDED)]
WITH_APPLICATIONS = ACTIVE[ACTIVE.index(State.PUBLISHED) :]
# Until the panel knows names: nobody chooses a panel for a candidate.
CHOOSING = (State.APPROVED, State.PUBLISHED, State.CLOSED, State.SCREENING, State.SHORTLIST_SET)
# A letter can come long before the end, and a complaint is possible until 28 days after it.
COMPLAINING = (*WITH_APPLICATIONS[1:], State.SUSPENDED)
AFTER_LETTERS = (State.PLACED, State.UNFILLED, State.CANCELLED, State.REOPENED, State.CONCLUDED, State.RETENTION)


def ends(  # noqa: PLR0917 (a row of a table reads best as one)
    number: str,
    before: State,
    event: Event,
    parts: Part | tuple[Part, ...],
    guards: tuple[Guard, ...],
    after: State,
    *effects: Effect,
) -> tuple[Transition, Transition]:
    """Two rows for an end without a choice: who joined the team before it, in an earlier place, stays (E17)."""
    partly = row(number, before, event, parts, (*guards, SOMEBODY_PLACED), State.PLACED, *effects)
    return partly, row(number, before, event, parts, guards, after, *effects)


def row(  # noqa: PLR0917 (a row of a table reads best as one)
    number: str,
    before: State,
    event: Event,
    parts: Part | tuple[Part, ...],
    guards: tuple[Guard, ...],
    after: State | None,
    *effects: Effect,
) -> Transition:
    """A row, written short."""
    who = frozenset(parts if isinstance(parts, tuple) else (parts,))
    return Transition(number, before, event, who, guards, after, effects)
