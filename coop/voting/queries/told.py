"""A published poll with the record of its count, as the pages of results need it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.orm import undefer

from coop.districts.policy import MandateSnapshot
from coop.kernel.db import Session, rows_of
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting.models import Poll
from coop.voting.policy import BallotKind, PollState, Unit, VoteKind
from coop.voting.queries.polls import CURRENCY, IS_SEALED, ProposalRow, proposals_of


@dataclass(frozen=True, slots=True)
class ToldPoll:
    """What a result page says of the poll itself."""

    id: int
    title: str
    question: str
    state: PollState
    vote_kind: VoteKind
    ballot_kind: BallotKind
    unit: Unit
    budget: int
    opened_at: datetime
    closed_at: datetime
    published_at: datetime
    entitled: int | None
    inhabitants: int | None
    fingerprint: str
    seed: str
    source_digest: str | None
    currency: str
    is_sealed: bool


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie and how it ended."""

    stage: int
    between: tuple[str, ...]
    chosen: str
    by: str
    what: str = "choose"


@dataclass(frozen=True, slots=True)
class Found:
    """A published poll as it stands in the database; `mandate` and `record` are JSON texts."""

    poll: ToldPoll
    mandate: str | None
    record: str
    on_ballot: tuple[ProposalRow, ...]


_TOLD = select(
    *(Poll.id, Poll.title, Poll.question, Poll.state, Poll.vote_kind, Poll.ballot_kind, Poll.unit, Poll.budget),
    *(Poll.opened_at, Poll.closed_at, Poll.published_at),
    *(Poll.entitled, Poll.inhabitants, Poll.fingerprint, Poll.seed, Poll.source_digest, CURRENCY, IS_SEALED),
    *(cast(Poll.mandate, Text).label("mandate"), cast(Poll.record, Text).label("record")),
).where(Poll.id == bindparam("poll_id"), Poll.district_id == bindparam("district_id"))


def found_of(db: Session, district_id: int, poll_id: int) -> Found:
    """A published poll. Raises `NotFoundError` while the result is not published."""
    row: Any = rows_of(db, _TOLD, {"poll_id": poll_id, "district_id": district_id}).one_or_none()
    _require_published(row)
    assert row is not None
    *of_poll, mandate, record = row
    return Found(ToldPoll(*of_poll), mandate, record, tuple(proposals_of(db, district_id, poll_id)))


def published_poll(db: Session, district_id: int, poll_id: int) -> Poll:
    """A published poll with its record. Raises `NotFoundError` while the result is not published."""
    found = db.scalar(
        select(Poll).options(undefer(Poll.record)).where(Poll.id == poll_id, Poll.district_id == district_id)
    )
    _require_published(found)
    assert found is not None
    return found


def _require_published(found: Any) -> None:
    """Raise `NotFoundError` unless `found` is a poll whose result is published."""
    if found is None or found.opened_at is None:
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    if found.state is PollState.VOID:
        raise NotFoundError(mark("This vote was declared void. It will never have a result."))
    if found.state is not PollState.PUBLISHED or found.record is None:
        raise NotFoundError(mark("The result of this vote is not published yet."))


def mandate_in(text: str | None) -> MandateSnapshot | None:
    """The mandate as it stood at the opening."""
    stored = json.loads(text) if text else None
    return MandateSnapshot.from_json(stored) if stored else None


def titles_of(keys: Sequence[str], titles: dict[str, str]) -> tuple[str, ...]:
    """Titles instead of keys."""
    return tuple(titles[key] for key in keys)


def ties_of(ties: Sequence[dict[str, Any]], titles: dict[str, str]) -> tuple[TieRow, ...]:
    """Ties in words; a tie between pairs ("1>2") names the pairs."""

    def named(text: str) -> str:
        return titles[text] if text in titles else " > ".join(titles[part] for part in text.split(">"))

    return tuple(
        TieRow(tie["stage"], tuple(map(named, tie["between"])), named(tie["chosen"]), tie["by"], tie["what"])
        for tie in ties
    )
