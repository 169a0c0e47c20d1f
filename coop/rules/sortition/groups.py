"""Equals taken together: people whom neither quotas nor household tell apart, and panels as counts of such groups.

The leximin chances are unique, so equals have equal chances; it is enough to reason about how many of each
group sit on a panel. Two people are equal when they have the same values for the features with quotas and their
households hold the same mix. A panel is then a row of counts ("make-up"), and every valid row of counts can be
filled with people.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from coop.rules.sortition.model import Quota, SortitionError, Volunteer

Row = NDArray[np.int64]
Values = NDArray[np.float64]
Kind = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Equals: `households` households, each with the members listed who belong to this group.

    `mix` is what such a household holds; groups with the same mix share their households, in the same order.
    """

    mix: tuple[Kind, ...]
    kind: Kind
    households: tuple[tuple[str, ...], ...]

    @property
    def people(self) -> int:
        return sum(len(household) for household in self.households)


@dataclass(frozen=True)
class Makeup:
    """The rules for a row of counts x over groups: low <= table @ x <= high and 0 <= x <= most, in whole numbers."""

    groups: tuple[Group, ...]
    table: NDArray[np.float64]
    low: Values
    high: Values
    most: Values
    quota_rows: int

    @property
    def people(self) -> Values:
        return np.array([group.people for group in self.groups], dtype=float)

    def best(self, value: Values) -> Row | None:
        """The valid row with the largest value @ row; None when no row is valid."""
        answer = milp(
            -value,
            integrality=np.ones(len(self.groups)),
            bounds=Bounds(np.zeros(len(self.groups)), self.most),
            constraints=LinearConstraint(self.table, self.low, self.high),
            options={"mip_rel_gap": 0.0},
        )
        if answer.status == 2:
            return None
        if answer.x is None:
            raise SortitionError("The solver gave up: %(reason)s", reason=str(answer.message))
        best: Row = np.rint(answer.x).astype(np.int64)
        return best


def makeup_of(people: Sequence[Volunteer], quotas: Sequence[Quota], size: int) -> Makeup:
    """Group the (sorted) people and write quotas, size and households as rows, in that order."""
    features = sorted({quota.feature for quota in quotas})
    groups, blocks = _groups_of(people, features)
    count = len(groups)
    rows: list[Values] = []
    for quota in quotas:
        place = features.index(quota.feature)
        rows.append(np.array([float(group.kind[place] == quota.value) for group in groups]))
    low = [float(quota.minimum) for quota in quotas]
    high = [float(quota.maximum) for quota in quotas]
    rows.append(np.ones(count))
    low.append(float(size))
    high.append(float(size))
    for block in blocks:
        rows.append(np.array([float(number in block) for number in range(count)]))
        low.append(0.0)
        high.append(float(len(groups[block[0]].households)))
    most = np.array([float(len(group.households)) for group in groups])
    return Makeup(groups, np.array(rows), np.array(low), np.array(high), most, len(quotas))


def _groups_of(people: Sequence[Volunteer], features: Sequence[str]) -> tuple[tuple[Group, ...], list[tuple[int, ...]]]:
    """The groups in canonical order, and the blocks of group numbers that share households."""
    homes: dict[tuple[bool, str], list[Volunteer]] = defaultdict(list)
    for one in people:
        homes[(one.household is None, one.household or one.id)].append(one)
    alike: dict[tuple[Kind, ...], list[list[Volunteer]]] = defaultdict(list)
    for _, home in sorted(homes.items()):
        alike[tuple(sorted(_kind(one, features) for one in home))].append(home)
    groups: list[Group] = []
    blocks: list[tuple[int, ...]] = []
    for mix, members in sorted(alike.items()):
        kinds = sorted(set(mix))
        if len(kinds) > 1:
            blocks.append(tuple(range(len(groups), len(groups) + len(kinds))))
        for kind in kinds:
            households = tuple(tuple(one.id for one in home if _kind(one, features) == kind) for home in members)
            groups.append(Group(mix, kind, households))
    return tuple(groups), blocks


def _kind(one: Volunteer, features: Sequence[str]) -> Kind:
    return tuple(one.features[feature] for feature in features)
