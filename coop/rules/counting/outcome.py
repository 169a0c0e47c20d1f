"""What comes out of a count over money or hours: the winners and the steps that led to them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, overload

from coop.rules.counting.lots import EarlierLot, Lot, Tie
from coop.rules.counting.table import Table
from coop.rules.counting.values import amount_text


@dataclass(frozen=True, slots=True)
class Round:
    """One choice. `price` is what each supporter pays at most (per point when ballots carry points).

    `short` supporters had less than the price left and paid all of it (also those with nothing left).
    `effective_support` is the money of the supporters before they paid, divided by the cost, to a millionth.
    `by` says what chose it: "shares", "most votes" (completion, or greedy itself), "load" (Phragmen).
    """

    number: int
    project: str
    cost: int
    supporters: int
    price: Fraction | None
    short: int
    effective_support: Fraction | None
    by: str = "shares"

    def as_json(self) -> dict[str, Any]:
        """Plain values; the price as decimal text."""
        return {
            "round": self.number,
            "project": self.project,
            "cost": self.cost,
            "supporters": self.supporters,
            "price": None if self.price is None else amount_text(self.price),
            "short": self.short,
            "effective_support": None if self.effective_support is None else amount_text(self.effective_support),
            "by": self.by,
        }


class Rounds(Sequence[Round]):
    """The rounds of a count, worked out in exact fractions when somebody first looks at them."""

    def __init__(self, write: Callable[[], Sequence[Round]]) -> None:
        self._write: Callable[[], Sequence[Round]] | None = write
        self._written: tuple[Round, ...] = ()

    def written(self) -> tuple[Round, ...]:
        """All rounds."""
        if self._write is not None:
            self._written, self._write = tuple(self._write()), None
        return self._written

    @overload
    def __getitem__(self, place: int) -> Round: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Round, ...]: ...
    def __getitem__(self, place: int | slice) -> Round | tuple[Round, ...]:
        return self.written()[place]

    def __len__(self) -> int:
        return len(self.written())

    def __iter__(self) -> Iterator[Round]:
        return iter(self.written())

    def __eq__(self, other: object) -> bool:
        return self.written() == (other.written() if isinstance(other, Rounds) else other)

    def __hash__(self) -> int:
        return hash(self.written())

    def __repr__(self) -> str:
        return repr(self.written())

    def __reduce__(self) -> tuple[Callable[[tuple[Round, ...]], tuple[Round, ...]], tuple[tuple[Round, ...]]]:
        return tuple, (self.written(),)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Winners in the order chosen. `start_share` and `final_share`: what each vote carried before and after completion.

    `steps` is the number of times the share was raised, `step` by how much; all None or 0 where a rule has no shares.
    `beyond`: what one step more would have chosen for `beyond_cost`, more than the budget, with the ties of that count;
    None when raising ended for another reason. `earlier_lots`: what the lot settled in the counts before the last.
    """

    rule: str
    winners: tuple[str, ...]
    cost: int
    budget: int
    voters: int
    rounds: Sequence[Round]
    ties: tuple[Tie, ...]
    start_share: Fraction | None = None
    final_share: Fraction | None = None
    step: Fraction | None = None
    steps: int = 0
    beyond: tuple[str, ...] | None = None
    beyond_cost: int | None = None
    beyond_ties: tuple[Tie, ...] = ()
    earlier_lots: tuple[EarlierLot, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values; shares as decimal text."""
        shares = {"start_share": self.start_share, "final_share": self.final_share, "step": self.step}
        return {
            "rule": self.rule,
            "winners": list(self.winners),
            "cost": self.cost,
            "budget": self.budget,
            "voters": self.voters,
            **{name: None if share is None else amount_text(share) for name, share in shares.items()},
            "steps": self.steps,
            "rounds": [one.as_json() for one in self.rounds],
            "ties": [tie.as_json() for tie in self.ties],
            "earlier_lots": [lot.as_json() for lot in self.earlier_lots],
            "beyond": self._beyond(),
        }

    def _beyond(self) -> dict[str, Any] | None:
        if self.beyond is None:
            return None
        ties = [tie.as_json() for tie in self.beyond_ties]
        return {"winners": list(self.beyond), "cost": self.beyond_cost, "ties": ties}


class TieOrder:
    """Cost, then votes, then the lot: a total order, and the words for which of them decided."""

    def __init__(self, table: Table, lot: Lot) -> None:
        self.table = table
        self.lot = lot

    @cached_property
    def keys(self) -> list[tuple[int, int, str, str]]:
        """Per project what it is ranked by; worked out when there is a tie."""
        table, lot = self.table, self.lot
        return [(table.costs[p], -table.votes[p], lot.number(key), key) for p, key in enumerate(table.ids)]

    def first(self, tied: Sequence[int], stage: int) -> tuple[int, Tie]:
        """The one of the tied projects that goes first, and the record of it."""
        ranked = sorted(tied, key=self.keys.__getitem__)
        best, second = self.keys[ranked[0]], self.keys[ranked[1]]
        by = "cost" if best[0] != second[0] else "votes" if best[1] != second[1] else "lot"
        names = tuple(self.table.ids[p] for p in ranked)
        return ranked[0], Tie(stage=stage, between=names, chosen=names[0], by=by)
