"""Signing in and out, and passwords."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.actions import check_password, open_account
from coop.identity.gateways import Argon2
from coop.identity.models import Passkey
from coop.kernel.errors import ConflictError, InvalidError
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON, PASSWORD
from tests.support.site import Site

HASHER = Argon2(cheap=True)


def test_somebody_signs_in_and_out(db: Session, site: Site) -> None:
    make.district(db)
    person = make.account(db, "Joke Veenstra", email="joke@coop.test")
    visitor = site.visitor(language="en")
    page = visitor.open("/inloggen").submit("Sign in", email=" JOKE@coop.test", password=PASSWORD)
    assert page.has(f"Welcome, {person.name}.")
    assert page.submit("Sign out").has("You are signed out.")


@pytest.mark.parametrize(("email", "password"), [("joke@coop.test", "wrong"), ("nobody@coop.test", PASSWORD)])
def test_the_answer_does_not_tell_whether_an_account_exists(db: Session, site: Site, email: str, password: str) -> None:
    make.account(db, email="joke@coop.test")
    page = site.visitor(language="en").open("/inloggen").submit("Sign in", email=email, password=password, expect=422)
    assert page.has("This e-mail address and this password do not belong together.")
    assert email in page.html
    assert password not in page.html


def test_empty_fields_are_named(site: Site) -> None:
    page = site.visitor(language="en").open("/inloggen").submit("Sign in", expect=422)
    assert page.has("Fill in your e-mail address.")
    assert page.has("Fill in your password.")


def test_the_session_is_renewed_at_sign_in(db: Session, site: Site) -> None:
    make.account(db, email="joke@coop.test")
    visitor = site.visitor(language="en")
    page = visitor.open("/inloggen")
    with visitor.client.session_transaction() as session:
        session["planted"] = "before"
        before = session.get("csrf_token")
    page.submit("Sign in", email="joke@coop.test", password=PASSWORD)
    with visitor.client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_a_page_for_members_leads_to_sign_in_and_back(db: Session, site: Site) -> None:
    make.district(db)
    make.account(db, email="joke@coop.test")
    visitor = site.visitor(language="en")
    page = visitor.open("/noorderkwartier/mijn-pagina")
    assert page.path == "/inloggen"
    assert page.submit("Sign in", email="joke@coop.test", password=PASSWORD).path == "/noorderkwartier/mijn-pagina"


def test_a_new_password_ends_other_sessions(db: Session, site: Site) -> None:
    district = make.district(db)
    person = make.member(db, district)
    here, elsewhere = site.visitor(language="en").sign_in(person), site.visitor(language="en").sign_in(person)
    page = here.open("/wachtwoord")
    refused = page.submit("Set the new password", old="wrong", password="another three words", expect=422)
    assert refused.has("This is not your present password.")
    page.submit("Set the new password", old=PASSWORD, password="another three words")
    assert here.open("/noorderkwartier/mijn-pagina").path == "/noorderkwartier/mijn-pagina"
    assert elsewhere.open("/noorderkwartier/mijn-pagina").path == "/inloggen"


def test_who_forgot_the_password_chooses_one_after_a_link(db: Session, site: Site) -> None:
    person = make.account(db, email="joke@coop.test")
    visitor, elsewhere = site.visitor(language="en"), site.visitor(language="en")
    elsewhere.open("/inloggen").submit("Sign in", email=person.email, password=PASSWORD)
    visitor.open("/inloggen/link").submit("Send me the link", email=person.email)
    link = db.scalars(select(OutboxMessage)).one().params["link"]
    visitor.open(urlsplit(str(link)).path).submit("Sign in now")
    page = visitor.open("/wachtwoord")
    assert page.soup.select_one("input[name=old]") is None
    assert page.submit("Set the new password", password="short", expect=422).has("Use at least 10 characters")
    assert page.submit("Set the new password", password="another three words").has("Your new password is set.")
    assert elsewhere.open("/mijn-account").path == "/inloggen"
    assert "Your password was changed" in db.scalars(select(OutboxMessage.subject)).all()
    site.visitor(language="en").open("/inloggen").submit(
        "Sign in", email=person.email, password="another three words"
    ).has("Welcome")
    site.at(NOON + timedelta(minutes=61))  # by then somebody else may sit at this computer
    assert visitor.open("/wachtwoord").path == "/inloggen"


def test_who_has_the_mailbox_only_sets_no_password_of_who_has_a_passkey_and_an_office(db: Session, site: Site) -> None:
    board = make.board(db, make.district(db))
    db.add(Passkey(account_id=board.account.id, credential_id="key", public_key="half", name="Phone", made_at=NOON))
    thief = site.visitor(language="en")
    thief.open("/inloggen/link").submit("Send me the link", email=board.account.email)
    link = db.scalars(select(OutboxMessage)).one().params["link"]
    thief.open(urlsplit(str(link)).path).submit("Sign in now")
    thief.open("/wachtwoord", expect=403)
    thief.post("/wachtwoord", {"password": "another three words"}, expect=403)


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "no address"), ("name", "  "), ("password", "short"), ("password", "aaaaaaaaaaaaaa")],
)
def test_a_bad_account_is_refused(db: Session, field: str, value: str) -> None:
    good = {"email": "a@coop.test", "name": "A", "password": "three words here"}
    with pytest.raises(InvalidError) as caught:
        open_account(db, HASHER, **{**good, field: value}, at=NOON)
    assert caught.value.field == field


def test_one_account_per_address(db: Session) -> None:
    make.account(db, email="joke@coop.test")
    with pytest.raises(ConflictError):
        open_account(db, HASHER, email="Joke@coop.test", name="J", password="three words here", at=NOON)


def test_passwords_are_kept_as_argon2id(db: Session) -> None:
    account = open_account(db, Argon2(), email="a@coop.test", name="A", password="three words here", at=NOON)
    assert account.password_hash.startswith("$argon2id$")
    assert check_password(db, Argon2(), email="a@coop.test", password="three words here").id == account.id
