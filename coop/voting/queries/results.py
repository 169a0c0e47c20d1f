"""The published result of equal shares, ready to be told in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from coop.districts.policy import MandateSnapshot
from coop.kernel.db import Session
from coop.voting.policy import is_tellable
from coop.voting.queries.polls import ProposalRow
from coop.voting.queries.told import Found, TieRow, ToldPoll, found_of, mandate_in, ties_of, titles_of


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
    spent_elsewhere: float | None = None
    fits: int | None = None


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
    lots: tuple[TieRow, ...] = ()
    """What the lot settled in counts that do not stand: with a smaller share, or with the next one."""

    @property
    def chosen(self) -> tuple[ResultRow, ...]:
        """What was chosen, in the order in which it was chosen."""
        return tuple(sorted((row for row in self.rows if row.chosen), key=lambda row: row.turn or 0))

    @property
    def not_chosen(self) -> tuple[ResultRow, ...]:
        """What was not chosen, most votes first."""
        return tuple(row for row in self.rows if not row.chosen)


def result_of(db: Session, district_id: int, poll_id: int) -> Result:
    """The result of a published poll in which something was divided. Raises `NotFoundError` while not published."""
    return shares_of(found_of(db, district_id, poll_id))


@lru_cache(maxsize=64)
def shares_of(found: Found) -> Result:
    """The result of equal shares. The record of a count is long and never changes: it is read once per content."""
    told: Mapping[str, Any] = json.loads(found.record)["explanation"]
    outcome = told["outcome"]
    proposals = {row.key: row for row in found.on_ballot}
    titles = {key: row.title for key, row in proposals.items()}
    return Result(
        poll=found.poll,
        mandate=mandate_in(found.mandate),
        rows=tuple(_row(story, proposals[story["project"]], outcome["voters"], titles) for story in told["projects"]),
        voters=outcome["voters"],
        blank=told["blank"],
        spent=told["spent"],
        left=told["left"],
        start_share=_number(outcome["start_share"]),
        final_share=_number(outcome["final_share"]),
        steps=outcome["steps"],
        wishes=tuple(told["wishes"]) if is_tellable(outcome["voters"]) else (),
        wishes_greedy=tuple(told["wishes_greedy"]) if is_tellable(outcome["voters"]) else (),
        only_here=titles_of(told["only_here"], titles),
        only_greedy=titles_of(told["only_greedy"], titles),
        ties=ties_of(outcome["ties"], titles),
        lots=_lots(outcome, titles),
    )


def _lots(outcome: Mapping[str, Any], titles: dict[str, str]) -> tuple[TieRow, ...]:
    """Each once, without those of the count that stands. Records of before these were kept have none."""
    beyond = (outcome.get("beyond") or {}).get("ties", ())
    used = [*outcome.get("earlier_lots", ()), *(tie for tie in beyond if tie["by"] == "lot")]
    known = {(tie.between, tie.chosen) for tie in ties_of(outcome["ties"], titles)}
    told = {(tie.between, tie.chosen): tie for tie in ties_of(used, titles)}
    return tuple(tie for key, tie in told.items() if key not in known)


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
        spent_elsewhere=_number(story["spent_elsewhere"]),
        fits=story.get("cost_at_most") if story["money_had"] is not None else None,
    )


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
