"""Rounds of statements, and what people answer while a round is open."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from coop.agenda.policy import Domain
from coop.kernel.db import Base, UtcDateTime, enum_column
from coop.opinions.policy import REASON_LENGTH, STATEMENT_LENGTH, TEXT_LENGTH, TITLE_LENGTH, SuggestionState
from coop.rules.opinions import Leaning, Standing


class Round(Base):
    """Statements about one theme, open until a day.

    `people`: who took part, to the nearest five; empty while open, and when they were fewer than ten. `sizes`: of the
    groups, to the nearest five, with commas between; empty when no groups stand apart. `ended_because`: why it was
    ended early, without an outcome; else empty.
    """

    __tablename__ = "opinion_rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    domain: Mapped[Domain] = mapped_column(enum_column(Domain))
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_on: Mapped[date] = mapped_column(index=True)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    people: Mapped[int | None]
    sizes: Mapped[str] = mapped_column(String(80), default="")
    ended_because: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")


class Statement(Base):
    """One statement; after counting with what may be shown of it (see `rules.opinions.View`).

    `groups`: tenths that agree in each group, with commas between. `item_id`: the item it became on the agenda.
    `withdrawn_at`: when it was taken away; then its words, its answers and what was counted of it are gone.
    """

    __tablename__ = "opinion_statements"
    __table_args__ = (
        UniqueConstraint("round_id", "position"),
        CheckConstraint("agree BETWEEN 1 AND 9", name="agree"),
        CheckConstraint("disagree BETWEEN 1 AND 9", name="disagree"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("opinion_rounds.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(STATEMENT_LENGTH))
    standing: Mapped[Standing | None] = mapped_column(enum_column(Standing))
    agree: Mapped[int | None]
    disagree: Mapped[int | None]
    groups: Mapped[str] = mapped_column(String(40), default="")
    professionals: Mapped[Leaning | None] = mapped_column(enum_column(Leaning))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_because: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")


class StatementAnswer(Base):
    """What somebody says of a statement while the round is open: 1 agree, 0 pass, -1 disagree. Erased when counted."""

    __tablename__ = "opinion_answers"
    __table_args__ = (
        UniqueConstraint("statement_id", "account_id"),
        CheckConstraint("answer BETWEEN -1 AND 1", name="answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("opinion_statements.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    is_professional: Mapped[bool]
    answer: Mapped[int]


class Suggestion(Base):
    """A statement that a resident brings in for an open round; `reason`: why it was refused, else empty."""

    __tablename__ = "opinion_suggestions"
    __table_args__ = (UniqueConstraint("round_id", "account_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("opinion_rounds.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    text: Mapped[str] = mapped_column(String(STATEMENT_LENGTH))
    state: Mapped[SuggestionState] = mapped_column(enum_column(SuggestionState), default=SuggestionState.WAITING)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    suggested_at: Mapped[datetime] = mapped_column(UtcDateTime)
