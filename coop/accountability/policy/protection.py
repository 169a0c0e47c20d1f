"""Which numbers may leave the team: pure, and the same for page, CSV and JSON.

Source: what-the-sources-ask ("no small numbers that point to one household, no way to compute a hidden number").
"""

from dataclasses import dataclass
from enum import StrEnum

MINIMUM = 10


class FigureKind(StrEnum):
    """How an indicator is measured; it decides which numbers are counts of people or households."""

    COUNT = "count"
    SHARE = "share"
    MEASURE = "measure"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Numbers:
    """One figure as typed: a share has numerator and denominator, a measure has value and n, others a value."""

    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    n: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return self.value is self.numerator is self.denominator is self.n is None


HIDDEN = Numbers()


def counts_in(kind: FigureKind, numbers: Numbers) -> tuple[int, ...]:
    """Every count of people that a reader of this figure would know, also by subtraction."""
    if kind is FigureKind.SHARE:
        part, whole = numbers.numerator or 0, numbers.denominator or 0
        return (part, whole - part, whole)
    if kind is FigureKind.MEASURE:
        return (numbers.n or 0,)
    return (numbers.value or 0,)


def may_show(kind: FigureKind, numbers: Numbers, minimum: int = MINIMUM) -> bool:
    """Whether all counts in this figure are at least `minimum` (never below ten).

    Zero counts as small: "nobody" says as much about a household as "one". So does a share of 0 or 100 per cent.
    """
    return all(count >= max(minimum, MINIMUM) for count in counts_in(kind, numbers))


def protect(kind: FigureKind, numbers: Numbers, minimum: int = MINIMUM) -> Numbers:
    """The numbers that may be shown: all of them, or none at all."""
    return numbers if may_show(kind, numbers, minimum) else HIDDEN


def percent(numbers: Numbers) -> int | None:
    """A share in whole per cents (half up); None when it is hidden."""
    if numbers.numerator is None or not numbers.denominator:
        return None
    return (200 * numbers.numerator + numbers.denominator) // (2 * numbers.denominator)
