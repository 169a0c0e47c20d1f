"""The team types tables, or changes them by a cure. Every change makes the check undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from coop.districts.queries import clusters_of, hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError, raise_all
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.tables import policy, queries
from coop.tables.models import DataTable, TableSet
from coop.tables.policy import Cure, Dim, Measure, Step, Subject, months_of
from coop.tables.policy.outcome import cure_from_json
from coop.tables.queries import draft_from, set_of, tables_in

RELEASED = mark("These tables were released. They stay as they are; make a new table that corrects one.")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a new table tells of. `corrects_id`: the released table that it puts right."""

    subject: Subject
    measure: Measure
    rows: Dim
    columns: Dim | None
    starts_on: date
    ends_on: date
    note: str = ""
    corrects_id: int | None = None


def account_of(actor: Actor) -> int:
    """The account of who acts. Raises `NotAllowedError` for a visitor."""
    if actor.account_id is None:
        raise NotAllowedError(mark("You are not signed in (any more). Sign in and try again."))
    return actor.account_id


def held_set(db: Session, district_id: int, set_id: int) -> TableSet:
    """A set, held until the end of the transaction. Raises `NotFoundError`."""
    hold_district(db, district_id)
    found = set_of(db, district_id, set_id)
    db.refresh(found)
    return found


def begin_table(
    db: Session, actor: Actor, district_id: int, *, report_ends_on: date, shape: Shape, at: datetime
) -> DataTable:
    """Begin a table that goes with the report whose period ends on `report_ends_on`."""
    actor.require(Permission.WRITE_REPORT)
    policy.require_dims(shape.measure, shape.rows, shape.columns)
    policy.require_period(shape.starts_on, shape.ends_on, report_ends_on, local_day(at))
    policy.require_stock_day(shape.measure, shape.ends_on)
    note = clean_line(shape.note)
    if len(note) > policy.NOTE_LENGTH:
        raise InvalidError(mark("Use at most %(longest)s characters."), field="note", longest=policy.NOTE_LENGTH)
    hold_district(db, district_id)
    _require_corrects(db, district_id, shape)
    _require_not_twice(db, district_id, shape)
    table_set = _set_for(db, actor, district_id, report_ends_on)
    months = len(months_of(shape.starts_on, shape.ends_on))
    rows = _codes(db, district_id, shape.rows, months)
    columns = _codes(db, district_id, shape.columns, months) if shape.columns else _parts(shape.measure)
    row = DataTable(
        district_id=district_id,
        set_id=table_set.id,
        subject=shape.subject,
        measure=shape.measure,
        rows_dim=shape.rows,
        columns_dim=shape.columns.value if shape.columns else "",
        row_codes=rows,
        column_codes=columns,
        starts_on=shape.starts_on,
        ends_on=shape.ends_on,
        note=note,
        counts=[[None] * len(columns) for _ in rows],
        corrects_id=shape.corrects_id,
        made_by=account_of(actor),
        made_at=at,
    )
    db.add(row)
    db.flush()
    return row


def _require_corrects(db: Session, district_id: int, shape: Shape) -> None:
    if shape.corrects_id is None:
        return
    before = queries.table_of(db, district_id, shape.corrects_id)
    same = (before.subject, before.measure, before.rows_dim, before.columns, before.starts_on, before.ends_on)
    if same != (shape.subject, shape.measure, shape.rows, shape.columns, shape.starts_on, shape.ends_on):
        raise InvalidError(mark("A correction tells of the same thing, division and period as the table it corrects."))


def _require_not_twice(db: Session, district_id: int, shape: Shape) -> None:
    """The same table is not made twice, and numbers that are no counts never overlap."""
    months = set(months_of(shape.starts_on, shape.ends_on))
    for row in db.scalars(select(DataTable).where(DataTable.district_id == district_id)):
        if row.id == shape.corrects_id or (row.subject, row.measure) != (shape.subject, shape.measure):
            continue
        if row.rows_dim is not shape.rows or row.columns is not shape.columns:
            continue
        those = set(months_of(row.starts_on, row.ends_on))
        if those == months and shape.corrects_id is None:
            raise InvalidError(mark("There is such a table of this period already."), field="starts_on")
        if shape.measure is not Measure.COUNT and those & months and shape.corrects_id is None:
            raise InvalidError(
                mark("Only counts may overlap with an earlier table: the rest would give away the difference."),
                field="starts_on",
            )


def _set_for(db: Session, actor: Actor, district_id: int, ends_on: date) -> TableSet:
    found = db.scalar(select(TableSet).where(TableSet.district_id == district_id, TableSet.ends_on == ends_on))
    if found is None:
        found = TableSet(district_id=district_id, ends_on=ends_on, writer_ids=[], cures=[])
        db.add(found)
        db.flush()
    _touch(found, actor)
    return found


