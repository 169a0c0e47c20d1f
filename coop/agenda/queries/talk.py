"""Questions about the conversation below an item; a fixed number of statements, however many comments there are."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select

from coop.agenda.models import Comment, CommentWording, HelpfulMark, Item
from coop.agenda.policy.talk import PAGE_SIZE, CommentKind
from coop.identity.models import Account
from coop.kernel.access import Role
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark


@dataclass(frozen=True, slots=True)
class Voice:
    """A comment. `helpful`: how many it helps; `marked`: whether the reader is one of them.

    `item_id` and `item_title`: where it was written, also when that was merged into the item it is shown with.
    """

    id: int
    account_id: int
    role: Role
    name: str
    kind: CommentKind
    text: str
    at: datetime
    changed_at: datetime | None
    item_id: int
    item_title: str
    helpful: int
    marked: bool
    parent_id: int | None = None
    answers: tuple["Voice", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Wording:
    """How a comment was worded until a moment."""

    text: str
    until_at: datetime


def comment_counts(db: Session, district_id: int, item_id: int) -> dict[CommentKind, int]:
    """How many comments of each kind stand below an item, answers to them not counted; every kind is named."""
    counts = dict.fromkeys(CommentKind, 0)
    rows = db.execute(
        select(Comment.kind, func.count())
        .join(Item, Item.id == Comment.item_id)
        .where(Comment.district_id == district_id, _below(item_id), Comment.parent_id.is_(None))
        .group_by(Comment.kind)
    )
    for kind, number in rows:
        counts[kind] = number
    return counts


def comments_of(
    db: Session,
    district_id: int,
    item_id: int,
    *,
    offset: int = 0,
    limit: int = PAGE_SIZE,
    account_id: int | None = None,
) -> list[Voice]:
    """Comments below an item with their answers, as seen by `account_id`.

    First the most helpful reason for, the most helpful against, question and remark; then the next of each kind. So a
    reason that few share stands beside one that many share. Among equals the oldest first; answers oldest first.
    """
    ranked = _ranked(district_id, item_id).offset(offset).limit(limit).subquery()
    shown = _rows(account_id).join(ranked, ranked.c.id == Comment.id).order_by(ranked.c.place, ranked.c.order_of_kind)
    tops = [Voice(*row) for row in db.execute(shown)]
    answers: dict[int | None, list[Voice]] = defaultdict(list)
    if tops:
        below = _rows(account_id).where(Comment.parent_id.in_([one.id for one in tops]))
        for row in db.execute(below.order_by(Comment.at, Comment.id)):
            answers[row.parent_id].append(Voice(*row))
    return [_with(one, tuple(answers[one.id])) for one in tops]


def _ranked(district_id: int, item_id: int) -> Any:
    """(id, place, order_of_kind) of the comments below an item that answer no other, in their order."""
    place = func.row_number().over(partition_by=Comment.kind, order_by=(_helpful().desc(), Comment.at, Comment.id))
    order = case({kind.value: number for number, kind in enumerate(CommentKind)}, value=Comment.kind)
    return (
        select(Comment.id, place.label("place"), order.label("order_of_kind"))
        .join(Item, Item.id == Comment.item_id)
        .where(Comment.district_id == district_id, _below(item_id), Comment.parent_id.is_(None))
        .order_by(place, order)
    )


def place_of(db: Session, district_id: int, item_id: int, comment_id: int) -> int:
    """Which place, from 0, a comment has below an item; an answer has that of the comment it answers."""
    top = db.scalar(select(func.coalesce(Comment.parent_id, Comment.id)).where(Comment.id == comment_id))
    return list(db.scalars(_ranked(district_id, item_id))).index(top)


def _with(voice: Voice, answers: tuple[Voice, ...]) -> Voice:
    return replace(voice, answers=answers) if answers else voice


def comment_of(db: Session, district_id: int, item_id: int, comment_id: int, *, account_id: int | None = None) -> Voice:
    """One comment below an item, without answers. Raises `NotFoundError`, also for one of another item."""
    row = db.execute(
        _rows(account_id).where(Comment.id == comment_id, Comment.district_id == district_id, _below(item_id))
    ).one_or_none()
    if row is None:
        raise NotFoundError(mark("There is no such comment below this item."))
    return Voice(*row)


def wordings_of(db: Session, district_id: int, comment_id: int) -> list[Wording]:
    """How a comment was worded before, newest first."""
    rows = db.execute(
        select(CommentWording.text, CommentWording.until_at)
        .where(CommentWording.district_id == district_id, CommentWording.comment_id == comment_id)
        .order_by(CommentWording.id.desc())
    )
    return [Wording(*row) for row in rows]


def _below(item_id: int) -> ColumnElement[bool]:
    return or_(Item.id == item_id, Item.head_id == item_id)


def _helpful() -> ColumnElement[int]:
    return select(func.count()).where(HelpfulMark.comment_id == Comment.id).correlate(Comment).scalar_subquery()


def _rows(account_id: int | None) -> Any:
    marked = exists().where(HelpfulMark.comment_id == Comment.id, HelpfulMark.account_id == (account_id or 0))
    return (
        select(
            *(Comment.id, Comment.account_id, Comment.role, Account.name, Comment.kind, Comment.text, Comment.at),
            *(Comment.changed_at, Comment.item_id, Item.title, _helpful(), marked.correlate(Comment)),
            Comment.parent_id,
        )
        .join(Account, Account.id == Comment.account_id)
        .join(Item, Item.id == Comment.item_id)
    )
