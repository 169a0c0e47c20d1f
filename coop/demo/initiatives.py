"""Initiatives in the demo: offers of help answered or not, and visits of the team in every state."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.models import Item, Offer
from coop.demo.cast import Cast
from coop.initiatives.actions import Invitation, answer_help, answer_visit, ask_team, share_contact, tell_visit

_RIDES = "Boodschappenrijders van de Bloemenbuurt"
_WALK = "Dinsdag wandelen wij"
_BIKES = "Fietswerkplaats aan de Turfkade"
# initiative, who asks, what, where, days from now, asked so many days before, whether everybody is welcome,
# what the team answers after two days (comes or not, in which words), and how it was (came or not, in which words)
_VISITS: tuple[tuple[str, str, str, str, int, int, bool, tuple[bool, str] | None, tuple[bool, str] | None], ...] = (
    (
        *(_WALK, "member9", "Honderdste wandeling", "De Brug", -31, 14, False),
        (True, "Fenna Postma loopt mee."),
        (True, "Fenna liep mee en dronk koffie na. Drie mensen vroegen haar om hulp met post."),
    ),
    (
        *(_BIKES, "member24", "Opening van de nieuwe loods", "Turfkade", -64, 20, False),
        (True, "Ruud Aksoy komt."),
        (False, "Ruud werd die ochtend bij een gezin geroepen. Wij hadden moeten bellen. Het spijt ons."),
    ),
    (
        *(_RIDES, "member5", "Koffie met alle rijders", "Anjerhof", -12, 21, False),
        (False, "Op die avond praten wij met de huisartsen. Vraag ons gerust nog een keer."),
        None,
    ),
    (*(_BIKES, "member24", "Open dag van de werkplaats", "Turfkade", -3, 14, True), (True, "Achmed Salah komt."), None),
    (*(_RIDES, "member5", "Proefrit naar de huisarts", "Anjerhof", -4, 15, False), (True, "Nel rijdt mee."), None),
    (*(_WALK, "member9", "Wandeling met de dokter", "De Brug", 20, 22, True), None, None),
    (*(_BIKES, "member24", "Feest voor wie geslaagd is", "Turfkade", 12, 23, True), None, None),
)
# What the team answered first, a day earlier, and then had to take back.
_FIRST_ANSWER = {"Koffie met alle rijders": "Fenna Postma komt een uur."}


def fill_initiatives(db: Session, cast: Cast, now: datetime) -> None:
    """One offer gets a yes and is reached, one waits too long; the team came, did not, cannot, comes, and is asked."""
    place = cast.busy.id
    items = {one.title: one for one in db.scalars(select(Item).where(Item.district_id == place))}
    rides = items[_RIDES]
    at = rides.created_at + timedelta(days=9)
    said = "Heel graag. De dinsdag is precies de dag waarop wij te weinig rijders hebben."
    helper = cast.actor("member14")
    offer_id = db.scalars(
        select(Offer.id).where(Offer.account_id == helper.account_id, Offer.item_id == rides.id)
    ).one()
    answer_help(db, cast.actor("member5"), place, rides.id, offer_id, is_yes=True, text=said, at=at)
    share_contact(db, helper, place, rides.id, "088 000 77 14, na zes uur", at=at + timedelta(days=1))
    team = cast.actor("team")
    for name, who, title, where, days, before, is_open, answer, told in _VISITS:
        starts_at = (now + timedelta(days=days)).replace(hour=13, minute=0, second=0, microsecond=0)
        asked_at = starts_at - timedelta(days=before)
        invitation = Invitation(title, where, "Er is koffie. Iedereen mag binnenlopen.", starts_at, 120, is_open)
        visit = ask_team(db, cast.actor(who), place, items[name].id, invitation, at=asked_at)
        if title in _FIRST_ANSWER:
            first = _FIRST_ANSWER[title]
            answer_visit(db, team, place, visit.id, coming=True, words=first, at=asked_at + timedelta(days=1))
        if answer:
            at = asked_at + timedelta(days=2)
            answer_visit(db, team, place, visit.id, coming=answer[0], words=answer[1], at=at)
        if told:
            tell_visit(db, team, place, visit.id, came=told[0], told=told[1], at=starts_at + timedelta(days=1))
