"""Commands that need the site: database, jobs, demo, serving, and what each room hangs here."""

import json
import logging
import os
import secrets
from dataclasses import asdict
from pathlib import Path

import click
from alembic import command as alembic_command
from alembic.config import Config as AlembicConfig
from sqlalchemy.exc import SQLAlchemyError

from coop.accountability.commands import attack_table, protect_table
from coop.accountability.figures_command import figures
from coop.accountability.redact_command import redact
from coop.app import create_app
from coop.audit.actions import note_command
from coop.audit.commands import audit
from coop.backlog import backlog
from coop.ballotbox.gateways import keeper_for
from coop.ballotbox.policy import site_signer
from coop.demo.fill import fill_demo, is_filled
from coop.demo.load import Load, add_load
from coop.districts.commands import district
from coop.identity.actions import take_away_second_step, tell_witness
from coop.jobs import keep_running_jobs, only_runner, run_jobs
from coop.kernel.clock import system_clock
from coop.kernel.config import Config, database_url
from coop.kernel.console import command_transaction, configuration, note_commands
from coop.members.commands import account, account_id_of, member, role
from coop.notices import notices
from coop.notifications.actions import queue_mail
from coop.notifications.commands import returned_mail
from coop.opendata.commands import import_agenda
from coop.panels.commands import draw
from coop.privacy.commands import erasures
from coop.server import Ending, in_use, require_free, serve
from coop.voting.actions import Hands
from coop.voting.commands.importing import import_vote
from coop.voting.policy.secrecy import FEWEST_IN_DEMO

PACKAGE = Path(__file__).parent
MIGRATIONS = PACKAGE / "migrations"


@click.group()
def site() -> None:
    """All of them."""


for hung in (
    audit,
    import_vote,
    import_agenda,
    protect_table,
    attack_table,
    figures,
    draw,
    erasures,
    district,
    account,
    role,
    member,
    redact,
    returned_mail,
):
    site.add_command(hung)


note_commands(lambda session, command: note_command(session, command, at=system_clock()))


@account.command("second-step-off")
@click.argument("email")
@click.option("--seen-by", "seen_by", required=True, nargs=2, metavar="EMAIL EMAIL", help="Who made sure who asks.")
def second_step_off(*, email: str, seen_by: tuple[str, str]) -> None:
    """Take the second step away from who lost phone and paper, and passkeys too; two others looked who it is.

    Only when it cannot be done on the site itself (under Who holds which office). Both get a mail that says so.
    """
    with command_transaction() as session:
        whom, *witnesses = (account_id_of(session, one) for one in (email, *seen_by))
        if len({whom, *witnesses}) < 3:
            raise click.ClickException("Two others must have looked, each with an account of their own.")
        take_away_second_step(session, queue_mail, whom, at=system_clock())
        for witness in witnesses:
            tell_witness(session, queue_mail, witness, whom, at=system_clock())
    click.echo(f"{email} signs in without a second step and can set up a new one. A mail says so.")


def upgrade_database(config: Config) -> None:
    """Bring the tables to the newest revision."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["url"] = database_url(config)
    alembic_command.upgrade(settings, "head")


@site.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the tables to the newest version."""
    upgrade_database(configuration(serves=False))
    click.echo("The database is up to date.")


@site.command("check")
def check_settings() -> None:
    """Say whether the settings make a safe site, and what on it needs attention (warnings do not fail)."""
    config = configuration()
    for line in notices(config, MIGRATIONS, system_clock()):
        click.echo(f"Warning: {line}", err=True)
    click.echo("The settings are fine.")


@site.command("jobs")
@click.option("--keep-going", is_flag=True, help="Go on until stopped, instead of once.")
@click.option("--show", is_flag=True, help="Only show what waits and what failed.")
@click.option("--json", "as_json", is_flag=True, help="With --show: for machines.")
@click.option("--beside", default=0, hidden=True, help="Stop when this process is gone.")
def jobs(*, keep_going: bool, show: bool, as_json: bool, beside: int) -> None:
    """Do what is due by the clock: close votes, send mail, remove what is over (every minute, or --keep-going)."""
    if as_json and not show:
        raise click.UsageError("--json goes with --show.")
    if show:
        _show_jobs(as_json=as_json)
        return
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")
    config = configuration()
    with only_runner(config) as alone:
        if not alone:
            click.echo("Another process does the jobs of this database already.")
            return
        app = create_app(config)
        lines = keep_running_jobs(app, config, system_clock, Ending(beside).wait) if keep_going else None
        for line in lines or run_jobs(app, config, system_clock()):
            click.echo(line)


