"""What the board does with items: put on the agenda, refuse, merge, close, reopen. Always in the open."""

from datetime import datetime

from sqlalchemy import select

from coop.agenda import policy
from coop.agenda.actions.steps import enter, in_hand, move, path_of, record, tell_author, tell_involved
from coop.agenda.models import Item
from coop.agenda.policy import ItemState
from coop.agenda.policy.checking import require_checked
from coop.agenda.policy.merging import heads_of, require_merge
from coop.kernel.access import Actor
from coop.kernel.db import Session
from coop.kernel.text import clean_text
from coop.kernel.words import mark


def put_on_agenda(db: Session, actor: Actor, district_id: int, item_id: int, *, at: datetime) -> Item:
    """Put a new item on the agenda and tell who brought it in."""
    item = in_hand(db, actor, district_id, item_id)[item_id]
    require_checked(item.origin, item.state, item.checked_at)
    move(db, actor, item, ItemState.ON_AGENDA, at=at)
    tell_author(
        db,
        actor,
        item,
        subject=mark("Your item is on the agenda"),
        body=mark(
            "Your item “%(title)s” is on the agenda of the neighbourhood. "
            "The team and the board can now make a proposal of it, on which the members vote."
        ),
        at=at,
    )
    return item


def refuse(db: Session, actor: Actor, district_id: int, item_id: int, reason: str, *, at: datetime) -> Item:
    """Keep an item off the agenda, or take it off, with a reason that everybody can read."""
    item = in_hand(db, actor, district_id, item_id)[item_id]
    reason = _reason(reason, mark("Say why. Everybody can read the reason."))
    move(db, actor, item, ItemState.REFUSED, reason=reason, at=at)
    tell_author(
        db,
        actor,
        item,
        subject=mark("Your item is not on the agenda"),
        body=mark(
            "The board did not put your item “%(title)s” on the agenda. This is the reason:\n\n%(reason)s\n\n"
            "Do you see it differently? Answer the board at its walk-in hour."
        ),
        reason=reason,
        at=at,
    )
    return item


def merge(
    db: Session, actor: Actor, district_id: int, item_id: int, into_id: int, *, reason: str = "", at: datetime
) -> Item:
    """Merge an item into another one.

    Nothing moves: comments, offers and supports stay where they were written. Supporters are counted together under
    the other item, each person once. Raises when the other item is the same one, was merged itself or is closed.
    """
    both = in_hand(db, actor, district_id, item_id, into_id)
    item, into = both[item_id], both[into_id]
    reason = policy.require_length(clean_text(reason), policy.REASON_LENGTH, "reason")
    if item.merged_into_id == into_id:
        return item
    require_merge(item.id, item.state, into.id, into.state)
    enter(item, ItemState.MERGED, at=at)
    item.merged_into_id = item.head_id = into.id
    for follower in db.scalars(select(Item).where(Item.district_id == district_id, Item.head_id == item.id)):
        follower.head_id = into.id
    record(db, actor, item, reason=reason, other_id=into.id, at=at)
    tell_involved(
        db,
        actor,
        item,
        subject=mark("“%(title)s” was merged with another item"),
        body=mark(
            "You brought in the item “%(title)s”, support it, or said something about it. It is about the same as the "
            "item “%(other)s”. They go on together. All supporters of both count, each person once, and everything "
            "that was written stays.\n\nThis is where it goes on:\n%(site)s%(path)s\n\nIs it not the same? Tell the "
            "board: it can split them again."
        ),
        params={"other": into.title, "path": path_of(db, into)},
        at=at,
    )
    tell_author(
        db,
        actor,
        into,
        subject=mark("Another item joined yours"),
        body=mark(
            "Neighbours brought in “%(other)s”. It is about the same thing as your item “%(title)s”, so they go on "
            "together under yours. Supporters of both count, each person once."
        ),
        other=item.title,
        at=at,
    )
    return item


def close(db: Session, actor: Actor, district_id: int, item_id: int, outcome: str, *, at: datetime) -> Item:
    """Close an item that was on the agenda or passed on, and say what came of it."""
    item = in_hand(db, actor, district_id, item_id)[item_id]
    outcome = _reason(outcome, mark("Say what came of it. Everybody can read it."))
    move(db, actor, item, ItemState.CLOSED, reason=outcome, at=at)
    tell_author(
        db,
        actor,
        item,
        subject=mark("What came of your item"),
        body=mark("Your item “%(title)s” is closed. This came of it:\n\n%(reason)s"),
        reason=outcome,
        at=at,
    )
    return item


def reopen(db: Session, actor: Actor, district_id: int, item_id: int, reason: str, *, at: datetime) -> Item:
    """Take up again what was refused, merged or closed: it is new once more and waits for the board."""
    item = in_hand(db, actor, district_id, item_id)[item_id]
    reason = _reason(reason, mark("Say why. Everybody can read the reason."))
    policy.require_move(item.state, ItemState.NEW)
    if item.state is ItemState.MERGED:
        return _split(db, actor, item, reason, at)
    enter(item, ItemState.NEW, at=at)
    record(db, actor, item, reason=reason, at=at)
    tell_author(
        db,
        actor,
        item,
        subject=mark("Your item is taken up again"),
        body=mark("Your item “%(title)s” is taken up again. This is the reason:\n\n%(reason)s"),
        reason=reason,
        at=at,
    )
    return item


def _split(db: Session, actor: Actor, item: Item, reason: str, at: datetime) -> Item:
    """Undo a merge, and tell everybody who was told of it."""
    _split_off(db, item)
    enter(item, ItemState.NEW, at=at)
    record(db, actor, item, reason=reason, at=at)
    tell_involved(
        db,
        actor,
        item,
        subject=mark("“%(title)s” goes on by itself again"),
        body=mark(
            "The item “%(title)s” was merged with another one. The board split them again. This is the reason:\n\n"
            "%(reason)s\n\nWhat you did for this item counts here again:\n%(site)s%(path)s"
        ),
        params={"reason": reason, "path": path_of(db, item)},
        at=at,
    )
    return item


def _split_off(db: Session, item: Item) -> None:
    """Undo a merge: what was merged into this item counts under it again."""
    group = db.scalars(select(Item).where(Item.district_id == item.district_id, Item.head_id == item.head_id)).all()
    item.merged_into_id = item.head_id = None
    parents = {one.id: one.merged_into_id for one in group}
    heads = heads_of(parents)
    for one in group:
        if one.merged_into_id is not None:
            one.head_id = heads[one.id]


def _reason(text: str, missing: str) -> str:
    return policy.require_filled(clean_text(text), policy.REASON_LENGTH, "reason", missing)
