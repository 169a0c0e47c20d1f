"""What happens by the clock: one list, each job in short transactions, one runner at a time."""

import fcntl
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from flask import Flask, current_app
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from coop.accountability.actions import remind_to_answer
from coop.advice.actions import run_advice
from coop.agenda.actions import remind_keepers, remind_owners
from coop.answers.actions import run_clocks
from coop.ballotbox.actions import tidy
from coop.drawing import draw_panels
from coop.identity.actions import forget_brakes, forget_old_sign_ins, forget_spent_questions
from coop.importing import enter_files
from coop.initiatives.actions import remind_team
from coop.kernel.clock import Clock
from coop.kernel.config import Config, database_url
from coop.kernel.db import writing
from coop.kernel.errors import CoopError
from coop.kernel.words import mark
from coop.learning.actions import remind_of_pilots
from coop.newsletters import tell_readers
from coop.notifications.gateways import ConsoleMailer, Mailer, SmtpMailer
from coop.opinions.actions import count_due
from coop.panels.actions import run_clock
from coop.posting import send_mail
from coop.privacy.actions import erase_due
from coop.tables.commands import check_waiting
from coop.voting.actions import (
    Hands,
    boxes_to_destroy,
    carry_out_votes,
    close_due_polls,
    destroy_box,
    follow_endings,
    keep_count,
    publish_due_polls,
    read_count,
    remind_voters,
    seal_due_polls,
    stop_count,
    take_count,
    tell_count,
)
from coop.voting.policy import CountStep

Sessions = Callable[[], Session]
UNKNOWN_FAULT = mark("Something went wrong on the server. Ask who manages it to look in the log.")
# A runner that keeps going looks at the clock so often: somebody may be waiting for a link to sign in.
LOOKS_EVERY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Work:
    """What a job gets. `mailer` is None on a real site without a mail server: then mail waits."""

    sessions: Sessions
    mailer: Mailer | None
    site: str
    at: datetime
    # So many seconds of mail at a time: an invitation to thousands must not keep votes from closing.
    patience: float = 20.0


@dataclass(frozen=True, slots=True)
class Job:
    """`action` opens its own short transactions and returns a sentence for the log, empty when there was nothing."""

    name: str
    every: timedelta
    action: Callable[[Work], str]


def _close_polls(work: Work) -> str:
    with work.sessions() as db:
        closed = close_due_polls(writing(db), at=work.at)
        db.commit()
    return f"{len(closed)} closed" if closed else ""


def _seal_boxes(work: Work) -> str:
    """Take the names off the envelopes of secret votes that closed, and wipe what was replaced."""
    with work.sessions() as db:
        sealed = seal_due_polls(writing(db), current_app.extensions["coop.site_key"], at=work.at)
        db.commit()
        if sealed:
            tidy(db.get_bind().engine)
    return f"{len(sealed)} sealed" if sealed else ""


def _destroy_boxes(work: Work) -> str:
    """Destroy keys and envelopes of void votes and 30 days after the opening, each box in a transaction of its own."""
    keeper = current_app.extensions["coop.vault"]
    if keeper is None:
        return ""
    hands = Hands(current_app.extensions["coop.site_key"], keeper, "")
    with work.sessions() as db:
        due = boxes_to_destroy(db, at=work.at)
    count = 0
    for box_id in due:
        try:
            with work.sessions() as db:
                destroy_box(writing(db), box_id, hands, at=work.at)
                db.commit()
            count += 1
        except CoopError as reason:
            logging.getLogger("coop.jobs").error("ballot box %s was not destroyed", box_id, exc_info=reason)
    if count:
        with work.sessions() as db:
            tidy(db.get_bind().engine)
    return f"{count} destroyed, {len(due) - count} failed" if due else ""


def _counting(act: Callable[..., int], words: str) -> Callable[[Work], str]:
    """A job of one transaction that says how much it did."""

    def action(work: Work) -> str:
        with work.sessions() as db:
            done = act(writing(db), at=work.at)
            db.commit()
        return f"{done} {words}" if done else ""

    return action


def _run_clocks(work: Work) -> str:
    """Answers that are owed: remind, and take the steps of the clock; then carry out what is in effect."""
    with work.sessions() as db:
        acts = run_clocks(writing(db), at=work.at)
        made = carry_out_votes(db, at=work.at)
        db.commit()
    return f"{acts} acts, {made} commitments" if acts or made else ""


def _send_mail(work: Work) -> str:
    return send_mail(work.sessions, work.mailer, work.site, work.at, work.patience)


def _tell_readers(work: Work) -> str:
    return tell_readers(work.sessions, work.at)


def _forget(work: Work) -> str:
    with work.sessions() as db:
        gone = forget_old_sign_ins(writing(db), at=work.at) + forget_brakes(db, at=work.at)
        gone += forget_spent_questions(db, at=work.at)
        db.commit()
    return f"{gone} removed" if gone else ""


def _count_polls(work: Work) -> str:
    """Counts that were asked for, one after another; every second they write down how far they are."""
    began, counted, stopped = monotonic(), 0, 0

    def now() -> datetime:
        return work.at + timedelta(seconds=monotonic() - began)

    while True:
        with work.sessions() as db:
            poll_id = take_count(writing(db), at=now())
            db.commit()
        if poll_id is None:
            return f"{counted} counted, {stopped} stopped" if counted or stopped else ""
        try:
            _count(work.sessions, poll_id, now)
            counted += 1
        except Exception as reason:
            stopped += 1
            said = reason.message if isinstance(reason, CoopError) else UNKNOWN_FAULT
            logging.getLogger("coop.jobs").error("count of vote %s stopped", poll_id, exc_info=reason)
            with work.sessions() as db:
                stop_count(writing(db), poll_id, said, at=now())
                db.commit()


