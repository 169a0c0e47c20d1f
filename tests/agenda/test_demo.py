"""The agenda of the demo shows everything that can happen to an item."""

from sqlalchemy.orm import Session

from coop.agenda import queries
from coop.agenda.policy import Domain, ItemState, Kind
from coop.agenda.queries import Filter
from coop.demo.agenda import fill_agenda
from coop.demo.cast import fill_cast
from coop.demo.maps import fill_maps
from tests.support.make import NOON


def test_the_busy_neighbourhood_has_every_kind_domain_and_state_and_the_new_one_just_began(db: Session) -> None:
    cast = fill_cast(db, NOON)
    fill_maps(db, cast, NOON)
    fill_agenda(db, cast, NOON)
    everything = Filter(states=tuple(ItemState))
    rows = queries.items_of(db, cast.busy.id, everything, limit=100)
    assert len(rows) >= 22
    assert {row.kind for row in rows} == set(Kind)
    assert {row.domain for row in rows} == set(Domain)
    assert {row.state for row in rows} == set(ItemState)
    assert any(row.comments for row in rows)
    assert any(row.offers for row in rows)
    for row in rows:
        history = queries.history_of(db, cast.busy.id, row.id)
        assert (history[0].state, history[-1].state) == (ItemState.NEW, row.state)
        assert all(change.at <= NOON for change in history)
        assert [change.at for change in history] == sorted(change.at for change in history)
    second, first = queries.editions_of(db, cast.busy.id)
    assert first.items >= 10
    found = queries.since(db, cast.busy.id, first, second)
    assert found.items.added
    assert [pair.changes.keys() for pair in found.items.changed] == [{"in_short"}]
    assert [one.state for one in found.dropped] == [ItemState.CLOSED]
    assert len(queries.items_of(db, cast.new.id, everything)) == 2
    assert queries.editions_of(db, cast.new.id) == []
    assert queries.commitments_of(db, cast.busy.id) == []
