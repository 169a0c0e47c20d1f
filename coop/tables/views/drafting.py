"""The team makes a table: what it tells of, and its numbers, typed or pasted."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue

from coop.kernel import sheets
from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.tables import actions, queries
from coop.tables.actions.drafting import RELEASED, Shape
from coop.tables.forms import SheetForm, TableForm, counts_form
from coop.tables.models import DataTable
from coop.tables.policy import Dim, Measure, Subject, field_name
from coop.tables.policy.sheet import pasted, read_sheet
from coop.tables.views import words
from coop.tables.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

WRITE = Permission.WRITE_REPORT


@bp.route("/tabellen/nieuw", methods=["GET", "POST"])
@allow(WRITE)
@posting
def begin() -> ResponseReturnValue:
    """Begin a table."""
    before = _corrected()
    form = TableForm(data=_first_values(before))
    done = accepted(
        form,
        lambda: actions.begin_table(
            db(),
            actor(),
            district().id,
            report_ends_on=form.report_ends_on.data,
            shape=Shape(
                Subject(form.subject.data),
                Measure(form.measure.data),
                Dim(form.rows_dim.data),
                Dim(form.columns_dim.data) if form.columns_dim.data else None,
                form.starts_on.data,
                form.ends_on.data,
                form.note.data or "",
                before.id if before else None,
            ),
            at=now(),
        ),
    )
    if done:
        tell(_("The table has begun. Fill in its numbers; only the team sees them."))
        return see_other("tables.fill_in", table_id=done.value.id)
    return page("tables/begin.html", form=form, before=before, words=words)


def _corrected() -> DataTable | None:
    wanted = request.args.get("verbetert", "")
    return queries.table_of(db(), district().id, int(wanted)) if wanted.isascii() and wanted.isdigit() else None


def _first_values(before: DataTable | None) -> dict[str, object]:
    """What is known already: the table that is corrected, or the report this table goes with."""
    if before is not None:
        return {
            "subject": before.subject.value,
            "measure": before.measure.value,
            "rows_dim": before.rows_dim.value,
            "columns_dim": before.columns_dim,
            "starts_on": before.starts_on,
            "ends_on": before.ends_on,
        }
    starts, ends = (_day(request.args.get(name, "")) for name in ("van", "tot"))
    return {"starts_on": starts, "ends_on": ends, "report_ends_on": ends, "subject": Subject.NEW_REQUESTS.value}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _draft(table_id: int) -> DataTable:
    row = queries.draft_table_of(db(), district().id, table_id)
    if row.released_at is not None:
        raise ConflictError(RELEASED)
    return row


@bp.route("/tabellen/<int:table_id>/invullen", methods=["GET", "POST"])
@allow(WRITE)
@posting
def fill_in(table_id: int) -> ResponseReturnValue:
    """The numbers of a table."""
    row = _draft(table_id)
    rows, columns = words.labels_of(row)
    form = counts_form(rows, columns, row.counts or [])
    done = accepted(form, lambda: _save(row, form))
    if done:
        tell(_("The numbers are kept. Check these tables before they can be released."))
        return see_other("tables.table_set", set_id=row.set_id)
    lines = [
        (name, [(column, form[field_name(number, place)]) for place, column in enumerate(columns)])
        for number, name in enumerate(rows)
    ]
    return page("tables/fill_in.html", row=row, form=form, lines=lines, columns=columns, words=words)


def _save(row: DataTable, form: TableForm) -> DataTable:
    counts = [
        [form[field_name(number, place)].data for place in range(len(row.column_codes))]
        for number in range(len(row.row_codes))
    ]
    return actions.save_counts(db(), actor(), district().id, row.id, counts=counts, at=now())


@bp.route("/tabellen/<int:table_id>/plakken", methods=["GET", "POST"])
@allow(WRITE)
@posting
def paste(table_id: int) -> ResponseReturnValue:
    """The numbers of a table from a spreadsheet."""
    row = _draft(table_id)
    form = SheetForm()
    done = accepted(form, lambda: _import(row, form))
    if done:
        tell(_("The numbers were read. Look whether they are right; what is empty was not in the table."))
        return see_other("tables.fill_in", table_id=row.id)
    return page("tables/paste.html", row=row, form=form, words=words)


def _import(row: DataTable, form: SheetForm) -> DataTable:
    cells = read_sheet(_text(form), *_names(row))
    return actions.import_counts(db(), actor(), district().id, row.id, cells=cells, at=now())


def _text(form: SheetForm) -> str:
    """What was pasted, else what is in the file; of a spreadsheet its first sheet, as if it was pasted."""
    if form.text.data and form.text.data.strip():
        return str(form.text.data)
    content = form.file.data.read(sheets.MOST_BYTES + 1) if form.file.data else b""
    if content[:4] == sheets.PACKED:
        return pasted(sheets.cells_of(content))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidError(mark("This file is not text in UTF-8. Save it as CSV."), field="file") from None


def _names(row: DataTable) -> tuple[dict[str, str], dict[str, str]]:
    """Labels and codes in small letters, of rows and of columns."""
    labels = words.labels_of(row)
    return tuple(  # type: ignore[return-value]
        {name.casefold(): code for name, code in [*zip(codes, codes, strict=True), *zip(names, codes, strict=True)]}
        for names, codes in zip(labels, (row.row_codes, row.column_codes), strict=True)
    )


@bp.post("/tabellen/<int:table_id>/weglaten")
@allow(WRITE)
@posting
def remove(table_id: int) -> ResponseReturnValue:
    """Leave out a table that was not released."""
    table_set = actions.remove_table(db(), actor(), district().id, table_id, at=now())
    tell(_("The table was left out. Check the others again."))
    return see_other("tables.table_set", set_id=table_set.id)
