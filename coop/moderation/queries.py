"""Questions about reports, decisions and turns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from coop.agenda.models import Comment, CommentWording, Item
from coop.agenda.policy.talk import Shown
from coop.identity.models import Account
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.moderation import policy
from coop.moderation.models import (
    CommentCase,
    CommentDecision,
    CommentReport,
    ModerationRules,
    ModerationTurn,
    TurnDraw,
)
from coop.moderation.policy import CaseState, HouseRule, Verdict, Way

LAST_DECISIONS = 50
LAST_DRAWS = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment about which somebody must decide.

    `before`: what it said when it was reported, if that was something else. `hindrance`: why this reader cannot decide;
    None when they can.
    """

    comment_id: int
    item_id: int
    item_title: str
    text: str
    state: CaseState
    objection: str
    opened_at: datetime
    reports: int
    rules: tuple[HouseRule, ...]
    before: str
    hindrance: str | None

    @property
    def due_on(self) -> date:
        """The last day for the decision."""
        return policy.decide_due_on(self.opened_at)


@dataclass(frozen=True, slots=True)
class Reported:
    """A comment as who reports it sees it; without words when they are hidden already."""

    comment_id: int
    item_id: int
    item_title: str
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A row of the public log."""

    verdict: Verdict
    rule: HouseRule
    reason: str
    after_objection: bool
    reports: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Somebody who is willing, or has or had a turn."""

    id: int
    account_id: int
    name: str
    way: Way | None
    begins_on: date | None
    ends_on: date | None


def rules_of(db: Session, district_id: int) -> tuple[int, int]:
    """(reports after which a comment is hidden, days of a turn)."""
    found = db.get(ModerationRules, district_id)
    return (found.hide_after, found.term_days) if found else (policy.USUAL_HIDE_AFTER, policy.USUAL_TERM_DAYS)


def turns_of(db: Session, district_id: int, today: date) -> list[TurnRow]:
    """Who is willing and who has a turn, by name; not whose turn is over."""
    rows = db.execute(
        select(
            *(ModerationTurn.id, ModerationTurn.account_id, Account.name, ModerationTurn.way),
            *(ModerationTurn.begins_on, ModerationTurn.ends_on),
        )
        .join(Account, Account.id == ModerationTurn.account_id)
        .where(ModerationTurn.district_id == district_id)
        .where(or_(ModerationTurn.ends_on.is_(None), ModerationTurn.ends_on > today))
        .order_by(Account.name, ModerationTurn.id)
    )
    return [TurnRow(*row) for row in rows]


def on_duty(db: Session, district_id: int, today: date) -> Sequence[int]:
    """The accounts that have a turn today."""
    return db.scalars(
        select(ModerationTurn.account_id)
        .where(ModerationTurn.district_id == district_id)
        .where(ModerationTurn.begins_on <= today, ModerationTurn.ends_on > today)
        .order_by(ModerationTurn.id)
    ).all()


