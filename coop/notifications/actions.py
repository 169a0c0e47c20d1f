"""Putting mail in the outbox and sending what is due."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from coop.identity.queries import account_of
from coop.notifications.gateways import Mailer, MailError
from coop.notifications.models import OutboxMessage
from coop.notifications.policy import next_attempt_at
from coop.notifications.queries import messages_due

# Turns (language, msgid, parameters) into text; handed in, because translating is a matter of the web layer.
Translate = Callable[[str, str, dict[str, object]], str]


def queue_mail(
    db: Session,
    *,
    to_account_id: int,
    subject: str,
    body: str,
    district_id: int | None,
    at: datetime,
    params: dict[str, object] | None = None,
) -> OutboxMessage:
    """Add a message to the outbox; `subject` and `body` are marked msgids, translated when it is sent."""
    message = OutboxMessage(
        district_id=district_id,
        to_account_id=to_account_id,
        subject=subject,
        body=body,
        params=params or {},
        created_at=at,
        try_at=at,
    )
    db.add(message)
    return message


def send_due_mail(db: Session, mailer: Mailer, translate: Translate, *, at: datetime) -> tuple[int, int]:
    """Send what is due. Returns (sent, failed); a failed message waits longer each time."""
    sent = failed = 0
    for message in messages_due(db, at):
        account = account_of(db, message.to_account_id)
        message.attempts += 1
        message.try_at = None
        if account is None:
            continue
        try:
            mailer.send(
                to=account.email,
                subject=translate(account.language, message.subject, message.params),
                body=translate(account.language, message.body, message.params),
            )
        except MailError:
            failed += 1
            message.try_at = next_attempt_at(message.attempts, at)
        else:
            sent += 1
            message.sent_at = at
    db.flush()
    return sent, failed
