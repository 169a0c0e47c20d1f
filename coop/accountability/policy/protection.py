"""Which numbers may leave the team: pure, and the same for page, CSV and JSON.

Source: what-the-sources-ask ("no small numbers that point to one household, no way to compute a hidden number").
"""

from dataclasses import dataclass, replace
from enum import StrEnum

MINIMUM = 10
STEP = 500


class FigureKind(StrEnum):
    """How an indicator is measured; it decides which numbers are counts of people or households.

    `QUANTITY` and `PART` (of a whole) are about things, not people: hours, euros, initiatives. `COST`: euros spent and
    expected, of a number of households. `WAIT`: median and 90th percentile in days, how many in time, of how many.
    `COMPUTED`: the site counts it itself, nobody types it.
    """

    COUNT = "count"
    SHARE = "share"
    MEASURE = "measure"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    PART = "part"
    COST = "cost"
    WAIT = "wait"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Numbers:
    """One figure as typed: a share has numerator and denominator, a measure has value and n, others a value.

    A wait has the median (`value`), the 90th percentile (`p90`), how many in time (`numerator`) and `n`.
    """

    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    n: int | None = None
    p90: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return self.value is self.numerator is self.denominator is self.n is self.p90 is None


HIDDEN = Numbers()


def counts_in(kind: FigureKind, numbers: Numbers) -> tuple[int, ...]:
    """Every count of people that a reader of this figure would know, also by subtraction."""
    if kind is FigureKind.SHARE:
        part, whole = numbers.numerator or 0, numbers.denominator or 0
        return (part, whole - part, whole)
    if kind is FigureKind.WAIT:
        part, whole = numbers.numerator or 0, numbers.n or 0
        return (part, whole - part, whole)
    if kind in (FigureKind.MEASURE, FigureKind.COST):
        return (numbers.n or 0,)
    if kind in (FigureKind.QUANTITY, FigureKind.PART):
        return ()
    return (numbers.value or 0,)


def may_show(kind: FigureKind, numbers: Numbers, minimum: int = MINIMUM) -> bool:
    """Whether all counts in this figure are at least `minimum` (never below ten).

    Zero counts as small: "nobody" says as much about a household as "one". So does a share of 0 or 100 per cent.
    """
    return all(count >= max(minimum, MINIMUM) for count in counts_in(kind, numbers))


def protect(kind: FigureKind, numbers: Numbers, minimum: int = MINIMUM) -> Numbers:
    """The numbers that may be shown: all of them, or none at all. Costs are rounded to 500 euros.

    Source: disclosure design 8 (amounts rounded, hidden wherever the count behind them is).
    """
    if not may_show(kind, numbers, minimum):
        return HIDDEN
    if kind is FigureKind.COST:
        return replace(numbers, numerator=_rounded(numbers.numerator), denominator=_rounded(numbers.denominator))
    return numbers


def _rounded(amount: int | None) -> int | None:
    return None if amount is None else (amount + STEP // 2) // STEP * STEP


def percent(numbers: Numbers) -> int | None:
    """A share in whole per cents (half up); None when it is hidden or there is none."""
    whole = numbers.n if numbers.p90 is not None else numbers.denominator
    if numbers.numerator is None or not whole:
        return None
    return (200 * numbers.numerator + whole) // (2 * whole)
