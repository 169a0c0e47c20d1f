"""What every act on an item shares: taking it in hand, writing its history, telling who brought it in."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from coop.agenda.models import Comment, HistoryRow, Item, Offer, Support
from coop.agenda.policy import OFFICES, ItemState, answering, require_move, role_of
from coop.districts.models import District
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.notifications.actions import queue_mail, queue_mail_to_many
from coop.ties.actions import require_no_tie
from coop.ties.policy import Matter

# What mail is about that people get because they take part in an item.
TOPIC = "agenda"


def taken(db: Session, district_id: int, *item_ids: int) -> dict[int, Item]:
    """The items by id, locked until the end of the transaction in one fixed order.

    The lock keeps two people apart who support, merge or decide at the same moment.
    Raises `NotFoundError` when one of them is not in this neighbourhood.
    """
    found = {
        item.id: item
        for item in db.scalars(
            select(Item)
            .where(Item.district_id == district_id, Item.id.in_(item_ids))
            .order_by(Item.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    }
    if len(found) != len(set(item_ids)):
        raise NotFoundError(mark("There is no such item on the agenda of this neighbourhood."))
    return found


def in_hand(db: Session, actor: Actor, district_id: int, *item_ids: int) -> dict[int, Item]:
    """The items that the board acts on, locked. Raises `ConflictError` for who takes no part in one of them."""
    actor.require(Permission.CURATE_AGENDA)
    found = taken(db, district_id, *item_ids)
    require_no_tie(db, actor, district_id, Matter.ITEM, *item_ids)
    return found


def record(
    db: Session,
    actor: Actor,
    item: Item,
    *,
    reason: str = "",
    other_id: int | None = None,
    passed_to: str = "",
    role: Role | None = None,
    at: datetime,
) -> None:
    """Write down that the item came into its present state: who in what role, when and why."""
    db.add(
        HistoryRow(
            district_id=item.district_id,
            item_id=item.id,
            state=item.state,
            role=role or role_of(actor.roles, OFFICES),
            account_id=actor.account_id,
            other_item_id=other_id,
            passed_to=passed_to,
            reason=reason,
            at=at,
        )
    )
    db.flush()


def enter(item: Item, state: ItemState, *, at: datetime) -> None:
    """Set the state of an item, and with it the clock: what is new must be answered, what is not new has its answer."""
    due_on = answering.answer_due_on(at) if state is ItemState.NEW else None
    item.state, item.answer_due_on = state, due_on
    item.remind_on = answering.first_reminder_on(due_on) if due_on else None


def move(
    db: Session, actor: Actor, item: Item, to: ItemState, *, reason: str = "", passed_to: str = "", at: datetime
) -> None:
    """Bring an item into another state, with its row of history. Raises `ConflictError` when it may not go there."""
    require_move(item.state, to)
    enter(item, to, at=at)
    record(db, actor, item, reason=reason, passed_to=passed_to, at=at)


def tell_involved(
    db: Session, actor: Actor, item: Item, *, subject: str, body: str, params: dict[str, object], at: datetime
) -> None:
    """Mail everybody who brought in, supports, comments on or offers help with an item, but not who acts."""
    people = {item.account_id}
    for table in (Support, Comment, Offer):
        people.update(db.scalars(select(table.account_id).where(table.item_id == item.id)))
    queue_mail_to_many(
        db,
        sorted(people - {actor.account_id}),
        subject=subject,
        body=body,
        topic=TOPIC,
        district_id=item.district_id,
        at=at,
        params={"title": item.title, **params},
    )


# A mail names so many things; the page names them all.
MOST_TITLES = 10


def remind(
    db: Session,
    place: District,
    account_id: int,
    due: Sequence[tuple[str, date]],
    *,
    soon: tuple[str, str],
    late: tuple[str, str],
    path: str,
    topic: str,
    at: datetime,
) -> None:
    """One mail about everything that is due, (title, last day), the first day first.

    `soon` and `late`: subject and body, by whether the first day has passed.
    """
    first_on = due[0][1]
    subject, body = late if answering.is_overdue(first_on, local_day(at)) else soon
    titles = [f"- {title}" for title, _day in due[:MOST_TITLES]]
    queue_mail_to_many(
        db,
        [account_id],
        subject=subject,
        body=body,
        topic=topic,
        district_id=place.id,
        at=at,
        params={
            "titles": "\n".join([*titles, "…"] if len(due) > MOST_TITLES else titles),
            "first_on": first_on.isoformat(),
            "path": f"/{place.slug}/{path}",
            "days": answering.ANSWER_DAYS,
        },
    )


def path_of(db: Session, item: Item) -> str:
    """The address of the page of an item, from the root of the site."""
    return f"/{db.get_one(District, item.district_id).slug}/agenda/{item.id}"


def tell_author(
    db: Session,
    actor: Actor,
    item: Item,
    *,
    subject: str,
    body: str,
    reason: str = "",
    at: datetime,
    **more: str,
) -> None:
    """Mail who brought the item in what was decided; nobody is mailed about their own act."""
    if item.account_id == actor.account_id:
        return
    queue_mail(
        db,
        to_account_id=item.account_id,
        subject=subject,
        body=body,
        params={"title": item.title, "reason": reason, **more},
        district_id=item.district_id,
        at=at,
    )
