"""Tables of the ways to vote besides the website: letters with a code, helpers, proxies and paper."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.voting.policy.roll import MOST_PROXIES, PLACE_LENGTH, Task


class LetterBatch(Base):
    """One print run of letters with a code: who printed how many, and when."""

    __tablename__ = "letter_batches"
    __table_args__ = (CheckConstraint("letters > 0", name="letters"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    letters: Mapped[int]
    printed_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BallotLetter(Base):
    """The letter of one member for one vote. `code`: a keyed hash of what is printed; a new letter takes its place."""

    __tablename__ = "ballot_letters"
    __table_args__ = (UniqueConstraint("poll_id", "membership_id"), UniqueConstraint("code"))

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"))
    batch_id: Mapped[int] = mapped_column(ForeignKey("letter_batches.id"), index=True)
    code: Mapped[str] = mapped_column(String(64))


class HelperGrant(Base):
    """Leave for one member to help others vote in one vote: by two people of the board, dated, at one place.

    It counts from the second signature on. `helper_id`: a membership; `given_by` and the others: accounts.
    """

    __tablename__ = "helper_grants"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> given_by", name="four_eyes"),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)
    task: Mapped[Task] = mapped_column(enum_column(Task))
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    given_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Proxy(Base):
    """One member lets another vote for them in one vote. `place`: which of the holder's places it takes, from 1.

    `on_paper`: given in writing and typed in by who keeps the roll.
    """

    __tablename__ = "proxies"
    __table_args__ = (
        CheckConstraint("holder_id <> giver_id", name="not_to_oneself"),
        CheckConstraint(f"place BETWEEN 1 AND {MOST_PROXIES}", name="place"),
        Index(
            "uq_proxies_giver",
            "poll_id",
            "giver_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "uq_proxies_holder",
            "poll_id",
            "holder_id",
            "place",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)
    place: Mapped[int]
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=false())
    given_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PaperEntry(Base):
    """A paper ballot as one teller typed it. `turn`: 1 or 2; `number`: as it was pencilled on the paper.

    `code`: the printed code of a secret vote. `unreadable`: blank in an ordinary vote, invalid in a secret one.
    """

    __tablename__ = "paper_entries"
    __table_args__ = (
        UniqueConstraint("poll_id", "turn", "number"),
        UniqueConstraint("poll_id", "number", "teller_id"),
        CheckConstraint("turn IN (1, 2)", name="turn"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    turn: Mapped[int]
    number: Mapped[int]
    teller_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    choices: Mapped[list[str]] = mapped_column(JSON)
    code: Mapped[str] = mapped_column(String(14), default="")
    unreadable: Mapped[bool] = mapped_column(default=False)


class PaperMistake(Base):
    """A note of paper at the desk that was wrong: said by who helps there, and taken back once a second person signs.

    `revision`: which note it is about. From the second signature on the member can vote again. `left_by`: who of the
    board looked and did not sign; somebody else still may, until the vote closes.
    """

    __tablename__ = "paper_mistakes"
    __table_args__ = (
        UniqueConstraint("poll_id", "membership_id", "revision"),
        CheckConstraint("signed_by IS NULL OR signed_by <> said_by", name="four_eyes"),
        CheckConstraint("(signed_by IS NULL) = (signed_at IS NULL)", name="signed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)
    revision: Mapped[int]
    said_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PaperCount(Base):
    """The paper ballots of a vote are settled: as many as members who handed one in, typed twice and the same.

    `web_fingerprint`: the fingerprint that was published at closing, without paper; empty in a secret vote.
    """

    __tablename__ = "paper_counts"

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    ballots: Mapped[int]
    web_fingerprint: Mapped[str] = mapped_column(String(64), default="")
    settled_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PollReminder(Base):
    """Who had not voted yet two days before closing was reminded, once."""

    __tablename__ = "poll_reminders"

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
