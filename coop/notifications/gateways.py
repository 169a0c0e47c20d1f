"""The way out for mail: SMTP, or the console in the demo. And the way back: what mail servers could not deliver."""

import smtplib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from email import message_from_bytes
from email import policy as email_policy
from email.message import EmailMessage, Message
from email.utils import make_msgid
from hashlib import sha256
from hmac import compare_digest
from hmac import new as keyed
from re import compile as pattern
from textwrap import indent
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

import click


class MailError(Exception):
    """The message could not be handed over; it may be tried again."""


class MailRefusedError(MailError):
    """The mail server takes no mail for this address, now or later."""


class Mailer(Protocol):
    """Hands one message over. `headers` stand beside the usual ones. Raises `MailError`, `MailRefusedError`."""

    def send(
        self, *, to: str, subject: str, body: str, html: str = "", headers: Mapping[str, str] | None = None
    ) -> None: ...


class SmtpMailer:
    """Sends through `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`.

    Used as a context it keeps its connection from one message to the next.
    """

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender
        self._keeps = False
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        self._keeps = True
        return self

    def __exit__(self, *_: object) -> None:
        self._keeps = False
        self._hang_up()

    def send(
        self, *, to: str, subject: str, body: str, html: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, " ".join(subject.split())
        message["Auto-Submitted"] = "auto-generated"
        for name, value in {"Message-ID": make_msgid(domain=self.domain), **(headers or {})}.items():
            message[name] = value
        message.set_content(body)
        if html:
            message.add_alternative(html, subtype="html")
        try:
            self._connected().send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            self._hang_up()
            codes = [code for code, _said in refused.recipients.values()]
            kind = MailRefusedError if codes and all(500 <= code < 600 for code in codes) else MailError
            raise kind(" ".join(str(code) for code in codes)) from refused
        except (OSError, smtplib.SMTPException) as reason:
            self._hang_up()
            raise MailError(type(reason).__name__) from reason
        if not self._keeps:
            self._hang_up()

    @property
    def domain(self) -> str:
        """The part of our own address after the @."""
        return self._sender.rpartition("@")[2].rstrip(">") or "localhost"

    def _connected(self) -> smtplib.SMTP:
        """A connection that answers: whether a kept one still does is asked before the message, never after it."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._server.noop()[0] == 250:
                    return self._server
            self._hang_up()
        server = (smtplib.SMTP_SSL if self._tls else smtplib.SMTP)(self._host, self._port, timeout=20)
        self._server = server
        if not self._tls and server.has_extn("starttls"):
            server.starttls()
        if self._user:
            server.login(self._user, self._password)
        return server

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()


class ConsoleMailer:
    """Shows mail on the console: for the demo only, where nobody real gets any."""

    domain = "localhost"

    def send(self, *, to: str, subject: str, body: str, **_: object) -> None:
        click.echo(f"mail to {to}: {subject}\n{indent(body, '  ')}\n")


class MessageNumbers:
    """Message-IDs that we know again when mail comes back, and that nobody else can make up.

    One message has one Message-ID however often it is sent, so that mail servers can drop a second copy.
    """

    def __init__(self, secret: str) -> None:
        self._key = sha256(f"message-id|{secret}".encode()).digest()

    def header(self, message_id: int, domain: str) -> str:
        """The Message-ID of a message of the outbox."""
        return f"<{message_id}.{self._mark(message_id)}@{domain}>"

    def read(self, header: str) -> int | None:
        """The number of our message; None when it is not ours."""
        found = _OURS.fullmatch(header.strip())
        if found is None or not compare_digest(found[2], self._mark(int(found[1]))):
            return None
        return int(found[1])

    def _mark(self, message_id: int) -> str:
        return keyed(self._key, str(message_id).encode(), sha256).hexdigest()[:24]


_OURS = pattern(r"<(\d{1,9})\.([0-9a-f]{24})@[^<>\s]{1,253}>")


def returned_ids(content: bytes) -> list[str]:
    """Message-IDs of the messages that this report says could never be delivered. RFC 3464; nothing else counts."""
    report = message_from_bytes(content, policy=email_policy.compat32)
    parts = list(report.walk())
    if not any(_says_failed(part) for part in parts):
        return []
    return [found for part in parts for found in _originals(part)]


def _says_failed(part: Message) -> bool:
    if part.get_content_type() != "message/delivery-status":
        return False
    blocks = part.get_payload()
    return isinstance(blocks, list) and any(
        isinstance(block, Message)
        and str(block.get("Action", "")).strip().lower() == "failed"
        and str(block.get("Status", "")).strip().startswith("5")
        for block in blocks
    )


def _originals(part: Message) -> Iterator[str]:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            yield str(inner[0].get("Message-ID", ""))
    elif part.get_content_type() == "text/rfc822-headers":
        headers = part.get_payload(decode=True)
        if isinstance(headers, bytes):
            yield str(message_from_bytes(headers, policy=email_policy.compat32).get("Message-ID", ""))
