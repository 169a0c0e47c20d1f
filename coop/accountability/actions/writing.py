"""The team writes a report, section by section, and hands it in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from coop.accountability import policy
from coop.accountability.models import CommitmentAnswer, Figure, Report
from coop.accountability.policy import PromiseKept, ReportState
from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.document import require_consistent
from coop.accountability.policy.protection import FigureKind, Numbers
from coop.accountability.queries.drafts import commitments_to_answer
from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, NotAllowedError, NotFoundError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark


def account_of(actor: Actor) -> int:
    """The account of who acts. Raises `NotAllowedError` for a visitor."""
    if actor.account_id is None:
        raise NotAllowedError(mark("You are not signed in (any more). Sign in and try again."))
    return actor.account_id


def locked_report(db: Session, district_id: int, report_id: int) -> Report:
    """The report, held until the end of the transaction. Raises `NotFoundError`."""
    query = select(Report).where(Report.id == report_id, Report.district_id == district_id).with_for_update()
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFoundError(mark("There is no such report in this neighbourhood."))
    return found


def begin_report(
    db: Session, actor: Actor, district_id: int, *, title: str, starts_on: date, ends_on: date, at: datetime
) -> Report:
    """Begin a report about a period that has ended and that no other report covers."""
    actor.require(Permission.WRITE_REPORT)
    account_id = account_of(actor)
    name = policy.require_text(clean_line(title), policy.TITLE_LENGTH, "title", mark("Give the report a title."))
    policy.require_period(starts_on, ends_on, local_day(at))
    hold_district(db, district_id)
    others = db.execute(select(Report.starts_on, Report.ends_on).where(Report.district_id == district_id))
    policy.require_apart(starts_on, ends_on, [(row.starts_on, row.ends_on) for row in others])
    report = Report(
        district_id=district_id,
        title=name,
        starts_on=starts_on,
        ends_on=ends_on,
        state=ReportState.DRAFT,
        written_by=account_id,
        writer_ids=[account_id],
        changed_by=account_id,
        questions=[],
        begun_at=at,
    )
    db.add(report)
    db.flush()
    return report


def open_draft(db: Session, actor: Actor, district_id: int, report_id: int) -> Report:
    """The draft, about to be changed by this team member: one more revision, no longer checked by anybody."""
    actor.require(Permission.WRITE_REPORT)
    account_id = account_of(actor)
    report = locked_report(db, district_id, report_id)
    policy.require_writable(report.state)
    report.revision += 1
    report.state = ReportState.DRAFT
    if account_id not in report.writer_ids:
        report.writer_ids = [*report.writer_ids, account_id]
    report.changed_by = account_id
    report.facts_checked_by = report.facts_checked_at = None
    report.protection_checked_by = report.protection_checked_at = None
    return report


def save_summary(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    in_short: str,
    at: datetime,  # noqa: ARG001
) -> Report:
    """Keep "in short" (at most 150 words)."""
    report = open_draft(db, actor, district_id, report_id)
    report.in_short = policy.require_short(clean_text(in_short))
    db.flush()
    return report


def save_lessons(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    went_wrong: str,
    learned: str,
    at: datetime,  # noqa: ARG001
) -> Report:
    """Keep what went wrong and what was learned; both may wait until handing in."""
    report = open_draft(db, actor, district_id, report_id)
    report.went_wrong = policy.require_length(clean_text(went_wrong), policy.TEXT_LENGTH, "went_wrong")
    report.learned = policy.require_length(clean_text(learned), policy.TEXT_LENGTH, "learned")
    db.flush()
    return report


def save_reach(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    texts: Mapping[str, str | None],
    at: datetime,  # noqa: ARG001
) -> Report:
    """Keep who is not reached (`reach_gap`), and a `dilemma` with `one_view` and `other_view` next to each other."""
    report = open_draft(db, actor, district_id, report_id)
    kept = {
        name: policy.require_length(clean_text(text or ""), policy.TEXT_LENGTH, name) for name, text in texts.items()
    }
    report.reach_gap = kept["reach_gap"]
    policy.require_both_views(kept["dilemma"], kept["one_view"], kept["other_view"])
    report.dilemma, report.one_view, report.other_view = kept["dilemma"], kept["one_view"], kept["other_view"]
    db.flush()
    return report


def save_questions(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    questions: Sequence[str],
    at: datetime,  # noqa: ARG001
) -> Report:
    """Keep the questions to residents: at most three, empty ones are left out."""
    report = open_draft(db, actor, district_id, report_id)
    cleaned = [clean_line(question) for question in questions]
    for number, question in enumerate(cleaned, start=1):
        policy.require_length(question, policy.QUESTION_LENGTH, f"question_{number}")
    asked = [question for question in cleaned if question]
    if len(asked) > policy.MOST_QUESTIONS:
        raise ConflictError(mark("Ask residents at most three questions."))
    report.questions = asked
    db.flush()
    return report


def save_figures(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    *,
    figures: Mapping[str, Numbers],
    notes: Mapping[str, str] | None = None,
    at: datetime,  # noqa: ARG001
) -> Report:
    """Keep figures by indicator code; an empty figure is taken out, one that is not named stays as it was.

    `notes`: what the team says of a figure, by code; one that is not named stays as it was.
    """
    report = open_draft(db, actor, district_id, report_id)
    kept = {row.code: row for row in db.scalars(select(Figure).where(Figure.report_id == report.id))}
    for code, typed in figures.items():
        indicator = CATALOGUE.get(code)
        if indicator is None or indicator.kind is FigureKind.COMPUTED:
            raise NotFoundError(mark("We do not know this figure."))
        numbers = require_consistent(indicator, typed)
        row = kept.get(code)
        if numbers.is_empty:
            if row is not None:
                db.delete(row)
            continue
        if row is None:
            row = Figure(district_id=district_id, report_id=report.id, code=code)
            db.add(row)
        row.definition_version = indicator.version
        row.value, row.numerator = numbers.value, numbers.numerator
        row.denominator, row.n, row.p90 = numbers.denominator, numbers.n, numbers.p90
        if notes is not None and code in notes:
            row.note = policy.require_length(clean_line(notes[code]), policy.NOTE_LENGTH, f"{code}_note")
    db.flush()
    return report


def answer_commitment(
    db: Session,
    actor: Actor,
    district_id: int,
    report_id: int,
    commitment_id: int,
    *,
    kept: PromiseKept,
    sentence: str,
    at: datetime,
) -> CommitmentAnswer:
    """Say what became of a commitment, with a sentence. It becomes known when the report is released."""
    report = open_draft(db, actor, district_id, report_id)
    if commitment_id not in {row.commitment.id for row in commitments_to_answer(db, report, at)}:
        raise NotFoundError(mark("There is no such commitment in this neighbourhood."))
    text = policy.require_text(
        clean_text(sentence),
        policy.SENTENCE_LENGTH,
        "sentence",
        mark("Explain it in a sentence that residents understand."),
    )
    answer = db.scalar(
        select(CommitmentAnswer).where(
            CommitmentAnswer.report_id == report.id, CommitmentAnswer.commitment_id == commitment_id
        )
    )
    if answer is None:
        answer = CommitmentAnswer(district_id=district_id, report_id=report.id, commitment_id=commitment_id)
        db.add(answer)
    answer.kept, answer.sentence = kept, text
    db.flush()
    return answer
