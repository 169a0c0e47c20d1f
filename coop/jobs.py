"""What happens by the clock: one list, each job one transaction."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from coop.kernel.config import Config
from coop.kernel.db import writing
from coop.notifications.actions import claim_mail, mark_sent
from coop.notifications.gateways import ConsoleMailer, Mailer, MailError, SmtpMailer
from coop.voting.actions import close_due_polls
from coop.web.words import in_language

Sessions = Callable[[], Session]


@dataclass(frozen=True, slots=True)
class Job:
    """`action(sessions, mailer, at)` opens its own short transactions and returns a sentence for the log."""

    name: str
    every: timedelta
    action: Callable[[Sessions, Mailer, datetime], str]


def _translate(language: str, msgid: str, params: dict[str, object]) -> str:
    return in_language(language, msgid, **params)


def _close_polls(sessions: Sessions, _mailer: Mailer, at: datetime) -> str:
    with sessions() as db:
        closed = close_due_polls(writing(db), at=at)
        db.commit()
    return f"{len(closed)} closed"


def _send_mail(sessions: Sessions, mailer: Mailer, at: datetime) -> str:
    """One short transaction to claim a message, the sending without any lock, one to note the outcome."""
    sent = failed = 0
    while True:
        with sessions() as db:
            letter = claim_mail(writing(db), _translate, at=at)
            db.commit()
        if letter is None:
            return f"{sent} sent, {failed} failed"
        try:
            mailer.send(to=letter.to, subject=letter.subject, body=letter.body)
        except MailError:
            failed += 1
            continue
        with sessions() as db:
            mark_sent(writing(db), letter.message_id, at=at)
            db.commit()
        sent += 1


JOBS: tuple[Job, ...] = (
    Job("close-polls", timedelta(minutes=1), _close_polls),
    Job("send-mail", timedelta(minutes=1), _send_mail),
)


def mailer_for(config: Config) -> Mailer:
    """SMTP when it is set; else the console."""
    return SmtpMailer(config.smtp, config.mail_from) if config.smtp else ConsoleMailer()


def run_due_jobs(app: Flask, config: Config, sessions: Sessions, at: datetime) -> list[str]:
    """Run every job once. Returns what each says; a job that fails is logged and does not stop the others."""
    said = []
    for job in JOBS:
        try:
            with app.app_context():
                said.append(f"{job.name}: {job.action(sessions, mailer_for(config), at)}")
        except Exception as reason:
            logging.getLogger("coop.jobs").error("%s failed", job.name, exc_info=reason)
            said.append(f"{job.name}: failed ({type(reason).__name__})")
    return said
