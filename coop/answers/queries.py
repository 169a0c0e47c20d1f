"""Questions about answers that are owed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from coop.answers.models import AnswerStep, OwedAnswer
from coop.answers.policy import SOURCE_WORDS, STANDING, Point, Source
from coop.districts.policy import DECIDER_WORDS, Decider
from coop.identity.queries import names_of
from coop.kernel.db import Session, rows_of
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.rules.answering import RUNNING, Event, Ground, Phase, PointAnswer, Power, Verdict, is_overdue

LAST_SETTLED = 20


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as a page tells it; `name` is empty for the clock."""

    event: Event
    phase: Phase
    late_days: int
    reasons: str
    ground: Ground | None
    points: dict[str, PointAnswer]
    signed_by: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An owed answer as pages read it. `late_days`: 0 while the term runs; after the end those of the last step."""

    id: int
    district_id: int
    source: Source
    source_id: int
    title: str
    question: str
    power: Power
    phase: Phase
    decider: Decider
    points: tuple[Point, ...]
    opened_at: datetime
    begins_on: date
    due_on: date
    late_days: int

    @property
    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self.phase in RUNNING

    @property
    def waits(self) -> bool:
        """Whether somebody must answer; a decision takes effect by itself."""
        return self.is_running and self.power is not Power.DECISION

    @property
    def is_late(self) -> bool:
        """Whether an answer should have been there."""
        return self.waits and self.late_days > 0

    @property
    def words(self) -> str:
        """The marked msgid that says where it stands."""
        return STANDING[self.power, self.phase][0]

    @property
    def decider_words(self) -> str:
        """The marked msgid of who decides."""
        return DECIDER_WORDS[self.decider]

    @property
    def source_words(self) -> str:
        """The marked msgid of what it is about."""
        return SOURCE_WORDS[self.source]

    @property
    def tone(self) -> str:
        """How a tag with it looks."""
        return "late" if self.is_late else STANDING[self.power, self.phase][1]


_DISTRICT: BindParameter[int] = bindparam("district_id")
# How late the last step was; NULL while nobody took one.
_LAST_LATE = (
    select(AnswerStep.late_days)
    .where(AnswerStep.answer_id == OwedAnswer.id)
    .order_by(AnswerStep.id.desc())
    .limit(1)
    .correlate(OwedAnswer)
    .scalar_subquery()
    .label("late_days")
)
# The statements do not depend on who asks what: each is built once.
_ROWS = select(
    *(OwedAnswer.id, OwedAnswer.district_id, OwedAnswer.source, OwedAnswer.source_id, OwedAnswer.title),
    *(OwedAnswer.question, OwedAnswer.power, OwedAnswer.phase, OwedAnswer.decider, OwedAnswer.points),
    *(OwedAnswer.opened_at, OwedAnswer.begins_on, OwedAnswer.due_on, _LAST_LATE),
)
_ON = _ROWS.where(
    OwedAnswer.district_id == _DISTRICT,
    OwedAnswer.source == bindparam("source"),
    OwedAnswer.source_id == bindparam("source_id"),
)
_ONE = _ROWS.where(OwedAnswer.district_id == _DISTRICT, OwedAnswer.id == bindparam("answer_id"))
_RUNNING = _ROWS.where(
    OwedAnswer.district_id.in_(bindparam("districts", expanding=True)), OwedAnswer.phase.in_(RUNNING)
).order_by(OwedAnswer.due_on, OwedAnswer.id)
_SETTLED = (
    _ROWS.where(OwedAnswer.district_id == _DISTRICT, OwedAnswer.phase.not_in(RUNNING))
    .order_by(OwedAnswer.opened_at.desc(), OwedAnswer.id.desc())
    .limit(LAST_SETTLED)
)


def _rows(db: Session, query: Any, today: date, **asked: Any) -> list[AnswerRow]:
    return [_row(one, today) for one in rows_of(db, query, asked)]


def _row(one: Any, today: date) -> AnswerRow:
    """Only what has ended says how late its last step was."""
    late = (today - one.due_on).days if is_overdue(one.phase, one.due_on, today) else 0
    return AnswerRow(
        *(one.id, one.district_id, one.source, one.source_id, one.title, one.question, one.power, one.phase),
        one.decider,
        tuple(Point(key, title) for key, title in one.points),
        *(one.opened_at, one.begins_on, one.due_on),
        late if one.phase in RUNNING else one.late_days or 0,
    )


def answer_on(db: Session, district_id: int, source: Source, source_id: int, today: date) -> AnswerRow | None:
    """Where the answer on a vote, an edition and so on stands; None when none is owed."""
    found = _rows(db, _ON, today, district_id=district_id, source=source, source_id=source_id)
    return found[0] if found else None


def answer_of(db: Session, district_id: int, answer_id: int, today: date) -> AnswerRow:
    """One answer. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = _rows(db, _ONE, today, district_id=district_id, answer_id=answer_id)
    if not found:
        raise NotFoundError(mark("There is no such answer in this neighbourhood."))
    return found[0]


def running_answers(db: Session, district_ids: Iterable[int], today: date) -> list[AnswerRow]:
    """Every clock that runs, what is due first on top."""
    return _rows(db, _RUNNING, today, districts=list(district_ids))


def late_answers(db: Session, district_id: int, today: date) -> int:
    """How many answers should have been there. Of other power the clock takes a step the day after."""
    found = select(func.count()).where(
        OwedAnswer.district_id == district_id,
        OwedAnswer.phase.in_(RUNNING),
        OwedAnswer.power != Power.DECISION,
        OwedAnswer.due_on < today,
    )
    return db.scalar(found) or 0


def settled_answers(db: Session, district_id: int, today: date) -> list[AnswerRow]:
    """What was answered or ended, the newest first."""
    return _rows(db, _SETTLED, today, district_id=district_id)


def steps_of(db: Session, district_id: int, answer_id: int) -> list[StepRow]:
    """What was said, step by step, oldest first."""
    found = db.scalars(
        select(AnswerStep)
        .where(AnswerStep.district_id == district_id, AnswerStep.answer_id == answer_id)
        .order_by(AnswerStep.id)
    ).all()
    names = names_of(db, [one.account_id for one in found])
    return [
        StepRow(
            one.event,
            one.phase,
            one.late_days,
            one.reasons,
            one.ground,
            {key: PointAnswer(Verdict(verdict), why) for key, (verdict, why) in one.points.items()},
            one.signed_by,
            names.get(one.account_id or 0, ""),
            one.at,
        )
        for one in found
    ]


def not_adopted(db: Session, district_id: int, answer_id: int) -> frozenset[str]:
    """Points of advice of which who decides does something else; none before it was answered."""
    said = [step.points for step in steps_of(db, district_id, answer_id)]
    return frozenset(key for points in said for key, one in points.items() if one.verdict is Verdict.DEVIATE)
