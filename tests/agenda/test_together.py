"""Two people at the same moment, with real commits on both databases."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from coop.agenda import actions
from coop.agenda.models import Edition, HistoryRow, Item, Support
from coop.agenda.policy import ItemState
from coop.kernel.db import transaction
from tests.agenda.conftest import Town, found
from tests.support.at_once import Act, at_once
from tests.support.make import NOON

pytestmark = [
    pytest.mark.real_database,
    pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True),
]


def prepare(engine: Engine) -> tuple[Town, list[int]]:
    with transaction(engine) as db:
        town = found(db, "noorderkwartier")
        ids = [town.on_agenda(name).id for name in ("One", "Two")]
    return town, ids


def count(engine: Engine, table: type[Support] | type[Edition]) -> int:
    with Session(engine) as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_support_clicked_four_times_at_once_counts_once(real_engine: Engine) -> None:
    town, (one, _two) = prepare(real_engine)
    before = count(real_engine, Support)
    support: Act = lambda db: actions.support(db, town.member.actor, town.place.id, one, at=NOON)  # noqa: E731
    assert at_once(real_engine, *[support] * 4) == ["done"] * 4
    assert count(real_engine, Support) == before + 1


def test_two_items_merged_into_each_other_at_once_never_make_a_circle(real_engine: Engine) -> None:
    town, (one, two) = prepare(real_engine)
    outcome = at_once(
        real_engine,
        lambda db: actions.merge(db, town.board.actor, town.place.id, one, two, at=NOON),
        lambda db: actions.merge(db, town.board.actor, town.place.id, two, one, at=NOON),
    )
    assert sorted(outcome) == ["InvalidError", "done"]
    with Session(real_engine) as db:
        merged = db.scalars(select(Item).where(Item.state == ItemState.MERGED)).all()
        assert len(merged) == 1
        assert db.scalar(select(func.count()).where(HistoryRow.state == ItemState.MERGED)) == 1


def test_two_board_members_publish_one_edition(real_engine: Engine) -> None:
    town, _ids = prepare(real_engine)
    publish: Act = lambda db: actions.publish_edition(db, town.board.actor, town.place.id, "Hello.", at=NOON)  # noqa: E731
    assert sorted(at_once(real_engine, publish, publish)) == ["ConflictError", "done"]
    assert count(real_engine, Edition) == 1
