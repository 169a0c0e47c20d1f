"""Telling people by mail that something waits for them: never a name, a score or a reason."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail
from coop.panels.models import Procedure
from coop.panels.queries import seats_of

_BODY = mark("It is about: %(title)s. Sign in and look at My page to see what happens next.")


def tell_accounts(
    db: Session, procedure: Procedure, account_ids: Iterable[int], subject: str, *, at: datetime, body: str = _BODY
) -> None:
    """Put one message for each account in the outbox; `subject` and `body` are msgids."""
    for account_id in account_ids:
        queue_mail(
            db,
            to_account_id=account_id,
            district_id=procedure.district_id,
            subject=subject,
            body=body,
            params={"title": procedure.title},
            at=at,
        )


def tell_panel(db: Session, procedure: Procedure, subject: str, *, at: datetime) -> None:
    """A message to everybody who said yes to a seat."""
    accounts = [seat.account_id for seat in seats_of(db, procedure.id) if seat.answer == "accepted"]
    tell_accounts(db, procedure, accounts, subject, at=at)


def tell_office(db: Session, procedure: Procedure, role: Role, subject: str, *, at: datetime) -> None:
    """A message to the board, or to the secretary."""
    accounts = account_ids_with(db, procedure.district_id, role, local_day(at))
    tell_accounts(db, procedure, accounts, subject, at=at)
