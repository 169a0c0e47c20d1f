"""When an answer is owed to residents: which steps are possible, by when, and what each step must say.

One clock for every outcome that somebody else must do something with: advice of a vote, a second key, a decision that
takes effect by itself, a question. Days are calendar days; a term of 14 days that begins on the 1st ends on the 15th.

Source: domain notes 2.6 (advisory, co-decision, decisive) and J20, J23: deviating without reasons is impossible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Power(StrEnum):
    """What the outcome is: advice that must be answered, one of two keys, or a decision."""

    ADVICE = "advice"
    SECOND_KEY = "second_key"
    DECISION = "decision"


class Phase(StrEnum):
    """Where the answer stands."""

    OWED = "owed"
    TALKING = "talking"
    ANSWERED = "answered"
    IN_EFFECT = "in_effect"
    STOPPED = "stopped"


class Event(StrEnum):
    """What happens to it; only `LAPSE` comes from the clock."""

    ANSWER = "answer"
    AGREE = "agree"
    REFUSE = "refuse"
    OBJECT = "object"
    CARRY_OUT = "carry_out"
    LAPSE = "lapse"


class Verdict(StrEnum):
    """What is done with one point of advice."""

    ADOPT = "adopt"
    PARTLY = "partly"
    DEVIATE = "deviate"


class Ground(StrEnum):
    """On what a decision of residents can be tested, and on nothing else. Source: domain notes 2.6, decisive."""

    ROLL = "roll"
    COUNT = "count"
    INTEREST = "interest"
    LAW = "law"


class Fault(StrEnum):
    """Why a step is refused."""

    NOT_NOW = "not_now"
    NOT_YET_LATE = "not_yet_late"
    NO_REASONS = "no_reasons"
    NO_GROUND = "no_ground"
    POINTS_MISSING = "points_missing"


# Advice has no LAPSE: its clock runs on until somebody answers, however late.
TABLE: dict[tuple[Power, Phase, Event], Phase] = {
    (Power.ADVICE, Phase.OWED, Event.ANSWER): Phase.ANSWERED,
    (Power.SECOND_KEY, Phase.OWED, Event.AGREE): Phase.IN_EFFECT,
    (Power.SECOND_KEY, Phase.OWED, Event.REFUSE): Phase.TALKING,
    (Power.SECOND_KEY, Phase.OWED, Event.LAPSE): Phase.TALKING,
    (Power.SECOND_KEY, Phase.TALKING, Event.AGREE): Phase.IN_EFFECT,
    (Power.SECOND_KEY, Phase.TALKING, Event.REFUSE): Phase.STOPPED,
    (Power.SECOND_KEY, Phase.TALKING, Event.LAPSE): Phase.STOPPED,
    (Power.DECISION, Phase.OWED, Event.CARRY_OUT): Phase.IN_EFFECT,
    (Power.DECISION, Phase.OWED, Event.LAPSE): Phase.IN_EFFECT,
    (Power.DECISION, Phase.OWED, Event.OBJECT): Phase.STOPPED,
}
RUNNING = frozenset({Phase.OWED, Phase.TALKING})
NEED_REASONS = frozenset({Event.AGREE, Event.REFUSE, Event.OBJECT})
# Panel and board meet once, soon. Source: domain notes 2.6, co-decision.
DAYS_TO_TALK = 10
# So long the procedure of a decision can be tested before it takes effect.
DAYS_TO_TEST = 14
_REMIND_BEFORE = 7


@dataclass(frozen=True, slots=True)
class PointAnswer:
    """What is done with one point, and why."""

    verdict: Verdict
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says with a step. `points`: an answer to each point of advice, by key."""

    reasons: str = ""
    ground: Ground | None = None
    points: Mapping[str, PointAnswer] | None = None


def fault_of(
    power: Power, phase: Phase, event: Event, *, said: Said, keys: Sequence[str], due_on: date, today: date
) -> Fault | None:
    """Why a step is not possible; None when it is. `keys`: the points that were put."""
    if (power, phase, event) not in TABLE:
        return Fault.NOT_NOW
    is_late = is_overdue(phase, due_on, today)
    if event is Event.LAPSE and not is_late:
        return Fault.NOT_YET_LATE
    # After its term a decision counts, also before the clock has written that down.
    if event is Event.OBJECT and is_late:
        return Fault.NOT_NOW
    if event is Event.OBJECT and said.ground is None:
        return Fault.NO_GROUND
    if event in NEED_REASONS and not said.reasons.strip():
        return Fault.NO_REASONS
    if event is Event.ANSWER:
        return _fault_in_points(said.points or {}, keys)
    return None


def _fault_in_points(points: Mapping[str, PointAnswer], keys: Sequence[str]) -> Fault | None:
    if set(points) != set(keys):
        return Fault.POINTS_MISSING
    return Fault.NO_REASONS if any(lacks_reasons(one) for one in points.values()) else None


def lacks_reasons(point: PointAnswer) -> bool:
    """Whether an answer to a point does something else than was advised, and does not say why."""
    return point.verdict is not Verdict.ADOPT and not point.reasons.strip()


def after(power: Power, phase: Phase, event: Event) -> Phase:
    """The phase that follows. Raises `KeyError` for a step that is not in the table."""
    return TABLE[power, phase, event]


def due_on(begins_on: date, days: int) -> date:
    """The last day of a term of `days` days."""
    return begins_on + timedelta(days=days)


def is_overdue(phase: Phase, due: date, today: date) -> bool:
    """Whether the last day of a running clock has passed."""
    return phase in RUNNING and today > due


def reminds_on(begins_on: date, due: date) -> date:
    """The day of the reminder: a week before the end, or halfway through a term of less than two weeks."""
    week_before = due - timedelta(days=_REMIND_BEFORE)
    halfway = begins_on + (due - begins_on) // 2
    return max(week_before, halfway)
