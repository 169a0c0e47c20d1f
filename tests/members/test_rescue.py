"""Taking the second step away from who lost the phone: by two people, and never in silence."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.audit.queries import entries_of
from coop.districts.models import District
from coop.identity.models import Passkey, SecondFactor, SignIn
from coop.kernel.access import Permission, Role, roles_with
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.members.actions import confirm_second_step_off, give_role
from coop.members.models import SecondStepOff
from coop.notifications.actions import queue_mail
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.make import NOON, Person
from tests.support.site import Site, Visitor

PLACE = "/noorderkwartier/functies/tweede-stap"
ASK = "Ask to take the second step away"


@pytest.fixture
def joke(db: Session, place: District) -> Person:
    """A member whose phone fell into the water."""
    joke = make.member(db, place, "Joke")
    db.add(SecondFactor(account_id=joke.account.id, sealed_secret="x", set_up_at=NOON))
    key = {"credential_id": "x", "public_key": "x", "sign_count": 0, "name": "x", "made_at": NOON}
    db.add(Passkey(account_id=joke.account.id, **key))
    db.flush()
    return joke


def _as(site: Site, person: Person) -> Visitor:
    return site.visitor(language="en").sign_in(person)


def _asked(site: Site, by: Person, whom: Person) -> None:
    page = _as(site, by).open(PLACE).submit(ASK, email=whom.account.email, reason="came with a passport")
    assert page.has("Nothing changes before a second person agrees")


def test_two_people_take_it_away_and_everybody_hears_it(db: Session, site: Site, place: District, joke: Person) -> None:
    wim, yara = make.administrator(db, place, "Wim"), make.with_role(db, place, Role.PRIVACY_OFFICER, "Yara")
    here = _as(site, joke)
    _asked(site, wim, joke)
    assert db.get(SecondFactor, joke.account.id) is not None
    page = _as(site, yara).open("/noorderkwartier/functies").follow("Phone lost: take a second step away")
    assert page.has("came with a passport")
    assert page.submit("Agree: take away the second step of Joke").has("The second step is taken away.")
    assert db.get(SecondFactor, joke.account.id) is None
    assert db.scalars(select(Passkey)).all() == []
    assert here.open("/mijn-account").path == "/inloggen"
    mails = db.scalars(select(OutboxMessage.to_account_id)).all()
    assert mails == [joke.account.id] * 2
    acts = [(row.act, row.account_id) for row in entries_of(db, place.id, offset=0, limit=9)[0]]
    assert acts == [("members.confirm_rescue", yara.account.id), ("members.rescues", wim.account.id)]


def test_one_person_is_not_two(db: Session, site: Site, place: District, joke: Person) -> None:
    wim, henk = make.administrator(db, place, "Wim"), make.board(db, place, "Henk")
    _asked(site, wim, joke)
    number = db.scalars(select(SecondStepOff.id)).one()
    assert _as(site, wim).open(PLACE).lacks("Agree: take away")
    with pytest.raises(NotAllowedError):
        confirm_second_step_off(db, wim.actor, queue_mail, place.id, number, at=NOON)
    for act in ("instemmen", "terugnemen"):
        _as(site, joke).post(f"{PLACE}/{number}/{act}", expect=403)
    friend = make.account(db, "Friend")
    wim_gave: dict[str, Any] = {"starts_on": NOON.date(), "ends_on": None, "reason": "x", "path": "/", "at": NOON}
    give_role(db, wim.actor, queue_mail, place.id, email=friend.email, role=Role.BOARD, **wim_gave)
    friend_here = make._person(db, place, friend)
    with pytest.raises(NotAllowedError):
        confirm_second_step_off(db, friend_here.actor, queue_mail, place.id, number, at=NOON)
    assert db.get(SecondFactor, joke.account.id) is not None
    with pytest.raises(ConflictError):
        confirm_second_step_off(db, henk.actor, queue_mail, place.id, number, at=NOON + timedelta(days=8))
    confirm_second_step_off(db, henk.actor, queue_mail, place.id, number, at=NOON)
    with pytest.raises(ConflictError):
        confirm_second_step_off(db, henk.actor, queue_mail, place.id, number, at=NOON)


def test_nobody_asks_it_for_themselves_or_for_strangers(db: Session, site: Site, place: District, joke: Person) -> None:
    wim, elsewhere = make.administrator(db, place, "Wim"), make.account(db, "Elsewhere")
    db.add(SecondFactor(account_id=wim.account.id, sealed_secret="x", set_up_at=NOON))
    db.add(SecondFactor(account_id=elsewhere.id, sealed_secret="x", set_up_at=NOON))
    henk = make.board(db, place, "Henk")
    page = _as(site, wim).open(PLACE)
    told = {
        wim.account.email: (422, "Somebody else must ask this for you."),
        elsewhere.email: (422, "Nobody with a role or membership here"),
        "nobody@coop.test": (422, "Nobody with a role or membership here"),
        henk.account.email: (409, "This account has no second step."),
    }
    for email, (status, words) in told.items():
        assert page.submit(ASK, email=email, reason="x", expect=status).has(words)
    assert page.submit(ASK, email=joke.account.email, reason=" ", expect=422).has("Say how you made sure")
    _asked(site, wim, joke)
    assert page.submit(ASK, email=joke.account.email, reason="x", expect=409).has("asked already")
    other = _as(site, henk).open(PLACE).submit("Put this request aside")
    assert other.has("The second step stays.")
    assert db.get(SecondFactor, joke.account.id) is not None
    assert db.scalars(select(SignIn.ended_at).where(SignIn.account_id == joke.account.id)).all() == []


def test_the_privacy_officer_watches_and_decides_on_breaches_only(db: Session, site: Site, place: District) -> None:
    granted = {one for one in Permission if Role.PRIVACY_OFFICER in roles_with(one)}
    assert granted == {
        Permission.READ_AUDIT_LOG,
        Permission.CONFIRM_ROLE,
        Permission.RESCUE_ACCOUNT,
        Permission.READ_STORY,
        Permission.JUDGE_BREACH,
    }
    wim, henk = make.administrator(db, place, "Wim"), make.board(db, place, "Henk")
    yara = make.outsider(db, place, "Yara")
    form = _as(site, wim).open("/noorderkwartier/functies/geven")
    told: dict[str, Any] = {"role": "privacy_officer", "reason": "appointed by the members", "starts_on": "15-03-2027"}
    refused = form.submit("Give this role", email=henk.account.email, expect=409, **told)
    assert refused.has("cannot be one of them")
    assert form.submit("Give this role", email=yara.account.email, **told).has("Proposed.")
    assert _as(site, yara).open("/noorderkwartier/logboek").lacks("Office: a role given")
    page = _as(site, henk).open("/noorderkwartier/functies/beheer").submit("Agree that Yara becomes privacy officer")
    assert page.has("You agreed.")
    assert _as(site, yara).open("/noorderkwartier/logboek").has("Office: a role given")
    assert site.visitor(language="en").open("/noorderkwartier/functies").has("Privacy officer Yara")
    weak = site.visitor(language="en").sign_in(yara, is_strong=False)
    assert weak.open(PLACE).path == "/mijn-account/tweede-stap"
