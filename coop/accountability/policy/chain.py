"""The way of a report, from draft to archive, as one table.

draft -> facts checked -> protection checked -> released: judging open -> discussed -> judged -> answered -> archived.

Source: accountability template in the domain notes 4.3.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coop.kernel.errors import ConflictError, TooLateError
from coop.kernel.words import mark

ARCHIVE_DAYS = 180


class ReportState(StrEnum):
    """How far the people who make a report have brought it: what is kept. What the clock decides is a `Stage`."""

    DRAFT = "draft"
    FACTS_CHECKED = "facts_checked"
    PROTECTION_CHECKED = "protection_checked"
    RELEASED = "released"
    ANSWERED = "answered"


class Stage(StrEnum):
    """Where a report stands at a moment."""

    DRAFT = "draft"
    FACTS_CHECKED = "facts_checked"
    PROTECTION_CHECKED = "protection_checked"
    JUDGING = "judging"
    DISCUSSED = "discussed"
    JUDGED = "judged"
    ANSWERED = "answered"
    ARCHIVED = "archived"


class Act(StrEnum):
    """What brings a report from one stage to another. `CLOSE` and `ARCHIVE` are done by the clock."""

    CHANGE = "change"
    CHECK_FACTS = "check_facts"
    CHECK_PROTECTION = "check_protection"
    SEND_BACK = "send_back"
    RELEASE = "release"
    JUDGE = "judge"
    DISCUSS = "discuss"
    CLOSE = "close"
    REPLY = "reply"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Step:
    """One way on: from which stage, by which act, to which stage."""

    before: Stage
    act: Act
    after: Stage


STEPS: tuple[Step, ...] = (
    Step(Stage.DRAFT, Act.CHANGE, Stage.DRAFT),
    Step(Stage.DRAFT, Act.CHECK_FACTS, Stage.FACTS_CHECKED),
    Step(Stage.FACTS_CHECKED, Act.CHANGE, Stage.DRAFT),
    Step(Stage.FACTS_CHECKED, Act.SEND_BACK, Stage.DRAFT),
    Step(Stage.FACTS_CHECKED, Act.CHECK_PROTECTION, Stage.PROTECTION_CHECKED),
    Step(Stage.PROTECTION_CHECKED, Act.CHANGE, Stage.DRAFT),
    Step(Stage.PROTECTION_CHECKED, Act.SEND_BACK, Stage.DRAFT),
    Step(Stage.PROTECTION_CHECKED, Act.RELEASE, Stage.JUDGING),
    Step(Stage.JUDGING, Act.JUDGE, Stage.JUDGING),
    Step(Stage.JUDGING, Act.DISCUSS, Stage.DISCUSSED),
    Step(Stage.JUDGING, Act.CLOSE, Stage.JUDGED),
    Step(Stage.DISCUSSED, Act.JUDGE, Stage.DISCUSSED),
    Step(Stage.DISCUSSED, Act.CLOSE, Stage.JUDGED),
    Step(Stage.JUDGED, Act.DISCUSS, Stage.JUDGED),
    Step(Stage.JUDGED, Act.REPLY, Stage.ANSWERED),
    Step(Stage.ANSWERED, Act.ARCHIVE, Stage.ARCHIVED),
)
_AFTER = {(step.before, step.act): step.after for step in STEPS}

UNRELEASED = frozenset({Stage.DRAFT, Stage.FACTS_CHECKED, Stage.PROTECTION_CHECKED})
OPEN_TO_JUDGE = frozenset({Stage.JUDGING, Stage.DISCUSSED})
CLOSED_TO_JUDGE = frozenset({Stage.JUDGED, Stage.ANSWERED, Stage.ARCHIVED})
FINISHED = frozenset({Stage.ANSWERED, Stage.ARCHIVED})

STAGE_WORDS: dict[Stage, str] = {
    Stage.DRAFT: mark("The team is writing it"),
    Stage.FACTS_CHECKED: mark("Facts checked, protection still to be checked"),
    Stage.PROTECTION_CHECKED: mark("Waits for the board"),
    Stage.JUDGING: mark("Residents are judging"),
    Stage.DISCUSSED: mark("Discussed, residents are still judging"),
    Stage.JUDGED: mark("Judged, waits for an answer"),
    Stage.ANSWERED: mark("Answered"),
    Stage.ARCHIVED: mark("In the archive"),
}

_NOT_RELEASED = mark("This report has not been released yet.")
_RELEASED = mark("This report was released. Its text stays as it is; add a correction instead.")
_REFUSED: dict[Act, str] = {
    Act.CHANGE: _RELEASED,
    Act.CHECK_FACTS: mark("The facts of this report were checked already."),
    Act.CHECK_PROTECTION: mark("First the team checks the facts of this report."),
    Act.SEND_BACK: mark("This report does not wait for the board (any more)."),
    Act.RELEASE: mark("The facts and the protection of this report must be checked first."),
    Act.JUDGE: mark("This report cannot be judged yet."),
    Act.DISCUSS: mark("This report cannot be discussed now."),
    Act.REPLY: mark("You can answer when judging has closed."),
}


def stage_of(
    state: ReportState,
    judging_closes_at: datetime | None,
    at: datetime,
    *,
    discussed_on: date | None = None,
    replied_at: datetime | None = None,
) -> Stage:
    """Where a report in `state` stands at the moment `at`; on the closing moment itself judging is closed."""
    if state is ReportState.RELEASED:
        if judging_closes_at is None or at >= judging_closes_at:
            return Stage.JUDGED
        return Stage.DISCUSSED if discussed_on is not None else Stage.JUDGING
    if state is ReportState.ANSWERED:
        archived = replied_at is not None and at >= replied_at + timedelta(days=ARCHIVE_DAYS)
        return Stage.ARCHIVED if archived else Stage.ANSWERED
    return Stage(state.value)


def first_stage(state: ReportState) -> Stage:
    """Where a report stands as soon as it is in `state`, before the clock decides anything."""
    return Stage.JUDGING if state is ReportState.RELEASED else Stage(state.value)


def may_step(stage: Stage, act: Act) -> bool:
    """Whether `act` is possible in `stage`."""
    return (stage, act) in _AFTER


def require_step(stage: Stage, act: Act) -> Stage:
    """The stage after `act`. Raises `ConflictError` when it is not possible, `TooLateError` when judging has closed."""
    after = _AFTER.get((stage, act))
    if after is not None:
        return after
    if act is Act.JUDGE and stage in CLOSED_TO_JUDGE:
        raise TooLateError(mark("Judging has closed. Your last judgement counts."))
    if act is Act.REPLY and stage in FINISHED:
        raise ConflictError(mark("This judgement was answered already."))
    if act is Act.CHECK_FACTS and stage not in UNRELEASED:
        raise ConflictError(_RELEASED)
    if act in (Act.RELEASE, Act.CHECK_PROTECTION) and stage not in UNRELEASED:
        raise ConflictError(mark("This report was released already."))
    if act in (Act.RELEASE, Act.CHECK_PROTECTION) and stage is Stage.DRAFT:
        raise ConflictError(mark("The team has not handed in this report yet."))
    if act is Act.DISCUSS and stage in UNRELEASED:
        raise ConflictError(_NOT_RELEASED)
    raise ConflictError(_REFUSED[act])


def require_released(stage: Stage) -> None:
    """Raise `ConflictError` unless the report is public."""
    if stage in UNRELEASED:
        raise ConflictError(_NOT_RELEASED)
