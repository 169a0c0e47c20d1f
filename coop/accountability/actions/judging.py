"""Residents judge and ask; team and board answer."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select

from coop.accountability import policy
from coop.accountability.actions.answering import celebrate, promise
from coop.accountability.actions.judging_more import keep_more
from coop.accountability.actions.writing import account_of, locked_report
from coop.accountability.models import Judgement, Question, Report
from coop.accountability.policy import Act, ReportState
from coop.accountability.policy.judgement import NOTHING_MORE, MoreJudged, NewPromise
from coop.accountability.queries.public import own_judgement, question_of
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.notifications.actions import queue_mail


def judge_report(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    score: int | None,
    reason: str,
    more: MoreJudged = NOTHING_MORE,
    at: datetime,
) -> Judgement:
    """Say whether the neighbourhood benefited: 1 (not at all) to 5 (very much) and why.

    `more`: what became of single commitments, answers to the questions of the team, and what one is proud of.
    One judgement per account; judging again replaces it. Raises `TooLateError` from the closing moment on.
    """
    actor.require(Permission.JUDGE_REPORT)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    policy.require_step(report.stage_at(at), Act.JUDGE)
    policy.require_judge(account_id, report.writer_ids)
    points = policy.require_score(score)
    text = policy.require_text(clean_text(reason), policy.SENTENCE_LENGTH, "reason", mark("Tell why you think so."))
    judgement = own_judgement(db, district_id, report_id, account_id)
    if judgement is None:
        judgement = Judgement(district_id=district_id, report_id=report_id, account_id=account_id)
        db.add(judgement)
    judgement.score, judgement.reason, judgement.judged_at = points, text, at
    keep_more(db, report, account_id, more, at)
    db.flush()
    return judgement


def ask_question(db: Session, actor: Actor, district_id: int, report_id: int, *, text: str, at: datetime) -> Question:
    """Ask team and board something about a released report. The same question sent twice is kept once."""
    actor.require(Permission.ASK_ABOUT_REPORT)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    policy.require_released(report.stage_at(at))
    asked = policy.require_text(clean_text(text), policy.SENTENCE_LENGTH, "text", mark("Write down your question."))
    before = db.scalar(
        select(Question).where(
            Question.report_id == report.id, Question.account_id == account_id, Question.text == asked
        )
    )
    if before is not None:
        return before
    question = Question(
        district_id=district_id,
        report_id=report.id,
        account_id=account_id,
        text=asked,
        asked_at=at,
        remind_on=local_day(at),
    )
    db.add(question)
    db.flush()
    return question


def answer_question(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    question_id: int,
    *,
    answer: str,
    at: datetime,
) -> Question:
    """Answer a question of a resident, once; who asked gets mail."""
    actor.require(Permission.ANSWER_RESIDENTS)
    account_id = account_of(actor)
    locked_report(db, district_id, report_id)
    question = question_of(db, district_id, report_id, question_id)
    policy.require_unanswered(question.answer)
    question.answer = policy.require_text(
        clean_text(answer), policy.TEXT_LENGTH, "answer", mark("Write down your answer.")
    )
    question.answered_by, question.answered_at, question.remind_on = account_id, at, None
    queue_mail(
        db,
        to_account_id=question.account_id,
        subject=mark("Your question about the report was answered"),
        body=mark("You asked something about the report of the team. The answer stands below your question."),
        district_id=district_id,
        at=at,
    )
    db.flush()
    return question


def note_discussion(
    db: Session, actor: Actor, district_id: int, report_id: int, *, on: date, text: str, at: datetime
) -> Report:
    """Write down on which day residents discussed the report together, and what was said. Once; judging stays open."""
    actor.require(Permission.RELEASE_REPORT)
    report = locked_report(db, district_id, report_id)
    if report.discussed_on is not None:
        raise ConflictError(mark("It stands in the report already on which day it was discussed."))
    policy.require_step(report.stage_at(at), Act.DISCUSS)
    assert report.released_at is not None
    report.discussed_on = policy.require_meeting_day(on, local_day(report.released_at), local_day(at))
    missing = mark("Tell in a few sentences what was said at the meeting.")
    report.discussion = policy.require_text(clean_text(text), policy.TEXT_LENGTH, "text", missing)
    db.flush()
    return report


def reply_to_judgement(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    reply: str,
    promises: Sequence[NewPromise] = (),
    celebrated: Collection[int] = (),
    at: datetime,
) -> Report:
    """Answer the judgement of residents, once, after judging has closed. Team or board.

    `promises` become commitments on the agenda. `celebrated`: what residents are proud of and stands on the front page.
    """
    actor.require(Permission.ANSWER_RESIDENTS)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    policy.require_step(report.stage_at(at), Act.REPLY)
    report.reply = policy.require_text(clean_text(reply), policy.TEXT_LENGTH, "reply", mark("Write down your answer."))
    report.replied_by, report.replied_at, report.remind_on = account_id, at, None
    report.state = ReportState.ANSWERED
    promise(db, actor, report, promises, at)
    celebrate(db, report, celebrated)
    db.flush()
    return report
