"""Tables of reports, decisions and turns."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.moderation import policy
from coop.moderation.policy import CaseState, HouseRule, Verdict, Way


class CommentReport(Base):
    """Somebody says that a comment goes against a house rule. `counts`: whether it helps to hide the comment."""

    __tablename__ = "comment_reports"
    __table_args__ = (UniqueConstraint("comment_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("agenda_comments.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    rule: Mapped[HouseRule] = mapped_column(enum_column(HouseRule))
    counts: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommentCase(Base):
    """The question whether a comment can stay. `objection`: why somebody objected to the first decision."""

    __tablename__ = "comment_cases"
    __table_args__ = (Index("ix_comment_cases_district_id_state", "district_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("agenda_comments.id"), unique=True)
    state: Mapped[CaseState] = mapped_column(enum_column(CaseState), default=CaseState.WAITING)
    objection: Mapped[str] = mapped_column(String(policy.REASON_LENGTH), default="")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommentDecision(Base):
    """One decision, by which rule and why; rows are only added."""

    __tablename__ = "comment_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("comment_cases.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(enum_column(Verdict))
    rule: Mapped[HouseRule] = mapped_column(enum_column(HouseRule))
    reason: Mapped[str] = mapped_column(String(policy.REASON_LENGTH))
    after_objection: Mapped[bool]
    reports: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ModerationTurn(Base):
    """Somebody is willing to look after conversations; with days, they were drawn or asked for a term."""

    __tablename__ = "moderation_turns"
    __table_args__ = (
        CheckConstraint("(begins_on IS NULL) = (ends_on IS NULL) AND (begins_on IS NULL) = (way IS NULL)", name="term"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    way: Mapped[Way | None] = mapped_column(enum_column(Way))
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    willing_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TurnDraw(Base):
    """A draw of turns in two steps: the list is closed, then dice are thrown in public and written down as `lot`.

    `listed`: the numbers of who were willing at that moment; `wanted`: how many turns; `drawn`: who got one, in the
    order of the lot.
    """

    __tablename__ = "moderation_draws"
    __table_args__ = (CheckConstraint("(lot = '') = (drawn_at IS NULL)", name="lot_when_drawn"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    wanted: Mapped[int]
    listed: Mapped[list[int]] = mapped_column(JSON)
    lot: Mapped[str] = mapped_column(String(policy.MOST_DICE), default="")
    drawn: Mapped[list[int]] = mapped_column(JSON, default=list)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ModerationRules(Base):
    """After how many reports a comment is hidden, and how long a turn lasts; without a row the usual."""

    __tablename__ = "moderation_rules"

    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), primary_key=True)
    hide_after: Mapped[int]
    term_days: Mapped[int]
