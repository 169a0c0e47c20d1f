"""Tables of visits and of answers to offers of help."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.events.policy import PLACE_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from coop.initiatives import policy
from coop.initiatives.policy import VisitState
from coop.kernel.db import Base, UtcDateTime, enum_column


class Visit(Base):
    """The team is asked to come to something of an initiative. `words`: who comes, or why nobody can.

    `told`: in a sentence how it was. `event_id`: where it stands in the calendar, when everybody is welcome.
    `earlier`: what the team said or told before, oldest first, as {state, words, on}.
    """

    __tablename__ = "visits"
    __table_args__ = (
        CheckConstraint("(state IN ('came', 'missed')) = (told_at IS NOT NULL)", name="told"),
        Index("ix_visits_district_id_state", "district_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    state: Mapped[VisitState] = mapped_column(enum_column(VisitState), default=VisitState.ASKED)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    is_open: Mapped[bool]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_due_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(policy.REASON_LENGTH), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    told: Mapped[str] = mapped_column(String(policy.REASON_LENGTH), default="")
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late_told_on: Mapped[date | None]
    earlier: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)

    @property
    def times_said(self) -> int:
        """How often the team answered or told."""
        return len(self.earlier or ()) + (self.answered_at is not None) + (self.told_at is not None)


class HelpAnswer(Base):
    """What who brought an initiative in says to an offer of help of `account_id`, made at `offered_at`.

    `contact`: how to reach the helper, written by the helper for who answered alone.
    """

    __tablename__ = "help_answers"
    __table_args__ = (UniqueConstraint("item_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_items.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_yes: Mapped[bool]
    text: Mapped[str] = mapped_column(String(policy.REASON_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    contact: Mapped[str] = mapped_column(String(policy.CONTACT_LENGTH), default="")
