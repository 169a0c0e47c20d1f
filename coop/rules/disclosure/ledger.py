"""Everything ever published, so that a new table is laid beside all of it. Nothing is ever taken out.

A table is kept as its cells, each a sum over atoms by its codes and the hierarchy it was made with, with what was shown
and why the rest was not. What was hidden is not in here: who reads the ledger learns nothing that was not published,
except which holes were small. A correction is a new entry.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from coop.rules.disclosure.fault import DisclosureError, quoted
from coop.rules.disclosure.model import Cell, Codes, Hierarchy, Status, Table
from coop.rules.disclosure.protect import Protection

RULE_VERSION: Final = "1: threshold, zeros in the class, [0, T] kept, insiders, whole numbers"


@dataclass(frozen=True, slots=True)
class Entry:
    """One table as it was published.

    `universe`: the cases it counts, such as "households 2026"; tables of other universes are not laid beside it.
    `cells`: codes, the count that was shown or None, and the status. `hierarchy`: {column: {parent: (children)}}.
    `higher`: {column: {code: threshold}} where being counted is itself a secret.
    """

    universe: str
    name: str
    dims: tuple[str, ...]
    cells: tuple[tuple[Codes, int | None, Status], ...]
    hierarchy: Mapping[str, Mapping[str, tuple[str, ...]]]
    threshold: int
    rule_version: str = RULE_VERSION
    higher: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def as_json(self) -> str:
        """The same text for the same table, whatever the order of its rows."""
        plain = {
            "universe": self.universe,
            "name": self.name,
            "dims": self.dims,
            "cells": sorted([list(codes), count, status] for codes, count, status in self.cells),
            "hierarchy": {dim: {p: list(c) for p, c in below.items()} for dim, below in self.hierarchy.items()},
            "threshold": self.threshold,
            "rule_version": self.rule_version,
        }
        if self.higher:
            plain["higher"] = {dim: dict(codes) for dim, codes in self.higher.items()}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """Fingerprint of `as_json()`."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    def table(self) -> Table:
        """As everybody can read it, with of each hole whether it was small."""
        return Table(
            self.name,
            self.dims,
            tuple(
                Cell(codes, count, primary=None if count is not None else status == "primary", keep=self._keep(codes))
                for codes, count, status in self.cells
            ),
        )

    def _keep(self, codes: Codes) -> tuple[float, float] | None:
        top = higher_threshold(self.dims, codes, self.higher)
        return None if top is None else (0, max(top, self.threshold))


def higher_threshold(dims: Sequence[str], codes: Codes, higher: Mapping[str, Mapping[str, int]]) -> int | None:
    """The threshold of a cell when one of its codes has a higher one; None when the usual one holds."""
    found = [higher[dim][code] for dim, code in zip(dims, codes, strict=True) if code in higher.get(dim, {})]
    return max(found, default=None)


def with_higher_thresholds(table: Table, higher: Mapping[str, Mapping[str, int]]) -> Table:
    """The table in which cells of these codes are small below their own threshold, and keep [0, threshold]."""

    def raised(cell: Cell) -> Cell:
        top = higher_threshold(table.dims, cell.codes, higher)
        if top is None or cell.primary is not None or cell.count is None or cell.count >= top:
            return cell
        return replace(cell, primary=True, keep=(0, top))

    return replace(table, cells=tuple(raised(cell) for cell in table.cells))


def entry_of(
    protection: Protection,
    *,
    universe: str,
    hierarchy: Hierarchy,
    threshold: int,
    higher: Mapping[str, Mapping[str, int]] | None = None,
) -> Entry:
    """What goes into the ledger when a table is released. Raises DisclosureError when it is not safe."""
    if not protection.safe:
        raise DisclosureError("%(table)s is not safe and cannot be published.", table=quoted(protection.table.name))
    cells = tuple((c.codes, c.count, c.status) for c in protection.cells)
    name, dims = protection.table.name, protection.table.dims
    return Entry(universe, name, dims, cells, hierarchy.children, threshold, higher=higher or {})


def entry_from_json(text: str) -> Entry:
    """Read back what `Entry.as_json` wrote."""
    plain: dict[str, Any] = json.loads(text)
    return Entry(
        plain["universe"],
        plain["name"],
        tuple(plain["dims"]),
        tuple((tuple(codes), count, status) for codes, count, status in plain["cells"]),
        {dim: {p: tuple(c) for p, c in below.items()} for dim, below in plain["hierarchy"].items()},
        plain["threshold"],
        plain["rule_version"],
        plain.get("higher", {}),
    )


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries, oldest first."""

    entries: tuple[Entry, ...] = ()

    def with_entry(self, entry: Entry) -> "Ledger":
        """The ledger after one more publication."""
        return Ledger((*self.entries, entry))

    def tables(self, universe: str) -> tuple[Table, ...]:
        """What everybody has of these cases."""
        return tuple(entry.table() for entry in self.entries if entry.universe == universe)

    def hierarchy(self, universe: str, new: Hierarchy | None = None) -> Hierarchy:
        """How codes nest over all tables. Raises DisclosureError when a code means something else than before."""
        merged: dict[str, dict[str, tuple[str, ...]]] = {}
        for children in self._hierarchies(universe, new):
            for dim, below in children.items():
                for parent, parts in below.items():
                    before = merged.setdefault(dim, {}).setdefault(parent, parts)
                    if set(before) != set(parts):
                        raise DisclosureError(
                            "%(parent)s has other parts than before; what a code means stays the same within a year.",
                            parent=quoted(parent),
                        )
        return Hierarchy(merged)

    def _hierarchies(
        self, universe: str, new: Hierarchy | None
    ) -> Iterable[Mapping[str, Mapping[str, tuple[str, ...]]]]:
        yield from (entry.hierarchy for entry in self.entries if entry.universe == universe)
        if new is not None:
            yield new.children
