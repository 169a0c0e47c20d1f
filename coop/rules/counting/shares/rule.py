"""The settings of equal shares. They are published with the vote, before anybody votes."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Satisfaction(StrEnum):
    """How much a voter values a chosen project: its cost, one, or the points on the ballot."""

    COST = "cost"
    CARDINALITY = "cardinality"
    POINTS = "points"


class Completion(StrEnum):
    """What happens with money that is left after the plain count."""

    NONE = "none"
    ADD_ONE = "add-one"
    ADD_ONE_UTILITARIAN = "add-one-utilitarian"
    GREEDY = "greedy"

    @property
    def raises_share(self) -> bool:
        """Whether the share per voter is raised step by step."""
        return self in (Completion.ADD_ONE, Completion.ADD_ONE_UTILITARIAN)


class Stop(StrEnum):
    """When raising the share ends: before it overspends, or already when nothing more fits in the budget."""

    OVERSPEND = "overspend"
    EXHAUSTIVE = "exhaustive"


@dataclass(frozen=True, slots=True)
class EqualSharesRule:
    """`step` is money per voter; None is a thousandth of the budget, divided over the voters."""

    satisfaction: Satisfaction = Satisfaction.COST
    completion: Completion = Completion.ADD_ONE
    step: Fraction | None = None
    stop: Stop = Stop.OVERSPEND

    def __post_init__(self) -> None:
        if self.step is not None and self.step <= 0:
            raise ValueError("the step must be more than zero")
