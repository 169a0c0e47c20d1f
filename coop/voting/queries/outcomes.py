"""Published results of motions, elections and choices, ready to be told in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from coop.districts.policy import MandateSnapshot
from coop.kernel.db import Session
from coop.voting.policy import BallotKind, Method, is_tellable, winners_of
from coop.voting.queries.polls import ProposalRow
from coop.voting.queries.results import Result, shares_of
from coop.voting.queries.stages import Flow, StageRow, closest_of, flow_of, stages_of
from coop.voting.queries.told import Found, TieRow, ToldPoll, found_of, mandate_in, ties_of


@dataclass(frozen=True, slots=True)
class MotionResult:
    """Votes for and against, and both lines they were held against.

    `needed_turnout`: the fewest that had to vote. `needed_yes`: the fewest for that would have passed, with the votes
    against as they are. `majority`: (a, b, "more" or "at least", of whom).
    """

    poll: ToldPoll
    mandate: MandateSnapshot | None
    motion: ProposalRow
    voters: int
    passed: bool
    quorum_met: bool
    turnout: int
    needed_turnout: int
    quorum: tuple[int, int]
    majority: tuple[int, int]
    at_least: bool
    of: str
    base: int
    line: int
    yes: int
    no: int
    blank: int
    members: int

    @property
    def expressed(self) -> int:
        """Votes for and against."""
        return self.yes + self.no


@dataclass(frozen=True, slots=True, eq=False)
class ElectionResult:
    """Who was elected, and stage by stage how; no stages when so few voted that they would show ballots."""

    poll: ToldPoll
    mandate: MandateSnapshot | None
    candidates: tuple[ProposalRow, ...]
    elected: tuple[ProposalRow, ...]
    voters: int
    invalid: int
    seats: int
    most_ranks: int | None
    quota: int
    stages: tuple[StageRow, ...]
    flow: Flow | None
    closest: tuple[str, str, int, float] | None
    ties: tuple[TieRow, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A winner beside another: voters who put one above the other, and how strong each is through others (Schulze)."""

    winner: str
    other: str
    for_winner: int
    for_other: int
    strength: int | None
    strength_back: int | None

    @property
    def is_direct(self) -> bool:
        """Whether the comparison of these two alone decides."""
        return self.for_winner > self.for_other


@dataclass(frozen=True, slots=True, eq=False)
class OrderResult:
    """The options from first to last, and the comparisons; no numbers when they would show ballots of a few."""

    poll: ToldPoll
    mandate: MandateSnapshot | None
    method: Method
    ranking: tuple[ProposalRow, ...]
    chosen: tuple[ProposalRow, ...]
    voters: int
    blank: int
    comparisons: tuple[Comparison, ...]
    sums: Mapping[str, Mapping[str, int]]
    ties: tuple[TieRow, ...]


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """How many approve each option, most first."""

    poll: ToldPoll
    mandate: MandateSnapshot | None
    chosen: tuple[ProposalRow, ...]
    rows: tuple[tuple[ProposalRow, int], ...]
    voters: int
    blank: int
    ties: tuple[TieRow, ...]


AnyResult = Result | MotionResult | ElectionResult | OrderResult | ScoreResult


def told_result(db: Session, district_id: int, poll_id: int) -> AnyResult:
    """The result of a published poll of any kind. Raises `NotFoundError` while it is not published."""
    return told_of(found_of(db, district_id, poll_id))


def told_of(found: Found) -> AnyResult:
    """The result in the form that fits its kind."""
    if found.poll.ballot_kind.divides:
        return shares_of(found)
    return _counted(found)


@lru_cache(maxsize=64)
def _counted(found: Found) -> AnyResult:
    record: Mapping[str, Any] = json.loads(found.record)
    if found.poll.ballot_kind is BallotKind.MOTION:
        return _motion(found, record)
    if found.poll.ballot_kind is BallotKind.ELECTION:
        return _election(found, record)
    return _score(found, record) if record["count"]["rule"] == "score" else _order(found, record)


