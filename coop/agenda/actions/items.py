"""What residents do with items: bring in, support, offer help, comment."""

from datetime import datetime

from sqlalchemy import delete, select

from coop.agenda import policy
from coop.agenda.actions.answering import owner_for
from coop.agenda.actions.entry import require_entry, require_words
from coop.agenda.actions.steps import enter, record, taken
from coop.agenda.actions.talking import comment
from coop.agenda.models import Item, ItemWord, Offer, Support
from coop.agenda.policy import NEIGHBOURS, OFFICES, Domain, ItemState, Kind, Origin, role_of
from coop.districts.queries import area_names
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import SAME_CLICK, local_day
from coop.kernel.db import Session
from coop.kernel.errors import InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.rules.likeness import stems_of


def bring_in(
    db: Session,
    actor: Actor,
    district_id: int,
    *,
    kind: Kind,
    domain: Domain,
    title: str,
    in_short: str,
    details: str = "",
    place: str = "",
    area: str = "",
    origin: Origin = Origin.RESIDENT,
    at: datetime,
) -> Item:
    """Bring in an item. Who brings in something of their own also supports it.

    Sent twice, the first one is returned. For others (`origin`) only the team, the board and the secretary do so.
    """
    actor.require(Permission.BRING_IN_ITEM)
    if origin is not Origin.RESIDENT:
        actor.require(Permission.BRING_IN_FOR_OTHERS)
    title = policy.require_filled(clean_line(title), policy.TITLE_LENGTH, "title", mark("Give it a short title."))
    in_short = policy.require_short(clean_text(in_short))
    details = policy.require_length(clean_text(details), policy.DETAILS_LENGTH, "details")
    place = policy.require_length(clean_line(place), policy.PLACE_LENGTH, "place")
    area = clean_line(area)
    if area and area not in area_names(db, district_id):
        raise InvalidError(mark("Choose a part of the neighbourhood."), field="area")
    before = _brought_in_before(db, actor, district_id, title=title, in_short=in_short, at=at)
    if before is not None:
        return before
    require_entry(db, actor, district_id, Item, f"{title}\n{in_short}\n{details}", field="details", at=at)
    item = Item(
        district_id=district_id,
        kind=kind,
        domain=domain,
        title=title,
        in_short=in_short,
        details=details,
        place=place,
        area=area,
        origin=origin,
        account_id=actor.account_id,
        owner_id=owner_for(db, district_id, local_day(at)),
        created_at=at,
    )
    enter(item, ItemState.NEW, at=at)
    db.add(item)
    db.flush()
    db.add_all(words_of(item))
    own = origin is Origin.RESIDENT
    record(db, actor, item, role=role_of(actor.roles, NEIGHBOURS if own else OFFICES), at=at)
    if own and actor.may(Permission.SUPPORT_ITEM):
        _add_support(db, actor, item, at)
    return item


def add_heard(db: Session, item: Item, times: int) -> None:
    """Count what was heard at doors with an item that is held. Raises `ConflictError` when it is no longer open."""
    policy.require_open(item.state)
    item.heard += times
    db.flush()


def take_heard_back(db: Session, district_id: int, item_id: int) -> None:
    """What was heard at a door was counted with the wrong item, whatever became of that item since."""
    item = db.scalars(select(Item).where(Item.id == item_id, Item.district_id == district_id).with_for_update()).one()
    item.heard = max(0, item.heard - 1)
    db.flush()


def words_of(item: Item) -> list[ItemWord]:
    """The rows under which items about the same find this one."""
    stems = sorted({stem[: policy.STEM_LENGTH] for stem in stems_of(f"{item.title} {item.in_short}")})
    return [ItemWord(item_id=item.id, district_id=item.district_id, stem=stem) for stem in stems]


def add_mine(
    db: Session, actor: Actor, district_id: int, item_id: int, *, title: str, in_short: str, details: str, at: datetime
) -> Item:
    """Add to an item what was about to become a second one: as a comment, and as support of who may support.

    Raises `InvalidError` when it is too long for a comment, `ConflictError` when the item is no longer open.
    """
    said = "\n\n".join(part for part in (clean_line(title), clean_text(in_short), clean_text(details)) if part)
    if len(said) > policy.COMMENT_LENGTH:
        raise InvalidError(
            mark("This is too long to add to another item. Use at most %(longest)s characters in all."),
            field="details",
            longest=policy.COMMENT_LENGTH,
        )
    comment(db, actor, district_id, item_id, said, at=at)
    if actor.may(Permission.SUPPORT_ITEM):
        support(db, actor, district_id, item_id, at=at)
    return taken(db, district_id, item_id)[item_id]


def _brought_in_before(
    db: Session, actor: Actor, district_id: int, *, title: str, in_short: str, at: datetime
) -> Item | None:
    return db.scalar(
        select(Item)
        .where(
            Item.district_id == district_id,
            Item.account_id == actor.account_id,
            Item.title == title,
            Item.in_short == in_short,
            Item.created_at > at - SAME_CLICK,
        )
        .limit(1)
    )


def support(db: Session, actor: Actor, district_id: int, item_id: int, *, at: datetime) -> bool:
    """Say "this is mine too". False when this person had said so before: nothing changes."""
    actor.require(Permission.SUPPORT_ITEM)
    item = taken(db, district_id, item_id)[item_id]
    policy.require_open(item.state)
    known = db.scalar(select(Support.id).where(Support.item_id == item_id, Support.account_id == actor.account_id))
    if known is not None:
        return False
    _add_support(db, actor, item, at)
    return True


def _add_support(db: Session, actor: Actor, item: Item, at: datetime) -> None:
    db.add(Support(district_id=item.district_id, item_id=item.id, account_id=actor.account_id, at=at))
    db.flush()


def withdraw_support(db: Session, actor: Actor, district_id: int, item_id: int) -> bool:
    """Take one's support back, in every state of the item, also as no resident any more. False without one."""
    actor.require(Permission.SEE_MY_PAGE)
    taken(db, district_id, item_id)
    known = db.scalar(select(Support).where(Support.item_id == item_id, Support.account_id == actor.account_id))
    if known is None:
        return False
    db.delete(known)
    db.flush()
    return True


def offer_help(db: Session, actor: Actor, district_id: int, item_id: int, text: str, *, at: datetime) -> Offer:
    """Offer help with an item; a second offer of the same person takes the place of the first."""
    actor.require(Permission.OFFER_HELP)
    item = taken(db, district_id, item_id)[item_id]
    policy.require_open(item.state)
    text = policy.require_filled(clean_text(text), policy.OFFER_LENGTH, "offer", mark("Say what you would like to do."))
    require_words(db, actor, text, "offer", at=at)
    offer = db.scalar(select(Offer).where(Offer.item_id == item_id, Offer.account_id == actor.account_id))
    if offer is None:
        offer = Offer(district_id=district_id, item_id=item_id, account_id=actor.account_id, text=text, at=at)
        db.add(offer)
    elif offer.text != text:
        offer.text, offer.at = text, at
    db.flush()
    return offer


def withdraw_offer(db: Session, actor: Actor, district_id: int, item_id: int) -> None:
    """Take one's offer of help back, also as no resident any more; harmless when there was none."""
    actor.require(Permission.SEE_MY_PAGE)
    taken(db, district_id, item_id)
    db.execute(delete(Offer).where(Offer.item_id == item_id, Offer.account_id == actor.account_id))
