"""Tables of roles and team."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.access import Role
from coop.kernel.db import Base, UtcDateTime, enum_column


class Appointment(Base):
    """A role of an account in a neighbourhood, from a day on, by whom and why.

    `given_by` is NULL for what was given on the server. `is_waiting`: it does not count before a second person agrees.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        CheckConstraint("given_by IS NULL OR given_by <> account_id", name="not_to_oneself"),
        CheckConstraint(
            "confirmed_by IS NULL OR (confirmed_by <> account_id AND confirmed_by <> given_by)", name="four_eyes"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="", server_default="")
    given_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_waiting: Mapped[bool] = mapped_column(default=False, server_default=false())
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    end_reason: Mapped[str] = mapped_column(String(300), default="", server_default="")


class SecondStepOff(Base):
    """A request to take the second step away from who lost phone and paper; it happens when a second person agrees."""

    __tablename__ = "second_step_offs"
    __table_args__ = (
        CheckConstraint("asked_by <> account_id", name="not_for_oneself"),
        CheckConstraint(
            "confirmed_by IS NULL OR (confirmed_by <> account_id AND confirmed_by <> asked_by)", name="four_eyes"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    asked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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


class FollowedDistrict(Base):
    """A neighbourhood that somebody follows, wherever they live. It gives no rights."""

    __tablename__ = "followed_districts"
    __table_args__ = (UniqueConstraint("account_id", "district_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    since_on: Mapped[date]
