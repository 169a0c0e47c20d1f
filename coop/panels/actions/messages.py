"""Telling people by mail that something waits for them: never a name, a score or a reason."""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail, queue_mail_to_address
from coop.panels.models import Application, Procedure, Reminder
from coop.panels.policy import AppState, SeatState
from coop.panels.queries import seats_of

BODY = mark("It is about: %(title)s. Sign in and look at My page to see what happens next.")


def once(db: Session, procedure: Procedure, about: str, at: datetime) -> bool:
    """Whether this was not sent before; it is written down as sent."""
    known = select(Reminder.id).where(Reminder.procedure_id == procedure.id, Reminder.about == about)
    if db.scalar(known) is not None:
        return False
    db.add(Reminder(district_id=procedure.district_id, procedure_id=procedure.id, about=about, sent_at=at))
    db.flush()
    return True


def tell_accounts(
    db: Session,
    procedure: Procedure,
    account_ids: Iterable[int | None],
    subject: str,
    body: str = BODY,
    *,
    at: datetime,
) -> None:
    """Put one message for each account in the outbox; `subject` and `body` are msgids."""
    for account_id in account_ids:
        if account_id is not None:
            queue_mail(
                db,
                to_account_id=account_id,
                district_id=procedure.district_id,
                subject=subject,
                body=body,
                params={"title": procedure.title},
                at=at,
            )


_PRIVATE = mark(
    "It is about: %(title)s. You see how it stands and what happens next on your private page:\n%(site)s%(path)s\n\n"
    "Keep this address for yourself."
)
_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def has_e_mail(contact: str) -> bool:
    """Whether somebody can be reached by mail; else it is a phone number or an address for letters."""
    return _E_MAIL.fullmatch(contact.strip()) is not None


def tell_address(
    db: Session,
    procedure: Procedure,
    contact: str,
    language: str,
    subject: str,
    *,
    path: str,
    at: datetime,
    body: str = _PRIVATE,
) -> None:
    """A message to somebody without an account; nothing when `contact` is no e-mail address.

    `path` of the private page is below the procedure; the address is kept only until the message is sent.
    """
    if not has_e_mail(contact):
        return
    slug = db.scalar(select(District.slug).where(District.id == procedure.district_id))
    queue_mail_to_address(
        db,
        to_email=contact.strip(),
        language=language,
        subject=subject,
        body=body,
        district_id=procedure.district_id,
        params={"title": procedure.title, "path": f"/{slug}/vacatures/{procedure.id}/{path}"},
        at=at,
    )


def tell_employer(db: Session, procedure: Procedure, subject: str, *, at: datetime) -> None:
    """A message to the employer with its private page, when the secretary wrote down an e-mail address."""
    path = f"werkgever/{procedure.employer_token}"
    tell_address(db, procedure, procedure.employer_contact, "nl", subject, path=path, at=at)


def tell_committee(db: Session, procedure: Procedure, subject: str, *, at: datetime) -> None:
    """The same to the complaints committee."""
    path = f"commissie/{procedure.committee_token}"
    tell_address(db, procedure, procedure.committee_contact, "nl", subject, path=path, at=at)


def tell_stand_in(db: Session, procedure: Procedure, subject: str, *, at: datetime) -> None:
    """The same to who answers in place of the board."""
    path = f"namens-bestuur/{procedure.stand_in_token}"
    tell_address(db, procedure, procedure.stand_in_contact, "nl", subject, path=path, at=at)


def tell_candidate(
    db: Session, procedure: Procedure, one: Application, subject: str, *, at: datetime, body: str = ""
) -> None:
    """A message to one candidate: to the account, else to the address that was left; who left a number is called."""
    if one.account_id is not None:
        tell_accounts(db, procedure, [one.account_id], subject, body or BODY, at=at)
    else:
        path, words = f"sollicitatie/{one.token}", body or _PRIVATE
        tell_address(db, procedure, one.contact, one.language, subject, path=path, body=words, at=at)


def tell_panel(db: Session, procedure: Procedure, subject: str, *, at: datetime) -> None:
    """A message to everybody who said yes to a seat."""
    accounts = [seat.account_id for seat in seats_of(db, procedure.id) if seat.answer is SeatState.ACCEPTED]
    tell_accounts(db, procedure, accounts, subject, at=at)


def tell_office(db: Session, procedure: Procedure, role: Role, subject: str, *, at: datetime) -> None:
    """A message to the board, or to the secretary."""
    accounts = account_ids_with(db, procedure.district_id, role, local_day(at))
    tell_accounts(db, procedure, accounts, subject, at=at)


def tell_candidates(db: Session, procedure: Procedure, subject: str, *, at: datetime) -> None:
    """A message to every candidate who can be reached by mail; the others get a letter or a call.

    Whoever left, or joined the team in an earlier place, is no candidate any more.
    """
    left = (AppState.WITHDRAWN, AppState.REPLACED, AppState.ACCEPTED)
    rows = select(Application).where(Application.procedure_id == procedure.id, Application.state.not_in(left))
    for one in db.scalars(rows.order_by(Application.number)).all():
        tell_candidate(db, procedure, one, subject, at=at)
