"""A table as typed, what it looks like to the engine, and how earlier tables hang together with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coop.rules.disclosure import TOTAL, Cell, Codes, Entry, Hierarchy, Table, with_higher_thresholds
from coop.rules.disclosure.margins import whole_table
from coop.tables.policy import (
    AGE_WORDS,
    IMPOSSIBLE,
    Dim,
    Measure,
    Subject,
    higher_thresholds,
    leaves_of,
    merged_code,
    months_in,
    period_code,
    threshold_of,
)

PERIOD = "period"
Counts = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A table as typed, complete. `counts[row][column]`; a count of -1 is a combination that cannot occur.

    `columns` is None for a table that is divided by one thing only; then each row has one count for each part.
    `corrects`: what an earlier version of this table showed, None where it was hidden; empty for a new table.
    """

    id: int
    subject: Subject
    measure: Measure
    rows: Dim
    columns: Dim | None
    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    months: tuple[str, ...]
    counts: Counts
    corrects: Mapping[Codes, float | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How this table is called in the ledger."""
        return f"t{self.id}"

    @property
    def period(self) -> str:
        """The period as a code."""
        return period_code(self.months)

    @property
    def dims(self) -> tuple[str, ...]:
        """Dimensions as the engine has them."""
        return (self.rows.value, *([self.columns.value] if self.columns else []), PERIOD)

    @property
    def threshold(self) -> int:
        """The smallest count that may be shown."""
        return threshold_of(self.subject)

    def cell_count(self) -> int:
        """How many cells the table has with its margins."""
        return (len(self.row_codes) + 1) * (len(self.column_codes) + 1 if self.columns else 1)

    def codes(self, row: str, column: str | None) -> Codes:
        """The codes of a cell as the engine has them."""
        return (row, *([column or TOTAL] if self.columns else []), self.period)

    def hierarchy(self) -> Hierarchy:
        """Merged codes and the months of the period."""
        children: dict[str, dict[str, list[str]]] = {PERIOD: {}}
        if len(self.months) > 1:
            children[PERIOD][self.period] = list(self.months)
        for dim, codes in ((self.rows, self.row_codes), (self.columns, self.column_codes)):
            merged = {code: list(leaves_of(code)) for code in codes if len(leaves_of(code)) > 1}
            if dim is not None and merged:
                children[dim.value] = {**children.get(dim.value, {}), **merged}
        return Hierarchy(children)

    def table(self) -> Table:
        """The table with its margins, as the engine protects it."""
        cells = [
            Cell(self.codes(row, column), max(count, 0), primary=False if count == IMPOSSIBLE else None)
            for row, counts in zip(self.row_codes, self.counts, strict=True)
            for column, count in zip(self.column_codes if self.columns else (None,), counts, strict=True)
        ]
        whole = whole_table(Table(self.name, self.dims, tuple(cells)), self.hierarchy())
        corrected = replace(whole, cells=tuple(self._corrected(cell) for cell in whole.cells))
        return with_higher_thresholds(corrected, higher_thresholds())

    def _corrected(self, cell: Cell) -> Cell:
        """A correction hides all that was hidden before, and whatever changed by less than the threshold."""
        if cell.codes not in self.corrects or cell.primary is not None or (cell.count or 0) < self.threshold:
            return cell
        before = self.corrects[cell.codes]
        little = before is None or 0 < abs((cell.count or 0) - before) < self.threshold
        return replace(cell, primary=True) if little else cell

    def merged(self, dim: Dim, codes: Sequence[str]) -> "Draft":
        """The same table with these codes of `dim` counted together."""
        order = list(AGE_WORDS) if dim is Dim.AGE else []
        one = merged_code(codes, order)
        if dim is self.rows:
            kept, counts = _merge_lines(self.row_codes, self.counts, codes, one)
            return replace(self, row_codes=kept, counts=counts)
        turned = tuple(zip(*self.counts, strict=True))
        kept, counts = _merge_lines(self.column_codes, turned, codes, one)
        return replace(self, column_codes=kept, counts=tuple(zip(*counts, strict=True)))


def _merge_lines(
    names: Sequence[str], lines: Sequence[Sequence[int]], codes: Sequence[str], one: str
) -> tuple[tuple[str, ...], Counts]:
    """The lines of `codes` as one line, in the place of the first of them."""
    together = [line for name, line in zip(names, lines, strict=True) if name in codes]
    total = tuple(
        IMPOSSIBLE if all(n == IMPOSSIBLE for n in column) else sum(max(n, 0) for n in column)
        for column in zip(*together, strict=True)
    )
    kept: dict[str, tuple[int, ...]] = {}
    for name, line in zip(names, lines, strict=True):
        kept.setdefault(one if name in codes else name, total if name in codes else tuple(line))
    return tuple(kept), tuple(kept.values())


def period_of(entry: Entry) -> frozenset[str]:
    """The months that a published table tells of."""
    place = entry.dims.index(PERIOD)
    return frozenset(months_in(entry.cells[0][0][place]))


def linked(entries: Iterable[Entry], subject: Subject, months: Sequence[str]) -> list[Entry]:
    """Published tables of this subject whose months hang together with these, also by way of others.

    Months that no table ties together share no atom: nothing about one follows from the other.
    """
    left = [(entry, period_of(entry)) for entry in entries if entry.universe == subject.value]
    reach = set(months)
    found: list[Entry] = []
    while True:
        near = [one for one in left if one[1] & reach]
        if not near:
            return found
        found += [entry for entry, _months in near]
        reach |= {month for _entry, those in near for month in those}
        left = [one for one in left if one not in near]


def merged_hierarchy(hierarchies: Iterable[Hierarchy]) -> Hierarchy:
    """How codes nest over several tables."""
    children: dict[str, dict[str, tuple[str, ...]]] = {}
    for hierarchy in hierarchies:
        for dim, below in hierarchy.children.items():
            children.setdefault(dim, {}).update(below)
    return Hierarchy(children)


def leftover_periods(periods: Sequence[frozenset[str]]) -> list[tuple[str, ...]]:
    """Months of which no table tells by themselves, but whose numbers may follow by subtracting tables.

    Each group of months that lies in the same periods, and each period less all shorter ones inside it.
    """
    found: set[frozenset[str]] = set()
    signature: dict[tuple[bool, ...], set[str]] = {}
    for month in sorted(frozenset().union(*periods)):
        signature.setdefault(tuple(month in one for one in periods), set()).add(month)
    found |= {frozenset(group) for group in signature.values()}
    for whole in periods:
        inside = frozenset().union(*(one for one in periods if one < whole), frozenset())
        found.add(whole - inside)
    return sorted(tuple(sorted(one)) for one in found if one and one not in periods)
