"""What somebody with the database, its files, its log or a back-up can learn: whether people voted, never what."""

import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from coop.ballotbox import actions
from coop.ballotbox.models import Box, BoxElector, BoxFile, LogLine, SealedEnvelope
from coop.kernel.db import session_factory, transaction
from coop.rules.sealing.ballots import envelope_hash
from tests.ballotbox.conftest import Hall, open_hall

COLUMNS = {
    Box: {"id", "district_id", "name", "state", "facts", "size", "closes_at", "sealed_at", "opened_at"},
    BoxElector: {
        *{"box_id", "membership_id", "district_id", "revision", "channel", "helper_id"},
        *{"envelope", "envelope_hash", "request"},
    },
    SealedEnvelope: {"box_id", "envelope_hash", "envelope"},
    BoxFile: {"box_id", "name", "data"},
    LogLine: {"place", "box_id", "body", "leaf", "checkpoint"},
}


def test_18_these_are_all_columns_there_are(db: Session) -> None:
    # A moment, an address, a number of order or a choice beside a name would undo the secrecy.
    for table, columns in COLUMNS.items():
        assert {column["name"] for column in inspect(db.connection()).get_columns(table.__tablename__)} == columns


def test_17_all_envelopes_of_a_vote_are_equally_long(db: Session, hall: Hall) -> None:
    for voter, choice in enumerate(("yes", "no", "blank")):
        hall.cast(db, voter, hall.envelope(choice))
    sizes = db.execute(text("SELECT DISTINCT length(envelope) FROM box_electors WHERE envelope IS NOT NULL")).all()
    assert len(sizes) == 1


def test_20_names_of_boxes_say_nothing_about_when(db: Session, hall: Hall) -> None:
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", hall.poll.id)


def test_18_after_sealing_no_name_is_beside_an_envelope(db: Session, hall: Hall) -> None:
    for voter in range(4):
        hall.cast(db, voter, hall.envelope("yes"), request=f"request {voter}")
    hall.seal(db)
    row = "envelope IS NULL AND envelope_hash IS NULL AND request IS NULL"
    assert db.scalar(text(f"SELECT count(*) FROM box_electors WHERE NOT ({row})")) == 0
    assert db.scalar(text("SELECT count(*) FROM sealed_envelopes")) == 4


def _voted(engine: Engine, voters: int = 60) -> tuple[Hall, list[bytes], list[bytes]]:
    """Everybody votes in order, one commit each; half change their vote. Newest and replaced hashes by voter."""
    with transaction(engine) as db:
        hall = open_hall(db, voters)
    newest, replaced = [], []
    for voter in range(voters):
        envelope = hall.envelope(("yes", "no")[voter % 2])
        with transaction(engine) as db:
            hall.cast(db, voter, envelope)
        newest.append(envelope)
    for voter in range(0, voters, 2):
        replaced.append(newest[voter])
        newest[voter] = hall.envelope("blank")
        with transaction(engine) as db:
            hall.cast(db, voter, newest[voter], saw=1)
    with transaction(engine) as db:
        hall.seal(db)
    return hall, newest, replaced


@pytest.mark.real_database
@pytest.mark.parametrize("real_engine", ["postgresql"], indirect=True)
def test_18_19_21_transaction_numbers_and_places_on_disk_link_nobody(real_engine: Engine) -> None:
    _, newest, replaced = _voted(real_engine)
    with session_factory(real_engine)() as db:
        assert db.scalar(text("SELECT count(DISTINCT xmin::text) FROM box_electors")) == 1
        assert db.scalar(text("SELECT count(DISTINCT xmin::text) FROM sealed_envelopes")) == 1
        joined = "SELECT count(*) FROM box_electors e JOIN sealed_envelopes s ON e.xmin = s.xmin"
        assert db.scalar(text(joined)) == len(newest) ** 2  # every voter with every envelope: nothing is learned
        order = db.scalars(text("SELECT envelope_hash FROM sealed_envelopes ORDER BY ctid")).all()
        assert [bytes(one) for one in order] == sorted(envelope_hash(one) for one in newest)
        assert (
            db.scalar(text("SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relname LIKE 'box_electors%'")) == 0
        )
    actions.tidy(real_engine)
    with session_factory(real_engine)() as db:
        found = db.scalar(text("SELECT pg_relation_filepath('box_electors')"))
        home = Path(str(db.scalar(text("SHOW data_directory"))))
    with real_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
    stored = (home / str(found)).read_bytes()
    for envelope in [*replaced, *newest]:
        assert envelope[65:97] not in stored


@pytest.mark.real_database
@pytest.mark.parametrize("real_engine", ["sqlite"], indirect=True)
def test_19_21_hidden_row_numbers_and_replaced_envelopes_are_not_in_the_file(real_engine: Engine) -> None:
    _, newest, replaced = _voted(real_engine)
    actions.tidy(real_engine)
    path = Path(str(real_engine.url.database))
    with sqlite3.connect(path) as raw:
        for table in ("box_electors", "sealed_envelopes"):
            with pytest.raises(sqlite3.OperationalError, match="rowid"):
                raw.execute(f"SELECT rowid FROM {table}")
        order = [row[0] for row in raw.execute("SELECT envelope_hash FROM sealed_envelopes")]
    raw.close()
    assert order == sorted(envelope_hash(one) for one in newest)
    stored = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    for envelope in replaced:
        assert envelope[65:97] not in stored
    for envelope in newest:
        assert stored.count(envelope[65:97]) == 1


@pytest.mark.real_database
@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_16_choices_and_codes_are_nowhere_in_the_database(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        hall = open_hall(db, 3)
    tracker = "CANAR-YCANA"
    with transaction(real_engine) as db:
        hall.cast(db, 0, hall.envelope("blank", tracker=tracker))
    if real_engine.dialect.name == "sqlite":
        path = Path(str(real_engine.url.database))
        files = list(path.parent.glob(f"{path.name}*"))
    else:
        with session_factory(real_engine)() as db:
            home = Path(str(db.scalar(text("SHOW data_directory"))))
        with real_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
        files = [*(home / "pg_wal").iterdir(), *(home / "base").rglob("*")]
    stored = [one.read_bytes() for one in files if one.is_file()]
    assert sum(map(len, stored)) > 10_000
    for canary in (tracker.encode(), b'"c":["blank"]'):
        assert not [one for one in stored if canary in one]


@pytest.mark.real_database
@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_21_two_back_ups_compared_say_only_who_voted_in_between(real_engine: Engine) -> None:
    with transaction(real_engine) as db:
        hall = open_hall(db, 4)
    with transaction(real_engine) as db:
        hall.cast(db, 0, hall.envelope("yes"))
    with session_factory(real_engine)() as db:
        before = db.execute(text("SELECT membership_id, envelope FROM box_electors")).all()
    with transaction(real_engine) as db:
        hall.cast(db, 1, hall.envelope("no"))
    with session_factory(real_engine)() as db:
        after = db.execute(text("SELECT membership_id, envelope FROM box_electors")).all()
    fresh = [bytes(one) for member, one in after if (member, one) not in before and one]
    assert len(fresh) == 1
    assert len(fresh[0]) == 337
    assert hall.choices_in(fresh[0]) == ("no",)  # for who holds the key, and nobody else
