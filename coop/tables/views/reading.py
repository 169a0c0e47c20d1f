"""What everybody reads: the list, a table, its files, and how neighbours are protected."""

import json

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.spreadsheets import csv_text
from coop.tables import queries
from coop.tables.models import DataTable
from coop.tables.policy import STEP_WORDS
from coop.tables.policy.export import HEAD, json_of, rows_of
from coop.tables.views import words
from coop.tables.views.blueprint import bp
from coop.web.address import district
from coop.web.guard import actor, public
from coop.web.pages import download, page
from coop.web.session import db


@bp.get("/tabellen")
@public
def tables() -> ResponseReturnValue:
    """Released tables; for team and board also those that are being made."""
    works = actor().may(Permission.CHECK_TABLES)
    sets = queries.open_sets_of(db(), district().id) if works else []
    return page(
        "tables/tables.html",
        rows=queries.tables_of(db(), district().id),
        sets=[(one, queries.step_of(db(), one), len(queries.tables_in(db(), one))) for one in sets],
        step_words=STEP_WORDS,
        words=words,
    )


@bp.get("/tabellen/uitleg")
@public
def explained() -> ResponseReturnValue:
    """How neighbours are protected, in one page with a picture."""
    return page("tables/explained.html")


@bp.get("/tabellen/<int:table_id>")
@public
def table(table_id: int) -> ResponseReturnValue:
    """A released table."""
    row = queries.table_of(db(), district().id, table_id)
    return page(
        "tables/table.html",
        row=row,
        document=row.public,
        correction=queries.correction_of(db(), district().id, table_id),
        words=words,
    )


@bp.get("/tabellen/<int:table_id>/tabel.csv")
@public
def table_csv(table_id: int) -> ResponseReturnValue:
    """A table for a spreadsheet."""
    row = queries.table_of(db(), district().id, table_id)
    return _csv([row], f"tabel-{district().slug}-{row.id}")


@bp.get("/tabellen/<int:table_id>/tabel.json")
@public
def table_json(table_id: int) -> ResponseReturnValue:
    """A table for a program."""
    row = queries.table_of(db(), district().id, table_id)
    return _json([row], f"tabel-{district().slug}-{row.id}")


@bp.get("/tabellen/alle.csv")
@public
def all_csv() -> ResponseReturnValue:
    """All released tables for a spreadsheet."""
    return _csv(list(queries.tables_of(db(), district().id)), f"tabellen-{district().slug}")


@bp.get("/tabellen/alle.json")
@public
def all_json() -> ResponseReturnValue:
    """All released tables for a program."""
    return _json(list(queries.tables_of(db(), district().id)), f"tabellen-{district().slug}")


def _csv(rows: list[DataTable], name: str) -> ResponseReturnValue:
    text = csv_text([HEAD, *(line for row in rows for line in rows_of(row.id, row.public or {}))])
    # The mark at the front makes spreadsheets read it as UTF-8.
    return download("\ufeff" + text, f"{name}.csv", "text/csv")


def _json(rows: list[DataTable], name: str) -> ResponseReturnValue:
    found = [json_of(row.id, row.public or {}, row.note) for row in rows]
    text = json.dumps({"district": district().slug, "tables": found}, ensure_ascii=False, indent=1)
    return download(text, f"{name}.json", "application/json")
