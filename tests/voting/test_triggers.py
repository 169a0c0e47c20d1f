"""The triggers are the same however the database was made, and moving the tables keeps what was in them."""

from typing import Any

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from sqlalchemy import Connection, text

from coop.commands import MIGRATIONS
from coop.kernel.db import Base, make_engine
from coop.migrations.tables import load_tables
from tests.support.engines import Engines

load_tables()
TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": (
        "SELECT t.tgname, pg_get_triggerdef(t.oid) || p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE NOT t.tgisinternal ORDER BY t.tgname"
    ),
}
OURS = {"polls_opened", "polls_published", "proposals_added", "proposals_changed", "proposals_removed"}
BEFORE = "0005"


def settings(url: str) -> AlembicConfig:
    made = AlembicConfig()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["url"] = url
    return made


def triggers(connection: Connection) -> dict[str, str]:
    rows = connection.execute(text(TRIGGERS[connection.dialect.name]))
    return {name: " ".join(sql.split()) for name, sql in rows if name in OURS}


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_migrated_triggers_are_those_of_the_code(engines: Engines, engine_name: str) -> None:
    migrated, made = engines.new_url(engine_name), engines.new_url(engine_name)
    command.upgrade(settings(migrated), "head")
    one, other = make_engine(migrated), make_engine(made)
    Base.metadata.create_all(other)
    with one.connect() as first, other.connect() as second:
        assert set(triggers(first)) == OURS
        assert triggers(first) == triggers(second)
    one.dispose()
    other.dispose()


def put(connection: Connection, table: str, **values: Any) -> None:
    names = ", ".join(values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES (:{', :'.join(values)})"), values)


def fill(connection: Connection) -> None:
    """A published vote as it was stored before there were kinds."""
    of_place = {"cooperative": "C", "municipality": "M", "about": "", "inhabitants": 10, "team_minutes_week": 60}
    put(connection, "districts", id=1, slug="x", name="X", languages="[]", phone="", **of_place)
    names = ("closes_at", "created_at", "opened_at", "closed_at", "counted_at", "published_at")
    moments = dict.fromkeys(names, "2026-11-01 12:00:00")
    of_poll = {"state": "published", "vote_kind": "referendum", "unit": "hours", "budget": 600, "terms": "{}"}
    count = {"record": "{}", "fingerprint": "f", "fingerprint_key": "", "seed": "dice: 1 2 3", "void_reason": ""}
    put(connection, "polls", id=7, district_id=1, title="Old", question="What?", **of_poll, **count, **moments)
    words = {"title": "Walk-in", "what": "Text", "amount": 60, "expected": "", "how_noticed": ""}
    put(connection, "proposals", id=3, district_id=1, poll_id=7, key="1", position=1, **words)


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_moving_to_kinds_keeps_votes_constraints_and_what_points_at_them(engines: Engines, engine_name: str) -> None:
    url = engines.new_url(engine_name)
    command.upgrade(settings(url), BEFORE)
    engine = make_engine(url)
    with engine.begin() as connection:
        fill(connection)
    command.upgrade(settings(url), "head")
    with engine.connect() as connection:
        row: Any = connection.execute(text("SELECT title, ballot_kind, budget, seed FROM polls")).one()
        assert tuple(row) == ("Old", "priorities", 600, "dice: 1 2 3")
        assert connection.execute(text("SELECT poll_id FROM proposals")).scalar() == 7
        if engine_name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'polls'")).scalar() or ""
            for name in ("opened", "closed", "counted", "published", "budget", "ballotkind", "pollstate", "votekind"):
                assert f"ck_polls_{name} " in made, name
    for wrong in ("budget = 0", "state = 'lost'", "ballot_kind = 'raffle'", "title = 'Other'"):
        with pytest.raises(Exception, match=r"CHECK|check|opened"), engine.begin() as connection:
            connection.execute(text(f"UPDATE polls SET {wrong}"))
    engine.dispose()
