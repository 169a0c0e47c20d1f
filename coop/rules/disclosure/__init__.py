"""Tables that cannot be undone: what to hide so that nobody computes a small number, and proof that nobody can.

Who we protect against: somebody who has this table and every table published before it, who knows that counts are
whole numbers of households and never below zero, and who knows how we hide; and a household that knows it is the only
one in its cell. Such a reader keeps, for every number below the threshold T, the possibilities 0 and T and what lies
between. Not protected against: several households that put what they know together, and knowledge from outside of the
tables.

Vocabulary: cel = Cell, drempel = threshold, klein = small (0 to T-1, zero too), afdekcel = complementary cell,
randtotaal = margin, grootboek = ledger, aanvaller = attacker.

    table_from_csv(text, name, holes=False) -> Table         holes: a published table, empty counts are hidden
    hierarchy_from_json(text) -> Hierarchy                   {column: {parent: [children]}}
    protect(table, clock=…, hierarchy=None, published=(), rule=Rule(), time_limit=20) -> Protection
        Milliseconds for a table of a page, up to the time limit for hundreds of cells: for a job, not for a request.
    Protection.safe             what the audit says; nothing else is ever released
    Protection.cells            ProtectedCell(codes, count|None, "shown" | "primary" | "complementary", left)
    Protection.cost, .bound     equal: no cheaper pattern exists
    Protection.without_cover, .exposure      how many small numbers can be computed, with only those hidden and now
    Protection.published()      the table with its holes, to lay beside the next one
    attack(table, hierarchy=None, published=()) -> {codes: (low, high|None)}       of any table in the world
    Entry, Ledger               everything ever published; `Ledger.tables(universe)` goes into protect(published=…)
    round_stock, shown_share, shown_mean, shown_median, shown_amount        numbers that are no counts

Errors: DisclosureError(message, line=…, **params), an English msgid with %(name)s places.

Invariants: no randomness, no clock of its own; the same table gives the same pattern, in any order of its rows; the
optimiser proposes, the audit decides on another road; a number that is shown is true.

How: tables are rows over atoms (`space`), what must be hidden and kept is a `problem`, `search` finds the cheapest
pattern by cutting planes (`movement`, `cuts`, `witnesses`, `master`), `audit` judges by linear programs over atoms
(`view`) and by tables it checks one by one.

Sources: Fischetti and Salazar-González, "Solving the cell suppression problem on tabular data with linear
constraints", Management Science 47(7), 2001. Hundepool e.a., "Handbook on Statistical Disclosure Control", 2nd ed.
2024. docs/disclosure.md tells it in plain words.
"""

from coop.rules.disclosure.derived import (
    round_stock,
    shown_amount,
    shown_mean,
    shown_median,
    shown_share,
)
from coop.rules.disclosure.fault import DisclosureError
from coop.rules.disclosure.files import hierarchy_from_json, table_from_csv
from coop.rules.disclosure.ledger import Entry, Ledger, entry_from_json, entry_of, with_higher_thresholds
from coop.rules.disclosure.model import TOTAL, Cell, Codes, Hierarchy, Interval, Rule, Table
from coop.rules.disclosure.protect import Exposure, Leak, ProtectedCell, Protection, attack, protect

__all__ = [
    "TOTAL",
    "Cell",
    "Codes",
    "DisclosureError",
    "Entry",
    "Exposure",
    "Hierarchy",
    "Interval",
    "Leak",
    "Ledger",
    "ProtectedCell",
    "Protection",
    "Rule",
    "Table",
    "attack",
    "entry_from_json",
    "entry_of",
    "hierarchy_from_json",
    "protect",
    "round_stock",
    "shown_amount",
    "shown_mean",
    "shown_median",
    "shown_share",
    "table_from_csv",
    "with_higher_thresholds",
]
