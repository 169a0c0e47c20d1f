"""Questions about the conversation below an item; a fixed number of statements, however many comments there are."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import BindParameter, Integer, bindparam, case, exists, func, select

from coop.agenda.models import Comment, CommentWording, HelpfulMark, Item
from coop.agenda.policy.talk import PAGE_SIZE, CommentKind, Shown
from coop.agenda.queries.items import group_of
from coop.identity.models import Account
from coop.kernel.access import Role
from coop.kernel.db import Session, rows_of
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
    shown: Shown = Shown.SHOWN
    is_watched: bool = False
    answers: tuple["Voice", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Wording:
    """How a comment was worded until a moment."""

    text: str
    until_at: datetime


# The statements do not depend on who asks what: each is built once.
_ITEM: BindParameter[int] = bindparam("item_id")
_READER: BindParameter[int] = bindparam("account_id")
# Below an item stands also what was written below an item that was merged into it.
_BELOW = Comment.item_id.in_(group_of(_ITEM))
# Written so that SQLite looks under the item: by an index on the parent alone it would read all that answers nothing.
_ANSWERS_NONE = func.coalesce(Comment.parent_id, 0) == 0

_COUNTS = select(Comment.kind, func.count()).where(_BELOW, _ANSWERS_NONE).group_by(Comment.kind)


def comment_counts(db: Session, district_id: int, item_id: int) -> dict[CommentKind, int]:
    """How many comments of each kind stand below an item, answers to them not counted; every kind is named."""
    counts = dict.fromkeys(CommentKind, 0)
    for kind, number in rows_of(db, _COUNTS, {"district_id": district_id, "item_id": item_id}):
        counts[kind] = number
    return counts


_HELPFUL = select(func.count()).where(HelpfulMark.comment_id == Comment.id).correlate(Comment).scalar_subquery()
_MARKED = exists().where(HelpfulMark.comment_id == Comment.id, HelpfulMark.account_id == _READER).correlate(Comment)
_VOICES = (
    select(
        *(Comment.id, Comment.account_id, Comment.role, Account.name, Comment.kind, Comment.text, Comment.at),
        *(Comment.changed_at, Comment.item_id, Item.title, _HELPFUL, _MARKED, Comment.parent_id, Comment.shown),
        Comment.is_watched,
    )
    .join(Account, Account.id == Comment.account_id)
    .join(Item, Item.id == Comment.item_id)
)
# Of the comments that answer no other: what helps is counted once, then each kind has its own row.
_TOPS = select(Comment.id, Comment.kind, Comment.at, _HELPFUL.label("helpful")).where(_BELOW, _ANSWERS_NONE).subquery()
_PLACE = (
    func.row_number()
    .over(partition_by=_TOPS.c.kind, order_by=(_TOPS.c.helpful.desc(), _TOPS.c.at, _TOPS.c.id))
    .label("place")
)
_ORDER = case({kind.value: number for number, kind in enumerate(CommentKind)}, value=_TOPS.c.kind).label(
    "order_of_kind"
)
_ORDERED = select(_TOPS.c.id, _PLACE, _ORDER).order_by(_PLACE, _ORDER)
_RANKED = _ORDERED.offset(bindparam("skip", type_=Integer)).limit(bindparam("most", type_=Integer)).subquery()
_SHOWN = _VOICES.join(_RANKED, _RANKED.c.id == Comment.id).order_by(_RANKED.c.place, _RANKED.c.order_of_kind)
_ANSWERS = _VOICES.where(Comment.parent_id.in_(bindparam("parents", expanding=True))).order_by(Comment.at, Comment.id)
_ONE = _VOICES.where(Comment.id == bindparam("comment_id"), _BELOW)


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
    asked = {"district_id": district_id, "item_id": item_id, "account_id": account_id or 0}
    tops = [Voice(*row) for row in rows_of(db, _SHOWN, {**asked, "skip": offset, "most": limit})]
    answers: dict[int | None, list[Voice]] = defaultdict(list)
    if tops:
        below = {"parents": [one.id for one in tops], "account_id": account_id or 0}
        for row in rows_of(db, _ANSWERS, below):
            answers[row.parent_id].append(Voice(*row))
    return [_with(one, tuple(answers[one.id])) for one in tops]


def place_of(db: Session, district_id: int, item_id: int, comment_id: int) -> int:
    """Which place, from 0, a comment has below an item; an answer has that of the comment it answers."""
    top = db.scalar(select(func.coalesce(Comment.parent_id, Comment.id)).where(Comment.id == comment_id))
    ordered = rows_of(db, _ORDERED, {"district_id": district_id, "item_id": item_id})
    return [row.id for row in ordered].index(top)


def _with(voice: Voice, answers: tuple[Voice, ...]) -> Voice:
    return replace(voice, answers=answers) if answers else voice


def comment_of(db: Session, district_id: int, item_id: int, comment_id: int, *, account_id: int | None = None) -> Voice:
    """One comment below an item, without answers. Raises `NotFoundError`, also for one of another item."""
    asked = {"district_id": district_id, "item_id": item_id, "comment_id": comment_id, "account_id": account_id or 0}
    row = rows_of(db, _ONE, asked).one_or_none()
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