def comment_to_report(db: Session, district_id: int, comment_id: int) -> Reported:
    """A comment of this neighbourhood. Raises `NotFoundError`."""
    row = db.execute(
        select(Comment.id, Comment.item_id, Item.title, case((Comment.shown == Shown.SHOWN, Comment.text), else_=""))
        .join(Item, Item.id == Comment.item_id)
        .where(Comment.id == comment_id, Comment.district_id == district_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(mark("There is no such comment below this item."))
    return Reported(*row)


def own_comment(db: Session, district_id: int, comment_id: int, account_id: int | None) -> Reported:
    """A comment as who wrote it sees it, hidden or not. Raises `NotFoundError` for somebody else."""
    row = db.execute(
        select(Comment.id, Comment.item_id, Item.title, Comment.text)
        .join(Item, Item.id == Comment.item_id)
        .where(Comment.id == comment_id, Comment.district_id == district_id, Comment.account_id == account_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(mark("You did not write this comment. Only who wrote it can change it."))
    return Reported(*row)


def waiting_cases(db: Session, district_id: int, account_id: int) -> list[Waiting]:
    """What waits for a decision, the longest first, as seen by somebody with a turn; never by whom it was written."""
    reports = select(func.count()).where(CommentReport.comment_id == Comment.id).correlate(Comment).scalar_subquery()
    rows = db.execute(
        select(
            *(CommentCase.comment_id, Comment.item_id, Item.title, Comment.text, CommentCase.state),
            *(CommentCase.objection, CommentCase.opened_at, reports),
            *(part.label(name) for name, part in hindrances(account_id).items()),
        )
        .join(Comment, Comment.id == CommentCase.comment_id)
        .join(Item, Item.id == Comment.item_id)
        .where(CommentCase.district_id == district_id, CommentCase.state.in_(policy.WAITS))
        .order_by(CommentCase.opened_at, CommentCase.id)
    ).all()
    named: dict[int, list[HouseRule]] = {}
    ids = [row[0] for row in rows]
    for comment_id, rule in db.execute(
        select(CommentReport.comment_id, CommentReport.rule)
        .where(CommentReport.comment_id.in_(ids))
        .order_by(CommentReport.id)
    ):
        named.setdefault(comment_id, []).append(rule)
    before = _reported_words(db, ids)
    return [_waiting(row, named.get(row[0], ()), before.get(row[0], "")) for row in rows]


def _reported_words(db: Session, ids: Sequence[int]) -> dict[int, str]:
    """What these comments said when they were reported, where they say something else now."""
    rows = db.execute(
        select(CommentWording.comment_id, CommentWording.text)
        .join(CommentCase, CommentCase.comment_id == CommentWording.comment_id)
        .where(CommentWording.comment_id.in_(ids), CommentWording.until_at > CommentCase.opened_at)
        .order_by(CommentWording.id.desc())
    )
    # The oldest comes last and stays.
    return {row.comment_id: row.text for row in rows}


def _waiting(row: Any, rules: Iterable[HouseRule], before: str) -> Waiting:
    hindrance = policy.hindrance(row.state, talked=row.talked, reported=row.reported, decided=row.decided)
    return Waiting(*(*row[:8], tuple(dict.fromkeys(rules)), before, hindrance))


def waiting_since(db: Session, district_id: int, comment_id: int) -> datetime:
    """Since when a reported comment waits for a decision. Raises `NotFoundError` when it was never reported."""
    which = CommentCase.district_id == district_id, CommentCase.comment_id == comment_id
    since = db.scalar(select(CommentCase.opened_at).where(*which))
    if since is None:
        raise NotFoundError(mark("There is no such comment below this item."))
    return since


def waiting_counts(db: Session, district_id: int, today: date) -> tuple[int, int]:
    """(how many comments wait for a decision, how many of them longer than the term)."""
    opened = db.scalars(
        select(CommentCase.opened_at).where(CommentCase.district_id == district_id, CommentCase.state.in_(policy.WAITS))
    ).all()
    return len(opened), sum(1 for one in opened if policy.decide_due_on(one) < today)


def hindrances(account_id: int) -> dict[str, ColumnElement[bool]]:
    """What keeps somebody from deciding about a case, as columns beside `Comment` and `CommentCase`."""
    other = aliased(Comment)
    same_thread = or_(
        other.id == Comment.id,
        other.parent_id == Comment.id,
        and_(Comment.parent_id.is_not(None), or_(other.id == Comment.parent_id, other.parent_id == Comment.parent_id)),
    )
    return {
        "talked": exists().where(other.account_id == account_id, same_thread).correlate(Comment),
        "reported": exists()
        .where(CommentReport.comment_id == Comment.id, CommentReport.account_id == account_id)
        .correlate(Comment),
        "decided": exists()
        .where(CommentDecision.case_id == CommentCase.id, CommentDecision.account_id == account_id)
        .correlate(CommentCase),
    }


def newest_decisions(db: Session, district_id: int) -> list[Decided]:
    """The public log, newest first: no persons, no words of the comment."""
    rows = db.execute(
        select(
            *(CommentDecision.verdict, CommentDecision.rule, CommentDecision.reason),
            *(CommentDecision.after_objection, CommentDecision.reports, CommentDecision.at),
        )
        .where(CommentDecision.district_id == district_id)
        .order_by(CommentDecision.id.desc())
        .limit(LAST_DECISIONS)
    )
    return [Decided(*row) for row in rows]


def decision_counts(db: Session, district_id: int) -> dict[Verdict, int]:
    """How often was decided what; every verdict is named."""
    counts = dict.fromkeys(Verdict, 0)
    rows = db.execute(
        select(CommentDecision.verdict, func.count())
        .where(CommentDecision.district_id == district_id)
        .group_by(CommentDecision.verdict)
    )
    for verdict, number in rows:
        counts[verdict] = number
    return counts


@dataclass(frozen=True, slots=True)
class DrawRow:
    """A draw of turns as everybody reads it: numbers, no names."""

    id: int
    wanted: int
    listed: tuple[int, ...]
    lot: str
    drawn: tuple[int, ...]
    closed_at: datetime
    drawn_at: datetime | None

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """(number on the list, its lot number) in the order of the lot; empty before the dice."""
        lot = policy.lot_of(self.id, self.lot)
        names = lot.ordered([str(one) for one in self.listed]) if self.lot else []
        return tuple((int(name), lot.number(name)) for name in names)


def draws_of(db: Session, district_id: int, limit: int = LAST_DRAWS) -> list[DrawRow]:
    """The draws of turns, newest first."""
    rows = db.scalars(
        select(TurnDraw).where(TurnDraw.district_id == district_id).order_by(TurnDraw.id.desc()).limit(limit)
    )
    return [
        DrawRow(row.id, row.wanted, tuple(row.listed), row.lot, tuple(row.drawn), row.closed_at, row.drawn_at)
        for row in rows
    ]


def require_draw(db: Session, district_id: int, draw_id: int) -> None:
    """See that this draw is one of this neighbourhood. Raises `NotFoundError`."""
    if db.scalar(select(TurnDraw.id).where(TurnDraw.id == draw_id, TurnDraw.district_id == district_id)) is None:
        raise NotFoundError(mark("There is no such draw in this neighbourhood."))


def waiting_draw(db: Session, district_id: int) -> DrawRow | None:
    """The draw of which the list is closed and the dice are still to be thrown."""
    return next((one for one in draws_of(db, district_id, 1) if one.drawn_at is None), None)
