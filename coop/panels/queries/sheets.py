"""Score sheets: my own at any time, those of all only once they are opened together."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels.models import Application, PaperSheet, Procedure, ScoreSheet
from coop.panels.policy import (
    AFTER_DECISION,
    AFTER_REVEAL,
    Agreement,
    AppState,
    CandidateScores,
    State,
    Tally,
    ordinal_alpha,
    summarise,
)
from coop.panels.queries.rows import Candidate, Rows, rows_of

SCREENING, INTERVIEW = "screening", "interview"
# seats by application: who has to hand in, and who did
Round = tuple[dict[int, frozenset[int]], dict[int, frozenset[int]]]


def my_sheets(db: Session, procedure_id: int, seat_id: int, phase: str) -> dict[int, ScoreSheet]:
    """My own sheets of one phase by application."""
    rows = db.scalars(
        select(ScoreSheet).where(
            ScoreSheet.procedure_id == procedure_id, ScoreSheet.seat_id == seat_id, ScoreSheet.phase == phase
        )
    )
    return {row.application_id: row for row in rows}


def read_by(db: Session, procedure: Procedure, seat_id: int) -> list[Application]:
    """Whom this member reads without names: all admitted candidates but those for whom the member stepped back."""
    back = select(ScoreSheet.application_id).where(
        ScoreSheet.seat_id == seat_id, ScoreSheet.phase == SCREENING, ScoreSheet.stepped_back.is_(True)
    )
    query = select(Application).where(
        Application.procedure_id == procedure.id, Application.state == AppState.ADMITTED, Application.id.not_in(back)
    )
    return list(db.scalars(query.order_by(Application.number)))


def sheet_of(db: Session, seat_id: int, application_id: int, phase: str) -> ScoreSheet | None:
    """One sheet, None when it is not there."""
    return db.scalar(
        select(ScoreSheet).where(
            ScoreSheet.seat_id == seat_id, ScoreSheet.application_id == application_id, ScoreSheet.phase == phase
        )
    )


def paper_sheet_of(db: Session, seat_id: int, application_id: int, phase: str) -> PaperSheet | None:
    """What was typed of one paper sheet, None when it was not typed."""
    return db.scalar(
        select(PaperSheet).where(
            PaperSheet.seat_id == seat_id, PaperSheet.application_id == application_id, PaperSheet.phase == phase
        )
    )


def unchecked_paper(db: Session, procedure_id: int, phase: str) -> list[tuple[int, int]]:
    """Seat and application of each sheet of a phase that was typed once: another person has to type it too."""
    rows = db.execute(
        select(PaperSheet.seat_id, PaperSheet.application_id)
        .where(PaperSheet.procedure_id == procedure_id, PaperSheet.phase == phase, PaperSheet.checked_at.is_(None))
        .order_by(PaperSheet.seat_id, PaperSheet.application_id)
    )
    return [(row[0], row[1]) for row in rows]


def _marks(db: Session, procedure_id: int, phase: str) -> list[Any]:
    """Which sheets are in, without what stands on them. For rounds, never for a page: a count is sealed too."""
    return list(
        db.execute(
            select(
                *(ScoreSheet.seat_id, ScoreSheet.application_id, ScoreSheet.stepped_back, ScoreSheet.struck),
            ).where(ScoreSheet.procedure_id == procedure_id, ScoreSheet.phase == phase, ScoreSheet.complete.is_(True))
        )
    )


def _round(marks: list[Any], due: dict[int, set[int]]) -> Round:
    handed_in: dict[int, set[int]] = {}
    for row in marks:
        if row.stepped_back or row.struck:
            due.get(row.application_id, set()).discard(row.seat_id)
        else:
            handed_in.setdefault(row.application_id, set()).add(row.seat_id)
    return (
        {key: frozenset(seats) for key, seats in due.items()},
        {key: frozenset(seats) for key, seats in handed_in.items()},
    )


def screening_round(db: Session, procedure: Procedure, rows: Rows | None = None) -> Round:
    """Who reads whom without names: every member every candidate, except who stepped back."""
    rows = rows or rows_of(db, procedure)
    due = {one: rows.accepted() for one in rows.among(AppState.ADMITTED)}
    return _round(_marks(db, procedure.id, SCREENING), due)


def interview_round(db: Session, procedure: Procedure, rows: Rows | None = None) -> Round:
    """Who scores whom after the interviews."""
    return _round(_marks(db, procedure.id, INTERVIEW), (rows or rows_of(db, procedure)).judges())


@dataclass(frozen=True, slots=True)
class Opened:
    """One candidate with all scores: in numbers, the evidence per item, and what was changed after the reveal."""

    summary: CandidateScores
    before: CandidateScores
    evidence: dict[str, list[str]]
    amendments: list[str]
    stepped_back: int


def require_open(procedure: Procedure) -> None:
    """Raise `ConflictError` while the scores are sealed, and for good when they never opened or are erased."""
    before = procedure.suspended_from if procedure.state is State.SUSPENDED else procedure.state
    opened_once = before in AFTER_REVEAL or (
        before in (State.UNFILLED, State.REOPENED, State.CANCELLED) and procedure.votes is not None
    )
    if not opened_once or procedure.state is State.ERASED:
        raise ConflictError(mark("The scores are sealed until every panel member is ready."))


def _counting(db: Session, procedure: Procedure, phase: str) -> Sequence[ScoreSheet]:
    query = select(ScoreSheet).where(
        *(ScoreSheet.procedure_id == procedure.id, ScoreSheet.phase == phase),
        *(ScoreSheet.struck.is_(False), ScoreSheet.complete.is_(True)),
    )
    return db.scalars(query.order_by(ScoreSheet.seat_id)).all()


def opened(db: Session, procedure: Procedure, rows: Rows | None = None) -> list[Opened]:
    """Every interviewed candidate's scores, by number. Raises `ConflictError` while they are sealed."""
    require_open(procedure)
    sheets = _counting(db, procedure, INTERVIEW)
    judged = {sheet.application_id for sheet in sheets}
    candidates = (rows or rows_of(db, procedure)).candidates
    return [_opened(procedure, one, sheets) for one in candidates if one.id in judged]


