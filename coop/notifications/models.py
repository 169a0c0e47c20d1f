"""The outbox, and addresses that take no mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime


class OutboxMessage(Base):
    """A message that waits to be sent, or was sent. Subject and body are msgids with their parameters."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"), index=True)
    # To an account, or to the bare address of somebody without one; that address is kept only until it is sent.
    to_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    to_email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default="", server_default="")
    subject: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Empty: about something this person did or asked for. Else what it is about, such as "vote".
    topic: Mapped[str] = mapped_column(String(40), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    # NULL once it was sent or given up: what waits is found by this column.
    try_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A mail server gave it back for good, at once or later.
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MailRefusal(Base):
    """Mail to the address of an account came back for good, so often since `first_at`."""

    __tablename__ = "mail_refusals"
    __table_args__ = (CheckConstraint("refusals > 0", name="refusals"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    refusals: Mapped[int]
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
