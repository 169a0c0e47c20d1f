"""Tables of ballot boxes. What is not a column here cannot leak: see the test that lists every column."""

from datetime import datetime
from typing import cast

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    ForeignKey,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, mapped_column

from coop.ballotbox import policy
from coop.ballotbox.policy import BoxState, Channel
from coop.kernel.db import Base, UtcDateTime, enum_column


class Box(Base):
    """One vote. `facts`: poll.json as announced; `size`: bytes of an envelope."""

    __tablename__ = "boxes"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"), index=True)
    name: Mapped[str] = mapped_column(String(36), unique=True)
    state: Mapped[BoxState] = mapped_column(enum_column(BoxState), default=BoxState.OPEN)
    facts: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


BOX_ID: Column[int] = cast(Table, Box.__table__).c.id
"""Whoever seals, opens or destroys a box holds this row alone; whoever casts shares it with other voters."""


class BoxElector(Base):
    """One member on the roll with the newest envelope. After sealing only whether and how they voted.

    `revision`: one more for every accepted vote, and for a note of paper that was taken back. No id of its own: it
    would tell an order.
    """

    __tablename__ = "box_electors"
    __table_args__ = (
        UniqueConstraint("box_id", "envelope_hash"),
        CheckConstraint("(envelope IS NULL) = (envelope_hash IS NULL)", name="envelope"),
        CheckConstraint("channel <> 'paper' OR envelope IS NULL", name="paper"),
        CheckConstraint("channel IN ('helper', 'proxy') OR helper_id IS NULL", name="helper"),
        CheckConstraint("helper_id IS NULL OR helper_id <> membership_id", name="not_oneself"),
        CheckConstraint("revision > 0 OR channel = 'none'", name="revision"),
        {"sqlite_with_rowid": False},
    )

    box_id: Mapped[int] = mapped_column(ForeignKey("boxes.id"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"))
    revision: Mapped[int] = mapped_column(default=0)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel), default=Channel.NONE)
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id"))
    envelope: Mapped[bytes | None] = mapped_column(LargeBinary)
    envelope_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    request: Mapped[str | None] = mapped_column(String(policy.REQUEST_LENGTH))


class SealedEnvelope(Base):
    """An envelope without a name. `envelope` is NULL once it was destroyed."""

    __tablename__ = "sealed_envelopes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    box_id: Mapped[int] = mapped_column(ForeignKey("boxes.id"), primary_key=True)
    envelope_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    envelope: Mapped[bytes | None] = mapped_column(LargeBinary)


class BoxFile(Base):
    """One published file."""

    __tablename__ = "box_files"

    box_id: Mapped[int] = mapped_column(ForeignKey("boxes.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class LogLine(Base):
    """One line of the public log of the site, with the checkpoint after it. Never a line for a ballot."""

    __tablename__ = "box_log"

    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    box_id: Mapped[int] = mapped_column(ForeignKey("boxes.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    checkpoint: Mapped[str] = mapped_column(Text)


_FIXED = "BEFORE UPDATE OF name, district_id, facts, size, closes_at ON boxes"
_NO_BOX = "BEGIN SELECT RAISE(ABORT, 'what was announced cannot change'); END"
_NO_LOG = "BEGIN SELECT RAISE(ABORT, 'the log cannot change'); END"
_REFUSE = "LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'what was announced cannot change'; END $$"
GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        f"CREATE TRIGGER boxes_fixed {_FIXED} {_NO_BOX}",
        f"CREATE TRIGGER box_log_fixed BEFORE UPDATE ON box_log {_NO_LOG}",
        f"CREATE TRIGGER box_log_kept BEFORE DELETE ON box_log {_NO_LOG}",
    ),
    "postgresql": (
        f"CREATE FUNCTION boxes_fixed() RETURNS trigger {_REFUSE}",
        f"CREATE TRIGGER boxes_fixed {_FIXED} FOR EACH ROW EXECUTE FUNCTION boxes_fixed()",
        "CREATE TRIGGER box_log_fixed BEFORE UPDATE OR DELETE ON box_log FOR EACH ROW EXECUTE FUNCTION boxes_fixed()",
    ),
}
"""What a database refuses, whoever asks. The migration runs the same statements."""


_PAPER = "BEFORE UPDATE OF channel ON box_electors"
_LEAVES = "OLD.channel = 'paper' AND NEW.channel NOT IN ('paper', 'none')"
PAPER_STAYS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        (
            f"CREATE TRIGGER box_electors_paper {_PAPER} WHEN {_LEAVES} "
            "BEGIN SELECT RAISE(ABORT, 'a vote on paper stays on paper'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION box_electors_paper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'a vote on paper stays on paper' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        ),
        (
            f"CREATE TRIGGER box_electors_paper {_PAPER} FOR EACH ROW WHEN ({_LEAVES}) "
            "EXECUTE FUNCTION box_electors_paper()"
        ),
    ),
}
"""Paper never becomes another vote; a mistaken note is taken back by the room that votes, which guards that itself."""


def _guard() -> None:
    for table, made in ((LogLine.__table__, GUARDS), (BoxElector.__table__, PAPER_STAYS)):
        for dialect, statements in made.items():
            for statement in statements:
                guard = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
                event.listen(table, "after_create", guard)


_guard()
