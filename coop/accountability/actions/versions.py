"""A correction that changes the report itself makes a new version; the old one stays readable."""

from datetime import datetime

from sqlalchemy import select

from coop.accountability import policy
from coop.accountability.actions.writing import account_of, locked_report
from coop.accountability.models import CommitmentAnswer, Figure, Report, Story
from coop.accountability.policy import ReportState
from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.text import clean_text
from coop.kernel.words import mark

_COPIED = ("title", "starts_on", "ends_on", "in_short", "went_wrong", "learned", "no_failure_reason", "questions")
_REACH = ("reach_gap", "dilemma", "one_view", "other_view")
_FIGURE = ("code", "definition_version", "value", "numerator", "denominator", "n", "p90", "note")
_STORY = ("kind", "title", "text", "consent_on", "household", "matches", "offer_id")
_READ = ("reader_id", "read_at", "read_hash")
_ANSWER = ("commitment_id", "kept", "sentence")


def begin_version(db: Session, actor: Actor, district_id: int, report_id: int, *, reason: str, at: datetime) -> Report:
    """Begin a next version of a released report, with everything that stands in the last one.

    It goes the whole way again. Raises `ConflictError` when there is a newer version already, released or not.
    """
    actor.require(Permission.WRITE_REPORT)
    account_id = account_of(actor)
    hold_district(db, district_id)
    report = locked_report(db, district_id, report_id)
    policy.require_released(report.stage_at(at))
    missing = mark("Tell what was wrong and what is right.")
    told = policy.require_text(clean_text(reason), policy.SENTENCE_LENGTH, "text", missing)
    if db.scalar(select(Report.id).where(Report.replaces_id == report.id)) is not None:
        raise ConflictError(mark("There is a newer version of this report already."))
    fresh = Report(
        district_id=district_id,
        version=report.version + 1,
        replaces_id=report.id,
        version_reason=told,
        state=ReportState.DRAFT,
        written_by=account_id,
        writer_ids=sorted({*report.writer_ids, account_id}),
        changed_by=account_id,
        begun_at=at,
        **{name: getattr(report, name) for name in (*_COPIED, *_REACH)},
    )
    db.add(fresh)
    db.flush()
    for table, columns in ((Figure, _FIGURE), (Story, (*_STORY, *_READ)), (CommitmentAnswer, _ANSWER)):
        _copy(db, table, columns, report, fresh)
    db.flush()
    return fresh


def _copy(
    db: Session, table: type[Figure | Story | CommitmentAnswer], columns: tuple[str, ...], old: Report, fresh: Report
) -> None:
    for row in db.scalars(select(table).where(table.report_id == old.id).order_by(table.id)):
        if isinstance(row, Story) and row.withdrawn_on is not None:
            continue
        kept = {name: getattr(row, name) for name in columns}
        if isinstance(row, Story):
            kept["first_id"] = row.first_id or row.id
        db.add(table(district_id=fresh.district_id, report_id=fresh.id, **kept))
