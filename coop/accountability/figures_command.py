"""The command `figures`: the figures of a report from a file, with every mistake by its cell."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from coop.accountability.actions import take_figures
from coop.accountability.policy.catalogue import CATALOGUE
from coop.accountability.policy.importing import Mistake, Period, Read, is_counts, read_figures
from coop.accountability.queries import writable_draft_of
from coop.districts.queries import district_of
from coop.identity.queries import names_of
from coop.kernel.clock import local_day, system_clock
from coop.kernel.console import command_transaction
from coop.kernel.errors import CoopError
from coop.kernel.sheets import MOST_BYTES, Cell, cells_of
from coop.members.commands import account_id_of
from coop.members.queries import actor_of

_NOTHING = Period(date.max, date.max)


class _Day(click.DateTime):
    """A day."""

    def __init__(self) -> None:
        super().__init__(formats=["%Y-%m-%d", "%d-%m-%Y"])


@click.command("figures")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "begins", type=_Day(), metavar="DAY", help="First day, for a file with a row per household.")
@click.option("--to", "ends", type=_Day(), metavar="DAY", help="Last day, for a file with a row per household.")
@click.option("--district", "slug", metavar="SLUG", help="Keep the figures: in which neighbourhood.")
@click.option("--report", "report_id", type=int, metavar="NUMBER", help="In which report (the number in its address).")
@click.option("--by", "email", metavar="EMAIL", help="Who of the team does this; this person cannot release it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def figures(
    *,
    file: Path,
    begins: datetime | None,
    ends: datetime | None,
    slug: str | None,
    report_id: int | None,
    email: str | None,
    as_json: bool,
) -> None:
    """Read the figures of a report from FILE (.xlsx or CSV) and name every mistake by its cell.

    With --district, --report and --by they are kept in a report that is being written: all of them, or none. Else
    nothing is kept. Of the rows of FILE nothing is kept in any case.
    """
    rows = _rows(file)
    kept = (slug, report_id, email)
    if any(one is not None for one in kept):
        if slug is None or report_id is None or email is None:
            raise click.UsageError("--district, --report and --by go together.")
        if begins or ends:
            raise click.UsageError("The report says which period it is: leave out --from and --to.")
        read = _keep(rows, slug, report_id, email, as_json=as_json)
    else:
        read = _refuse_mistakes(read_figures(rows, _period(rows, begins, ends)), as_json=as_json)
    if as_json:
        click.echo(json.dumps(_plain(read), ensure_ascii=False))
        return
    for code, numbers in read.figures.items():
        told = ", ".join(f"{part} {number}" for part, number in asdict(numbers).items() if number is not None)
        click.echo(f"{code} ({CATALOGUE[code].label}): {told}")
    click.echo(f"Figures {'kept' if report_id else 'read, nothing kept'}: {len(read.figures)}.")


def _rows(file: Path) -> list[list[Cell]]:
    try:
        with file.open("rb") as opened:
            return cells_of(opened.read(MOST_BYTES + 1))
    except OSError as fault:
        raise click.ClickException(f"{file.name}: it cannot be read ({fault.strerror}).") from None
    except CoopError as refusal:
        raise click.ClickException(f"{file.name}: {refusal}") from None


def _period(rows: list[list[Cell]], begins: datetime | None, ends: datetime | None) -> Period:
    if begins and ends:
        if ends < begins:
            raise click.UsageError("--to lies before --from.")
        return Period(begins.date(), ends.date())
    if not is_counts(rows):
        raise click.UsageError("A file with a row for each household needs its period: --from and --to.")
    return _NOTHING


def _keep(rows: list[list[Cell]], slug: str, report_id: int, email: str, *, as_json: bool) -> Read:
    at = system_clock()
    with command_transaction() as db:
        district_id = district_of(db, slug).id
        account_id = account_id_of(db, email)
        report = writable_draft_of(db, district_id, report_id)
        read = _refuse_mistakes(read_figures(rows, Period(report.starts_on, report.ends_on)), as_json=as_json)
        actor = actor_of(db, district_id, account_id, names_of(db, [account_id])[account_id], local_day(at))
        take_figures(db, actor, district_id, report_id, read=read, at=at)
    return read


def _refuse_mistakes(read: Read, *, as_json: bool) -> Read:
    if not read.mistakes:
        return read
    if as_json:
        click.echo(json.dumps(_plain(read), ensure_ascii=False))
    else:
        for one in read.mistakes:
            click.echo(f"{one.place}: {_said(one)}", err=True)
    raise click.ClickException(f"Nothing was taken from this file. Cells with a mistake: {len(read.mistakes)}.")


def _said(mistake: Mistake) -> str:
    return mistake.message % mistake.params if mistake.params else mistake.message


def _plain(read: Read) -> Mapping[str, object]:
    return {
        "figures": {
            code: {part: number for part, number in asdict(numbers).items() if number is not None}
            for code, numbers in read.figures.items()
        },
        "mistakes": [{"cell": one.place, "reason": _said(one)} for one in read.mistakes],
    }
