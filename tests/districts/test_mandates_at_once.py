"""Two mandates settled at the same moment, with real commits on both databases."""

from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from coop.districts.actions import settle_mandate
from coop.districts.models import Mandate
from coop.districts.policy import Level, Subject
from coop.kernel.db import transaction
from tests.support import make
from tests.support.at_once import Act, at_once, in_turns

pytestmark = [
    pytest.mark.real_database,
    pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True),
]
MAY, JUNE = date(2027, 5, 1), date(2027, 6, 1)


def settling(engine: Engine, *days: date) -> list[Act]:
    """An act for each day, by one administrator of a new neighbourhood, on one subject."""
    with transaction(engine) as db:
        place = make.district(db)
        giver = make.administrator(db, place).actor

    def on(day: date) -> Act:
        return lambda db: settle_mandate(
            db, giver, place.id, subject=Subject.HIRING, level=Level.DECISIVE, basis="Meeting", starts_on=day
        )

    return [on(day) for day in days]


def periods(engine: Engine) -> list[tuple[date, date | None]]:
    """First and last day of every mandate, in order."""
    with Session(engine) as db:
        found = db.scalars(select(Mandate).where(Mandate.subject == Subject.HIRING).order_by(Mandate.starts_on))
        return [(one.starts_on, one.ends_on) for one in found]


def test_of_two_from_the_same_day_one_is_refused_in_words(real_engine: Engine) -> None:
    assert sorted(at_once(real_engine, *settling(real_engine, JUNE, JUNE))) == ["ConflictError", "done"]
    assert periods(real_engine) == [(JUNE, None)]


def test_the_later_one_waits_and_ends_the_earlier_one(real_engine: Engine) -> None:
    assert in_turns(real_engine, *settling(real_engine, MAY, JUNE)) == "done"
    assert periods(real_engine) == [(MAY, date(2027, 5, 31)), (JUNE, None)]


def test_an_earlier_day_that_comes_second_is_refused(real_engine: Engine) -> None:
    assert in_turns(real_engine, *settling(real_engine, JUNE, MAY)) == "ConflictError"
    assert periods(real_engine) == [(JUNE, None)]
