"""How far the members of a panel agree: Krippendorff's alpha for scores on an ordinal scale.

A prompt for the talk, never a gate: with few candidates it says little, so it is shown once for the whole round.

Source: K. Krippendorff, “Computing Krippendorff's alpha-reliability” (2011), section on ordinal data.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class Agreement(NamedTuple):
    """Alpha (1: all agree, 0: as chance would have it) over `units` that at least two members scored."""

    alpha: Fraction
    units: int


def _distance(counts: Counter[int], low: int, high: int) -> Fraction:
    between = sum(counts[value] for value in range(low, high + 1))
    return (between - Fraction(counts[low] + counts[high], 2)) ** 2


def ordinal_alpha(units: Sequence[Sequence[int | None]]) -> Agreement | None:
    """`units` are what the members gave one candidate on one item; None is a missing score.

    None when no unit has two scores, or when everybody gave the same score everywhere.
    """
    paired = [given for given in ([one for one in unit if one is not None] for unit in units) if len(given) > 1]
    counts = Counter(score for given in paired for score in given)
    total = sum(counts.values())
    observed = Fraction(0)
    for given in paired:
        for place, one in enumerate(given):
            for other in given[place + 1 :]:
                observed += 2 * _distance(counts, min(one, other), max(one, other)) / (len(given) - 1)
    scale = sorted(counts)
    expected = sum(
        (
            2 * counts[low] * counts[high] * _distance(counts, low, high)
            for place, low in enumerate(scale)
            for high in scale[place + 1 :]
        ),
        Fraction(0),
    )
    if not expected:
        return None
    return Agreement(1 - (total - 1) * observed / expected, len(paired))
