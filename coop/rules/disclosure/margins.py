"""A table made whole: every margin computed, every given margin checked."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Final

from coop.rules.disclosure.fault import DisclosureError
from coop.rules.disclosure.model import TOTAL, Cell, Codes, Hierarchy, Table, name_of
from coop.rules.disclosure.space import Classification, classifications, world_of

MOST_CELLS: Final = 20_000


def whole_table(table: Table, hierarchy: Hierarchy) -> Table:
    """The table with all margins, in the order given, computed ones last.

    A margin is the sum of its parts, and so is its cost. Raises DisclosureError for an empty count, a combination
    that is missing, a total that is wrong.
    """
    given = {cell.codes: cell for cell in table.cells}
    for cell in table.cells:
        if cell.count is None:
            raise DisclosureError("%(cell)s has no count.", line=cell.line, cell=name_of(table.dims, cell.codes))
    classes = classifications(table, hierarchy, world_of([table], hierarchy))
    sides = [_side(dim, c, hierarchy) for dim, c in zip(table.dims, classes, strict=True)]
    if math.prod(len(side) for side in sides) > MOST_CELLS:
        raise DisclosureError(
            "With its margins this table has more than %(most)d cells; take fewer codes or dimensions.", most=MOST_CELLS
        )
    _refuse_missing(table, given, [[code for code, below in side.items() if below == (code,)] for side in sides])
    costed = any(cell.cost is not None for cell in table.cells)
    computed = []
    for codes in product(*(sorted(side, key=lambda code: (code == TOTAL, code)) for side in sides)):
        below = [side[code] for side, code in zip(sides, codes, strict=True)]
        if all(part == (code,) for part, code in zip(below, codes, strict=True)):
            continue
        parts = [given[part] for part in product(*below)]
        total = sum(part.count or 0 for part in parts)
        if codes in given:
            _check_total(table, given[codes], total)
        else:
            costs = [part.cost for part in parts]
            cost = sum(c for c in costs if c is not None) if costed and None not in costs else None
            computed.append(Cell(codes, total, cost))
    return replace(table, cells=(*table.cells, *computed))


def _side(dim: str, classification: Classification, hierarchy: Hierarchy) -> dict[str, tuple[str, ...]]:
    """Each code that the whole table has in this dimension, with the finest codes of the table that make it up."""
    leaves = classification.leaves
    named = set(leaves) - {TOTAL}
    added = True
    while added:
        added = False
        for parent, below in hierarchy.children.get(dim, {}).items():
            if parent not in leaves and below and all(code in named for code in below):
                leaves[parent] = hierarchy.leaves(dim, parent)
                named.add(parent)
                added = True
    if not named:
        return {TOTAL: (TOTAL,)}
    side = {code: _finest(classification, code) for code in sorted(named)}
    # One code, or one that covers all, is its own total; codes that overlap have none.
    alone = any(leaves[code] == leaves[TOTAL] for code in named) or classification.parts(TOTAL) is None
    if TOTAL in classification.codes or not alone:
        side[TOTAL] = _finest(classification, TOTAL)
    return side


def _finest(classification: Classification, code: str) -> tuple[str, ...]:
    parts = classification.parts(code)
    if parts is None:
        return (code,)
    return tuple(finest for part in parts for finest in _finest(classification, part))


def _refuse_missing(table: Table, given: Mapping[Codes, Cell], finest: Sequence[Sequence[str]]) -> None:
    missing = [codes for codes in product(*finest) if codes not in given]
    if not missing:
        return
    name = name_of(table.dims, missing[0])
    if len(missing) == 1:
        raise DisclosureError("%(cell)s is missing; write 0 where nobody was counted.", cell=name)
    raise DisclosureError(
        "%(cell)s is missing, and %(more)d more; write 0 where nobody was counted.", cell=name, more=len(missing) - 1
    )


def _check_total(table: Table, cell: Cell, total: float) -> None:
    if cell.count != total:
        raise DisclosureError(
            "%(cell)s says %(count)d, but its parts add up to %(total)d.",
            line=cell.line,
            cell=name_of(table.dims, cell.codes),
            count=cell.count,
            total=total,
        )
