"""The check of a set: protect its tables beside everything published, let the attacker judge, and say what helps.

Small sets are checked at once, others by a job that says how far it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.rules.disclosure import Entry
from coop.tables import queries
from coop.tables.actions.drafting import RELEASED, held_set
from coop.tables.models import DataTable, TableSet
from coop.tables.policy import Dim, Measure, Step, leaves_of, months_of
from coop.tables.policy.cures import propose
from coop.tables.policy.drafts import Draft, linked, period_of
from coop.tables.policy.outcome import CureOutcome, TableOutcome
from coop.tables.policy.solving import Clock, Solved, solve
from coop.tables.queries import Protected, draft_from, ledger_of, ledger_size, protected_of, step_of, tables_in

QUICK_CELLS = 100
QUICK_SECONDS = 3.0
# A job that says nothing for so long was killed; another may take its work over.
SILENT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class CheckWork:
    """Everything that a check needs without the database. `beside`: the size of the ledger it was read with."""

    district_id: int
    set_id: int
    revision: int
    beside: int
    drafts: Sequence[Draft]
    ledger: Sequence[Entry]

    def run(
        self, clock: Clock, tell: Callable[[int, int], None], *, seconds: float = 20.0
    ) -> tuple[dict[int, Solved], list[CureOutcome]]:
        """The outcome for each table of counts, and the cures."""
        solved = solve(self.drafts, self.ledger, clock=clock, tell=tell, seconds=seconds)
        return solved, propose(self.drafts, solved, self.ledger, clock=clock)


def order_check(db: Session, actor: Actor, district_id: int, set_id: int, *, clock: Clock, at: datetime) -> bool:
    """Check the tables of a set, at once when they are small; else a job does it. Returns whether it is done.

    Raises `ConflictError` when a number is missing, or the set was released or is being checked.
    """
    actor.require(Permission.CHECK_TABLES)
    table_set = held_set(db, district_id, set_id)
    if table_set.released_at is not None:
        raise ConflictError(RELEASED)
    if table_set.step in (Step.WAITING, Step.RUNNING) and not _is_silent(table_set, at):
        raise ConflictError(mark("These tables are being checked. Wait until that is ready."))
    work = _work(db, table_set)
    _require_same_classification(work)
    _require_counts_beside_money(db, work)
    table_set.asked_at = table_set.told_at = at
    table_set.step, table_set.fault, table_set.done, table_set.total = Step.WAITING, "", 0, len(work.drafts)
    db.flush()
    if not is_quick(work):
        return False
    solved, cures = work.run(clock, lambda _done, _total: None, seconds=QUICK_SECONDS)
    return keep_check(db, work, solved, cures, at=at)


def check_protection(
    db: Session, actor: Actor, district_id: int, ends_on: date, *, clock: Clock, at: datetime
) -> Protected:
    """Check the tables that go with the report whose period ends on this day, unless that was done; how they stand.

    A report without tables has nothing to check. A long check is begun here and finished by a job.
    """
    actor.require(Permission.CHECK_TABLES)
    found = protected_of(db, district_id, ends_on)
    if found.set_id is None or found.is_ready or found.step in (Step.WAITING, Step.RUNNING):
        return found
    order_check(db, actor, district_id, found.set_id, clock=clock, at=at)
    return protected_of(db, district_id, ends_on)


def is_quick(work: CheckWork) -> bool:
    """Whether a page may do this check itself."""
    beside = sum(
        len(entry.cells) for draft in work.drafts for entry in linked(work.ledger, draft.subject, draft.months)
    )
    return beside + sum(draft.cell_count() for draft in work.drafts) <= QUICK_CELLS


def _work(db: Session, table_set: TableSet) -> CheckWork:
    rows = tables_in(db, table_set)
    drafts = [draft_from(db, row) for row in rows]
    whole = [draft for draft in drafts if draft is not None]
    if not rows:
        raise ConflictError(mark("There is no table to check yet."))
    if len(whole) < len(rows):
        raise ConflictError(mark("A number is missing. Fill in 0 where nobody was counted."))
    corrected = [row.corrects_id for row in rows if row.corrects_id is not None]
    ledger = ledger_of(db, table_set.district_id, without=corrected)
    return CheckWork(
        table_set.district_id,
        table_set.id,
        table_set.revision,
        ledger_size(db, table_set.district_id),
        whole,
        ledger,
    )


def _require_same_classification(work: CheckWork) -> None:
    """Street groups stay the same within a year: else two tables would give away the street that moved."""
    for draft in work.drafts:
        here = {draft.rows: draft.row_codes, draft.columns: draft.column_codes}.get(Dim.CLUSTER)
        if here is None or draft.measure is not Measure.COUNT:
            continue
        years = {month[:4] for month in draft.months}
        for entry in work.ledger:
            if Dim.CLUSTER.value in entry.dims and years & {month[:4] for month in period_of(entry)}:
                place = entry.dims.index(Dim.CLUSTER.value)
                before = {leaf for codes, _count, _status in entry.cells for leaf in leaves_of(codes[place])}
                if before - {"Total"} != {leaf for code in here for leaf in leaves_of(code)}:
                    raise ConflictError(
                        mark("The street groups are others than in an earlier table of this year. They stay the same.")
                    )


def _require_counts_beside_money(db: Session, work: CheckWork) -> None:
    counted = {
        (draft.subject, dim, draft.months)
        for draft in work.drafts
        for dim in (draft.rows, draft.columns)
        if draft.measure is Measure.COUNT
    }
    for draft in work.drafts:
        if draft.measure is not Measure.AMOUNT or (draft.subject, draft.rows, draft.months) in counted:
            continue
        if not queries.count_tables_beside(db, draft):
            raise ConflictError(mark("A table of money needs a table of counts with the same division and period."))


def _is_silent(table_set: TableSet, at: datetime) -> bool:
    return table_set.told_at is None or at - table_set.told_at > SILENT


def take_check(db: Session, *, at: datetime) -> tuple[int, int] | None:
    """Claim the check that waits longest: (district, set). None when there is none."""
    waiting = select(TableSet).where(TableSet.step.in_((Step.WAITING, Step.RUNNING))).order_by(TableSet.asked_at)
    for row in db.scalars(waiting.with_for_update(skip_locked=True)):
        if row.step is Step.WAITING or _is_silent(row, at):
            row.step, row.told_at = Step.RUNNING, at
            db.flush()
            return row.district_id, row.id
    return None


def read_check(db: Session, district_id: int, set_id: int) -> CheckWork:
    """What a claimed check works with."""
    return _work(db, queries.set_of(db, district_id, set_id))


def tell_check(db: Session, set_id: int, done: int, total: int, *, at: datetime) -> None:
    """Note how far a check is."""
    values = {"done": done, "total": total, "told_at": at}
    db.execute(update(TableSet).where(TableSet.id == set_id, TableSet.step == Step.RUNNING).values(values))


def stop_check(db: Session, set_id: int, fault: str, *, at: datetime) -> None:
    """Note that a check stopped and why; it can be asked for again."""
    values = {"step": Step.STOPPED, "fault": fault[:600], "told_at": at, "checked_revision": None}
    db.execute(update(TableSet).where(TableSet.id == set_id).values(values))


def keep_check(
    db: Session, work: CheckWork, solved: dict[int, Solved], cures: list[CureOutcome], *, at: datetime
) -> bool:
    """Write down what a check found; False when the tables changed in the meantime."""
    table_set = held_set(db, work.district_id, work.set_id)
    if table_set.revision != work.revision or table_set.released_at is not None:
        return False
    for row in tables_in(db, table_set):
        found = solved.get(row.id)
        # Numbers that are no counts are made coarse at release and have no totals: nothing can be subtracted.
        outcome = found.outcome if found else TableOutcome(row.id, Step.SAFE, cell_count=len(row.row_codes))
        row.outcome = outcome.as_json()
        row.entry = found.entry.as_json() if found and found.entry else None
    steps = {one.outcome.step for one in solved.values()}
    verdict = next((step for step in (Step.UNFINISHED, Step.REFUSED) if step in steps), Step.SAFE)
    table_set.step, table_set.told_at, table_set.fault = verdict, at, ""
    table_set.checked_revision, table_set.checked_beside = work.revision, work.beside
    table_set.done = table_set.total = len(work.drafts)
    table_set.cures = [asdict(cure) for cure in cures]
    db.flush()
    return True


def is_checked(db: Session, table_set: TableSet) -> bool:
    """Whether the set was found safe as it is now."""
    return step_of(db, table_set) is Step.SAFE


def months_of_table(row: DataTable) -> tuple[str, ...]:
    """The months a table tells of."""
    return months_of(row.starts_on, row.ends_on)
