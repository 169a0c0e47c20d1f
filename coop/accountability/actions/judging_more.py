"""What residents say beside their judgement of the whole: of commitments, on questions of the team, and otherwise."""

from datetime import datetime

from sqlalchemy import select

from coop.accountability import policy
from coop.accountability.actions.writing import account_of, locked_report
from coop.accountability.models import CommitmentJudgement, MinorityView, Report, ResidentAnswer
from coop.accountability.policy import Act, Stage
from coop.accountability.policy.judgement import PROUD, MoreJudged
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.text import clean_text
from coop.kernel.words import mark


def keep_more(db: Session, report: Report, account_id: int, more: MoreJudged, at: datetime) -> None:
    """Keep what this account says of commitments and questions; what was made empty is taken away."""
    _keep_commitments(db, report, account_id, more)
    _keep_answers(db, report, account_id, more, at)


def _keep_commitments(db: Session, report: Report, account_id: int, more: MoreJudged) -> None:
    known = {row["commitment_id"] for row in (report.public or {})["commitments"]}
    mine = select(CommitmentJudgement).where(
        CommitmentJudgement.report_id == report.id, CommitmentJudgement.account_id == account_id
    )
    rows = {row.commitment_id: row for row in db.scalars(mine)}
    for commitment_id, (score, reason) in more.commitments.items():
        if commitment_id not in known:
            raise ConflictError(mark("This report does not answer for that commitment."))
        row = rows.get(commitment_id)
        if score is None:
            if row is not None:
                db.delete(row)
            continue
        if row is None:
            row = CommitmentJudgement(
                district_id=report.district_id, report_id=report.id, commitment_id=commitment_id, account_id=account_id
            )
            db.add(row)
        row.score = policy.require_score(score)
        field = f"reason_{commitment_id}"
        row.reason = policy.require_length(clean_text(reason), policy.SENTENCE_LENGTH, field)


def _keep_answers(db: Session, report: Report, account_id: int, more: MoreJudged, at: datetime) -> None:
    asked = len((report.public or {})["questions"])
    mine = select(ResidentAnswer).where(ResidentAnswer.report_id == report.id, ResidentAnswer.account_id == account_id)
    rows = {row.number: row for row in db.scalars(mine)}
    for number, typed in more.answers.items():
        if not PROUD <= number <= asked:
            raise ConflictError(mark("The team did not ask that."))
        text = policy.require_length(clean_text(typed), policy.SENTENCE_LENGTH, f"answer_{number}")
        row = rows.get(number)
        if not text:
            if row is not None:
                db.delete(row)
            continue
        if row is None:
            row = ResidentAnswer(
                district_id=report.district_id, report_id=report.id, number=number, account_id=account_id
            )
            db.add(row)
        row.text, row.at = text, at


def tell_minority_view(
    db: Session, actor: Actor, district_id: int, report_id: int, *, text: str, at: datetime
) -> MinorityView:
    """Say, beside the outcome, what one sees otherwise than most. One per account; telling again replaces it.

    From the closing of the judging until the answer of team and board.
    """
    actor.require(Permission.JUDGE_REPORT)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    policy.require_judge(account_id, report.writer_ids)
    if report.stage_at(at) is not Stage.JUDGED:
        policy.require_step(report.stage_at(at), Act.REPLY)
    told = policy.require_text(clean_text(text), policy.SHORT_LENGTH, "text", mark("Tell what you see otherwise."))
    query = select(MinorityView).where(MinorityView.report_id == report.id, MinorityView.account_id == account_id)
    view = db.scalar(query)
    if view is None:
        view = MinorityView(district_id=district_id, report_id=report.id, account_id=account_id)
        db.add(view)
    view.text, view.at = told, at
    db.flush()
    return view
