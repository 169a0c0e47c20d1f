"""Tables of the reports and of the judgement of residents."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.accountability import policy
from coop.accountability.policy import PromiseKept, ReportState, Stage, StoryKind
from coop.kernel.clock import local_day
from coop.kernel.db import Base, UtcDateTime, enum_column

_CHECKED = "('facts_checked', 'protection_checked')"


class Report(Base):
    """The account that the team gives of one period, in one version.

    `writer_ids`: accounts that wrote on it. `revision` goes up with every change of the draft. `public`: what was
    released, word for word (`policy.document.Document`); empty until then. `changed_by`: who made the last change.
    `protection_checked_by` is empty when there was nothing to look at and the site did it. `replaces_id`: the version
    before this one, and `version_reason` why there is another. `remind_on`: when team and board are next reminded
    of the answer to the judgement; empty when they owe none.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("district_id", "starts_on", "version"),
        CheckConstraint("ends_on > starts_on", name="period"),
        CheckConstraint(
            f"(state = 'draft' OR state IN {_CHECKED}) = (released_at IS NULL)", name="released_with_state"
        ),
        CheckConstraint(f"state NOT IN {_CHECKED} OR facts_checked_at IS NOT NULL", name="facts_checked"),
        CheckConstraint("state <> 'protection_checked' OR protection_checked_at IS NOT NULL", name="protected"),
        CheckConstraint("(version = 1) = (replaces_id IS NULL)", name="version_replaces"),
        CheckConstraint("(released_at IS NULL) = (judging_closes_at IS NULL)", name="judging_with_release"),
        CheckConstraint("(state = 'answered') = (replied_at IS NOT NULL)", name="answered_with_reply"),
        Index("ix_reports_district_id_state", "district_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[ReportState] = mapped_column(enum_column(ReportState), default=ReportState.DRAFT)
    revision: Mapped[int] = mapped_column(default=0)
    written_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    writer_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    in_short: Mapped[str] = mapped_column(Text, default="")
    went_wrong: Mapped[str] = mapped_column(Text, default="")
    learned: Mapped[str] = mapped_column(Text, default="")
    no_failure_reason: Mapped[str] = mapped_column(Text, default="")
    reach_gap: Mapped[str] = mapped_column(Text, default="")
    dilemma: Mapped[str] = mapped_column(Text, default="")
    one_view: Mapped[str] = mapped_column(Text, default="")
    other_view: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[list[str]] = mapped_column(JSON, default=list)
    sent_back_reason: Mapped[str] = mapped_column(Text, default="")
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    facts_checked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    facts_checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    protection_checked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    protection_checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"), index=True)
    version_reason: Mapped[str] = mapped_column(Text, default="")
    released_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judging_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discussed_on: Mapped[date | None]
    discussion: Mapped[str] = mapped_column(Text, default="")
    public: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    remind_on: Mapped[date | None] = mapped_column(index=True)

    def stage_at(self, at: datetime) -> Stage:
        """Where this report stands at the moment `at`."""
        return policy.stage_of(
            self.state, self.judging_closes_at, at, discussed_on=self.discussed_on, replied_at=self.replied_at
        )

    def reply_is_overdue(self, at: datetime) -> bool:
        """Whether the judgement should have been answered before the day of `at`."""
        if self.judging_closes_at is None or self.replied_at is not None:
            return False
        return local_day(at) > policy.reply_due_on(self.judging_closes_at)

    @property
    def last_judging_day(self) -> date | None:
        """The last day on which residents can judge; None before release."""
        return local_day(self.judging_closes_at - timedelta(seconds=1)) if self.judging_closes_at else None


class Figure(Base):
    """A figure as typed, small numbers too. Nothing reads this for a page of others than the team."""

    __tablename__ = "report_figures"
    __table_args__ = (UniqueConstraint("report_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    code: Mapped[str] = mapped_column(String(40))
    definition_version: Mapped[int]
    value: Mapped[int | None]
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    n: Mapped[int | None]
    p90: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(policy.NOTE_LENGTH), default="")


class CommitmentAnswer(Base):
    """What the team says in this report about one commitment."""

    __tablename__ = "report_commitments"
    __table_args__ = (UniqueConstraint("report_id", "commitment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    kept: Mapped[PromiseKept] = mapped_column(enum_column(PromiseKept))
    sentence: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH))


class Story(Base):
    """A story. `consent_on`: the day on which the person it is about agreed to this text; empty without consent.

    `household`: what the text tells of it (`policy.stories.Household`), `matches`: how many households fit that, when
    the writer counted them. `read_hash`: the very text that the second reader read. `withdrawn_on`: the consent was
    taken back, and the text is gone. `offer_id`: the resident who told it, and who agrees for herself. `first_id`: the
    same story in the version in which it stood first; empty there.
    """

    __tablename__ = "report_stories"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    kind: Mapped[StoryKind] = mapped_column(enum_column(StoryKind))
    title: Mapped[str] = mapped_column(String(policy.TITLE_LENGTH))
    text: Mapped[str] = mapped_column(Text)
    consent_on: Mapped[date | None]
    household: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    matches: Mapped[int | None]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_hash: Mapped[str] = mapped_column(String(64), default="")
    reader_remark: Mapped[str] = mapped_column(Text, default="")
    withdrawn_on: Mapped[date | None]
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("story_offers.id"), index=True)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("report_stories.id"), index=True)