def _motion(found: Found, record: Mapping[str, Any]) -> MotionResult:
    count, rule = record["count"], record["terms"]["rule"]
    above, below = rule["quorum"]
    part, whole = rule["majority"]
    base = {"expressed": count["yes"] + count["no"], "members": count["members"]}.get(
        rule["of"], count["yes"] + count["no"] + count["blank"]
    )
    return MotionResult(
        poll=found.poll,
        mandate=mandate_in(found.mandate),
        motion=found.on_ballot[0],
        voters=count["yes"] + count["no"] + count["blank"] + count["invalid"],
        passed=count["passed"],
        quorum_met=count["quorum_met"],
        turnout=count["turnout"],
        needed_turnout=-(-count["members"] * above // below),
        quorum=(above, below),
        majority=(part, whole),
        at_least=rule["at_least"],
        of=rule["of"],
        base=base,
        line=-(-base * part // whole) if rule["at_least"] else base * part // whole + 1,
        yes=count["yes"],
        no=count["no"],
        blank=count["blank"],
        members=count["members"],
    )


def _election(found: Found, record: Mapping[str, Any]) -> ElectionResult:
    count = record["count"]
    by_key = {row.key: row for row in found.on_ballot}
    titles = {key: row.title for key, row in by_key.items()}
    telling = is_tellable(count["voters"])
    stages = stages_of(count, titles) if telling else ()
    return ElectionResult(
        poll=found.poll,
        mandate=mandate_in(found.mandate),
        candidates=found.on_ballot,
        elected=tuple(by_key[key] for key in count["winners"]),
        voters=count["voters"] + count["invalid"],
        invalid=count["invalid"],
        seats=count["seats"],
        most_ranks=record["terms"]["rule"].get("most_ranks"),
        quota=int(float(count["quota"])),
        stages=stages,
        flow=flow_of(stages, count["winners"], titles) if len(stages) > 1 else None,
        closest=closest_of(stages, count["winners"], titles),
        ties=ties_of(count["ties"], titles) if telling else (),
    )


def _order(found: Found, record: Mapping[str, Any]) -> OrderResult:
    count = record["count"]
    by_key = {row.key: row for row in found.on_ballot}
    titles = {key: row.title for key, row in by_key.items()}
    telling = is_tellable(count["voters"])
    sums = count["pairwise"]
    return OrderResult(
        poll=found.poll,
        mandate=mandate_in(found.mandate),
        method=Method(record["terms"]["rule"]["method"]),
        ranking=tuple(by_key[key] for key in count["ranking"]),
        chosen=tuple(by_key[key] for key in count["winners"]),
        voters=count["voters"],
        blank=count["invalid"],
        comparisons=tuple(
            Comparison(
                winner=titles[one["winner"]],
                other=titles[one["other"]],
                for_winner=sums[one["winner"]][one["other"]],
                for_other=sums[one["other"]][one["winner"]],
                strength=one["strength"],
                strength_back=one["strength_back"],
            )
            for one in map(_with_strengths, count["rounds"])
        )
        if telling
        else (),
        sums=sums if telling else {},
        ties=ties_of(count["ties"], titles) if telling else (),
    )


def _with_strengths(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """A round; records counted before 22 November 2026 call its strengths "for_winner" and "for_other"."""
    return one if "strength" in one else {**one, "strength": one["for_winner"], "strength_back": one["for_other"]}


def _score(found: Found, record: Mapping[str, Any]) -> ScoreResult:
    count = record["count"]
    by_key = {row.key: row for row in found.on_ballot}
    titles = {key: row.title for key, row in by_key.items()}
    totals = {row["project"]: row["total"] for row in count["rounds"]}
    return ScoreResult(
        poll=found.poll,
        mandate=mandate_in(found.mandate),
        chosen=tuple(by_key[key] for key in count["winners"]),
        rows=tuple((by_key[key], totals[key]) for key in count["ranking"]),
        voters=count["voters"],
        blank=count.get("blank", 0),
        ties=ties_of(count["ties"], titles),
    )


def chosen_of(db: Session, district_id: int, poll_id: int) -> tuple[ToldPoll, tuple[ProposalRow, ...]]:
    """A published poll and what was chosen in it, in the order chosen. Raises `NotFoundError`."""
    found = found_of(db, district_id, poll_id)
    by_key = {row.key: row for row in found.on_ballot}
    return found.poll, tuple(by_key[key] for key in winners_of(json.loads(found.record)))
