"""Team and board see what is hidden and why, what an attacker can compute, and what would help."""

import time
from collections.abc import Sequence

from flask import make_response, request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.rules.disclosure import entry_from_json
from coop.tables import actions, queries
from coop.tables.models import DataTable, TableSet
from coop.tables.policy import STEP_WORDS, Measure, Step, months_in
from coop.tables.policy.outcome import CureOutcome, TableOutcome, cure_from_json, outcome_from_json
from coop.tables.views import words
from coop.tables.views.blueprint import bp
from coop.web.address import district
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

SECONDS = 5


@bp.get("/tabellen/bundel/<int:set_id>")
@allow(Permission.CHECK_TABLES)
def table_set(set_id: int) -> ResponseReturnValue:
    """The tables of one report: how their check stands. Looks again by itself only when asked to."""
    found = queries.set_of(db(), district().id, set_id)
    rows = queries.tables_in(db(), found)
    step = queries.step_of(db(), found)
    running = step in (Step.WAITING, Step.RUNNING)
    by_itself = request.args.get("vanzelf") == "1" and running
    answer = make_response(
        page(
            "tables/set.html",
            table_set=found,
            rows=[(row, _outcome(found, row)) for row in rows],
            step=step,
            step_words=STEP_WORDS,
            running=running,
            by_itself=by_itself,
            cures=_cures(found, rows) if step is not Step.NONE else [],
            missing_period=_missing_period(found, rows),
            may_release=actor().may(Permission.RELEASE_REPORT) and actor().account_id not in found.writer_ids,
            words=words,
        )
    )
    if by_itself:
        answer.headers["Refresh"] = str(SECONDS)
    return answer


def _outcome(found: TableSet, row: DataTable) -> TableOutcome | None:
    """The outcome of the last check, None when something changed since."""
    fresh = found.checked_revision == found.revision
    return outcome_from_json(row.outcome) if row.outcome is not None and fresh else None


def _cures(found: TableSet, rows: Sequence[DataTable]) -> list[tuple[int, CureOutcome, DataTable]]:
    if found.checked_revision != found.revision:
        return []
    by_id = {row.id: row for row in rows}
    cures = [cure_from_json(one) for one in found.cures]
    return [(number, cure, by_id[cure.table_id]) for number, cure in enumerate(cures) if cure.table_id in by_id]


def _missing_period(found: TableSet, rows: Sequence[DataTable]) -> tuple[str, str, str] | None:
    """(first day, last day, in words) of the months of which a refused table gives the numbers away."""
    for row in rows:
        outcome = _outcome(found, row)
        for leak in outcome.leaks if outcome else ():
            code = leak.codes[-1].partition("=")[2]
            if leak.is_leftover and "," not in code:
                first, last = months_in(code)[0], months_in(code)[-1]
                return words.first_day(first), words.last_day(last), words.period(first, last)
    return None


@bp.get("/tabellen/<int:table_id>/bescherming")
@allow(Permission.CHECK_TABLES)
def why(table_id: int) -> ResponseReturnValue:
    """One table: each hidden cell with the reason, and what an attacker is left with."""
    row = queries.draft_table_of(db(), district().id, table_id)
    found = queries.set_of(db(), district().id, row.set_id)
    outcome = _outcome(found, row)
    return page(
        "tables/why.html",
        row=row,
        table_set=found,
        outcome=outcome,
        lines=_lines(row, outcome) if outcome and row.measure is Measure.COUNT else [],
        words=words,
        sees_leaks=actor().may(Permission.WRITE_REPORT),
    )


def _lines(row: DataTable, outcome: TableOutcome) -> list[words.Line]:
    """The table as it would be published: numbers that will be public, and of the others only why they are not."""
    shown: dict[tuple[str, ...], float | None] = {}
    if row.public is not None:
        return words.lines_of(row.public)
    if row.entry is not None:
        shown = {codes[:-1]: count for codes, count, _status in entry_from_json(row.entry).cells}
    hidden = {cell.codes[:-1]: cell.is_small for cell in outcome.cells}
    columns = [*row.column_codes, "Total"] if row.columns else [""]
    return [
        words.Line(
            words.label(row.rows_dim, code),
            [_cell(row, (code, *([column] if column else [])), shown, hidden) for column in columns],
        )
        for code in (*row.row_codes, "Total")
    ]


def _cell(
    row: DataTable,
    codes: tuple[str, ...],
    shown: dict[tuple[str, ...], float | None],
    hidden: dict[tuple[str, ...], bool],
) -> tuple[str, str, bool]:
    name = words.label(row.columns, codes[1]) if row.columns else _("Number")
    if codes in hidden:
        return name, _("x small") if hidden[codes] else _("x cover"), True
    return name, f"{shown[codes]:g}" if shown.get(codes) is not None else _("shown"), False


@bp.post("/tabellen/bundel/<int:set_id>/controleren")
@allow(Permission.CHECK_TABLES)
@posting
def check(set_id: int) -> ResponseReturnValue:
    """Check the tables; long checks go on by a job."""
    done = actions.order_check(db(), actor(), district().id, set_id, clock=time.monotonic, at=now())
    if done:
        tell(_("The check is ready. Below you read for each table what is hidden and what can still be computed."))
    else:
        tell(_("The check has begun. It takes up to a minute for each table; this page says how far it is."))
    return see_other("tables.table_set", set_id=set_id)


@bp.post("/tabellen/bundel/<int:set_id>/oplossing/<int:number>")
@allow(Permission.WRITE_REPORT)
@posting
def cure(set_id: int, number: int) -> ResponseReturnValue:
    """Do what would help, and check again when that is quick; cures count from 1 in addresses."""
    actions.apply_cure(db(), actor(), district().id, set_id, number=number - 1, at=now())
    found = queries.set_of(db(), district().id, set_id)
    if queries.tables_in(db(), found):
        actions.order_check(db(), actor(), district().id, set_id, clock=time.monotonic, at=now())
        tell(_("This was done, and the tables are checked again."))
    else:
        tell(_("This was done. There is no table left to check."))
    return see_other("tables.table_set", set_id=set_id)


@bp.post("/tabellen/bundel/<int:set_id>/vrijgeven")
@allow(Permission.RELEASE_REPORT)
@posting
def release(set_id: int) -> ResponseReturnValue:
    """Publish tables that were found safe, without waiting for a report."""
    found = queries.set_of(db(), district().id, set_id)
    actions.require_protected(db(), district().id, found.ends_on)
    actions.release_tables(db(), actor(), district().id, found.ends_on, at=now())
    tell(
        _("The tables are public now. The numbers as typed are gone; what is hidden is nowhere on this site any more.")
    )
    return see_other("tables.tables")


@bp.post("/tabellen/<int:table_id>/weghalen")
@allow(Permission.RELEASE_REPORT)
@posting
def withdraw(table_id: int) -> ResponseReturnValue:
    """Take the page of a table away; the ledger keeps what was told."""
    actions.withdraw_table(db(), actor(), district().id, table_id, at=now())
    tell(_("The page was taken away. What it told still counts when a later table is protected: nobody forgets it."))
    return see_other("tables.tables")
