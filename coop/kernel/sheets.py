"""Files from outside: a spreadsheet becomes cells, or is refused before it can do harm. Nothing of it is kept."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from coop.kernel.errors import InvalidError
from coop.kernel.words import mark

# How a file begins that is an archive, as every XLSX file is.
PACKED = b"PK\x03\x04"
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_BYTES = 1_000_000
MOST_UNPACKED = 12_000_000
MOST_PARTS = 200
_LONG_CELL = mark("Line %(line)s cannot be read. Look for a quotation mark too many, there or above.")
_UNREADABLE = mark("We cannot read this file. Save it as .xlsx or as CSV (UTF-8) and try again.")
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `place` as people call it (B4). `is_formula`: it is computed by the spreadsheet program."""

    place: str
    value: Value
    is_formula: bool = False

    @property
    def text(self) -> str:
        """What stands in it, without blanks around it."""
        return "" if self.value is None else str(self.value).strip()


def column_name(number: int) -> str:
    """The name of a column counted from 0: A, B … Z, AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def cells_of(content: bytes) -> list[list[Cell]]:
    """The cells of a CSV file, or of the first sheet of an XLSX file. Raises `InvalidError` on the field `file`."""
    if not content:
        raise InvalidError(mark("Choose a file."), field="file")
    if len(content) > MOST_BYTES:
        raise InvalidError(mark("This file is too large."), field="file")
    rows = _xlsx(content) if content[:4] == PACKED else _csv(content)
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise InvalidError(
            mark("This file has more than %(rows)s rows or %(columns)s columns."),
            field="file",
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
        )
    return rows


def csv_rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows of a CSV, each on a line of its own. Raises `InvalidError` on the field `file` with the `line`."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            # A quotation mark too many makes one cell of several lines: rows would be lost without a word.
            if reader.line_num != len(rows) + 1:
                raise InvalidError(_LONG_CELL, field="file", line=len(rows) + 1)
            rows.append(row)
    except csv.Error:
        raise InvalidError(_LONG_CELL, field="file", line=len(rows) + 1) from None
    return rows


def _csv(content: bytes) -> list[list[Cell]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidError(_UNREADABLE, field="file") from None
    if "\0" in text:
        raise InvalidError(_UNREADABLE, field="file")
    head = text.split("\n", 1)[0]
    delimiter = max((";", ",", "\t"), key=head.count)
    rows = csv_rows(text, delimiter)
    return [
        [Cell(f"{column_name(place)}{line}", value.strip() or None) for place, value in enumerate(row)]
        for line, row in enumerate(rows[: MOST_ROWS + 1], start=1)
    ]


def _xlsx(content: bytes) -> list[list[Cell]]:
    _require_harmless(content)
    # Half a second of library that no other page should wait for.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False, keep_vba=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
        found = [[_cell(cell, line, place) for place, cell in enumerate(row)] for line, row in enumerate(rows, start=1)]
        book.close()
    except Exception as fault:
        raise InvalidError(_UNREADABLE, field="file") from fault
    return [_without_end(row) for row in found]


def _require_harmless(content: bytes) -> None:
    """Look at the parts of the archive before anything is unpacked, then at each for what XML can be misused for."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise InvalidError(mark("This file becomes too large when it is opened."), field="file")
            if any(part.filename.endswith((".bin", ".vbs", ".js")) and "vba" in part.filename for part in parts):
                raise InvalidError(mark("This file holds a program. Save it as .xlsx without macros."), field="file")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        for _event, element in iterparse(opened, forbid_dtd=True):
                            element.clear()
    except (zipfile.BadZipFile, DefusedXmlException, ParseError, NotImplementedError, RuntimeError, OSError) as fault:
        raise InvalidError(_UNREADABLE, field="file") from fault


def _cell(cell: Any, line: int, place: int) -> Cell:
    value = cell.value
    is_formula = cell.data_type == "f" or (isinstance(value, str) and value.startswith("="))
    return Cell(f"{column_name(place)}{line}", _plain(value), is_formula)


def _plain(value: object) -> Value:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return value.strip() or None
    return value if isinstance(value, int | float | date) else None if value is None else str(value)


def _without_end(row: list[Cell]) -> list[Cell]:
    end = len(row)
    while end and row[end - 1].value is None and not row[end - 1].is_formula:
        end -= 1
    return row[:end]
