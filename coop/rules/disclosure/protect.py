"""A table protected together with everything published before, and an attack on any table."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coop.rules.disclosure.audit import Break, Verdict, audit, rounded_inward
from coop.rules.disclosure.fault import DisclosureError
from coop.rules.disclosure.margins import whole_table
from coop.rules.disclosure.model import Cell, Codes, Hierarchy, Interval, Rule, Status, Table, name_of
from coop.rules.disclosure.problem import (
    Problem,
    contradiction_between,
    is_primary,
    kept_interval,
    old_hole_keeps,
    public_values,
    read_problem,
)
from coop.rules.disclosure.search import Search
from coop.rules.disclosure.space import Space, build_space
from coop.rules.disclosure.view import ContradictionError, UnfinishedError, View

Floats = NDArray[np.float64]

USUAL: Final = Rule()
NEAR: Final = 2
DEFAULT_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class ProtectedCell:
    """A cell of the table as it may be published. `count` None: hidden; `left`: what an attacker is left with."""

    codes: Codes
    count: int | None
    status: Status
    left: Interval | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """What somebody can compute of `small` hidden small numbers: exactly, or to within two."""

    small: int
    exact: int
    near: int


@dataclass(frozen=True, slots=True)
class Leak:
    """A cell of a table of which too little is left. `insider`: the own cell of the household that can tell."""

    table: str
    dims: tuple[str, ...]
    codes: Codes
    left: Interval
    insider: Codes | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """A table with its holes. Only `safe` ones are released; `reasons` says in sentences what is wrong otherwise.

    `cost` of everything hidden; `bound`: no protecting pattern costs less (equal to `cost`: proven best).
    `without_cover`: what could be computed if only the small numbers were hidden; `exposure`: what can be now.
    """

    table: Table
    cells: tuple[ProtectedCell, ...]
    cost: float
    bound: float
    seconds: float
    safe: bool
    reasons: tuple[str, ...]
    without_cover: Exposure
    exposure: Exposure
    leaks: tuple[Leak, ...] = ()

    def published(self) -> Table:
        """The table as it is published, to lay beside the next one."""
        return Table(
            self.table.name,
            self.table.dims,
            tuple(
                Cell(c.codes, c.count, primary=None if c.count is not None else c.status == "primary")
                for c in self.cells
            ),
        )


def protect(
    table: Table,
    *,
    clock: Callable[[], float],
    hierarchy: Hierarchy | None = None,
    published: Sequence[Table] = (),
    rule: Rule = USUAL,
    time_limit: float = DEFAULT_SECONDS,
) -> Protection:
    """Choose what to hide and let the audit judge it. `clock` gives seconds; `time_limit` is for the search.

    Raises DisclosureError when the table is no table, or contradicts what was published.
    """
    start = clock()
    hierarchy = hierarchy or Hierarchy()
    table = whole_table(table, hierarchy)
    problem = read_problem(table, published, hierarchy, rule)
    search = Search(problem, time_limit=time_limit, clock=clock)
    pattern = search.run()
    where = problem.space.variable_of[0]
    known = known_variables(problem, pattern.hidden)
    asked = _asked(table, published, problem, rule)
    public = public_values(published, problem.space.variable_of[1:], problem.space.size) if published else None
    verdict = audit(problem.space, known, asked, insiders=problem.insiders, proposals=search.tables(), public=public)
    cells = tuple(_protected(cell, where[cell.codes], pattern.hidden, verdict, rule) for cell in table.cells)
    small = sorted({where[c.codes] for c in table.cells if is_primary(c, rule)})
    only_small = pattern.hidden & (problem.must_hide | ~np.isin(np.arange(problem.space.size), list(where.values())))
    return Protection(
        table,
        cells,
        pattern.cost,
        pattern.bound,
        clock() - start,
        verdict.safe,
        _reasons(verdict, table, published, problem.space),
        _exposure(problem.space, known_variables(problem, only_small), small),
        _counted(small, verdict.intervals),
        _leaks(verdict, (table, *published), problem.space),
    )


def known_variables(problem: Problem, hidden: NDArray[np.bool_]) -> Floats:
    """What can be read when this is hidden, NaN elsewhere."""
    known = np.where(hidden, np.nan, problem.value)
    known[problem.space.cells :] = np.nan
    return known


def _asked(table: Table, published: Sequence[Table], problem: Problem, rule: Rule) -> dict[int, tuple[float, float]]:
    """What the rule asks of the audit: small numbers of the new table, and earlier holes no narrower than before."""
    numbers = problem.space.variable_of
    asked: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        if is_primary(cell, rule):
            asked[numbers[0][cell.codes]] = kept_interval(cell, rule)
    public = public_values(published, numbers[1:], problem.space.size)
    old = {
        v: old_hole_keeps(cell, rule)
        for earlier, where in zip(published, numbers[1:], strict=True)
        for cell in earlier.cells
        if cell.count is None and cell.primary is not False and np.isnan(public[v := where[cell.codes]])
    }
    old = {v: most for v, most in old.items() if v not in set(numbers[0].values())}
    for v, end in View(problem.space, public).intervals(sorted(old)).items() if old else ():
        low, high = rounded_inward(*end)
        if low < old[v]:
            asked[v] = low, old[v] if high is None else min(high, old[v])
    return asked


def _protected(cell: Cell, v: int, hidden: NDArray[np.bool_], verdict: Verdict, rule: Rule) -> ProtectedCell:
    small = is_primary(cell, rule)
    if not small and not hidden[v]:
        return ProtectedCell(cell.codes, int(cell.count or 0), "shown", None)
    return ProtectedCell(cell.codes, None, "primary" if small else "complementary", verdict.intervals.get(v))


def _reasons(verdict: Verdict, table: Table, published: Sequence[Table], space: Space) -> tuple[str, ...]:
    if not verdict.finished:
        return ("The audit could not be finished.",)
    names: dict[int, str] = {}
    for number, one in enumerate((table, *published)):
        for cell in one.cells:
            beside = name_of(one.dims, cell.codes) + (f" in {one.name}" if number else "")
            names.setdefault(space.variable_of[number][cell.codes], beside)
    return tuple(_reason(one, names) for one in verdict.breaks)


def _leaks(verdict: Verdict, tables: Sequence[Table], space: Space) -> tuple[Leak, ...]:
    where: dict[int, tuple[Table, Codes]] = {}
    for one, numbers in zip(tables, space.variable_of, strict=True):
        for cell in one.cells:
            where.setdefault(numbers[cell.codes], (one, cell.codes))
    found = []
    for broken in verdict.breaks:
        table, codes = where[broken.variable]
        insider = None if broken.insider is None else where[broken.insider][1]
        found.append(Leak(table.name, table.dims, codes, (broken.low, broken.high), insider))
    return tuple(found)


def _reason(one: Break, names: Mapping[int, str]) -> str:
    high = "more" if one.high is None else f"{one.high:g}"
    left = f"exactly {one.low:g}" if one.low == one.high else f"{one.low:g} to {high}"
    if one.insider is not None:
        return f"Who is alone in {names[one.insider]} can compute that {names[one.variable]} is {left}."
    return f"Everybody can compute that {names[one.variable]} is {left}."


def _exposure(space: Space, known: Floats, small: Sequence[int]) -> Exposure:
    try:
        intervals = View(space, known).intervals(small)
    except (UnfinishedError, ContradictionError):
        return Exposure(len(small), len(small), len(small))
    return _counted(small, {v: rounded_inward(*end) for v, end in intervals.items()})


def _counted(small: Sequence[int], intervals: Mapping[int, Interval]) -> Exposure:
    widths = [np.inf if (end := intervals.get(v, (0, 0)))[1] is None else end[1] - end[0] for v in small]
    return Exposure(len(small), sum(w < 1 for w in widths), sum(w <= 2 * NEAR for w in widths))


def attack(
    table: Table, *, hierarchy: Hierarchy | None = None, published: Sequence[Table] = ()
) -> dict[Codes, Interval]:
    """What anybody can compute of every hole of a table, given other tables too. Needs no secret.

    Raises DisclosureError when the numbers contradict each other.
    """
    tables = (table, *published)
    space = build_space(tables, hierarchy or Hierarchy())
    known = public_values(tables, space.variable_of, space.size)
    where = space.variable_of[0]
    holes = [cell.codes for cell in table.cells if cell.count is None]
    try:
        view = View(space, known)
        view.some_atoms()
        intervals = view.intervals(sorted({where[codes] for codes in holes}))
    except ContradictionError as contradiction:
        raise contradiction_between(tables, space, contradiction.variable) from None
    except UnfinishedError:
        raise DisclosureError("These numbers are too far apart to compute with.") from None
    whole = not (known % 1 > 0).any()
    return {codes: rounded_inward(*end) if whole else end for codes in holes for end in [intervals[where[codes]]]}


def hidden_cells(protection: Protection) -> Counter[Status]:
    """How many cells there are of each status."""
    return Counter(cell.status for cell in protection.cells)
