"""A full disk under PostgreSQL, and no connection left: no receipt, the old vote stays, and later it works again."""

import resource
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from coop.ballotbox.queries import channels_of
from coop.kernel.db import Base, session_factory, transaction
from coop.migrations.tables import load_tables
from tests.ballotbox.conftest import open_hall
from tests.ballotbox.test_power import engine_of, kill, new_server

pytestmark = pytest.mark.real_database
VOTERS = 60
LIMIT = 17 * 2**20
"""Larger than a segment of the write-ahead log (16 MB), smaller than the table after it was filled."""
FILL = """INSERT INTO box_electors (box_id, membership_id, district_id, revision, channel, envelope, envelope_hash)
    SELECT 999999, turn, 1, 1, 'online', decode(repeat('ab', 337), 'hex'), sha256(turn::text::bytea)
    FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS turn"""


@pytest.fixture
def small_server() -> Iterator[Any]:
    """A PostgreSQL server for which every file larger than the limit is a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, before[1]))
    try:
        found = new_server()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    yield found
    found.cleanup()


def fill_disk(engine: Engine) -> None:
    """Voters of a box that is not there, until nothing more fits."""
    first, step = 1, 2000
    while step:
        try:
            with transaction(engine) as db:
                # Their keys are not looked up.
                db.execute(text("SET LOCAL session_replication_role = replica"))
                db.execute(text(FILL), {"first": first, "last": first + step - 1})
            first += step
        except SQLAlchemyError:
            step //= 10


def test_08_a_full_disk_under_postgresql_gives_no_receipt_and_keeps_the_old_vote(small_server: Any) -> None:
    load_tables()
    engine = engine_of(small_server)
    Base.metadata.create_all(engine)
    with transaction(engine) as db:
        hall = open_hall(db, VOTERS)
    with transaction(engine) as db:
        first = hall.cast(db, 0, hall.envelope("yes"))
    fill_disk(engine)
    accepted, refused, faults = {0}, set(), ""
    for voter in range(VOTERS):
        try:
            with transaction(engine) as db:
                hall.cast(db, voter, hall.envelope("no"), saw=int(voter == 0))
            accepted.add(voter)
        except SQLAlchemyError as fault:
            faults += str(fault)
            refused.add(voter)
    assert len(refused) > VOTERS / 2
    assert faults.count("could not extend file") == len(refused)
    with session_factory(engine)() as db:
        assert channels_of(db, hall.box_id).total == len(accepted)
        stored = db.execute(
            text("SELECT envelope_hash, revision FROM box_electors WHERE membership_id = :member AND box_id = :box"),
            {"member": hall.members[0], "box": hall.box_id},
        ).one()
        assert stored.revision == (1 if 0 in refused else 2)
        assert (bytes(stored.envelope_hash).hex() == first.envelope) == (0 in refused)
    engine.dispose()
    kill(small_server)
    small_server.ensure_postgres_running()
    again = engine_of(small_server)
    # There is room again: who was refused votes, once.
    for voter in refused:
        with transaction(again) as db:
            hall.cast(db, voter, hall.envelope("no"), saw=int(voter == 0))
    with session_factory(again)() as db:
        assert channels_of(db, hall.box_id).total == VOTERS
    again.dispose()


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_08_no_connection_left_gives_no_receipt(real_engine: Any) -> None:
    with transaction(real_engine) as db:
        hall = open_hall(db, 3)
    small = create_engine(real_engine.url, pool_size=1, max_overflow=0, pool_timeout=0.1)
    with small.connect(), session_factory(small)() as db, pytest.raises(PoolTimeoutError):
        hall.cast(db, 0, hall.envelope("yes"))
    with session_factory(real_engine)() as db:
        assert channels_of(db, hall.box_id).total == 0
    small.dispose()
    with transaction(real_engine) as db:
        assert hall.cast(db, 0, hall.envelope("yes")).revision == 1
