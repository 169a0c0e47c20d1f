"""How many voters put one candidate above another; who is not ranked is below everybody who is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from coop.rules.counting.lots import Tie
from coop.rules.counting.ranked.contest import Rankings
from coop.rules.counting.table import Ints


@dataclass(frozen=True, slots=True)
class Chains:
    """The ids along the strongest chain of victories from the winner to another, and back; () and 0 where none is."""

    there: tuple[str, ...]
    back: tuple[str, ...]
    strength: int
    strength_back: int


@dataclass(frozen=True, slots=True)
class PairwiseCount:
    """`ranking` is everybody, best first; `winners` the first `seats` of it. `sums[a][b]`: voters who put a above b.

    `chains`: for each in `ranking` behind the first, the chains between these two; () for rules without chains.
    """

    rule: str
    winners: tuple[str, ...]
    ranking: tuple[str, ...]
    voters: int
    invalid: int
    sums: dict[str, dict[str, int]]
    ties: tuple[Tie, ...]
    chains: tuple[Chains, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "rule": self.rule,
            "winners": list(self.winners),
            "ranking": list(self.ranking),
            "voters": self.voters,
            "invalid": self.invalid,
            "rounds": self.rounds(),
            "pairwise": self.sums,
            "ties": [tie.as_json() for tie in self.ties],
        }

    def rounds(self) -> list[dict[str, Any]]:
        """The winner beside each other candidate: voters for each, and how strong each is through others."""
        winner, *others = self.ranking or ("",)
        chains: Sequence[Chains | None] = self.chains or (None,) * len(others)
        return [
            {
                "winner": winner,
                "other": other,
                "voters_for_winner": self.sums[winner][other],
                "voters_for_other": self.sums[other][winner],
                "strength": chain and chain.strength,
                "strength_back": chain and chain.strength_back,
            }
            for other, chain in zip(others, chains, strict=True)
        ]

    def comparisons(self) -> list[dict[str, Any]]:
        """The rounds with the chains of victories, where they decide."""
        chains: Sequence[Chains | None] = self.chains or (None,) * (len(self.ranking) - 1)
        return [
            {**one, "chain": chain and list(chain.there), "chain_back": chain and list(chain.back)}
            for one, chain in zip(self.rounds(), chains, strict=True)
        ]


def pairwise_sums(rankings: Rankings) -> Ints:
    """A square of whole numbers: `[a, b]` voters put a above b."""
    size = len(rankings.ids)
    places, levels, weights = rankings.places, rankings.levels, rankings.weights
    above = np.zeros((size, size), dtype=np.int64)
    not_above = np.zeros((size, size), dtype=np.int64)
    ranked = np.zeros(size, dtype=np.int64)
    for first in range(places.shape[1]):
        here = np.flatnonzero(places[:, first] >= 0)
        np.add.at(ranked, places[here, first], weights[here])
        for second in range(first + 1, places.shape[1]):
            both = here[places[here, second] >= 0]
            pair = places[both, first].astype(np.int64) * size + places[both, second]
            level = None if levels is None else levels[both, first] == levels[both, second]
            strict = weights[both] if level is None else weights[both] * ~level
            above += summed(pair, strict, size)
            if level is not None:
                not_above += summed(pair, weights[both] * level, size)
    both_ranked = above + above.T + not_above + not_above.T
    result: Ints = above + ranked[:, None] - both_ranked
    np.fill_diagonal(result, 0)
    return result


def summed(pair: Ints, weights: npt.NDArray[np.int64], size: int) -> Ints:
    """Weights added up per pair. Sums stay below 2^53, so the floats in between are exact."""
    sums = np.bincount(pair, weights=weights, minlength=size * size)
    return sums.astype(np.int64).reshape(size, size)


def named(rankings: Rankings, sums: Ints) -> dict[str, dict[str, int]]:
    """The square with ids."""
    ids = rankings.ids
    return {a: {b: int(sums[i, j]) for j, b in enumerate(ids) if j != i} for i, a in enumerate(ids)}
