"""Members and roles of a neighbourhood."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from coop.kernel.access import Role
from coop.kernel.errors import ConflictError, InvalidError
from coop.members import actions, queries
from tests.support import make

DAY = date(2027, 3, 15)


def test_a_member_counts_from_admission_until_the_end(db: Session) -> None:
    place = make.district(db)
    row = actions.admit_member(db, place.id, name="Paper Member", on=DAY)
    assert queries.member_count(db, place.id, date(2027, 3, 14)) == 0
    assert queries.membership_ids(db, place.id, DAY) == [row.id]
    actions.end_membership(db, place.id, row.id, on=date(2027, 4, 1))
    assert queries.member_count(db, place.id, date(2027, 3, 31)) == 1
    assert queries.member_count(db, place.id, date(2027, 4, 1)) == 0
    with pytest.raises(ConflictError):
        actions.end_membership(db, place.id, row.id, on=date(2027, 5, 1))


def test_nobody_is_a_member_twice(db: Session) -> None:
    place = make.district(db)
    person = make.member(db, place)
    with pytest.raises(ConflictError):
        actions.admit_member(db, place.id, name="Again", on=DAY, account_id=person.account.id)


def test_roles_hold_in_their_own_neighbourhood_only(db: Session) -> None:
    here, there = make.district(db), make.district(db, "de-vaart")
    person = make.board(db, here)
    assert queries.actor_of(db, here.id, person.account.id, "", DAY).roles == {Role.BOARD}
    assert queries.actor_of(db, there.id, person.account.id, "", DAY).roles == set()
    with pytest.raises(ConflictError):
        actions.end_membership(db, there.id, make.member(db, here).actor.membership_id or 0, on=DAY)


def test_a_role_ends(db: Session) -> None:
    place, someone = make.district(db), make.account(db)
    actions.appoint(db, place.id, someone.id, Role.BOARD, starts_on=date(2026, 1, 1), ends_on=DAY)
    assert queries.actor_of(db, place.id, someone.id, "", date(2027, 3, 14)).has(Role.BOARD)
    assert not queries.actor_of(db, place.id, someone.id, "", DAY).has(Role.BOARD)


def test_membership_is_not_an_appointment(db: Session) -> None:
    place, someone = make.district(db), make.account(db)
    with pytest.raises(InvalidError):
        actions.appoint(db, place.id, someone.id, Role.MEMBER, starts_on=DAY)
