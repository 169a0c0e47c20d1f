"""What waits for somebody, for "my page"."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import defer

from coop.accountability import policy
from coop.accountability.models import Judgement, Question, Report, Story
from coop.accountability.policy import ReportState, Stage
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.words import mark


class Waiting(NamedTuple):
    """One thing to do: with which report, what (a msgid), and the page where it is done."""

    report: Report
    what: str
    endpoint: str
    args: dict[str, int]

    @property
    def title(self) -> str:
        """The title of the report."""
        return self.report.title


def reports_to_judge(db: Session, district_id: int, account_id: int, at: datetime) -> Sequence[Report]:
    """Reports on which this account can still give its first judgement, the soonest closing first."""
    judged = exists().where(Judgement.report_id == Report.id, Judgement.account_id == account_id)
    rows = db.scalars(
        select(Report)
        .where(
            Report.district_id == district_id,
            Report.state == ReportState.RELEASED,
            Report.judging_closes_at > at,
            ~judged,
        )
        .order_by(Report.judging_closes_at)
        .options(defer(Report.public))
    )
    return [report for report in rows if policy.may_judge(account_id, report.writer_ids)]


def reports_waiting(db: Session, district_id: int, actor: Actor, at: datetime) -> list[Waiting]:
    """What team and board still have to do about reports, for this person; one statement."""
    return reports_to_do(db, district_id, actor, at)[0]


def reports_to_do(db: Session, district_id: int, actor: Actor, at: datetime) -> tuple[list[Waiting], list[Report]]:
    """What team and board still have to do about reports, and what this person can judge; one statement.

    To be judged: reports on which this account can still give its first judgement, the soonest closing first.
    """
    unanswered = (
        select(func.count())
        .select_from(Question)
        .where(Question.report_id == Report.id, Question.answer.is_(None))
        .scalar_subquery()
    )
    unread = (
        select(func.count())
        .select_from(Story)
        .where(Story.report_id == Report.id, Story.read_hash == "")
        .scalar_subquery()
    )
    judged = exists().where(Judgement.report_id == Report.id, Judgement.account_id == actor.account_id)
    rows = db.execute(
        select(Report, unanswered.label("unanswered"), unread.label("unread"), judged.label("judged"))
        .where(Report.district_id == district_id)
        .order_by(Report.starts_on)
        .options(defer(Report.public))
    ).all()
    found: list[Waiting] = []
    for report, open_questions, unread_stories, _judged in rows:
        found += _waiting(report, actor, at, open_questions, unread_stories)
    to_judge = [report for report, *_, is_judged in rows if not is_judged and _may_judge(report, actor, at)]
    return found, sorted(to_judge, key=lambda one: one.judging_closes_at or at)


def _may_judge(report: Report, actor: Actor, at: datetime) -> bool:
    if not actor.may(Permission.JUDGE_REPORT) or actor.account_id is None:
        return False
    is_open = report.state is ReportState.RELEASED and (report.judging_closes_at or at) > at
    return is_open and policy.may_judge(actor.account_id, report.writer_ids)


def _waiting(report: Report, actor: Actor, at: datetime, open_questions: int, unread: int) -> list[Waiting]:
    stage = report.stage_at(at)
    args = {"report_id": report.id}
    may_release = actor.may(Permission.RELEASE_REPORT) and actor.account_id not in report.writer_ids
    answers = actor.may(Permission.ANSWER_RESIDENTS)
    todo = (
        (
            stage is Stage.DRAFT and actor.may(Permission.WRITE_REPORT),
            mark("Write the report, or check its facts."),
            "accountability.fill_in",
        ),
        (
            stage is Stage.DRAFT
            and unread > 0
            and actor.may(Permission.READ_STORY)
            and actor.account_id not in report.writer_ids,
            mark("Read the stories of the report as somebody from elsewhere."),
            "accountability.stories_to_read",
        ),
        (
            stage is Stage.PROTECTION_CHECKED and may_release,
            mark("Check the report of the team and release it."),
            "accountability.release",
        ),
        (
            answers and open_questions > 0,
            mark("Answer the questions of residents about the report."),
            "accountability.questions",
        ),
        (
            answers and stage is Stage.JUDGED,
            mark("Answer the judgement of residents."),
            "accountability.reply",
        ),
    )
    return [Waiting(report, what, endpoint, args) for due, what, endpoint in todo if due]
