"""A file with a row for each household: the site counts, and keeps nothing of a row.

Days: reported, first conversation, investigation, application, decision, closed. Yes or no: referred, late, without
specialist help, told of support, told of an own plan. Description: type, age, domain, event. Dutch names are good too.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from coop.accountability.policy.importing.cells import (
    UNKNOWN_COLUMN,
    Mistake,
    Read,
    Sheet,
    danger_of,
    day_of,
    number_of,
    yes_of,
)
from coop.accountability.policy.protection import Numbers
from coop.accountability.policy.stories import ASPECTS
from coop.kernel.sheets import Cell
from coop.kernel.words import mark

_COLUMNS = {
    "huishouden": "household",
    "household": "household",
    "nummer": "household",
    "gemeld": "reported",
    "melding": "reported",
    "reported": "reported",
    "eerste gesprek": "talked",
    "first conversation": "talked",
    "onderzoek klaar": "investigated",
    "investigation": "investigated",
    "aanvraag": "applied",
    "application": "applied",
    "besluit": "decided",
    "decision": "decided",
    "afgesloten": "closed",
    "closed": "closed",
    "verwezen": "referred",
    "referred": "referred",
    "te laat verwezen": "late",
    "referred late": "late",
    "zonder tweede lijn": "without",
    "without specialist help": "without",
    "onafhankelijke steun": "support",
    "independent support": "support",
    "eigen plan": "plan",
    "own plan": "plan",
    "soort": "type",
    "type": "type",
    "leeftijd": "age",
    "age": "age",
    "domein": "domain",
    "domain": "domain",
    "gebeurtenis": "event",
    "event": "event",
}
DAYS = frozenset({"reported", "talked", "investigated", "applied", "decided", "closed"})
ANSWERS = frozenset({"referred", "late", "without", "support", "plan"})
_NO_HEAD = mark("The first row must name a column with codes of figures, or with households.")
_TOTAL = frozenset({"totaal", "total"})
_SECOND = {"talked": "reported", "investigated": "reported", "decided": "applied"}
_WAITS = (
    ("first_contact_days", "reported", "talked", 14),
    ("investigation_within_6w", "reported", "investigated", 42),
    ("decision_within_2w", "applied", "decided", 14),
)
Row = Mapping[str, date | bool | str | None]


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day."""

    starts_on: date
    ends_on: date

    def holds(self, on: object) -> bool:
        """Whether a day falls in it."""
        return isinstance(on, date) and self.starts_on <= on <= self.ends_on


def figures_from_households(sheet: Sheet, period: Period) -> Read:
    """Counts, shares and waits of all rows together."""
    if not sheet or not any(cell.text for cell in sheet[0]):
        return Read({}, [], [Mistake("A1", mark("There are no figures in this file."))])
    mistakes: list[Mistake] = []
    columns = _columns(sheet[0], mistakes)
    if "household" not in columns.values():
        mistakes.append(Mistake("A1", _NO_HEAD))
        return Read({}, [], mistakes)
    rows: list[Row] = []
    seen: dict[str, str] = {}
    for cells in sheet[1:]:
        if not any(cell.text or cell.is_formula for cell in cells):
            continue
        if cells[0].text.casefold() in _TOTAL:
            _check_total(cells, len(rows), mistakes)
            continue
        rows.append(_row(cells, columns, seen, mistakes))
    if not rows and not mistakes:
        mistakes.append(Mistake("A1", mark("There are no figures in this file.")))
    there = set(columns.values())
    return Read(_figures(rows, there, period), _profiles(rows, there), mistakes)


