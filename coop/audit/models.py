"""The tables of the log and of what was erased."""

from datetime import datetime
from typing import Any

from sqlalchemy import DDL, JSON, ForeignKey, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime


class AuditEntry(Base):
    """One line. The ids point nowhere on purpose: a line stays when an account is erased."""

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None]
    district_id: Mapped[int | None] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(80))
    things: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class Erasure(Base):
    """The ledger of what was erased: ids only, so that a restored copy can be erased again."""

    __tablename__ = "erasures"
    __table_args__ = (UniqueConstraint("table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Nowhere for what belongs to the whole site, such as an account.
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)


# Also who goes around the code cannot change or remove a line without first taking a trigger away.
KEPT = {
    "sqlite": [
        f"CREATE TRIGGER audit_entries_{act.lower()} BEFORE {act} ON audit_entries "
        "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        (
            "CREATE OR REPLACE FUNCTION audit_entries_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'the audit log only grows' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        ),
        (
            "CREATE TRIGGER audit_entries_kept BEFORE UPDATE OR DELETE ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION audit_entries_kept()"
        ),
    ],
}
for _dialect, _statements in KEPT.items():
    for _statement in _statements:
        event.listen(AuditEntry.__table__, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
