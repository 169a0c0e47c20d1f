"""The migrations make exactly the tables that the code describes, on both engines."""

import re
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from coop.commands import MIGRATIONS
from coop.demo.fill import fill_demo
from coop.kernel.db import Base, make_engine, transaction
from coop.migrations.tables import load_tables
from tests.support.engines import Engines

load_tables()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, engines: Engines) -> str:
    return engines.new_url(request.param)


def _settings(url: str) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["url"] = url
    return settings


def test_there_is_one_newest_revision() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_upgraded_tables_equal_the_code(url: str) -> None:
    command.upgrade(_settings(url), "head")
    engine = make_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_upgraded_tables_let_in_what_the_code_lets_in(url: str, engines: Engines) -> None:
    """Alembic does not compare checks: a new word of an enum without a migration would be refused on a used site."""
    command.upgrade(_settings(url), "head")
    fresh = make_engine(engines.new_url("sqlite" if url.startswith("sqlite") else "postgresql"))
    Base.metadata.create_all(fresh)
    upgraded = make_engine(url)
    found, wanted = _checks(upgraded), _checks(fresh)
    upgraded.dispose()
    fresh.dispose()
    assert wanted
    assert {key: found.get(key) for key in wanted if found.get(key) != wanted[key]} == {}
    assert set(found) == set(wanted)


def _checks(engine: Engine) -> dict[tuple[str, str], list[str]]:
    """The words of each check by table and name; their order does not matter to a list of values."""
    inspector = inspect(engine)
    return {
        (table, str(one["name"])): sorted(re.findall(r"'[^']*'|\w+|[<>=]+", one["sqltext"].lower()))
        for table in inspector.get_table_names()
        for one in inspector.get_check_constraints(table)
    }


def test_the_newest_revision_can_be_taken_back_and_done_again_on_a_used_site(url: str) -> None:
    settings = _settings(url)
    command.upgrade(settings, "head")
    engine = make_engine(url)
    with transaction(engine) as db:
        fill_demo(db, datetime(2026, 11, 22, 12, tzinfo=UTC))
    with engine.connect() as connection:
        members = connection.scalar(text("SELECT count(*) FROM memberships"))
    engine.dispose()
    command.downgrade(settings, "-1")
    command.upgrade(settings, "head")
    engine = make_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM memberships")) == members
    engine.dispose()
