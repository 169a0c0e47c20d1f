"""The three sections of a `.pb` file as tables with line numbers."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from coop.rules.counting.files.fault import FileFaultError, shown

SECTIONS = ("META", "PROJECTS", "VOTES")
LONGEST_QUOTE = 50
"""A quoted cell may run over this many lines; a quote that is still open then is read as an ordinary character."""
Row = tuple[int, list[str]]


@dataclass(slots=True)
class Section:
    """One section: the line of its column names, these names, its rows with their line numbers."""

    line: int
    columns: list[str]
    rows: list[Row] = field(default_factory=list)

    def place(self, name: str) -> int:
        """Where a column is, or FileFaultError."""
        if name not in self.columns:
            raise FileFaultError(self.line, f"the heading of this section has no column {shown(name)}.")
        return self.columns.index(name)


def sections_of(text: str) -> dict[str, Section]:
    """The three sections, in this order, or FileFaultError."""
    if not text.strip("\ufeff \r\n\t"):
        raise FileFaultError(1, "the file is empty.")
    found: dict[str, Section] = {}
    pending, current = "", None
    for line, cells in rows_of(text.removeprefix("\ufeff")):
        heading = heading_of(cells)
        if heading:
            if pending or len(found) == len(SECTIONS) or heading != SECTIONS[len(found)]:
                raise FileFaultError(line, f"the section {heading} is not expected here.")
            pending = heading
        elif pending:
            current = found[pending] = Section(line, [cell.strip().lower() for cell in cells])
            pending = ""
        elif current is None:
            raise FileFaultError(line, f"the file must begin with META, not with {shown(cells[0])}.")
        else:
            current.rows.append((line, cells))
    require_all(found, text)
    return found


def require_all(found: dict[str, Section], text: str) -> None:
    """No section is missing."""
    for name in SECTIONS:
        if name not in found:
            raise FileFaultError(text.count("\n") + 1, f"the file ends without a section {name}.")


def heading_of(cells: list[str]) -> str:
    """The name of the section that this line opens, or nothing."""
    head = cells[0].strip().upper()
    return head if head in SECTIONS and not any(cell.strip() for cell in cells[1:]) else ""


def rows_of(text: str) -> Iterator[Row]:
    """Lines that are not empty, cut at `;`; a cell may be in double quotes, then also over several lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        raw, first = lines[at], at + 1
        at += 1
        if not raw.strip():
            continue
        if '"' not in raw:
            yield first, raw.split(";")
            continue
        extra = lines_of_quote(lines, first - 1)
        if extra:
            raw, at = "\n".join(lines[first - 1 : at + extra]), at + extra
        yield first, quoted_cells(raw)


def lines_of_quote(lines: list[str], start: int) -> int:
    """How many further lines belong to a cell whose quote is still open at the end of line `start`."""
    raw = lines[start]
    if raw.count('"') % 2 == 0 or not any(cell.startswith('"') for cell in raw.split(";")):
        return 0
    for extra in range(1, min(LONGEST_QUOTE, len(lines) - start)):
        if heading_of([lines[start + extra]]):
            return 0
        if lines[start + extra].count('"') % 2:
            return extra
    return 0


def quoted_cells(raw: str) -> list[str]:
    """Cells of a line with quotes; quotes that do not pair are ordinary characters."""
    if raw.count('"') % 2 == 0:
        try:
            return next(csv.reader([raw], delimiter=";"))
        except (csv.Error, StopIteration):
            pass
    return raw.split(";")
