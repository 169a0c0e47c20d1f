"""Another address to sign in with: it counts once its owner opened a link there."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.models import Account
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON, PASSWORD
from tests.support.site import Site, Visitor

OLD, NEW = "joke@coop.test", "veenstra@coop.test"


@pytest.fixture
def joke(db: Session, site: Site) -> Visitor:
    make.district(db)
    make.account(db, "Joke", email=OLD)
    visitor = site.visitor(language="en")
    visitor.open("/inloggen").submit("Sign in", email=OLD, password=PASSWORD)
    return visitor


def _links(db: Session) -> list[str]:
    mails = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [re.sub("^https?://[^/]+", "", str(one.params["link"])) for one in mails if "link" in one.params]


def _ask(visitor: Visitor, email: str) -> None:
    assert (
        visitor.open("/mijn-account/adres").submit("Send a link to this address", email=email).has("We sent a link to")
    )


def test_the_new_address_counts_after_its_link_and_the_old_one_hears_of_it(db: Session, joke: Visitor) -> None:
    _ask(joke, NEW)
    assert db.scalars(select(Account.email)).one() == OLD
    (link,) = _links(db)
    assert joke.open(link).submit("Use this address").has(NEW)
    db.expire_all()
    assert db.scalars(select(Account.email)).one() == NEW
    last = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert last is not None
    assert (last.to_email, last.subject) == (OLD, "Your e-mail address was changed")
    joke.post(link, expect=409)  # a link works once


def test_a_link_in_the_mailbox_of_before_signs_nobody_in(db: Session, site: Site, joke: Visitor) -> None:
    thief = site.visitor(language="en")
    thief.open("/inloggen/link").submit("Send me the link", email=OLD)
    _ask(joke, NEW)
    to_sign_in, to_change = _links(db)
    joke.open(to_change).submit("Use this address")
    thief.open(to_sign_in, expect=409)


def test_a_link_of_somebody_else_or_of_long_ago_changes_nothing(db: Session, site: Site, joke: Visitor) -> None:
    make.account(db, "Henk", email="henk@coop.test")
    henk = site.visitor(language="en")
    henk.open("/inloggen").submit("Sign in", email="henk@coop.test", password=PASSWORD)
    _ask(joke, NEW)
    (link,) = _links(db)
    for visitor, place in ((henk, link), (joke, link[:-4] + "AAAA")):
        visitor.post(place, expect=409)
    site.at(NOON + timedelta(minutes=31))
    joke.post(link, expect=409)
    assert set(db.scalars(select(Account.email))) == {OLD, "henk@coop.test"}


def test_an_address_of_somebody_else_gets_no_mail_and_the_answer_is_the_same(db: Session, joke: Visitor) -> None:
    make.account(db, "Henk", email="henk@coop.test")
    _ask(joke, "henk@coop.test")
    assert _links(db) == []
