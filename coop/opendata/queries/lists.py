"""Rows of the open data, read from the rooms below; only what stands on public pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from coop.accountability import queries as accountability
from coop.advice.queries import advice_news
from coop.agenda.models import Comment, Commitment, CommitmentNote, Edition, EditionItem, HistoryRow, Item
from coop.agenda.policy import ItemState
from coop.agenda.policy.talk import Shown
from coop.agenda.queries.items import supporters_of_item
from coop.events.queries import events_to_come
from coop.kernel.db import Session
from coop.opinions.models import Round, Statement
from coop.voting import queries as voting
from coop.voting.policy import PollState

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a collection and how many rows there are in all. Moments and days are still objects."""

    rows: list[Row]
    total: int


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened, for the feed: `what` is a key of `policy.NEWS`, `thing_id` its number."""

    what: str
    thing_id: int
    title: str
    text: str
    at: datetime


def rows_of(db: Session, district_id: int, collection: str, *, offset: int, limit: int) -> Rows:
    """A page of one collection, oldest first. `collection` is a key of `policy.COLLECTIONS`."""
    return _READERS[collection](db, district_id, offset, limit)


def _agenda(db: Session, district_id: int, offset: int, limit: int) -> Rows:
    read = Comment.item_id == Item.id, Comment.shown == Shown.SHOWN
    comments = select(func.count()).where(*read).correlate(Item).scalar_subquery()
    query = (
        select(
            *(Item.id, Item.kind, Item.domain, Item.state, Item.title, Item.in_short, Item.details, Item.place),
            *(Item.area, Item.origin, Item.created_at, supporters_of_item(), comments.label("comments")),
            *(Item.merged_into_id, Item.answer_due_on),
        )
        .where(Item.district_id == district_id)
        .order_by(Item.id)
    )
    return _page(db, query, select(func.count()).where(Item.district_id == district_id), offset, limit)


def _editions(db: Session, district_id: int, offset: int, limit: int) -> Rows:
    query = (
        select(
            *(EditionItem.id, EditionItem.edition_id, Edition.number.label("edition"), Edition.published_at),
            *(EditionItem.position, EditionItem.item_id, EditionItem.kind, EditionItem.domain, EditionItem.title),
            *(EditionItem.in_short, EditionItem.details, EditionItem.place, EditionItem.supporters),
        )
        .join(Edition, Edition.id == EditionItem.edition_id)
        .where(EditionItem.district_id == district_id)
        .order_by(EditionItem.id)
    )
    return _page(db, query, select(func.count()).where(EditionItem.district_id == district_id), offset, limit)


def _commitments(db: Session, district_id: int, offset: int, limit: int) -> Rows:
    query = (
        select(
            *(Commitment.id, Commitment.title, Commitment.who, Commitment.how_noticed, Commitment.minutes_week),
            *(Commitment.source, Commitment.state, Commitment.made_on, Commitment.due_on, Commitment.item_id),
        )
        .where(Commitment.district_id == district_id)
        .order_by(Commitment.id)
    )
    return _page(db, query, select(func.count()).where(Commitment.district_id == district_id), offset, limit)


def _page(db: Session, query: Any, count: Any, offset: int, limit: int) -> Rows:
    rows = db.execute(query.offset(offset).limit(limit)).mappings().all()
    return Rows([dict(row) for row in rows], db.scalar(count) or 0)


def _votes(db: Session, district_id: int, offset: int, limit: int) -> Rows:
    polls = sorted(voting.poll_list(db, district_id), key=lambda poll: poll.id)
    rows = [
        {
            **{name: getattr(poll, name) for name in ("id", "title", "vote_kind", "ballot_kind", "state", "closes_at")},
            "budget": poll.budget,
            "unit": poll.unit,
            "currency": poll.currency,
            "is_published": poll.state is PollState.PUBLISHED,
        }
        for poll in polls[offset : offset + limit]
    ]
    return Rows(rows, len(polls))


def _reports(db: Session, district_id: int, offset: int, limit: int) -> Rows:
    found = sorted(accountability.reports_of(db, district_id), key=lambda report: report.id)
    names = ("id", "title", "starts_on", "ends_on", "version", "released_at")
    rows = [{name: getattr(report, name) for name in names} for report in found[offset : offset + limit]]
    return Rows(rows, len(found))


def _statements(db: Session, district_id: int, offset: int, limit: int) -> Rows:
    there = Statement.district_id == district_id, Statement.withdrawn_at.is_(None)
    query = (
        select(
            *(Statement.id, Statement.round_id, Round.title.label("round_title"), Round.domain, Round.closes_on),
            *(Round.counted_at, Statement.position, Statement.text, Round.people, Round.sizes.label("group_sizes")),
            *(Statement.standing, Statement.agree, Statement.disagree, Statement.groups.label("group_agree")),
            *(Statement.professionals, Statement.item_id),
        )
        .join(Round, Round.id == Statement.round_id)
        .where(*there)
        .order_by(Statement.id)
    )
    return _page(db, query, select(func.count()).where(*there), offset, limit)


_READERS: Mapping[str, Callable[[Session, int, int, int], Rows]] = {
    "agenda": _agenda,
    "editions": _editions,
    "commitments": _commitments,
    "votes": _votes,
    "reports": _reports,
    "statements": _statements,
}


def news_of(db: Session, district_id: int, at: datetime, limit: int) -> list[News]:
    """What happened up to `at`, newest first."""
    found = [*_on_agenda(db, district_id, limit), *_progress(db, district_id, limit), *_issues(db, district_id, limit)]
    found += [News("advice", *row) for row in advice_news(db, district_id, limit)]
    found += [
        News("event", one.id, one.title, one.cancelled_because or one.text, one.changed_at)
        for one in events_to_come(db, district_id, at)
    ]
    found += [
        News(what, poll_id, title, "", moment) for what, poll_id, title, moment in voting.poll_news(db, district_id)
    ]
    found += [
        News("report", report.id, report.title, report.in_short, report.released_at)
        for report in accountability.reports_of(db, district_id)
        if report.released_at is not None
    ]
    return sorted((one for one in found if one.at <= at), key=lambda one: (one.at, one.what, one.thing_id))[::-1][
        :limit
    ]


def _on_agenda(db: Session, district_id: int, limit: int) -> list[News]:
    first = func.min(HistoryRow.at)
    rows = db.execute(
        select(Item.id, Item.title, Item.in_short, first)
        .join(HistoryRow, HistoryRow.item_id == Item.id)
        .where(Item.district_id == district_id, Item.state == ItemState.ON_AGENDA)
        .where(HistoryRow.state == ItemState.ON_AGENDA)
        .group_by(Item.id, Item.title, Item.in_short)
        .order_by(first.desc(), Item.id.desc())
        .limit(limit)
    )
    return [News("item", *row) for row in rows]


def _progress(db: Session, district_id: int, limit: int) -> list[News]:
    rows = db.execute(
        select(Commitment.id, Commitment.title, CommitmentNote.text, CommitmentNote.at)
        .join(Commitment, Commitment.id == CommitmentNote.commitment_id)
        .where(CommitmentNote.district_id == district_id)
        .order_by(CommitmentNote.at.desc(), CommitmentNote.id.desc())
        .limit(limit)
    )
    return [News("commitment", *row) for row in rows]


def _issues(db: Session, district_id: int, limit: int) -> list[News]:
    rows = db.execute(
        select(Edition.id, Edition.number, Edition.foreword, Edition.published_at)
        .where(Edition.district_id == district_id)
        .order_by(Edition.number.desc())
        .limit(limit)
    )
    return [News("edition", number_id, str(number), text, at) for number_id, number, text, at in rows]


def as_text(value: Any) -> Any:
    """A value as JSON can hold it: moments in UTC and days as ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
