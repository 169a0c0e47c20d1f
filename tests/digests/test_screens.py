"""Pages about hearing news, as people meet them."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from coop.agenda import actions
from coop.agenda.policy import Domain, Kind
from coop.digests.policy import Pace
from coop.digests.queries import reader_of
from coop.members.models import Membership
from coop.notifications.actions import note_refusal, queue_mail
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site

HERE = "/noorderkwartier"


def test_choosing_how_often(db: Session, site: Site) -> None:
    person = make.member(db, make.district(db))
    page = (
        site.visitor(language="en")
        .sign_in(person)
        .open(f"{HERE}/mijn-pagina")
        .follow("News of the neighbourhood: how often you get it")
    )
    refused = page.submit("Keep my choice", pace="hourly", rest_from="25", expect=422)
    assert refused.has("Choose one of the options.")
    kept = refused.submit("Keep my choice", pace="daily", rest_from="22", rest_until="9")
    assert kept.has("You get the next mail as soon as something is new.")
    reader = reader_of(db, person.actor.district_id, person.account.id)
    assert reader is not None
    assert (reader.pace, reader.rest_from, reader.rest_until) == (Pace.DAILY, 22, 9)
    assert kept.submit("Keep my choice", pace="never").has("You get no more news.")


def test_an_address_that_takes_no_mail_is_said_and_its_owner_can_try_again(db: Session, site: Site) -> None:
    person = make.member(db, make.district(db))
    for _time in range(2):
        mail = queue_mail(db, to_account_id=person.account.id, subject="s", body="b", district_id=None, at=NOON)
        db.flush()
        note_refusal(db, mail.id, at=NOON)
    page = site.visitor(language="en").sign_in(person).open(f"{HERE}/mijn-nieuws")
    assert page.has("Mail to your address comes back")
    again = page.submit("My address is right: try again")
    assert again.has("We try your address again")
    assert not again.has("Mail to your address comes back")


@pytest.fixture
def board(db: Session) -> Person:
    place = make.district(db)
    keeper = make.board(db, place)
    item = actions.bring_in(
        db,
        keeper.actor,
        place.id,
        title="Lamp at the stairs",
        kind=Kind.PROBLEM,
        domain=Domain.SAFETY,
        in_short="It is dark.",
        details="",
        place="",
        at=NOON - timedelta(days=2),
    )
    actions.put_on_agenda(db, keeper.actor, place.id, item.id, at=NOON - timedelta(days=1))
    db.add(
        Membership(district_id=place.id, name="Zonder Mail", street="Kade", house_number="3", admitted_on=NOON.date())
    )
    db.flush()
    return keeper


def test_printing_the_news(db: Session, site: Site, board: Person) -> None:
    page = site.visitor(language="en").sign_in(board).open(f"{HERE}/leden").follow("News on paper")
    assert page.has("1 member gets the news on paper.")
    assert page.has("Lamp at the stairs")
    letters = page.submit("Make the letters with news")
    assert letters.has("Zonder Mail")
    assert letters.has("On the agenda: Lamp at the stairs")
    after = letters.follow("News on paper")
    assert after.has("Nothing is new since the last time.")
    assert after.follow("News until 15 March 2027").has("Zonder Mail")
    # A second click on the page that is still open elsewhere.
    assert page.submit("Make the letters with news", expect=409).has("There is nothing to print.")


def test_others_do_not_read_who_gets_letters(db: Session, site: Site, board: Person) -> None:
    letters = (
        site.visitor(language="en").sign_in(board).open(f"{HERE}/nieuws-op-papier").submit("Make the letters with news")
    )
    place = make.district(db, slug="zuiderkwartier")
    elsewhere = site.visitor(language="en").sign_in(make.board(db, place))
    elsewhere.open(letters.path.replace("noorderkwartier", "zuiderkwartier"), expect=404)
    elsewhere.open(letters.path, expect=403)
    site.visitor().sign_in(make.member(db, place)).open(f"{HERE}/nieuws-op-papier", expect=403)
