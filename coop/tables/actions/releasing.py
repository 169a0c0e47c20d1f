"""Tables become public: into the ledger, their page frozen, the numbers as typed gone."""

from datetime import date, datetime

from sqlalchemy import select

from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.kernel.words import mark
from coop.rules.disclosure import TOTAL, entry_from_json
from coop.tables import queries
from coop.tables.actions.drafting import account_of
from coop.tables.models import DataTable, LedgerEntry, TableSet
from coop.tables.policy import IMPOSSIBLE, Dim, Measure, Step, why_not
from coop.tables.policy.beside import shown_values
from coop.tables.policy.drafts import Draft
from coop.tables.policy.outcome import outcome_from_json
from coop.tables.policy.public import PublicTable, public_counts, public_values
from coop.tables.queries import draft_from, ledger_size, protected_of, step_of, tables_in


def require_protected(db: Session, district_id: int, ends_on: date) -> None:
    """Raise `ConflictError` unless all tables that go with this report were found safe as they are now."""
    found = protected_of(db, district_id, ends_on)
    if found.is_ready:
        return
    raise ConflictError(why_not(found.step))


def release_tables(db: Session, actor: Actor, district_id: int, ends_on: date, *, at: datetime) -> list[DataTable]:
    """Publish the tables that go with a report; nothing happens when there are none or they are public already.

    Raises `ConflictError` when they were not found safe exactly as they are, beside exactly what is public now;
    `NotAllowedError` when this board member typed on them.
    """
    actor.require(Permission.RELEASE_REPORT)
    hold_district(db, district_id)
    table_set = db.scalar(
        select(TableSet).where(TableSet.district_id == district_id, TableSet.ends_on == ends_on).with_for_update()
    )
    if table_set is None or table_set.released_at is not None:
        return []
    rows = list(tables_in(db, table_set))
    if not rows:
        return []
    step = step_of(db, table_set)
    if step is not Step.SAFE or table_set.checked_beside != ledger_size(db, district_id):
        raise ConflictError(why_not(step))
    if account_of(actor) in table_set.writer_ids:
        raise NotAllowedError(mark("You typed on these tables. Somebody else on the board must release them."))
    for row in sorted(rows, key=lambda one: one.measure is not Measure.COUNT):
        _publish(db, row, rows, at)
    table_set.released_at, table_set.released_by = at, account_of(actor)
    table_set.cures = []
    db.flush()
    return rows


def _publish(db: Session, row: DataTable, rows: list[DataTable], at: datetime) -> None:
    draft = draft_from(db, row)
    if draft is None:
        raise ConflictError(mark("A number is missing. Fill in 0 where nobody was counted."))
    document = _counts(db, row, draft, at) if row.measure is Measure.COUNT else _others(db, draft, rows)
    row.counts, row.entry = None, None
    row.public = dict(document)
    row.released_at = at
    db.flush()


def _counts(db: Session, row: DataTable, draft: Draft, at: datetime) -> PublicTable:
    if row.entry is None or row.outcome is None:
        raise ConflictError(why_not(Step.UNFINISHED))
    entry = entry_from_json(row.entry)
    db.add(
        LedgerEntry(
            district_id=row.district_id,
            table_id=row.id,
            subject=row.subject,
            entry=row.entry,
            rule_version=entry.rule_version,
            released_at=at,
        )
    )
    impossible = [
        (code, column if draft.columns else "")
        for code, line in zip(draft.row_codes, draft.counts, strict=True)
        for column, count in zip(draft.column_codes, line, strict=True)
        if count == IMPOSSIBLE
    ]
    return public_counts(draft, entry, outcome_from_json(row.outcome).earlier, impossible)


def _others(db: Session, draft: Draft, rows: list[DataTable]) -> PublicTable:
    """Numbers that are no counts; hidden wherever a table of counts in the same set or an earlier one hides."""
    hidden = queries.hidden_rows_of(db, draft)
    for row in rows:
        if row.public is not None and row.measure is Measure.COUNT and row.subject is draft.subject:
            hidden |= _hidden_here(row, draft)
    return public_values(draft, shown_values(draft, hidden))


def _hidden_here(row: DataTable, draft: Draft) -> set[str]:
    document = row.public or {}
    same = (document["starts"], document["ends"]) == (draft.months[0], draft.months[-1])
    if not same or draft.rows not in (row.rows_dim, Dim(row.columns_dim) if row.columns_dim else None):
        return set()
    if row.rows_dim is draft.rows:
        pairs = zip(document["row_codes"], (line[-1] for line in document["values"]), strict=True)
    else:
        pairs = zip(document["column_codes"], document["values"][-1], strict=True)
    return {code for code, total in pairs if total is None} - {TOTAL}


def withdraw_table(db: Session, actor: Actor, district_id: int, table_id: int, *, at: datetime) -> DataTable:
    """Take the page of a released table away. What it told stays in the ledger: nobody forgets what was published."""
    actor.require(Permission.RELEASE_REPORT)
    row = queries.table_of(db, district_id, table_id)
    row.withdrawn_at = at
    db.flush()
    return row
