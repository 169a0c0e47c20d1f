"""What residents said beside the whole, after judging has closed: of commitments, on questions, otherwise, proudly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from coop.accountability.models import CommitmentJudgement, MinorityView, Report, ResidentAnswer
from coop.accountability.policy import CLOSED_TO_JUDGE
from coop.accountability.policy.judgement import PROUD, may_show_judgement, middle_answer, shown_counts
from coop.agenda.queries import CommitmentRow, commitments_of
from coop.kernel.db import Session


@dataclass(frozen=True, slots=True)
class CommitmentResult:
    """How residents judged one commitment; nothing of it when fewer than ten did."""

    title: str
    judges: int
    counts: Sequence[tuple[tuple[int, ...], int]]
    middle: int | None
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that residents said. `answers`: (question, what was said), alphabetically and without names."""

    commitments: Sequence[CommitmentResult]
    answers: Sequence[tuple[str, Sequence[str]]]
    proud: Sequence[ResidentAnswer]
    minority: Sequence[str]
    promises: Sequence[CommitmentRow]


def outcome_of(db: Session, report: Report, at: datetime) -> Outcome | None:
    """What residents said beside the whole. None while judging is open: then nothing is even counted."""
    if report.stage_at(at) not in CLOSED_TO_JUDGE or report.public is None:
        return None
    answers = db.scalars(
        select(ResidentAnswer).where(
            ResidentAnswer.district_id == report.district_id, ResidentAnswer.report_id == report.id
        )
    ).all()
    views = db.scalars(
        select(MinorityView.text).where(
            MinorityView.district_id == report.district_id, MinorityView.report_id == report.id
        )
    ).all()
    asked = [
        (question, _sorted([one.text for one in answers if one.number == number]))
        for number, question in enumerate(report.public["questions"], start=1)
    ]
    proud = sorted((one for one in answers if one.number == PROUD), key=lambda one: one.text.casefold())
    return Outcome(_commitments(db, report, at), asked, proud, _sorted(views), _promises(db, report))


def _sorted(texts: Sequence[str]) -> list[str]:
    return sorted(texts, key=str.casefold)


def _commitments(db: Session, report: Report, at: datetime) -> list[CommitmentResult]:
    rows = db.execute(
        select(CommitmentJudgement.commitment_id, CommitmentJudgement.score, CommitmentJudgement.reason).where(
            CommitmentJudgement.district_id == report.district_id, CommitmentJudgement.report_id == report.id
        )
    ).all()
    found = []
    for one in (report.public or {})["commitments"]:
        mine = [(score, reason) for commitment_id, score, reason in rows if commitment_id == one["commitment_id"]]
        if not may_show_judgement(report.stage_at(at), len(mine)):
            found.append(CommitmentResult(one["title"], 0, (), None, ()))
            continue
        points = [score for score, _reason in mine]
        reasons = _sorted([reason for _score, reason in mine if reason])
        found.append(CommitmentResult(one["title"], len(mine), shown_counts(points), middle_answer(points), reasons))
    return found


def _promises(db: Session, report: Report) -> list[CommitmentRow]:
    """New commitments that follow from the answer to the judgement."""
    if report.replied_at is None:
        return []
    return [row for row in commitments_of(db, report.district_id) if row.source == report.title]


def own_more(db: Session, report: Report, account_id: int) -> dict[str, str]:
    """What this account said of commitments and questions, by field of the form, for its own eyes."""
    judged = db.scalars(
        select(CommitmentJudgement).where(
            CommitmentJudgement.report_id == report.id, CommitmentJudgement.account_id == account_id
        )
    )
    found: dict[str, str] = {}
    for row in judged:
        found[f"score_{row.commitment_id}"] = str(row.score)
        found[f"reason_{row.commitment_id}"] = row.reason
    answered = select(ResidentAnswer).where(
        ResidentAnswer.report_id == report.id, ResidentAnswer.account_id == account_id
    )
    return found | {f"answer_{row.number}": row.text for row in db.scalars(answered)}


def own_minority_view(db: Session, report: Report, account_id: int | None) -> MinorityView | None:
    """What this account said it sees otherwise."""
    return db.scalar(
        select(MinorityView).where(MinorityView.report_id == report.id, MinorityView.account_id == account_id)
    )
