"""Codes of tables as people read them, and a table as rows for a page."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import get_locale

from coop.tables.models import DataTable
from coop.tables.policy import (
    AGE_WORDS,
    DIM_WORDS,
    DOMAIN_WORDS,
    MEASURE_WORDS,
    PART_WORDS,
    SUBJECT_WORDS,
    Dim,
    Measure,
    Subject,
    leaves_of,
    months_in,
)
from coop.tables.policy.solving import period_code_of
from coop.web.filters import month
from coop.web.words import _

_WORDS: dict[str, Mapping[str, str]] = {Dim.DOMAIN: DOMAIN_WORDS, Dim.AGE: AGE_WORDS}


@dataclass(frozen=True, slots=True)
class Line:
    """One row on a page: its label and (label of the column, text, is it hidden)."""

    label: str
    cells: list[tuple[str, str, bool]]


def label(dim: str, code: str) -> str:
    """A code as people read it; merged codes with "and" between."""
    if code == "Total":
        return _("Total")
    words = _WORDS.get(dim, {})
    return _(" and ").join(_(words[leaf]) if leaf in words else leaf for leaf in leaves_of(code))


def labels_of(row: DataTable) -> tuple[list[str], list[str]]:
    """The labels of rows and columns of a table that is being made; columns may be parts."""
    rows = [label(row.rows_dim, code) for code in row.row_codes]
    if row.columns:
        return rows, [label(row.columns, code) for code in row.column_codes]
    return rows, [_(PART_WORDS[row.measure][part]) for part in row.column_codes]


def period(starts: str, ends: str) -> str:
    """Months as people read them: "januari 2026 tot en met maart 2026"."""
    first, last = _month(starts), _month(ends)
    return first if starts == ends else _("%(first)s up to and including %(last)s", first=first, last=last)


def _month(code: str) -> str:
    return month(date.fromisoformat(f"{code}-01"))


def period_of(row: DataTable) -> str:
    """The period of a table."""
    return period(f"{row.starts_on:%Y-%m}", f"{row.ends_on:%Y-%m}")


def name_of(row: DataTable) -> str:
    """What a table is called: subject, division and period."""
    what = _(SUBJECT_WORDS[row.subject])
    if row.measure is not Measure.COUNT:
        what = f"{what}: {_(MEASURE_WORDS[row.measure])[0].lower()}{_(MEASURE_WORDS[row.measure])[1:]}"
    by = _(DIM_WORDS[row.rows_dim]).lower()
    if row.columns:
        by = _("%(one)s and %(other)s", one=by, other=_(DIM_WORDS[row.columns]).lower())
    return _("%(what)s by %(by)s, %(period)s", what=what, by=by, period=period_of(row))


def cell_name(codes: Sequence[str]) -> str:
    """A cell from codes with their dimension ("domain=money"), or by place when it is one of a table."""
    said = []
    for one in codes:
        dim, _sign, code = one.partition("=")
        said.append(_period_in_words(code) if dim == "period" else label(dim, code))
    return ", ".join(said)


def _period_in_words(code: str) -> str:
    months = tuple(code.split(",")) if "," in code else months_in(code)
    if "," in code or period_code_of(months) != code:
        return ", ".join(_month(one) for one in months)
    return period(months[0], months[-1])


def with_dims(row: DataTable, codes: Sequence[str]) -> list[str]:
    """Codes of a cell of this table with their dimension, without the period."""
    dims = [row.rows_dim.value, *([row.columns.value] if row.columns else [])]
    return [f"{dim}={code}" for dim, code in zip(dims, codes, strict=False)]


def interval(left: tuple[float, float | None]) -> str:
    """What is left of a cell."""
    low, high = left
    if high is None:
        return _("%(low)s or more", low=int(low))
    return _("exactly %(low)s", low=int(low)) if low == high else _("%(low)s to %(high)s", low=int(low), high=int(high))


def lines_of(document: Mapping[str, Any]) -> list[Line]:
    """The rows of a released table, hidden cells as x."""
    columns = [label(document["columns"], code) for code in document["column_codes"]] or [value_label(document)]
    return [
        Line(
            label(document["rows"], code),
            [(name, shown(document, value), value is None) for name, value in zip(columns, line, strict=True)],
        )
        for code, line in zip(document["row_codes"], document["values"], strict=True)
    ]


def value_label(document: Mapping[str, Any]) -> str:
    """What the only column of a table with one division tells."""
    return _(MEASURE_WORDS[Measure(document["measure"])])


def shown(document: Mapping[str, Any], value: float | str | None) -> str:
    """A value of a released table as text; x when it is hidden."""
    if value is None:
        return "x"
    if isinstance(value, str):
        return value
    number = f"{value:,.1f}" if value % 1 else f"{int(value):,}"
    number = number.translate(str.maketrans(",.", ".,")) if str(get_locale()) == "nl" else number
    measure = Measure(document["measure"])
    if measure is Measure.SHARE:
        return _("about %(number)s%%", number=number)
    if measure is Measure.AMOUNT:
        return _("about € %(number)s", number=number)
    return _("about %(number)s", number=number) if measure is not Measure.COUNT else number


def small_words(document: Mapping[str, Any]) -> str:
    """The class that is hidden: "0 to 4"."""
    return _("0 to %(most)s", most=int(document["protection"]["threshold"]) - 1)


def sensitive_rows(document: Mapping[str, Any]) -> list[str]:
    """Labels of rows and columns in this table with a higher threshold."""
    higher = document["protection"]["higher"]
    found = []
    for dim, codes in ((document["rows"], document["row_codes"]), (document["columns"], document["column_codes"])):
        found += [label(dim, code) for code in codes if any(leaf in higher.get(dim, {}) for leaf in leaves_of(code))]
    return found


def subject_words(document: Mapping[str, Any]) -> str:
    """What was counted."""
    return _(SUBJECT_WORDS[Subject(document["subject"])])


def first_day(month: str) -> str:
    """The first day of a month, as ISO text."""
    return f"{month}-01"


def last_day(month: str) -> str:
    """The last day of a month, as ISO text."""
    year, number = int(month[:4]), int(month[5:])
    return f"{month}-{monthrange(year, number)[1]:02d}"
