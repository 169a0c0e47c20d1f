"""What every command needs: the configuration, one transaction, and refusals in a line each with exit code 1."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from coop.kernel.config import Config, ConfigError, database_url
from coop.kernel.db import make_engine, transaction
from coop.kernel.errors import CoopError


def configuration(*, serves: bool = True) -> Config:
    """The configuration of this environment; refuses with every problem at once. `serves`: see `Config.from_env`."""
    try:
        return Config.from_env(os.environ, serves=serves)
    except ConfigError as reason:
        raise click.ClickException("\n".join(reason.problems)) from reason


def surroundings(*names: str) -> dict[str, str]:
    """These variables of the environment, as far as they are set: all that a program beside ours is told."""
    return {name: os.environ[name] for name in names if name in os.environ}


# Who notes what commands do; the command line hangs it here, because the log lies above the rooms that have commands.
Noter = Callable[[Session, str], None]
_noters: list[Noter] = []


def note_commands(noter: Noter) -> None:
    """Let `noter(db, name of the command)` write in the transaction of every command, before it is kept."""
    _noters[:] = [noter]


def _name_of_command() -> str:
    running = click.get_current_context(silent=True)
    return running.command_path.partition(" ")[2] if running else ""


def _require_tables(engine: Engine) -> None:
    try:
        tables = inspect(engine).get_table_names()
    except DBAPIError as fault:
        raise click.ClickException(f"The database cannot be opened: {str(fault.orig).splitlines()[0]}.") from None
    if not tables:
        raise click.ClickException("The database has no tables yet. Make them first: coop db upgrade.")


def _in_words(refusal: CoopError) -> str:
    """What is wrong, with what it is about."""
    return f"{refusal.field}: {refusal}" if refusal.field else str(refusal)


@contextmanager
def command_transaction(config: Config | None = None) -> Iterator[Session]:
    """One writing transaction for a command; a refusal of ours ends it with a line for each mistake and exit code 1."""
    engine = make_engine(database_url(config or configuration(serves=False)))
    try:
        _require_tables(engine)
        with transaction(engine) as db:
            yield db
            for noter in _noters:
                noter(db, _name_of_command())
    except CoopError as refusal:
        raise click.ClickException("\n".join(map(_in_words, (refusal, *refusal.others)))) from refusal
    finally:
        engine.dispose()
