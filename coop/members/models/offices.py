"""Tables of roles and team."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.access import Role
from coop.kernel.db import Base, enum_column


class Appointment(Base):
    """A role of an account in a neighbourhood, from a day on."""

    __tablename__ = "appointments"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class TeamMember(Base):
    """Somebody of the social team: shown to residents by name, on purpose."""

    __tablename__ = "team_members"
    __table_args__ = (CheckConstraint("minutes_week >= 0", name="minutes_week"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(120))
    specialism: Mapped[str] = mapped_column(String(120))
    home_organisation: Mapped[str] = mapped_column(String(120))
    minutes_week: Mapped[int]
    walk_in: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    left_on: Mapped[date | None]
