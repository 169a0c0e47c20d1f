"""Groups of people who answer alike: principal components, k-means, and how many groups by silhouette.

Whether there are groups at all: people differ along the first direction by more than they would if nobody's answers
hung together (parallel analysis; source: Horn, A rationale and test for the number of factors, Psychometrika 30, 1965).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coop.rules.opinions.model import LEAST

Rows = NDArray[np.float64]
Labels = NDArray[np.intp]

MOST_GROUPS: Final = 5
# So many groups differ along so many directions; what lies beyond is noise.
DIRECTIONS: Final = MOST_GROUPS - 1
# So much more than chance must people differ, else they lie in one cloud. Measured: docs/agree-and-differ.md.
MORE_THAN_CHANCE: Final = 1.1
_SHUFFLES: Final = 60
# Of fewer statements there are so few ways to answer them that chance alone makes heaps.
LEAST_STATEMENTS: Final = 10
_ROUNDS: Final = 100


@dataclass(frozen=True, slots=True)
class Grouping:
    """The group of each person (numbered from 0, largest first) and how clearly the groups stand apart (-1 to 1).

    One group: nobody stands apart clearly, and `clearness` is 0.
    """

    labels: tuple[int, ...]
    clearness: float

    @property
    def count(self) -> int:
        """How many groups."""
        return max(self.labels, default=0) + 1


def groups_of(rows: Rows, most: int = MOST_GROUPS, smallest: int = LEAST) -> Grouping:
    """Group people by their answers.

    `rows`: people × statements, 1 agree, 0 pass, -1 disagree, NaN not answered. Groups smaller than `smallest` do not
    occur: a number of groups that needs one is not considered. Fewer than ten statements give no groups, nor do answers
    that do not hang together. Of numbers that are equally clear the lowest is taken.
    """
    if len(rows) < 2 * smallest or rows.shape[1] < LEAST_STATEMENTS:
        return Grouping((0,) * len(rows), 0.0)
    order = _order_of(rows)
    if not _hangs_together(rows[order]):
        return Grouping((0,) * len(rows), 0.0)
    points = projected(rows[order])
    best, clearness = np.zeros(len(rows), dtype=np.intp), 0.0
    for count in range(2, min(most, len(rows) // smallest) + 1):
        # So many middles lie along one direction fewer. They are judged along all, so that numbers can be compared.
        labels = _k_means(points[:, : count - 1], count)
        if labels is None or np.bincount(labels, minlength=count).min() < smallest:
            continue
        found = silhouette(points, labels)
        if found > clearness + 1e-9:
            best, clearness = labels, found
    labels = np.empty(len(rows), dtype=np.intp)
    labels[order] = _largest_first(best)
    return Grouping(tuple(int(one) for one in labels), clearness if labels.any() else 0.0)


def _order_of(rows: Rows) -> Labels:
    """An order that depends on the answers only, so that sums come out the same to the last bit."""
    return np.lexsort(np.where(np.isnan(rows), 2.0, rows).T[::-1])


def _hangs_together(rows: Rows) -> bool:
    """Whether people differ along one direction by more than when the answers to each statement change hands.

    Every shuffle leaves to each statement its answers and to each person the statements that were answered. The numbers
    are always the same: the outcome is too.
    """
    chance = np.random.Generator(np.random.PCG64(1965))
    answered = [np.flatnonzero(~np.isnan(column)) for column in rows.T]
    most, shuffled = 0.0, rows.copy()
    for _ in range(_SHUFFLES):
        for column, people in enumerate(answered):
            shuffled[people, column] = rows[people[np.argsort(chance.random(len(people)), kind="stable")], column]
        most = max(most, float(np.linalg.eigvalsh(_spread(shuffled))[-1]))
    return float(np.linalg.eigvalsh(_spread(rows))[-1]) > MORE_THAN_CHANCE * most


def _spread(rows: Rows) -> Rows:
    """Statements × statements: how they vary together; a missing answer counts as the mean of the statement."""
    centred = _centred(rows)
    return np.asarray(centred.T @ centred, dtype=np.float64)


def _centred(rows: Rows) -> Rows:
    known = ~np.isnan(rows)
    means = np.where(known, rows, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, rows - means, 0.0)


def projected(rows: Rows) -> Rows:
    """People × directions: where people lie along the directions in which answers differ most.

    A missing answer counts as the mean of the statement. Who answered few statements lies near the middle for that
    reason alone and is moved outwards, by the square root of the part that was answered.
    """
    centred = _centred(rows)
    _values, vectors = np.linalg.eigh(centred.T @ centred)
    points = centred @ vectors[:, ::-1][:, :DIRECTIONS]
    answered = np.maximum((~np.isnan(rows)).sum(axis=1), 1) / rows.shape[1]
    # Coarser than the last bits, in which computers differ.
    return np.asarray(np.round(points / np.sqrt(answered)[:, None], 9), dtype=np.float64)


def silhouette(points: Rows, labels: Labels) -> float:
    """The mean of how much nearer people are to the middle of their own group than to the next (simplified)."""
    middles = np.array([points[labels == one].mean(axis=0) for one in range(int(labels.max()) + 1)])
    far = _distances(points, middles)
    rows = np.arange(len(points))
    own = far[rows, labels]
    far[rows, labels] = np.inf
    other = far.min(axis=1)
    widest = np.maximum(own, other)
    return float(np.mean(np.where(widest > 0, (other - own) / np.where(widest > 0, widest, 1.0), 0.0)))


def _distances(points: Rows, middles: Rows) -> Rows:
    return np.asarray(np.sqrt(((points[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)), dtype=np.float64)


def _k_means(points: Rows, count: int) -> Labels | None:
    """The tightest of the groupings that begin at different places; None when none has `count` groups."""
    tightest, best = np.inf, None
    for middles in _beginnings(points, count):
        labels = _settled(points, middles)
        if len(np.unique(labels)) < count:
            continue
        spread = sum(
            float(((points[labels == one] - points[labels == one].mean(axis=0)) ** 2).sum()) for one in range(count)
        )
        if spread < tightest - 1e-9:
            tightest, best = spread, labels
    return best


def _beginnings(points: Rows, count: int) -> list[Rows]:
    """Where to begin: at points far from each other, and at equal parts along each direction."""
    begun = []
    for first in (int(_distances(points, points.mean(axis=0)[None, :]).argmax()), 0):
        chosen = [first]
        while len(chosen) < count:
            chosen.append(int(_distances(points, points[chosen]).min(axis=1).argmax()))
        begun.append(points[chosen])
    for along in range(points.shape[1]):
        parts = np.array_split(np.argsort(points[:, along], kind="stable"), count)
        begun.append(np.array([points[part].mean(axis=0) for part in parts]))
    return begun


def _settled(points: Rows, middles: Rows) -> Labels:
    labels = _distances(points, middles).argmin(axis=1)
    for _ in range(_ROUNDS):
        middles = np.array(
            [
                points[labels == one].mean(axis=0) if (labels == one).any() else middles[one]
                for one in range(len(middles))
            ]
        )
        moved = _distances(points, middles).argmin(axis=1)
        if (moved == labels).all():
            break
        labels = moved
    return np.asarray(labels, dtype=np.intp)


def _largest_first(labels: Labels) -> Labels:
    """The same groups, numbered by size; equal ones in the order in which they first occur."""
    sizes = np.bincount(labels)
    first = [int(np.argmax(labels == one)) for one in range(len(sizes))]
    order = sorted(range(len(sizes)), key=lambda one: (-sizes[one], first[one]))
    number = np.empty(len(sizes), dtype=np.intp)
    number[order] = np.arange(len(sizes))
    return number[labels]