class StoryOffer(Base):
    """A story that a resident tells herself. `changes`: what must be told otherwise, so that nobody recognises her."""

    __tablename__ = "story_offers"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    changes: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_on: Mapped[date | None]


class Profile(Base):
    """How many households share a description, from an imported file; gone when the report is released."""

    __tablename__ = "report_profiles"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    household: Mapped[dict[str, str]] = mapped_column(JSON)
    count: Mapped[int]


class Judgement(Base):
    """What one account thinks: did the neighbourhood benefit? Five points and a reason."""

    __tablename__ = "report_judgements"
    __table_args__ = (
        UniqueConstraint("report_id", "account_id"),
        CheckConstraint("score BETWEEN 1 AND 5", name="five_points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    score: Mapped[int]
    reason: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH))
    judged_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommitmentJudgement(Base):
    """What one account thinks of what became of one commitment."""

    __tablename__ = "report_commitment_judgements"
    __table_args__ = (
        UniqueConstraint("report_id", "commitment_id", "account_id"),
        CheckConstraint("score BETWEEN 1 AND 5", name="five_points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    score: Mapped[int]
    reason: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH), default="")


class ResidentAnswer(Base):
    """What one account answered to a question of the team; `number` counts from 1, 0 is what one is proud of."""

    __tablename__ = "report_resident_answers"
    __table_args__ = (UniqueConstraint("report_id", "number", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    number: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    text: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH))
    celebrated: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class MinorityView(Base):
    """What a resident sees otherwise than most, beside the outcome. One per account, shown without a name."""

    __tablename__ = "report_minority_views"
    __table_args__ = (UniqueConstraint("report_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class LearningCase(Base):
    """A team member did something else than the rule, and says why: to learn from, without personal data."""

    __tablename__ = "learning_cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    rule: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH))
    did: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    learned: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Question(Base):
    """A question of a resident about a released report. Shown without the name of who asked.

    `remind_on`: when team and board are next reminded of it; empty once it is answered.
    """

    __tablename__ = "report_questions"
    __table_args__ = (CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answer_with_moment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    text: Mapped[str] = mapped_column(String(policy.SENTENCE_LENGTH))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    remind_on: Mapped[date | None] = mapped_column(index=True)

    @property
    def due_on(self) -> date:
        """The last day on which team or board should answer."""
        return policy.question_due_on(self.asked_at)

    def is_overdue(self, at: datetime) -> bool:
        """Whether it should have been answered before the day of `at`."""
        return self.answered_at is None and local_day(at) > self.due_on

    @property
    def answered_late(self) -> bool:
        """Whether the answer came after the last day."""
        return self.answered_at is not None and local_day(self.answered_at) > self.due_on


class Erratum(Base):
    """A dated correction next to the frozen text."""

    __tablename__ = "report_errata"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
