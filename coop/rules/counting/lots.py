"""The lot: one total order that anyone can recompute, and the record of every tie it or something before it settled."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any


@dataclass(frozen=True, slots=True)
class Lot:
    """One order for the whole count: the smallest `sha256("seed|vote|x")` goes first.

    The seed is thrown in public after the fingerprint of the ballots was published, so nobody can steer it.
    """

    seed: str = ""
    vote: str = ""

    def number(self, x: str) -> str:
        """The lot number of `x`: 64 hexadecimal digits."""
        return sha256(f"{self.seed}|{self.vote}|{x}".encode()).hexdigest()

    def ordered(self, ids: Sequence[str]) -> list[str]:
        """The ids, luckiest first; the id itself settles the impossible case of equal numbers."""
        return sorted(ids, key=lambda x: (self.number(x), x))


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie and how it ended: `by` is "cost", "votes", "earlier stage" or "lot"; `stage` counts from 1.

    `what`: "choose", "exclude", "surplus first", "lock first", or "order" where `between` stands in the order they got.
    """

    stage: int
    between: tuple[str, ...]
    chosen: str
    by: str
    what: str = "choose"

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "stage": self.stage,
            "what": self.what,
            "between": list(self.between),
            "chosen": self.chosen,
            "by": self.by,
        }


def orders_by_lot(ordered: Sequence[str], value: Callable[[str], object], stage: int) -> Iterator[Tie]:
    """A tie for each run of `ordered` with equal `value`, whose order is that of the lot."""
    for _, run in groupby(ordered, value):
        names = tuple(run)
        if len(names) > 1:
            yield Tie(stage, names, names[0], "lot", "order")


@dataclass(frozen=True, slots=True)
class EarlierLot:
    """What the lot settled in counts that do not stand, those after `first_step` to `last_step` raises of the share."""

    first_step: int
    last_step: int
    tie: Tie

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"first_step": self.first_step, "last_step": self.last_step, **self.tie.as_json()}
