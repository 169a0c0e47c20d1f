"""The published result of a poll, ready to be told in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from coop.districts.policy import MandateSnapshot
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting.models import Poll
from coop.voting.policy import PollState
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
class Result:
    """Everything on the result page."""

    poll: Poll
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
    if found is None or found.opened_at is None:
        raise NotFoundError(mark("There is no such vote in this neighbourhood."))
    if found.state is not PollState.PUBLISHED or found.record is None:
        raise NotFoundError(mark("The result of this vote is not published yet."))
    return found


def result_of(db: Session, district_id: int, poll_id: int) -> Result:
    """The result of a published poll."""
    poll = published_poll(db, district_id, poll_id)
    assert poll.record is not None
    told: Mapping[str, Any] = poll.record["explanation"]
    outcome = told["outcome"]
    proposals = {row.key: row for row in proposals_of(db, district_id, poll_id)}
    titles = {key: row.title for key, row in proposals.items()}
    return Result(
        poll=poll,
        mandate=MandateSnapshot.from_json(poll.mandate) if poll.mandate else None,
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
