"""The published result of a poll, ready to be told in words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.orm import undefer

from coop.districts.policy import MandateSnapshot
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting.models import Poll
from coop.voting.policy import PollState, Unit, VoteKind
from coop.voting.queries.polls import ProposalRow, proposals_of


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One proposal in the result. Amounts in units of the budget; None where so few stand behind it that it would
    show what somebody voted.
    """

    proposal: ProposalRow
    votes: int
    share: float
    chosen: bool
    by_greedy: bool
    turn: int | None
    price: float | None
    short: int
    by: str
    extra_supporters: int | None
    support: float | None
    money_had: float | None
    money_left: float | None
    spent_on: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie and how it ended."""

    stage: int
    between: tuple[str, ...]
    chosen: str
    by: str


@dataclass(frozen=True, slots=True)
class ToldPoll:
    """What the result page says of the poll itself."""

    id: int
    title: str
    state: PollState
    vote_kind: VoteKind
    unit: Unit
    budget: int
    opened_at: datetime
    closed_at: datetime
    entitled: int | None
    inhabitants: int | None
    fingerprint: str
    seed: str
    source_digest: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """Everything on the result page."""

    poll: ToldPoll
    mandate: MandateSnapshot | None
    rows: tuple[ResultRow, ...]
    voters: int
    blank: int
    spent: int
    left: int
    start_share: float | None
    final_share: float | None
    steps: int
    wishes: tuple[int, ...]
    wishes_greedy: tuple[int, ...]
    only_here: tuple[str, ...]
    only_greedy: tuple[str, ...]
    ties: tuple[TieRow, ...]

    @property
    def chosen(self) -> tuple[ResultRow, ...]:
        """What was chosen, in the order in which it was chosen."""
        return tuple(sorted((row for row in self.rows if row.chosen), key=lambda row: row.turn or 0))

    @property
    def not_chosen(self) -> tuple[ResultRow, ...]:
        """What was not chosen, most votes first."""
        return tuple(row for row in self.rows if not row.chosen)


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
    if found.state is not PollState.PUBLISHED or found.record is None:
        raise NotFoundError(mark("The result of this vote is not published yet."))


_TOLD = select(
    *(Poll.id, Poll.title, Poll.state, Poll.vote_kind, Poll.unit, Poll.budget, Poll.opened_at, Poll.closed_at),
    *(Poll.entitled, Poll.inhabitants, Poll.fingerprint, Poll.seed, Poll.source_digest),
    *(cast(Poll.mandate, Text).label("mandate"), cast(Poll.record, Text).label("record")),
).where(Poll.id == bindparam("poll_id"), Poll.district_id == bindparam("district_id"))


def result_of(db: Session, district_id: int, poll_id: int) -> Result:
    """The result of a published poll. Raises `NotFoundError` while it is not published."""
    row = db.execute(_TOLD, {"poll_id": poll_id, "district_id": district_id}).one_or_none()
    _require_published(row)
    assert row is not None
    *of_poll, mandate, record = row
    return _told(ToldPoll(*of_poll), mandate, record, tuple(proposals_of(db, district_id, poll_id)))


@lru_cache(maxsize=64)
def _told(poll: ToldPoll, mandate: str | None, record: str, on_ballot: tuple[ProposalRow, ...]) -> Result:
    # The record of a count is long and never changes: it is read once per content.
    told: Mapping[str, Any] = json.loads(record)["explanation"]
    outcome = told["outcome"]
    proposals = {row.key: row for row in on_ballot}
    titles = {key: row.title for key, row in proposals.items()}
    return Result(
        poll=poll,
        mandate=MandateSnapshot.from_json(json.loads(mandate)) if mandate else None,
        rows=tuple(_row(story, proposals[story["project"]], outcome["voters"], titles) for story in told["projects"]),
        voters=outcome["voters"],
        blank=told["blank"],
        spent=told["spent"],
        left=told["left"],
        start_share=_number(outcome["start_share"]),
        final_share=_number(outcome["final_share"]),
        steps=outcome["steps"],
        wishes=tuple(told["wishes"]),
        wishes_greedy=tuple(told["wishes_greedy"]),
        only_here=_titles(told["only_here"], titles),
        only_greedy=_titles(told["only_greedy"], titles),
        ties=tuple(
            TieRow(tie["stage"], _titles(tie["between"], titles), titles[tie["chosen"]], tie["by"])
            for tie in outcome["ties"]
        ),
    )


def _row(story: Mapping[str, Any], proposal: ProposalRow, voters: int, titles: Mapping[str, str]) -> ResultRow:
    turn: Mapping[str, Any] = story["round"] or {}
    return ResultRow(
        proposal=proposal,
        votes=story["votes"],
        share=story["votes"] / voters if voters else 0.0,
        chosen=story["chosen"],
        by_greedy=story["chosen_by_greedy"],
        turn=turn.get("round"),
        price=_number(turn.get("price")),
        short=turn.get("short", 0),
        by=turn.get("by", ""),
        extra_supporters=story["extra_supporters"],
        support=_number(story["effective_support"]),
        money_had=_number(story["money_had"]),
        money_left=_number(story["money_left"]),
        spent_on=tuple((titles[one["project"]], float(one["amount"])) for one in story["spent_on"]),
    )


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def _titles(keys: Sequence[str], titles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(titles[key] for key in keys)