def _opened(procedure: Procedure, application: Candidate, sheets: Sequence[ScoreSheet]) -> Opened:
    mine = [sheet for sheet in sheets if sheet.application_id == application.id]
    own = [sheet for sheet in mine if not sheet.stepped_back]
    codes, heavy = procedure.items, procedure.most_important

    def numbers(sheet: ScoreSheet, *, amended: bool) -> dict[str, int | None]:
        scores = sheet.amended if amended and sheet.amended else sheet.scores
        return {code: value["score"] for code, value in scores.items()}

    return Opened(
        summary=summarise(application.number, codes, [numbers(one, amended=True) for one in own], heavy),
        before=summarise(application.number, codes, [numbers(one, amended=False) for one in own], heavy),
        evidence={
            code: [sheet.scores[code]["evidence"] for sheet in own if sheet.scores.get(code, {}).get("evidence")]
            for code in codes
        },
        amendments=[sheet.amend_reason for sheet in own if sheet.amended],
        stepped_back=sum(1 for sheet in mine if sheet.stepped_back),
    )


def agreement_of(rows: Sequence[Opened]) -> Agreement | None:
    """Krippendorff's alpha over all candidates and items together."""
    return ordinal_alpha([item.scores for row in rows for item in row.summary.items])


def screening_means(db: Session, procedure: Procedure) -> dict[int, Fraction | None]:
    """The mean of each admitted candidate by number, for the act that makes the shortlist; for no page."""
    sheets = _counting(db, procedure, SCREENING)
    rows = db.scalars(
        select(Application).where(Application.procedure_id == procedure.id, Application.state == AppState.ADMITTED)
    )
    return {one.number: _opened(procedure, one, sheets).summary.mean for one in rows}


class Totals(NamedTuple):
    """What board and employer may know of the scores and the vote: totals of a candidate, by number only."""

    number: int
    mean: Fraction | None
    approvals: int
    firsts: int


def totals_of(db: Session, procedure: Procedure, rows: Rows | None = None) -> list[Totals]:
    """Totals after the decision of the panel; empty before it, and when they are erased."""
    before = procedure.suspended_from if procedure.state is State.SUSPENDED else procedure.state
    if before not in AFTER_DECISION or procedure.votes is None:
        return []
    tally, placed = Tally.from_json(procedure.votes), {one["number"] for one in procedure.earlier or ()}
    return [
        Totals(
            row.summary.number,
            row.summary.mean,
            tally.approvals.get(row.summary.number, 0),
            tally.firsts.get(row.summary.number, 0),
        )
        for row in opened(db, procedure, rows)
        if row.summary.number not in placed
    ]
