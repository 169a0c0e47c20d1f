"""Tables of learning over the fence."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.learning import policy
from coop.learning.policy import LineKind


class FenceAnswer(Base):
    """What the team of `district_id` says of the difference with `other_id` in one figure of one definition."""

    __tablename__ = "fence_answers"
    __table_args__ = (UniqueConstraint("district_id", "other_id", "code", "definition_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    definition_version: Mapped[int]
    text: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MkbaSheet(Base):
    """An estimate of social costs and benefits; everybody reads it from `published_at` on, and it stands still then."""

    __tablename__ = "mkba_sheets"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    about: Mapped[str] = mapped_column(Text)
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The public sheet in whose place this one stands once it is public.
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("mkba_sheets.id"))


class MkbaLine(Base):
    """One assumption of a sheet."""

    __tablename__ = "mkba_lines"
    __table_args__ = (
        CheckConstraint("0 <= low_cents AND low_cents <= middle_cents AND middle_cents <= high_cents", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("mkba_sheets.id"), index=True)
    kind: Mapped[LineKind] = mapped_column(enum_column(LineKind))
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    payer: Mapped[str] = mapped_column(String(policy.PAYER_LENGTH))
    source: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH))
    low_cents: Mapped[int] = mapped_column(BigInteger)
    middle_cents: Mapped[int] = mapped_column(BigInteger)
    high_cents: Mapped[int] = mapped_column(BigInteger)


class Pilot(Base):
    """One neighbourhood in a pilot; the other one has a row with the same `pair` of its own."""

    __tablename__ = "pilots"
    __table_args__ = (UniqueConstraint("pair", "district_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pair: Mapped[int]
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    question: Mapped[str] = mapped_column(Text)
    unlike: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    review_on: Mapped[date]
    finding: Mapped[str] = mapped_column(Text, default="")
    keeps: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH), default="")
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # When this neighbourhood said that it takes part; who asked did so by asking.
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Refused, taken back or ended early: the same in both rows.
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    end_reason: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH), default="", server_default="")
    # 1: told that it is time for the finding; 2: told that it is late.
    told_of: Mapped[int] = mapped_column(default=0, server_default="0")
