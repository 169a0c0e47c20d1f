"""The procedure, its history, remarks on the profile, and what the clock keeps."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.panels.policy import Body, Draw, Event, Part, State


class Procedure(Base):
    """One vacancy in the team, from draft to placement."""

    __tablename__ = "procedures"
    __table_args__ = (
        CheckConstraint("minutes_week > 0", name="minutes_week"),
        CheckConstraint("places BETWEEN 1 AND 3", name="places"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    minutes_week: Mapped[int]
    # Alike in everything; decided one after the other, the next when somebody accepted the one before.
    places: Mapped[int] = mapped_column(default=1, server_default="1")
    # How many joined the team.
    filled: Mapped[int] = mapped_column(default=0, server_default="0")
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
    decide_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How many are invited: agreed before anybody sees a score.
    invited_count: Mapped[int | None]
    draw: Mapped[Draw] = mapped_column(enum_column(Draw), default=Draw.NONE)
    # What is asked for the draw beside street, age and experience; the quotas of the list, and which of them gave way.
    features: Mapped[list[str] | None] = mapped_column(JSON)
    quotas: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    given_way: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
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
    # Who saw the lot that broke a tie.
    lot_witnesses: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # What was said in the deliberation; for panel, secretary and board, and erased with the scores.
    minutes: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rounds: Mapped[int] = mapped_column(default=1)
    # The decisions about earlier places: dicts with the keys of `places.EARLIER`.
    earlier: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    # What the board did with it.
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    board_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    board_late: Mapped[bool] = mapped_column(default=False)
    # Who answers in place of the board, when nobody of it can.
    handed_to: Mapped[Body | None] = mapped_column(enum_column(Body))
    stand_in_contact: Mapped[str] = mapped_column(String(254), default="", server_default="")
    stand_in_token: Mapped[str | None] = mapped_column(String(64))
    reconciled: Mapped[bool] = mapped_column(default=False)
    placed_number: Mapped[int | None]
    board_reasons: Mapped[str | None] = mapped_column(Text)
    # Private addresses for who has no account here.
    employer_contact: Mapped[str] = mapped_column(String(254), default="", server_default="")
    committee_contact: Mapped[str] = mapped_column(String(254), default="", server_default="")
    employer_token: Mapped[str | None] = mapped_column(String(64))
    committee_token: Mapped[str | None] = mapped_column(String(64))
    employer_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Only with consent: the name of who joins the team.
    placed_name: Mapped[str | None] = mapped_column(String(120))
    erase_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The secretary destroyed what was on paper.
    paper_destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
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


class Reminder(Base):
    """What a reminder was sent about, so that it is sent once: `about` names the kind and whom or what."""

    __tablename__ = "panel_reminders"
    __table_args__ = (UniqueConstraint("procedure_id", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    about: Mapped[str] = mapped_column(String(60))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
