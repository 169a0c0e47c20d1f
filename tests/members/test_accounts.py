"""A membership finds its account when the address was proven."""

from sqlalchemy.orm import Session

from coop.members import actions
from coop.members.models import Membership
from tests.support import make
from tests.support.make import LONG_AGO, NOON


def _paper(db: Session, district_id: int, email: str) -> Membership:
    row = actions.admit_member(db, district_id, name="On Paper", on=LONG_AGO)
    row.email = email
    db.flush()
    return row


def test_a_member_elsewhere_is_joined_here_too(db: Session) -> None:
    here, there = make.district(db), make.district(db, "de-vaart")
    person = make.member(db, there)
    paper = _paper(db, here.id, person.account.email.upper())
    assert actions.join_memberships(db, person.account, at=NOON) == 1
    assert paper.account_id == person.account.id
    assert actions.join_memberships(db, person.account, at=NOON) == 0


def test_a_household_with_one_address_is_not_guessed(db: Session) -> None:
    here = make.district(db)
    someone = make.account(db)
    rows = [_paper(db, here.id, someone.email) for _ in range(2)]
    assert actions.join_memberships(db, someone, at=NOON) == 0
    assert {one.account_id for one in rows} == {None}


def test_nobody_gets_a_second_membership_or_that_of_somebody_else(db: Session) -> None:
    here = make.district(db)
    person, other = make.member(db, here), make.account(db)
    mine = _paper(db, here.id, person.account.email)
    taken = _paper(db, here.id, other.email)
    theirs = make.member(db, make.district(db, "de-vaart"))
    db.get_one(Membership, theirs.actor.membership_id).email = other.email
    db.flush()
    assert actions.join_memberships(db, person.account, at=NOON) == 0
    assert mine.account_id is None
    assert actions.join_memberships(db, other, at=NOON) == 1
    assert taken.account_id == other.id
    assert db.get_one(Membership, theirs.actor.membership_id).account_id == theirs.account.id
