"""Two team members begin a report at the same moment; commits are real."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from coop.accountability.actions import begin_report
from coop.accountability.models import Report
from coop.kernel.db import session_factory, transaction
from tests.support import make
from tests.support.at_once import in_turns
from tests.support.make import NOON, Person

pytestmark = pytest.mark.real_database

FIRST = (date(2026, 7, 1), date(2026, 12, 31))
# Not the same period, so that no unique constraint stops it; it overlaps by one month.
SECOND = (date(2026, 6, 1), date(2026, 7, 31))


def _begin(person: Person, place_id: int, period: tuple[date, date]) -> Callable[[Session], object]:
    return lambda db: begin_report(
        db, person.actor, place_id, title="Half a year", starts_on=period[0], ends_on=period[1], at=NOON
    )


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_overlapping_reports_cannot_begin_at_the_same_moment(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        place = make.district(db)
        people = make.team(db, place), make.team(db, place)
    end = in_turns(real_engine, _begin(people[0], place.id, FIRST), _begin(people[1], place.id, SECOND))
    assert end in ("InvalidError", "ConflictError")
    with session_factory(real_engine)() as db:
        assert [(one.starts_on, one.ends_on) for one in db.scalars(select(Report))] == [FIRST]


# SQLite has one writer at a time for all neighbourhoods.
@pytest.mark.parametrize("real_engine", ["postgresql"], indirect=True)
def test_another_neighbourhood_does_not_wait(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        places = make.district(db), make.district(db, "de-vaart")
        people = [make.team(db, place) for place in places]
    with transaction(real_engine) as db:
        _begin(people[0], places[0].id, FIRST)(db)
        with transaction(real_engine) as other:
            _begin(people[1], places[1].id, FIRST)(other)
