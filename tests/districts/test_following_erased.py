"""Erasing an account takes what it followed with it."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coop.digests.actions import choose_pace
from coop.digests.policy import Pace
from coop.digests.queries import due_readers
from coop.kernel.db import transaction
from coop.members.actions import follow
from coop.members.queries import followed_by
from coop.privacy.actions import forget_account
from tests.support import make
from tests.support.at_once import in_turns
from tests.support.make import NOON


def test_an_erased_account_follows_nothing(db: Session) -> None:
    place = make.district(db)
    person = make.outsider(db, place)
    follow(db, person.actor, place.id, at=NOON)
    choose_pace(db, place.id, person.account.id, Pace.DAILY, rest=(0, 0), at=NOON)
    later = NOON + timedelta(days=3)
    assert len(due_readers(db, later)) == 1
    assert followed_by(db, person.account.id)
    forget_account(db, person.account, at=NOON)
    assert not followed_by(db, person.account.id)
    assert not due_readers(db, later), "nor does it hear news any more"


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_following_twice_at_the_same_moment_is_following_once(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        person = make.outsider(db, make.district(db))
    mine = partial(follow, actor=person.actor, district_id=person.actor.district_id, at=NOON)
    assert in_turns(real_engine, mine, mine) == "done"
