"""The command `coop`. Exit 0: done; 1: refused, with the reason on stderr; 2: wrong usage.

Who counts a file, checks a vote or opens a ballot box needs no site: those commands start ten times as fast, because
nothing of it is loaded for them.
"""

import signal

if __name__ == "__main__":
    # Whoever stops a command while it still loads sees no traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

import sys
from importlib import import_module
from io import TextIOWrapper
from typing import cast

import click

from coop.ballotbox.commands import open_command, vault
from coop.opinions.commands import opinion
from coop.voting.commands.counting import tally
from coop.voting.commands.sealed import demo_election, verify


class Commands(click.Group):
    """Commands of its own, and those of the site, which is loaded only when one of them is asked for."""

    @property
    def _site(self) -> click.Group:
        return cast("click.Group", import_module("coop.commands").site)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in order."""
        return sorted([*super().list_commands(ctx), *self._site.list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or None."""
        return super().get_command(ctx, cmd_name) or self._site.get_command(ctx, cmd_name)


@click.group(cls=Commands)
@click.version_option(package_name="coop")
def coop() -> None:
    """Residents govern the social team of their neighbourhood."""


for light in (tally, opinion, verify, demo_election, vault, open_command):
    coop.add_command(light)


def main() -> None:
    """Entry point."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a title in letters that this screen does not have
    coop.main(prog_name="coop")


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
