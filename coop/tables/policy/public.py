"""A released table as everybody may read it: made once, and all that page, CSV and JSON are made from."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from coop.rules.disclosure import TOTAL, Entry
from coop.rules.disclosure.ledger import RULE_VERSION
from coop.tables.policy import Measure, higher_thresholds
from coop.tables.policy.beside import least_count
from coop.tables.policy.drafts import Draft


class Protection(TypedDict):
    """What was done so that nobody can be recognised."""

    rule_version: str
    threshold: int
    higher: dict[str, dict[str, int]]
    hidden: int
    cells: int
    audited: bool
    laid_beside: int


class PublicTable(TypedDict):
    """A released table. `values[row][column]`; None is hidden: small, or needed to protect others. "-" cannot occur.

    `columns` is empty for a table divided by one thing.
    """

    subject: str
    measure: str
    rows: str
    columns: str
    row_codes: list[str]
    column_codes: list[str]
    starts: str
    ends: str
    values: list[list[float | str | None]]
    protection: Protection


def public_counts(draft: Draft, entry: Entry, earlier: int, impossible: Sequence[tuple[str, str]]) -> PublicTable:
    """The table of counts with its margins, from its entry in the ledger. Small and cover cells look the same."""
    shown = {codes: count for codes, count, _status in entry.cells}
    rows = [*draft.row_codes, TOTAL]
    columns = [*draft.column_codes, TOTAL] if draft.columns else []
    values: list[list[float | str | None]] = []
    for row in rows:
        line: list[float | str | None] = []
        for column in columns or [""]:
            count = shown[draft.codes(row, column or None)]
            line.append("-" if count == 0 and (row, column) in impossible else count)
        values.append(line)
    return _public(draft, rows, columns, values, earlier)


def public_values(draft: Draft, values: Sequence[float | None]) -> PublicTable:
    """A table of other numbers, without totals."""
    return _public(draft, list(draft.row_codes), [], [[value] for value in values], 0)


def least_words(draft: Draft) -> Mapping[str, int]:
    """How many must stand behind each row of a table of other numbers."""
    return {row: least_count(draft, row) for row in draft.row_codes}


def _public(
    draft: Draft, rows: list[str], columns: list[str], values: list[list[float | str | None]], earlier: int
) -> PublicTable:
    cells = [value for line in values for value in line]
    return PublicTable(
        subject=draft.subject.value,
        measure=draft.measure.value,
        rows=draft.rows.value,
        columns=draft.columns.value if draft.columns and columns else "",
        row_codes=rows,
        column_codes=columns,
        starts=draft.months[0],
        ends=draft.months[-1],
        values=values,
        protection=Protection(
            rule_version=RULE_VERSION,
            threshold=draft.threshold if draft.measure is Measure.COUNT else max(least_words(draft).values()),
            higher=higher_thresholds(),
            hidden=sum(value is None for value in cells),
            cells=len(cells),
            audited=True,
            laid_beside=earlier,
        ),
    )
