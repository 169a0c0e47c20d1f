"""Counting by the rule that was published: from terms and ballots to a record, without the database."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from coop.rules.counting import (
    Ballot,
    Base,
    Contest,
    EqualSharesRule,
    Instance,
    Lot,
    MotionRule,
    Project,
    Ranking,
    equal_shares,
    explain,
    motion,
    ranked_pairs,
    schulze,
    score,
    scottish_stv,
)
from coop.voting.policy import ABSTAIN, BallotKind, CountStep, Method

Ballots = Iterable[Sequence[str]]
Tell = Callable[[CountStep, int, int], None]


def _quiet(_step: CountStep, _done: int, _total: int) -> None:
    """Nobody waits for this count."""


def record_of(
    poll_id: int,
    terms: Mapping[str, Any],
    ballots: Ballots,
    seed: str,
    fingerprint: str,
    *,
    members: int | None = None,
    tell: Tell = _quiet,
) -> dict[str, Any]:
    """Count, and write down everything somebody needs to understand and to repeat it.

    `members`: how many may vote, for a quorum; None when nobody knows (then as many as voted).
    """
    # A secret vote is recounted from its published files: its lot must be the same there.
    lot = Lot(seed=seed, vote=str(terms.get("lot_name") or f"poll-{poll_id}"))
    kind = BallotKind(terms.get("kind", BallotKind.PRIORITIES))
    counts = Counter(tuple(choices) for choices in ballots)
    head = {"terms": dict(terms), "seed": seed, "lot_name": lot.vote, "fingerprint": fingerprint}
    tell(CountStep.COUNTING, 0, 0)
    if kind.divides:
        return {**head, "explanation": _shares(terms, counts, lot, tell)}
    if kind is BallotKind.MOTION:
        return {**head, "members": members, "count": _motion(terms, counts, members)}
    return {**head, "count": _ranked(kind, terms, counts, lot)}


Counts = Mapping[tuple[str, ...], int]


def _shares(terms: Mapping[str, Any], counts: Counts, lot: Lot, tell: Tell) -> dict[str, Any]:
    instance = Instance(
        budget=terms["budget"],
        projects={one["key"]: Project(one["amount"], one["title"]) for one in terms["options"]},
        ballots=tuple(Ballot(choices, weight) for choices, weight in counts.items()),
    )
    rule = EqualSharesRule()
    proposals = len(instance.projects)
    tell(CountStep.COUNTING, 0, proposals)
    outcome = equal_shares(
        instance, rule, lot, lambda _steps, _cost, chosen: tell(CountStep.COUNTING, chosen, proposals)
    )
    tell(CountStep.EXPLAINING, 0, 0)
    return explain(instance, outcome, lot, rule).as_json()


def _motion(terms: Mapping[str, Any], counts: Counts, members: int | None) -> dict[str, Any]:
    rule, voters = terms["rule"], sum(counts.values())
    found = motion(
        MotionRule(
            quorum=(rule["quorum"][0], rule["quorum"][1]),
            majority=(rule["majority"][0], rule["majority"][1]),
            at_least=rule["at_least"],
            base=Base(rule["of"]),
        ),
        yes=counts.get(("for",), 0),
        no=counts.get(("against",), 0),
        blank=counts.get((ABSTAIN,), 0),
        members=voters if members is None else members,
    )
    return found.as_json()


def _ranked(kind: BallotKind, terms: Mapping[str, Any], counts: Counts, lot: Lot) -> dict[str, Any]:
    names = {one["key"]: one["title"] for one in terms["options"]}
    rule = terms["rule"]
    seats = int(rule["seats"])
    if rule["method"] == Method.SCORE:
        instance = Instance(
            budget=0,
            projects={key: Project(0, name) for key, name in names.items()},
            ballots=tuple(Ballot(choices, weight) for choices, weight in counts.items()),
        )
        return {**score(instance, lot, seats).as_json(), "blank": counts.get((), 0)}
    contest = Contest(names, tuple(Ranking(order, weight) for order, weight in counts.items()), seats)
    if kind is BallotKind.ELECTION:
        return scottish_stv(contest, lot).as_json()
    return (ranked_pairs if rule["method"] == Method.RANKED_PAIRS else schulze)(contest, lot).as_json()
