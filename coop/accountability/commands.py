"""`coop protect` and `coop attack`: hide what would give neighbours away, and compute what a table gives away.

Neither touches the database or the site.
"""

import json
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from coop.rules.disclosure import (
    DisclosureError,
    Hierarchy,
    Interval,
    Protection,
    Rule,
    Table,
    attack,
    hierarchy_from_json,
    protect,
    table_from_csv,
)
from coop.rules.disclosure.model import name_of

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _ManyPublished(click.Command):
    """Takes `--published a.csv b.csv` as well as `--published a.csv --published b.csv`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _spread(args))


_WITH_VALUE = ("--threshold", "--hierarchy", "--time-limit")


class _Seconds(click.FloatRange):
    """Seconds; "nan" lies in no range and outside none, so it is refused by name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds = float(super().convert(value, param, ctx))
        if math.isnan(seconds):
            self.fail(f"{value!r} is not a number of seconds.", param, ctx)
        return seconds


def _spread(args: Sequence[str]) -> list[str]:
    """One --published for each file after it. The table is the last of them when it stands nowhere else."""
    rest: list[str] = []
    files: list[str] = []
    alone = 0
    before = ""
    for word in args:
        if word.startswith("-") and before not in _WITH_VALUE:
            if word != "--published":
                rest.append(word)
            before = word
        elif before == "--published":
            files.append(word)
        else:
            rest.append(word)
            alone += before not in _WITH_VALUE
            before = ""
    if files and not alone:
        rest.append(files.pop())
    if "--published" in args and not files:
        return [*rest, "--published"]
    return [*rest, *(word for file in files for word in ("--published", file))]


_TABLE = click.argument("table_file", metavar="TABLE.csv", type=_FILE)
_HIERARCHY = click.option(
    "--hierarchy",
    "hierarchy_file",
    metavar="FILE.json",
    type=_FILE,
    help="How codes nest: {column: {parent: [children]}}.",
)
_PUBLISHED = click.option(
    "--published",
    "published_files",
    metavar="OTHER.csv …",
    type=_FILE,
    multiple=True,
    help="What everybody has already: tables with holes where numbers were hidden.",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")


@click.command("protect", cls=_ManyPublished)
@_TABLE
@click.option(
    "--threshold",
    type=click.IntRange(1, 1_000_000),
    default=5,
    show_default=True,
    help="The smallest count that may be shown.",
)
@_HIERARCHY
@_PUBLISHED
@click.option(
    "--time-limit",
    metavar="S",
    type=_Seconds(0, 86_400),
    default=20.0,
    show_default=True,
    help="Seconds to look for the best pattern; after that the best one found.",
)
@_JSON
def protect_table(
    *,
    table_file: Path,
    threshold: int,
    hierarchy_file: Path | None,
    published_files: tuple[Path, ...],
    time_limit: float,
    as_json: bool,
) -> None:
    """Hide in TABLE.csv what would tell of fewer households than the threshold, and as little else as possible.

    TABLE.csv: a column for each dimension (“Total” is a margin; margins left out are computed), a column count, and
    perhaps cost and primary (1: hide, 0: do not). Exit 1 when the table cannot be made safe.
    """
    try:
        protection = protect(
            _table(table_file, holes=False),
            hierarchy=_hierarchy(hierarchy_file),
            published=[_table(path, holes=True) for path in published_files],
            rule=Rule(threshold=threshold),
            time_limit=time_limit,
            clock=time.monotonic,
        )
    except DisclosureError as error:
        raise click.ClickException(str(error)) from None
    click.echo(json.dumps(_plain(protection), ensure_ascii=False) if as_json else "\n".join(_lines(protection)))
    if not protection.safe:
        more = f" (and {len(protection.reasons) - 1} more)" if len(protection.reasons) > 1 else ""
        raise click.ClickException(f"This table cannot be published. {protection.reasons[0]}{more}")


@click.command("attack", cls=_ManyPublished)
@_TABLE
@_HIERARCHY
@_PUBLISHED
@_JSON
def attack_table(
    *, table_file: Path, hierarchy_file: Path | None, published_files: tuple[Path, ...], as_json: bool
) -> None:
    """Compute for every hole (empty count) of TABLE.csv the smallest and largest number it can be."""
    try:
        table = _table(table_file, holes=True)
        published = [_table(path, holes=True) for path in published_files]
        found = attack(table, hierarchy=_hierarchy(hierarchy_file), published=published)
    except DisclosureError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        cells = [
            {**dict(zip(table.dims, codes, strict=True)), "low": _number(low), "high": _number(high)}
            for codes, (low, high) in found.items()
        ]
        click.echo(json.dumps({"cells": cells}, ensure_ascii=False))
        return
    for codes, interval in found.items():
        click.echo(f"{name_of(table.dims, codes)}: {_words(interval)}")
    exact = sum(low == high for low, high in found.values())
    click.echo(f"{len(found)} holes; {exact} of them can be computed exactly.")


def _table(path: Path, *, holes: bool) -> Table:
    try:
        return table_from_csv(_text(path), path.name, holes=holes)
    except DisclosureError as error:
        raise DisclosureError("%(file)s: %(error)s", file=path.name, error=error) from None


def _hierarchy(path: Path | None) -> Hierarchy:
    if path is None:
        return Hierarchy()
    try:
        return hierarchy_from_json(_text(path))
    except DisclosureError as error:
        raise DisclosureError("%(file)s: %(error)s", file=path.name, error=error) from None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DisclosureError("it cannot be read (%(reason)s).", reason=error.strerror) from None
    except UnicodeDecodeError:
        raise DisclosureError("it is not text in UTF-8.") from None


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _words(interval: Interval) -> str:
    low, high = interval
    if low == high:
        return f"exactly {low:g}"
    return f"{low:g} or more" if high is None else f"{low:g} to {high:g}"


def _plain(protection: Protection) -> dict[str, Any]:
    return {
        "cells": [
            {
                **dict(zip(protection.table.dims, cell.codes, strict=True)),
                "count": cell.count,
                "status": cell.status,
                "audit": None if cell.left is None else [_number(end) for end in cell.left],
            }
            for cell in protection.cells
        ],
        "cost": round(protection.cost, 6),
        "bound": round(protection.bound, 6),
        "seconds": round(protection.seconds, 3),
        "safe": protection.safe,
    }


def _lines(protection: Protection) -> list[str]:
    """What a person reads: the table as it may be published, what it costs and what it gives away."""
    if not protection.safe:
        return list(protection.reasons)
    lines = [
        f"{name_of(protection.table.dims, cell.codes)}: {'x' if cell.count is None else cell.count}"
        for cell in protection.cells
    ]
    hidden = [cell for cell in protection.cells if cell.count is None]
    small = sum(cell.status == "primary" for cell in hidden)
    gap = protection.cost - protection.bound
    proven = "nothing cheaper protects" if gap < 1e-4 else f"at most {gap / protection.cost:.1%} above the cheapest"
    before, now = protection.without_cover, protection.exposure
    return [
        *lines,
        "",
        f"x: {small} numbers that are small and {len(hidden) - small} hidden to protect them.",
        f"Cost {protection.cost:g}: {proven}.",
        f"Without cover {before.exact} of {before.small} small numbers could be computed exactly, now {now.exact}.",
        "Safe to publish: yes.",
    ]
