"""The procedure as one table: (state, event, part, guards) → (state, effects). Views and actions only fire events.

Numbers T1 to T48 are those of the domain notes; P1 to P3 are the draw, which falls inside “approved”.
Of several rows for one state and event the first whose guards all hold is taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels.policy import road_in, road_out
from coop.panels.policy.facts import Facts
from coop.panels.policy.states import Event, Part, State
from coop.panels.policy.steps import Transition

TRANSITIONS: tuple[Transition, ...] = (*road_in.ROWS, *road_out.ROWS)
_TABLE: dict[tuple[State, Event], list[Transition]] = {}
for _one in TRANSITIONS:
    _TABLE.setdefault((_one.before, _one.event), []).append(_one)


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken: the row, the part that took it, and the state after it."""

    row: Transition
    part: Part
    after: State


def next_step(facts: Facts, event: Event, parts: Iterable[Part], at: datetime) -> Step:
    """The step that `event` takes. Raises `ConflictError` for a wrong state, part or guard, in that order."""
    rows = _TABLE.get((facts.state, event), [])
    if not rows:
        raise ConflictError(
            mark("This step does not fit where the procedure is now. Somebody may have been before you.")
        )
    mine = [row for row in rows if row.parts.intersection(parts)]
    if not mine:
        raise ConflictError(mark("This step is for somebody with another role."))
    refusals = []
    for row in mine:
        failing = next((guard for guard in row.guards if not guard.holds(facts, at)), None)
        if failing is None:
            after = row.after or facts.suspended_from
            if after is None:
                raise ConflictError(mark("It is not known where this procedure was before it was suspended."))
            part = next(part for part in Part if part in row.parts and part in set(parts))
            return Step(row, part, after)
        refusals.append(failing.refusal)
    raise ConflictError(refusals[0])


def is_possible(facts: Facts, event: Event, parts: Iterable[Part], at: datetime) -> bool:
    """Whether `event` could be taken now."""
    try:
        next_step(facts, event, parts, at)
    except ConflictError:
        return False
    return True


def events_for(state: State, parts: Iterable[Part]) -> frozenset[Event]:
    """The events that one of `parts` can fire in a state, guards apart."""
    who = set(parts)
    return frozenset(row.event for row in TRANSITIONS if row.before is state and row.parts & who)
