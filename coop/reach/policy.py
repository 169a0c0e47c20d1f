"""What a file of the statistics office may hold, and what may be shown of who takes part.

Source of the age bands: Statistics Netherlands, “Kerncijfers wijken en buurten”.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from coop.kernel.errors import InvalidError
from coop.kernel.sheets import csv_rows
from coop.kernel.words import mark
from coop.rules.disclosure import TOTAL, Cell, Rule, Table, protect, round_stock
from coop.rules.disclosure.derived import SENSITIVE_THRESHOLD

MOST_PEOPLE = 1_000_000
COLUMNS = ("feature", "group", "people")


class Feature(StrEnum):
    """By what people are grouped."""

    AGE = "age"
    CLUSTER = "cluster"


FEATURE_WORDS: dict[Feature, str] = {Feature.AGE: mark("Age"), Feature.CLUSTER: mark("Part of the neighbourhood")}
# As files say it, in either language of the site.
_FEATURES = {"age": Feature.AGE, "leeftijd": Feature.AGE, "cluster": Feature.CLUSTER, "deel": Feature.CLUSTER}
_HEADINGS = {"kenmerk": "feature", "groep": "group", "inwoners": "people", "aantal": "people"}
BANDS: dict[str, tuple[int, int]] = {
    "0-15": (0, 14),
    "15-25": (15, 24),
    "25-45": (25, 44),
    "45-65": (45, 64),
    "65+": (65, 200),
}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of a file: so many people of a group live here."""

    feature: Feature
    group: str
    people: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """Why a row is refused; `line` counts from 1 and the heading is line 1."""

    line: int
    reason: str


def read_figures(text: str, clusters: Collection[str]) -> tuple[list[FigureRow], list[RefusedRow]]:
    """The rows of a file, and those that are refused. `clusters`: the parts of this neighbourhood."""
    head = text.partition("\n")[0]
    try:
        table = csv_rows(text, ";" if head.count(";") > head.count(",") else ",")
    except InvalidError as fault:
        return [], [RefusedRow(int(str(fault.params["line"])), _LONG_CELL)]
    if not table:
        return [], []
    heading = [_HEADINGS.get(one.strip().casefold(), one.strip().casefold()) for one in table[0]]
    if missing := [one for one in COLUMNS if one not in heading]:
        return [], [RefusedRow(1, _NO_COLUMN[missing[0]])]
    names = {one.casefold(): one for one in clusters}
    rows: dict[tuple[Feature, str], FigureRow] = {}
    refused = []
    for number, fields in enumerate(table[1:], start=2):
        if not any(one.strip() for one in fields):
            continue
        found = _row(dict(zip(heading, (one.strip() for one in fields), strict=False)), names)
        if isinstance(found, FigureRow) and (found.feature, found.group) in rows:
            found = mark("This group stands in the file twice.")
        if isinstance(found, str):
            refused.append(RefusedRow(number, found))
        else:
            rows[found.feature, found.group] = found
    return list(rows.values()), refused


_LONG_CELL = mark("A cell goes on in the next line. Look for a quotation mark too many.")
_NO_COLUMN = {
    "feature": mark("The column “feature” is missing."),
    "group": mark("The column “group” is missing."),
    "people": mark("The column “people” is missing."),
}


def _row(field: Mapping[str, str], clusters: Mapping[str, str]) -> FigureRow | str:
    """The row, or why it is refused."""
    feature = _FEATURES.get(field.get("feature", "").casefold())
    if feature is None:
        return mark("The feature is “age” or “cluster”.")
    group = field.get("group", "")
    if feature is Feature.AGE and group not in BANDS:
        return mark("The age band is one of 0-15, 15-25, 25-45, 45-65 and 65+.")
    if feature is Feature.CLUSTER:
        if group.casefold() not in clusters:
            return mark("The site does not know this part of the neighbourhood.")
        group = clusters[group.casefold()]
    people = field.get("people", "").replace(".", "")
    if not (people.isascii() and people.isdecimal()) or int(people) > MOST_PEOPLE:
        return mark("The number of people is not a whole number.")
    return FigureRow(feature, group, int(people))


def band_of(age: int) -> str:
    """The age band of somebody."""
    return next(name for name, (first, last) in BANDS.items() if first <= age <= last)


@dataclass(frozen=True, slots=True)
class GroupReach:
    """One group: how many live here, and about how many take part, to the nearest five; None when that is not shown.

    `share`: of all who live here; `part_share`: of all who take part, both 0..1.
    """

    group: str
    people: int
    taking_part: int | None
    share: float
    part_share: float | None


def reach_of(people: Mapping[str, int], taking_part: Mapping[str, int]) -> list[GroupReach]:
    """The groups of one feature, in the order of `people`.

    Small groups are hidden, with enough others to cover them. What is shown is rounded, so that nobody sees in two
    looks that one person began to take part.
    """
    lives, takes = sum(people.values()), sum(taking_part.get(one, 0) for one in people)
    shown = shown_counts({one: taking_part.get(one, 0) for one in people})
    rows = []
    for one, count in people.items():
        part = shown[one]
        part_share = round_stock(part) / takes if part is not None else None
        rows.append(
            GroupReach(
                one,
                count,
                None if part is None else round_stock(part),
                count / lives if lives else 0.0,
                None if part_share is None else min(part_share, 1.0),
            )
        )
    return rows


def shown_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The counts that may stand beside their sum, None for the others; none at all when the audit is not sure."""
    if len(counts) < 2:
        return dict.fromkeys(counts)
    cells = [Cell((one,), count) for one, count in counts.items()]
    table = Table("reach", ("group",), (*cells, Cell((TOTAL,), sum(counts.values()))))
    protection = protect(table, clock=lambda: 0.0, rule=Rule(threshold=SENSITIVE_THRESHOLD))
    if not protection.safe:
        return dict.fromkeys(counts)
    return {
        cell.codes[0]: int(cell.count) if cell.status == "shown" and cell.count is not None else None
        for cell in protection.cells
        if cell.codes[0] != TOTAL
    }


def unheard(rows: Sequence[GroupReach], *, least: float = 0.5) -> list[str]:
    """Groups whose share among who takes part is less than `least` of their share among who lives here."""
    return [one.group for one in rows if one.part_share is not None and one.part_share < one.share * least]
