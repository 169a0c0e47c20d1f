"""Mail with news on its way: through a real mail server, with a way to stop it, and never twice."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from coop.app import create_app
from coop.digests.actions import choose_pace, write_digests
from coop.digests.models import NewsReader
from coop.digests.policy import Pace
from coop.identity.models import Account
from coop.jobs import Work, _send_mail
from coop.kernel.config import Config
from coop.kernel.db import session_factory, writing
from coop.notifications.gateways import Mailer, MailError, MessageNumbers, SmtpMailer, returned_ids
from coop.notifications.models import MailRefusal, OutboxMessage
from tests.digests.test_digests import NO_REST, news
from tests.support import make
from tests.support.make import NOON
from tests.support.post import Inbox, mail_server, plain
from tests.support.waiting import until

SECRET = "x" * 40
LATER = NOON + timedelta(days=2)


def _queue(sessions: sessionmaker[Session], people: int) -> None:
    """News for so many members waits in the outbox."""
    with sessions() as db:
        place = make.district(writing(db))
        for _person in range(people):
            choose_pace(db, place.id, make.member(db, place).account.id, Pace.DAILY, rest=NO_REST, at=NOON)
        assert write_digests(db, news(NOON + timedelta(hours=1)), at=LATER) == people
        db.commit()


def _send(sessions: sessionmaker[Session], mailer: Mailer) -> str:
    with create_app(Config(testing=True, secret=SECRET), sessions=sessions).app_context():
        return _send_mail(Work(sessions, mailer, "https://buurt.example.org", LATER))


@pytest.fixture
def committed(real_engine: Engine) -> sessionmaker[Session]:
    return session_factory(real_engine)


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_the_mail_says_what_is_new_and_its_button_stops_it(
    committed: sessionmaker[Session], inbox: tuple[Inbox, SmtpMailer]
) -> None:
    received, mailer = inbox
    _queue(committed, 2)
    assert _send(committed, mailer) == "2 sent, 0 failed"
    mail = received.mails[0]
    assert "Thing 0\nhttps://buurt.example.org/noorderkwartier/agenda/0\n" in plain(mail)
    html = mail.get_body(("html",))
    assert html is not None
    assert '<a href="https://buurt.example.org/noorderkwartier/agenda/0">' in html.get_content()
    assert "<img" not in html.get_content()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip("<>").removeprefix("https://buurt.example.org")
    assert address in plain(mail)
    # As a mail program presses it: no cookie, no token of a form.
    app = create_app(Config(testing=True, secret=SECRET), sessions=committed)
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with committed() as db:
        paces = sorted(db.scalars(select(NewsReader.pace)))
    assert paces == [Pace.DAILY, Pace.NEVER]
    # A program that only looks at the address stops nothing, and nobody can make one up.
    other = received.mails[1]["List-Unsubscribe"].strip("<>").removeprefix("https://buurt.example.org")
    assert app.test_client().get(other).status_code == 200
    assert app.test_client().post(other[:-1] + ("A" if other[-1] != "A" else "B")).status_code == 404
    assert app.test_client().post(other.replace("noorderkwartier", "elders")).status_code == 404
    with committed() as db:
        assert sorted(db.scalars(select(NewsReader.pace))) == paces


def test_an_address_that_refuses_is_not_tried_again(
    committed: sessionmaker[Session], inbox: tuple[Inbox, SmtpMailer]
) -> None:
    received, mailer = inbox
    _queue(committed, 2)
    with committed() as db:
        received.unknown = {db.scalars(select(Account.email).join(NewsReader)).first() or ""}
    assert _send(committed, mailer) == "1 sent, 1 failed"
    with committed() as db:
        assert db.scalar(select(func.count()).select_from(MailRefusal)) == 1
        assert db.scalar(select(func.count()).select_from(OutboxMessage).where(OutboxMessage.try_at.is_not(None))) == 0


def test_news_that_a_busy_server_did_not_take_is_tried_again(committed: sessionmaker[Session]) -> None:
    class Busy:
        def send(self, **_: object) -> None:
            raise MailError("421")

    _queue(committed, 1)
    assert _send(committed, Busy()) == "0 sent, 1 failed"
    with committed() as db:
        assert db.scalars(select(OutboxMessage.try_at)).one() == LATER + timedelta(minutes=1)


CHILD = """
import sys
from datetime import datetime
from coop.app import create_app
from coop.identity.models import Account
from coop.jobs import Work, _send_mail
from coop.kernel.config import Config
from coop.kernel.db import make_engine, session_factory
from coop.notifications.gateways import SmtpMailer
url, smtp, at = sys.argv[1:]
sessions = session_factory(make_engine(url))
with create_app(Config(testing=True, secret="x" * 40), sessions=sessions).app_context():
    mailer = SmtpMailer(smtp, "coop@buurt.example.org")
    print(_send_mail(Work(sessions, mailer, "https://buurt.example.org", datetime.fromisoformat(at), 60.0)))
