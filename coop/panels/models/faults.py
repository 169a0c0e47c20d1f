"""What went wrong: faults in the work of a panel, and breaches of secrecy."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.panels.policy import FaultKind


class Fault(Base):
    """A fault of one member that came out after the placement; `text` is public and names nobody.

    Account or name stay as long as this person is kept out of draws, or can object.
    """

    __tablename__ = "panel_faults"
    __table_args__ = (
        UniqueConstraint("seat_id"),
        CheckConstraint("(stands IS NULL) = (ruled_at IS NULL)", name="ruled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[FaultKind] = mapped_column(enum_column(FaultKind))
    text: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    excluded_until_on: Mapped[date | None]
    objection: Mapped[str] = mapped_column(Text, default="")
    objected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ruling: Mapped[str] = mapped_column(Text, default="")
    # Whether the note stands after an objection; empty while nobody ruled.
    stands: Mapped[bool | None]
    ruled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Breach(Base):
    """Something about candidates became known that should not have: a line in the record of breaches.

    `numbers` of the candidates it is about go with their data; `reported` says whether the authority was told.
    """

    __tablename__ = "panel_breaches"
    __table_args__ = (CheckConstraint("(reported IS NULL) = (judged_at IS NULL)", name="judged"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"))
    known_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    numbers: Mapped[list[int]] = mapped_column(JSON)
    reported: Mapped[bool | None]
    grounds: Mapped[str] = mapped_column(Text, default="")
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
