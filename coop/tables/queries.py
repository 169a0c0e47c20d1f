"""Questions about tables. What everybody may ask first; drafts, with numbers as typed, only for the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.rules.disclosure import TOTAL, Codes, Entry, entry_from_json
from coop.tables.models import DataTable, LedgerEntry, TableSet
from coop.tables.policy import Dim, Measure, Step, Subject, months_of, period_code
from coop.tables.policy.drafts import Draft

_NO_TABLE = mark("There is no such table in this neighbourhood.")


@dataclass(frozen=True, slots=True)
class Protected:
    """How the tables of a report stand: `step` of the check, and of how many tables. No set: nothing to check."""

    set_id: int | None
    tables: int
    step: Step
    is_released: bool

    @property
    def is_ready(self) -> bool:
        """Whether a report may go on: there are no tables, or all were found safe as they are now."""
        return self.tables == 0 or self.is_released or self.step is Step.SAFE


def tables_of(db: Session, district_id: int) -> Sequence[DataTable]:
    """Released tables, the newest period first."""
    return db.scalars(
        select(DataTable)
        .where(DataTable.district_id == district_id, DataTable.released_at.is_not(None))
        .where(DataTable.withdrawn_at.is_(None))
        .order_by(DataTable.ends_on.desc(), DataTable.starts_on.desc(), DataTable.id)
    ).all()


def table_of(db: Session, district_id: int, table_id: int) -> DataTable:
    """A released table that was not taken away. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.scalar(
        select(DataTable).where(
            DataTable.id == table_id,
            DataTable.district_id == district_id,
            DataTable.released_at.is_not(None),
            DataTable.withdrawn_at.is_(None),
        )
    )
    if found is None:
        raise NotFoundError(_NO_TABLE)
    return found


def released_with(db: Session, district_id: int, ends_on: date) -> Sequence[DataTable]:
    """Released tables that go with the report whose period ends on this day."""
    return db.scalars(
        select(DataTable)
        .join(TableSet, TableSet.id == DataTable.set_id)
        .where(TableSet.district_id == district_id, TableSet.ends_on == ends_on)
        .where(DataTable.released_at.is_not(None), DataTable.withdrawn_at.is_(None))
        .order_by(DataTable.starts_on.desc(), DataTable.id)
    ).all()


def correction_of(db: Session, district_id: int, table_id: int) -> DataTable | None:
    """The released table that corrects this one, None when there is none."""
    return db.scalar(
        select(DataTable)
        .where(DataTable.district_id == district_id, DataTable.corrects_id == table_id)
        .where(DataTable.released_at.is_not(None), DataTable.withdrawn_at.is_(None))
        .order_by(DataTable.id.desc())
        .limit(1)
    )


def protected_of(db: Session, district_id: int, ends_on: date) -> Protected:
    """How the tables of the report whose period ends on this day stand."""
    found = db.scalar(select(TableSet).where(TableSet.district_id == district_id, TableSet.ends_on == ends_on))
    if found is None:
        return Protected(None, 0, Step.NONE, is_released=False)
    return Protected(found.id, len(tables_in(db, found)), step_of(db, found), is_released=found.released_at is not None)


def hidden_totals_of(db: Session, district_id: int, ends_on: date) -> frozenset[Subject]:
    """Subjects of which a checked table of this report hides the total of everybody."""
    found = db.scalar(select(TableSet).where(TableSet.district_id == district_id, TableSet.ends_on == ends_on))
    return frozenset(
        row.subject
        for row in (tables_in(db, found) if found else ())
        if row.measure is Measure.COUNT and row.entry is not None
        for codes, count, _status in entry_from_json(row.entry).cells
        if count is None and set(codes[:-1]) == {TOTAL}
    )


def step_of(db: Session, table_set: TableSet) -> Step:
    """How the check of a set stands now: a check of other numbers, or beside fewer tables, is no check."""
    if table_set.step is Step.SAFE and table_set.released_at is None:
        stale = table_set.checked_revision != table_set.revision
        if stale or table_set.checked_beside != ledger_size(db, table_set.district_id):
            return Step.NONE
    return table_set.step


