"""How long protecting a table takes, what it costs, and what is left to compute. Run: python -m bench disclosure

The reference in the same run is the cell suppression engine of τ-ARGUS, by way of pytauargus, in the same costs.
"""

import time

import numpy as np

from coop.rules.disclosure import Cell, Hierarchy, Rule, Table, attack
from coop.rules.disclosure.problem import read_problem
from coop.rules.disclosure.protect import known_variables
from coop.rules.disclosure.search import Search
from coop.rules.disclosure.view import View
from tests.rules.disclosure.oracles import tau_argus_cost
from tests.rules.disclosure.tables_made import (
    THREE_QUARTERS,
    WITHOUT_INSIDERS,
    Groups,
    known,
    known_table,
    made,
    protected,
    skewed_counts,
    table_of,
)

NAMES = ("fischetti_salazar_3x3", "sdctable_microdata1_freq", "checktauargus_batch_ex1", "sdctable_simpleheuristic")


def _known_optima() -> None:
    for name in NAMES:
        found = protected(known_table(name), rule=WITHOUT_INSIDERS).cost
        print(f"known optimum {name}: {found:g} (published {known(name)['optimum']:g})")


def _against_tau_argus(tables: int = 50) -> None:
    equal, ours, theirs = 0, 0.0, 0.0
    shapes: list[tuple[tuple[int, ...], int, Groups | None]] = [
        ((4, 4), 90, None),
        ((6, 4), 120, {0: [(0, 3), (3, 6)]}),
        ((3, 3, 2), 90, None),
    ]
    for number in range(tables):
        shape, households, groups = shapes[number % len(shapes)]
        table, hierarchy = made(shape, households, 100 + number, groups)
        start = time.perf_counter()
        cost = protected(table, hierarchy, rule=WITHOUT_INSIDERS, time_limit=60).cost
        middle = time.perf_counter()
        reference = tau_argus_cost(read_problem(table, [], hierarchy, WITHOUT_INSIDERS))
        ours, theirs = ours + middle - start, theirs + time.perf_counter() - middle
        equal += abs(cost - reference) < 1e-3
    print(f"same optimum as τ-ARGUS: {equal} of {tables} random tables; {ours:.1f} s, τ-ARGUS {theirs:.1f} s")


def _optimum(name: str, shape: tuple[int, ...], households: int, limit: float, groups: Groups | None = None) -> None:
    for seed in range(3):
        table, hierarchy = made(shape, households, seed, groups)
        start = time.perf_counter()
        best = protected(table, hierarchy, time_limit=120)
        took = time.perf_counter() - start
        proof = "proven" if best.cost - best.bound < 1e-4 else f"gap {1 - best.bound / best.cost:.2%}"
        print(
            f"{name}, seed {seed}: {took:.1f} s, {best.seconds:.1f} s computing, audit too (limit {limit:g} s),"
            f" cost {best.cost:.2f} {proof};"
            f" {best.without_cover.exact} of {best.exposure.small} computable without cover, now {best.exposure.exact}"
        )


def _hasty(shape: tuple[int, ...], households: int) -> None:
    for seed in range(3):
        table, hierarchy = made(shape, households, seed)
        problem = read_problem(table, [], hierarchy, Rule())
        greedy = Search(problem, time_limit=1.0, clock=time.process_time).run()
        best = Search(problem, time_limit=120, clock=time.process_time).run()
        print(
            f"greedy 693 cells, seed {seed}: {greedy.seconds:.1f} s computing (limit 3 s),"
            f" {greedy.cost / best.cost - 1:.1%} above the best found (limit 5 %)"
        )


def _audit() -> None:
    table, hierarchy = made((20, 12, 4), 5000, 0)
    problem = read_problem(table, [], hierarchy, Rule())
    pattern = Search(problem, time_limit=0, clock=time.process_time).run()
    holes = np.flatnonzero(pattern.hidden)
    start = time.process_time()
    intervals = View(problem.space, known_variables(problem, pattern.hidden)).intervals(holes.tolist())
    took = time.process_time() - start
    print(f"audit of {len(table.cells)} cells, {len(intervals)} hidden: {took:.1f} s computing (limit 2 s)")


def _year(seed: int, *, joint: bool) -> tuple[int, int, int, int]:
    """Four quarters and after each the year so far: hidden cells, small ones, of those exact and to within two."""
    weights = skewed_counts((8, 6), 100_000, seed) + 20.0
    chance = np.random.default_rng(seed)
    quarters = [chance.poisson(weights / weights.sum() * 150) for _ in range(4)]
    nesting = Hierarchy({"period": {f"to Q{k}": [f"Q{i + 1}" for i in range(k)] for k in range(2, 5)}})
    published: list[Table] = []
    true: dict[tuple[str, ...], float] = {}
    for k in range(1, 5):
        for name, counts in ((f"Q{k}", quarters[k - 1]), (f"to Q{k}", sum(quarters[:k]))):
            if (k, name) == (1, "to Q1"):
                continue
            cells = tuple(Cell((*c.codes, name), c.count) for c in table_of(counts)[0].cells)
            new = Table(name, ("cluster", "domain", "period"), cells)
            done = protected(new, nesting, published=published if joint else [], time_limit=20)
            assert done.safe, done.reasons
            published.append(done.published())
            true |= {c.codes: c.count or 0 for c in done.table.cells}
    everything = Table("year", ("cluster", "domain", "period"), tuple(c for t in published for c in t.cells))
    found = {codes: ends for codes, ends in attack(everything, hierarchy=nesting).items() if true[codes] < 5}
    widths = [np.inf if high is None else high - low for low, high in found.values()]
    hidden = sum(cell.count is None for cell in everything.cells)
    return hidden, len(found), sum(w < 1 for w in widths), sum(w <= 4 for w in widths)


def _years() -> None:
    for seed in range(3):
        apart, small, exact, near = _year(seed, joint=False)
        joint, _, exact_joint, near_joint = _year(seed, joint=True)
        print(
            f"a year of 8 × 6, seed {seed}, {small} small numbers: apart {exact} exact, {near} within two;"
            f" together {exact_joint} and {near_joint}, {joint / apart - 1:.0%} more hidden (limit 25 %)"
        )


def main() -> None:
    """Print each number beside what it must reach."""
    _known_optima()
    _optimum("20 × 12 hierarchical", (20, 12), 2400, 10, THREE_QUARTERS)
    _optimum("8 × 6 × 10", (8, 6, 10), 3000, 30)
    _hasty((8, 6, 10), 3000)
    _audit()
    _years()
    _against_tau_argus()


if __name__ == "__main__":
    main()
