"""What happens by the clock: one list, each job one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from coop.kernel.config import Config
from coop.notifications.actions import send_due_mail
from coop.notifications.gateways import ConsoleMailer, Mailer, SmtpMailer
from coop.voting.actions import close_due_polls
from coop.web.words import in_language


@dataclass(frozen=True, slots=True)
class Job:
    """`action(db, mailer, at)` is run every `every`; it returns a sentence for the log."""

    name: str
    every: timedelta
    action: Callable[[Session, Mailer, datetime], str]


def _translate(language: str, msgid: str, params: dict[str, object]) -> str:
    return in_language(language, msgid, **params)


def _send_mail(db: Session, mailer: Mailer, at: datetime) -> str:
    sent, failed = send_due_mail(db, mailer, _translate, at=at)
    return f"{sent} sent, {failed} failed"


def _close_polls(db: Session, _mailer: Mailer, at: datetime) -> str:
    return f"{len(close_due_polls(db, at=at))} closed"


JOBS: tuple[Job, ...] = (
    Job("close-polls", timedelta(minutes=1), _close_polls),
    Job("send-mail", timedelta(minutes=1), _send_mail),
)


def mailer_for(config: Config) -> Mailer:
    """SMTP when it is set; else the console."""
    return SmtpMailer(config.smtp, config.mail_from) if config.smtp else ConsoleMailer()


def run_due_jobs(app: Flask, config: Config, sessions: Callable[[], Session], at: datetime) -> list[str]:
    """Run every job once, each in its own transaction and application context. Returns what each says."""
    said = []
    for job in JOBS:
        with app.app_context(), sessions() as session:
            said.append(f"{job.name}: {job.action(session, mailer_for(config), at)}")
            session.commit()
    return said
