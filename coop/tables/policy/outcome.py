"""What the check of a table found: which cells are hidden and why, what is left of them, and what would help.

No count is in here. The team, the board and a job pass it on as plain JSON.
"""

from dataclasses import asdict, dataclass
from typing import Any

from coop.rules.disclosure import Codes, Interval
from coop.tables.policy import Step


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """A hidden cell. `is_small`: hidden for its own sake; else it covers `cover_for`. `left`: what can be computed."""

    codes: Codes
    is_small: bool
    left: Interval
    cover_for: Codes | None = None


@dataclass(frozen=True, slots=True)
class LeakOutcome:
    """What can be computed too well. `table`: its name in the ledger, empty for months that no table tells of.

    `insider`: the own cell of the household that can tell.
    """

    table: str
    codes: Codes
    left: Interval
    insider: Codes | None = None
    is_leftover: bool = False


@dataclass(frozen=True, slots=True)
class TableOutcome:
    """The outcome for one table.

    `exact_without` and `exact_now` of `small`: small numbers that could be computed if only they were hidden, and now.
    `exact_apart`: if this table were protected without looking at earlier ones; None when there are none.
    `gap`: how far above the cheapest pattern at most, 0 when proven best.
    """

    table_id: int
    step: Step
    cells: tuple[CellOutcome, ...] = ()
    leaks: tuple[LeakOutcome, ...] = ()
    cell_count: int = 0
    small: int = 0
    exact_without: int = 0
    exact_now: int = 0
    near_now: int = 0
    exact_apart: int | None = None
    earlier: int = 0
    gap: float = 0.0
    contradicts: Codes | None = None

    @property
    def hidden(self) -> frozenset[Codes]:
        """The codes of every hidden cell."""
        return frozenset(cell.codes for cell in self.cells)

    @property
    def worst(self) -> CellOutcome | None:
        """The small cell of which least is left."""
        small = [cell for cell in self.cells if cell.is_small]
        wide = float("inf")
        return min(small, key=lambda c: (wide if c.left[1] is None else c.left[1] - c.left[0], c.codes), default=None)

    @property
    def insiders_safe(self) -> bool:
        """Whether no household that is alone in its cell can compute another small number."""
        return all(leak.insider is None for leak in self.leaks)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CureOutcome:
    """Something to do and its effect: how many cells of the set are hidden, and whether all of it is safe then."""

    kind: str
    table_id: int
    dim: str
    codes: tuple[str, ...]
    is_safe: bool
    hidden: int
    cell_count: int


def outcome_from_json(plain: dict[str, Any]) -> TableOutcome:
    """Read back what `TableOutcome.as_json` wrote."""
    more = {key: value for key, value in plain.items() if key not in ("step", "cells", "leaks", "contradicts")}
    return TableOutcome(
        step=Step(plain["step"]),
        cells=tuple(
            CellOutcome(tuple(one["codes"]), one["is_small"], _interval(one["left"]), _codes(one["cover_for"]))
            for one in plain["cells"]
        ),
        leaks=tuple(
            LeakOutcome(
                one["table"],
                tuple(one["codes"]),
                _interval(one["left"]),
                _codes(one["insider"]),
                is_leftover=one["is_leftover"],
            )
            for one in plain["leaks"]
        ),
        contradicts=_codes(plain["contradicts"]),
        **more,
    )


def cure_from_json(plain: dict[str, Any]) -> CureOutcome:
    """Read back a cure."""
    return CureOutcome(**{**plain, "codes": tuple(plain["codes"])})


def _codes(found: list[str] | None) -> Codes | None:
    return None if found is None else tuple(found)


def _interval(ends: list[float | None]) -> Interval:
    return ends[0] or 0.0, ends[1]
