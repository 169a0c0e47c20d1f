"""Questions about the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.notifications.models import OutboxMessage


def messages_due(db: Session, at: datetime, limit: int = 20) -> Sequence[OutboxMessage]:
    """Messages to send now, oldest first."""
    return db.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.try_at <= at)
        .order_by(OutboxMessage.try_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
