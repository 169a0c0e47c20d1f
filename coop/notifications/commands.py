"""What mail servers sent back."""

from typing import BinaryIO

import click

from coop.kernel.clock import system_clock
from coop.kernel.console import command_transaction, configuration
from coop.notifications.actions import note_refusal
from coop.notifications.gateways import MessageNumbers, returned_ids


@click.command("returned-mail")
@click.argument("report", type=click.File("rb"), default="-")
def returned_mail(report: BinaryIO) -> None:
    """Read a report of a mail server about mail that could not be delivered (a file, or standard input).

    Let the mail server pipe what comes to the address of COOP_MAIL_FROM into this command. Other mail is left alone.
    """
    numbers = MessageNumbers(configuration().secret)
    ours = [number for text in returned_ids(report.read(_MOST)) if (number := numbers.read(text)) is not None]
    if not ours:
        raise click.ClickException("This is no report about mail of this site that could not be delivered.")
    with command_transaction() as session:
        fresh = sum(note_refusal(session, number, at=system_clock()) for number in dict.fromkeys(ours))
    click.echo(f"{fresh} noted." if fresh else "Known already.")


_MOST = 1024 * 1024
