"""Writers on one SQLite file: each waits for its turn, and not for ever. Rows of columns."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, bindparam, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel import db as kernel
from coop.kernel.db import make_engine, rows_of, session_factory, transaction, writing
from tests.support import make


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Engine]:
    """A file of its own with one table."""
    made = make_engine(f"sqlite:///{tmp_path}/x.db")
    with transaction(made) as db:
        db.execute(text("CREATE TABLE notes (note TEXT)"))
    yield made
    made.dispose()


def test_a_writer_comes_next_when_the_one_before_is_done(written: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with session_factory(written)() as first, session_factory(written)() as second:
        writing(first).execute(text("INSERT INTO notes VALUES ('first')"))
        waits: list[float] = []

        def wait(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                first.commit()

        monkeypatch.setattr(kernel, "sleep", wait)
        assert writing(second).execute(text("SELECT note FROM notes")).scalars().all() == ["first"]
        assert waits == [kernel._ASK_AGAIN] * 3
        assert second.execute(text("PRAGMA busy_timeout")).scalar_one() == kernel._PATIENCE * 1000
        second.commit()


def test_a_writer_gives_up_when_its_turn_does_not_come(written: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with session_factory(written)() as first, session_factory(written)() as second:
        writing(first)
        second.execute(text("SELECT 1"))
        monkeypatch.setattr(kernel, "_PATIENCE", 0)
        with pytest.raises(OperationalError, match="locked"):
            writing(second)
        second.rollback()
        monkeypatch.undo()
        first.commit()
        writing(second).execute(text("INSERT INTO notes VALUES ('second')"))
        second.commit()


def test_rows_are_read_with_what_is_not_yet_written(db: Session) -> None:
    place = make.district(db)
    place.name = "Renamed"
    query = select(District.name).where(District.id == bindparam("id"))
    assert rows_of(db, query, {"id": place.id}).scalar_one() == "Renamed"
    place.name = "Renamed again"
    with db.no_autoflush:
        assert rows_of(db, query, {"id": place.id}).scalar_one() == "Renamed"
