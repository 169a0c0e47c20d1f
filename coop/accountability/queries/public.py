"""What everybody may know: released reports, and the judgement once it may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased, defer

from coop.accountability import policy
from coop.accountability.models import Erratum, Judgement, LearningCase, Question, Report, ResidentAnswer
from coop.accountability.policy import ReportState, StoryKind
from coop.accountability.policy.judgement import may_show_judgement, middle_answer, shown_counts
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.queries import member_count

RELEASED = (ReportState.RELEASED, ReportState.ANSWERED)
_PROUD = 3


@dataclass(frozen=True, slots=True)
class JudgementResult:
    """How residents judged, when judging has closed.

    `shown` is False when fewer than ten judged; then `judges` is 0 and `counts` and `reasons` are empty.
    `counts`: (answers counted together, residents), best answer first, every number at least ten; empty when they
    cannot be counted so. `middle`: at least half of the judges gave this answer or a better one. `reasons`: in
    alphabetical order, so that neither the moment nor the points of a reason can be seen.
    """

    shown: bool
    judges: int
    members: int
    inhabitants: int
    counts: Sequence[tuple[tuple[int, ...], int]]
    middle: int | None
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class ProudStory:
    """A story that went well, or what a resident is proud of (without title), for the front page."""

    report_id: int
    title: str
    text: str


def newest_version() -> ColumnElement[bool]:
    """That no newer version of a report was released."""
    newer = aliased(Report)
    return ~exists().where(newer.replaces_id == Report.id, newer.state.in_(RELEASED))


def reports_of(db: Session, district_id: int) -> Sequence[Report]:
    """Released reports in their newest version, the newest period first, without their frozen content."""
    return db.scalars(
        select(Report)
        .where(Report.district_id == district_id, Report.state.in_(RELEASED), newest_version())
        .order_by(Report.ends_on.desc(), Report.id.desc())
        .options(defer(Report.public))
    ).all()


def latest_report(db: Session, district_id: int) -> Report | None:
    """The released report about the newest period, None when there is none."""
    return db.scalar(
        select(Report)
        .where(Report.district_id == district_id, Report.state.in_(RELEASED))
        .order_by(Report.ends_on.desc(), Report.version.desc())
        .limit(1)
    )


def versions_of(db: Session, report: Report) -> Sequence[Report]:
    """All released versions of a report, oldest first, without their frozen content."""
    return db.scalars(
        select(Report)
        .where(
            Report.district_id == report.district_id,
            Report.starts_on == report.starts_on,
            Report.state.in_(RELEASED),
        )
        .order_by(Report.version)
        .options(defer(Report.public))
    ).all()


def report_of(db: Session, district_id: int, report_id: int) -> Report:
    """A released report. Raises `NotFoundError`, also for a draft and for one of another neighbourhood."""
    found = db.scalar(
        select(Report).where(Report.id == report_id, Report.district_id == district_id, Report.state.in_(RELEASED))
    )
    if found is None:
        raise NotFoundError(mark("There is no such report in this neighbourhood."))
    return found


def errata_of(db: Session, district_id: int, report_id: int) -> Sequence[Erratum]:
    """Corrections of a report, oldest first."""
    return db.scalars(
        select(Erratum)
        .where(Erratum.district_id == district_id, Erratum.report_id == report_id)
        .order_by(Erratum.at, Erratum.id)
    ).all()


def questions_of(db: Session, district_id: int, report_id: int) -> Sequence[Question]:
    """Questions of residents about a report with their answers, oldest first."""
    return db.scalars(
        select(Question)
        .where(Question.district_id == district_id, Question.report_id == report_id)
        .order_by(Question.asked_at, Question.id)
    ).all()


def question_of(db: Session, district_id: int, report_id: int, question_id: int) -> Question:
    """One question. Raises `NotFoundError`."""
    found = db.scalar(
        select(Question).where(
            Question.id == question_id, Question.report_id == report_id, Question.district_id == district_id
        )
    )
    if found is None:
        raise NotFoundError(mark("There is no such question about this report."))
    return found


def own_judgement(db: Session, district_id: int, report_id: int, account_id: int) -> Judgement | None:
    """What this account judged, for its own eyes; None when it did not."""
    return db.scalar(
        select(Judgement).where(
            Judgement.district_id == district_id,
            Judgement.report_id == report_id,
            Judgement.account_id == account_id,
        )
    )


def judgement_result(db: Session, report: Report, at: datetime) -> JudgementResult | None:
    """How residents judged. None while judging is open: then nothing is even counted."""
    stage = report.stage_at(at)
    if stage not in policy.CLOSED_TO_JUDGE or report.judging_closes_at is None:
        return None
    rows = db.execute(
        select(Judgement.score, Judgement.reason).where(
            Judgement.district_id == report.district_id, Judgement.report_id == report.id
        )
    ).all()
    members = member_count(db, report.district_id, local_day(report.judging_closes_at))
    inhabitants = report.public["inhabitants"] if report.public else 0
    if not may_show_judgement(stage, len(rows)):
        return JudgementResult(False, 0, members, inhabitants, (), None, ())
    points = [score for score, _reason in rows]
    counts, middle = shown_counts(points), middle_answer(points)
    reasons = sorted((reason for _score, reason in rows if reason), key=str.casefold)
    return JudgementResult(True, len(rows), members, inhabitants, counts, middle, reasons)


def learning_cases_of(db: Session, district_id: int) -> Sequence[LearningCase]:
    """Cases to learn from, newest first. Only for the team."""
    query = select(LearningCase).where(LearningCase.district_id == district_id)
    return db.scalars(query.order_by(LearningCase.at.desc(), LearningCase.id.desc())).all()


def proud_of(db: Session, district_id: int) -> list[ProudStory]:
    """At most three: what residents are proud of, chosen for the front page, then stories that went well."""
    report = latest_report(db, district_id)
    if report is None or report.public is None:
        return []
    chosen = db.execute(
        select(ResidentAnswer.report_id, ResidentAnswer.text)
        .join(Report, Report.id == ResidentAnswer.report_id)
        .where(ResidentAnswer.district_id == district_id, ResidentAnswer.celebrated.is_(True))
        .order_by(Report.ends_on.desc(), ResidentAnswer.id)
        .limit(1)
    ).all()
    celebrated = [ProudStory(report_id, "", text) for report_id, text in chosen]
    good = [story for story in report.public["stories"] if story["kind"] == StoryKind.WENT_WELL and story["text"]]
    stories = [ProudStory(report.id, story["title"], story["text"]) for story in good]
    return [*celebrated, *stories][:_PROUD]
