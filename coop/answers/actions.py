"""Opening a clock, answering, and what the clock does by itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from coop.answers.models import AnswerStep, OwedAnswer
from coop.answers.policy import (
    EDITION_TITLE,
    QUESTION_DAYS,
    REASONS_LENGTH,
    SIGNED_LENGTH,
    TITLE_LENGTH,
    Point,
    Source,
    Terms,
    refusal_of,
)
from coop.districts.models import District
from coop.districts.policy import DECIDER_WORDS, Decider, MandateSnapshot
from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import SAME_CLICK, local_day
from coop.kernel.errors import InvalidError, NotFoundError
from coop.kernel.text import clean_line, clean_text, require_filled, require_length
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail_to_many
from coop.rules.answering import (
    DAYS_TO_TALK,
    RUNNING,
    Event,
    Phase,
    PointAnswer,
    Power,
    Said,
    after,
    due_on,
    fault_of,
    is_overdue,
    lacks_reasons,
    reminds_on,
)
from coop.ties import actions as ties
from coop.ties.models import Tie
from coop.ties.policy import Matter

TOPIC = "answer"
_OPENED = mark("Residents wait for an answer: %(title)s")
_REMINDED = mark("The answer must be there soon: %(title)s")
_LATE = mark("The answer is late: %(title)s")
_TALK = mark("Talk once more: %(title)s")
_BODY = mark(
    "About: %(title)s.\n\nThe answer must come from %(decider_word)s, on %(due_on)s at the latest. Everybody can see "
    "whether it is there.\n\nRead what was asked, and answer:\n%(site)s%(path)s"
)


def open_answer(
    db: Session,
    district_id: int,
    source: Source,
    source_id: int,
    *,
    title: str,
    points: Sequence[Point],
    terms: Terms,
    mandate: MandateSnapshot | None,
    at: datetime,
    question: str = "",
    account_id: int | None = None,
) -> OwedAnswer:
    """Start the clock on an outcome that became known; the board is told. The caller checked who may do so."""
    today = local_day(at)
    made = OwedAnswer(
        district_id=district_id,
        source=source,
        source_id=source_id,
        title=title[:TITLE_LENGTH],
        question=question,
        account_id=account_id,
        power=terms.power,
        decider=terms.decider,
        mandate=mandate.as_json() if mandate else None,
        points=[[one.key, one.title] for one in points],
        phase=Phase.OWED,
        opened_at=at,
        begins_on=today,
        due_on=due_on(today, terms.days),
    )
    db.add(made)
    db.flush()
    if made.power is not Power.DECISION:
        _tell(db, made, _OPENED, at)
    return made


def rename_point(
    db: Session, district_id: int, source: Source, source_ids: Sequence[int], *, key: str, title: str
) -> None:
    """A point gets another title in what is owed for these sources: the old one told something about a person."""
    owed = (OwedAnswer.district_id == district_id, OwedAnswer.source == source, OwedAnswer.source_id.in_(source_ids))
    for one in db.scalars(select(OwedAnswer).where(*owed).with_for_update()):
        one.points = [[name, title if name == key else words] for name, words in one.points]


def ask_board(db: Session, actor: Actor, district_id: int, *, title: str, question: str, at: datetime) -> OwedAnswer:
    """A question of the municipality's observer to the board, which everybody can read.

    The very same question of one person, sent again soon, is kept once.
    """
    actor.require(Permission.ASK_BOARD)
    title = require_filled(clean_line(title), TITLE_LENGTH, "title", mark("Say in a few words what you ask about."))
    question = require_filled(clean_text(question), REASONS_LENGTH, "question", mark("Write your question."))
    # Questions have no room of their own to number them, and one row of numbers for the whole site.
    hold_district(db, db.scalars(select(func.min(District.id))).one())
    asked = select(OwedAnswer).where(
        OwedAnswer.district_id == district_id,
        OwedAnswer.source == Source.QUESTION,
        OwedAnswer.account_id == actor.account_id,
        OwedAnswer.title == title,
        OwedAnswer.question == question,
        OwedAnswer.opened_at > at - SAME_CLICK,
    )
    if (before := db.scalar(asked.limit(1))) is not None:
        return before
    newest = db.scalar(select(func.max(OwedAnswer.source_id)).where(OwedAnswer.source == Source.QUESTION)) or 0
    return open_answer(
        db,
        district_id,
        Source.QUESTION,
        newest + 1,
        title=title,
        points=[Point("1", title)],
        terms=Terms(Power.ADVICE, Decider.BOARD, QUESTION_DAYS),
        mandate=None,
        at=at,
        question=question,
        account_id=actor.account_id,
    )


def take_step(
    db: Session,
    actor: Actor,
    district_id: int,
    answer_id: int,
    *,
    event: Event,
    said: Said,
    signed_by: str = "",
    at: datetime,
) -> OwedAnswer:
    """Answer, agree, refuse or object, with reasons that everybody can read.

    Raises `InvalidError` on `reasons`, `ground`, `signed_by`, or on `why_KEY` of a point that deviates without saying
    why; `ConflictError` when the step is not possible (any more).
    """
    actor.require(Permission.ANSWER_OUTCOME)
    found = _taken(db, district_id, answer_id)
    ties.require_no_tie(db, actor, district_id, Matter.ANSWER, answer_id)
    signed_by = require_length(clean_line(signed_by), SIGNED_LENGTH, "signed_by")
    said = Said(
        require_length(clean_text(said.reasons), REASONS_LENGTH, "reasons"),
        said.ground,
        {
            key: PointAnswer(one.verdict, require_length(clean_text(one.reasons), REASONS_LENGTH, f"why_{key}"))
            for key, one in (said.points or {}).items()
        },
    )
    for key, one in (said.points or {}).items():
        if event is Event.ANSWER and lacks_reasons(one):
            raise InvalidError(mark("Give reasons. Everybody can read them."), field=f"why_{key}")
    _fire(db, found, event, said, at=at, account_id=actor.account_id, signed_by=signed_by)
    if found.decider is Decider.MUNICIPALITY and event is not Event.OBJECT and not signed_by:
        raise InvalidError(mark("Say who at the municipality decided this, and on which day."), field="signed_by")
    return found


def carry_out(db: Session, actor: Actor, district_id: int, source: Source, source_id: int, *, at: datetime) -> None:
    """The board begins with a decision before the term for a test has passed; nothing when that was done before."""
    found = db.scalar(
        select(OwedAnswer)
        .where(OwedAnswer.district_id == district_id, OwedAnswer.source == source, OwedAnswer.source_id == source_id)
        .with_for_update()
    )
    if found is not None and found.power is Power.DECISION and found.phase is Phase.OWED:
        ties.require_no_tie(db, actor, district_id, Matter.ANSWER, found.id)
        _fire(db, found, Event.CARRY_OUT, Said(), at=at, account_id=actor.account_id)


def _taken(db: Session, district_id: int, answer_id: int) -> OwedAnswer:
    """One answer, locked and fresh. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.scalar(
        select(OwedAnswer)
        .where(OwedAnswer.id == answer_id, OwedAnswer.district_id == district_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such answer in this neighbourhood."))
    return found


def _fire(
    db: Session,
    found: OwedAnswer,
    event: Event,
    said: Said,
    *,
    at: datetime,
    account_id: int | None = None,
    signed_by: str = "",
) -> None:
    today = local_day(at)
    fault = fault_of(found.power, found.phase, event, said=said, keys=found.keys, due_on=found.due_on, today=today)
    if fault:
        raise refusal_of(fault)
    late = (today - found.due_on).days if is_overdue(found.phase, found.due_on, today) else 0
    found.phase = after(found.power, found.phase, event)
    db.add(
        AnswerStep(
            district_id=found.district_id,
            answer_id=found.id,
            event=event,
            phase=found.phase,
            late_days=late,
            reasons=said.reasons,
            ground=said.ground,
            points={key: [one.verdict.value, one.reasons] for key, one in (said.points or {}).items()},
            signed_by=signed_by,
            account_id=account_id,
            at=at,
        )
    )
    if found.phase is Phase.TALKING:
        found.begins_on, found.due_on = today, due_on(today, DAYS_TO_TALK)
        found.reminded_on = found.overdue_told_on = None
        _tell(db, found, _TALK, at)
    db.flush()


def declare_tie(db: Session, actor: Actor, district_id: int, answer_id: int, account_id: int, *, at: datetime) -> Tie:
    """Note who of the board takes no part in an answer."""
    told = _told_of_tie(db, _taken(db, district_id, answer_id))
    return ties.declare_tie(db, actor, district_id, Matter.ANSWER, answer_id, account_id=account_id, **told, at=at)


def end_tie(db: Session, actor: Actor, district_id: int, answer_id: int, tie_id: int, *, at: datetime) -> Tie:
    """Let a board member take part in an answer again."""
    told = _told_of_tie(db, _taken(db, district_id, answer_id))
    return ties.end_tie(db, actor, district_id, Matter.ANSWER, answer_id, tie_id=tie_id, **told, at=at)


def _told_of_tie(db: Session, found: OwedAnswer) -> Any:
    return {"title": _title_of(found), "path": _path_of(db, found) + "/belang"}


def run_clocks(db: Session, *, at: datetime) -> int:
    """Remind, tell what is late, and take the steps that the clock takes, on the whole site; returns how many acts."""
    today, acts = local_day(at), 0
    for found in db.scalars(
        select(OwedAnswer)
        .where(OwedAnswer.phase.in_(RUNNING))
        .where(or_(OwedAnswer.reminded_on.is_(None), OwedAnswer.due_on < today))
        .order_by(OwedAnswer.id)
        .with_for_update()
    ).all():
        if is_overdue(found.phase, found.due_on, today):
            acts += _overdue(db, found, at)
        elif found.power is not Power.DECISION and today >= reminds_on(found.begins_on, found.due_on):
            found.reminded_on, acts = today, acts + 1
            _tell(db, found, _REMINDED, at)
    db.flush()
    return acts


def _overdue(db: Session, found: OwedAnswer, at: datetime) -> int:
    if found.power is not Power.ADVICE:
        _fire(db, found, Event.LAPSE, Said(), at=at)
        return 1
    if found.overdue_told_on is not None:
        return 0
    found.overdue_told_on = local_day(at)
    _tell(db, found, _LATE, at)
    return 1


def _title_of(found: OwedAnswer) -> object:
    """What the answer is about, for a mail in the language of its reader."""
    return [EDITION_TITLE, {"number": found.title}] if found.source is Source.EDITION else found.title


def _path_of(db: Session, found: OwedAnswer) -> str:
    """The address of the page of an answer, from the root of the site."""
    return f"/{db.get_one(District, found.district_id).slug}/antwoorden/{found.id}"


def _tell(db: Session, found: OwedAnswer, subject: str, at: datetime) -> None:
    queue_mail_to_many(
        db,
        account_ids_with(db, found.district_id, Role.BOARD, local_day(at)),
        subject=subject,
        body=_BODY,
        topic=TOPIC,
        district_id=found.district_id,
        at=at,
        params={
            "title": _title_of(found),
            "decider_word": DECIDER_WORDS[found.decider],
            "due_on": found.due_on.isoformat(),
            "path": _path_of(db, found),
        },
    )
