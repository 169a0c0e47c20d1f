"""Cells of a sheet, and how what people type in them is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from coop.accountability.policy.document import LARGEST
from coop.accountability.policy.protection import Numbers
from coop.kernel.sheets import Cell
from coop.kernel.words import mark

UNKNOWN_COLUMN = mark("We do not know this column. Leave out what does not belong here.")
_THOUSANDS = re.compile(r"\d{1,3}([. ]\d{3})+")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_WITH_UNIT = re.compile(r"[€$]?\s*[\d.,]+\s*(%|[a-zA-Z€].*)?")
_YES = frozenset({"ja", "j", "yes", "y", "1", "x", "waar", "true"})
_NO = frozenset({"nee", "n", "no", "0", "", "onwaar", "false"})


Sheet = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, in which cell; `message` is a msgid with places for `params`."""

    place: str
    message: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """Figures by code, and how many households share each description."""

    figures: dict[str, Numbers]
    profiles: list[tuple[dict[str, str], int]]
    mistakes: list[Mistake]


def danger_of(cell: Cell) -> Mistake | None:
    """Formulas, and texts that a spreadsheet program would take for one."""
    if cell.is_formula:
        return Mistake(cell.place, mark("This is a formula. Paste the number itself."))
    text = cell.text if isinstance(cell.value, str) else ""
    if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not re.fullmatch(r"-\s*[\d.,]+", text)):
        return Mistake(cell.place, mark("This begins like a formula. Write a number or a plain word."))
    return None


def number_of(cell: Cell) -> int | Mistake | None:
    """The whole number in a cell, None when it is empty, or what is wrong with it."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        value = _typed_number(cell.text)
    if value is None and not cell.text:
        return None
    if not isinstance(value, int):
        return _no_number(cell)
    if value < 0:
        return Mistake(cell.place, mark("This number is below 0."))
    if value > LARGEST:
        return Mistake(cell.place, mark("This number is too large."))
    return value


def _no_number(cell: Cell) -> Mistake:
    if re.fullmatch(r"-?\d+[.,]\d+", cell.text):
        return Mistake(cell.place, mark("This is no whole number. Round it."))
    if _WITH_UNIT.fullmatch(cell.text):
        return Mistake(cell.place, mark("Write the number alone, without a unit or sign."))
    return Mistake(cell.place, mark("This is no number."))


def _typed_number(text: str) -> int | None:
    plain = text.replace(".", "").replace(" ", "") if _THOUSANDS.fullmatch(text) else text
    digits = plain.removeprefix("-").strip()
    if not (digits.isascii() and digits.isdigit()):
        return None
    number = int(digits[:12])
    return -number if plain.startswith("-") else number


def day_of(cell: Cell) -> date | Mistake | None:
    """The day in a cell, None when it is empty, or what is wrong with it."""
    if isinstance(cell.value, date):
        return cell.value
    if not cell.text:
        return None
    found = _DAY_FIRST.fullmatch(cell.text)
    try:
        if found:
            day, month, year = (int(part) for part in found.groups())
            return date(year, month, day)
        return date.fromisoformat(cell.text)
    except ValueError:
        return Mistake(cell.place, mark("This is no day. Write it like 31-12-2026."))


def yes_of(cell: Cell) -> bool | Mistake:
    """Whether a cell says yes; an empty one says no."""
    word = cell.text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    return Mistake(cell.place, mark("Write yes or no."))
