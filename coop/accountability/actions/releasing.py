"""The board checks a report and releases it, or sends it back. A released report is frozen."""

from datetime import date, datetime

from sqlalchemy import select

from coop.accountability import policy
from coop.accountability.actions.checking import require_protected
from coop.accountability.actions.importing import forget_profiles
from coop.accountability.actions.writing import account_of, locked_report
from coop.accountability.models import Erratum, Report
from coop.accountability.policy import Act, PromiseKept, ReportState
from coop.accountability.policy.complete import require_complete
from coop.accountability.queries.drafts import (
    CommitmentToAnswer,
    answers_in,
    commitments_to_answer,
    draft_facts,
    preview_of,
)
from coop.agenda.actions import report_progress
from coop.agenda.policy import CommitmentState
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.tables.actions import release_tables

_PROGRESS: dict[PromiseKept, CommitmentState] = {
    PromiseKept.DONE: CommitmentState.DONE,
    PromiseKept.PARTLY: CommitmentState.PARTLY,
    PromiseKept.NOT_YET: CommitmentState.OPEN,
    PromiseKept.STOPPED: CommitmentState.STOPPED,
}
_CLOSED = (CommitmentState.DONE, CommitmentState.STOPPED)


def release_report(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    seen_revision: int,
    closes_on: date,
    at: datetime,
) -> Report:
    """Make public what this board member just read, freeze it, and open judging until the end of `closes_on`.

    Raises `ConflictError` when the draft was changed since, misses something (also a commitment made since), or when
    the neighbourhood has no mandate on reports; `NotAllowedError` when the board member wrote on it.
    """
    actor.require(Permission.RELEASE_REPORT)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    policy.require_releasable(report.state, seen_revision, report.revision, account_id, report.writer_ids)
    closes_at = policy.require_judging_days(at, closes_on)
    require_complete(draft_facts(db, report, at))
    require_protected(db, report, at)
    report.public = dict(preview_of(db, report, at))
    release_tables(db, actor, district_id, report.ends_on, at=at)
    _tell_progress(db, report, commitments_to_answer(db, report, at), at)
    _close_version_before(db, report, at)
    forget_profiles(db, report)
    report.state = ReportState.RELEASED
    report.released_by = account_id
    report.released_at = at
    report.judging_closes_at = closes_at
    report.remind_on = local_day(closes_at)
    db.flush()
    return report


def _close_version_before(db: Session, report: Report, at: datetime) -> None:
    """Residents judge the newest version only: what they said of the one before it counts until now."""
    if report.replaces_id is None:
        return
    before = db.get_one(Report, report.replaces_id)
    assert before.judging_closes_at is not None
    before.judging_closes_at = min(before.judging_closes_at, at)
    if before.remind_on is not None:
        before.remind_on = local_day(before.judging_closes_at)


def _tell_progress(db: Session, report: Report, answers: list[CommitmentToAnswer], at: datetime) -> None:
    """Show on every commitment what the report says of it, in the name of the team member who began the report."""
    team = Actor(
        account_id=report.written_by,
        name="",
        district_id=report.district_id,
        roles=frozenset({Role.TEAM_MEMBER}),
    )
    told = answers_in(db, report.replaces_id) if report.replaces_id else {}
    for row in answers:
        # What the team closed on the page of the commitment keeps the words told there.
        if row.kept is None or row.commitment.state in _CLOSED:
            continue
        # A new version says only what it says otherwise than the version before it.
        if told.get(row.commitment.id) == (row.kept, row.sentence):
            continue
        report_progress(
            db,
            team,
            report.district_id,
            row.commitment.id,
            state=_PROGRESS[row.kept],
            text=row.sentence,
            at=at,
        )


def send_back_report(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    reason: str,
    at: datetime,
) -> Report:
    """Give a handed-in report back to the team, with a reason."""
    actor.require(Permission.RELEASE_REPORT)
    report = locked_report(db, district_id, report_id)
    policy.require_step(report.stage_at(at), Act.SEND_BACK)
    report.sent_back_reason = policy.require_text(
        clean_text(reason), policy.SENTENCE_LENGTH, "reason", mark("Tell the team what must be better.")
    )
    report.state = ReportState.DRAFT
    db.flush()
    return report


def note_erratum(db: Session, actor: Actor, district_id: int, report_id: int, *, text: str, at: datetime) -> Erratum:
    """Add a dated correction to a released report; its own text stays as it was. Sent twice it is kept once."""
    actor.require(Permission.WRITE_REPORT)
    report = locked_report(db, district_id, report_id)
    policy.require_released(report.stage_at(at))
    missing = mark("Tell what was wrong and what is right.")
    told = policy.require_text(clean_text(text), policy.SENTENCE_LENGTH, "text", missing)
    before = db.scalar(select(Erratum).where(Erratum.report_id == report.id, Erratum.text == told))
    if before is not None:
        return before
    erratum = Erratum(district_id=district_id, report_id=report.id, account_id=account_of(actor), text=told, at=at)
    db.add(erratum)
    db.flush()
    return erratum
