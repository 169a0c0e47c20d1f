"""Questions about rounds of statements."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.opinions.models import Round, Statement, StatementAnswer, Suggestion
from coop.opinions.policy import SuggestionState

PAGE_SIZE = 50


def rounds_of(db: Session, district_id: int, limit: int = PAGE_SIZE) -> Sequence[Round]:
    """The rounds of a neighbourhood, newest first."""
    return db.scalars(
        select(Round).where(Round.district_id == district_id).order_by(Round.id.desc()).limit(limit)
    ).all()


def round_of(db: Session, district_id: int, round_id: int) -> Round:
    """One round. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.scalar(select(Round).where(Round.id == round_id, Round.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("We do not know these statements in this neighbourhood."))
    return found


def statements_of(db: Session, round_id: int) -> Sequence[Statement]:
    """The statements of a round, in order; those that were taken away are among them, without words."""
    return db.scalars(select(Statement).where(Statement.round_id == round_id).order_by(Statement.position)).all()


def places_of(statements: Sequence[Statement]) -> list[int]:
    """The places of the statements that can be answered."""
    return [one.position for one in statements if one.withdrawn_at is None]


def statement_of(db: Session, district_id: int, statement_id: int, *, lock: bool = False) -> Statement:
    """One statement. Raises `NotFoundError`, also for one of another neighbourhood."""
    return _statement(db, district_id, Statement.id == statement_id, lock=lock)


def statement_at(db: Session, district_id: int, round_id: int, position: int, *, lock: bool = False) -> Statement:
    """The statement at a place of a round, from 1. Raises `NotFoundError`."""
    return _statement(db, district_id, Statement.round_id == round_id, Statement.position == position, lock=lock)


def _statement(db: Session, district_id: int, *which: ColumnElement[bool], lock: bool) -> Statement:
    query = select(Statement).where(Statement.district_id == district_id, *which)
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFoundError(mark("We do not know this statement in this neighbourhood."))
    return found


def answers_of(db: Session, round_id: int, account_id: int | None) -> dict[int, int]:
    """What somebody answered in a round so far, by the place of the statement."""
    if account_id is None:
        return {}
    rows = db.execute(
        select(Statement.position, StatementAnswer.answer)
        .join(StatementAnswer, StatementAnswer.statement_id == Statement.id)
        .where(Statement.round_id == round_id, StatementAnswer.account_id == account_id)
    )
    return {row.position: row.answer for row in rows}


def next_to_answer(places: Sequence[int], answered: dict[int, int], after: int = 0) -> int | None:
    """Which of `places` comes next without an answer, beginning behind `after`; None when all have one."""
    in_turn = [*(one for one in places if one > after), *(one for one in places if one <= after)]
    return next((place for place in in_turn if place not in answered), None)


def suggestions_of(db: Session, round_id: int, account_id: int | None) -> Sequence[Suggestion]:
    """What somebody brought in for a round, oldest first."""
    mine = select(Suggestion).where(Suggestion.round_id == round_id, Suggestion.account_id == account_id)
    return db.scalars(mine.order_by(Suggestion.id)).all()


def suggestions_waiting(db: Session, round_id: int) -> Sequence[Suggestion]:
    """What residents brought in and nobody decided about, oldest first."""
    waiting = Suggestion.round_id == round_id, Suggestion.state == SuggestionState.WAITING
    return db.scalars(select(Suggestion).where(*waiting).order_by(Suggestion.id)).all()


def suggestion_of(db: Session, district_id: int, suggestion_id: int, *, lock: bool = False) -> Suggestion:
    """One of them. Raises `NotFoundError`, also for one of another neighbourhood."""
    query = select(Suggestion).where(Suggestion.id == suggestion_id, Suggestion.district_id == district_id)
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFoundError(mark("We do not know this statement in this neighbourhood."))
    return found
