"""Writing in the log, and in the ledger of what was erased."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from coop.audit.models import AuditEntry, Erasure
from coop.audit.policy import NOTED_COMMANDS, ON_SERVER, Entry, digest_of
from coop.audit.queries import head_of
from coop.kernel.db import hold


def note_command(db: Session, command: str, *, at: datetime) -> None:
    """Add an entry for a command on the server that acts as an office; nobody's account stands beside it."""
    if command in NOTED_COMMANDS:
        note(db, account_id=None, district_id=None, act=f"{ON_SERVER}{command}", things={}, at=at)


def note(
    db: Session, *, account_id: int | None, district_id: int | None, act: str, things: Mapping[str, int], at: datetime
) -> Entry:
    """Add an entry, in the same transaction as the act itself: one is never kept without the other."""
    hold(db, "audit log", alone=True)
    number, head = head_of(db)
    blank = Entry(number + 1, at, account_id, district_id, act[:80], dict(things), head, "")
    entry = replace(blank, digest=digest_of(blank))
    db.execute(
        insert(AuditEntry).values(
            number=entry.number,
            at=entry.at,
            account_id=entry.account_id,
            district_id=entry.district_id,
            act=entry.act,
            things=dict(entry.things),
            previous=entry.previous,
            digest=entry.digest,
        )
    )
    return entry


def note_erasure(db: Session, table_name: str, row_id: int, *, district_id: int | None, at: datetime) -> None:
    """Write in the ledger that a row was erased; once is enough."""
    known = select(Erasure.id).where(Erasure.table_name == table_name, Erasure.row_id == row_id)
    if db.scalar(known) is None:
        db.add(Erasure(district_id=district_id, table_name=table_name, row_id=row_id, erased_at=at))
