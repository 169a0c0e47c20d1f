"""Mail goes through the outbox to a real SMTP server."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy.orm import Session

from coop.app import create_app
from coop.jobs import _translate
from coop.kernel.config import Config
from coop.notifications.actions import queue_mail, send_due_mail
from coop.notifications.gateways import MailError, SmtpMailer
from coop.notifications.policy import MAX_ATTEMPTS, next_attempt_at
from tests.support import make
from tests.support.make import NOON


class Inbox:
    """What a real server received."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, SmtpMailer]]:
    handler = Inbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, SmtpMailer(f"smtp://127.0.0.1:{port}", "coop@buurt.example.org")
    controller.stop()


def _queue(db: Session) -> Any:
    district, person = make.district(db), make.account(db, email="joke@coop.test")
    return queue_mail(
        db,
        to_account_id=person.id,
        district_id=district.id,
        subject="You were drawn for a panel",
        body="It is about: %(title)s. Sign in and look at My page to see what happens next.",
        params={"title": "Generalist é"},
        at=NOON,
    )


def test_a_message_is_sent_once_in_the_language_of_the_reader(db: Session, inbox: tuple[Inbox, SmtpMailer]) -> None:
    handler, mailer = inbox
    message = _queue(db)
    with create_app(Config(testing=True, secret="x" * 40), sessions=Session).app_context():
        assert send_due_mail(db, mailer, _translate, at=NOON) == (1, 0)
        assert send_due_mail(db, mailer, _translate, at=NOON + timedelta(days=1)) == (0, 0)
    (envelope,) = handler.envelopes
    assert envelope.rcpt_tos == ["joke@coop.test"]
    mail = message_from_bytes(envelope.content, policy=policy.default)
    # Dutch, because the account says so: the msgid itself is English.
    assert mail["Subject"] != message.subject
    assert "Generalist é" in mail.get_content()
    assert message.sent_at == NOON


def test_what_cannot_be_sent_waits_longer_each_time(db: Session) -> None:
    class Down:
        def send(self, **_: str) -> None:
            raise MailError("ConnectionRefusedError")

    message = _queue(db)
    assert send_due_mail(db, Down(), lambda _l, text, _p: text, at=NOON) == (0, 1)
    assert message.try_at == NOON + timedelta(minutes=1)
    assert message.sent_at is None


def test_a_closed_port_is_a_mail_error() -> None:
    with pytest.raises(MailError):
        SmtpMailer("smtp://127.0.0.1:9", "coop@buurt.example.org").send(to="a@coop.test", subject="s", body="b")


def test_a_line_break_in_a_subject_adds_no_header(inbox: tuple[Inbox, SmtpMailer]) -> None:
    handler, mailer = inbox
    mailer.send(to="a@coop.test", subject="x\r\nBcc: evil@example.org", body="b")
    assert handler.envelopes[0].rcpt_tos == ["a@coop.test"]


def test_it_is_given_up_in_the_end() -> None:
    waits = [next_attempt_at(number, NOON) for number in range(1, MAX_ATTEMPTS + 1)]
    assert waits[-1] is None
    assert all(one is not None for one in waits[:-1])
