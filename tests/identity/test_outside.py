"""Signing in at an identity provider: what it says is believed only when everything fits."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.gateways import OpenIdConnect
from coop.identity.models import Account, OutsideIdentity, Passkey, SignIn
from coop.kernel.access import Role
from coop.kernel.providers import Provider as Settings
from coop.members.actions import appoint
from coop.notifications.models import OutboxMessage
from tests.identity import provider as outside
from tests.identity.provider import CLIENT, SECRET, Provider, back
from tests.support import make
from tests.support.make import NOON, PASSWORD
from tests.support.site import Page, Site, Visitor

MY_PAGE = "/noorderkwartier/mijn-pagina"


class Seconds:
    """A steady clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def gemeente(site: Site, seconds: Seconds, db: Session) -> Iterator[Provider]:
    """A provider that the site knows."""
    make.district(db)
    make.account(db, "Joke", email="joke@coop.test")
    with outside.running() as running:
        settings = Settings("gemeente", "Gemeente Waterstad", running.issuer, CLIENT, SECRET)
        known = OpenIdConnect(settings, "http://localhost/inloggen/terug/gemeente", steady=seconds)
        site.app.extensions["coop.providers"] = {"gemeente": known}
        yield running
        site.app.extensions["coop.providers"] = {}


def _there(visitor: Visitor, gemeente: Provider, target: str = MY_PAGE) -> dict[str, str]:
    answer = visitor.get(f"/inloggen/met/gemeente?next={target}")
    assert answer.status_code == 303
    return gemeente.visit(answer.headers["Location"])


def _come_back(visitor: Visitor, gemeente: Provider, **more: str) -> Page:
    return visitor.open(back("gemeente", {**_there(visitor, gemeente), **more}))


def _joined(site: Site, gemeente: Provider) -> Visitor:
    visitor = site.visitor(language="en")
    visitor.open("/inloggen").submit("Sign in", email="joke@coop.test", password=PASSWORD)
    page = _come_back(visitor, gemeente)
    assert page.path == "/mijn-account/koppelen"
    assert page.submit("This is me: join").has("Joined.")
    return visitor


def test_who_joined_it_signs_in_with_it(db: Session, site: Site, gemeente: Provider) -> None:
    _joined(site, gemeente)
    assert gemeente.asked["scope"] == "openid"
    assert "ways to sign in" in db.scalars(select(OutboxMessage.subject)).one()
    other = site.visitor(language="en")
    page = _come_back(other, gemeente)
    assert page.path == MY_PAGE
    assert page.has("Welcome, Joke.")
    assert db.scalars(select(SignIn.way).order_by(SignIn.id.desc())).first() == "provider"


def test_signing_out_leads_to_signing_out_there(site: Site, gemeente: Provider) -> None:
    _joined(site, gemeente)
    visitor = site.visitor(language="en")
    page = _come_back(visitor, gemeente).submit("Sign out")
    link = page.soup.find("a", string="Sign out at Gemeente Waterstad too")
    assert link is not None
    assert str(link["href"]).startswith(f"{gemeente.issuer}/end?client_id=coop&post_logout_redirect_uri=")
    assert visitor.open(MY_PAGE).path == "/inloggen"


def test_an_unknown_identity_is_joined_after_signing_in_and_a_look(db: Session, site: Site, gemeente: Provider) -> None:
    visitor = site.visitor(language="en")
    # The same e-mail address is no proof.
    gemeente.claims = {"email": "joke@coop.test", "email_verified": True}
    page = _come_back(visitor, gemeente)
    assert page.path == "/inloggen/nog-niet-gekoppeld"
    assert visitor.open(MY_PAGE).path == "/inloggen"
    page = page.follow("Sign in and join").submit("Sign in", email="joke@coop.test", password=PASSWORD)
    assert page.path == "/mijn-account/koppelen"
    assert page.has("At Gemeente Waterstad this is: Joke V.")
    assert db.scalars(select(OutsideIdentity)).all() == []
    page.submit("This is me: join")
    assert db.scalars(select(OutsideIdentity.subject)).all() == ["person-1"]


