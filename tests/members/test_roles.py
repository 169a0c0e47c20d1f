"""Roles: given by somebody else, with a reason; an administrator only by two; the last one stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from coop.audit.models import AuditEntry
from coop.districts.models import District
from coop.identity.models import Account
from coop.kernel.access import Role
from coop.kernel.db import session_factory, transaction
from coop.kernel.errors import ConflictError
from coop.members.actions import end_role
from coop.members.models import Appointment, Membership
from coop.members.queries import actor_of
from coop.notifications.actions import queue_mail
from coop.notifications.models import OutboxMessage
from tests.support import make
from tests.support.at_once import Act, at_once
from tests.support.make import NOON
from tests.support.site import Page, Site, Visitor

GIVE = "/noorderkwartier/functies/geven"
MINE = "/noorderkwartier/mijn-pagina"
WAITS = "Agree, or not, that somebody gets a role"
TODAY = NOON.date()


def _as(site: Site, person: make.Person) -> Visitor:
    return site.visitor(language="en").sign_in(person)


def _give(visitor: Visitor, person: make.Person, role: str, *, expect: int = 200, **more: str) -> Page:
    fields = {"email": person.account.email, "role": role, "reason": "Chosen by the members.", **more}
    return visitor.open(GIVE).submit("Give this role", expect=expect, **fields)


def _roles(db: Session, place: District, person: make.Person, on: date = TODAY) -> set[Role]:
    return set(actor_of(db, place.id, person.account.id, "", on).roles)


def test_an_administrator_gives_an_office_that_everybody_can_see(db: Session, site: Site, place: District) -> None:
    wim, joke = make.administrator(db, place, "Wim"), make.member(db, place, "Joke")
    page = _give(_as(site, wim), joke, "board")
    assert page.has("The role is given. It counts from 15 March 2027.")
    assert Role.BOARD in _roles(db, place, joke)
    shown = site.visitor(language="en").open("/noorderkwartier/functies")
    for text in ("Joke", "Board member", "Chosen by the members", "Entered by Wim."):
        assert shown.has(text)
    mail = db.scalars(select(OutboxMessage)).one()
    assert (mail.to_account_id, mail.params["role_word"]) == (joke.account.id, "board member")


def test_nobody_gives_a_role_to_themselves(db: Session, site: Site, place: District) -> None:
    wim = make.administrator(db, place)
    page = _give(_as(site, wim), wim, "board", expect=422)
    assert page.has("Nobody gives a role to themselves.")
    assert _roles(db, place, wim) == {Role.ADMINISTRATOR}
    given = Appointment(
        district_id=place.id, account_id=wim.account.id, role=Role.BOARD, starts_on=TODAY, given_by=wim.account.id
    )
    db.add(given)
    with pytest.raises(IntegrityError):
        db.flush()


def test_a_new_administrator_counts_when_a_second_person_agrees(db: Session, site: Site, place: District) -> None:
    wim, henk, joke = make.administrator(db, place, "Wim"), make.board(db, place), make.member(db, place, "Joke")
    assert _give(_as(site, wim), joke, "administrator").has("It counts when a board member, another administrator")
    assert Role.ADMINISTRATOR not in _roles(db, place, joke)
    assert [one.to_account_id for one in db.scalars(select(OutboxMessage))] == [henk.account.id]
    number = db.scalars(select(Appointment.id).where(Appointment.is_waiting)).one()
    agree = f"/noorderkwartier/functies/{number}/instemmen"
    assert _as(site, wim).open("/noorderkwartier/functies/beheer").lacks("Agree that Joke")
    _as(site, wim).post(agree, expect=403)
    _as(site, joke).post(agree, expect=403)
    site.at(NOON + timedelta(days=3))
    assert _as(site, wim).open(MINE).lacks(WAITS)
    assert _as(site, make.with_role(db, place, Role.SECRETARY)).open(MINE).lacks(WAITS)
    page = _as(site, henk).open(MINE).follow(WAITS)
    assert page.submit("Agree that Joke becomes administrator").has("You agreed.")
    assert _as(site, henk).open(MINE).lacks(WAITS)
    assert Role.ADMINISTRATOR in _roles(db, place, joke, TODAY + timedelta(days=3))
    # Not from before somebody agreed.
    assert Role.ADMINISTRATOR not in _roles(db, place, joke, TODAY + timedelta(days=2))
    _as(site, henk).post(agree, expect=409)


def test_an_administrator_finds_the_own_work_from_my_page(db: Session, site: Site, place: District) -> None:
    page = _as(site, make.administrator(db, place)).open(MINE)
    assert page.has("Nothing waits for you now.")
    for link, heading in {
        "Give and end roles": "Give and end roles",
        "Help who lost the phone for signing in": "Take a second step away",
        "Enter how far residents decide, as agreed": "Settle a mandate",
        "Log of acts in office": "Log of acts in office",
    }.items():
        assert page.follow(link).has(heading)


def test_giving_agreeing_and_ending_stand_in_the_log(db: Session, site: Site, place: District) -> None:
    wim, henk, joke = make.administrator(db, place), make.board(db, place), make.member(db, place, "Joke")
    _give(_as(site, wim), joke, "administrator")
    _as(site, henk).open("/noorderkwartier/functies/beheer").submit("Agree that Joke becomes administrator")
    number = db.scalars(select(Appointment.id).where(Appointment.account_id == joke.account.id)).one()
    page = _as(site, joke).open(f"/noorderkwartier/functies/{number}/beeindigen")
    page.submit("End this role", reason="Too busy")
    acts = [(one.act, one.account_id) for one in db.scalars(select(AuditEntry).order_by(AuditEntry.number))]
    assert acts == [
        ("members.give_role", wim.account.id),
        ("members.confirm_role", henk.account.id),
        ("members.end_role", joke.account.id),
    ]


def test_a_proposal_can_be_taken_back(db: Session, site: Site, place: District) -> None:
    wim, henk, joke = make.administrator(db, place), make.board(db, place), make.member(db, place)
    _give(_as(site, wim), joke, "administrator")
    page = _as(site, wim).open("/noorderkwartier/functies/beheer").follow("Take this proposal back")
    page.submit("End this role", reason="A mistake")
    number = db.scalars(select(Appointment.id).where(Appointment.is_waiting)).one()
    _as(site, henk).post(f"/noorderkwartier/functies/{number}/instemmen", expect=409)


@pytest.mark.parametrize("keeper", [Role.BOARD, Role.SECRETARY])
def test_board_and_secretary_note_who_lives_here_and_who_helps_at_doors_and_nothing_more(
    db: Session, site: Site, place: District, keeper: Role
) -> None:
    who, neighbour = make.with_role(db, place, keeper), make.outsider(db, place)
    page = _as(site, who).open(GIVE)
    assert [str(one["value"]) for one in page.soup.select("input[name=role]")] == ["resident", "volunteer"]
    _give(_as(site, who), neighbour, "resident")
    assert _roles(db, place, neighbour) == {Role.RESIDENT}
    _as(site, who).post(GIVE, {"email": neighbour.account.email, "role": "board", "reason": "x"}, expect=422)


def test_others_give_nothing(db: Session, site: Site, place: District) -> None:
    for person in (make.member(db, place), make.team(db, place), make.resident(db, place)):
        _as(site, person).open(GIVE, expect=403)
        _as(site, person).open("/noorderkwartier/functies/beheer", expect=403)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "nobody@coop.test"}, "There is no account with this e-mail address."),
        ({"reason": "  "}, "Say on which decision this rests."),
        ({"reason": "x" * 301}, "Use at most 300 characters."),
        ({"starts_on": "2027-03-14"}, "Choose today or a later day."),
        ({"starts_on": "nonsense"}, "Fill in a day"),
        ({"ends_on": "2027-03-15"}, "Choose a day after the first day."),
        ({"role": "member"}, "Choose"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_the_field(
    db: Session, site: Site, place: District, fields: dict[str, str], said: str
) -> None:
    wim, joke = make.administrator(db, place), make.member(db, place)
    typed = {"role": "board", **fields}
    assert _give(_as(site, wim), joke, typed.pop("role"), expect=422, **typed).has(said)


def test_the_same_role_is_not_given_twice(db: Session, site: Site, place: District) -> None:
    wim, joke = make.administrator(db, place), make.member(db, place)
    _give(_as(site, wim), joke, "board", ends_on="2027-06-01")
    assert _give(_as(site, wim), joke, "board", expect=409).has("has this role already in that time")
    _give(_as(site, wim), joke, "board", starts_on="2027-06-01")


def test_a_role_is_ended_by_whoever_may_give_it_or_by_oneself(db: Session, site: Site, place: District) -> None:
    wim, henk, joke = make.administrator(db, place), make.board(db, place, "Henk"), make.member(db, place)
    number = db.scalars(select(Appointment.id).where(Appointment.account_id == henk.account.id)).one()
    path = f"/noorderkwartier/functies/{number}/beeindigen"
    _as(site, joke).open(path, expect=403)
    page = _as(site, henk).open(path)
    assert page.submit("End this role", on="2027-03-20", reason="Moved").has("The role ends on 20 March 2027.")
    assert Role.BOARD in _roles(db, place, henk, date(2027, 3, 19))
    assert Role.BOARD not in _roles(db, place, henk, date(2027, 3, 20))
    page = _as(site, wim).open(path)
    assert page.submit("End this role", on="2027-03-25", reason="x", expect=422).has("ends earlier than that already")
    page.submit("End this role", on="2027-03-15", reason="Sent away by the members")
    assert Role.BOARD not in _roles(db, place, henk)
    assert page.submit("End this role", on="2027-03-15", reason="Again", expect=409).has("has ended already")


def test_the_last_administrator_stays(db: Session, site: Site, place: District) -> None:
    wim, henk, joke = make.administrator(db, place), make.board(db, place), make.member(db, place, "Joke")
    number = db.scalars(select(Appointment.id).where(Appointment.account_id == wim.account.id)).one()
    page = _as(site, wim).open(f"/noorderkwartier/functies/{number}/beeindigen")
    assert page.submit("End this role", reason="Tired", expect=409).has("This is the only administrator on that day.")
    _give(_as(site, wim), joke, "administrator", starts_on="2027-04-01")
    # One who waits for a second person does not count.
    page.submit("End this role", on="2027-04-01", reason="Tired", expect=409)
    _as(site, henk).open("/noorderkwartier/functies/beheer").submit("Agree that Joke becomes administrator")
    page.submit("End this role", on="2027-03-31", reason="Tired", expect=409)
    page.submit("End this role", on="2027-04-01", reason="Tired")
    assert _roles(db, place, wim, date(2027, 4, 1)) == set()


@pytest.mark.real_database
@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_two_administrators_cannot_send_each_other_away(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        place = make.district(db)
        two = make.administrator(db, place), make.administrator(db, place)
        numbers = [
            db.scalars(select(Appointment.id).where(Appointment.account_id == one.account.id)).one() for one in two
        ]

    def ends(which: int) -> Act:
        by, number = two[which].actor, numbers[1 - which]
        return lambda db: end_role(db, by, queue_mail, place.id, number, on=TODAY, reason="Go", at=NOON)

    assert sorted(at_once(real_engine, ends(0), ends(1))) == [ConflictError.__name__, "done"]
    with session_factory(real_engine)() as db:
        assert len(db.scalars(select(Appointment).where(Appointment.ends_on.is_(None))).all()) == 1


def _link(db: Session, site: Site, email: str) -> Page:
    visitor = site.visitor(language="en")
    visitor.open("/inloggen/link").submit("Send me the link", email=email)
    mail = db.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert mail is not None
    return visitor.open(str(mail.params["link"]).partition("//")[2].partition("/")[2].join(["/", ""]))


def _member(db: Session, place: District, name: str, email: str) -> Membership:
    made = Membership(district_id=place.id, name=name, admitted_on=make.LONG_AGO, email=email, lives_here=True)
    db.add(made)
    db.flush()
    return made


def test_a_member_of_the_register_gets_an_account_by_asking_a_link(db: Session, site: Site, place: District) -> None:
    joke = _member(db, place, "Joke", "Joke@coop.test")
    other = _member(db, make.district(db, "de-vaart"), "Joke V.", "joke@coop.test")
    assert _link(db, site, "joke@coop.test").submit("Sign in now").has("Welcome, Joke.")
    account = db.scalars(select(Account)).one()
    assert joke.account_id == other.account_id == account.id
    page = site.visitor(language="en").open("/inloggen")
    page.submit("Sign in", email="joke@coop.test", password="x" * 12, expect=422)


def test_a_household_with_one_address_and_who_left_get_no_account(db: Session, site: Site, place: District) -> None:
    _member(db, place, "Joke", "home@coop.test")
    _member(db, place, "Piet", "home@coop.test")
    gone = _member(db, place, "Gone", "gone@coop.test")
    gone.ended_on = make.LONG_AGO
    for email in ("home@coop.test", "gone@coop.test", ""):
        site.visitor(language="en").open("/inloggen/link").submit("Send me the link", email=email or "x@coop.test")
    assert db.scalars(select(Account)).all() == []
    assert db.scalars(select(OutboxMessage)).all() == []
