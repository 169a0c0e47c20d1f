"""Tables of advice and of who supports it."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.advice import policy
from coop.advice.policy import AdviceKind, AdviceState
from coop.districts.policy import Decider
from coop.kernel.db import Base, UtcDateTime, enum_column


class Advice(Base):
    """An advice. `account_id`: who asked for it or began it; `given_by`: who of the council wrote it down.

    `points`: [[key, title]], empty while the council has not given it. `needed`: supporters, 0 for the council.
    `due_on`: the last day for the council or for supporters; NULL for what the council advises of its own accord.
    """

    __tablename__ = "advice"
    __table_args__ = (
        CheckConstraint("(state = 'handed_over') = (handed_over_at IS NOT NULL)", name="handed_over"),
        CheckConstraint("needed >= 0", name="needed"),
        Index("ix_advice_district_id_state", "district_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"))
    kind: Mapped[AdviceKind] = mapped_column(enum_column(AdviceKind))
    state: Mapped[AdviceState] = mapped_column(enum_column(AdviceState))
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    about: Mapped[str] = mapped_column(Text)
    points: Mapped[list[list[str]]] = mapped_column(JSON)
    decider: Mapped[Decider] = mapped_column(enum_column(Decider))
    needed: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    shows_name: Mapped[bool]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None]
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_on: Mapped[date | None]
    late_told_on: Mapped[date | None]


class AdviceSupport(Base):
    """One member supports an advice."""

    __tablename__ = "advice_supports"
    __table_args__ = (UniqueConstraint("advice_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    advice_id: Mapped[int] = mapped_column(ForeignKey("advice.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