def test_a_changed_email_there_changes_nothing_here(db: Session, site: Site, gemeente: Provider) -> None:
    make.account(db, "Henk", email="henk@coop.test")
    _joined(site, gemeente)
    gemeente.claims = {"email": "henk@coop.test", "name": "Henk"}
    assert _come_back(site.visitor(language="en"), gemeente).has("Welcome, Joke.")
    gemeente.claims, gemeente.subject = {"email": "joke@coop.test"}, "person-2"
    assert _come_back(site.visitor(language="en"), gemeente).path == "/inloggen/nog-niet-gekoppeld"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another journey"},
        {"nonce": None},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "another-site"},
        {"aud": ["coop", "another-site"]},
        {"aud": None},
        {"azp": "another-site"},
        {"exp": int((NOON - timedelta(minutes=2)).timestamp())},
        {"exp": None},
        {"iat": int((NOON + timedelta(minutes=5)).timestamp())},
        {"nbf": int((NOON + timedelta(minutes=5)).timestamp())},
        {"sub": None},
        {"sub": ""},
        {"sub": 17},
        {"at_hash": "wrong"},
    ],
    ids=str,
)
def test_a_token_that_does_not_fit_is_not_believed(site: Site, gemeente: Provider, claims: dict[str, Any]) -> None:
    _joined(site, gemeente)
    gemeente.claims = claims
    _refused(site.visitor(language="en"), gemeente)


def _refused(visitor: Visitor, gemeente: Provider, **more: str) -> None:
    page = _come_back(visitor, gemeente, **more)
    assert page.path == "/inloggen"
    assert page.has("Signing in with Gemeente Waterstad did not work.")
    assert visitor.open(MY_PAGE).path == "/inloggen"


@pytest.mark.parametrize("signing", ["HS256", "none"])
def test_a_token_without_the_key_of_the_provider_is_not_believed(site: Site, gemeente: Provider, signing: str) -> None:
    _joined(site, gemeente)
    gemeente.signing = signing
    _refused(site.visitor(language="en"), gemeente)


def test_a_stolen_key_id_is_not_believed(site: Site, gemeente: Provider) -> None:
    _joined(site, gemeente)
    published = gemeente.published
    gemeente.new_key("first")
    gemeente.published = published
    _refused(site.visitor(language="en"), gemeente)


def test_a_new_key_of_the_provider_is_fetched_but_not_at_every_try(
    site: Site, gemeente: Provider, seconds: Seconds
) -> None:
    _joined(site, gemeente)
    gemeente.new_key("second")
    # Who sends made-up keys must not make us ask the provider each time.
    _refused(site.visitor(language="en"), gemeente)
    seconds.now += 31
    assert _come_back(site.visitor(language="en"), gemeente).has("Welcome, Joke.")


@pytest.mark.parametrize(
    "answer",
    [
        {"state": "of somebody else"},
        {"state": ""},
        {"iss": "https://elsewhere.example"},
        {"error": "access_denied"},
        {"code": ""},
        {"code": "guessed"},
    ],
    ids=str,
)
def test_an_answer_that_does_not_fit_is_refused(site: Site, gemeente: Provider, answer: dict[str, str]) -> None:
    _joined(site, gemeente)
    _refused(site.visitor(language="en"), gemeente, **answer)


def test_an_answer_works_once_in_the_browser_that_asked_and_in_time(site: Site, gemeente: Provider) -> None:
    _joined(site, gemeente)
    asked = site.visitor(language="en")
    address = back("gemeente", _there(asked, gemeente))
    assert site.visitor(language="en").open(address).path == "/inloggen"
    assert asked.open(address).path == MY_PAGE
    given = gemeente.tokens_given
    assert asked.open(address).path == "/inloggen"
    slow = site.visitor(language="en")
    address = back("gemeente", _there(slow, gemeente))
    site.at(NOON + timedelta(minutes=16))
    assert slow.open(address).path == "/inloggen"
    assert gemeente.tokens_given == given


