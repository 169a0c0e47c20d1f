"""Tables and hierarchies as people type them: CSV in long form, and JSON. Text in, tables out; no disk."""

import csv
import json
import math
import re
from collections.abc import Iterator, Sequence
from typing import Final

from coop.rules.disclosure.fault import DisclosureError, quoted
from coop.rules.disclosure.model import TOTAL, Cell, Codes, Hierarchy, Table, name_of

LARGEST: Final = 1_000_000_000
MOST_ROWS: Final = 200_000
MOST_DIMS: Final = 8

COUNT, COST, PRIMARY, STATUS = "count", "cost", "primary", "status"
# What `coop protect --json` and `coop attack --json` add to a cell is no dimension of it.
_NO_DIMENSION: Final = (COUNT, COST, PRIMARY, STATUS, "audit", "low", "high")

_WHOLE = re.compile(r"\+?[0-9]{1,18}(?:[.,]0+)?")
_DECIMAL = re.compile(r"\+?(?:[0-9]{1,15}(?:[.,][0-9]{1,12})?|[.,][0-9]{1,12})")
# A margin in other words would be counted once more as a group of its own.
_MARGINS = frozenset((TOTAL.casefold(), "totaal", "totalen"))
_DELIMITERS = ",;\t|"


def table_from_csv(text: str, name: str, *, holes: bool = False) -> Table:
    """Read a table: dimension columns, `count`, and perhaps `cost` and `primary`.

    `holes`: a published table; an empty count is hidden, and counts may have decimals. Otherwise counts are whole
    numbers, and "-" says that a combination cannot occur. Raises DisclosureError with the line.
    """
    rows = _rows(text)
    try:
        line, header = next(rows)
    except StopIteration:
        raise DisclosureError("%(name)s is empty; the first line must name the columns.", name=quoted(name)) from None
    columns = _columns(line, header)
    dims = tuple(title for title in columns if title not in _NO_DIMENSION)
    reader = _Reader(columns, dims, holes=holes)
    cells: dict[Codes, Cell] = {}
    for line, row in rows:
        cell = reader.cell(line, row)
        if cell.codes in cells:
            raise DisclosureError(
                "%(cell)s stands here for the second time, first in line %(first)d.",
                line=line,
                cell=name_of(dims, cell.codes),
                first=cells[cell.codes].line,
            )
        cells[cell.codes] = cell
        if len(cells) > MOST_ROWS:
            raise DisclosureError("There are more than %(most)d rows.", line=line, most=MOST_ROWS)
    if not cells:
        raise DisclosureError("%(name)s has column names and no rows.", name=quoted(name))
    return Table(name, dims, tuple(cells.values()))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with their line numbers; blank lines are left out."""
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise DisclosureError("This is not a text file: it has a zero byte in it.")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda d: (first.count(d), -_DELIMITERS.index(d)))
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DisclosureError("this cannot be read as CSV (%(reason)s).", line=line, reason=error) from None
        if any(field.strip() for field in row):
            yield line, [field.strip() for field in row]


def _columns(line: int, header: Sequence[str]) -> list[str]:
    named = [title.casefold() if title.casefold() in _NO_DIMENSION else title for title in header]
    for title in named:
        if not title:
            raise DisclosureError("a column has no name.", line=line)
        if named.count(title) > 1:
            raise DisclosureError("two columns are called %(column)s.", line=line, column=quoted(title))
    if COUNT not in named:
        raise DisclosureError("no column is called “count”.", line=line)
    dims = len([title for title in named if title not in _NO_DIMENSION])
    if not 1 <= dims <= MOST_DIMS:
        raise DisclosureError(
            "a table has 1 to %(most)d dimension columns, not %(dims)d.", line=line, most=MOST_DIMS, dims=dims
        )
    return named


class _Reader:
    """Turns one row into a cell."""

    def __init__(self, columns: Sequence[str], dims: Sequence[str], *, holes: bool) -> None:
        self._columns, self._dims, self._holes = columns, dims, holes

    def cell(self, line: int, row: Sequence[str]) -> Cell:
        if len(row) != len(self._columns):
            raise DisclosureError(
                "values in this line: %(found)d; columns: %(wanted)d.",
                line=line,
                found=len(row),
                wanted=len(self._columns),
            )
        field = dict(zip(self._columns, row, strict=True))
        codes = tuple(self._code(line, dim, field[dim]) for dim in self._dims)
        name = name_of(self._dims, codes)
        primary = self._primary(line, field, name)
        if field[COUNT] == "-" and not self._holes:
            return Cell(codes, 0, self._cost(line, field, name), primary=False, line=line)
        return Cell(codes, self._count(line, field[COUNT], name), self._cost(line, field, name), primary, line=line)

    def _code(self, line: int, dim: str, code: str) -> str:
        if not code:
            raise DisclosureError("%(dim)s is empty.", line=line, dim=quoted(dim))
        if code.casefold() in _MARGINS and code != TOTAL:
            raise DisclosureError(
                "%(dim)s: write a margin as “Total”, not %(code)s.", line=line, dim=dim, code=quoted(code)
            )
        if code[0] in "=@" or not code.isprintable():
            raise DisclosureError(
                "%(dim)s: %(code)s looks like a formula.", line=line, dim=quoted(dim), code=quoted(code)
            )
        return code

    def _count(self, line: int, text: str, name: str) -> float | None:
        if not text:
            if self._holes:
                return None
            raise DisclosureError("%(cell)s has no count.", line=line, cell=name)
        if text.startswith("-") and _DECIMAL.fullmatch(text[1:].strip()) and float(text[1:].replace(",", ".")) > 0:
            raise DisclosureError(
                "%(cell)s has a count below zero: %(count)s.", line=line, cell=name, count=quoted(text)
            )
        if not (_DECIMAL if self._holes else _WHOLE).fullmatch(text.removeprefix("-")):
            kind = "a number" if self._holes else "a whole number"
            raise DisclosureError("%(cell)s: %(count)s is not " + kind + ".", line=line, cell=name, count=quoted(text))
        count = abs(float(text.replace(",", ".")))
        if count > LARGEST:
            raise DisclosureError("%(cell)s: %(count)s is too large.", line=line, cell=name, count=quoted(text))
        return int(count) if count == int(count) else count

    def _cost(self, line: int, field: dict[str, str], name: str) -> float | None:
        text = field.get(COST, "")
        if not text:
            return None
        try:
            cost = float(text.replace(",", "."))
        except ValueError:
            cost = math.nan
        if not 0 <= cost <= LARGEST:
            raise DisclosureError(
                "%(cell)s: the cost %(cost)s is not a number from 0.", line=line, cell=name, cost=quoted(text)
            )
        return cost

    def _primary(self, line: int, field: dict[str, str], name: str) -> bool | None:
        text = field.get(PRIMARY, "")
        if text:
            if text not in ("0", "1"):
                raise DisclosureError(
                    "%(cell)s: primary is 0 or 1, not %(text)s.", line=line, cell=name, text=quoted(text)
                )
            return text == "1"
        if self._holes and not field[COUNT]:
            return {"primary": True, "complementary": False}.get(field.get(STATUS, ""))
        return None


def hierarchy_from_json(text: str) -> Hierarchy:
    """Read {column: {parent: [children]}}. Raises DisclosureError."""
    shape = 'A hierarchy is JSON like {"street": {"North": ["A street", "B street"]}}.'
    try:
        found = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        where = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        raise DisclosureError(shape, line=where) from None
    if not isinstance(found, dict):
        raise DisclosureError(shape)
    children: dict[str, dict[str, list[str]]] = {}
    for dim, parents in found.items():
        if not isinstance(parents, dict):
            raise DisclosureError(shape)
        children[dim.strip()] = {}
        for parent, below in parents.items():
            if not isinstance(below, list) or not all(isinstance(code, str) for code in below):
                raise DisclosureError("%(parent)s in the hierarchy must list its parts.", parent=quoted(parent))
            children[dim.strip()][parent.strip()] = [code.strip() for code in below]
    return Hierarchy(children)
