"""Notes of what was said, and slips with a code for who said it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.agenda.policy import Domain
from coop.doors import policy
from coop.doors.policy import Way
from coop.kernel.db import Base, UtcDateTime, enum_column


class DoorNote(Base):
    """One thing that somebody said; nobody is named.

    `cluster_id`: which streets, empty for the whole neighbourhood. `batch`: the key of the sending, `position` from 1.
    `sorted_at`: when it was dealt with: brought to `item_id`, or put away for `reason`.
    """

    __tablename__ = "door_notes"
    __table_args__ = (
        UniqueConstraint("account_id", "batch", "position"),
        CheckConstraint("(sorted_at IS NULL) = (item_id IS NULL AND reason = '')", name="sorted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    batch: Mapped[str] = mapped_column(String(policy.BATCH_LENGTH))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(policy.TEXT_LENGTH))
    way: Mapped[Way] = mapped_column(enum_column(Way))
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("street_clusters.id"))
    domain: Mapped[Domain | None] = mapped_column(enum_column(Domain))
    heard_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    sorted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    reason: Mapped[str] = mapped_column(String(policy.REASON_LENGTH), default="")


class DoorSlip(Base):
    """A slip of paper that was printed, with a keyed hash of its code; `note_id`: to whose words it was given."""

    __tablename__ = "door_slips"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    printed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("door_notes.id"), unique=True)
