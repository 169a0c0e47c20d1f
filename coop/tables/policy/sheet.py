"""A table pasted or uploaded as text: a grid as in a spreadsheet, or one line for each cell. Text in, counts out.

Every mistake names its cell as a spreadsheet does (B3). What is missing stays empty, what is unknown is refused.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coop.kernel.errors import InvalidError, raise_all
from coop.kernel.sheets import Cell, column_name
from coop.kernel.words import mark
from coop.tables.policy import IMPOSSIBLE, LARGEST

LONGEST_TEXT = 100_000
MOST_FAULTS = 12
_TOTALS = frozenset({"total", "totaal"})
_DELIMITERS = "\t;,|"
_WHOLE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,12}")

Cells = dict[tuple[str, str], int]


@dataclass
class _Reading:
    """What was read so far, and every mistake with its place."""

    rows: Mapping[str, str]
    columns: Mapping[str, str]
    cells: Cells = field(default_factory=dict)
    totals: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    faults: list[InvalidError] = field(default_factory=list)

    def fault(self, message: str, place: str, text: str = "") -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(InvalidError(message, field="text", place=place, text=_short(text)))

    def code(self, names: Mapping[str, str], text: str, place: str) -> str | None:
        """The code of a label; "Total" for a margin; None (and a mistake) for what is not known."""
        label = text.strip().casefold()
        if label in _TOTALS:
            return "Total"
        if text.lstrip()[:1] in ("=", "@", "+") or text.strip()[:1] == "-":
            self.fault(mark("%(place)s: “%(text)s” looks like a formula."), place, text)
            return None
        if label not in names:
            self.fault(mark("%(place)s: we do not know “%(text)s” in this table."), place, text)
            return None
        return names[label]

    def put(self, row: str | None, column: str | None, text: str, place: str) -> None:
        if row is None or column is None or not text.strip():
            return
        count = self._count(text.strip(), place)
        if count is None:
            return
        if "Total" in (row, column):
            self.totals[row, column] = (count, place)
        elif (row, column) in self.cells:
            self.fault(mark("%(place)s: this cell stands here for the second time."), place)
        else:
            self.cells[row, column] = count

    def _count(self, text: str, place: str) -> int | None:
        if text == "-":
            return IMPOSSIBLE
        if text[:1] in "=@" or text.startswith(("+", "-+", "-@")):
            self.fault(mark("%(place)s: “%(text)s” looks like a formula."), place, text)
        elif re.fullmatch(r"-\s*[0-9]+([.,][0-9]+)?", text):
            self.fault(mark("%(place)s: “%(text)s” is below zero."), place, text)
        elif not _WHOLE.fullmatch(text):
            self.fault(
                mark("%(place)s: “%(text)s” is not a whole number. Use no percentages, euros or words."), place, text
            )
        elif (count := int(text.replace(".", ""))) > LARGEST:
            self.fault(mark("%(place)s: “%(text)s” is too large."), place, text)
        else:
            return count
        return None

    def check_totals(self) -> None:
        for (row, column), (said, place) in self.totals.items():
            parts = [
                max(count, 0)
                for (of_row, of_column), count in self.cells.items()
                if row in ("Total", of_row) and column in ("Total", of_column)
            ]
            if said != sum(parts):
                self.fault(mark("%(place)s: this total is not the sum of its parts."), place)


def read_sheet(text: str, rows: Mapping[str, str], columns: Mapping[str, str]) -> Cells:
    """Counts by (row code, column code). `rows` and `columns`: {label in small letters: code}.

    Totals are checked and left out. Raises `InvalidError` on the field "text", with every mistake beside it.
    """
    if len(text) > LONGEST_TEXT or "\x00" in text:
        raise InvalidError(mark("This is no table of text, or it is far too long."), field="text")
    lines = _lines(text.removeprefix("\ufeff"))
    if len(lines) < 2:
        raise InvalidError(mark("Paste at least a line with names and a line with numbers."), field="text")
    reading = _Reading(rows, columns)
    if _is_long(lines[0][1]):
        _read_long(reading, lines)
    else:
        _read_grid(reading, lines)
    if not reading.faults:
        reading.check_totals()
    raise_all(reading.faults)
    return reading.cells


def pasted(rows: Sequence[Sequence[Cell]]) -> str:
    """The cells of a spreadsheet as text that `read_sheet` reads, each on its own line and place."""
    return "\n".join("\t".join(_as_pasted(cell) for cell in row) for row in rows)


def _as_pasted(cell: Cell) -> str:
    # A whole number is stored as 7.0, and what a formula gives is nobody's count.
    value = int(cell.value) if isinstance(cell.value, float) and cell.value.is_integer() else cell.value
    text = " ".join(str("" if value is None else value).split()).replace('"', "”")
    return f"={text.removeprefix('=')}" if cell.is_formula else text


def _lines(text: str) -> list[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda one: (first.count(one), -_DELIMITERS.index(one)))
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    lines = []
    try:
        for row in reader:
            if any(one.strip() for one in row):
                lines.append((reader.line_num, row))
    except csv.Error:
        raise InvalidError(
            mark("Line %(line)s cannot be read: a quotation mark is not closed."), field="text", line=reader.line_num
        ) from None
    return lines


def _is_long(head: Sequence[str]) -> bool:
    return len(head) in (2, 3) and head[-1].strip().casefold() in ("count", "aantal", "number")


def _read_long(reading: _Reading, lines: Sequence[tuple[int, list[str]]]) -> None:
    wide = len(lines[0][1])
    for line, row in lines[1:]:
        if len(row) != wide:
            reading.fault(mark("Line %(place)s has more or fewer values than there are names."), f"{line}")
            continue
        code = reading.code(reading.rows, row[0], f"A{line}")
        column = reading.code(reading.columns, row[1], f"B{line}") if wide == 3 else "count"
        reading.put(code, column, row[-1], f"{column_name(wide - 1)}{line}")


def _read_grid(reading: _Reading, lines: Sequence[tuple[int, list[str]]]) -> None:
    line, head = lines[0]
    columns = [
        reading.code(reading.columns, name, f"{column_name(place)}{line}") for place, name in enumerate(head[1:], 1)
    ]
    for line, row in lines[1:]:
        if len(row) > len(head):
            reading.fault(mark("Line %(place)s has more or fewer values than there are names."), f"{line}")
            continue
        code = reading.code(reading.rows, row[0], f"A{line}")
        for place, (column, text) in enumerate(zip(columns, row[1:], strict=False), 1):
            reading.put(code, column, text, f"{column_name(place)}{line}")


def _short(text: str) -> str:
    safe = "".join(one if one.isprintable() else "?" for one in text.strip())
    return safe[:40]
