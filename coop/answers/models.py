"""Tables of answers that are owed, and of every step."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.answers import policy
from coop.answers.policy import Source
from coop.districts.policy import Decider
from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.rules.answering import Event, Ground, Phase, Power


class OwedAnswer(Base):
    """An answer owed on a vote, an edition, advice or a question; `source_id` is its number in its own room.

    `points`: [[key, title]] as put. `begins_on` and `due_on`: the term that runs now, or the last one that ran.
    """

    __tablename__ = "owed_answers"
    __table_args__ = (
        UniqueConstraint("source", "source_id"),
        CheckConstraint("due_on >= begins_on", name="term"),
        Index("ix_owed_answers_district_id_phase", "district_id", "phase"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    source: Mapped[Source] = mapped_column(enum_column(Source))
    source_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    question: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    power: Mapped[Power] = mapped_column(enum_column(Power))
    decider: Mapped[Decider] = mapped_column(enum_column(Decider))
    mandate: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    points: Mapped[list[list[str]]] = mapped_column(JSON)
    phase: Mapped[Phase] = mapped_column(enum_column(Phase), default=Phase.OWED)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begins_on: Mapped[date]
    due_on: Mapped[date]
    reminded_on: Mapped[date | None]
    overdue_told_on: Mapped[date | None]

    @property
    def keys(self) -> list[str]:
        """The names of the points."""
        return [key for key, _title in self.points]


class AnswerStep(Base):
    """One step, with what was said; rows are only added. `account_id` is NULL for the clock.

    `points`: {key: [verdict, reasons]}. `signed_by`: who at the municipality, when that decides.
    """

    __tablename__ = "answer_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("owed_answers.id"), index=True)
    event: Mapped[Event] = mapped_column(enum_column(Event))
    phase: Mapped[Phase] = mapped_column(enum_column(Phase))
    late_days: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[str] = mapped_column(Text, default="")
    ground: Mapped[Ground | None] = mapped_column(enum_column(Ground))
    points: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    signed_by: Mapped[str] = mapped_column(String(policy.SIGNED_LENGTH), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
