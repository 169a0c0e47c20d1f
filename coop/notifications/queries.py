"""Questions about the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.notifications.models import MailRefusal, OutboxMessage
from coop.notifications.policy import MOST_REFUSALS


def messages_due(db: Session, at: datetime, limit: int = 20) -> Sequence[OutboxMessage]:
    """Messages to send now, oldest first."""
    return db.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.try_at <= at)
        .order_by(OutboxMessage.try_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def waiting_mail(db: Session, since: datetime | None = None) -> int:
    """How many messages are still to be sent; with `since`, only those that were written before that moment."""
    query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.try_at.is_not(None))
    return db.scalar(query if since is None else query.where(OutboxMessage.created_at < since)) or 0


def failed_mail(db: Session) -> int:
    """How many messages were never handed over and are not tried again, or came back for good."""
    given_up = OutboxMessage.sent_at.is_(None) & OutboxMessage.try_at.is_(None) & (OutboxMessage.attempts > 0)
    query = select(func.count()).select_from(OutboxMessage)
    return db.scalar(query.where(given_up | OutboxMessage.refused_at.is_not(None))) or 0


def refuses_mail(db: Session, account_id: int) -> bool:
    """Whether mail to this account came back so often that no more news is sent."""
    found = db.get(MailRefusal, account_id)
    return found is not None and found.refusals >= MOST_REFUSALS
