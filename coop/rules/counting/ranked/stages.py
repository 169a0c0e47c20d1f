"""The stage table of a count of persons, and the answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coop.rules.counting.lots import Lot, Tie, orders_by_lot
from coop.rules.counting.ranked.contest import Rankings


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
class Margin:
    """How clear a decision was: whoever was out had `votes` less than `other`, the next of those still in.

    With so many votes more in that stage somebody else would have been out; who is elected might have stayed the same.
    """

    stage: int
    candidate: str
    other: str
    votes: int

    def as_json(self, scale: Scale) -> dict[str, Any]:
        """Plain values; votes as decimal text."""
        votes = scale.text(self.votes)
        return {"stage": self.stage, "excluded": self.candidate, "next": self.other, "votes": votes}


def margin_of(stage: int, out: str, totals: Mapping[str, int]) -> Margin | None:
    """The margin of who is out among `totals`, the votes of all who were still in; None when nobody else was.

    Nothing where they were tied (Meek ties what it cannot tell apart, and the lot may take the one with a little more).
    """
    others = [(votes, key) for key, votes in totals.items() if key != out]
    if not others:
        return None
    votes, other = min(others)
    return Margin(stage, out, other, max(0, votes - totals[out]))


@dataclass(frozen=True, slots=True)
class StvCount:
    """`winners` in the order elected; `ballots` valid and `invalid` (blank, or first place shared).

    `margins`: one for each who was excluded.
    """

    rule: str
    winners: tuple[str, ...]
    seats: int
    quota: int
    ballots: int
    invalid: int
    stages: tuple[Stage, ...]
    ties: tuple[Tie, ...]
    scale: Scale
    margins: tuple[Margin, ...] = ()

    @property
    def closest(self) -> Margin | None:
        """The narrowest of the margins, the earliest of equal ones."""
        return min(self.margins, key=lambda one: one.votes, default=None)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        closest = self.closest
        return {
            "rule": self.rule,
            "winners": list(self.winners),
            "seats": self.seats,
            "quota": self.scale.text(self.quota),
            "voters": self.ballots,
            "invalid": self.invalid,
            "rounds": [stage.as_json(self.scale) for stage in self.stages],
            "margins": [one.as_json(self.scale) for one in self.margins],
            "closest": None if closest is None else closest.as_json(self.scale),
            "ties": [tie.as_json() for tie in self.ties],
        }


class RunningCount:
    """What a count of persons knows while it runs. Candidates are numbers; `lots` holds the lot number of each."""

    def __init__(self, rankings: Rankings, seats: int, lot: Lot) -> None:
        self.rankings, self.seats = rankings, seats
        self.size = len(rankings.ids)
        self.lots = [lot.number(key) for key in rankings.ids]
        self.ballots = int(rankings.weights.sum())
        self.quota = 0
        self.elected: list[int] = []
        self.stages: list[Stage] = []
        self.ties: list[Tie] = []
        self.margins: list[Margin] = []

    def name(self, candidate: int) -> str:
        """The id of candidate number `candidate`."""
        return self.rankings.ids[candidate]

    def most_first(self, candidates: Iterable[int], votes: Sequence[int]) -> list[int]:
        """Who is elected at this stage, most votes first; equals by the lot, which the record says."""
        ranked = sorted(candidates, key=lambda c: (-votes[c], self.lots[c]))
        of = {self.name(c): votes[c] for c in ranked}
        self.ties += orders_by_lot(tuple(of), of.__getitem__, len(self.stages) + 1)
        return ranked

    def written(self, rule: str, scale: Scale) -> StvCount:
        """The answer, once it is finished."""
        return StvCount(
            rule=rule,
            winners=tuple(map(self.name, self.elected)),
            seats=self.seats,
            quota=self.quota,
            ballots=self.ballots,
            invalid=self.rankings.blank,
            stages=tuple(self.stages),
            ties=tuple(self.ties),
            scale=scale,
            margins=tuple(self.margins),
        )