"""


@pytest.mark.parametrize("real_engine", ["sqlite", "postgresql"], indirect=True)
def test_killed_in_the_middle_it_goes_on_and_nobody_gets_it_twice(
    real_engine: Engine, committed: sessionmaker[Session]
) -> None:
    people, kills = 40, 2
    _queue(committed, people)
    url = real_engine.url.render_as_string(hide_password=False)
    with mail_server() as (received, smtp):
        command = [sys.executable, "-c", CHILD, url, smtp, LATER.isoformat()]
        root = Path(__file__).parents[2]
        for turn in range(kills):
            received.holds_at = 5 + 10 * turn
            child = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL)
            until(lambda: len(received.envelopes) == received.holds_at)
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
        received.holds_at = None
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
        assert "0 failed" in done.stdout
        got = Counter(one for envelope in received.envelopes for one in envelope.rcpt_tos)
    assert set(got.values()) == {1}
    # Only who was being handed a mail at a kill can have missed it.
    assert people - kills <= len(got) <= people


REPORT = """From: MAILER-DAEMON@mail.example.org
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; joke@coop.test
Action: {action}
Status: {status}

--b
Content-Type: {kind}

Message-ID: {number}
Subject: Nieuws

--b--
"""


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_of_a_mail_server_is_read(kind: str) -> None:
    number = MessageNumbers(SECRET).header(12, "buurt.example.org")
    report = REPORT.format(action="failed", status="5.1.1", kind=kind, number=number)
    assert [MessageNumbers(SECRET).read(one) for one in returned_ids(report.encode())] == [12]


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0"), ("", "")]
)
def test_what_may_still_arrive_is_not_counted(action: str, status: str) -> None:
    report = REPORT.format(action=action, status=status, kind="message/rfc822", number="<1.a@b>")
    assert returned_ids(report.encode()) == []


def test_nobody_can_make_up_a_report_about_somebody_else() -> None:
    ours = MessageNumbers(SECRET)
    assert ours.read(ours.header(12, "b").replace("12.", "13.")) is None
    assert MessageNumbers("y" * 40).read(ours.header(12, "b")) is None
    for text in ("", "<>", "<12@b>", "<12.zz@b>", "12", "<" + "1" * 400 + ".a@b>"):
        assert ours.read(text) is None
    assert returned_ids(b"\xff\x00 nothing of the kind") == []


@pytest.mark.parametrize("real_engine", ["sqlite"], indirect=True)
def test_what_concerns_one_reader_stands_first_in_their_mail_alone(
    committed: sessionmaker[Session], inbox: tuple[Inbox, SmtpMailer]
) -> None:
    received, mailer = inbox
    with committed() as db:
        place = make.district(writing(db))
        one, two, three = (make.member(db, place).account.id for _person in range(3))
        for account_id in (one, two, three):
            choose_pace(db, place.id, account_id, Pace.DAILY, rest=NO_REST, at=NOON)
        own = {one: [("mention", 7, "Dark path", NOON + timedelta(hours=2))]}
        assert write_digests(db, news(), lambda *_asked: own, at=NOON + timedelta(days=1)) == 1
        assert write_digests(db, news(NOON + timedelta(days=1)), lambda *_asked: own, at=LATER) == 3
        db.commit()
    assert _send(committed, mailer) == "4 sent, 0 failed"
    told = sorted(plain(mail).count("/noorderkwartier/agenda/7\n") for mail in received.mails)
    assert told == [0, 0, 1, 1]
    both = [plain(mail) for mail in received.mails if "agenda/7" in plain(mail) and "Thing 0" in plain(mail)]
    assert len(both) == 1
    assert both[0].index("agenda/7") < both[0].index("Thing 0")
