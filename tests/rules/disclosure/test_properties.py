"""What holds for every table: no interval breaks the rule, what is shown is true, protecting twice changes nothing."""

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coop.rules.disclosure import TOTAL, Cell, Hierarchy, Rule, Table, attack
from coop.rules.disclosure.margins import whole_table
from tests.rules.disclosure.tables_made import (
    Groups,
    Reader,
    finest_codes,
    protected,
    published_cells,
    table_of,
)

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])

counts = st.one_of(st.integers(0, 6), st.integers(0, 40))


@st.composite
def small_tables(draw: Any, most: int = 20) -> tuple[Table, Hierarchy]:
    """Tables of one to three dimensions, with or without a level between, with or without their margins."""
    shape = draw(st.lists(st.integers(2, 5), min_size=1, max_size=3).filter(lambda s: int(np.prod(s)) <= most))
    cells = draw(st.lists(counts, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    groups: Groups = {}
    if shape[0] >= 4 and draw(st.booleans()):
        groups = {0: [(0, 2), (2, shape[0])]}
    table, hierarchy = table_of(np.array(cells).reshape(shape), groups)
    if draw(st.booleans()):
        finest = (c for c in table.cells if TOTAL not in c.codes and not any(code[0] == "g" for code in c.codes))
        table = replace(table, cells=tuple(finest))
    return table, hierarchy


def _breaks(reader: Reader, table: Table, threshold: int, hidden: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    found = []
    for cell in table.cells:
        if (cell.count or 0) < threshold:
            low, high = reader.interval(reader.row(table.dims, cell.codes))
            if cell.codes not in hidden or low > 1e-6 or high < threshold - 1e-6:
                found.append(cell.codes)
    return found


@SLOW
@given(small_tables(), st.sampled_from([1, 3, 5, 10]))
def test_an_attacker_of_his_own_finds_no_interval_that_breaks_the_rule(
    made: tuple[Table, Hierarchy], threshold: int
) -> None:
    table, hierarchy = made
    protection = protected(table, hierarchy, rule=Rule(threshold=threshold))
    assert protection.safe, protection.reasons
    reader = Reader([published_cells(protection)], finest_codes(protection.table, hierarchy))
    hidden = {c.codes for c in protection.cells if c.count is None}
    assert not _breaks(reader, protection.table, threshold, hidden)
    for cell in protection.cells:
        if cell.left is not None:
            low, high = reader.interval(reader.row(table.dims, cell.codes))
            assert cell.left[0] == np.ceil(low - 1e-6)
            assert (np.inf if cell.left[1] is None else cell.left[1]) == np.floor(high + 1e-6)


@FEW
@given(small_tables(most=12))
def test_no_household_that_is_alone_in_its_cell_computes_a_small_number(made: tuple[Table, Hierarchy]) -> None:
    table, hierarchy = made
    protection = protected(table, hierarchy)
    true = {c.codes: c.count for c in protection.table.cells}
    reader = Reader([published_cells(protection)], finest_codes(protection.table, hierarchy))
    alone = [c for c in true if true[c] == 1 and TOTAL not in c and not any(code[0] == "g" for code in c)]
    for own, other in itertools.product(alone, true):
        mine, row = reader.row(table.dims, own), reader.row(table.dims, other)
        if other == own or (true[other] or 0) >= 5 or (true[other] == 1 and (row >= mine).all()):
            continue
        low, high = reader.interval(row, [(mine, 1)])
        assert np.floor(high + 1e-6) - np.ceil(low - 1e-6) >= 1, (own, other)


@FEW
@given(st.lists(st.integers(0, 5), min_size=6, max_size=6))
def test_whole_tables_exist_with_each_small_number_at_zero_and_at_the_threshold(cells: list[int]) -> None:
    """Counting out a million tables of whole households: which of them must a reader think possible?"""
    table, hierarchy = table_of(np.array(cells).reshape(2, 3))
    protection = protected(table, hierarchy, rule=Rule(threshold=3))
    reader = Reader([published_cells(protection)], finest_codes(protection.table, hierarchy))
    every = np.indices((9,) * 6, dtype=np.int16).reshape(6, -1).T
    for row, count in zip(reader.rows, reader.right, strict=True):
        every = every[every @ row.astype(np.int16) == count]
    for cell in protection.cells:
        if cell.status == "primary":
            values = every @ reader.row(table.dims, cell.codes)
            assert values.min() == 0
            assert values.max() >= 3


@SLOW
@given(small_tables())
def test_what_is_shown_is_true(made: tuple[Table, Hierarchy]) -> None:
    table, hierarchy = made
    true = {c.codes: c.count for c in whole_table(table, hierarchy).cells}
    protection = protected(table, hierarchy)
    assert {c.codes for c in protection.cells} == set(true)
    for cell in protection.cells:
        assert cell.count in (None, true[cell.codes])
        assert (cell.count is None) == (cell.status != "shown")
        assert (cell.left is None) == (cell.status == "shown")
        assert (cell.status == "primary") == ((true[cell.codes] or 0) < 5)


@FEW
@given(small_tables())
def test_protecting_twice_changes_nothing(made: tuple[Table, Hierarchy]) -> None:
    table, hierarchy = made
    first = protected(table, hierarchy)
    beside = protected(table, hierarchy, published=[first.published()])
    assert beside.safe
    assert beside.cells == first.cells
    again = Table(
        "again",
        table.dims,
        tuple(
            replace(c, primary=s.status != "shown", keep=None if s.status == "primary" else (c.count or 0,) * 2)
            for c, s in zip(first.table.cells, first.cells, strict=True)
        ),
    )
    second = protected(again, hierarchy, rule=Rule(insiders=False))
    assert {c.codes for c in second.cells if c.count is None} == {c.codes for c in first.cells if c.count is None}


@FEW
@given(small_tables())
def test_hiding_more_never_narrows_an_interval(made: tuple[Table, Hierarchy]) -> None:
    table, hierarchy = made
    published = protected(table, hierarchy).published()
    before = attack(published, hierarchy=hierarchy)
    shown = [c for c in published.cells if c.count is not None]
    for cell in shown[:3]:
        fewer = tuple(replace(c, count=None) if c == cell else c for c in published.cells)
        after = attack(replace(published, cells=fewer), hierarchy=hierarchy)
        for codes, (low, high) in before.items():
            assert after[codes][0] <= low
            ceiling = after[codes][1]
            assert ceiling is None or (high is not None and ceiling >= high)


@FEW
@given(small_tables(most=16), st.data())
def test_a_second_table_narrows_nothing_that_the_first_hid(made: tuple[Table, Hierarchy], data: Any) -> None:
    """First a coarse table, then the whole one beside it; and the other way round."""
    table, hierarchy = made
    whole = whole_table(table, hierarchy)
    kept = data.draw(st.integers(0, len(table.dims) - 1))
    coarse = {
        (c.codes[kept],): Cell((c.codes[kept],), c.count)
        for c in whole.cells
        if all(code == TOTAL for i, code in enumerate(c.codes) if i != kept)
    }
    small = Table("coarse", (table.dims[kept],), tuple(coarse.values()))
    order = [small, whole] if data.draw(st.booleans()) else [whole, small]
    first = protected(order[0], hierarchy)
    seen = first.published()
    if data.draw(st.booleans()):
        # What everybody has does not say which holes were small.
        seen = replace(seen, cells=tuple(replace(c, primary=None) for c in seen.cells))
    second = protected(order[1], hierarchy, published=[seen])
    assert second.safe, second.reasons
    finest = finest_codes(whole, hierarchy)
    reader = Reader([published_cells(first), published_cells(second)], finest)
    for protection in (first, second):
        hidden = {c.codes for c in protection.cells if c.count is None}
        assert not _breaks(reader, protection.table, 5, hidden)