def _show_jobs(*, as_json: bool) -> None:
    try:
        found = backlog(configuration(), system_clock())
    except SQLAlchemyError as reason:
        raise click.ClickException("The tables are not there or of another version: run coop db upgrade.") from reason
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found]))
        return
    for one in found:
        failed = f", {one.failed} failed" if one.failed else ""
        click.echo(f"{one.job}: {one.waits} waiting{failed}")


def _demo_configuration() -> Config:
    config = configuration()
    if not config.demo:
        raise click.ClickException("This is no demo: COOP_DEMO=1 is not set.")
    return config


def _demo_secret() -> str:
    """The secret of the demo, kept beside the data: visitors stay signed in, and the site keeps its signature."""
    secret = Path("instance") / "demo-secret"
    if not secret.exists():
        secret.parent.mkdir(exist_ok=True)
        secret.write_text(secrets.token_hex(32))
    return secret.read_text().strip()


def _demo_hands(config: Config, port: int) -> Hands | None:
    keeper = keeper_for(config, system_clock)
    signer = site_signer(config.secret or _demo_secret())
    return Hands(signer, keeper, f"127.0.0.1:{port}/stemlog", FEWEST_IN_DEMO) if keeper else None


def _prepare(config: Config, port: int = 8000) -> None:
    upgrade_database(config)
    with command_transaction(config) as session:
        if not is_filled(session):
            click.echo("Making the demo neighbourhood …")
            hands = _demo_hands(config, port)
            fill_demo(session, system_clock(), lambda step: click.echo(f"  {step}"), hands=hands)


@site.group()
def demo() -> None:
    """The demo neighbourhood (only with COOP_DEMO=1)."""


@demo.command("prepare")
def demo_prepare() -> None:
    """Make the demo neighbourhood when it is not there yet."""
    _prepare(_demo_configuration())
    click.echo("The demo is ready.")


@demo.command("reset")
def demo_reset() -> None:
    """Throw the demo neighbourhood away and make it anew; not while it is being served."""
    config = _demo_configuration()
    if not config.database.startswith("sqlite:///"):
        raise click.ClickException("Only a demo on SQLite is made anew by this command; empty the database yourself.")
    with in_use(config, alone=True) as alone:
        if not alone:
            raise click.ClickException("The demo is being served. Stop that first (Ctrl-C), then try again.")
        for end in ("", "-wal", "-shm"):
            Path(config.database.removeprefix("sqlite:///") + end).unlink(missing_ok=True)
        _prepare(config)
    click.echo("The demo is new.")


@demo.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo_serve(port: int) -> None:
    """Prepare the demo and serve it on this machine, with its jobs."""
    config = _demo_configuration()
    require_free(port, "127.0.0.1")
    with in_use(config, alone=False) as free:
        if not free:
            raise click.ClickException("The demo is being made anew at this moment. Try again when that is done.")
        _prepare(config, port)
        _serve_demo(port)


def _serve_demo(port: int) -> None:
    address = f"http://127.0.0.1:{port}"
    click.echo(
        f"\n  coop is on {address}/noorderkwartier/\n\n"
        "  The bar at the top of each page makes you visitor, resident, member, board member, team member,\n"
        "  secretary, candidate, administrator, observer of the municipality or adviser with one click.\n"
        "  Stop with Ctrl-C.\n"
    )
    os.environ.update(COOP_SECRET=os.environ.get("COOP_SECRET") or _demo_secret(), COOP_BASE_URL=address)
    serve(port, host="127.0.0.1", jobs=True)


@site.command("seed-load")
@click.option("--district", "slug", default="noorderkwartier", show_default=True, metavar="SLUG")
@click.option("--items", default=2_000, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--comments", default=20_000, show_default=True, type=click.IntRange(0, 1_000_000), help="On all items.")
@click.option("--busiest", default=1_000, show_default=True, type=click.IntRange(0, 100_000), help="On the first item.")
@click.option("--supports", default=50_000, show_default=True, type=click.IntRange(0, 1_000_000))
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same items and comments.")
def seed_load(*, slug: str, **amounts: int) -> None:
    """Add many items, comments and supports, to measure speed (only with COOP_DEMO=1)."""
    with command_transaction(_demo_configuration()) as session:
        first = add_load(session, slug, Load(**amounts), at=system_clock(), told=click.echo)
    click.echo(f"All of it is in. The busiest conversation is on /{slug}/agenda/{first}")


@site.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--jobs", is_flag=True, help="Do what is due by the clock too (see coop jobs).")
def serve_site(*, host: str, port: int, jobs: bool) -> None:
    """Serve the site with the settings of the environment."""
    config = configuration()
    if not config.secret:
        # A demo without a secret: one for all workers, made before they are forked.
        os.environ["COOP_SECRET"] = _demo_secret()
    serve(port, host=host, jobs=jobs)
