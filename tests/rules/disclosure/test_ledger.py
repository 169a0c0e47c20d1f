"""What was ever published stays beside what is published next."""

from dataclasses import replace

import numpy as np
import pytest

from coop.rules.disclosure import (
    Cell,
    DisclosureError,
    Hierarchy,
    Ledger,
    Table,
    attack,
    entry_from_json,
    entry_of,
)
from tests.rules.disclosure.tables_made import protected, table_of

YEAR = {"period": {"to Q2": ["Q1", "Q2"]}}


def _quarter(name: str, counts: object) -> Table:
    table, _ = table_of(np.array(counts))
    return Table(name, (*table.dims, "period"), tuple(Cell((*c.codes, name), c.count) for c in table.cells))


FIRST = [[3, 12, 9, 7], [14, 7, 8, 1], [9, 11, 30, 6]]
SECOND = [[6, 2, 11, 8], [9, 13, 4, 9], [10, 7, 25, 12]]
BOTH = (np.array(FIRST) + np.array(SECOND)).tolist()


def _publish(ledger: Ledger, table: Table) -> Ledger:
    nesting = ledger.hierarchy("2026", Hierarchy(YEAR))
    done = protected(table, nesting, published=ledger.tables("2026"))
    assert done.safe, done.reasons
    return ledger.with_entry(entry_of(done, universe="2026", hierarchy=nesting, threshold=5))


def test_two_quarters_and_their_sum_give_away_nothing() -> None:
    ledger = Ledger()
    for name, counts in (("Q1", FIRST), ("Q2", SECOND), ("to Q2", BOTH)):
        ledger = _publish(ledger, _quarter(name, counts))
    cells = tuple(c for table in ledger.tables("2026") for c in table.cells)
    found = attack(Table("all", ("d0", "d1", "period"), cells), hierarchy=ledger.hierarchy("2026"))
    small = {c.codes for name, counts in (("Q1", FIRST), ("Q2", SECOND), ("to Q2", BOTH))
             for c in _quarter(name, counts).cells if (c.count or 0) < 5}  # fmt: skip
    for codes in small:
        low, high = found[codes]
        assert low == 0
        assert high is None or high >= 5


def test_each_quarter_alone_is_safe_and_together_they_are_not() -> None:
    seen = [
        protected(_quarter(name, counts)).published()
        for name, counts in (("Q1", FIRST), ("Q2", SECOND), ("to Q2", BOTH))
    ]
    cells = tuple(c for table in seen for c in table.cells)
    found = attack(Table("all", ("d0", "d1", "period"), cells), hierarchy=Hierarchy(YEAR))
    assert any(high is not None and high < 5 for _, high in found.values())


def test_an_entry_is_the_same_text_in_any_order_and_comes_back() -> None:
    done = protected(_quarter("Q1", FIRST))
    entry = entry_of(done, universe="2026", hierarchy=Hierarchy(YEAR), threshold=5)
    turned = replace(entry, cells=entry.cells[::-1])
    assert turned.sha256 == entry.sha256
    assert entry_from_json(entry.as_json()).sha256 == entry.sha256
    hidden = [count for _, count, status in entry.cells if status != "shown"]
    assert hidden
    assert set(hidden) == {None}


def test_a_table_that_is_not_safe_cannot_enter() -> None:
    table = _quarter("Q1", FIRST)
    unsafe = protected(table, published=[table])
    with pytest.raises(DisclosureError, match="not safe"):
        entry_of(unsafe, universe="2026", hierarchy=Hierarchy(), threshold=5)


def test_what_a_code_means_stays_the_same_within_a_year() -> None:
    ledger = _publish(Ledger(), _quarter("Q1", FIRST))
    with pytest.raises(DisclosureError, match="other parts than before"):
        ledger.hierarchy("2026", Hierarchy({"period": {"to Q2": ["Q1", "Q2", "Q3"]}}))
    assert ledger.hierarchy("2027", Hierarchy({"period": {"to Q2": ["Q1"]}})).children
    assert ledger.tables("2027") == ()
