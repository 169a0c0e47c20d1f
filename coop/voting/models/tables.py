"""Tables of polls, their proposals, electoral rolls and ballots."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.answers.policy import GROUND_WORDS
from coop.ballotbox.policy import Channel
from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.rules.answering import Ground
from coop.voting import policy
from coop.voting.policy import BallotKind, CountStep, PollState, Settings, Unit, VoteKind


class Poll(Base):
    """One vote. `budget`: what is divided, in minutes a week or in cents; 0 where nothing is.

    `subject`: on which the neighbourhood has a mandate; empty for the own affairs of the co-operative.
    `settings`: method, seats, places, quorum, majority; see `policy.Settings`.
    `terms`: options, budget, closing moment and rules as published at the opening. `mandate`: the snapshot of then.
    `record`: everything that came out of the count. `source_digest`: the file an imported vote was made from.
    """

    __tablename__ = "polls"
    __table_args__ = (
        UniqueConstraint("district_id", "source_digest"),
        CheckConstraint("budget > 0 OR ballot_kind NOT IN ('priorities', 'budget')", name="budget"),
        CheckConstraint("state IN ('draft', 'void') OR opened_at IS NOT NULL", name="opened"),
        CheckConstraint("state IN ('draft', 'open', 'void') OR fingerprint IS NOT NULL", name="closed"),
        CheckConstraint("state NOT IN ('counted', 'published') OR seed IS NOT NULL", name="counted"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published"),
        Index("ix_polls_district_id_state", "district_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    question: Mapped[str] = mapped_column(Text)
    state: Mapped[PollState] = mapped_column(enum_column(PollState), default=PollState.DRAFT)
    vote_kind: Mapped[VoteKind] = mapped_column(enum_column(VoteKind))
    ballot_kind: Mapped[BallotKind] = mapped_column(
        enum_column(BallotKind), default=BallotKind.PRIORITIES, server_default=BallotKind.PRIORITIES.value
    )
    subject: Mapped[str | None] = mapped_column(String(40))
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    unit: Mapped[Unit] = mapped_column(enum_column(Unit), default=Unit.HOURS)
    budget: Mapped[int]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    terms: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    mandate: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    entitled: Mapped[int | None]
    inhabitants: Mapped[int | None]
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    # Random, made at opening; on no page before the result is published.
    fingerprint_key: Mapped[str] = mapped_column(String(64), default="")
    seed: Mapped[str | None] = mapped_column(String(policy.SEED_LENGTH))
    record: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    void_reason: Mapped[str] = mapped_column(String(policy.REASON_LENGTH), default="")
    # Only when the outcome could be known: see `Voiding`.
    void_ground: Mapped[Ground | None] = mapped_column(enum_column(Ground))
    void_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    source_digest: Mapped[str | None] = mapped_column(String(64))

    @property
    def is_sealed(self) -> bool:
        """Whether the vote is secret: see `SealedPoll`."""
        return bool((self.terms or {}).get("secrecy") == "sealed")

    @property
    def due_at(self) -> datetime | None:
        """By when the next step to the result must be taken, None where no result is to come."""
        return policy.result_due(self.state, self.closes_at, self.counted_at)

    @property
    def void_words(self) -> str:
        """The marked msgid of what was wrong with the procedure; empty without a ground."""
        return GROUND_WORDS[self.void_ground] if self.void_ground else ""

    @property
    def rules(self) -> Settings:
        """The settings as a value."""
        return Settings.from_json(self.settings or {})

    @property
    def currency(self) -> str:
        """Of its amounts in money, three letters."""
        return self.rules.currency


class Proposal(Base):
    """One thing on the ballot: work, a plan, a motion, a candidate, an option.

    `amount`: minutes a week or cents, 0 where nothing is divided. `key`: its name on ballots and in the count.
    `pro` and `contra`: arguments for and against, one on each line.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("poll_id", "key"),
        UniqueConstraint("commitment_id"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    key: Mapped[str] = mapped_column(String(policy.KEY_LENGTH))
    position: Mapped[int]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    what: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]
    expected: Mapped[str] = mapped_column(Text, default="")
    how_noticed: Mapped[str] = mapped_column(Text, default="")
    pro: Mapped[str] = mapped_column(Text, default="", server_default="")
    contra: Mapped[str] = mapped_column(Text, default="", server_default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitments.id"))


class RollRow(Base):
    """One member who may vote in one poll, as the membership stood at the opening."""

    __tablename__ = "poll_roll"
    __table_args__ = (UniqueConstraint("poll_id", "membership_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), index=True)


class StoredBallot(Base):
    """The newest ballot of one member in one poll; of an imported vote, of nobody.

    `submission`: the name of the form with which it was cast, so that sending it twice is harmless.
    `channel`: how it came. Of a member on paper this row only says so; what is on the paper is typed after closing, in
    rows of nobody; a note of paper that was taken back is a row with `Channel.NONE`. `helper_id`: which member cast it.
    """

    __tablename__ = "ballots"
    __table_args__ = (
        UniqueConstraint("poll_id", "membership_id"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("channel IN ('helper', 'proxy') OR helper_id IS NULL", name="helper"),
        CheckConstraint("helper_id IS NULL OR helper_id <> membership_id", name="not_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id"), index=True)
    choices: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    submission: Mapped[str] = mapped_column(String(64), default="")
    receipt: Mapped[str] = mapped_column(String(19), default="")
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[Channel] = mapped_column(
        enum_column(Channel), default=Channel.ONLINE, server_default=Channel.ONLINE.value
    )
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id"))


class SealedPoll(Base):
    """A secret vote: its ballots are closed envelopes in a box; in `ballots` once that was opened, without names."""

    __tablename__ = "sealed_polls"

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    box_id: Mapped[int] = mapped_column(ForeignKey("boxes.id"), unique=True)


class TellerKey(Base):
    """The key of three tellers for a draft, and which of their paper codes opened the test envelopes of this site.

    `public`: what tellers copied; `trial`: the file with test envelopes; `words`: what is in them, of the key and of
    each code; `proven`: numbers of the tellers whose codes gave the right words.
    """

    __tablename__ = "teller_keys"

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    public: Mapped[str] = mapped_column(Text)
    trial: Mapped[str] = mapped_column(Text)
    words: Mapped[list[str]] = mapped_column(JSON)
    proven: Mapped[list[int]] = mapped_column(JSON, default=list)

    @property
    def waits_for(self) -> list[int]:
        """The tellers whose codes were not tried yet."""
        return [number for number in range(1, len(self.words)) if number not in self.proven]


class PollCount(Base):
    """A count that a job does: asked for, begun, how far, or why it stopped.

    `seed`: the lot as it was written down. `done` of `total` says how far the present `step` is.
    """

    __tablename__ = "poll_counts"
    __table_args__ = (CheckConstraint("done >= 0 AND total >= 0", name="progress"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    seed: Mapped[str] = mapped_column(String(policy.SEED_LENGTH))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    step: Mapped[CountStep] = mapped_column(enum_column(CountStep), default=CountStep.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(policy.REASON_LENGTH), default="")
