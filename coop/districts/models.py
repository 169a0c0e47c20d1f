"""Tables of neighbourhoods."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.districts.policy import LONGEST_ANSWER_DAYS, USUAL_ANSWER_DAYS, Decider, IdealType, Level, Subject
from coop.kernel.db import Base, enum_column


class District(Base):
    """A neighbourhood with a team of its own."""

    __tablename__ = "districts"
    __table_args__ = (
        CheckConstraint("inhabitants >= 0", name="inhabitants"),
        CheckConstraint("team_minutes_week >= 0", name="team_minutes_week"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    cooperative: Mapped[str] = mapped_column(String(120))
    municipality: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(Text, default="")
    inhabitants: Mapped[int]
    team_minutes_week: Mapped[int]
    languages: Mapped[list[Any]] = mapped_column(JSON, default=list)
    phone: Mapped[str] = mapped_column(String(40), default="")


class StreetCluster(Base):
    """A few streets that together are large enough to be named without pointing at anybody."""

    __tablename__ = "street_clusters"
    __table_args__ = (UniqueConstraint("district_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))


class Street(Base):
    """A street."""

    __tablename__ = "streets"
    __table_args__ = (UniqueConstraint("district_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("street_clusters.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))


class DistrictMap(Base):
    """The map of a neighbourhood, one at most. `geojson`: its checked boundaries; `drawing`: `Drawing.as_json`."""

    __tablename__ = "district_maps"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), unique=True)
    geojson: Mapped[dict[str, Any]] = mapped_column(JSON)
    drawing: Mapped[dict[str, Any]] = mapped_column(JSON)


class Mandate(Base):
    """How far the say of residents goes on one subject, from a day on; who decides answers within `answer_days`."""

    __tablename__ = "mandates"
    __table_args__ = (
        UniqueConstraint("district_id", "subject", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint(f"answer_days BETWEEN 1 AND {LONGEST_ANSWER_DAYS}", name="answer_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    subject: Mapped[Subject] = mapped_column(enum_column(Subject))
    level: Mapped[Level] = mapped_column(enum_column(Level))
    declined: Mapped[bool] = mapped_column(default=False)
    basis: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    review_on: Mapped[date | None]
    decider: Mapped[Decider] = mapped_column(
        enum_column(Decider), default=Decider.BOARD, server_default=Decider.BOARD.value
    )
    answer_days: Mapped[int] = mapped_column(default=USUAL_ANSWER_DAYS, server_default=str(USUAL_ANSWER_DAYS))


class TeamCharter(Base):
    """What the team of a neighbourhood chose to be; one draft at most, and numbered versions that never change.

    `version`: 0 for the draft. `answers`: by `CharterQuestion`. Who wrote and published it stands in the log.
    """

    __tablename__ = "team_charters"
    __table_args__ = (
        UniqueConstraint("district_id", "version"),
        CheckConstraint("(version > 0) = (published_on IS NOT NULL)", name="published"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    version: Mapped[int]
    ideal: Mapped[IdealType] = mapped_column(enum_column(IdealType))
    why: Mapped[str] = mapped_column(Text)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    published_on: Mapped[date | None]
