"""What goes into a count over money or hours: projects, ballots, the instance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

LARGEST = 10**15
"""Amounts, weights and points above this are refused: a count of people, minutes or cents never needs them."""


class CountError(ValueError):
    """What was handed in cannot be counted; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Project:
    """Something that can be chosen. `cost` in whole units of the budget (minutes, cents)."""

    cost: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """`weight` equal ballots that approve these ids; none approved is a blank ballot, which still counts as a voter.

    `points` (same length as `approved`, each at least 1) for cumulative and scoring ballots.
    """

    approved: tuple[str, ...]
    weight: int = 1
    points: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Instance:
    """A budget, what can be chosen, and the ballots. Raises CountError when they do not fit together."""

    budget: int
    projects: Mapping[str, Project]
    ballots: Sequence[Ballot] = field(repr=False)
    threshold: int = 0
    """Projects with fewer votes than this are left out of the count by most votes (some cities' rule)."""

    def __post_init__(self) -> None:
        if not 0 <= self.budget <= LARGEST:
            raise CountError(f"the budget {self.budget} is not between 0 and {LARGEST}")
        for key, project in self.projects.items():
            if not 0 <= project.cost <= LARGEST:
                raise CountError(f"the cost of project {key!r} is not between 0 and {LARGEST}")
        for ballot in self.ballots:
            if ballot.weight < 1 or ballot.weight > LARGEST:
                raise CountError(f"a ballot stands for {ballot.weight} voters")
            if ballot.points is not None:
                require_points(ballot)


def require_points(ballot: Ballot) -> None:
    """Every approved project has between 1 and LARGEST points."""
    points = ballot.points or ()
    if len(points) != len(ballot.approved):
        raise CountError("a ballot has not as many points as projects")
    if any(not 1 <= p <= LARGEST for p in points):
        raise CountError("a ballot gives points that are not between 1 and 10^15")


def amount_text(value: Fraction | int) -> str:
    """Exact when whole, otherwise six decimals rounded half up: "12", "315.843750"."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    sign = "-" if exact < 0 else ""
    millionths = int(abs(exact) * 1_000_000 + Fraction(1, 2))
    return f"{sign}{millionths // 1_000_000}.{millionths % 1_000_000:06d}"