def _count(sessions: Sessions, poll_id: int, now: Callable[[], datetime]) -> None:
    with sessions() as db:
        work = read_count(db, poll_id)
    told_step, told_at = CountStep.READING, monotonic()

    def tell(step: CountStep, done: int, total: int) -> None:
        # A new step at once, the way through a step at most every second: writing takes longer than counting.
        nonlocal told_step, told_at
        if step is told_step and monotonic() < told_at + 1:
            return
        told_step, told_at = step, monotonic()
        with sessions() as db:
            tell_count(writing(db), poll_id, step, done, total, at=now())
            db.commit()

    record = work.record(tell)
    with sessions() as db:
        keep_count(writing(db), work, record, at=now())
        db.commit()


def _check_tables(work: Work) -> str:
    return check_waiting(work.sessions, work.at, monotonic)


JOBS: tuple[Job, ...] = (
    Job("close-polls", timedelta(minutes=1), _close_polls),
    Job("seal-boxes", timedelta(minutes=1), _seal_boxes),
    Job("destroy-boxes", timedelta(hours=1), _destroy_boxes),
    Job("publish-results", timedelta(hours=1), _counting(publish_due_polls, "results")),
    Job("run-clocks", timedelta(minutes=10), _run_clocks),
    Job("run-advice", timedelta(hours=1), _counting(run_advice, "steps in advice")),
    Job("remind-team", timedelta(hours=1), _counting(remind_team, "visits")),
    Job("remind-of-pilots", timedelta(hours=1), _counting(remind_of_pilots, "neighbourhoods")),
    Job("remind-voters", timedelta(minutes=10), _counting(remind_voters, "votes")),
    Job("remind-owners", timedelta(hours=1), _counting(remind_owners, "people")),
    Job("remind-keepers", timedelta(hours=1), _counting(remind_keepers, "people")),
    Job("remind-of-reports", timedelta(hours=1), _counting(remind_to_answer, "mails")),
    Job("count-statements", timedelta(minutes=10), _counting(count_due, "rounds of statements")),
    Job("run-panels", timedelta(minutes=1), _counting(run_clock, "steps")),
    Job("tell-readers", timedelta(minutes=5), _tell_readers),
    Job("send-mail", LOOKS_EVERY, _send_mail),
    Job("enter-members", LOOKS_EVERY, lambda work: enter_files(work.sessions, work.at)),
    Job("forget-sign-ins", timedelta(hours=1), _forget),
    Job("follow-endings", timedelta(hours=1), _counting(follow_endings, "proxies and letters ended")),
    Job("erase", timedelta(days=1), _counting(erase_due, "rows erased")),
    # Last, because these can take a minute at the size of a city.
    Job("draw-panels", LOOKS_EVERY, lambda work: draw_panels(work.sessions, work.at)),
    Job("count-polls", LOOKS_EVERY, _count_polls),
    Job("check-tables", LOOKS_EVERY, _check_tables),
)


def mailer_for(config: Config) -> Mailer | None:
    """SMTP when it is set; else the console in the demo, where nobody real gets any, and nothing on a real site."""
    if config.smtp:
        return SmtpMailer(config.smtp, config.mail_from)
    return ConsoleMailer() if config.demo else None


def run_jobs(app: Flask, config: Config, at: datetime, jobs: tuple[Job, ...] = JOBS) -> list[str]:
    """Run `jobs` once. Returns what each says; one that fails is logged and does not stop the others."""
    said = []
    work = Work(app.extensions["coop.sessions"], mailer_for(config), config.base_url.rstrip("/"), at)
    for job in jobs:
        try:
            with app.app_context():
                said.append(f"{job.name}: {job.action(work) or 'nothing to do'}")
        except Exception as reason:
            logging.getLogger("coop.jobs").error("%s failed", job.name, exc_info=reason)
            said.append(f"{job.name}: failed ({type(reason).__name__})")
    return said


def keep_running_jobs(
    app: Flask,
    config: Config,
    clock: Clock,
    wait: Callable[[float], bool],
    jobs: tuple[Job, ...] = JOBS,
) -> Iterator[str]:
    """Run every job when it is due, until `wait(seconds)` says to stop. Gives what the jobs did."""
    ran: dict[str, datetime] = {}
    while True:
        at = clock()
        due = tuple(job for job in jobs if job.name not in ran or at - ran[job.name] >= job.every)
        ran |= {job.name: at for job in due}
        yield from (line for line in run_jobs(app, config, at, due) if not line.endswith("nothing to do"))
        if wait(LOOKS_EVERY.total_seconds()):
            return


@contextmanager
def only_runner(config: Config) -> Iterator[bool]:
    """Whether no other process runs the jobs of this database; none can begin until this one ends, however it ends."""
    url = database_url(config)
    if url.startswith("sqlite:///"):
        with Path(url.removeprefix("sqlite:///") + ".jobs").open("w") as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True
        return
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # The number is any constant of our own; the server lets it go when the connection ends.
        yield bool(connection.scalar(text("SELECT pg_try_advisory_lock(7266721)")))
