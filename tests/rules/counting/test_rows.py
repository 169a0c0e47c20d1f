"""Ballots as rows: sorted all at once they are the same as one by one, whatever the order they came in."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coop.rules.counting import Ballot, CountError, Instance, Project, equal_shares
from coop.rules.counting import rows as rows_module
from coop.rules.counting.rows import Rows, listed_rows, plain_rows, rows_of
from coop.rules.counting.table import table_of

IDS = [f"p{n}" for n in range(7)]
NUMBER = {key: place for place, key in enumerate(IDS)}
ballots = st.lists(
    st.builds(
        Ballot,
        st.lists(st.sampled_from(IDS), unique=True, max_size=7).map(tuple),
        st.integers(1, 4),
    ),
    max_size=40,
)


def content(rows: Rows) -> Counter[tuple[int, ...]]:
    """Voters per ballot."""
    ends = np.cumsum(rows.lengths)
    found: Counter[tuple[int, ...]] = Counter()
    for end, length, weight in zip(ends.tolist(), rows.lengths.tolist(), rows.weights.tolist(), strict=True):
        found[tuple(rows.named[end - length : end].tolist())] += weight
    return found


@settings(max_examples=400, deadline=None)
@given(ballots, st.integers(0, 10**6))
def test_all_at_once_is_one_by_one_in_any_order(votes: list[Ballot], seed: int) -> None:
    made, listed = plain_rows(votes, NUMBER), listed_rows(votes, NUMBER)
    assert made is not None
    assert content(made) == content(listed)
    assert len(made.weights) == len(listed.weights)
    mixed = list(votes)
    random.Random(seed).shuffle(mixed)
    again = plain_rows([Ballot(tuple(reversed(one.approved)), one.weight) for one in mixed], NUMBER)
    assert again is not None
    assert all(bool((a == b).all()) for a, b in zip(made[:3], again[:3], strict=True))


def test_rows_with_the_same_mark_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "FIRST", 0)
    monkeypatch.setattr(rows_module, "marks_of", lambda _flat, starts, _size: np.zeros(len(starts), dtype=np.uint64))
    votes = [Ballot(("p0", "p1")), Ballot(("p0", "p2")), Ballot(("p1",)), Ballot(("p0", "p1"))]
    assert plain_rows(votes, NUMBER) is None
    assert content(rows_of(votes, NUMBER)) == {(0, 1): 2, (0, 2): 1, (1,): 1}


@pytest.mark.parametrize("points", [None, (1, 1)])
def test_a_project_twice_and_a_strange_one_are_refused(points: tuple[int, ...] | None) -> None:
    with pytest.raises(CountError, match="twice"):
        rows_of([Ballot(("p0", "p0"), 1, points)], NUMBER)
    with pytest.raises(CountError, match="'q', which is not a project"):
        rows_of([Ballot(("p0", "q"), 1, points)], NUMBER)


def test_more_voters_than_can_be_counted_exactly_are_refused() -> None:
    projects = {"p0": Project(1)}
    most = Instance(1, projects, (Ballot(("p0",), 10**15),) * 9)
    assert table_of(most).voters == 9 * 10**15
    assert equal_shares(most).winners == ("p0",)
    with pytest.raises(CountError, match="more voters"):
        table_of(Instance(1, projects, (Ballot(("p0",), 10**15),) * 10))
    with pytest.raises(CountError, match="more voters or points"):
        table_of(Instance(1, projects, (Ballot(("p0",), 10, (10**15,)),)))
