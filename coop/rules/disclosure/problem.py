"""What must be hidden, what an attacker must be left with, and what is known already: a table in numbers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coop.rules.disclosure.fault import DisclosureError
from coop.rules.disclosure.model import Cell, Codes, Hierarchy, Rule, Table, name_of
from coop.rules.disclosure.movement import FAR, Floats, Mover
from coop.rules.disclosure.space import Space, build_space
from coop.rules.disclosure.view import ContradictionError, UnfinishedError, View

Bools = NDArray[np.bool_]

CLOSE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Insider:
    """A household that is the only one in `own`, and the small numbers of others that it may not compute."""

    own: int
    others: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry for each variable of the space.

    `value`: the true number, or for what nobody told us one that fits. `must_hide`: primary, hidden before, or never
    shown. `must_show`: public already. `up`, `down`: how far an attacker must think it can lie above and below
    `value`; 0 where nothing is asked. Cells of the new table are numbered by `variable_of[0]` of the space.
    """

    space: Space
    value: Floats
    cost: Floats
    must_hide: Bools
    must_show: Bools
    up: Floats
    down: Floats
    insiders: tuple[Insider, ...]

    @property
    def free(self) -> Bools:
        """What may be shown or hidden."""
        return ~(self.must_hide | self.must_show)

    def bounds(self, hidden: Bools) -> tuple[Floats, Floats]:
        """How far each variable can move when this is hidden."""
        return np.where(hidden, -self.value, 0.0), np.where(hidden, FAR, 0.0)


def default_cost(count: float) -> float:
    """What hiding a count costs when nobody says: slowly more for a larger one."""
    return 1 + math.log1p(count)


def is_primary(cell: Cell, rule: Rule) -> bool:
    """Whether the cell may not be shown for its own sake."""
    return rule.is_small(cell.count or 0) if cell.primary is None else cell.primary


def kept_interval(cell: Cell, rule: Rule) -> tuple[float, float]:
    """What an attacker must be left with for a primary cell."""
    return cell.keep or rule.interval(cell.count or 0)


def old_hole_keeps(cell: Cell, rule: Rule) -> float:
    """Up to which number a hole of an earlier table must stay possible: the threshold that held for it."""
    return rule.threshold if cell.keep is None else cell.keep[1]


def read_problem(table: Table, published: Sequence[Table], hierarchy: Hierarchy, rule: Rule) -> Problem:
    """The new table, complete with margins, together with all that was published before.

    Raises DisclosureError when the files contradict each other.
    """
    tables = (table, *published)
    space = build_space(tables, hierarchy)
    size = space.size
    value, cost = np.full(size, np.nan), np.zeros(size)
    public_values(tables, space.variable_of, size)
    public = public_values(published, space.variable_of[1:], size)
    primary = np.zeros(size, dtype=bool)
    low, high = np.full(size, np.nan), np.full(size, np.nan)
    for cell in table.cells:
        v = space.variable_of[0][cell.codes]
        value[v] = cell.count
        cost[v] += default_cost(cell.count or 0) if cell.cost is None else cell.cost
        if is_primary(cell, rule):
            least, most = kept_interval(cell, rule)
            primary[v] = True
            low[v], high[v] = np.fmin(low[v], least), np.fmax(high[v], most)
    must_show = ~np.isnan(public)
    of_new = ~np.isnan(value)
    must_hide = (primary | ~of_new) & ~must_show
    value = _completed(space, np.where(must_show, public, value), tables)
    problem = Problem(space, value, cost, must_hide, must_show, *_needs(value, low, high, must_show), ())
    return _feasible(problem, table, published, of_new, rule)


def public_values(tables: Sequence[Table], variable_of: Sequence[Mapping[Codes, int]], size: int) -> Floats:
    """What can be read in these tables, NaN elsewhere. Raises DisclosureError when they say different things."""
    said: dict[int, tuple[Table, Cell]] = {}
    public = np.full(size, np.nan)
    for table, where in zip(tables, variable_of, strict=True):
        for cell in table.cells:
            if cell.count is None:
                continue
            v = where[cell.codes]
            before, first = said.setdefault(v, (table, cell))
            if first.count != cell.count:
                raise DisclosureError(
                    "%(cell)s is %(count)s in %(table)s and %(other)s in %(before)s; they cannot both be true.",
                    line=cell.line,
                    cell=name_of(table.dims, cell.codes),
                    count=_plain(cell.count),
                    table=table.name,
                    other=_plain(first.count),
                    before=before.name,
                )
            public[v] = cell.count
    return public


