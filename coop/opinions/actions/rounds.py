"""Opening a round, answering, counting it once, and bringing what all share to the agenda."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coop.agenda.actions import bring_in
from coop.agenda.models import Item
from coop.agenda.policy import Domain, Kind, Origin
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import fold_once_each
from coop.kernel.errors import ConflictError, InvalidError, raise_all
from coop.kernel.text import clean_line, clean_text, require_filled
from coop.kernel.words import mark
from coop.opinions import policy
from coop.opinions.models import Round, Statement, StatementAnswer, Suggestion
from coop.opinions.queries import round_of, statement_at, statement_of, statements_of
from coop.rules.opinions import Answer, Answers, Standing, picture_of


@dataclass(frozen=True, slots=True)
class Plan:
    """A round to open: its theme, what it is for, the statements, and the last day."""

    domain: Domain
    title: str
    text: str
    statements: Sequence[str]
    closes_on: date


def open_round(db: Session, actor: Actor, district_id: int, plan: Plan, *, at: datetime) -> Round:
    """Open a round. Raises `InvalidError` with every fault, `ConflictError` when one with this title is open."""
    actor.require(Permission.KEEP_OPINIONS)
    title, text = clean_line(plan.title), clean_text(plan.text)
    statements = [line for line in (clean_line(one) for one in plan.statements) if line]
    _require_all(
        lambda: require_filled(title, policy.TITLE_LENGTH, "title", mark("Say in a few words what it is about.")),
        lambda: require_filled(text, policy.TEXT_LENGTH, "text", mark("Say why you ask this.")),
        lambda: policy.require_statements(statements),
        lambda: policy.require_last_day(plan.closes_on, local_day(at)),
    )
    same = select(Round.id).where(Round.district_id == district_id, Round.title == title, Round.counted_at.is_(None))
    if db.scalar(same) is not None:
        raise ConflictError(mark("Statements with this title are open already."))
    made = Round(
        district_id=district_id,
        domain=plan.domain,
        title=title,
        text=text,
        made_by=actor.account_id,
        opened_at=at,
        closes_on=plan.closes_on,
    )
    db.add(made)
    db.flush()
    db.add_all(
        Statement(district_id=district_id, round_id=made.id, position=place, text=one)
        for place, one in enumerate(statements, 1)
    )
    db.flush()
    return made


def _require_all(*checks: Callable[[], object]) -> None:
    faults: list[InvalidError] = []
    for check in checks:
        try:
            check()
        except InvalidError as fault:
            faults.append(fault)
    raise_all(faults)


def answer_statement(
    db: Session, actor: Actor, district_id: int, round_id: int, *, position: int, answer: Answer, at: datetime
) -> None:
    """Say agree, disagree or pass; a second answer takes the place of the first.

    Raises `TooLateError` after the last day, `NotFoundError` for a statement that is not there.
    """
    actor.require(Permission.SAY_OPINION)
    asked = round_of(db, district_id, round_id)
    policy.require_open(
        asked.closes_on, local_day(at), is_counted=asked.counted_at is not None, is_ended=bool(asked.ended_because)
    )
    # Held, so that two clicks at the same moment come one after the other.
    found = statement_at(db, district_id, round_id, position, lock=True)
    policy.require_not_withdrawn(found.withdrawn_at is not None)
    statement = found.id
    mine = StatementAnswer.statement_id == statement, StatementAnswer.account_id == actor.account_id
    given = db.scalar(select(StatementAnswer).where(*mine))
    if given is None:
        given = StatementAnswer(district_id=district_id, statement_id=statement, account_id=actor.account_id)
        db.add(given)
    given.answer, given.is_professional = int(answer), actor.has(Role.TEAM_MEMBER)
    db.flush()


def count_due(db: Session, *, at: datetime) -> int:
    """Count every round whose last day is over, once, and erase its answers. Returns how many rounds."""
    due = db.scalars(
        select(Round).where(Round.counted_at.is_(None), Round.closes_on < local_day(at)).with_for_update()
    ).all()
    for one in due:
        _count(db, one, at)
    db.flush()
    return len(due)


def _count(db: Session, asked: Round, at: datetime) -> None:
    statements = [one for one in statements_of(db, asked.id) if one.withdrawn_at is None]
    given = db.scalars(
        select(StatementAnswer)
        .join(Statement, Statement.id == StatementAnswer.statement_id)
        .where(Statement.round_id == asked.id)
        .order_by(StatementAnswer.account_id, StatementAnswer.statement_id)
    ).all()
    picture = picture_of(
        _by_person(one for one in given if not one.is_professional),
        [str(one.id) for one in statements],
        _by_person(one for one in given if one.is_professional),
    )
    asked.counted_at, asked.people, asked.sizes = at, picture.people, _listed(picture.sizes)
    for statement, view in zip(statements, picture.views, strict=True):
        statement.standing, statement.agree, statement.disagree = view.standing, view.agree, view.disagree
        statement.groups, statement.professionals = _listed(view.groups), view.professionals
    db.flush()
    db.execute(delete(StatementAnswer).where(StatementAnswer.statement_id.in_([one.id for one in statements])))


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(one) for one in numbers)


def _by_person(given: Iterable[StatementAnswer]) -> Answers:
    people: dict[str, dict[str, Answer]] = {}
    for one in given:
        people.setdefault(str(one.account_id), {})[str(one.statement_id)] = Answer(one.answer)
    return people


def offer_statement(
    db: Session, actor: Actor, district_id: int, statement_id: int, in_short: str, *, at: datetime
) -> Item:
    """Bring a statement that nearly everybody shares to the agenda; offered before, that item is returned.

    Raises `ConflictError` for a statement that is not shared.
    """
    actor.require(Permission.BRING_IN_FOR_OTHERS)
    statement = statement_of(db, district_id, statement_id, lock=True)
    if statement.standing is not Standing.SHARED:
        raise ConflictError(mark("Only a statement with which nearly everybody agrees can be offered like this."))
    known = db.get(Item, statement.item_id) if statement.item_id else None
    if known is not None:
        return known
    item = bring_in(
        db,
        actor,
        district_id,
        kind=Kind.WISH,
        domain=round_of(db, district_id, statement.round_id).domain,
        title=statement.text,
        in_short=in_short,
        origin=Origin.STATEMENT,
        at=at,
    )
    statement.item_id = item.id
    db.flush()
    return item


def fold_answers(db: Session, district_id: int, *, gone: int, kept: int) -> None:
    """Two accounts turn out to be of one person: of statements that both answered, the answer of `kept` counts."""
    people = {"district_id": district_id, "gone": gone, "kept": kept}
    fold_once_each(db, StatementAnswer.account_id, StatementAnswer.statement_id, **people)
    fold_once_each(db, Suggestion.account_id, Suggestion.round_id, Suggestion.text, **people)
