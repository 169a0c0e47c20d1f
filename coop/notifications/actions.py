"""Putting mail in the outbox and sending what is due."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, delete, insert, select, update
from sqlalchemy.orm import Session

from coop.identity.queries import account_of
from coop.notifications.models import MailRefusal, OutboxMessage
from coop.notifications.policy import NEWS, next_attempt_at
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


def queue_mail_to_address(
    db: Session,
    *,
    to_email: str,
    language: str,
    subject: str,
    body: str,
    district_id: int | None = None,
    at: datetime,
    params: dict[str, object],
) -> OutboxMessage:
    """A message to somebody without an account, who left this address for it; the address goes when it is sent."""
    message = OutboxMessage(
        district_id=district_id,
        to_email=to_email,
        language=language,
        subject=subject,
        body=body,
        params=params,
        created_at=at,
        try_at=at,
    )
    db.add(message)
    return message


def forget_address(db: Session, address: str) -> None:
    """Whatever still waits for this bare address is not sent any more."""
    waiting = update(OutboxMessage).where(OutboxMessage.to_email == address)
    db.execute(waiting.values(to_email=None, params={}, try_at=None))


def queue_mail_to_many(
    db: Session,
    account_ids: Iterable[int],
    *,
    subject: str,
    body: str,
    topic: str,
    district_id: int,
    at: datetime,
    params: dict[str, object],
    send_at: datetime | None = None,
) -> int:
    """The same message for many, each account one, at once or at `send_at`; returns how many.

    `topic` says what it is about, so that somebody can choose not to get such mail.
    """
    row = {"subject": subject, "body": body, "topic": topic, "district_id": district_id, "params": params}
    rows = [
        row | {"to_account_id": one, "created_at": at, "try_at": send_at or at} for one in dict.fromkeys(account_ids)
    ]
    if rows:
        db.execute(insert(OutboxMessage), rows)
    return len(rows)


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed message in the language of its reader, ready to hand over. No account: it went to a bare address."""

    message_id: int
    account_id: int | None
    topic: str
    to: str
    language: str
    subject: str
    body: str
    params: dict[str, object]


def claim_mail(db: Session, translate: Translate, *, at: datetime) -> Letter | None:
    """Take the next message that is due and set the moment of a next attempt, as if this one would fail.

    So a crash while it is handed over sends it again later, and two senders never take the same message at once. News
    gets no next attempt here: after a crash nobody gets it twice.
    """
    for message in messages_due(db, at):
        to, language = _address_of(db, message)
        # Without an address it was not tried, so nobody has to look why it failed.
        message.attempts += 1 if to else 0
        message.try_at = next_attempt_at(message.attempts, at) if to and message.topic != NEWS else None
        params = dict(message.params)
        if message.try_at is None:
            message.to_email = None
            if message.topic != NEWS:
                message.params = {}
        db.flush()
        if to:
            if message.topic == NEWS:
                params |= {"reader": message.to_account_id, "district_id": message.district_id}
            subject, body = (translate(language, text, params) for text in (message.subject, message.body))
            return Letter(message.id, message.to_account_id, message.topic, to, language, subject, body, params)
    return None


def _address_of(db: Session, message: OutboxMessage) -> tuple[str, str]:
    """Where to and in which language; no address when the account is gone or closed."""
    if message.to_account_id is None:
        return message.to_email or "", message.language
    account = account_of(db, message.to_account_id)
    return (account.email, account.language) if account and account.closed_at is None else ("", "")


def mark_sent(db: Session, message_id: int, *, at: datetime) -> None:
    """The message was handed over: it is not tried again, and what stood in it is kept no longer."""
    message = db.get_one(OutboxMessage, message_id)
    message.sent_at, message.try_at, message.params, message.to_email = at, None, {}, None
    db.flush()


def put_back(db: Session, message_id: int, *, at: datetime) -> None:
    """News that was surely not handed over is tried again later, or given up."""
    message = db.get_one(OutboxMessage, message_id)
    if message.topic == NEWS:
        message.try_at = next_attempt_at(message.attempts, at)
        db.flush()


def note_refusal(db: Session, message_id: int, *, at: datetime) -> bool:
    """A mail server gave this message back for good: it is not tried again, and its address counts as refusing.

    Once per message, however often the mail server says so. Returns whether it was news to us.
    """
    message = db.get(OutboxMessage, message_id, with_for_update=True)
    if message is None or message.refused_at is not None:
        return False
    message.refused_at, message.try_at, message.params, message.to_email = at, None, {}, None
    if message.to_account_id is not None:
        known = db.get(MailRefusal, message.to_account_id, with_for_update=True)
        if known is None:
            db.add(MailRefusal(account_id=message.to_account_id, refusals=1, first_at=at, last_at=at))
        else:
            known.refusals, known.last_at = known.refusals + 1, at
    db.flush()
    return True


def forget_refusals(db: Session, account_id: int) -> None:
    """The owner says that the address is right: mail goes there again."""
    db.execute(delete(MailRefusal).where(MailRefusal.account_id == account_id))


def forget_messages(db: Session, account_id: int) -> None:
    """Whatever still waits for this account is not sent any more, and nothing of it is kept."""
    waiting = update(OutboxMessage).where(OutboxMessage.to_account_id == account_id, OutboxMessage.try_at.is_not(None))
    db.execute(waiting.values(params={}, try_at=None))


def forget_news(db: Session, account_id: int, district_id: int) -> None:
    """News of a neighbourhood that waits for this account, until its hours of rest are over, is not sent any more."""
    waiting = update(OutboxMessage).where(
        OutboxMessage.to_account_id == account_id,
        OutboxMessage.district_id == district_id,
        OutboxMessage.topic == NEWS,
        OutboxMessage.try_at.is_not(None),
    )
    db.execute(waiting.values(params={}, try_at=None))


def replace_words(db: Session, district_id: int, old: str, new: str) -> int:
    """What was erased is not read in a mail that still waits either: it says `new` where it said just `old`.

    Messages that were sent tell it as little from now on. Returns how many changed.
    """
    # As it stands in the column, where other letters than those of English are written as numbers.
    written = json.dumps(old)
    query = select(OutboxMessage).where(
        OutboxMessage.district_id == district_id, cast(OutboxMessage.params, Text).contains(written, autoescape=True)
    )
    found = db.scalars(query.with_for_update()).all()
    for one in found:
        one.params = _replaced(one.params, old, new)
    db.flush()
    return len(found)


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {name: _replaced(one, old, new) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, old, new) for one in value]
    return new if value == old else value


def remove_messages(db: Session, *, before: datetime) -> int:
    """Remove what was written before a moment; returns how many."""
    gone = delete(OutboxMessage).where(OutboxMessage.created_at <= before).returning(OutboxMessage.id)
    return len(db.execute(gone).all())