def _columns(head: Sequence[Cell], mistakes: list[Mistake]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(head):
        name = _COLUMNS.get(cell.text.casefold())
        if name is None and cell.text:
            # Names, addresses and numbers of citizens are never read: they do not belong in this file at all.
            mistakes.append(Mistake(cell.place, UNKNOWN_COLUMN))
        elif name in found.values():
            mistakes.append(Mistake(cell.place, mark("This column is there twice.")))
        elif name is not None:
            found[place] = name
    return found


def _check_total(cells: Sequence[Cell], rows: int, mistakes: list[Mistake]) -> None:
    for cell in cells[1:]:
        number = number_of(cell) if cell.text else None
        if isinstance(number, Mistake) or cell.is_formula:
            mistakes.append(danger_of(cell) or Mistake(cell.place, mark("This is no number.")))
        elif number is not None and number != rows:
            mistakes.append(Mistake(cell.place, mark("Rows above it: %(total)s."), {"total": rows}))


def _row(cells: Sequence[Cell], columns: Mapping[int, str], seen: dict[str, str], mistakes: list[Mistake]) -> Row:
    row: dict[str, date | bool | str | None] = {}
    for place, cell in enumerate(cells):
        name = columns.get(place)
        danger = danger_of(cell)
        if danger is not None:
            mistakes.append(danger)
        elif name is not None:
            read = _read(name, cell, seen)
            if isinstance(read, Mistake):
                mistakes.append(read)
            else:
                row[name] = read
        elif cell.text:
            mistakes.append(Mistake(cell.place, mark("This cell stands in a column without a name.")))
    mistakes += _wrong_order(cells, columns, row)
    return row


def _read(name: str, cell: Cell, seen: dict[str, str]) -> date | bool | str | Mistake | None:
    if name in DAYS:
        return day_of(cell)
    if name in ANSWERS:
        return yes_of(cell)
    if name == "household":
        key = cell.text.casefold()
        if not key:
            return Mistake(cell.place, mark("Give each household a number of its own, that says nothing."))
        if key in seen:
            return Mistake(cell.place, mark("This household stands in %(place)s too."), {"place": seen[key]})
        seen[key] = cell.place
        return None
    return _aspect(name, cell)


def _aspect(name: str, cell: Cell) -> str | Mistake:
    code = cell.text.casefold()
    if not code or code in ASPECTS[name]:
        return code
    known = ", ".join(ASPECTS[name])
    return Mistake(cell.place, mark("We do not know this word. Choose one of: %(words)s."), {"words": known})


def _wrong_order(cells: Sequence[Cell], columns: Mapping[int, str], row: Row) -> list[Mistake]:
    places = {name: cells[place].place for place, name in columns.items() if place < len(cells)}
    found = []
    for second, first in _SECOND.items():
        before, after = row.get(first), row.get(second)
        if isinstance(before, date) and isinstance(after, date) and after < before:
            found.append(Mistake(places[second], mark("This day comes before the day it began.")))
    return found


def _figures(rows: Sequence[Row], there: set[str], period: Period) -> dict[str, Numbers]:
    found: dict[str, Numbers] = {}
    fresh = [row for row in rows if period.holds(row.get("reported"))]
    closed = [row for row in rows if period.holds(row.get("closed"))]
    if "reported" in there:
        found["new_requests"] = Numbers(value=len(fresh))
    for code, column in (("referred", "referred"), ("late_referral", "late")):
        if column in there:
            found[code] = Numbers(value=_yes(rows, column))
    for code, column, whole in (
        ("independent_support_told", "support", fresh),
        ("personal_plan_offered", "plan", fresh),
        ("solved_without_second_line", "without", closed),
    ):
        if column in there and whole:
            found[code] = Numbers(numerator=_yes(whole, column), denominator=len(whole))
    for code, first, second, term in _WAITS:
        waits = _waits(rows, first, second, period.holds)
        if waits:
            found[code] = Numbers(
                value=waits[(len(waits) - 1) // 2],
                p90=waits[(9 * len(waits) + 9) // 10 - 1],
                numerator=sum(1 for wait in waits if wait <= term),
                n=len(waits),
            )
    return found


def _yes(rows: Sequence[Row], column: str) -> int:
    return sum(1 for row in rows if row.get(column) is True)


def _waits(rows: Sequence[Row], first: str, second: str, holds: Callable[[object], bool]) -> list[int]:
    waits = []
    for row in rows:
        before, after = row.get(first), row.get(second)
        if isinstance(before, date) and isinstance(after, date) and holds(after):
            waits.append((after - before).days)
    return sorted(waits)


def _profiles(rows: Sequence[Row], there: set[str]) -> list[tuple[dict[str, str], int]]:
    told = [name for name in ASPECTS if name in there]
    if not told:
        return []
    counts = Counter(tuple(str(row.get(name) or "") for name in told) for row in rows)
    return [(dict(zip(told, codes, strict=True)), count) for codes, count in sorted(counts.items())]
