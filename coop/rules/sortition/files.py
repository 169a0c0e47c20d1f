"""The files of the draw: pool and quotas as CSV in, the lottery as JSON out and in again."""

import csv
import io
import json

from coop.rules.sortition.model import PANELS, Lottery, Quota, SortitionError, Volunteer, lottery_from

_HOUSEHOLD = "household"
_QUOTA_COLUMNS = ("feature", "value", "min", "max")


def pool_from_csv(text: str) -> tuple[Volunteer, ...]:
    """Volunteers from columns id, one for each feature and perhaps household (empty: with nobody else here)."""
    names, rows = _table(text, "pool", ("id",))
    features = [name for name in names if name not in ("id", _HOUSEHOLD)]
    pool = []
    for line, row in rows:
        for name in ("id", *features):
            if not row[name]:
                raise SortitionError("Line %(line)s of the pool has no %(column)s.", line=line, column=name)
        pool.append(Volunteer(row["id"], {name: row[name] for name in features}, row.get(_HOUSEHOLD) or None))
    return tuple(pool)


def quotas_from_csv(text: str, pool: tuple[Volunteer, ...]) -> tuple[Quota, ...]:
    """Quotas from columns feature, value, min and max; every value the pool has for such a feature must be there.

    A heading without rows is no quotas at all: then everybody has the same chance.
    """
    _, rows = _table(text, "quotas", _QUOTA_COLUMNS, may_be_bare=True)
    known = sorted({name for one in pool for name in one.features})
    quotas = []
    for line, row in rows:
        if row["feature"] not in known:
            raise SortitionError(
                "Line %(line)s of the quotas: the pool has no column “%(feature)s”.", line=line, feature=row["feature"]
            )
        least, most = (_number(row[name], line, name) for name in ("min", "max"))
        quotas.append(Quota(row["feature"], row["value"], least, most))
    _require_all_values(pool, quotas)
    return tuple(quotas)


def _require_all_values(pool: tuple[Volunteer, ...], quotas: list[Quota]) -> None:
    named = {(quota.feature, quota.value) for quota in quotas}
    for feature in sorted({quota.feature for quota in quotas}):
        for one in sorted(pool, key=lambda one: one.id):
            if (feature, one.features[feature]) not in named:
                raise SortitionError(
                    "Volunteer %(id)s has %(feature)s “%(value)s”, but the quotas do not name that value.",
                    id=one.id,
                    feature=feature,
                    value=one.features[feature],
                )


def lottery_as_json(lottery: Lottery) -> str:
    """The published file, the same bytes every time; chances are numbers from 0 to 1."""
    content = {
        "panels": [list(panel) for panel in lottery.panels],
        "sha256": lottery.sha256,
        "chances": {person: chance / PANELS for person, chance in sorted(lottery.chances.items())},
        "min_chance": lottery.min_chance / PANELS,
        "algorithm": lottery.algorithm,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def lottery_from_json(text: str) -> Lottery:
    """The lottery in a published file, after checking that list, sha256 and chances belong together.

    Raises SortitionError with the first thing that does not match.
    """
    try:
        content = json.loads(text)
        panels = content["panels"]
        told, chances = content["sha256"], dict(content["chances"])
        least, algorithm = content["min_chance"], str(content["algorithm"])
        lottery = lottery_from(panels, algorithm, chances)
        listed = tuple(tuple(panel) for panel in panels)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SortitionError("This file is not a list made by the draw.") from error
    if len(panels) != PANELS:
        raise SortitionError("The list has %(panels)s panels; it must have 1000.", panels=len(panels))
    if listed != lottery.panels:
        raise SortitionError("The panels are not in their fixed order.")
    if lottery.sha256 != told:
        raise SortitionError("The sha256 does not match: the list is not the one that was published.")
    if any(len(set(panel)) != len(listed[0]) for panel in listed):
        raise SortitionError("Not every panel has the same number of different people.")
    if chances != {person: chance / PANELS for person, chance in lottery.chances.items()}:
        raise SortitionError("The chances do not match the list.")
    if least != lottery.min_chance / PANELS:
        raise SortitionError("The smallest chance does not match the list.")
    return lottery


def _table(
    text: str, name: str, needed: tuple[str, ...], *, may_be_bare: bool = False
) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Column names and rows with their line number; a semicolon instead of a comma is fine."""
    lines = _cells(text, name)
    names = lines[0][1]
    for column in needed:
        if column not in names:
            raise SortitionError("The %(name)s file has no column “%(column)s”.", name=name, column=column)
    if len(set(names)) != len(names) or not all(names):
        raise SortitionError("The %(name)s file has a column twice or without a name.", name=name)
    for line, cells in lines:
        if len(cells) != len(names):
            raise SortitionError(
                "Line %(line)s of the %(name)s file has too many or too few columns.", line=line, name=name
            )
    if len(lines) == 1 and not may_be_bare:
        raise SortitionError("The %(name)s file has a heading but no rows.", name=name)
    return names, [(line, dict(zip(names, cells, strict=True))) for line, cells in lines[1:]]


def _cells(text: str, name: str) -> list[tuple[int, list[str]]]:
    """The lines that hold anything, with their number; at least one."""
    text = text.removeprefix("\ufeff")
    first = text.lstrip().partition("\n")[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise SortitionError("The %(name)s file is not a CSV table.", name=name) from error
    lines = [(number, cells) for number, cells in lines if any(cells)]
    if not lines:
        raise SortitionError("The %(name)s file is empty.", name=name)
    return lines


def _number(text: str, line: int, column: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise SortitionError(
            "Line %(line)s of the quotas: %(column)s must be a whole number.", line=line, column=column
        )
    return int(text)
