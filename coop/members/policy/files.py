"""Members in a file (CSV): reading with a reason for every refused row, and writing without formulas."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from coop.kernel.errors import InvalidError
from coop.kernel.spreadsheets import csv_text
from coop.kernel.text import clean_line
from coop.kernel.words import mark

COLUMNS = ("name", "street", "house_number", "postcode", "email", "member_since", "age")
# Dutch heads are as good as English ones.
_HEADS = {
    "naam": "name",
    "straat": "street",
    "huisnummer": "house_number",
    "e-mail": "email",
    "lid_sinds": "member_since",
    "lid sinds": "member_since",
    "leeftijd": "age",
}
LONGEST = {"name": 120, "street": 80, "house_number": 20, "postcode": 10, "email": 254}
MOST_ROWS = 50_000
# A file with more rows is entered by a job, with a page that shows how far it is.
ROWS_AT_ONCE = 500


class ImportState(StrEnum):
    """Where a large file of members stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member in a file. `line`: number in the file, from 1; 0 when written by the site."""

    line: int
    name: str
    street: str = ""
    house_number: str = ""
    postcode: str = ""
    email: str = ""
    member_since: date | None = None
    age: int | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Two rows with the same key are taken for the same person."""
        return self.name.casefold(), self.street.casefold(), self.house_number.casefold()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be taken over. `reason` is a marked msgid."""

    line: int
    reason: str


_NO_FILE = mark("This is not a file with members. It needs a first line with the column “name”.")


def read_members(
    text: str, progress: Callable[[int], None] = lambda _line: None
) -> tuple[list[MemberRow], list[Refused]]:
    """Members of a CSV text with a head (comma, semicolon or tab), and the rows that are refused.

    `progress(line)` hears how far it is, every thousand lines. Raises `InvalidError` when it is no such file at all.
    """
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    if "\0" in text:
        raise InvalidError(_NO_FILE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        heads = [_HEADS.get(cell.strip().lower(), cell.strip().lower()) for cell in next(reader, [])]
        if "name" not in heads or len(set(heads)) < len(heads):
            raise InvalidError(_NO_FILE)
        read = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                read.append(_row(reader.line_num, heads, cells))
            if reader.line_num % 1000 == 0:
                progress(reader.line_num)
    except csv.Error as reason:
        raise InvalidError(
            mark("Line %(line)s cannot be read. Look for a quotation mark too many, there or above."),
            line=reader.line_num,
        ) from reason
    if len(read) > MOST_ROWS:
        raise InvalidError(mark("A file can hold at most %(most)s members."), most=MOST_ROWS)
    return _once(read)


def _once(read: Iterable[MemberRow | Refused]) -> tuple[list[MemberRow], list[Refused]]:
    rows: dict[tuple[str, str, str], MemberRow] = {}
    refused = []
    for one in read:
        if isinstance(one, Refused):
            refused.append(one)
        elif one.key in rows:
            refused.append(Refused(one.line, mark("This person stands in the file twice.")))
        else:
            rows[one.key] = one
    return list(rows.values()), refused


def _row(line: int, heads: Sequence[str], cells: Sequence[str]) -> MemberRow | Refused:
    if any("\n" in cell or "\r" in cell for cell in cells):
        # A quotation mark too many makes one cell of several lines: people would be lost without a word.
        return Refused(line, mark("A cell goes on in the next line. Look for a quotation mark too many."))
    told = {head: clean_line(cell) for head, cell in zip(heads, cells, strict=False)}
    said = {name: told.get(name, "") for name in COLUMNS}
    reason = _reason_against(said, len(cells) > len(heads))
    if reason:
        return Refused(line, reason)
    return MemberRow(
        line,
        said["name"],
        said["street"],
        said["house_number"],
        said["postcode"],
        said["email"],
        _day(said["member_since"]),
        _whole(said["age"]),
    )


def _reason_against(said: Mapping[str, str], too_many: bool) -> str | None:
    age = _whole(said["age"])
    rules = (
        (too_many, mark("There are more cells than columns.")),
        (not said["name"], mark("The name is missing.")),
        (any(len(said[name]) > most for name, most in LONGEST.items()), mark("A cell is too long.")),
        (bool(said["email"]) and not _looks_like_mail(said["email"]), mark("This is not an e-mail address.")),
        (
            bool(said["member_since"]) and _day(said["member_since"]) is None,
            mark("“Member since” is not a day, like 31-12-2026."),
        ),
        (bool(said["age"]) and (age is None or age > 120), mark("The age is not a whole number of years.")),
    )
    return next((reason for applies, reason in rules if applies), None)


def _looks_like_mail(text: str) -> bool:
    name, at, place = text.rpartition("@")
    return bool(name and at and place) and " " not in text and "@" not in name


def _day(text: str) -> date | None:
    try:
        if len(text) == 10 and text[4] == "-":
            return date.fromisoformat(text)
        day, month, year = (int(part) for part in text.replace("/", "-").split("-"))
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def write_members(rows: Iterable[MemberRow]) -> str:
    """CSV with a head and CRLF; no cell can be taken for a formula by a spreadsheet."""
    cells = (
        (row.name, row.street, row.house_number, row.postcode, row.email, row.member_since, row.age) for row in rows
    )
    return csv_text([COLUMNS, *cells])
