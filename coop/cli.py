"""The command `coop`. Exit 0: done; 1: refused, with the reason on stderr; 2: wrong usage."""

import gc
import os
import secrets
from pathlib import Path

import click
from alembic import command as alembic_command
from alembic.config import Config as AlembicConfig
from flask import Flask
from gunicorn.app.base import BaseApplication

from coop.app import create_app
from coop.demo.fill import fill_demo, is_filled
from coop.demo.load import add_load
from coop.districts.commands import district
from coop.jobs import run_due_jobs
from coop.kernel.clock import system_clock
from coop.kernel.config import Config, database_url
from coop.kernel.console import command_transaction, configuration
from coop.members.commands import account, member, role
from coop.panels.commands import draw
from coop.voting.commands import demo_election, import_vote, tally, verify

PACKAGE = Path(__file__).parent
MIGRATIONS = PACKAGE / "migrations"


@click.group()
@click.version_option(package_name="coop")
def coop() -> None:
    """Residents govern the social team of their neighbourhood."""


for hung in (tally, import_vote, verify, demo_election, draw, district, account, role, member):
    coop.add_command(hung)


def upgrade_database(config: Config) -> None:
    """Bring the tables to the newest revision."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["url"] = database_url(config)
    alembic_command.upgrade(settings, "head")


@coop.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
def db_upgrade() -> None:
    """Bring the tables to the newest version."""
    upgrade_database(configuration())
    click.echo("The database is up to date.")


@coop.command("check")
def check_settings() -> None:
    """Say whether the settings make a safe site."""
    configuration()
    click.echo("The settings are fine.")


@coop.command("jobs")
def jobs() -> None:
    """Do once what is due by the clock (run this every minute)."""
    config = configuration()
    app = create_app(config)
    for line in run_due_jobs(app, config, app.extensions["coop.sessions"], system_clock()):
        click.echo(line)


def _demo_configuration() -> Config:
    config = configuration()
    if not config.demo:
        raise click.ClickException("This is no demo: COOP_DEMO=1 is not set.")
    return config


def _prepare(config: Config) -> None:
    upgrade_database(config)
    with command_transaction(config) as session:
        if not is_filled(session):
            click.echo("Making the demo neighbourhood …")
            fill_demo(session, system_clock(), lambda step: click.echo(f"  {step}"))


@coop.group()
def demo() -> None:
    """The demo neighbourhood (only with COOP_DEMO=1)."""


@demo.command("prepare")
def demo_prepare() -> None:
    """Make the demo neighbourhood when it is not there yet."""
    _prepare(_demo_configuration())
    click.echo("The demo is ready.")


@demo.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo_serve(port: int) -> None:
    """Prepare the demo and serve it on this machine."""
    _prepare(_demo_configuration())
    # Kept beside the data, so that visitors stay signed in when the demo is started again.
    secret = Path("instance") / "demo-secret"
    if not secret.exists():
        secret.parent.mkdir(exist_ok=True)
        secret.write_text(secrets.token_hex(32))
    address = f"http://127.0.0.1:{port}"
    click.echo(
        f"\n  coop is on {address}/noorderkwartier/\n\n"
        "  The bar at the top of each page makes you visitor, resident, member, board member, team member,\n"
        "  secretary, candidate or administrator with one click. Stop with Ctrl-C.\n"
    )
    os.environ.update(COOP_SECRET=secret.read_text().strip(), COOP_BASE_URL=address)
    serve(port, host="127.0.0.1")


@coop.command("seed-load")
@click.option("--district", "slug", default="noorderkwartier", show_default=True, metavar="SLUG")
@click.option("--items", default=300, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--comments", default=50, show_default=True, type=click.IntRange(0, 10_000), help="On the first item.")
def seed_load(*, slug: str, items: int, comments: int) -> None:
    """Add many agenda items, to measure speed (only with COOP_DEMO=1)."""
    with command_transaction(_demo_configuration()) as session:
        first = add_load(session, slug, items=items, comments=comments, at=system_clock())
    click.echo(f"Added {items} items; {comments} comments are on /{slug}/agenda/{first}")


@coop.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve_site(host: str, port: int) -> None:
    """Serve the site with the settings of the environment."""
    if not configuration().secret:
        # A demo without a secret: one for all workers, made before they are forked.
        os.environ["COOP_SECRET"] = secrets.token_hex(32)
    serve(port, host=host)


class Server(BaseApplication):
    """gunicorn on an application that this process has imported already: workers are forks and start at once."""

    def __init__(self, bind: str) -> None:
        self.bind = bind
        super().__init__()

    def load_config(self) -> None:
        """Processes with one thread each: measured best for short database work."""
        settings = {
            "bind": self.bind,
            "workers": min(4, max(2, os.cpu_count() or 2)),
            "worker_class": "gthread",
            "threads": 1,
            "keepalive": 10,
            "graceful_timeout": 10,
            "timeout": 60,
            "loglevel": "warning",
            "post_worker_init": _settle,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Called in each worker, so that no connection is shared between processes."""
        return create_app(configuration())


def _settle(_worker: object) -> None:
    # What is loaded by now lives for ever: keep the collector from walking over it in the middle of a request.
    gc.collect()
    gc.freeze()


def serve(port: int, *, host: str) -> None:
    """Serve until the process is stopped."""
    Server(f"{host}:{port}").run()


def main() -> None:
    """Entry point."""
    coop.main(prog_name="coop")


if __name__ == "__main__":
    main()
