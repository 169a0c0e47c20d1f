"""A real mail server for tests, and reading what it got."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Inbox:
    """What a real server received. Addresses in `unknown` are refused for good; at `holds_at` mails it falls silent."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.unknown: set[str] = set()
        self.holds_at: int | None = None

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.unknown:
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        while self.holds_at is not None and len(self.envelopes) >= self.holds_at:
            await asyncio.sleep(0.01)
        return "250 OK"

    @property
    def mails(self) -> list[EmailMessage]:
        """What was received, read."""
        return [message_from_bytes(one.content, policy=policy.default) for one in self.envelopes]


@contextmanager
def mail_server() -> Iterator[tuple[Inbox, str]]:
    """A running server: what it receives, and its address."""
    received = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(received, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield received, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def plain(mail: EmailMessage) -> str:
    """The words of a mail as text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
