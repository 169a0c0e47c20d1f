"""`coop erasures`: the ledger of what was erased, out before a restore and in again after it."""

from pathlib import Path

import click

from coop.audit.queries import ledger_of
from coop.kernel.clock import system_clock
from coop.kernel.console import command_transaction
from coop.privacy.actions import erase_due, replay_ledger

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def erasures() -> None:
    """Keep the ledger of erased rows beside the backups, and erase again after a restore."""


@erasures.command("export")
def export_ledger() -> None:
    """Print the ledger: table, row and moment; it names nobody."""
    with command_transaction() as session:
        for table, row, at in ledger_of(session):
            click.echo(f"{table},{row},{at}")


@erasures.command("replay")
@click.argument("file", type=_FILE)
def replay(file: Path) -> None:
    """Erase again what a restored backup brought back. Doing it twice does no harm."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise click.ClickException(f"{file.name} cannot be read as text in UTF-8.") from reason
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.strip().split(",")
        if not line.strip():
            continue
        if len(parts) < 2 or not parts[1].isdecimal():
            raise click.ClickException(f"Line {number} is not a line of the ledger.")
        rows.append((parts[0], int(parts[1])))
    with command_transaction() as session:
        done = replay_ledger(session, rows, at=system_clock())
    click.echo(f"{done} rows erased again, of {len(rows)} in the ledger")


@erasures.command("run")
def run() -> None:
    """Erase now what was kept long enough; the jobs do the same every night."""
    with command_transaction() as session:
        done = erase_due(session, at=system_clock())
    click.echo(f"{done} rows erased")