def set_of(db: Session, district_id: int, set_id: int) -> TableSet:
    """A set, released or not. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.scalar(select(TableSet).where(TableSet.id == set_id, TableSet.district_id == district_id))
    if found is None:
        raise NotFoundError(mark("There are no such tables in this neighbourhood."))
    return found


def open_sets_of(db: Session, district_id: int) -> Sequence[TableSet]:
    """Sets that were not released yet, oldest first."""
    return db.scalars(
        select(TableSet)
        .where(TableSet.district_id == district_id, TableSet.released_at.is_(None))
        .order_by(TableSet.ends_on)
    ).all()


def tables_in(db: Session, table_set: TableSet) -> Sequence[DataTable]:
    """All tables of a set, in the order in which they were made."""
    return db.scalars(
        select(DataTable)
        .where(DataTable.set_id == table_set.id, DataTable.district_id == table_set.district_id)
        .order_by(DataTable.id)
    ).all()


def draft_table_of(db: Session, district_id: int, table_id: int) -> DataTable:
    """A table, released or not: with its numbers as typed, for the team only. Raises `NotFoundError`."""
    found = db.scalar(select(DataTable).where(DataTable.id == table_id, DataTable.district_id == district_id))
    if found is None:
        raise NotFoundError(_NO_TABLE)
    return found


def ledger_size(db: Session, district_id: int) -> int:
    """How many tables were ever published here."""
    return db.scalar(select(func.count()).select_from(LedgerEntry).where(LedgerEntry.district_id == district_id)) or 0


def ledger_of(db: Session, district_id: int, *, without: Sequence[int] = ()) -> list[Entry]:
    """Everything ever published that still holds: tables that were corrected, and `without`, make room for others."""
    rows = db.execute(
        select(LedgerEntry.table_id, LedgerEntry.entry)
        .where(LedgerEntry.district_id == district_id)
        .order_by(LedgerEntry.id)
    ).all()
    corrected = set(
        db.scalars(
            select(DataTable.corrects_id).where(
                DataTable.district_id == district_id, DataTable.released_at.is_not(None)
            )
        )
    )
    return [entry_from_json(text) for table_id, text in rows if table_id not in {*corrected, *without}]


def draft_from(db: Session, row: DataTable) -> Draft | None:
    """A table as typed; None while a number is missing."""
    if row.counts is None or any(count is None for line in row.counts for count in line):
        return None
    return Draft(
        row.id,
        row.subject,
        row.measure,
        row.rows_dim,
        row.columns,
        tuple(row.row_codes),
        tuple(row.column_codes),
        months_of(row.starts_on, row.ends_on),
        tuple(tuple(count or 0 for count in line) for line in row.counts),
        _shown_before(db, row),
    )


def _shown_before(db: Session, row: DataTable) -> dict[Codes, float | None]:
    """What the table that this one corrects shows, by the codes of the engine."""
    before = db.get(DataTable, row.corrects_id) if row.corrects_id else None
    if before is None or before.public is None or before.measure is not Measure.COUNT:
        return {}
    period = period_code(months_of(row.starts_on, row.ends_on))
    found: dict[Codes, float | None] = {}
    for code, line in zip(before.public["row_codes"], before.public["values"], strict=True):
        for column, value in zip(before.public["column_codes"] or [None], line, strict=True):
            found[(code, *([column] if column else []), period)] = 0.0 if value == "-" else value
    return found


def hidden_rows_of(db: Session, draft: Draft) -> set[str]:
    """Rows of which a released table of counts over the same period hides the total."""
    hidden: set[str] = set()
    for row in count_tables_beside(db, draft):
        doc = row.public or {}
        turned = doc["rows"] != draft.rows
        codes = doc["column_codes"] if turned else doc["row_codes"]
        for place, code in enumerate(codes):
            total = doc["values"][-1][place] if turned else doc["values"][place][-1]
            if total is None:
                hidden.add(code)
    return hidden - {TOTAL}


def count_tables_beside(db: Session, draft: Draft) -> list[DataTable]:
    """Released tables of counts with the same subject, division and period."""
    here = db.scalar(select(DataTable.district_id).where(DataTable.id == draft.id)) or 0
    return [
        row
        for row in tables_of(db, here)
        if row.measure is Measure.COUNT
        and row.subject is draft.subject
        and draft.rows in (row.rows_dim, Dim(row.columns_dim) if row.columns_dim else None)
        and months_of(row.starts_on, row.ends_on) == draft.months
    ]
