"""Tables from the literature and from other programs' tests: the same pattern, the same cost, the same intervals."""

import csv
import itertools
import json
from typing import Any

import numpy as np
import pytest

from coop.rules.disclosure import TOTAL, Cell, Hierarchy, Rule, Table, attack
from tests.rules.disclosure.tables_made import FILES, WITHOUT_INSIDERS, known, known_table, protected, table_of

NAMES = ["fischetti_salazar_3x3", "sdctable_microdata1_freq", "checktauargus_batch_ex1", "sdctable_simpleheuristic"]


@pytest.mark.parametrize("name", NAMES)
def test_the_known_optimum_is_found_and_proven(name: str) -> None:
    protection = protected(known_table(name), rule=WITHOUT_INSIDERS)
    assert protection.safe, protection.reasons
    assert protection.cost == pytest.approx(known(name)["optimum"])
    assert protection.bound == pytest.approx(protection.cost)


@pytest.mark.parametrize("name", NAMES[:3])
def test_the_known_cells_are_hidden(name: str) -> None:
    protection = protected(known_table(name), rule=WITHOUT_INSIDERS)
    hidden = {cell.codes for cell in protection.cells if cell.count is None}
    assert hidden == {tuple(codes) for codes in known(name)["expected"]}


def test_textbook_interval() -> None:
    protection = protected(known_table("fischetti_salazar_3x3"), rule=WITHOUT_INSIDERS)
    left = {cell.codes: cell.left for cell in protection.cells}
    assert left["II", "C"] == (5, 30)


def test_two_hidden_in_every_row_and_column_can_still_be_computed() -> None:
    one = known("sdctable_simpleheuristic")
    table = known_table(one["name"])
    primary = {tuple(codes) for codes in one["primary"]}
    only = Table("t", table.dims, tuple(Cell(c.codes, None if c.codes in primary else c.count) for c in table.cells))
    assert attack(only)["w", "b"] == (47, 47)
    protection = protected(table, rule=WITHOUT_INSIDERS)
    hidden = {cell.codes: cell.left for cell in protection.cells if cell.count is None}
    assert set(hidden) - primary == {tuple(one["optimal_extra"])}
    assert hidden["w", "b"] == (0, 78)


def test_handbook_feasibility_intervals() -> None:
    counts: dict[tuple[str, str], int | None] = dict.fromkeys(itertools.product("12", "AB"))
    counts |= {("3", "A"): 3, ("3", "B"): 3, (TOTAL, "A"): 9, (TOTAL, "B"): 7, (TOTAL, TOTAL): 16}
    counts |= {("1", TOTAL): 7, ("2", TOTAL): 3, ("3", TOTAL): 6}
    table = Table("geurts", ("row", "column"), tuple(Cell(codes, count) for codes, count in counts.items()))
    assert attack(table) == {("1", "A"): (3, 6), ("1", "B"): (1, 4), ("2", "A"): (0, 3), ("2", "B"): (0, 3)}


def _handbook() -> Any:
    return json.loads((FILES / "handbook_examples.json").read_text())


def test_handbook_bands_cut_anew_give_away_who_lies_between() -> None:
    recode = _handbook()["recode_differencing"]
    first = Table("t1", ("age",), tuple(map(Cell, [(b,) for b in recode["t1"]["bands"]], recode["t1"]["male"])))
    second = [Cell((band,), n) for band, n in zip(recode["t2"]["bands"], recode["t2"]["male"], strict=True)]
    hierarchy = Hierarchy({"age": {"<25": ["<20", "20-24"], "20-39": ["20-24", "25-39"]}})
    asked = Table("t2", ("age",), (*second, Cell(("20-24",), None)))
    assert attack(asked, hierarchy=hierarchy, published=[first]) == {("20-24",): (1, 1)}


def test_handbook_area_and_a_part_of_it_give_away_the_rest() -> None:
    areas = _handbook()["geographic_differencing"]
    rows = areas["rows"]

    def cells(area: str, sex: str) -> list[Cell]:
        return [Cell((area, sex, row), n) for row, n in zip(rows, areas[area][sex], strict=True)]

    small = Table("A", ("area", "sex", "age"), (*cells("A", "male"), *cells("A", "female")))
    large = (*cells("B", "male"), *cells("B", "female"))
    rest = [Cell(("rest", sex, row), None) for sex in ("male", "female") for row in rows]
    hierarchy = Hierarchy({"area": {"B": ["A", "rest"]}})
    found = attack(Table("B", ("area", "sex", "age"), (*large, *rest)), hierarchy=hierarchy, published=[small])
    for sex in ("male", "female"):
        for row, n in zip(rows, areas["difference"][sex], strict=True):
            assert found["rest", sex, row] == (n, n)


def test_linked_tables_need_one_cell_more_than_each_alone() -> None:
    linked = json.loads((FILES / "linked_and_singleton.json").read_text())["linked_test"]
    regions = [*linked["region"]]
    by = {r: (c, g, n) for r, c, g, n in zip(regions, linked["county"], linked["group"], linked["n"], strict=True)}
    parents: dict[str, list[str]] = {}
    for region, (county, group, _) in by.items():
        parents.setdefault(county, []).append(region)
        parents.setdefault(group, []).append(region)
    hierarchy = Hierarchy({"region": parents})
    cells = [Cell((r,), by[r][2], primary=by[r][2] <= 3, keep=(by[r][2] - 1, by[r][2] + 1)) for r in regions]
    totals = [Cell((p,), sum(by[r][2] for r in below), primary=False, cost=1e6) for p, below in parents.items()]
    total = Cell((TOTAL,), sum(n for _, _, n in by.values()), primary=False, cost=1e6)
    protection = protected(Table("linked", ("region",), (*cells, *totals, total)), hierarchy, rule=WITHOUT_INSIDERS)
    assert protection.safe
    cover = {cell.codes[0] for cell in protection.cells if cell.status == "complementary"}
    assert cover == set(linked["expected_extra"])


def test_three_households_alone_in_their_cells_compute_nothing_of_each_other() -> None:
    three = json.loads((FILES / "linked_and_singleton.json").read_text())["issue135"]
    table, _ = table_of(np.array(three["values"]))
    rule = Rule(threshold=three["maxN"] + 1)
    without = protected(table, rule=Rule(threshold=rule.threshold, insiders=False))
    protection = protected(table, rule=rule)
    assert protection.safe
    assert protection.cost >= without.cost


@pytest.mark.parametrize("path", sorted(FILES.glob("ssbtools_*.csv")), ids=lambda path: path.stem)
def test_real_shapes_become_safe(path: Any) -> None:
    with path.open() as file:
        rows = list(csv.reader(file))
    area, subject = 0, len(rows[0]) - 2
    counts: dict[tuple[str, str], int] = {}
    for row in rows[1:]:
        key = row[area], row[subject]
        counts[key] = counts.get(key, 0) + int(row[-1])
    for key in itertools.product({a for a, _ in counts}, {s for _, s in counts}):
        counts.setdefault(key, 0)
    protection = protected(Table(path.stem, ("area", "subject"), tuple(Cell(k, n) for k, n in counts.items())))
    assert protection.safe
    assert protection.exposure.exact == protection.exposure.near == 0
    assert protection.bound == pytest.approx(protection.cost)
