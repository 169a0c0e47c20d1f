"""Passkeys: what a device answers is believed only when everything fits, and only once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.actions import forget_spent_questions
from coop.identity.gateways import RelyingParty
from coop.identity.models import Passkey, SecondFactor, SignIn, SpentQuestion
from coop.kernel.access import Role
from coop.notifications.models import OutboxMessage
from tests.identity.authenticator import PRESENT, Device, b64, unb64
from tests.support import make
from tests.support.make import NOON, PASSWORD
from tests.support.site import Page, Site, Visitor

EMAIL = "joke@coop.test"
PLACE = "/mijn-account/passkeys"
ORIGIN = "https://coop.example"


@pytest.fixture(autouse=True)
def _with_a_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Devices make passkeys for a site with a name only."""
    monkeypatch.setattr("coop.identity.views.passkeys.relying_party", lambda: RelyingParty("coop", ORIGIN))


@pytest.fixture
def joke(db: Session, site: Site) -> Visitor:
    make.district(db)
    make.account(db, "Joke", email=EMAIL)
    visitor = site.visitor(language="en")
    visitor.open("/inloggen").submit("Sign in", email=EMAIL, password=PASSWORD)
    return visitor


def _asked(page: Page, button: str) -> str:
    form, _pressed = page._form_with(button)
    assert form.has_attr("hidden"), "a browser without scripts would show it"
    return str(form["data-asked"])


ADD, SIGN_IN = "Add a passkey on this device", "Sign in with a passkey"


def _added(visitor: Visitor, **settings: Any) -> Device:
    device = Device(ORIGIN, **settings)
    page = visitor.open(PLACE)
    assert page.submit(ADD, name="My phone", answer=device.make(_asked(page, ADD))).has("“My phone” is added")
    return device


def _sign_in(visitor: Visitor, device: Device, *, expect: int = 200, **lies: Any) -> Page:
    page = visitor.open("/inloggen?next=/noorderkwartier/mijn-pagina")
    return page.submit(SIGN_IN, answer=device.answer(_asked(page, SIGN_IN), **lies), expect=expect)


REFUSED = "did not answer as it should"


def test_a_passkey_signs_in_with_two_steps_at_once(db: Session, site: Site, joke: Visitor) -> None:
    device = _added(joke)
    page = _sign_in(site.visitor(language="en"), device)
    assert page.path == "/noorderkwartier/mijn-pagina"
    assert page.has("Welcome, Joke.")
    newest = db.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    assert newest is not None
    assert (newest.way, newest.is_strong) == ("passkey", True)
    kept = db.scalars(select(Passkey)).one()
    assert (kept.sign_count, kept.used_at) == (1, NOON)
    assert "ways to sign in" in db.scalars(select(OutboxMessage.subject)).one()


def test_the_question_asks_for_what_is_needed_and_names_nobody(joke: Visitor, site: Site) -> None:
    page = joke.open(PLACE)
    asked = _asked(page, ADD)
    assert '"residentKey": "required"' in asked
    assert '"userVerification": "required"' in asked
    assert f'"id": "{ORIGIN.removeprefix("https://")}"' in asked
    device = Device(ORIGIN)
    device.make(asked)
    assert device.handle is not None
    assert len(device.handle) == 32
    assert EMAIL.encode() not in device.handle
    assert EMAIL not in _asked(site.visitor(language="en").open("/inloggen"), SIGN_IN)


@pytest.mark.parametrize(
    "lies",
    [{"origin": "https://c00p.example"}, {"type": "webauthn.create"}, {"challenge": b64(b"another question")}],
    ids=lambda lies: next(iter(lies)),
)
def test_an_answer_for_another_site_kind_or_question_is_refused(
    site: Site, joke: Visitor, lies: dict[str, str]
) -> None:
    device = _added(joke)
    assert _sign_in(site.visitor(language="en"), device, expect=422, **lies).has(REFUSED)


def test_a_key_of_another_site_is_refused(site: Site, joke: Visitor) -> None:
    device = _added(joke)
    device.rp_id = "evil.example"
    assert _sign_in(site.visitor(language="en"), device, expect=422).has(REFUSED)


def test_a_forged_signature_is_refused(site: Site, joke: Visitor) -> None:
    device = _added(joke)
    forger = Device(ORIGIN)
    forger.handle = device.handle
    assert _sign_in(site.visitor(language="en"), forger, expect=422).has(REFUSED)


