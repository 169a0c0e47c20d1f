"""A file with a row for each figure.

Columns: code; value, part, rest, whole, n, p90, unit, and months that must add up to the value. Dutch names are good
too.
"""

from collections.abc import Mapping, Sequence

from coop.accountability.policy.catalogue import CATALOGUE, Indicator
from coop.accountability.policy.document import parts_of, require_consistent
from coop.accountability.policy.importing.cells import UNKNOWN_COLUMN, Mistake, Read, Sheet, danger_of, number_of
from coop.accountability.policy.protection import FigureKind, Numbers
from coop.kernel.errors import InvalidError
from coop.kernel.sheets import Cell
from coop.kernel.words import mark

_COLUMNS = {
    "code": "code",
    "kengetal": "code",
    "indicator": "code",
    "cijfer": "code",
    "waarde": "value",
    "value": "value",
    "aantal": "value",
    "mediaan": "value",
    "median": "value",
    "deel": "numerator",
    "part": "numerator",
    "teller": "numerator",
    "op tijd": "numerator",
    "in time": "numerator",
    "rest": "rest",
    "geheel": "denominator",
    "whole": "denominator",
    "noemer": "denominator",
    "totaal": "denominator",
    "total": "denominator",
    "n": "n",
    "geteld": "n",
    "counted": "n",
    "p90": "p90",
    "eenheid": "unit",
    "unit": "unit",
}
_MONTHS = frozenset(
    "jan feb mrt apr mei jun jul aug sep okt nov dec mar may oct januari februari maart april juni juli augustus "
    "september oktober november december january february march june july august october".split()
)
_UNITS: dict[str, frozenset[str]] = {
    "households": frozenset({"huishouden", "huishoudens"}),
    "people": frozenset({"mensen", "personen", "bewoners"}),
    "conversations": frozenset({"gesprekken", "contacten"}),
    "investigations": frozenset({"onderzoeken"}),
    "applications": frozenset({"aanvragen"}),
    "questions": frozenset({"vragen"}),
    "days": frozenset({"dagen", "dag"}),
    "hours": frozenset({"uren", "uur"}),
    "hours a week": frozenset({"uren per week", "uur per week"}),
    "addresses": frozenset({"adressen"}),
    "initiatives": frozenset({"initiatieven"}),
    "gatherings": frozenset({"bijeenkomsten"}),
    "complaints": frozenset({"klachten"}),
    "organisations": frozenset({"organisaties"}),
    "euros": frozenset({"euro", "eur", "€"}),
    "per cent": frozenset({"procent", "%"}),
}


def is_counts(sheet: Sheet) -> bool:
    """Whether the first row names a column with codes of figures."""
    return bool(sheet) and any(_COLUMNS.get(cell.text.casefold()) == "code" for cell in sheet[0])


def figures_from_counts(sheet: Sheet) -> Read:
    """One figure for each row."""
    mistakes: list[Mistake] = []
    columns = _columns(sheet[0], mistakes)
    figures: dict[str, Numbers] = {}
    for row in sheet[1:]:
        if not any(cell.text or cell.is_formula for cell in row):
            continue
        dangers = [danger for danger in map(danger_of, row) if danger is not None]
        mistakes += dangers
        if dangers:
            continue
        cells = {columns[place]: cell for place, cell in enumerate(row) if place in columns}
        months = [cell for place, cell in enumerate(row) if columns.get(place, "").startswith("month")]
        _read_row(cells, months, figures, mistakes)
    if not figures and not mistakes:
        mistakes.append(Mistake("A1", mark("There are no figures in this file.")))
    return Read(figures, [], mistakes)


def _columns(head: Sequence[Cell], mistakes: list[Mistake]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(head):
        word = cell.text.casefold()
        if word in _MONTHS:
            found[place] = f"month {place}"
        elif word in _COLUMNS:
            name = _COLUMNS[word]
            if name in found.values():
                mistakes.append(Mistake(cell.place, mark("This column is there twice.")))
            found[place] = name
        elif word and word not in ("naam", "name", "label", "omschrijving"):
            mistakes.append(Mistake(cell.place, UNKNOWN_COLUMN))
    return found


def _read_row(
    cells: Mapping[str, Cell], months: Sequence[Cell], figures: dict[str, Numbers], mistakes: list[Mistake]
) -> None:
    code = cells["code"].text.casefold()
    indicator = CATALOGUE.get(code)
    if indicator is None or indicator.kind is FigureKind.COMPUTED:
        mistakes.append(Mistake(cells["code"].place, mark("We do not know this figure.")))
        return
    if code in figures:
        mistakes.append(Mistake(cells["code"].place, mark("This figure is there twice.")))
        return
    before = len(mistakes)
    numbers = {
        name: _number(cells[name], mistakes)
        for name in ("value", "numerator", "rest", "denominator", "n", "p90")
        if name in cells
    }
    _check_unit(indicator, cells.get("unit"), mistakes)
    if len(mistakes) > before:
        return
    _check_totals(cells, months, numbers, mistakes)
    _check_extra(indicator, cells, numbers, mistakes)
    if len(mistakes) == before:
        _keep(indicator, numbers, cells, figures, mistakes)


def _number(cell: Cell, mistakes: list[Mistake]) -> int | None:
    read = number_of(cell)
    if isinstance(read, Mistake):
        mistakes.append(read)
        return None
    return read


def _check_unit(indicator: Indicator, cell: Cell | None, mistakes: list[Mistake]) -> None:
    if cell is None or not cell.text:
        return
    word = cell.text.casefold()
    if word != indicator.unit and word not in _UNITS.get(indicator.unit, frozenset()):
        mistakes.append(
            Mistake(cell.place, mark("This figure is counted in another unit: %(unit)s."), {"unit": indicator.unit})
        )


def _check_totals(
    cells: Mapping[str, Cell], months: Sequence[Cell], numbers: Mapping[str, int | None], mistakes: list[Mistake]
) -> None:
    part, rest, whole = numbers.get("numerator"), numbers.get("rest"), numbers.get("denominator")
    if part is not None and rest is not None and whole is not None and part + rest != whole:
        mistakes.append(_wrong_total(cells["denominator"], part + rest))
    counted = [_number(cell, mistakes) for cell in months if cell.text]
    known = [number for number in counted if number is not None]
    value = numbers.get("value")
    if known and value is not None and sum(known) != value:
        mistakes.append(_wrong_total(cells["value"], sum(known)))


def _wrong_total(cell: Cell, total: int) -> Mistake:
    return Mistake(cell.place, mark("The numbers beside it make %(total)s together."), {"total": total})


def _check_extra(
    indicator: Indicator, cells: Mapping[str, Cell], numbers: Mapping[str, int | None], mistakes: list[Mistake]
) -> None:
    wanted = {*parts_of(indicator.kind), "rest"}
    for name, number in numbers.items():
        if number is not None and name not in wanted:
            mistakes.append(Mistake(cells[name].place, mark("This figure has no such number. Make the cell empty.")))


def _keep(
    indicator: Indicator,
    numbers: Mapping[str, int | None],
    cells: Mapping[str, Cell],
    figures: dict[str, Numbers],
    mistakes: list[Mistake],
) -> None:
    typed = Numbers(**{part: numbers.get(part) for part in parts_of(indicator.kind)})
    try:
        figures[indicator.code] = require_consistent(indicator, typed)
    except InvalidError as refusal:
        part = (refusal.field or "").removeprefix(f"{indicator.code}_")
        mistakes.append(Mistake(cells.get(part, cells["code"]).place, refusal.message, dict(refusal.params)))
