"""Erasing an account takes what it followed with it."""

from sqlalchemy.orm import Session

from coop.members.actions import follow
from coop.members.queries import followed_by
from coop.privacy.actions import forget_account
from tests.support import make
from tests.support.make import NOON


def test_an_erased_account_follows_nothing(db: Session) -> None:
    place = make.district(db)
    person = make.outsider(db, place)
    follow(db, person.actor, place.id, at=NOON)
    assert followed_by(db, person.account.id)
    forget_account(db, person.account, at=NOON)
    assert not followed_by(db, person.account.id)
