"""Reading a list of another co-operative in, on the command line."""

import json
from pathlib import Path

import click

from coop.districts.queries import district_of
from coop.kernel.clock import system_clock
from coop.kernel.console import command_transaction
from coop.opendata.actions import keep_list


@click.command("import-agenda")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--district", "slug", required=True, metavar="SLUG", help="The neighbourhood that reads it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def import_agenda(*, file: Path, slug: str, as_json: bool) -> None:
    """Read FILE, the agenda or the commitments of another co-operative as open data (JSON), to take over from."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise click.ClickException(f"{file}: cannot be read ({fault.strerror}).") from None
    with command_transaction() as db:
        district = district_of(db, slug)
        made = keep_list(db, district.id, content, at=system_clock())
        told = {
            "cooperative": made.cooperative,
            "collection": made.collection,
            "rows": len(json.loads(made.rows)),
            "path": f"/{district.slug}/open-data/buren/lijst/{made.id}",
        }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"Read {told['rows']} rows of {told['cooperative']}. Take over from them on {told['path']}")
