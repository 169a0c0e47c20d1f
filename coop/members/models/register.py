"""Tables of the register: members, applications, how residence was shown, and the statutes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.members.policy import Admission, ApplicationState, Channel, Ending, Way


class Membership(Base):
    """A member of the co-operative of a neighbourhood, with or without an account."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_running",
            "district_id",
            "account_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        CheckConstraint("ended_on IS NULL OR ended_on >= admitted_on", name="period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("street_clusters.id"))
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(80), default="")
    house_number: Mapped[str] = mapped_column(String(20), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    # Only for letters and mail about the membership; signing in has an address of its own.
    email: Mapped[str] = mapped_column(String(254), default="")
    # The age that was stated at the application; no day of birth is kept.
    stated_age: Mapped[int | None]
    lives_here: Mapped[bool] = mapped_column(default=True)
    admitted_on: Mapped[date]
    ended_on: Mapped[date | None]
    ended_because: Mapped[Ending | None] = mapped_column(enum_column(Ending))
    # Given by the member, who alone can take it back; what the board decided stands.
    own_notice: Mapped[bool] = mapped_column(default=False, server_default=false())


class Statutes(Base):
    """What the statutes settle about members, from a day on."""

    __tablename__ = "statutes"
    __table_args__ = (UniqueConstraint("district_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    starts_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(200))
    minimum_age: Mapped[int]
    minimum_membership_days: Mapped[int]
    residents_only: Mapped[bool]
    admission: Mapped[Admission] = mapped_column(enum_column(Admission))
    proxies_per_holder: Mapped[int]
    vouches_per_year: Mapped[int]
    notice_days: Mapped[int] = mapped_column(default=0, server_default="0")
    one_per_household: Mapped[bool] = mapped_column(default=True, server_default=true())
    advice_supporters: Mapped[int] = mapped_column(default=50, server_default="50")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MembershipApplication(Base):
    """Somebody who wants to become a member. `number` is told to the applicant and says nothing about others.

    `is_move`: a member with a new address, which has to be shown; `membership_id` then is known from the start.
    """

    __tablename__ = "membership_applications"
    __table_args__ = (UniqueConstraint("district_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    number: Mapped[str] = mapped_column(String(12))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    state: Mapped[ApplicationState] = mapped_column(enum_column(ApplicationState))
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(80))
    house_number: Mapped[str] = mapped_column(String(20))
    postcode: Mapped[str] = mapped_column(String(10), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    stated_age: Mapped[int]
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code: Mapped[str | None] = mapped_column(String(64), index=True)
    letter_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id"))
    is_move: Mapped[bool] = mapped_column(default=False, server_default=false())


class ResidenceProof(Base):
    """One way in which residence was shown. At the desk it counts once a second person confirmed it."""

    __tablename__ = "residence_proofs"
    __table_args__ = (
        UniqueConstraint("application_id", "way"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> given_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("membership_applications.id"), index=True)
    way: Mapped[Way] = mapped_column(enum_column(Way))
    # With `PROVIDER`: which one, by its slug; what it said of the address is not kept.
    provider: Mapped[str] = mapped_column(String(40), default="", server_default="")
    # Nobody for a code that was typed: the letter itself showed it.
    given_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
