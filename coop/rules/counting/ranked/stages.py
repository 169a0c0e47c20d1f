"""The stage table of a count of persons, and the answer."""

from dataclasses import dataclass
from typing import Any

from coop.rules.counting.lots import Tie


@dataclass(frozen=True, slots=True)
class Scale:
    """Votes are whole numbers of a small unit; `digits` decimals."""

    digits: int

    @property
    def one(self) -> int:
        """One vote."""
        return int(10**self.digits)

    def text(self, value: int) -> str:
        """For example "12345.67890"."""
        whole, rest = divmod(value, self.one)
        return f"{whole}.{rest:0{self.digits}d}"


@dataclass(frozen=True, slots=True)
class Stage:
    """What one transfer (or the first count) left behind. All votes in units of the scale.

    `act`: "first preferences", "surplus" or "exclusion"; `source` is whose votes were transferred; `moved` to whom and
    how many. `non_transferable` is the total so far of ballots that name nobody further; `lost` what cutting off
    decimals took away so far.
    """

    number: int
    act: str
    source: str | None
    quota: int
    totals: dict[str, int]
    moved: dict[str, int]
    elected: tuple[str, ...]
    excluded: tuple[str, ...]
    non_transferable: int
    lost: int = 0

    def as_json(self, scale: Scale) -> dict[str, Any]:
        """Plain values; votes as decimal text."""
        return {
            "stage": self.number,
            "act": self.act,
            "source": self.source,
            "quota": scale.text(self.quota),
            "totals": {key: scale.text(votes) for key, votes in self.totals.items()},
            "moved": {key: scale.text(votes) for key, votes in self.moved.items()},
            "elected": list(self.elected),
            "excluded": list(self.excluded),
            "non_transferable": scale.text(self.non_transferable),
            "lost": scale.text(self.lost),
        }


@dataclass(frozen=True, slots=True)
class StvCount:
    """`winners` in the order elected; `ballots` valid and `invalid` (blank, or first place shared)."""

    rule: str
    winners: tuple[str, ...]
    seats: int
    quota: int
    ballots: int
    invalid: int
    stages: tuple[Stage, ...]
    ties: tuple[Tie, ...]
    scale: Scale

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "rule": self.rule,
            "winners": list(self.winners),
            "seats": self.seats,
            "quota": self.scale.text(self.quota),
            "voters": self.ballots,
            "invalid": self.invalid,
            "rounds": [stage.as_json(self.scale) for stage in self.stages],
            "ties": [tie.as_json() for tie in self.ties],
        }
