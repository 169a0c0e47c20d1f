"""Groups of people who answer alike."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from coop.rules.opinions.groups import groups_of

Rows = NDArray[np.float64]


def made_up(seed: int, sizes: tuple[int, ...], statements: int = 30, noise: float = 0.15) -> tuple[Rows, list[int]]:
    """People of known groups: each group has an own answer to every statement, from which people stray."""
    chance = np.random.default_rng(seed)
    rows, groups = [], []
    for number, size in enumerate(sizes):
        mine = chance.choice([-1.0, 1.0], size=statements)
        for _ in range(size):
            strays = chance.random(statements) < noise
            row = np.where(strays, chance.choice([-1.0, 0.0, 1.0], size=statements), mine)
            row[chance.random(statements) < 0.2] = np.nan
            rows.append(row)
            groups.append(number)
    return np.array(rows), groups


def same_people(one: tuple[int, ...] | list[int], other: tuple[int, ...] | list[int]) -> bool:
    """Whether two lists say the same about who is with whom, whatever the groups are called."""
    pairs = set(zip(one, other, strict=True))
    return len(pairs) == len(set(one)) == len(set(other))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sizes", [(30, 30), (60, 20), (40, 30, 20), (40, 40, 40, 40), (30,) * 5])
def test_known_groups_are_found_again(seed: int, sizes: tuple[int, ...]) -> None:
    rows, groups = made_up(seed, sizes)
    found = groups_of(rows)
    pairs = Counter(zip(found.labels, groups, strict=True)).most_common(len(sizes))
    assert found.count == len(sizes) == len({mine for (_found, mine), _count in pairs})
    # Whoever strays far enough answers like another group.
    assert sum(count for _pair, count in pairs) >= len(groups) - 1
    assert found.clearness > 0.5
    counted = np.bincount(found.labels)
    assert list(counted) == sorted(counted, reverse=True)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("statements", [6, 9, 20])
def test_one_cloud_is_no_groups(seed: int, statements: int) -> None:
    chance = np.random.default_rng(seed)
    rows = np.where(chance.random((100, statements)) < chance.random(statements), 1.0, -1.0)
    found = groups_of(rows)
    assert (found.count, found.clearness) == (1, 0.0)


@settings(deadline=None, max_examples=10)
@given(st.data())
def test_the_order_of_people_changes_nothing(data: st.DataObject) -> None:
    rows, _ = made_up(data.draw(st.integers(0, 50)), (20, 15, 12), 12, noise=0.4)
    order = data.draw(st.permutations(range(len(rows))))
    assert [groups_of(rows).labels[one] for one in order] == list(groups_of(rows[list(order)]).labels)


@settings(deadline=None, max_examples=10)
@given(st.data())
def test_the_order_of_statements_changes_nothing(data: st.DataObject) -> None:
    rows, _ = made_up(data.draw(st.integers(0, 50)), (25, 15), 20)
    order = data.draw(st.permutations(range(20)))
    assert same_people(groups_of(rows).labels, groups_of(rows[:, list(order)]).labels)


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 50))
def test_asking_the_opposite_changes_nothing(seed: int) -> None:
    rows, _ = made_up(seed, (25, 15), 20)
    assert same_people(groups_of(rows).labels, groups_of(-rows).labels)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 45), st.integers(1, 14))
def test_whatever_is_answered_no_group_is_small(seed: int, people: int, statements: int) -> None:
    chance = np.random.default_rng(seed)
    rows = chance.choice([-1.0, 0.0, 1.0, np.nan], size=(people, statements))
    found = groups_of(rows)
    assert len(found.labels) == people
    assert found.count == 1 or min(np.bincount(found.labels)) >= 10
    assert 1 <= found.count <= 5


def test_a_group_of_nine_is_no_group_and_one_of_ten_is() -> None:
    nine, _ = made_up(1, (30, 9))
    ten, _ = made_up(1, (30, 10))
    assert groups_of(nine).count == 1
    assert groups_of(ten).count == 2
    assert groups_of(nine, smallest=9).count == 2


def test_everybody_the_same_or_nobody_at_all() -> None:
    assert groups_of(np.ones((40, 12))).count == 1
    assert groups_of(np.full((40, 12), np.nan)).count == 1
    assert groups_of(np.empty((0, 12))).labels == ()