def test_a_provider_that_is_down_or_calls_itself_otherwise_is_said(
    site: Site, gemeente: Provider, seconds: Seconds
) -> None:
    visitor = site.visitor(language="en")
    for wrong in ({"issuer": "https://elsewhere.example"}, {"token_endpoint": None}):
        gemeente.metadata = wrong
        assert visitor.open("/inloggen/met/gemeente").has("Signing in with Gemeente Waterstad did not work.")
        seconds.now += 4000
    gemeente.down = True
    assert visitor.open("/inloggen/met/gemeente").has("did not work")
    visitor.open("/inloggen/met/nergens", expect=404)


def test_an_identity_belongs_to_one_account_and_an_account_to_one_identity(
    db: Session, site: Site, gemeente: Provider
) -> None:
    joke = _joined(site, gemeente)
    make.account(db, "Henk", email="henk@coop.test")
    henk = site.visitor(language="en")
    henk.open("/inloggen").submit("Sign in", email="henk@coop.test", password=PASSWORD)
    page = _come_back(henk, gemeente)
    assert page.submit("This is me: join", expect=409).has("already joined to an account")
    gemeente.subject = "person-2"
    page = _come_back(joke, gemeente)
    assert page.submit("This is me: join", expect=409).has("already joined to another identity there")


def test_it_is_undone_by_its_owner_only(db: Session, site: Site, gemeente: Provider) -> None:
    joke = _joined(site, gemeente)
    number = db.scalars(select(OutsideIdentity.id)).one()
    other = site.visitor(language="en").sign_in(make.outsider(db, make.district(db, "de-vaart")))
    other.post(f"/mijn-account/koppelingen/{number}/verbreken", expect=404)
    assert joke.open("/mijn-account").submit("Do not sign in with it any more").has("Undone.")
    assert _come_back(site.visitor(language="en"), gemeente).path == "/inloggen/nog-niet-gekoppeld"


def test_with_less_than_a_passkey_nothing_is_joined_or_undone(db: Session, site: Site, gemeente: Provider) -> None:
    """Else a stolen mailbox, and an identity of the thief that counts as two steps, would make a board member."""
    joke = _joined(site, gemeente)
    account = db.scalars(select(Account).where(Account.email == "joke@coop.test")).one()
    appoint(db, make.district(db, "de-vaart").id, account.id, Role.BOARD, starts_on=make.LONG_AGO)
    db.add(Passkey(account_id=account.id, credential_id="key", public_key="half", name="Phone", made_at=NOON))
    number = db.scalars(select(OutsideIdentity.id)).one()
    gemeente.subject = "thief"
    joke.get(back("gemeente", _there(joke, gemeente)))
    assert joke.open("/mijn-account/koppelen", expect=403).has("Sign in again with your passkey")
    joke.post("/mijn-account/koppelen", expect=403)
    joke.post(f"/mijn-account/koppelingen/{number}/verbreken", expect=403)
    assert db.scalars(select(OutsideIdentity.subject)).all() == ["person-1"]


def test_nothing_is_joined_without_a_journey_or_too_late(site: Site, gemeente: Provider) -> None:
    visitor = site.visitor(language="en")
    visitor.open("/inloggen").submit("Sign in", email="joke@coop.test", password=PASSWORD)
    visitor.open("/mijn-account/koppelen", expect=409)
    page = _come_back(visitor, gemeente)
    site.at(NOON + timedelta(minutes=16))
    page.submit("This is me: join", expect=409)


def test_the_second_step_of_this_site_is_asked_unless_the_provider_asks_two(
    site: Site, gemeente: Provider, db: Session
) -> None:
    _joined(site, gemeente)
    known: OpenIdConnect = site.app.extensions["coop.providers"]["gemeente"]
    visitor = site.visitor(language="en")
    _come_back(visitor, gemeente)
    assert db.scalars(select(SignIn.is_strong).order_by(SignIn.id.desc())).first() is False
    known.provider = Settings("gemeente", "Gemeente", gemeente.issuer, CLIENT, SECRET, two_steps=True)
    _come_back(site.visitor(language="en"), gemeente)
    assert db.scalars(select(SignIn.is_strong).order_by(SignIn.id.desc())).first() is True
