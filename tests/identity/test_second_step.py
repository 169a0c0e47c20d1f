"""The second step: codes of an app, codes on paper, and offices that wait for it."""

import re
from base64 import b32decode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.identity.models import RecoveryCode, SecondFactor
from coop.identity.policy import code_at, step_of
from coop.kernel.access import Role
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON, PASSWORD
from tests.support.site import Page, Site, Visitor


def _code(secret: bytes, moment: object = NOON) -> str:
    # A second maker of codes, not ours.
    return TOTP(secret, 6, SHA1(), 30, enforce_key_length=False).generate(moment.timestamp()).decode()  # type: ignore[attr-defined]


def _secret_on(page: Page) -> bytes:
    field = page.soup.select_one("input[name=secret]")
    assert field is not None
    return b32decode(str(field["value"]))


def _set_up(visitor: Visitor) -> tuple[bytes, list[str]]:
    page = visitor.open("/mijn-account/tweede-stap")
    secret = _secret_on(page)
    done = page.submit("Set up the second step", code=_code(secret))
    return secret, re.findall(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>", done.html)


def _password(site: Site, email: str) -> Page:
    return site.visitor(language="en").open("/inloggen").submit("Sign in", email=email, password=PASSWORD)


@pytest.fixture
def joke(db: Session, site: Site) -> Visitor:
    place = make.district(db)
    account = make.account(db, "Joke", email="joke@coop.test")
    person = make.Person(account, make.visitor_actor(place.id))
    return site.visitor(language="en").sign_in(person, is_strong=False)


def test_codes_are_those_of_the_standard() -> None:
    # Source: RFC 6238, appendix B, with the last six of its eight digits.
    secret = b"12345678901234567890"
    for seconds, digits in ((59, "94287082"), (1111111109, "07081804"), (20000000000, "65353130")):
        assert code_at(secret, seconds // 30) == digits[2:]


def test_a_code_of_half_a_minute_ago_or_ahead_fits_and_none_fits_twice() -> None:
    secret = b"12345678901234567890"
    now = int(NOON.timestamp()) // 30
    fits = [step_of(secret, code_at(secret, now + off), NOON, after=0) for off in (-2, -1, 0, 1, 2)]
    assert fits == [None, now - 1, now, now + 1, None]
    assert step_of(secret, code_at(secret, now), NOON, after=now) is None
    assert step_of(secret, " 12 ", NOON, after=0) is None
    assert step_of(secret, "é", NOON, after=0) is None


def test_signing_in_takes_two_steps_from_then_on(db: Session, site: Site, joke: Visitor) -> None:
    secret, codes = _set_up(joke)
    assert len(set(codes)) == 10
    site.at(NOON + timedelta(minutes=2))
    page = _password(site, "joke@coop.test")
    assert page.path == "/inloggen/tweede-stap"
    assert page.visitor.open("/noorderkwartier/mijn-pagina").path == "/inloggen"
    assert page.submit("Sign in", code="000000", expect=422).has("This code does not fit")
    code = _code(secret, NOON + timedelta(minutes=2))
    assert page.submit("Sign in", code=f"{code[:3]} {code[3:]}").has("Welcome, Joke.")
    # The same code again, seen over a shoulder:
    assert _password(site, "joke@coop.test").submit("Sign in", code=code, expect=422).has("or it was used before")


def test_a_code_on_paper_works_once(db: Session, site: Site, joke: Visitor) -> None:
    _secret, codes = _set_up(joke)
    assert _password(site, "joke@coop.test").submit("Sign in", code=f" {codes[3].upper()} ").has("Welcome, Joke.")
    assert _password(site, "joke@coop.test").submit("Sign in", code=codes[3], expect=422)
    assert joke.open("/mijn-account").has("You have 9 codes on paper left.")


def test_the_second_step_has_a_brake_and_a_time(db: Session, site: Site, joke: Visitor) -> None:
    secret, _codes = _set_up(joke)
    page = _password(site, "joke@coop.test")
    answers = [page.submit("Sign in", code="000000", expect=422 if n < 5 else 429).status for n in range(6)]
    assert answers[-1] == 429
    site.at(NOON + timedelta(minutes=11))
    late = page.submit("Sign in", code=_code(secret, NOON + timedelta(minutes=11)))
    assert late.path == "/inloggen"
    assert late.has("the second step took too long")


def test_who_has_the_password_cannot_shut_out_the_owner(db: Session, site: Site, joke: Visitor) -> None:
    secret, codes = _set_up(joke)
    own = site.visitor(language="en")
    own.open("/inloggen").submit("Sign in", email="joke@coop.test", password=PASSWORD).submit("Sign in", code=codes[0])
    thief = _password(site, "joke@coop.test")
    assert [thief.submit("Sign in", code="000000", expect=422 if n < 5 else 429).status for n in range(6)][-1] == 429
    own.open("/").submit("Sign out")
    site.at(NOON + timedelta(seconds=50))
    page = own.open("/inloggen").submit("Sign in", email="joke@coop.test", password=PASSWORD)
    assert page.submit("Sign in", code=_code(secret, NOON + timedelta(seconds=50))).has("Welcome, Joke.")


def test_setting_up_ends_other_sign_ins_and_says_so_by_mail(db: Session, site: Site, joke: Visitor) -> None:
    other = _password(site, "joke@coop.test").visitor
    _set_up(joke)
    assert joke.open("/noorderkwartier/mijn-pagina").path != "/inloggen"
    assert other.open("/noorderkwartier/mijn-pagina").path == "/inloggen"
    assert "second step" in db.scalars(select(OutboxMessage.subject)).one()


def test_a_wrong_first_code_sets_nothing_up(db: Session, joke: Visitor) -> None:
    page = joke.open("/mijn-account/tweede-stap")
    refused = page.submit("Set up the second step", code="000000", expect=422)
    assert refused.has("Look whether the clock of your phone is right.")
    assert _secret_on(refused) == _secret_on(page)
    joke.post("/mijn-account/tweede-stap", {"secret": "no secret", "code": "123456"}, expect=422)
    assert db.scalars(select(SecondFactor)).all() == []


def test_what_stands_in_the_database_makes_no_codes(db: Session, joke: Visitor) -> None:
    secret, codes = _set_up(joke)
    assert secret.hex() not in db.scalars(select(SecondFactor.sealed_secret)).one()
    stored = db.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(stored) & set(codes)


@pytest.mark.parametrize("role", [Role.BOARD, Role.SECRETARY, Role.ADMINISTRATOR])
def test_an_office_waits_for_the_second_step(db: Session, site: Site, role: Role) -> None:
    place = make.district(db)
    person = make.with_role(db, place, role)
    page_of = {Role.ADMINISTRATOR: "zeggenschap/vaststellen"}.get(role, "stemmen/nieuw")
    path = f"/noorderkwartier/{page_of}"
    visitor = site.visitor(language="en").sign_in(person, is_strong=False)
    assert visitor.open("/noorderkwartier/").has("waits for a second step")
    page = visitor.open(path)
    assert page.path == "/mijn-account/tweede-stap"
    visitor.post(path, expect=403)
    secret = _secret_on(page)
    codes = page.submit("Set up the second step", code=_code(secret))
    assert codes.follow("I have kept the codes: go on").path == path
    assert visitor.open("/noorderkwartier/").lacks("waits for a second step")


def test_residents_members_and_the_team_need_no_second_step(db: Session, site: Site) -> None:
    place = make.district(db)
    for person in (make.resident(db, place), make.member(db, place), make.team(db, place)):
        visitor = site.visitor(language="en").sign_in(person, is_strong=False)
        assert visitor.open("/noorderkwartier/agenda/nieuw").path == "/noorderkwartier/agenda/nieuw"


def test_a_cookie_that_was_left_behind_sets_nothing_up(db: Session, site: Site) -> None:
    make.account(db, "Joke", email="joke@coop.test")
    visitor = _password(site, "joke@coop.test").visitor
    site.at(NOON + timedelta(minutes=61))
    page = visitor.open("/mijn-account/tweede-stap")
    assert page.path == "/inloggen"
    assert page.has("Sign in again first")
    back = page.submit("Sign in", email="joke@coop.test", password=PASSWORD)
    assert back.path == "/mijn-account/tweede-stap"
