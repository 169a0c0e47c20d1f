"""Telling people by mail that something waits for them: never a name, a score or a reason."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Role
from coop.kernel.clock import local_day
from coop.kernel.words import mark
from coop.members.queries import account_ids_with
from coop.notifications.actions import queue_mail
from coop.panels.models import Application, Procedure
from coop.panels.policy import AppState, SeatState
from coop.panels.queries import seats_of

BODY = mark("It is about: %(title)s. Sign in and look at My page to see what happens next.")


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


def tell_panel(db: Session, procedure: Procedure, subject: str, *, at: datetime) -> None:
    """A message to everybody who said yes to a seat."""
    accounts = [seat.account_id for seat in seats_of(db, procedure.id) if seat.answer is SeatState.ACCEPTED]
    tell_accounts(db, procedure, accounts, subject, at=at)


def tell_office(db: Session, procedure: Procedure, role: Role, subject: str, *, at: datetime) -> None:
    """A message to the board, or to the secretary."""
    accounts = account_ids_with(db, procedure.district_id, role, local_day(at))
    tell_accounts(db, procedure, accounts, subject, at=at)


def tell_candidates(db: Session, procedure: Procedure, subject: str, *, at: datetime) -> None:
    """A message to candidates who have an account; the others see it on their private page or get a letter."""
    left = (AppState.WITHDRAWN, AppState.REPLACED)
    accounts = db.scalars(
        select(Application.account_id).where(Application.procedure_id == procedure.id, Application.state.not_in(left))
    )
    tell_accounts(db, procedure, accounts, subject, at=at)
