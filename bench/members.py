"""Signing in, entering a register and freezing a roll of 15,000 members, each beside a bare reference."""

import sqlite3
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from argon2 import PasswordHasher
from sqlalchemy import Engine

from coop.districts.actions import found_district
from coop.identity.actions import begin_sign_in, check_password, count_try, open_account, release
from coop.identity.gateways import Argon2
from coop.identity.policy import Way
from coop.kernel.access import Actor, Role
from coop.kernel.db import Base, make_engine, transaction
from coop.members.actions import import_members
from coop.members.policy import MemberRow, read_members, write_members
from coop.members.queries import electoral_roll
from coop.migrations.tables import load_tables

MEMBERS = 15_000
NOON = datetime(2027, 3, 15, 12, tzinfo=UTC)
SECRET = "three words at noon"


def main() -> None:
    """Print each number, its reference and the ratio."""
    load_tables()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'bench.db'}")
        Base.metadata.create_all(engine)
        _signing_in(engine)
        place = _entering(engine, Path(folder))
        _roll(engine, place, Path(folder) / "bench.db")
        engine.dispose()


def _signing_in(engine: Engine) -> None:
    hasher, bare = Argon2(), PasswordHasher()
    with transaction(engine) as db:
        account = open_account(db, hasher, email="a@b.example", name="A", password=SECRET, at=NOON).id
    kept = bare.hash(SECRET)

    def ours() -> None:
        with transaction(engine) as db:
            count_try(db, "brake", at=NOON)
        with transaction(engine) as db:
            check_password(db, hasher, email="a@b.example", password=SECRET)
            release(db, "brake")
            begin_sign_in(db, account, token="t" * 32, way=Way.PASSWORD, user_agent="Firefox", at=NOON)

    _say("sign-in with a password", _ms(ours), "argon2id alone", _ms(lambda: bare.verify(kept, SECRET)))


def _entering(engine: Engine, folder: Path) -> int:
    rows = [
        MemberRow(0, f"Lid {n}", "Lange Kerkstraat", str(n), "1234 AB", f"lid{n}@b.example", date(2024, 1, 2), 40)
        for n in range(MEMBERS)
    ]
    text = write_members(rows)
    with transaction(engine) as db:
        place = found_district(
            db, slug="a", name="A", cooperative="A", municipality="A", inhabitants=1, team_minutes_week=1
        ).id
    keeper = Actor(None, "", place, frozenset({Role.SECRETARY}))

    def ours() -> None:
        with transaction(engine) as db:
            import_members(db, keeper, place, read_members(text)[0], on=NOON.date())

    def bare() -> None:
        with sqlite3.connect(folder / "bare.db") as db:
            db.execute("CREATE TABLE members (name, street, number, postcode, email, since, age)")
            db.executemany(
                "INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, ?)", [line.split(",") for line in text.splitlines()[1:]]
            )

    _say(f"{MEMBERS} members from a file", _ms(ours, 1), "sqlite3 and split", _ms(bare, 1))
    return place


def _roll(engine: Engine, place: int, file: Path) -> None:
    def ours() -> None:
        with transaction(engine) as db:
            assert len(electoral_roll(db, place, NOON.date()).entitled) == MEMBERS

    def bare() -> None:
        with sqlite3.connect(file) as db:
            assert len(db.execute("SELECT id FROM memberships WHERE district_id = ?", (place,)).fetchall()) == MEMBERS

    _say(f"who is on the roll, of {MEMBERS}", _ms(ours, 7), "one bare SELECT of their numbers", _ms(bare, 7))


def _ms(act: Callable[[], object], times: int = 15) -> float:
    took = []
    for _time in range(times):
        began = perf_counter()
        act()
        took.append((perf_counter() - began) * 1000)
    return median(took)


def _say(what: str, took: float, reference: str, bare: float) -> None:
    print(f"{what}: {took:.1f} ms; {reference}: {bare:.1f} ms; {took / bare:.1f} times")


if __name__ == "__main__":
    main()
