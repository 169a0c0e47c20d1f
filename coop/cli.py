"""The command `coop`. Exit 0: done; 1: refused, with the reason on stderr; 2: wrong usage."""

import os
import secrets
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click
from alembic import command as alembic_command
from alembic.config import Config as AlembicConfig

from coop.kernel.clock import system_clock
from coop.kernel.config import Config, ConfigError, database_url
from coop.kernel.db import make_engine, transaction
from coop.kernel.errors import CoopError

MIGRATIONS = Path(__file__).parent / "migrations"


@click.group()
@click.version_option(package_name="coop")
def coop() -> None:
    """Residents govern the social team of their neighbourhood."""


def configured() -> Config:
    """The configuration of this environment; refuses with every problem at once."""
    try:
        return Config.from_env(os.environ)
    except ConfigError as reason:
        raise click.ClickException("\n".join(reason.problems)) from reason


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
    upgrade_database(configured())
    click.echo("The database is up to date.")


@coop.command("check")
def check_config() -> None:
    """Say whether the settings make a safe site."""
    configured()
    click.echo("The settings are fine.")


@coop.command("jobs")
def jobs() -> None:
    """Do once what is due by the clock (run this every minute)."""
    from coop.app import create_app
    from coop.jobs import run_due_jobs

    config = configured()
    app = create_app(config)
    for line in run_due_jobs(app, config, app.extensions["coop.sessions"], system_clock()):
        click.echo(line)


@coop.group()
def demo() -> None:
    """The demo neighbourhood (only with COOP_DEMO=1)."""


def _demo_config() -> Config:
    config = configured()
    if not config.demo:
        raise click.ClickException("This is no demo: COOP_DEMO=1 is not set.")
    return config


def _prepare(config: Config) -> None:
    from coop.demo.fill import fill_demo, is_filled

    upgrade_database(config)
    engine = make_engine(database_url(config))
    with transaction(engine) as session:
        if not is_filled(session):
            click.echo("Making the demo neighbourhood …")
            fill_demo(session, system_clock(), lambda step: click.echo(f"  {step}"))
    engine.dispose()


@demo.command("prepare")
def demo_prepare() -> None:
    """Make the demo neighbourhood when it is not there yet."""
    _prepare(_demo_config())
    click.echo("The demo is ready.")


@demo.command("serve")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo_serve(port: int) -> None:
    """Prepare the demo and serve it on this machine."""
    config = _demo_config()
    _prepare(config)
    secret = Path("instance") / "demo-secret"
    if not secret.exists():
        secret.parent.mkdir(exist_ok=True)
        secret.write_text(secrets.token_hex(32))
    address = f"http://127.0.0.1:{port}"
    click.echo(
        f"\n  coop is on {address}/noorderkwartier/\n"
        "  The bar at the top of each page makes you visitor, resident, member, board member, team member,\n"
        "  secretary, candidate or administrator with one click. Stop with Ctrl-C.\n"
    )
    os.environ.update(COOP_SECRET=secret.read_text().strip(), COOP_BASE_URL=address)
    serve(port, host="127.0.0.1")


@coop.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve_site(host: str, port: int) -> None:
    """Serve the site with the settings of the environment."""
    configured()
    serve(port, host=host)


def serve(port: int, *, host: str) -> NoReturn:
    """Hand over to gunicorn: processes with one thread each, as measured best for short database work."""
    workers = min(4, max(2, os.cpu_count() or 2))
    arguments = [
        *("gunicorn", "wsgi:app", "--bind", f"{host}:{port}", "--workers", str(workers), "--worker-class", "gthread"),
        *("--threads", "1", "--preload", "--graceful-timeout", "10", "--timeout", "60", "--log-level", "warning"),
        *("--keep-alive", "10", "--chdir", str(Path(__file__).parent.parent)),
    ]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606 (no shell, our own interpreter)


COMMANDS = (
    ("coop.voting.commands", "tally"),
    ("coop.voting.commands", "import_vote"),
    ("coop.panels.commands", "draw"),
)
for module, name in COMMANDS:
    try:
        coop.add_command(getattr(import_module(module), name))
    except (ModuleNotFoundError, AttributeError) as e:
        pass


def main() -> Any:
    """Entry point: a refusal of ours becomes one line on stderr and exit code 1."""
    try:
        coop.main(prog_name="coop", standalone_mode=True)
    except CoopError as refusal:
        click.echo(f"Error: {refusal}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
