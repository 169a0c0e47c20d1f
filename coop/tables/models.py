"""Tables of tables: sets with their check, what was typed, and the ledger."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.tables import policy
from coop.tables.policy import Dim, Measure, Step, Subject

_CHECKED = "released_at IS NULL OR (step = 'safe' AND checked_revision = revision)"


class TableSet(Base):
    """The tables that go with the report whose period ends on `ends_on`, and how their check stands.

    `revision` goes up with every change. `checked_revision` and `checked_beside`: which revision was checked, and how
    many entries the ledger of the neighbourhood had then.
    """

    __tablename__ = "table_sets"
    __table_args__ = (
        UniqueConstraint("district_id", "ends_on"),
        # Nobody releases what the audit did not find safe, whatever way is taken to this row.
        CheckConstraint(_CHECKED, name="only_safe_is_released"),
        CheckConstraint("(released_at IS NULL) = (released_by IS NULL)", name="released_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    ends_on: Mapped[date]
    revision: Mapped[int] = mapped_column(default=0)
    writer_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    step: Mapped[Step] = mapped_column(enum_column(Step), default=Step.NONE)
    checked_revision: Mapped[int | None]
    checked_beside: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(String(600), default="")
    cures: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)


class DataTable(Base):
    """A table. `counts` are the numbers as typed: read by the team only, and gone once the table is released.

    `outcome` and `entry`: of the last check; the entry is what goes into the ledger. `public`: as everybody reads it.
    `withdrawn_at`: the page was taken away; the ledger keeps what it told.
    """

    __tablename__ = "tables"
    __table_args__ = (
        CheckConstraint("(public IS NULL) OR (counts IS NULL)", name="typed_or_public"),
        CheckConstraint("ends_on > starts_on", name="period"),
        Index("ix_tables_district_id_released_at", "district_id", "released_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("table_sets.id"), index=True)
    subject: Mapped[Subject] = mapped_column(enum_column(Subject))
    measure: Mapped[Measure] = mapped_column(enum_column(Measure))
    rows_dim: Mapped[Dim] = mapped_column(enum_column(Dim))
    columns_dim: Mapped[str] = mapped_column(String(20), default="")
    row_codes: Mapped[list[str]] = mapped_column(JSON)
    column_codes: Mapped[list[str]] = mapped_column(JSON)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(policy.NOTE_LENGTH), default="")
    counts: Mapped[list[list[int | None]] | None] = mapped_column(JSON(none_as_null=True))
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    entry: Mapped[str | None] = mapped_column(Text)
    public: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("tables.id"), index=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def columns(self) -> Dim | None:
        """The second division, None when there is none."""
        return Dim(self.columns_dim) if self.columns_dim else None


class LedgerEntry(Base):
    """One table as it was published, for the arithmetic. `table_id` points nowhere: pages come and go, this stays."""

    __tablename__ = "ledger_entries"
    __table_args__ = (UniqueConstraint("table_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    table_id: Mapped[int]
    subject: Mapped[Subject] = mapped_column(enum_column(Subject))
    entry: Mapped[str] = mapped_column(Text)
    rule_version: Mapped[str] = mapped_column(String(200))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)


_REFUSES = "nothing is taken out of the ledger"


def trigger_statements(dialect: str) -> list[str]:
    """What keeps every entry of the ledger as it is, also for who goes around the code."""
    statements = []
    for name, act in (("ledger_entries_changed", "UPDATE"), ("ledger_entries_removed", "DELETE")):
        if dialect == "sqlite":
            statements.append(
                f"CREATE TRIGGER {name} BEFORE {act} ON ledger_entries BEGIN SELECT RAISE(ABORT, '{_REFUSES}'); END"
            )
            continue
        statements.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{_REFUSES}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {act} ON ledger_entries FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
    return statements


for _dialect in ("sqlite", "postgresql"):
    for _statement in trigger_statements(_dialect):
        _made = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(LedgerEntry.__table__, "after_create", _made)
