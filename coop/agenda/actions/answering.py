"""Who sees to it that an answer comes: given at once, handed over, passed on to others, reminded."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from coop.agenda import policy
from coop.agenda.actions.steps import in_hand, move, path_of, remind, tell_author
from coop.agenda.models import Item
from coop.agenda.policy import ItemState, answering
from coop.districts.models import District
from coop.kernel.access import Actor, Role
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail
from coop.ties.policy import Matter
from coop.ties.queries import tied_accounts

TOPIC = "answer"

_SOON = mark("Answer what neighbours brought in")
_SOON_BODY = mark(
    "Neighbours wait for an answer of the board to this. You see to it that they get one. The first answer must be "
    "there by %(first_on)s:\n\n%(titles)s\n\nPut it on the agenda, merge it, pass it on, or say why not:\n"
    "%(site)s%(path)s"
)
_LATE = mark("Neighbours should have had an answer by now")
_LATE_BODY = mark(
    "Neighbours still wait for an answer of the board to this, longer than the %(days)s days that we promise. You see "
    "to it that they get one. The first answer should have been there by %(first_on)s:\n\n%(titles)s\n\n"
    "Everybody can read that it is late. Answer here:\n%(site)s%(path)s"
)


def owner_for(db: Session, district_id: int, on: date, *, without: Collection[int] = ()) -> int | None:
    """The board member with the fewest items that wait, the longest on the site among equals; None without a board.

    `without`: who cannot be it.
    """
    board = [one for one in account_ids_with(db, district_id, Role.BOARD, on) if one not in without]
    owners = db.scalars(
        select(Item.owner_id).where(
            Item.district_id == district_id, Item.state == ItemState.NEW, Item.owner_id.in_(board)
        )
    )
    waiting = Counter(owners)
    return min(board, key=lambda one: (waiting[one], one), default=None)


def hand_over(db: Session, actor: Actor, district_id: int, item_id: int, owner_id: int, *, at: datetime) -> Item:
    """Make a board member the one who sees to an item, and mail them when somebody else did so.

    Raises `InvalidError` for somebody who is not on the board, `ConflictError` when it is theirs already.
    """
    item = in_hand(db, actor, district_id, item_id)[item_id]
    if owner_id not in account_ids_with(db, district_id, Role.BOARD, local_day(at)):
        raise InvalidError(mark("Choose somebody of the board."), field="owner")
    if owner_id in tied_accounts(db, district_id, Matter.ITEM, item_id):
        raise InvalidError(mark("This board member takes no part in it. Choose somebody else."), field="owner")
    if item.owner_id == owner_id:
        raise ConflictError(mark("This board member sees to the item already. Nothing has changed."))
    item.owner_id = owner_id
    db.flush()
    if owner_id != actor.account_id:
        queue_mail(
            db,
            to_account_id=owner_id,
            subject=mark("You see to an item on the agenda from now on"),
            body=mark(
                "A board member asked you to see to the item “%(title)s”. If it still waits for an answer, you get a "
                "reminder in time.\n\nLook at it here:\n%(site)s%(path)s"
            ),
            params={"title": item.title, "path": path_of(db, item)},
            district_id=district_id,
            at=at,
        )
    return item


def pass_on(
    db: Session, actor: Actor, district_id: int, item_id: int, *, to_whom: str, reason: str, at: datetime
) -> Item:
    """Pass an item on to others who go about it, by name, with what was asked of them; everybody can read it."""
    item = in_hand(db, actor, district_id, item_id)[item_id]
    to_whom = policy.require_filled(
        clean_line(to_whom), policy.PASSED_TO_LENGTH, "to_whom", mark("Say to whom you pass it on.")
    )
    reason = policy.require_filled(
        clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say what you asked of them. Everybody can read it.")
    )
    move(db, actor, item, ItemState.PASSED_ON, reason=reason, passed_to=to_whom, at=at)
    tell_author(
        db,
        actor,
        item,
        subject=mark("Your item was passed on"),
        body=mark(
            "The board passed your item “%(title)s” on to: %(to_whom)s. This was asked of them:\n\n%(reason)s\n\n"
            "The board keeps an eye on it. When it knows more, it says so on the page of your item, and you get mail."
        ),
        reason=reason,
        to_whom=to_whom,
        at=at,
    )
    return item


def remind_owners(db: Session, *, at: datetime) -> int:
    """Send the reminders that are due on the whole site, one mail per person and neighbourhood; returns how many.

    Where the owner is no longer on the board, or there is none, the whole board is reminded.
    """
    today = local_day(at)
    due = db.scalars(
        select(Item).where(Item.remind_on <= today).order_by(Item.answer_due_on, Item.id).with_for_update()
    ).all()
    boards: dict[int, list[int]] = {}
    mine: dict[tuple[int, int], list[Item]] = defaultdict(list)
    for item in due:
        place = item.district_id
        if place not in boards:
            boards[place] = list(account_ids_with(db, place, Role.BOARD, today))
        for one in [item.owner_id] if item.owner_id in boards[place] else boards[place]:
            assert one is not None
            mine[place, one].append(item)
        assert item.answer_due_on is not None
        item.remind_on = answering.next_reminder_on(item.answer_due_on, today)
    for (place, account_id), items in mine.items():
        remind(
            db,
            db.get_one(District, place),
            account_id,
            [(item.title, item.answer_due_on) for item in items if item.answer_due_on],
            soon=(_SOON, _SOON_BODY),
            late=(_LATE, _LATE_BODY),
            path="agenda/beheer",
            topic=TOPIC,
            at=at,
        )
    db.flush()
    return len(mine)
