"""Tables of the panels room."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.panels.policy import AppState, Draw, Event, Part, SeatState, State


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
    items: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[State] = mapped_column(enum_column(State))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    mandate: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    most_important: Mapped[str | None] = mapped_column(String(4))
    knock_outs: Mapped[list[str] | None] = mapped_column(JSON)
    rubric_sha256: Mapped[str | None] = mapped_column(String(64))
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("procedures.id"))
    # Terms; each is set when it begins to run.
    review_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended: Mapped[bool] = mapped_column(default=False)
    pulse_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    screening_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    scores_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How many are invited: agreed before anybody sees a score.
    invited_count: Mapped[int | None]
    draw: Mapped[Draw] = mapped_column(enum_column(Draw), default=Draw.NONE)
    # The lottery: 1,000 panels of pseudonyms, published before the dice are thrown.
    panels: Mapped[list[list[str]] | None] = mapped_column(JSON, deferred=True, deferred_group="lottery")
    lottery_sha256: Mapped[str | None] = mapped_column(String(64))
    algorithm: Mapped[str | None] = mapped_column(String(120))
    dice: Mapped[str | None] = mapped_column(String(3))
    dice_place: Mapped[str | None] = mapped_column(String(200))
    witnesses: Mapped[str | None] = mapped_column(String(200))
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Counts of the panel, kept when what volunteers told is erased.
    make_up: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # The decision of the panel, by candidate number.
    chosen_number: Mapped[int | None]
    reasons: Mapped[str | None] = mapped_column(Text)
    reason_items: Mapped[list[str] | None] = mapped_column(JSON)
    votes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # Counts of the secret vote that runs; no ballot is kept.
    tally: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    ranking: Mapped[list[int] | None] = mapped_column(JSON)
    rule: Mapped[str | None] = mapped_column(String(200))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rounds: Mapped[int] = mapped_column(default=1)
    # What the board did with it.
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    board_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    board_late: Mapped[bool] = mapped_column(default=False)
    reconciled: Mapped[bool] = mapped_column(default=False)
    placed_number: Mapped[int | None]
    board_reasons: Mapped[str | None] = mapped_column(Text)
    # Private addresses for who has no account here.
    employer_token: Mapped[str | None] = mapped_column(String(64))
    committee_token: Mapped[str | None] = mapped_column(String(64))
    employer_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Only with consent: the name of who joins the team.
    placed_name: Mapped[str | None] = mapped_column(String(120))
    erase_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    concluded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    certificate: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # While suspended: where it was, since when, and until when at most.
    suspended_from: Mapped[str | None] = mapped_column(String(40))
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    suspended_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    renewed: Mapped[bool] = mapped_column(default=False)
    for_committee: Mapped[bool] = mapped_column(default=False)


class ProcedureChange(Base):
    """One step of a procedure: which part fired which event, when; the account is empty for the clock and links."""

    __tablename__ = "procedure_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    event: Mapped[Event] = mapped_column(enum_column(Event))
    after: Mapped[State] = mapped_column(enum_column(State))
    part: Mapped[Part] = mapped_column(enum_column(Part))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Volunteer(Base):
    """Somebody who wants to sit on this panel."""

    __tablename__ = "volunteers"
    __table_args__ = (UniqueConstraint("procedure_id", "account_id"), UniqueConstraint("procedure_id", "pseudonym"))

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    # Empty once the name is no longer needed.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    # Given when the pool is frozen, in an order that says nothing about the person.
    pseudonym: Mapped[str | None] = mapped_column(String(12))
    cluster: Mapped[str] = mapped_column(String(80), default="")
    age_band: Mapped[str] = mapped_column(String(20), default="")
    experience: Mapped[str] = mapped_column(String(20), default="")
    # False once what was told for the draw is erased.
    told: Mapped[bool] = mapped_column(default=True)
    chance: Mapped[int | None]
    volunteered_at: Mapped[datetime] = mapped_column(UtcDateTime)


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


class Remark(Base):
    """What a resident says about a profile before the board approves it, and the answer."""

    __tablename__ = "procedure_remarks"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApplicationDraft(Base):
    """What somebody has typed so far; opened by its private address only and removed a week after closing."""

    __tablename__ = "application_drafts"
    __table_args__ = (UniqueConstraint("token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    token: Mapped[str] = mapped_column(String(64))
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
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[AppState] = mapped_column(enum_column(AppState), default=AppState.RECEIVED)
    # For the secretary and, once chosen, the employer; never for the panel.
    cv: Mapped[str] = mapped_column(Text, default="")
    knock_outs: Mapped[list[str] | None] = mapped_column(JSON)
    # What the panel reads when the secretary took something out that tells who wrote it.
    redacted: Mapped[dict[str, str] | None] = mapped_column(JSON)
    sorting_reason: Mapped[str] = mapped_column(Text, default="")
    repair_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The letter to who was not chosen: reasons by item of the rubric.
    letter: Mapped[dict[str, str] | None] = mapped_column(JSON)
    letter_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent_until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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
    # From paper: it counts only when a second person typed the same scores.
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
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


class Erasure(Base):
    """The ledger of what was erased: ids only, so that a restored copy can be erased again."""

    __tablename__ = "panel_erasures"
    __table_args__ = (UniqueConstraint("table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)
