"""Protects the tables of a set together with everything published before, and lets the attacker judge them.

The optimiser proposes, the audit decides; then the attacker subtracts periods from each other, too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from coop.rules.disclosure import (
    Cell,
    Codes,
    DisclosureError,
    Entry,
    Hierarchy,
    Interval,
    Protection,
    Rule,
    Table,
    attack,
    entry_of,
    protect,
)
from coop.tables.policy import Measure, Step, higher_thresholds, period_code
from coop.tables.policy.drafts import PERIOD, Draft, leftover_periods, linked, merged_hierarchy, period_of
from coop.tables.policy.outcome import CellOutcome, LeakOutcome, TableOutcome

SECONDS: Final = 20.0
MOST_EXPLAINED: Final = 40

Clock = Callable[[], float]
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Solved:
    """A table with the outcome of its check, and what goes into the ledger when it is safe."""

    outcome: TableOutcome
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class _World:
    """What everybody has already that hangs together with a table."""

    entries: Sequence[Entry]
    hierarchy: Hierarchy

    @property
    def tables(self) -> list[Table]:
        return [entry.table() for entry in self.entries]


def in_order(drafts: Sequence[Draft]) -> list[Draft]:
    """Short periods and coarse divisions first: what is published most often is hidden least."""
    counts = [draft for draft in drafts if draft.measure is Measure.COUNT]
    return sorted(counts, key=lambda draft: (len(draft.months), len(draft.dims), draft.id))


def solve(
    drafts: Sequence[Draft],
    ledger: Sequence[Entry],
    *,
    clock: Clock,
    tell: Tell,
    seconds: float = SECONDS,
    explain: bool = True,
) -> dict[int, Solved]:
    """Check the tables of counts one after another, each beside all before it. `tell(done, total)`."""
    known, found = list(ledger), {}
    ordered = in_order(drafts)
    for number, draft in enumerate(ordered):
        tell(number, len(ordered))
        solved = _solve_one(draft, known, clock=clock, seconds=seconds, explain=explain)
        found[draft.id] = solved
        if solved.entry is not None:
            known.append(solved.entry)
    tell(len(ordered), len(ordered))
    return found


def _solve_one(draft: Draft, known: Sequence[Entry], *, clock: Clock, seconds: float, explain: bool) -> Solved:
    entries = linked(known, draft.subject, draft.months)
    hierarchy = merged_hierarchy([*(Hierarchy(entry.hierarchy) for entry in entries), draft.hierarchy()])
    world = _World(entries, hierarchy)
    rule = Rule(threshold=draft.threshold)
    try:
        table = draft.table()
        protection = protect(
            table, clock=clock, hierarchy=hierarchy, published=world.tables, rule=rule, time_limit=seconds
        )
        leaks = _leaks(draft, protection, world)
    except DisclosureError as error:
        return Solved(_refused(draft, error, len(entries)), None)
    if not protection.safe and not protection.leaks:
        return Solved(TableOutcome(draft.id, Step.UNFINISHED, cell_count=draft.cell_count()), None)
    entry = None
    if not leaks:
        entry = entry_of(
            protection,
            universe=draft.subject.value,
            hierarchy=draft.hierarchy(),
            threshold=draft.threshold,
            higher=higher_thresholds(),
        )
    return Solved(_outcome(draft, protection, leaks, world, clock=clock, explain=explain), entry)


def _refused(draft: Draft, _error: DisclosureError, earlier: int) -> TableOutcome:
    """A table that contradicts what was published: the sentence of the engine names numbers, so it is not kept."""
    return TableOutcome(draft.id, Step.REFUSED, cell_count=draft.cell_count(), earlier=earlier, contradicts=())


def _leaks(draft: Draft, protection: Protection, world: _World) -> tuple[LeakOutcome, ...]:
    of_tables = [
        LeakOutcome(leak.table, _in_words(leak.dims, leak.codes), leak.left, leak.insider) for leak in protection.leaks
    ]
    return (*of_tables, *_leftover_leaks(draft, protection, world))


def _in_words(dims: Sequence[str], codes: Codes) -> Codes:
    """Codes with their dimensions: ("cluster=Noord", "period=2026-07/2026-09")."""
    return tuple(f"{dim}={code}" for dim, code in zip(dims, codes, strict=True))


def _leftover_leaks(draft: Draft, protection: Protection, world: _World) -> list[LeakOutcome]:
    """Numbers of months that no table tells of and that follow by subtraction: the audit of differencing.

    What stands behind such a number nobody typed, so it is taken for small unless it is provably not.
    """
    periods = [frozenset(draft.months), *(period_of(entry) for entry in world.entries)]
    found = []
    for months in leftover_periods(sorted(set(periods), key=sorted)):
        code = period_code_of(months)
        hierarchy = merged_hierarchy([world.hierarchy, Hierarchy({PERIOD: {code: months}})])
        holes = tuple(Cell((*cell.codes[:-1], code), None) for cell in protection.cells if _is_kept(draft, cell.codes))
        asked = Table("leftover", draft.dims, holes)
        left = attack(asked, hierarchy=hierarchy, published=[protection.published(), *world.tables])
        for codes, interval in left.items():
            if _tells_too_much(interval, _threshold_at(draft, codes)):
                found.append(LeakOutcome("", _in_words(draft.dims, codes), interval, is_leftover=True))
    return found


def period_code_of(months: Sequence[str]) -> str:
    """The code of months that need not follow on each other."""
    return period_code(months) if _follow(months) else ",".join(months)


def _follow(months: Sequence[str]) -> bool:
    numbers = [int(month[:4]) * 12 + int(month[5:]) for month in months]
    return numbers[-1] - numbers[0] == len(numbers) - 1


def _is_kept(draft: Draft, codes: Codes) -> bool:
    return all(len(code) > 0 for code in codes) and codes[-1] == draft.period


def _threshold_at(draft: Draft, codes: Codes) -> int:
    higher = higher_thresholds()
    found = [higher.get(dim, {}).get(code, 0) for dim, code in zip(draft.dims, codes, strict=True)]
    return max([draft.threshold, *found])


def _tells_too_much(left: Interval, threshold: int) -> bool:
    low, high = left
    return low < threshold and not (low <= 0 and (high is None or high >= threshold))


def _outcome(
    draft: Draft,
    protection: Protection,
    leaks: tuple[LeakOutcome, ...],
    world: _World,
    *,
    clock: Clock,
    explain: bool,
) -> TableOutcome:
    shown = [cell for cell in protection.cells if _is_on_page(draft, cell.codes)]
    hidden = [cell for cell in shown if cell.count is None]
    why = _covers(protection, world) if explain and not leaks else {}
    cells = tuple(
        CellOutcome(cell.codes, cell.status == "primary", cell.left or (0.0, None), why.get(cell.codes))
        for cell in hidden
    )
    gap = 0.0 if protection.cost - protection.bound < 1e-4 else 1 - protection.bound / protection.cost
    return TableOutcome(
        draft.id,
        Step.REFUSED if leaks else Step.SAFE,
        cells,
        leaks,
        cell_count=len(shown),
        small=protection.exposure.small,
        exact_without=protection.without_cover.exact,
        exact_now=protection.exposure.exact,
        near_now=protection.exposure.near,
        exact_apart=_apart(draft, world, clock) if explain and world.entries else None,
        earlier=len(world.entries),
        gap=round(gap, 4),
    )


def _is_on_page(draft: Draft, codes: Codes) -> bool:
    """Subtotals that the engine added because earlier tables had them are in the arithmetic, not on the page."""
    row, *rest = codes
    column = rest[0] if draft.columns else None
    rows, columns = (*draft.row_codes, "Total"), (*draft.column_codes, "Total")
    return row in rows and (column is None or column in columns)


def _covers(protection: Protection, world: _World) -> dict[Codes, Codes]:
    """For each cover cell a small number that could be worked out if it were shown."""
    small = {cell.codes for cell in protection.cells if cell.status == "primary"}
    covers = [cell.codes for cell in protection.cells if cell.status == "complementary"][:MOST_EXPLAINED]
    counts = {cell.codes: cell.count for cell in protection.table.cells}
    published = protection.published()
    before = {cell.codes: cell.left for cell in protection.cells}
    found = {}
    for codes in covers:
        cells = tuple(Cell(c.codes, counts[c.codes]) if c.codes == codes else c for c in published.cells)
        left = attack(Table(published.name, published.dims, cells), hierarchy=world.hierarchy, published=world.tables)
        narrower = [one for one in sorted(small & set(left)) if left[one] != before.get(one)]
        if narrower:
            found[codes] = min(narrower, key=lambda one: (_width(left[one]), one))
    return found


def _width(left: Interval) -> float:
    return float("inf") if left[1] is None else left[1] - left[0]


def _apart(draft: Draft, world: _World, clock: Clock) -> int:
    """How many small numbers could be computed if this table had been protected without the earlier ones."""
    table = draft.table()
    alone = protect(table, clock=clock, hierarchy=draft.hierarchy(), rule=Rule(threshold=draft.threshold), time_limit=2)
    left = attack(alone.published(), hierarchy=world.hierarchy, published=world.tables)
    small = {cell.codes for cell in alone.cells if cell.status == "primary"}
    return sum(_width(interval) < 1 for codes, interval in left.items() if codes in small)