def test_a_device_that_did_not_check_who_holds_it_is_refused(site: Site, joke: Visitor) -> None:
    device = _added(joke)
    device.flags = PRESENT
    assert _sign_in(site.visitor(language="en"), device, expect=422).has(REFUSED)
    careless = Device(ORIGIN, number=2)
    careless.flags = PRESENT
    page = joke.open(PLACE)
    assert page.submit(ADD, name="x", answer=careless.make(_asked(page, ADD)), expect=422).has(REFUSED)


def test_a_count_that_goes_back_is_a_copy_and_refused(site: Site, joke: Visitor) -> None:
    device = _added(joke)
    _sign_in(site.visitor(language="en"), device)
    _sign_in(site.visitor(language="en"), device)
    device.count = 1
    assert _sign_in(site.visitor(language="en"), device, expect=422).has(REFUSED)


def test_keys_that_do_not_count_go_on_working(site: Site, joke: Visitor) -> None:
    device = _added(joke)
    device.counts = False
    for _time in range(2):
        assert _sign_in(site.visitor(language="en"), device).has("Welcome, Joke.")


def test_an_answer_is_taken_once_also_with_a_copy_of_the_cookie(db: Session, site: Site, joke: Visitor) -> None:
    device = _added(joke)
    device.counts = False  # so that only the question stands in the way
    visitor = site.visitor(language="en")
    page = visitor.open("/inloggen")
    answer = device.answer(_asked(page, SIGN_IN))
    with visitor.client.session_transaction() as session:
        copy = dict(session)
    assert page.submit(SIGN_IN, answer=answer).has("Welcome, Joke.")
    thief = site.visitor(language="en")
    with thief.client.session_transaction() as session:
        session.update(copy)
    again = thief.post("/inloggen/passkey", {"answer": answer}, expect=409)
    assert again.has("was sent before")
    forget_spent_questions(db, at=NOON + timedelta(days=2))
    assert db.scalars(select(SpentQuestion)).all() == []


def test_a_question_of_another_browser_is_of_no_use(site: Site, joke: Visitor) -> None:
    device = _added(joke)
    answer = device.answer(_asked(site.visitor(language="en").open("/inloggen"), SIGN_IN))
    other = site.visitor(language="en").open("/inloggen")
    assert other.submit(SIGN_IN, answer=answer, expect=422).has(REFUSED)


def test_a_question_does_not_wait_for_ever(site: Site, joke: Visitor) -> None:
    device = _added(joke)
    visitor = site.visitor(language="en")
    page = visitor.open("/inloggen")
    answer = device.answer(_asked(page, SIGN_IN))
    site.at(NOON + timedelta(minutes=16))
    refused = page.submit(SIGN_IN, answer=answer, expect=422)
    assert refused.has("open for too long")
    assert refused.submit(SIGN_IN, answer=device.answer(_asked(refused, SIGN_IN))).has("Welcome, Joke.")


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "{}", '{"id": 3}', '{"id": "x", "response": {}}', '{"id": "é", "response": 5}', "[" * 9000],
)
def test_nonsense_is_refused_in_words(site: Site, joke: Visitor, answer: str) -> None:
    visitor = site.visitor(language="en")
    refused = visitor.open("/inloggen").submit(SIGN_IN, answer=answer, expect=422)
    assert refused.has("Something is not right yet")
    page = joke.open(PLACE)
    assert page.submit(ADD, name="x", answer=answer, expect=422).has(REFUSED)


def test_a_key_of_somebody_else_is_refused_at_the_second_step_and_by_its_handle(
    db: Session, site: Site, joke: Visitor
) -> None:
    make.account(db, "Henk", email="henk@coop.test")
    device = _added(joke)
    henk = site.visitor(language="en")
    henk.open("/inloggen").submit("Sign in", email="henk@coop.test", password=PASSWORD)
    other = _added(henk, number=2)
    device.handle, other.handle = other.handle, device.handle
    for lying in (device, other):
        assert _sign_in(site.visitor(language="en"), lying, expect=422).has("do not know this passkey")


def test_a_key_is_kept_by_one_account_only(db: Session, site: Site, joke: Visitor) -> None:
    make.account(db, "Henk", email="henk@coop.test")
    _added(joke)
    henk = site.visitor(language="en")
    henk.open("/inloggen").submit("Sign in", email="henk@coop.test", password=PASSWORD)
    page = henk.open(PLACE)
    answer = Device(ORIGIN).make(_asked(page, ADD))
    assert page.submit(ADD, name="x", answer=answer, expect=409).has("known already")


