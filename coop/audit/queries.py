"""Questions about the log."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import extract, func, or_, select
from sqlalchemy.orm import Session

from coop.audit.models import AuditEntry, Erasure
from coop.audit.policy import ON_SERVER, START, Entry


def head_of(db: Session) -> tuple[int, str]:
    """Number and digest of the newest entry; 0 and zeros when there is none."""
    row = db.execute(select(AuditEntry.number, AuditEntry.digest).order_by(AuditEntry.number.desc()).limit(1)).first()
    return (row.number, row.digest) if row else (0, START)


def all_entries(db: Session) -> Iterator[Entry]:
    """The whole log in order."""
    for row in db.scalars(select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=1000)):
        yield Entry(row.number, row.at, row.account_id, row.district_id, row.act, row.things, row.previous, row.digest)


def entries_of(db: Session, district_id: int, *, offset: int, limit: int) -> tuple[Sequence[AuditEntry], int]:
    """One page of a neighbourhood's entries and of commands on the server, newest first, and how many there are."""
    on_server = AuditEntry.district_id.is_(None) & AuditEntry.act.startswith(ON_SERVER, autoescape=True)
    here = (AuditEntry.district_id == district_id) | on_server
    total = db.scalar(select(func.count()).select_from(AuditEntry).where(here)) or 0
    rows = db.scalars(
        select(AuditEntry).where(here).order_by(AuditEntry.number.desc()).offset(offset).limit(limit)
    ).all()
    return rows, total


def ledger_of(db: Session) -> list[tuple[str, int, str]]:
    """The ledger as (table, row, moment): keep it outside the database, beside the backups."""
    rows = db.scalars(select(Erasure).order_by(Erasure.id))
    return [(row.table_name, row.row_id, row.erased_at.isoformat()) for row in rows]


def erased_counts(db: Session, district_id: int) -> list[tuple[str, int, datetime]]:
    """What was erased here or on the whole site: table, how many rows in one month, and when last; the newest first."""
    last = func.max(Erasure.erased_at)
    rows = db.execute(
        select(Erasure.table_name, func.count(), last)
        .where(or_(Erasure.district_id == district_id, Erasure.district_id.is_(None)))
        .group_by(Erasure.table_name, extract("year", Erasure.erased_at), extract("month", Erasure.erased_at))
        .order_by(last.desc(), Erasure.table_name)
    )
    return [(row[0], row[1], row[2]) for row in rows]
