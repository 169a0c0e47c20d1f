"""Questions about following: what is new for somebody, who takes part in a conversation, how it was summed up."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, union_all

from coop.agenda.models import Comment, Follow, HistoryRow, Item, Mention, Offer, TalkStep
from coop.agenda.policy.talk import TalkState
from coop.identity.models import Account
from coop.identity.queries import names_of
from coop.kernel.access import Role
from coop.kernel.db import Session, UtcDateTime

# (key of `talk.OWN_NEWS`, number of the item, its title, moment)
OwnLine = tuple[str, int, str, datetime]


@dataclass(frozen=True, slots=True)
class Summary:
    """A step of a conversation: closed with a summary, or opened again with a reason."""

    state: TalkState
    role: Role
    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Followed:
    """An item that somebody follows, and when something last happened with it."""

    id: int
    title: str
    newest_at: datetime


def talk_steps_of(db: Session, district_id: int, item_id: int) -> tuple[Summary, ...]:
    """How a conversation was closed and opened again, newest first."""
    rows = db.execute(
        select(TalkStep.state, TalkStep.role, Account.name, TalkStep.text, TalkStep.at)
        .join(Account, Account.id == TalkStep.account_id)
        .where(TalkStep.district_id == district_id, TalkStep.item_id == item_id)
        .order_by(TalkStep.id.desc())
    )
    return tuple(Summary(*row) for row in rows)


def takes_part(db: Session, district_id: int, item_id: int) -> dict[int, str]:
    """Names by account of who brought in, comments on, or offers help with an item and what was merged into it.

    Their names stand on its page for everybody who can comment; who only supports is named nowhere.
    """
    here = (Item.district_id == district_id, (Item.id == item_id) | (Item.head_id == item_id))
    people = union_all(
        select(Item.account_id).where(*here),
        *(
            select(table.account_id).join(Item, Item.id == table.item_id).where(*here).distinct()
            for table in (Comment, Offer)
        ),
    )
    return names_of(db, db.scalars(people))


def followed_items(db: Session, district_id: int, account_id: int) -> list[Followed]:
    """What somebody follows, what is newest first."""
    newest = _happened(None, None).subquery()
    rows = db.execute(
        select(Item.id, Item.title, func.coalesce(func.max(newest.c.at), Item.created_at, type_=UtcDateTime))
        .join(Follow, Follow.item_id == Item.id)
        .outerjoin(newest, newest.c.item_id == Item.id)
        .where(Item.district_id == district_id, Follow.account_id == account_id)
        .group_by(Item.id, Item.title, Item.created_at)
    )
    return sorted((Followed(*row) for row in rows), key=lambda one: (one.newest_at, one.id), reverse=True)


def own_news(
    db: Session, district_id: int, account_ids: Collection[int], since: datetime, until: datetime
) -> dict[int, list[OwnLine]]:
    """What happened in (since, until] that concerns these readers alone, by account, newest first.

    Where somebody was named, and each item they follow with which others did something.
    """
    own: dict[int, list[OwnLine]] = defaultdict(list)
    named = (
        select(Mention.account_id, Item.id, Item.title, func.max(Mention.at))
        .join(Comment, Comment.id == Mention.comment_id)
        .join(Item, Item.id == Comment.item_id)
        .where(Mention.district_id == district_id, Mention.at > since, Mention.at <= until)
        .group_by(Mention.account_id, Item.id, Item.title)
    )
    happened = _happened(since, until).subquery()
    followed = (
        select(Follow.account_id, Item.id, Item.title, func.max(happened.c.at))
        .join(Item, Item.id == Follow.item_id)
        .join(happened, happened.c.item_id == Item.id)
        .where(Follow.district_id == district_id, happened.c.account_id != Follow.account_id, happened.c.at > Follow.at)
        .group_by(Follow.account_id, Item.id, Item.title)
    )
    readers = frozenset(account_ids)
    for what, rows in (("mention", named), ("followed", followed)):
        for account_id, item_id, title, at in db.execute(rows):
            if account_id in readers:
                own[account_id].append((what, item_id, title, at))
    return {one: sorted(lines, key=_newest_first) for one, lines in own.items()}


def _newest_first(line: OwnLine) -> tuple[float, int, str]:
    return -line[3].timestamp(), line[1], line[0]


def _happened(since: datetime | None, until: datetime | None):  # type: ignore[no-untyped-def]
    """(item, who, when) of comments, decisions of the board and summaries."""
    return union_all(*_parts((Comment, HistoryRow, TalkStep), since, until))


def _parts(tables: Iterable[type[Comment | HistoryRow | TalkStep]], since: datetime | None, until: datetime | None):  # type: ignore[no-untyped-def]
    for table in tables:
        part = select(table.item_id, table.account_id, table.at)
        yield part.where(table.at > since, table.at <= until) if since and until else part
