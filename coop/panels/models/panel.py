"""The draw, the panel, and what its members hand in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.panels.policy import SeatState


class Volunteer(Base):
    """Somebody who wants to sit on this panel."""

    __tablename__ = "volunteers"
    __table_args__ = (UniqueConstraint("procedure_id", "account_id"), UniqueConstraint("procedure_id", "pseudonym"))

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    # Empty once the name is no longer needed, and for who takes part on paper: then name and contact are here.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(120), default="", server_default="")
    contact: Mapped[str] = mapped_column(String(254), default="", server_default="")
    # Given when the pool is frozen, in an order that says nothing about the person.
    pseudonym: Mapped[str | None] = mapped_column(String(12))
    # The same for people who live at one address; empty when nobody else there volunteered.
    household: Mapped[str] = mapped_column(String(12), default="", server_default="")
    cluster: Mapped[str] = mapped_column(String(80), default="")
    age_band: Mapped[str] = mapped_column(String(20), default="")
    experience: Mapped[str] = mapped_column(String(20), default="")
    gender: Mapped[str] = mapped_column(String(20), default="", server_default="")
    home_language: Mapped[str] = mapped_column(String(20), default="", server_default="")
    # False once what was told for the draw is erased.
    told: Mapped[bool] = mapped_column(default=True)
    chance: Mapped[int | None]
    volunteered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PanelDraw(Base):
    """A draw that a job computes: asked for, how far (`share` of 100), or why no panel could be drawn.

    `fault` (msgid with `fault_params`) and `relaxation`, the smallest change of the quotas that would help, are empty
    when all went well.
    """

    __tablename__ = "panel_draws"
    __table_args__ = (CheckConstraint("share >= 0 AND share <= 100", name="share"),)

    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    share: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(Text, default="")
    relaxation: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)


class Seat(Base):
    """A drawn place: `rank` 1.. on the panel, reserves after that in their order."""

    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("procedure_id", "volunteer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteers.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    rank: Mapped[int]
    answer: Mapped[SeatState] = mapped_column(enum_column(SeatState))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    briefed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # In which round of voting this member has voted; what was voted is kept as counts only.
    voted_round: Mapped[int] = mapped_column(default=0)
    # On which day the members' meeting chose this person, when too few were left who were drawn.
    chosen_on: Mapped[date | None]
    # That somebody looked back; what was answered stands apart, without a seat or a moment.
    looked_back: Mapped[bool] = mapped_column(default=False, server_default=false())


class Declaration(Base):
    """A member says whether to step back for a candidate. A flag only: a reason could tell who gets help."""

    __tablename__ = "panel_declarations"
    __table_args__ = (UniqueConstraint("seat_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    steps_back: Mapped[bool]
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScoreSheet(Base):
    """What one member gave one candidate. Read by others only through `queries.opened`, after the reveal."""

    __tablename__ = "score_sheets"
    __table_args__ = (
        UniqueConstraint("application_id", "seat_id", "phase"),
        CheckConstraint("phase IN ('screening', 'interview')", name="phase"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    phase: Mapped[str] = mapped_column(String(10))
    # False while some questions are still to be scored: such a sheet counts for nothing.
    complete: Mapped[bool] = mapped_column(default=True, server_default=true())
    # A member steps back without a reason: a reason could reveal that somebody is helped by the team.
    stepped_back: Mapped[bool] = mapped_column(default=False)
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # One change after the reveal; the first version stays beside it.
    amended: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    amend_reason: Mapped[str] = mapped_column(Text, default="")
    amended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # A conflict found later: the sheet stays, and counts for nothing.
    struck: Mapped[bool] = mapped_column(default=False)
    # Typed from paper by two people; what the member hands in on the site takes its place.
    from_paper: Mapped[bool] = mapped_column(default=False, server_default=false())


class PaperSheet(Base):
    """What the secretary typed of a sheet on paper; it is handed in when a second person typed the same.

    It stands apart from the sheets, so that typing tells nobody whether the member handed in on the site.
    """

    __tablename__ = "panel_paper_sheets"
    __table_args__ = (
        UniqueConstraint("application_id", "seat_id", "phase"),
        CheckConstraint("phase IN ('screening', 'interview')", name="phase"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    phase: Mapped[str] = mapped_column(String(10))
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Opinion(Base):
    """A minority opinion of a member, published with the decision and without a name."""

    __tablename__ = "panel_opinions"
    __table_args__ = (UniqueConstraint("seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Evaluation(Base):
    """What a member thinks of the procedure afterwards, without a name, a seat or a moment."""

    __tablename__ = "panel_evaluations"
    __table_args__ = tuple(CheckConstraint(f"{one} IN ('yes', 'partly', 'no')", name=one) for one in ("clear", "free"))

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    clear: Mapped[str] = mapped_column(String(10))
    free: Mapped[str] = mapped_column(String(10))
    better: Mapped[str] = mapped_column(Text, default="")
