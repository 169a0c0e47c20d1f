"""Tables of the panels room."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.access import Role
from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.panels.policy import Event, State


class Procedure(Base):
    """One vacancy in the team, from draft to placement."""

    __tablename__ = "procedures"
    __table_args__ = (CheckConstraint("minutes_week > 0", name="minutes_week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    minutes_week: Mapped[int]
    home_organisation: Mapped[str] = mapped_column(String(120))
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    scores_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    items: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[State] = mapped_column(enum_column(State))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mandate: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # The lottery: 1,000 panels of pseudonyms, published before the dice are thrown.
    panels: Mapped[list[list[str]] | None] = mapped_column(JSON, deferred=True, deferred_group="lottery")
    lottery_sha256: Mapped[str | None] = mapped_column(String(64))
    algorithm: Mapped[str | None] = mapped_column(String(120))
    dice: Mapped[str | None] = mapped_column(String(3))
    dice_place: Mapped[str | None] = mapped_column(String(200))
    witnesses: Mapped[str | None] = mapped_column(String(200))
    # The decision of the panel, by candidate number.
    chosen_number: Mapped[int | None]
    reasons: Mapped[str | None] = mapped_column(Text)
    reason_items: Mapped[list[str] | None] = mapped_column(JSON)
    votes: Mapped[dict[str, int] | None] = mapped_column(JSON)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rounds: Mapped[int] = mapped_column(default=0)
    # What the board did with it.
    placed_number: Mapped[int | None]
    board_reasons: Mapped[str | None] = mapped_column(Text)


class ProcedureChange(Base):
    """One step of a procedure: who fired which event, in which role, when."""

    __tablename__ = "procedure_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    event: Mapped[Event] = mapped_column(enum_column(Event))
    after: Mapped[State] = mapped_column(enum_column(State))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Volunteer(Base):
    """Somebody who wants to sit on this panel."""

    __tablename__ = "volunteers"
    __table_args__ = (UniqueConstraint("procedure_id", "account_id"), UniqueConstraint("procedure_id", "pseudonym"))

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    # Given when the pool is frozen, in an order that says nothing about the person.
    pseudonym: Mapped[str | None] = mapped_column(String(12))
    cluster: Mapped[str] = mapped_column(String(80), default="")
    age_band: Mapped[str] = mapped_column(String(20), default="")
    experience: Mapped[str] = mapped_column(String(20), default="")
    chance: Mapped[int | None]
    volunteered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Seat(Base):
    """A drawn place: `rank` 1.. on the panel, reserves after that in their order."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("procedure_id", "volunteer_id"),
        CheckConstraint("answer IN ('waiting', 'accepted', 'declined', 'reserve')", name="answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    rank: Mapped[int]
    answer: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Application(Base):
    """Somebody applies; the panel knows the number only."""

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
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScoreSheet(Base):
    """What one member gave one candidate. Read by others only through `queries.opened`, after the reveal."""

    __tablename__ = "score_sheets"
    __table_args__ = (UniqueConstraint("application_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    # A member steps back without a reason: a reason could reveal that somebody is helped by the team.
    stepped_back: Mapped[bool] = mapped_column(default=False)
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