def _touch(table_set: TableSet, actor: Actor) -> None:
    """One more revision by this team member. Raises `ConflictError` when the set was released."""
    if table_set.released_at is not None:
        raise ConflictError(RELEASED)
    if table_set.step in (Step.WAITING, Step.RUNNING):
        raise ConflictError(mark("These tables are being checked. Wait until that is ready."))
    table_set.revision += 1
    table_set.step, table_set.fault, table_set.cures = Step.NONE, "", []
    account_id = account_of(actor)
    if account_id not in table_set.writer_ids:
        table_set.writer_ids = [*table_set.writer_ids, account_id]


def _codes(db: Session, district_id: int, dim: Dim, months: int) -> list[str]:
    if dim is Dim.DOMAIN:
        return list(policy.DOMAIN_WORDS)
    if dim is Dim.AGE:
        return list(policy.AGE_WORDS)
    found = [row.name for row in clusters_of(db, district_id)]
    policy.require_clusters(len(found), months)
    return found


def _parts(measure: Measure) -> list[str]:
    return list(policy.PART_WORDS[measure])


def _changing(db: Session, actor: Actor, district_id: int, table_id: int) -> DataTable:
    """A draft about to be changed by this team member."""
    actor.require(Permission.WRITE_REPORT)
    row = queries.draft_table_of(db, district_id, table_id)
    _touch(held_set(db, district_id, row.set_id), actor)
    return row


def save_counts(
    db: Session,
    actor: Actor,
    district_id: int,
    table_id: int,
    *,
    counts: Sequence[Sequence[int | None]],
    at: datetime,  # noqa: ARG001
) -> DataTable:
    """Keep the numbers, row by row; -1 is a combination that cannot occur, None is not filled in yet."""
    row = _changing(db, actor, district_id, table_id)
    shape = (len(row.row_codes), len(row.column_codes))
    if (len(counts), *{len(line) for line in counts}) != shape:
        raise ConflictError(mark("The table has changed. Open it again."))
    faults = []
    for number, line in enumerate(counts):
        for place, count in enumerate(line):
            fault = _fault(row, count)
            if fault:
                faults.append(InvalidError(fault, field=policy.field_name(number, place)))
    raise_all(faults)
    row.counts = [list(line) for line in counts]
    row.outcome = row.entry = None
    db.flush()
    return row


def _fault(row: DataTable, count: int | None) -> str | None:
    if count is None or 0 <= count <= policy.LARGEST:
        return None
    if count == policy.IMPOSSIBLE and row.measure is Measure.COUNT:
        return None
    return mark("Fill in a whole number of at least 0.")


def import_counts(
    db: Session, actor: Actor, district_id: int, table_id: int, *, cells: Mapping[tuple[str, str], int], at: datetime
) -> DataTable:
    """Keep numbers by (row code, column code), as an import read them; a table with one division has column "count".

    Raises `InvalidError` for codes that the table does not have; a combination that is missing is not filled in.
    """
    row = queries.draft_table_of(db, district_id, table_id)
    unknown = [key for key in cells if key[0] not in row.row_codes or key[1] not in row.column_codes]
    raise_all([InvalidError(mark("We do not know “%(code)s” in this table."), code=" / ".join(key)) for key in unknown])
    counts = [[cells.get((code, column)) for column in row.column_codes] for code in row.row_codes]
    return save_counts(db, actor, district_id, table_id, counts=counts, at=at)


def remove_table(db: Session, actor: Actor, district_id: int, table_id: int, *, at: datetime) -> TableSet:  # noqa: ARG001
    """Leave a table out that was not released."""
    row = _changing(db, actor, district_id, table_id)
    table_set = set_of(db, district_id, row.set_id)
    db.delete(row)
    db.flush()
    return table_set


def apply_cure(db: Session, actor: Actor, district_id: int, set_id: int, *, number: int, at: datetime) -> TableSet:
    """Do the cure with this number (from 0) of the last check. The set must be checked again after it."""
    actor.require(Permission.WRITE_REPORT)
    table_set = held_set(db, district_id, set_id)
    if table_set.checked_revision != table_set.revision or not 0 <= number < len(table_set.cures):
        raise ConflictError(mark("The tables have changed since the check. Check them again."))
    cure = cure_from_json(table_set.cures[number])
    row = next((one for one in tables_in(db, table_set) if one.id == cure.table_id), None)
    if row is None:
        raise NotFoundError(mark("There is no such table in this neighbourhood."))
    if cure.kind == Cure.DROP:
        return remove_table(db, actor, district_id, row.id, at=at)
    draft = draft_from(db, row)
    assert draft is not None
    merged = draft.merged(Dim(cure.dim), cure.codes)
    row.row_codes, row.column_codes = list(merged.row_codes), list(merged.column_codes)
    save_counts(db, actor, district_id, row.id, counts=merged.counts, at=at)
    return table_set
