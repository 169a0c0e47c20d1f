"""Answering offers of help; asking the team to come, answering that, and telling afterwards how it was."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from coop.agenda.actions.entry import require_words
from coop.agenda.models import Item, Offer
from coop.districts.models import District
from coop.districts.queries import hold_district
from coop.events.actions import Plan, cancel_with, plan_event
from coop.events.policy import LONGEST, PLACE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, EventKind, require_moment
from coop.events.policy import REASON_LENGTH as CALENDAR_REASON_LENGTH
from coop.initiatives import policy
from coop.initiatives.models import HelpAnswer, Visit
from coop.initiatives.policy import VisitState
from coop.initiatives.queries import initiative_of, still_asked, takes_part
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotFoundError
from coop.kernel.text import clean_line, clean_text, require_filled, require_length
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail, queue_mail_to_many

TOPIC = "visits"
_ASKED = mark("Residents ask the team to come: %(title)s")
_LATE = mark("Residents still wait to hear of you: %(title)s")
_OFF = mark("It does not take place: %(title)s")
_OFF_BODY = mark(
    "Residents asked the team to come to this: %(title)s, %(starts_at)s. It does not take place, for this reason:\n\n"
    "%(reason)s\n\nNobody of the team need come, and there is nothing to tell afterwards.\n\n%(site)s%(path)s"
)
_ASKED_BODY = mark(
    "About: %(title)s, %(starts_at)s.\n\nResidents ask whether somebody of the team comes. Say who comes, or why "
    "nobody can. Afterwards tell in a sentence how it was. Your last day is %(due_on)s. "
    "Everybody can see whether you did.\n\n%(site)s%(path)s"
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """To what the team is asked to come. `is_open`: everybody is welcome, so it may stand in the calendar."""

    title: str
    place: str
    text: str
    starts_at: datetime
    minutes: int
    is_open: bool


def ask_team(
    db: Session, actor: Actor, district_id: int, item_id: int, invitation: Invitation, *, at: datetime
) -> Visit:
    """Ask the team to come to something of an initiative. The same question, sent again, is kept once."""
    actor.require(Permission.ASK_TEAM)
    item = initiative_of(db, district_id, item_id)
    policy.require_initiative(item.kind, item.state)
    policy.require_part(takes_part(db, item, actor.account_id))
    title = require_filled(clean_line(invitation.title), TITLE_LENGTH, "title", mark("Say in a few words what it is."))
    place = require_filled(clean_line(invitation.place), PLACE_LENGTH, "place", mark("Say where it is."))
    text = require_length(clean_text(invitation.text), TEXT_LENGTH, "text")
    if not 1 <= invitation.minutes <= LONGEST:
        raise InvalidError(mark("It lasts at least a minute and at most a day."), field="minutes")
    require_moment(invitation.starts_at, at)
    require_words(db, actor, f"{title}\n{place}\n{text}", "text", at=at)
    hold_district(db, district_id)
    before = db.scalar(
        select(Visit).where(
            Visit.item_id == item_id,
            Visit.title == title,
            Visit.starts_at == invitation.starts_at,
            Visit.state != VisitState.WITHDRAWN,
        )
    )
    if before is not None:
        return before
    made = Visit(
        district_id=district_id,
        item_id=item_id,
        account_id=actor.account_id,
        title=title,
        place=place,
        text=text,
        starts_at=invitation.starts_at,
        minutes=invitation.minutes,
        is_open=invitation.is_open,
        asked_at=at,
        answer_due_on=policy.answer_due_on(at, invitation.starts_at),
    )
    db.add(made)
    db.flush()
    _tell_team(db, made, _ASKED, at)
    return made


def _tell_team(db: Session, visit: Visit, subject: str, at: datetime) -> None:
    due_on = visit.answer_due_on if visit.state is VisitState.ASKED else policy.tell_due_on(visit.starts_at)
    queue_mail_to_many(
        db,
        account_ids_with(db, visit.district_id, Role.TEAM_MEMBER, local_day(at)),
        subject=subject,
        body=_ASKED_BODY,
        topic=TOPIC,
        district_id=visit.district_id,
        at=at,
        params={
            "title": visit.title,
            "starts_at": visit.starts_at.isoformat(),
            "due_on": due_on.isoformat(),
            "path": _path(db, visit.district_id, visit.item_id),
        },
    )


def _path(db: Session, district_id: int, item_id: int) -> str:
    return f"/{db.get_one(District, district_id).slug}/initiatieven/{item_id}"


def _taken(db: Session, district_id: int, visit_id: int) -> Visit:
    found = db.scalar(
        select(Visit)
        .where(Visit.id == visit_id, Visit.district_id == district_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("There is no such visit in this neighbourhood."))
    return found


def answer_visit(
    db: Session, actor: Actor, district_id: int, visit_id: int, *, coming: bool, words: str, at: datetime
) -> Visit:
    """The team says who comes, or why nobody can. What is open to everybody then stands in the calendar."""
    actor.require(Permission.ANSWER_VISIT)
    found = _taken(db, district_id, visit_id)
    policy.require_asked(found.state)
    words = require_length(clean_text(words), policy.REASON_LENGTH, "words")
    policy.require_reason(coming, words)
    found.state = VisitState.COMING if coming else VisitState.CANNOT
    found.words, found.answered_by, found.answered_at = words, actor.account_id, at
    if found.is_open and found.starts_at > at:
        plan = Plan(EventKind.ACTIVITY, found.title, found.text, found.place, found.starts_at, found.minutes)
        found.event_id = plan_event(db, actor, district_id, plan, at=at).id
    db.flush()
    queue_mail(
        db,
        to_account_id=found.account_id,
        subject=mark("The team answers: %(title)s"),
        body=mark("%(answer_word)s.\n\n%(reason)s\n\n%(site)s%(path)s"),
        params={
            "title": found.title,
            "answer_word": found.state.words,
            "reason": words,
            "path": _path(db, district_id, found.item_id),
        },
        district_id=district_id,
        at=at,
    )
    return found


def tell_visit(
    db: Session, actor: Actor, district_id: int, visit_id: int, *, came: bool, told: str, at: datetime
) -> Visit:
    """The team tells in a sentence how a visit was, or why it was not there after all."""
    actor.require(Permission.ANSWER_VISIT)
    found = _taken(db, district_id, visit_id)
    policy.require_told(found.state, found.starts_at, at)
    told = require_filled(clean_text(told), policy.REASON_LENGTH, "told", mark("Tell it in a sentence."))
    found.state, found.told, found.told_at = VisitState.CAME if came else VisitState.MISSED, told, at
    db.flush()
    return found


def withdraw_visit(db: Session, actor: Actor, district_id: int, visit_id: int) -> Visit:
    """Who asked takes the question back, as long as the team did not answer. Raises `NotFoundError` for others."""
    found = _asked_by(db, actor, district_id, visit_id)
    policy.require_asked(found.state)
    found.state = VisitState.WITHDRAWN
    db.flush()
    return found


def _asked_by(db: Session, actor: Actor, district_id: int, visit_id: int) -> Visit:
    """What this person asked, held; who is no resident any more keeps what they asked. Raises `NotFoundError`."""
    actor.require(Permission.SEE_MY_PAGE)
    found = _taken(db, district_id, visit_id)
    if found.account_id != actor.account_id:
        raise NotFoundError(mark("You did not ask this. Only who asked can take it back."))
    return found


def call_off(db: Session, actor: Actor, district_id: int, visit_id: int, reason: str, *, at: datetime) -> Visit:
    """Who asked says that it does not take place after all; the team need not come, the calendar says so too.

    Raises `InvalidError` on `reason`, `ConflictError` before the team answered or once it has begun, `NotFoundError`
    for others.
    """
    found = _asked_by(db, actor, district_id, visit_id)
    policy.require_to_call_off(found.state, found.starts_at, at)
    missing = mark("Say why. Everybody who wanted to come reads it.")
    said = require_filled(clean_text(reason), CALENDAR_REASON_LENGTH, "reason", missing)
    require_words(db, actor, said, "reason", at=at)
    found.state, found.told = VisitState.WITHDRAWN, said
    db.flush()
    if found.event_id is not None:
        cancel_with(db, district_id, found.event_id, said, at=at)
    queue_mail_to_many(
        db,
        account_ids_with(db, district_id, Role.TEAM_MEMBER, local_day(at)),
        subject=_OFF,
        body=_OFF_BODY,
        topic=TOPIC,
        district_id=district_id,
        at=at,
        params={
            "title": found.title,
            "starts_at": found.starts_at.isoformat(),
            "reason": said,
            "path": _path(db, district_id, found.item_id),
        },
    )
    return found


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
            "path": _path(db, district_id, item_id),
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
            params={"title": item.title, "path": _path(db, district_id, item_id)},
            district_id=district_id,
            at=at,
        )
    return found


def remind_team(db: Session, *, at: datetime) -> int:
    """Tell teams once of each visit with which they are late, on the whole site; returns how many."""
    told = 0
    running = still_asked() | (Visit.state == VisitState.COMING)
    query = select(Visit).where(running).order_by(Visit.id).with_for_update()
    for found in db.scalars(query):
        last = found.answer_due_on if found.state is VisitState.ASKED else policy.tell_due_on(found.starts_at)
        late = policy.lateness(found.state, found.answer_due_on, found.starts_at, local_day(at)) > 0
        if late and (found.late_told_on is None or found.late_told_on <= last):
            found.late_told_on, told = local_day(at), told + 1
            _tell_team(db, found, _LATE, at)
    db.flush()
    return told
