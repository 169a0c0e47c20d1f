"""Writing in the log."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from coop.audit.models import AuditEntry
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
