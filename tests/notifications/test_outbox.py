"""Mail goes through the outbox to a real SMTP server."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from coop.answers.policy import EDITION_TITLE
from coop.app import create_app
from coop.identity.actions import close_account
from coop.jobs import Work, _send_mail, mailer_for
from coop.kernel.config import Config
from coop.kernel.db import session_factory, writing
from coop.notifications.actions import queue_mail, queue_mail_to_many
from coop.notifications.gateways import ConsoleMailer, Mailer, MailError, SmtpMailer
from coop.notifications.models import OutboxMessage
from coop.notifications.policy import MAX_ATTEMPTS, next_attempt_at
from coop.notifications.queries import failed_mail, waiting_mail
from tests.support import make
from tests.support.make import NOON
from tests.support.post import Inbox, plain


def _send(sessions: sessionmaker[Session], mailer: Mailer | None, at: datetime = NOON) -> str:
    with create_app(Config(testing=True, secret="x" * 40), sessions=Session).app_context():
        return _send_mail(Work(sessions, mailer, "https://buurt.example.org", at))


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


@pytest.fixture
def sessions_of_jobs(real_engine: Engine) -> sessionmaker[Session]:
    return session_factory(real_engine)


def _queued(sessions: sessionmaker[Session]) -> int:
    with sessions() as db:
        writing(db)
        message = _queue(db)
        db.commit()
        return int(message.id)


def test_a_title_of_words_is_in_the_language_of_the_reader(
    sessions_of_jobs: sessionmaker[Session], inbox: tuple[Inbox, SmtpMailer]
) -> None:
    handler, mailer = inbox
    with sessions_of_jobs() as db:
        writing(db)
        queue_mail(
            db,
            to_account_id=make.account(db, email="joke@coop.test").id,
            district_id=None,
            subject="Residents wait for an answer: %(title)s",
            body="Residents wait for an answer: %(title)s",
            params={"title": [EDITION_TITLE, {"number": "7"}]},
            at=NOON,
        )
        db.commit()
    assert _send(sessions_of_jobs, mailer) == "1 sent, 0 failed"
    (envelope,) = handler.envelopes
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert mail["Subject"] == "Bewoners wachten op antwoord: De wijkagenda, editie 7"


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_a_message_is_sent_once_in_the_language_of_the_reader(
    sessions_of_jobs: sessionmaker[Session], inbox: tuple[Inbox, SmtpMailer]
) -> None:
    handler, mailer = inbox
    number = _queued(sessions_of_jobs)
    assert _send(sessions_of_jobs, mailer) == "1 sent, 0 failed"
    assert _send(sessions_of_jobs, mailer, NOON + timedelta(days=1)) == ""
    (envelope,) = handler.envelopes
    assert envelope.rcpt_tos == ["joke@coop.test"]
    mail = message_from_bytes(envelope.content, policy=policy.default)
    with sessions_of_jobs() as db:
        message = db.get_one(OutboxMessage, number)
        # Dutch, because the account says so: the msgid itself is English.
        assert mail["Subject"] != message.subject
        assert message.sent_at == NOON
        # A link to sign in must not stay in back-ups.
        assert message.params == {}
    assert "Generalist é" in plain(mail)


def test_while_mail_is_handed_over_others_can_write(sessions_of_jobs: sessionmaker[Session]) -> None:
    class Slow:
        def send(self, **_: object) -> None:
            with sessions_of_jobs() as other:
                make.account(writing(other))
                other.commit()

    _queued(sessions_of_jobs)
    assert _send(sessions_of_jobs, Slow()) == "1 sent, 0 failed"


def test_what_cannot_be_sent_waits_longer_each_time(sessions_of_jobs: sessionmaker[Session]) -> None:
    class Down:
        def send(self, **_: object) -> None:
            raise MailError("ConnectionRefusedError")

    number = _queued(sessions_of_jobs)
    assert _send(sessions_of_jobs, Down()) == "0 sent, 1 failed"
    with sessions_of_jobs() as db:
        message = db.get_one(OutboxMessage, number)
        assert message.try_at == NOON + timedelta(minutes=1)
        assert message.sent_at is None


def test_much_mail_is_sent_in_parts(sessions_of_jobs: sessionmaker[Session]) -> None:
    sent: list[str] = []

    class Box:
        def send(self, *, to: str, **_: object) -> None:
            sent.append(to)

    with sessions_of_jobs() as db:
        district = make.district(writing(db))
        people = [make.account(db, email=f"member{number}@coop.test").id for number in range(3)]
        words = {"subject": "s", "body": "b", "topic": "vote", "params": {}}
        queue_mail_to_many(db, people, district_id=district.id, at=NOON, **words)  # type: ignore[arg-type]
        db.commit()
    app = create_app(Config(testing=True, secret="x" * 40), sessions=Session)
    with app.app_context():
        hurried = Work(sessions_of_jobs, Box(), "", NOON, patience=0)
        assert [_send_mail(hurried) for _run in range(4)] == ["1 sent, 0 failed, the rest next time"] * 3 + [""]
    assert sent == [f"member{number}@coop.test" for number in range(3)]


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


def test_without_a_mail_server_mail_waits_on_a_real_site(sessions_of_jobs: sessionmaker[Session]) -> None:
    number = _queued(sessions_of_jobs)
    assert mailer_for(Config(secret="x" * 40)) is None
    assert isinstance(mailer_for(Config(demo=True)), ConsoleMailer)
    assert isinstance(mailer_for(Config(smtp="smtp://localhost", mail_from="a@coop.test")), SmtpMailer)
    assert _send(sessions_of_jobs, None) == "1 waiting: COOP_SMTP is not set, so nothing is sent"
    with sessions_of_jobs() as db:
        message = db.get_one(OutboxMessage, number)
        assert (message.sent_at, message.attempts, message.try_at) == (None, 0, NOON)


def test_moments_and_the_place_of_the_site_are_filled_in_when_sending(
    sessions_of_jobs: sessionmaker[Session], inbox: tuple[Inbox, SmtpMailer]
) -> None:
    handler, mailer = inbox
    with sessions_of_jobs() as db:
        district, person = make.district(writing(db)), make.account(db, email="joke@coop.test")
        many = queue_mail_to_many(
            db,
            [person.id, person.id],
            subject="%(title)s",
            body="Until %(closes_at)s: %(site)s%(path)s",
            topic="vote",
            district_id=district.id,
            at=NOON,
            params={"title": "50 % more", "closes_at": NOON.isoformat(), "path": "/noorderkwartier/stemmen/1"},
        )
        db.commit()
    assert many == 1
    assert _send(sessions_of_jobs, mailer) == "1 sent, 0 failed"
    mail = message_from_bytes(handler.envelopes[0].content, policy=policy.default)
    assert mail["Subject"] == "50 % more"
    written = plain(mail).strip()
    assert written == "Until 15 maart 2027 om 13:00 uur: https://buurt.example.org/noorderkwartier/stemmen/1"


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_mail_to_an_account_that_was_closed_is_not_sent_and_is_no_failure(
    sessions_of_jobs: sessionmaker[Session], inbox: tuple[Inbox, SmtpMailer]
) -> None:
    handler, mailer = inbox
    number = _queued(sessions_of_jobs)
    with sessions_of_jobs() as db:
        message = writing(db).get_one(OutboxMessage, number)
        close_account(db, message.to_account_id or 0, erase_on=NOON.date(), at=NOON)
        db.commit()
    assert _send(sessions_of_jobs, mailer) == ""
    assert not handler.envelopes
    with sessions_of_jobs() as db:
        assert (waiting_mail(db), failed_mail(db)) == (0, 0)
