"""Making a published vote out of a file."""

from pathlib import Path

import click

from coop.districts.queries import district_of
from coop.kernel.clock import system_clock
from coop.kernel.console import command_transaction
from coop.rules.counting.files.fault import FileFaultError
from coop.rules.counting.tally.reading import text_of
from coop.rules.counting.values import CountError
from coop.voting import actions


@click.command("import-vote")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--district", "slug", required=True, metavar="SLUG", help="The neighbourhood in which it is shown.")
def import_vote(*, file: Path, slug: str) -> None:
    """Make a closed, published vote with its result page out of FILE (.pb, .blt, .soi, .soc)."""
    try:
        with command_transaction() as db:
            district = district_of(db, slug)
            poll = actions.import_vote(db, district.id, text_of(file.read_bytes()), at=system_clock(), name=file.name)
            path = f"/{district.slug}/stemmen/{poll.id}/uitslag"
    except OSError as fault:
        raise click.ClickException(f"{file}: cannot be read ({fault.strerror}).") from None
    except (FileFaultError, CountError) as fault:
        raise click.ClickException(f"{file}: {str(fault).rstrip('.')}.") from None
    click.echo(f"Imported. The result is on {path}")
