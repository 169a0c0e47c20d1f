"""Tables of what the team promised and how it goes."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coop.agenda import policy
from coop.agenda.policy import CommitmentState
from coop.kernel.db import Base, UtcDateTime, enum_column


class Commitment(Base):
    """What the team promised: what, who, by when and how residents will notice.

    `source`: in words where it came from, for instance the title of the vote. `team_member_id`: who answers for
    it, where `who` is the name of somebody of the team. `remind_on`: the day of the next reminder, empty once it is
    done or stopped.
    """

    __tablename__ = "commitments"
    __table_args__ = (CheckConstraint("minutes_week >= 0", name="minutes_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    team_member_id: Mapped[int | None] = mapped_column(ForeignKey("team_members.id"), index=True)
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH * 2))
    who: Mapped[str] = mapped_column(String(policy.WHO_LENGTH))
    how_noticed: Mapped[str] = mapped_column(Text)
    minutes_week: Mapped[int]
    source: Mapped[str] = mapped_column(String(policy.SOURCE_LENGTH), default="")
    state: Mapped[CommitmentState] = mapped_column(enum_column(CommitmentState), default=CommitmentState.OPEN)
    made_on: Mapped[date]
    due_on: Mapped[date]
    remind_on: Mapped[date | None] = mapped_column(index=True)


class CommitmentNote(Base):
    """One report of progress on a commitment; rows are only added.

    With another day, or another who answers for it, both stand here: what it was, and what it became.
    """

    __tablename__ = "commitment_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    state: Mapped[CommitmentState] = mapped_column(enum_column(CommitmentState))
    text: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    who_before: Mapped[str] = mapped_column(String(policy.WHO_LENGTH), default="", server_default="")
    who_after: Mapped[str] = mapped_column(String(policy.WHO_LENGTH), default="", server_default="")