def test_a_passkey_is_renamed_and_removed_by_its_owner_only(db: Session, site: Site, joke: Visitor) -> None:
    device = _added(joke)
    number = db.scalars(select(Passkey.id)).one()
    page = joke.open(f"{PLACE}/{number}")
    assert page.submit("Keep this name", name=" ", expect=422).has("Give the passkey a name")
    assert page.submit("Keep this name", name="Old phone").has("now called “Old phone”")
    make.account(db, "Henk", email="henk@coop.test")
    henk = site.visitor(language="en")
    henk.open("/inloggen").submit("Sign in", email="henk@coop.test", password=PASSWORD)
    henk.open(f"{PLACE}/{number}", expect=404)
    henk.post(f"{PLACE}/{number}/verwijderen", expect=404)
    assert joke.open(f"{PLACE}/{number}").submit("Remove this passkey").has("“Old phone” is removed")
    assert _sign_in(site.visitor(language="en"), device, expect=422).has("do not know this passkey")
    assert (
        "does not sign you in any more" in db.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).all()[-1]
    )


def test_adding_needs_a_fresh_sign_in(site: Site, joke: Visitor) -> None:
    site.at(NOON + timedelta(minutes=61))
    assert joke.open(PLACE).path == "/inloggen"


def test_whose_mailbox_was_stolen_keeps_the_office(db: Session, site: Site) -> None:
    """A link by mail alone does not change how a board member with a passkey signs in."""
    place = make.district(db)
    henk = make.board(db, place, "Henk")
    _added(site.visitor(language="en").sign_in(henk))
    thief = site.visitor(language="en").sign_in(henk, is_strong=False)
    for path in (PLACE, "/mijn-account/tweede-stap"):
        refused = thief.open(path, expect=403)
        assert refused.has("Sign in again with your passkey")
        assert refused.follow("Sign in").path == "/inloggen"  # who it is really about gets further from here
    number = db.scalars(select(Passkey.id)).one()
    thief.post(f"{PLACE}/{number}/verwijderen", expect=403)
    member = make.member(db, place, "Joke")
    visitor = site.visitor(language="en").sign_in(member, is_strong=False)
    _added(visitor, number=2)
    visitor.open(PLACE)


def test_an_office_counts_after_signing_in_with_a_passkey(db: Session, site: Site) -> None:
    place = make.district(db)
    henk = make.with_role(db, place, Role.SECRETARY, "Henk")
    device = _added(site.visitor(language="en").sign_in(henk))
    visitor = site.visitor(language="en")
    _sign_in(visitor, device)
    assert visitor.open("/noorderkwartier/leden").path == "/noorderkwartier/leden"


def test_a_passkey_serves_as_the_second_step(db: Session, site: Site, joke: Visitor) -> None:
    device = _added(joke)
    kept = db.scalars(select(Passkey)).one()
    db.add(SecondFactor(account_id=kept.account_id, sealed_secret="x", set_up_at=NOON))
    make.account(db, "Henk", email="henk@coop.test")
    henk = site.visitor(language="en")
    henk.open("/inloggen").submit("Sign in", email="henk@coop.test", password=PASSWORD)
    strange = _added(henk, number=2)

    visitor = site.visitor(language="en")
    page = visitor.open("/inloggen").submit("Sign in", email=EMAIL, password=PASSWORD)
    assert page.path == "/inloggen/tweede-stap"
    assert b64(device.credential_id) in _asked(page, "Use a passkey")
    page = page.submit("Use a passkey", answer=strange.answer(_asked(page, "Use a passkey")), expect=422)
    assert page.has("do not know this passkey")
    device.flags, device.handle = PRESENT, None  # a stick without a code: holding it is enough beside a password
    page = page.submit("Use a passkey", answer=device.answer(_asked(page, "Use a passkey")))
    assert page.has("Welcome, Joke.")
    assert db.scalars(select(SignIn.is_strong).order_by(SignIn.id.desc())).first() is True


def test_there_are_no_passkeys_for_a_site_without_a_name(
    site: Site, joke: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for origin in ("http://127.0.0.1:8000", "http://[::1]", "http://coop.example"):
        monkeypatch.setattr("coop.identity.views.passkeys.relying_party", lambda o=origin: RelyingParty("coop", o))
        assert joke.open(PLACE).has("Passkeys do not work at this address")
        assert site.visitor(language="en").open("/inloggen").lacks("passkey.js")
    assert RelyingParty("coop", "http://localhost:8000").is_possible


def test_base64url_goes_there_and_back() -> None:
    assert [unb64(b64(bytes(range(size)))) for size in range(9)] == [bytes(range(size)) for size in range(9)]