def _plain(number: float | None) -> str:
    return f"{number:.10g}" if number is not None else "…"


def _completed(space: Space, value: Floats, tables: Sequence[Table]) -> Floats:
    """A number for every variable that nobody told us, so that all sums are right."""
    if len(tables) == 1 and not np.isnan(value).any():
        return value
    try:
        atoms = View(space, value).some_atoms()
    except ContradictionError as contradiction:
        raise contradiction_between(tables, space, contradiction.variable) from None
    except UnfinishedError:
        raise DisclosureError("These numbers are too far apart to compute with.") from None
    guess = np.array([atoms[inside].sum() for inside in space.members])
    return np.where(np.isnan(value), guess, value)


def contradiction_between(tables: Sequence[Table], space: Space, variable: int) -> DisclosureError:
    """One sentence that names a number that does not fit the others."""
    for table, where in zip(tables, space.variable_of, strict=True):
        for cell in table.cells:
            if cell.count is not None and where[cell.codes] == variable:
                return DisclosureError(
                    "%(cell)s in %(table)s does not fit the other numbers: no counts add up to all of them.",
                    line=cell.line,
                    cell=name_of(table.dims, cell.codes),
                    table=table.name,
                )
    return DisclosureError("The numbers contradict each other: no counts add up to all of them.")


def _needs(value: Floats, low: Floats, high: Floats, must_show: Bools) -> tuple[Floats, Floats]:
    asked = ~np.isnan(low) & ~must_show
    return np.where(asked, np.maximum(high - value, 0), 0.0), np.where(asked, np.maximum(value - low, 0), 0.0)


def _feasible(problem: Problem, table: Table, published: Sequence[Table], of_new: Bools, rule: Rule) -> Problem:
    """The same, asking only what hiding everything would give, and that old holes stay as wide as they are.

    What cannot be given any more was given away by earlier tables; the audit says so.
    """
    space, up, down = problem.space, problem.up.copy(), problem.down.copy()
    mover = Mover(space.relations)
    mover.set_bounds(*problem.bounds(~problem.must_show))
    if published:
        up, down = _keep_old_holes(problem, published, of_new, rule, mover)
        for need, sign in ((up, 1), (down, -1)):
            for v in np.flatnonzero(need > 0):
                need[v] = min(need[v], _whole_down(mover.farthest(int(v), sign).distance))
    insiders = _insiders(problem, table, rule) if rule.insiders else ()
    return Problem(space, problem.value, problem.cost, problem.must_hide, problem.must_show, up, down, insiders)


def _whole_down(distance: float) -> float:
    return (
        0.0
        if math.isnan(distance)
        else max(0.0, math.floor(distance * 1e6 + 0.5) / 1e6 - 1e-6 * (distance % 1 > CLOSE))
    )


def _keep_old_holes(
    problem: Problem, published: Sequence[Table], of_new: Bools, rule: Rule, mover: Mover
) -> tuple[Floats, Floats]:
    """A hole of an earlier table may hide a small number: what an attacker believes of [0, T] must stay possible."""
    up, down = problem.up.copy(), problem.down.copy()
    for number, table in enumerate(published, start=1):
        for cell in table.cells:
            v = problem.space.variable_of[number][cell.codes]
            if cell.count is not None or of_new[v] or problem.must_show[v] or cell.primary is False:
                continue
            value = problem.value[v]
            least = value - _whole_down(mover.farthest(v, -1).distance)
            most = old_hole_keeps(cell, rule)
            if least < most:
                down[v] = max(down[v], value - least)
                up[v] = max(up[v], most - value)
    return up, down


def _insiders(problem: Problem, table: Table, rule: Rule) -> tuple[Insider, ...]:
    """Each household that is alone in a finest cell of the new table, with what it could learn of others."""
    space, value = problem.space, problem.value
    cells = {space.variable_of[0][cell.codes] for cell in table.cells}
    class_top = {
        space.variable_of[0][cell.codes]: rule.threshold if cell.keep is None or cell.keep[0] > 0 else cell.keep[1]
        for cell in table.cells
    }
    small = [v for v in sorted(cells) if problem.up[v] > 0 and value[v] < class_top[v]]
    wholes = {whole for whole, parts in space.sums if whole in cells and cells.issuperset(parts)}
    found = []
    for own in sorted(cells - wholes):
        if value[own] != 1:
            continue
        inside = set(space.members[own].tolist())
        others = [v for v in small if v != own and not (value[v] == 1 and inside <= set(space.members[v].tolist()))]
        found.append(Insider(own, np.array(others, dtype=np.int64)))
    return tuple(found)
