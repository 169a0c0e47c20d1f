"""The words of tables: a cell, a table, how classifications nest, and the rule that a cell must meet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from coop.rules.disclosure.fault import DisclosureError, quoted

TOTAL: Final = "Total"

Codes = tuple[str, ...]
Status = Literal["shown", "primary", "complementary"]
Interval = tuple[float, float | None]
"""Smallest and largest value that fits everything published; None: no upper end."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table.

    `codes` has one code for each dimension of the table, TOTAL for a margin. `count` None is a hole: hidden by
    whoever published it. `cost` is what hiding it costs (None: the default). `primary` True or False overrules the
    threshold; of a hole in a published table it says whether the number behind it was small. `keep` overrules the
    interval that an attacker must be left with. `line` is where the cell stands in its file, 0 when computed.
    """

    codes: Codes
    count: float | None
    cost: float | None = None
    primary: bool | None = None
    keep: tuple[float, float] | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Cells over the same dimensions; the order of cells means nothing."""

    name: str
    dims: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must stay hidden and how well.

    `threshold` T: the smallest count that may be shown; 0 to T-1 is one class. `insiders`: also protect against a
    household that knows it is the only one in its cell.
    """

    threshold: int = 5
    insiders: bool = True

    def is_small(self, count: float) -> bool:
        """Whether this count belongs to the class that is hidden."""
        return count < self.threshold

    def interval(self, count: float) -> tuple[float, float]:
        """What an attacker must be left with: [0, T] for a small count, T to either side of another primary one."""
        if self.is_small(count):
            return 0, self.threshold
        return max(0, count - self.threshold), count + self.threshold


class Hierarchy:
    """How codes nest, for each dimension: {dimension: {parent: [children]}}.

    A code may have two parents (a quarter is in its half-year and in the year to date); circles are refused.
    """

    def __init__(self, children: Mapping[str, Mapping[str, Sequence[str]]] | None = None) -> None:
        self.children: dict[str, dict[str, tuple[str, ...]]] = {}
        for dim, parents in (children or {}).items():
            self.children[dim] = {p: tuple(dict.fromkeys(below)) for p, below in parents.items() if p != TOTAL}
            for parent in self.children[dim]:
                self._refuse_circle(dim, parent)

    def _refuse_circle(self, dim: str, start: str) -> None:
        below = self.children[dim]
        todo, seen = list(below[start]), set()
        while todo:
            code = todo.pop()
            if code in (start, TOTAL):
                raise DisclosureError("In the hierarchy %(code)s is a part of itself.", code=quoted(start))
            if code not in seen:
                seen.add(code)
                todo.extend(below.get(code, ()))

    def is_below(self, dim: str, code: str, above: str) -> bool:
        """Whether `above` is a total, parent or forebear of `code`."""
        below = self.children.get(dim, {})
        todo, seen = [above], set()
        while todo:
            one = todo.pop()
            if one not in seen:
                seen.add(one)
                todo.extend(below.get(one, ()))
        return above == TOTAL or (code in seen and code != above)

    def leaves(self, dim: str, code: str) -> frozenset[str]:
        """The finest codes below a code; a code without children is its own leaf."""
        below = self.children.get(dim, {})
        todo, seen, found = [code], set(), set()
        while todo:
            code = todo.pop()
            if code in seen:
                continue
            seen.add(code)
            if below.get(code):
                todo.extend(below[code])
            else:
                found.add(code)
        return frozenset(found)


def name_of(dims: Sequence[str], codes: Sequence[str]) -> str:
    """A cell as a reader finds it: street = West, domain = Debt."""
    return ", ".join(f"{dim} = {quoted(code)[1:-1]}" for dim, code in zip(dims, codes, strict=True))
