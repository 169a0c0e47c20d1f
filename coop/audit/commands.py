"""Checking the log from the command line."""

import json

import click

from coop.audit.policy import check_chain
from coop.audit.queries import all_entries
from coop.kernel.console import command_transaction


@click.group()
def audit() -> None:
    """The log of acts in office."""


@audit.command("verify")
@click.option("--head", default="", metavar="FINGERPRINT", help="A fingerprint written down earlier: it must be there.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def verify(*, head: str, as_json: bool) -> None:
    """Check that nothing in the log was changed, removed or put in between."""
    with command_transaction() as db:
        verdict = check_chain(all_entries(db), head.strip().lower())
    if as_json:
        said = {"entries": verdict.entries, "head": verdict.head, "true": verdict.fault is None, "fault": verdict.fault}
        click.echo(json.dumps(said))
    elif verdict.fault is None:
        click.echo(f"All {verdict.entries} entries are as they were written.\nFingerprint: {verdict.head}")
    if verdict.fault is not None:
        raise click.ClickException(verdict.fault)
