"""The way out for mail: SMTP, or the console in the demo."""

import smtplib
from email.message import EmailMessage
from email.utils import make_msgid
from textwrap import indent
from typing import Protocol
from urllib.parse import unquote, urlsplit

import click


class MailError(Exception):
    """The message could not be handed over; it may be tried again."""


class Mailer(Protocol):
    """Hands one message over. Raises `MailError`."""

    def send(self, *, to: str, subject: str, body: str) -> None: ...


class SmtpMailer:
    """Sends through `smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._tls else 25)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender

    def send(self, *, to: str, subject: str, body: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, " ".join(subject.split())
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2].rstrip(">") or "localhost")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        try:
            with (smtplib.SMTP_SSL if self._tls else smtplib.SMTP)(self._host, self._port, timeout=20) as server:
                if not self._tls and server.has_extn("starttls"):
                    server.starttls()
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as reason:
            raise MailError(type(reason).__name__) from reason


class ConsoleMailer:
    """Shows mail on the console: for the demo only, where nobody real gets any."""

    def send(self, *, to: str, subject: str, body: str) -> None:
        click.echo(f"mail to {to}: {subject}\n{indent(body, '  ')}\n")
