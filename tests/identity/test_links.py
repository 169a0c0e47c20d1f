"""Signing in with a link by mail."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.models import SignInLink
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON
from tests.support.site import Site, Visitor

ADDRESS = "joke@coop.test"


def _asked(db: Session, site: Site, email: str = ADDRESS) -> tuple[Visitor, list[str]]:
    visitor = site.visitor(language="en")
    visitor.open("/inloggen/link?next=/noorderkwartier/agenda").submit("Send me the link", email=email)
    mails = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return visitor, [re.sub("^https?://[^/]+", "", str(mail.params["link"])) for mail in mails]


@pytest.fixture(autouse=True)
def _people(db: Session) -> None:
    make.district(db)
    make.account(db, "Joke Veenstra", email=ADDRESS)


def test_a_link_signs_in_after_one_press(db: Session, site: Site) -> None:
    joke, (link,) = _asked(db, site)
    # Programs that look into mail open links: that uses nothing up.
    site.visitor().open(link)
    page = joke.open(link).submit("Sign in now")
    assert page.has("Welcome, Joke Veenstra.")
    assert page.path == "/noorderkwartier/agenda"


def test_a_link_works_once(db: Session, site: Site) -> None:
    joke, (link,) = _asked(db, site)
    joke.open(link).submit("Sign in now")
    assert joke.open(link, expect=409).has("This link does not work any more")
    joke.post(link, expect=409)
    assert site.visitor(language="en").open(link, expect=409).has("This link does not work any more")


def test_a_link_expires(db: Session, site: Site) -> None:
    joke, (link,) = _asked(db, site)
    page = joke.open(link)
    site.at(NOON + timedelta(minutes=30))
    assert page.submit("Sign in now", expect=409).has("works once and for half an hour")


def test_who_asks_twice_can_use_the_first_mail_and_then_the_second_is_dead(db: Session, site: Site) -> None:
    _asked(db, site)
    _asked(db, site)
    joke, (oldest, older, newest) = _asked(db, site)
    joke.open(oldest, expect=409)
    # Another browser asked for it, so the address is asked too.
    assert joke.open(older).submit("Sign in now", email=ADDRESS).has("Welcome, Joke Veenstra.")
    for link in (older, newest):
        site.visitor(language="en").open(link, expect=409)


def test_two_mails_asked_for_in_one_browser_both_need_no_address(db: Session, site: Site) -> None:
    joke = site.visitor(language="en")
    for _time in range(2):
        joke.open("/inloggen/link").submit("Send me the link", email=ADDRESS)
    first = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).first()
    assert first is not None
    page = joke.open(re.sub("^https?://[^/]+", "", str(first.params["link"])))
    assert page.submit("Sign in now").has("Welcome, Joke Veenstra.")


def test_a_stolen_link_needs_the_address_too(db: Session, site: Site) -> None:
    _joke, (link,) = _asked(db, site)
    thief = site.visitor(language="en")
    page = thief.open(link)
    assert page.has("another browser or on another device")
    assert page.submit("Sign in now", email="thief@coop.test", expect=422).has("was not sent to this e-mail address")
    thief.post(link, {}, expect=422)
    assert thief.open(link).submit("Sign in now", email=" Joke@coop.test").has("Welcome, Joke Veenstra.")


def test_guessing_the_address_of_a_stolen_link_is_slowed(db: Session, site: Site) -> None:
    _joke, (link,) = _asked(db, site)
    with db.begin_nested():
        page = site.visitor(language="en").open(link)
        answers = [
            page.submit("Sign in now", email=f"a{n}@b.nl", expect=422 if n < 5 else 429).status for n in range(7)
        ]
    assert answers[-2:] == [429, 429]


def test_the_answer_does_not_tell_whether_there_is_an_account(db: Session, site: Site) -> None:
    pages, cookies = [], []
    for email in (ADDRESS, "nobody@coop.test"):
        visitor = site.visitor(language="en")
        page = visitor.open("/inloggen/link").submit("Send me the link", email=email)
        pages.append((page.path, page.text))
        with visitor.client.session_transaction() as session:
            cookies.append(sorted(session))
    assert pages[0] == pages[1]
    assert cookies[0] == cookies[1]
    assert len(db.scalars(select(OutboxMessage)).all()) == 1


def test_too_many_links_are_not_mailed(db: Session, site: Site) -> None:
    for _number in range(5):
        _asked(db, site)
    visitor = site.visitor(language="en")
    page = visitor.open("/inloggen/link").submit("Send me the link", email=ADDRESS, expect=429)
    assert page.has("Too many tries in a row. Waiting time in minutes: 1.")
    assert len(db.scalars(select(OutboxMessage)).all()) == 5


@pytest.mark.parametrize("link", ["/inloggen/met-link/x", "/inloggen/met-link/" + "a" * 3000])
def test_a_made_up_link_is_refused(site: Site, link: str) -> None:
    assert site.visitor(language="en").open(link, expect=409).has("This link does not work any more")


def test_the_database_cannot_sign_in(db: Session, site: Site) -> None:
    _joke, (link,) = _asked(db, site)
    stored = db.scalars(select(SignInLink)).one()
    assert stored.token_hash not in link
    site.visitor().open(f"/inloggen/met-link/{stored.token_hash}", expect=409)


def test_an_empty_address_is_named(site: Site) -> None:
    page = site.visitor(language="en").open("/inloggen/link").submit("Send me the link", expect=422)
    assert page.has("Fill in your e-mail address.")
