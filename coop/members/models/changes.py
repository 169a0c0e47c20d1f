"""Tables of what is being done to the register: large files on their way in, and registrations that become one."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.members.policy import ImportState


class MemberImport(Base):
    """A large file with members. `content` is emptied as soon as it is entered or refused; `share` is a percentage.

    `refused`: [line, reason as a msgid] per row that cannot be taken over.
    """

    __tablename__ = "member_imports"
    __table_args__ = (CheckConstraint("share BETWEEN 0 AND 100", name="share"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rows: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    state: Mapped[ImportState] = mapped_column(enum_column(ImportState))
    share: Mapped[int] = mapped_column(default=0)
    refused: Mapped[list[list[Any]]] = mapped_column(JSON)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MembershipSuspension(Base):
    """A member is suspended: the rights of members rest from a day until another. `reason`: the decision behind it."""

    __tablename__ = "membership_suspensions"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(String(300))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MembershipMerge(Base):
    """Two registrations of one person become one: somebody proposes, a second person agrees. `gone_id` then ends."""

    __tablename__ = "membership_merges"
    __table_args__ = (
        CheckConstraint("kept_id <> gone_id", name="two_registrations"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> asked_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"))
    gone_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"))
    reason: Mapped[str] = mapped_column(String(300))
    asked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FoundingEntry(Base):
    """One line of the paper list of founders, as one of two people typed it. Gone once the list is taken over."""

    __tablename__ = "founding_entries"
    __table_args__ = (
        UniqueConstraint("district_id", "number", "typed_by"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(80))
    house_number: Mapped[str] = mapped_column(String(20))
    postcode: Mapped[str] = mapped_column(String(10))
    stated_age: Mapped[int]
    signed_on: Mapped[date]
    typed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime)
