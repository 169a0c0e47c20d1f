"""Commands about neighbourhoods."""

import json

import click

from coop.districts.actions import found_district
from coop.kernel.console import command_transaction


@click.group()
def district() -> None:
    """Neighbourhoods on this site."""


@district.command("new")
@click.argument("slug")
@click.option("--name", required=True, help="As residents say it.")
@click.option("--cooperative", required=True, help="Name of the residents' co-operative.")
@click.option("--municipality", required=True)
@click.option("--inhabitants", required=True, type=click.IntRange(1))
@click.option("--team-hours", required=True, type=click.IntRange(0), help="Hours of the team in a week.")
@click.option("--phone", default="", help="Shown on every page for who is stuck.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def new(
    *,
    slug: str,
    name: str,
    cooperative: str,
    municipality: str,
    inhabitants: int,
    team_hours: int,
    phone: str,
    as_json: bool,
) -> None:
    """Add a neighbourhood at /SLUG/."""
    with command_transaction() as db:
        made = found_district(
            db,
            slug=slug,
            name=name,
            cooperative=cooperative,
            municipality=municipality,
            inhabitants=inhabitants,
            team_minutes_week=team_hours * 60,
            phone=phone,
        )
        said = {"id": made.id, "slug": made.slug, "name": made.name, "begin": f"/{made.slug}/beginnen"}
    if as_json:
        click.echo(json.dumps(said))
        return
    click.echo(f"{name} is on /{slug}/. Next: coop account new, then coop role give (administrator).")
    click.echo(f"Who is administrator answers the five questions on /{slug}/beginnen.")
