"""Tables of the same questions, each divided otherwise, share cells: what is published is attacked together."""

import time
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from coop.rules.disclosure import TOTAL, Entry
from coop.tables.policy import DOMAIN_WORDS, Dim, Measure, Step, Subject, solving
from coop.tables.policy.drafts import Draft
from coop.tables.policy.solving import Solved, solve
from tests.tables.test_properties import AGES, GROUPS, QUARTERS, SLOWLY

DOMAINS = tuple(DOMAIN_WORDS)[:3]
CODES = {Dim.CLUSTER: GROUPS, Dim.AGE: AGES, Dim.DOMAIN: DOMAINS}
DIMS = tuple(CODES)
THRESHOLD = 5
# Households by street group, age and domain: one street group and one age have few.
CUBE = [[[0, 0, 0], [14, 5, 5], [9, 2, 14]], [[1, 0, 1], [0, 1, 0], [0, 0, 0]], [[0, 0, 1], [9, 9, 2], [2, 5, 2]]]


def drafts_of(cube: object) -> list[Draft]:
    """The cube by age and street group, by domain and street group, and by age and domain."""
    counts = np.array(cube)
    found = []
    for number, (row, column) in enumerate([(1, 0), (2, 0), (1, 2)], start=1):
        (other,) = {0, 1, 2} - {row, column}
        flat = counts.sum(axis=other)
        lines = flat if row < column else flat.T
        found.append(
            Draft(
                number,
                Subject.NEW_REQUESTS,
                Measure.COUNT,
                DIMS[row],
                DIMS[column],
                CODES[DIMS[row]],
                CODES[DIMS[column]],
                QUARTERS[0],
                tuple(tuple(int(n) for n in line) for line in lines),
            )
        )
    return found


def solved(drafts: Sequence[Draft]) -> dict[int, Solved]:
    return solve(drafts, [], clock=time.process_time, tell=lambda _done, _total: None, seconds=5, explain=False)


def too_narrow(drafts: Sequence[Draft], entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """Small cells that whoever has all these tables knows too well, by linear programs over the cube itself."""
    atoms = list(product(*(CODES[dim] for dim in DIMS)))
    truth = {(draft.name, *cell.codes): cell.count or 0 for draft in drafts for cell in draft.table().cells}
    rows, known, asked = [], [], []
    for entry in entries:
        table = entry.table()
        for cell in table.cells:
            at = dict(zip(table.dims, cell.codes, strict=True))
            row = [
                all(at.get(dim, TOTAL) in (TOTAL, code) for dim, code in zip(DIMS, atom, strict=True)) for atom in atoms
            ]
            if cell.count is None:
                asked.append(((table.name, *cell.codes), np.array(row, float)))
            else:
                rows.append(row)
                known.append(cell.count)
    matrix = np.array(rows, float) if rows else None
    found = []
    for name, wanted in asked:
        if truth[name] >= THRESHOLD:
            continue
        low = linprog(wanted, A_eq=matrix, b_eq=known or None)
        high = linprog(-wanted, A_eq=matrix, b_eq=known or None)
        assert low.status == 0
        assert high.status in (0, 3)
        if low.fun > 1e-6 or (high.status == 0 and -high.fun < THRESHOLD - 1e-6):
            found.append(name)
    return found


def entries_of(found: dict[int, Solved]) -> list[Entry]:
    return [one.entry for one in found.values() if one.entry is not None]


def test_tables_that_share_margins_give_nothing_away_together() -> None:
    drafts = drafts_of(CUBE)
    found = solved(drafts)
    assert [one.outcome.step for one in found.values()] == [Step.SAFE] * 3
    assert too_narrow(drafts, entries_of(found)) == []


def test_each_alone_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "linked", lambda _entries, _subject, _months: [])
    drafts = drafts_of(CUBE)
    assert too_narrow(drafts, entries_of(solved(drafts)))


FEW, MANY = st.sampled_from([0, 0, 0, 1]), st.sampled_from([0, 2, 5, 9, 14])
SPARSE_GROUP = st.tuples(*[MANY] * 9, *[FEW] * 9, *[MANY] * 9)


@SLOWLY
@given(SPARSE_GROUP)
def test_whatever_is_counted(counts: tuple[int, ...]) -> None:
    drafts = drafts_of(np.array(counts).reshape(3, 3, 3))
    found = solved(drafts)
    assert all((one.entry is not None) == (one.outcome.step is Step.SAFE) for one in found.values())
    assert too_narrow(drafts, entries_of(found)) == []
