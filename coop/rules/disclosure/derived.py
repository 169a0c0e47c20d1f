"""Numbers that are no counts: when they may be shown, and how coarse.

A percentage, a mean or an amount can tell who is behind it without any count being small. Each function gives the
number as it may be shown, or None: too few people behind it.
"""

from collections.abc import Sequence
from fractions import Fraction
from statistics import median
from typing import Final

STOCK_STEP: Final = 5
SHARE_STEP: Final = 5
SHARE_LEAST: Final = 20
MEAN_LEAST: Final = 10
AMOUNT_LEAST: Final = 5
AMOUNT_STEP_CENTS: Final = 50_000
LARGEST_SHARE: Final = Fraction(30, 100)
P_PERCENT: Final = Fraction(10, 100)

# Where being counted is itself a secret, the threshold is higher.
SENSITIVE_THRESHOLD: Final = 10
SENSITIVE_SUBJECTS: Final = frozenset({"second_line", "safety", "addiction", "youth_protection"})


def threshold_for(subject: str, usual: int = 5) -> int:
    """The smallest count that may be shown of a subject."""
    return max(usual, SENSITIVE_THRESHOLD) if subject in SENSITIVE_SUBJECTS else usual


def _nearest(number: Fraction, step: Fraction) -> Fraction:
    """Halves go up, so that a rule of thumb gives the same answer."""
    return step * ((number / step + Fraction(1, 2)).__floor__())


def round_stock(count: int, step: int = STOCK_STEP) -> int:
    """How many are in care on a day, to the nearest five: one household more or less does not show."""
    return int(_nearest(Fraction(count), Fraction(step)))


def shown_share(part: int, whole: int, least: int = SHARE_LEAST, step: int = SHARE_STEP) -> int | None:
    """A percentage in steps of five, of at least twenty. Never 0 or 100 exactly told of everybody: see `tells_all`."""
    if whole < least:
        return None
    return int(_nearest(Fraction(100 * part, whole), Fraction(step)))


def tells_all(part: int, whole: int) -> bool:
    """Whether a share says the same of everybody in the group: nobody, or all of them. Then groups must be merged."""
    return whole > 0 and part in (0, whole)


def shown_mean(total: float, count: int, least: int = MEAN_LEAST) -> float | None:
    """A mean of at least ten, to the half."""
    if count < least:
        return None
    return float(_nearest(Fraction(total) / count, Fraction(1, 2)))


def shown_median(days: Sequence[float], least: int = MEAN_LEAST) -> int | None:
    """A median waiting time of at least ten, in whole weeks; the shortest and the longest are never shown."""
    return weeks_of_median(median(days), len(days), least) if days else None


def weeks_of_median(days: float, count: int, least: int = MEAN_LEAST) -> int | None:
    """The same when the median is known already."""
    return int(_nearest(Fraction(days) / 7, Fraction(1))) if count >= least else None


def is_dominated(amounts_cents: Sequence[int]) -> bool:
    """Whether somebody could tell what the largest receives.

    Fewer than five, one with more than 30 % of the sum, or the second largest able to estimate the largest to within
    10 % (what is left of the sum after the two is less than that). Source: CBS, Inkomensstatistiek; p %-rule of the
    Handbook on Statistical Disclosure Control.
    """
    amounts = sorted((abs(amount) for amount in amounts_cents if amount), reverse=True)
    largest, second = (*amounts, 0, 0)[:2]
    return sum_is_dominated(len(amounts), sum(amounts), largest, second)


def sum_is_dominated(count: int, total: int, largest: int, second: int) -> bool:
    """The same of a sum of which only the number of amounts and the two largest are known."""
    if count < AMOUNT_LEAST:
        return True
    return largest > LARGEST_SHARE * total or total - largest - second < P_PERCENT * largest


def rounded_amount(cents: int) -> int:
    """A sum of money in cents to the nearest 500 euro."""
    return int(_nearest(Fraction(cents), Fraction(AMOUNT_STEP_CENTS)))


def shown_amount(amounts_cents: Sequence[int], *, count_is_shown: bool) -> int | None:
    """A sum of money in cents to the nearest 500 euro; hidden wherever the count is, or when one dominates."""
    if not count_is_shown or is_dominated(amounts_cents):
        return None
    return rounded_amount(sum(amounts_cents))
