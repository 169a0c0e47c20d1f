"""Who hears news how often, and what was sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.digests.policy import Pace
from coop.kernel.db import Base, UtcDateTime, enum_column


class NewsReader(Base):
    """How often somebody hears news of a neighbourhood. `told_until`: everything before this moment was told.

    `rest_from`, `rest_until`: hours of the day between which no news is sent. `chosen_at` is NULL for a member who
    never chose.
    """

    __tablename__ = "news_readers"
    __table_args__ = (CheckConstraint("rest_from BETWEEN 0 AND 23 AND rest_until BETWEEN 0 AND 23", name="hours"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), primary_key=True)
    pace: Mapped[Pace] = mapped_column(enum_column(Pace), index=True)
    rest_from: Mapped[int]
    rest_until: Mapped[int]
    told_until: Mapped[datetime] = mapped_column(UtcDateTime)
    chosen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Digest(Base):
    """News of (since_at, until_at] for everybody who was told until `since_at`; for paper, one print run.

    `lines`: [kind of news, number of the thing, title, moment] each, newest first, at most `MOST_LINES`; `more`: how
    many there were besides.
    """

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("district_id", "pace", "since_at", "until_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    pace: Mapped[Pace] = mapped_column(enum_column(Pace))
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lines: Mapped[list[list[Any]]] = mapped_column(JSON)
    more: Mapped[int] = mapped_column(default=0)
    readers: Mapped[int]
