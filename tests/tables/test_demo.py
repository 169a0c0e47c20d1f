"""The demo tells a believable story of tables on whatever day it is made."""

import time
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from coop.demo.accountability import fill_accountability
from coop.demo.cast import fill_cast
from coop.demo.tables import fill_tables
from coop.tables import actions, queries
from coop.tables.policy import Step, months_of
from tests.support.site import Site


@pytest.mark.parametrize("day", [(2027, 3, 31), (2028, 2, 29)])
def test_tables_with_each_report_and_one_refused(db: Session, site: Site, day: tuple[int, int, int]) -> None:
    now = datetime(*day, 9, 30, tzinfo=UTC)
    cast = fill_cast(db, now)
    fill_accountability(db, cast, now)
    fill_tables(db, cast, now)
    released = queries.tables_of(db, cast.busy.id)
    assert len(released) == 6
    assert {len(months_of(row.starts_on, row.ends_on)) for row in released} == {3}
    [refused] = queries.open_sets_of(db, cast.busy.id)
    assert refused.step is Step.REFUSED
    assert refused.cures[0]["kind"] == "drop"
    team = cast.actor("team")
    actions.apply_cure(db, team, cast.busy.id, refused.id, number=0, at=now)
    actions.order_check(db, team, cast.busy.id, refused.id, clock=time.process_time, at=now)
    assert queries.step_of(db, refused) is Step.SAFE
    visitor = site.at(now).visitor()
    for row in released:
        visitor.open(f"/noorderkwartier/tabellen/{row.id}")
