"""Everything that the site holds about one person, gathered by the table of retention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Table, func, or_, select
from sqlalchemy.orm import Session

from coop.audit.models import AuditEntry
from coop.identity.models import Account
from coop.kernel.db import Base
from coop.members.models import Membership
from coop.privacy.policy import KINDS, Holding, Kind
from coop.privacy.policy.shapes import TITLES

_PEOPLE = (Account.__tablename__, Membership.__tablename__)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table that are about somebody: names of columns, and values in that order."""

    holding: Holding
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one kind; without parts there is nothing of this kind about this person."""

    kind: Kind
    parts: Sequence[Rows]


def my_data(db: Session, account_id: int) -> list[Held]:
    """Everything about the person of an account, by kind, also kinds of which there is nothing."""
    mine = {
        Account.__tablename__: [account_id],
        Membership.__tablename__: list(db.scalars(select(Membership.id).where(Membership.account_id == account_id))),
    }
    found: dict[str, list[int]] = {}
    held = []
    for kind in KINDS:
        parts = []
        for holding in kind.tables:
            rows = _rows(db, holding, mine, found)
            if rows:
                parts.append(Rows(holding, rows))
        held.append(Held(kind, parts))
    return held


def _rows(db: Session, holding: Holding, mine: dict[str, list[int]], found: dict[str, list[int]]) -> list[list[Any]]:
    table = Base.metadata.tables[holding.table]
    where = [table.c[name].in_(mine[_target(table, name)]) for name in holding.about]
    if holding.through:
        where.append(table.c[holding.through].in_(found.get(_target(table, holding.through), [])))
    if not where:
        return []
    order = [table.c[one.name] for one in table.primary_key]
    rows = db.execute(select(table).where(or_(*where)).order_by(*order)).mappings().all()
    if "id" in table.c:
        found[holding.table] = [row["id"] for row in rows]
    titles = {name: _titles(db, name, rows) for name in holding.shows if name in TITLES}
    return [
        [titles[name].get(row[name], "") if name in titles else row[name] for name in holding.shows] for row in rows
    ]


def _target(table: Table, column: str) -> str:
    """The table at which a column points; a key that points nowhere is its own table."""
    keys = [key.column.table.name for key in table.c[column].foreign_keys]
    return keys[0] if keys else table.name


def _titles(db: Session, column: str, rows: Sequence[Any]) -> dict[int, str]:
    table = Base.metadata.tables[TITLES[column]]
    wanted = {row[column] for row in rows}
    # A statement is its own title; a neighbourhood has a name.
    title = next(table.c[name] for name in ("title", "text", "name") if name in table.c)
    found = db.execute(select(table.c.id, title.label("title")).where(table.c.id.in_(wanted))).all()
    return {row.id: row.title for row in found}


def acts_in_office(db: Session, account_id: int) -> int:
    """How many lines of the log are about what this person did or looked at in office."""
    return db.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.account_id == account_id)) or 0


def memberships_of(db: Session, account_id: int, on: date) -> Sequence[Membership]:
    """Memberships of an account that have not ended on a day, one per neighbourhood."""
    return db.scalars(
        select(Membership)
        .where(Membership.account_id == account_id, or_(Membership.ended_on.is_(None), Membership.ended_on > on))
        .order_by(Membership.district_id)
    ).all()


def as_json(value: Any) -> Any:
    """A value of a table as it stands in the file to take along."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
