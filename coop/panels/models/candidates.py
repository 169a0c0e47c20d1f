"""Candidates: drafts, applications, interviews, complaints."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.panels.policy import AppState


class ApplicationDraft(Base):
    """What somebody has typed so far; opened by its private address only and removed a week after closing."""

    __tablename__ = "application_drafts"
    __table_args__ = (UniqueConstraint("token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    token: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    values: Mapped[dict[str, str]] = mapped_column(JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Application(Base):
    """Somebody applies; the panel knows the number only until the shortlist is known."""

    __tablename__ = "applications"
    __table_args__ = (UniqueConstraint("procedure_id", "number"), UniqueConstraint("token"))

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    number: Mapped[int]
    token: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(120))
    contact: Mapped[str] = mapped_column(String(254))
    # In which messages are written to who has no account.
    language: Mapped[str] = mapped_column(String(2), default="nl", server_default="nl")
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[AppState] = mapped_column(enum_column(AppState), default=AppState.RECEIVED)
    # For the secretary and, once chosen, the employer; never for the panel.
    cv: Mapped[str] = mapped_column(Text, default="")
    knock_outs: Mapped[list[str] | None] = mapped_column(JSON)
    # What the panel reads when the secretary took something out that tells who wrote it.
    redacted: Mapped[dict[str, str] | None] = mapped_column(JSON)
    sorting_reason: Mapped[str] = mapped_column(Text, default="")
    # Which answers can be sent again until then; "cv" for the CV.
    missing: Mapped[list[str] | None] = mapped_column(JSON)
    repair_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The letter to who was not chosen: reasons by item of the rubric.
    letter: Mapped[dict[str, str] | None] = mapped_column(JSON)
    letter_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Interview(Base):
    """The talk with one candidate; `present` are the seats that were there from beginning to end."""

    __tablename__ = "interviews"
    __table_args__ = (UniqueConstraint("application_id"), CheckConstraint("minutes > 0", name="minutes"))

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(default=60)
    place: Mapped[str] = mapped_column(String(200))
    # What was arranged so that this candidate can take part; the panel sees the arrangement, never why.
    arrangement: Mapped[str] = mapped_column(String(200), default="")
    postponed: Mapped[bool] = mapped_column(default=False)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    present: Mapped[list[int] | None] = mapped_column(JSON)


class Complaint(Base):
    """A complaint of a candidate; while it is open the data of this candidate are kept."""

    __tablename__ = "complaints"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Ruled by the complaints committee.
    founded: Mapped[bool | None]
    ruling: Mapped[str] = mapped_column(Text, default="")
    ruled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
