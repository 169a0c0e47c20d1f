"""Score sheets: my own at any time, those of all only once they are opened together."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels.models import Application, Procedure, ScoreSheet, Seat
from coop.panels.policy import CandidateScores, State, summarise
from coop.panels.queries.people import applications_of

# Once the panel deliberates, the sheets are open; before that no query gives them to anybody else.
_OPEN = frozenset({State.DELIBERATION, State.RATIFICATION, State.EMPLOYER_CONFIRMATION, State.PLACED, State.UNFILLED})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the panel is. For the act that opens the sheets, never for a page: a count of scores is sealed too."""

    due: int
    given: int
    members: int
    complete_members: int

    @property
    def everybody_ready(self) -> bool:
        return self.due > 0 and self.given == self.due


def my_sheets(db: Session, procedure_id: int, seat_id: int) -> dict[int, ScoreSheet]:
    """My own sheets by application."""
    rows = db.scalars(select(ScoreSheet).where(ScoreSheet.procedure_id == procedure_id, ScoreSheet.seat_id == seat_id))
    return {row.application_id: row for row in rows}


def sheets_in(db: Session, procedure_id: int) -> Sequence[tuple[int, int]]:
    """(seat, application) of every sheet that is in, without what stands on it."""
    rows = db.execute(
        select(ScoreSheet.seat_id, ScoreSheet.application_id).where(ScoreSheet.procedure_id == procedure_id)
    )
    return [(seat, application) for seat, application in rows]


def progress_of(db: Session, procedure: Procedure) -> Progress:
    """How many sheets there should be and how many are in."""
    members = db.scalars(select(Seat.id).where(Seat.procedure_id == procedure.id, Seat.answer == "accepted")).all()
    candidates = db.scalars(select(Application.id).where(Application.procedure_id == procedure.id)).all()
    given = [row for row in sheets_in(db, procedure.id) if row[0] in members]
    complete = [seat for seat in members if sum(1 for row in given if row[0] == seat) == len(candidates)]
    return Progress(len(members) * len(candidates), len(given), len(members), len(complete) if candidates else 0)


@dataclass(frozen=True, slots=True)
class Opened:
    """One candidate with all scores: in numbers, and the evidence per item."""

    summary: CandidateScores
    evidence: dict[str, list[str]]
    stepped_back: int


def opened(db: Session, procedure: Procedure) -> list[Opened]:
    """Every candidate's scores, by number. Raises `ConflictError` while they are sealed."""
    if procedure.state not in _OPEN or (procedure.votes is None and procedure.state is State.UNFILLED):
        raise ConflictError(mark("The scores are sealed until every panel member is ready."))
    sheets = db.scalars(
        select(ScoreSheet).where(ScoreSheet.procedure_id == procedure.id).order_by(ScoreSheet.seat_id)
    ).all()
    result = []
    for application in applications_of(db, procedure.id):
        own = [sheet for sheet in sheets if sheet.application_id == application.id and not sheet.stepped_back]
        numbers = [{code: value["score"] for code, value in sheet.scores.items()} for sheet in own]
        evidence = {
            code: [sheet.scores[code]["evidence"] for sheet in own if sheet.scores.get(code, {}).get("evidence")]
            for code in procedure.items
        }
        back = sum(1 for sheet in sheets if sheet.application_id == application.id and sheet.stepped_back)
        result.append(Opened(summarise(application.number, procedure.items, numbers), evidence, back))
    return result
