"""Whatever is typed: nothing released lets the audit break the rule, and what is shown is true."""

import time
from collections.abc import Sequence
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coop.rules.disclosure import TOTAL, Cell, Entry, Hierarchy, Table, attack
from coop.tables.policy import AGE_WORDS, IMPOSSIBLE, Dim, Measure, Step, Subject, months_of
from coop.tables.policy.cures import applied, propose
from coop.tables.policy.drafts import Draft, leftover_periods, linked, merged_hierarchy
from coop.tables.policy.solving import Solved, solve

GROUPS = ("Noord", "Oost", "Zuid")
AGES = tuple(AGE_WORDS)[:3]
QUARTERS = [
    months_of(date(2026, 1, 1), date(2026, 3, 31)),
    months_of(date(2026, 4, 1), date(2026, 6, 30)),
    months_of(date(2026, 7, 1), date(2026, 9, 30)),
]
COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40))
GRID = st.lists(st.lists(COUNT, min_size=3, max_size=3), min_size=3, max_size=3)
SLOWLY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def draft(number: int, months: Sequence[str], counts: Sequence[Sequence[int]]) -> Draft:
    lines = tuple(tuple(line) for line in counts)
    return Draft(number, Subject.NEW_REQUESTS, Measure.COUNT, Dim.AGE, Dim.CLUSTER, AGES, GROUPS, tuple(months), lines)


def solved(drafts: Sequence[Draft], ledger: Sequence[Entry] = ()) -> dict[int, Solved]:
    return solve(drafts, ledger, clock=time.process_time, tell=lambda _done, _total: None, seconds=5, explain=False)


def holes_of(entries: Sequence[Entry]) -> dict[tuple[str, ...], tuple[float, float | None]]:
    """What an attacker is left with of every hole ever published, by the second code path."""
    tables = [entry.table() for entry in entries]
    nesting = merged_hierarchy([Hierarchy(entry.hierarchy) for entry in entries])
    found: dict[tuple[str, ...], tuple[float, float | None]] = {}
    for number, table in enumerate(tables):
        rest = [*tables[:number], *tables[number + 1 :]]
        found |= {
            (table.name, *codes): left for codes, left in attack(table, hierarchy=nesting, published=rest).items()
        }
    return found


def true_counts(one: Draft) -> dict[tuple[str, ...], float]:
    return {(one.name, *cell.codes): cell.count or 0 for cell in one.table().cells}


@SLOWLY
@given(GRID, GRID)
def test_nothing_released_breaks_the_rule_not_even_with_all_that_was_released(
    first: list[list[int]], second: list[list[int]]
) -> None:
    both = [[a + b for a, b in zip(x, y, strict=True)] for x, y in zip(first, second, strict=True)]
    drafts = [draft(1, QUARTERS[0], first), draft(2, QUARTERS[1], second), draft(3, QUARTERS[0] + QUARTERS[1], both)]
    entries: list[Entry] = []
    for one in drafts:
        found = solved([one], entries)[one.id]
        if found.entry is not None:
            entries.append(found.entry)
        assert (found.entry is not None) == (found.outcome.step is Step.SAFE)
    truth = {key: count for one in drafts for key, count in true_counts(one).items()}
    for key, (low, high) in holes_of(entries).items():
        assert low <= truth[key] <= (high if high is not None else truth[key])
        if truth[key] < 5:
            assert low <= 0, (key, low, high)
            assert high is None or high >= 5, (key, low, high)


@SLOWLY
@given(GRID)
def test_protecting_twice_changes_nothing(counts: list[list[int]]) -> None:
    one = draft(1, QUARTERS[0], counts)
    first, second = solved([one])[1], solved([one])[1]
    assert first.entry == second.entry
    if first.entry is not None:
        again = draft(2, QUARTERS[0], counts)
        after = solved([again], [first.entry])[2]
        assert after.entry is not None
        hidden = {codes for codes, count, _status in first.entry.cells if count is None}
        assert {codes for codes, count, _status in after.entry.cells if count is None} == hidden


@SLOWLY
@given(GRID, st.integers(0, 2), st.integers(0, 2))
def test_what_is_shown_is_true_totals_and_what_cannot_occur_too(counts: list[list[int]], row: int, place: int) -> None:
    counts[row][place] = IMPOSSIBLE
    one = draft(1, QUARTERS[0], counts)
    found = solved([one])[1]
    assert found.entry is not None
    truth = true_counts(one)
    shown = {codes: count for codes, count, _status in found.entry.cells}
    assert all(count is None or count == truth[one.name, *codes] for codes, count in shown.items())
    whole = sum(max(n, 0) for line in counts for n in line)
    assert shown[TOTAL, TOTAL, one.period] in (None, whole)
    assert set(shown.values()) & set(range(1, 5)) == set()


@SLOWLY
@given(GRID, GRID, GRID)
def test_a_quarter_without_a_table_is_never_given_away(
    first: list[list[int]], second: list[list[int]], third: list[list[int]]
) -> None:
    """Q1 and Q2 are public; who subtracts them from the three quarters must not learn a small number of Q3."""
    entries: list[Entry] = []
    for number, counts in enumerate((first, second)):
        found = solved([draft(number, QUARTERS[number], counts)], entries)[number]
        entries += [found.entry] if found.entry is not None else []
    total = [[a + b + c for a, b, c in zip(*lines, strict=True)] for lines in zip(first, second, third, strict=True)]
    all_months = QUARTERS[0] + QUARTERS[1] + QUARTERS[2]
    year = draft(9, all_months, total)
    found = solved([year], entries)[9]
    quarter = draft(8, QUARTERS[2], third)
    if found.entry is not None and len(entries) == 2:
        entries.append(found.entry)
        nesting = merged_hierarchy([quarter.hierarchy(), *(Hierarchy(entry.hierarchy) for entry in entries)])
        asked = Table("asked", quarter.dims, tuple(Cell(cell.codes, None) for cell in quarter.table().cells))
        left = attack(asked, hierarchy=nesting, published=[entry.table() for entry in entries])
        for cell in quarter.table().cells:
            low, high = left[cell.codes]
            if (cell.count or 0) < 5:
                assert low <= 0
                assert high is None or high >= 5
    else:
        cures = propose([year], {9: found}, entries, clock=time.process_time)
        for cure in cures:
            changed = applied(cure, [year])
            assert all(one.outcome.step is Step.SAFE for one in solved(changed, entries).values())


def test_months_that_hang_together_are_found_also_by_way_of_others() -> None:
    counts = [[20, 30, 40]] * 3
    quarter = solved([draft(1, QUARTERS[0], counts)])[1].entry
    half = solved([draft(2, QUARTERS[0] + QUARTERS[1], [[40, 60, 80]] * 3)])[2].entry
    far = solved([draft(3, months_of(date(2024, 1, 1), date(2024, 3, 31)), counts)])[3].entry
    entries = [entry for entry in (quarter, half, far) if entry is not None]
    assert len(entries) == 3
    assert linked(entries, Subject.NEW_REQUESTS, QUARTERS[1]) == [half, quarter]
    assert linked(entries, Subject.CLOSED, QUARTERS[1]) == []


def test_left_over_periods_are_those_no_table_tells_of() -> None:
    one, two = frozenset(QUARTERS[0]), frozenset(QUARTERS[0] + QUARTERS[1])
    assert leftover_periods([one, two]) == [QUARTERS[1]]
    assert leftover_periods([one, two, frozenset(QUARTERS[1])]) == []
    assert leftover_periods([one]) == []
