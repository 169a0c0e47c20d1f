"""What may be told of how residents judged. Source: issue of accountability 4 (never for fewer than ten)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from coop.accountability.policy.chain import CLOSED_TO_JUDGE, Stage

ENOUGH_JUDGES = 10
# What residents are proud of is kept as an answer to the question with this number.
PROUD = 0


@dataclass(frozen=True, slots=True)
class MoreJudged:
    """What is judged beside the whole. `commitments`: points and reason by commitment; `answers`: by question."""

    commitments: Mapping[int, tuple[int | None, str]] = field(default_factory=dict)
    answers: Mapping[int, str] = field(default_factory=dict)


NOTHING_MORE = MoreJudged()


@dataclass(frozen=True, slots=True)
class NewPromise:
    """A commitment that follows from how residents judged."""

    title: str
    who: str
    how_noticed: str
    due_on: date


def may_show_judgement(stage: Stage, judges: int) -> bool:
    """Whether the distribution may be shown: after closing, and only when at least ten residents judged."""
    return stage in CLOSED_TO_JUDGE and judges >= ENOUGH_JUDGES


# From fine to rough: answers that are counted together. Fixed beforehand, so that no grouping is made to fit.
GROUPINGS: tuple[tuple[tuple[int, ...], ...], ...] = (
    ((5,), (4,), (3,), (2,), (1,)),
    ((5, 4), (3,), (2, 1)),
    ((5, 4), (3, 2, 1)),
    ((5, 4, 3), (2, 1)),
)


def shown_counts(points: Collection[int]) -> list[tuple[tuple[int, ...], int]]:
    """(answers counted together, residents), best answer first, in the finest grouping with at least 10 in every part.

    Empty when there is none. Nobody is a small number too. See docs/decisions/0505.
    """
    numbers = list(points)
    for grouping in GROUPINGS:
        counts = [(group, sum(numbers.count(score) for score in group)) for group in grouping]
        if all(count >= ENOUGH_JUDGES for _group, count in counts):
            return counts
    return []


def middle_answer(points: Collection[int]) -> int:
    """The best answer that at least half of the judges gave or surpassed; `points` is not empty."""
    ordered = sorted(points, reverse=True)
    return ordered[(len(ordered) - 1) // 2]
