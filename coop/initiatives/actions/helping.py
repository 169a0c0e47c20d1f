"""Offers of help: answered by who brought an initiative in, and how to reach who helps."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from coop.agenda.actions.entry import require_words
from coop.agenda.models import Item, Offer
from coop.initiatives import policy
from coop.initiatives.actions.post import path_of
from coop.initiatives.models import HelpAnswer
from coop.initiatives.queries import initiative_of
from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, NotFoundError
from coop.kernel.text import clean_line, clean_text, require_filled, require_length
from coop.kernel.words import mark
from coop.notifications.actions import queue_mail


def answer_help(
    db: Session, actor: Actor, district_id: int, item_id: int, help_id: int, *, is_yes: bool, text: str, at: datetime
) -> HelpAnswer:
    """Who brought an initiative in says yes or no to an offer of help. Raises `NotFoundError` for others."""
    actor.require(Permission.BRING_IN_ITEM)
    item = initiative_of(db, district_id, item_id)
    offer = _offer(db, item, Offer.id == help_id)
    helper_id = offer.account_id
    if item.account_id != actor.account_id:
        raise NotFoundError(mark("You did not bring this in. Only who brought it in answers offers of help."))
    text = require_filled(clean_text(text), policy.REASON_LENGTH, "text", mark("Write a word to who offers help."))
    require_words(db, actor, text, "text", at=at)
    found = _answer(db, item_id, helper_id)
    if found is None:
        found = HelpAnswer(district_id=district_id, item_id=item_id, account_id=helper_id, offered_at=offer.at, at=at)
        db.add(found)
    else:
        policy.require_unanswered(answered=found.offered_at == offer.at)
    # A new offer has nothing to do with how somebody could be reached before.
    found.offered_at, found.is_yes, found.text, found.at, found.contact = offer.at, is_yes, text, at, ""
    db.flush()
    queue_mail(
        db,
        to_account_id=helper_id,
        subject=mark("Your offer of help was answered: %(title)s"),
        body=mark("%(answer_word)s\n\n%(reason)s\n\n%(site)s%(path)s"),
        params={
            "title": item.title,
            "answer_word": mark("They say yes.") if is_yes else mark("They do not need it now."),
            "reason": text,
            "path": path_of(db, district_id, item_id),
        },
        district_id=district_id,
        at=at,
    )
    return found


def _offer(db: Session, item: Item, which: ColumnElement[bool]) -> Offer:
    found = db.scalar(select(Offer).where(Offer.item_id == item.id, which).with_for_update())
    if found is None:
        raise NotFoundError(mark("There is no such offer of help (any more)."))
    return found


def _answer(db: Session, item_id: int, helper_id: int | None) -> HelpAnswer | None:
    return db.scalar(select(HelpAnswer).where(HelpAnswer.item_id == item_id, HelpAnswer.account_id == helper_id))


def share_contact(
    db: Session, actor: Actor, district_id: int, item_id: int, contact: str, *, at: datetime
) -> HelpAnswer:
    """Who offers help lets who said yes know how to reach them; empty takes it back."""
    actor.require(Permission.OFFER_HELP)
    item = initiative_of(db, district_id, item_id)
    offer, found = _offer(db, item, Offer.account_id == actor.account_id), _answer(db, item_id, actor.account_id)
    if found is None or not found.is_yes or found.offered_at != offer.at:
        raise ConflictError(mark("Nobody said yes to your offer (yet). Until then you need not share anything."))
    before, found.contact = found.contact, require_length(clean_line(contact), policy.CONTACT_LENGTH, "contact")
    db.flush()
    if found.contact and not before:
        queue_mail(
            db,
            to_account_id=item.account_id,
            subject=mark("You can reach who helps: %(title)s"),
            body=mark("Somebody who helps wrote down how you can reach them. Only you see it here:\n%(site)s%(path)s"),
            params={"title": item.title, "path": path_of(db, district_id, item_id)},
            district_id=district_id,
            at=at,
        )
    return found
