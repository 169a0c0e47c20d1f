"""Table of votes that two people declare void after their outcome could be known."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from coop.answers.policy import GROUND_WORDS
from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.rules.answering import Ground
from coop.voting import policy


class Voiding(Base):
    """Declaring a vote void once its outcome could be known: asked by one person, signed or dropped by another.

    `known_at`: from when the outcome could be known. Who asked can drop it too. A row is never removed.
    """

    __tablename__ = "poll_voidings"
    __table_args__ = (
        CheckConstraint("signed_by IS NULL OR signed_by <> asked_by", name="four_eyes"),
        CheckConstraint("(signed_by IS NULL) = (signed_at IS NULL)", name="signed"),
        CheckConstraint("signed_at IS NULL OR dropped_at IS NULL", name="one_end"),
        Index(
            "uq_poll_voidings_waiting",
            "poll_id",
            unique=True,
            sqlite_where=text("dropped_at IS NULL"),
            postgresql_where=text("dropped_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    ground: Mapped[Ground] = mapped_column(enum_column(Ground))
    reason: Mapped[str] = mapped_column(String(policy.REASON_LENGTH))
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def words(self) -> str:
        """The marked msgid of what was wrong."""
        return GROUND_WORDS[self.ground]

    @property
    def waits(self) -> bool:
        """Whether it waits for the second person."""
        return self.signed_at is None and self.dropped_at is None
