"""The result of published ballots by the announced method, in plain values that anybody's program can reproduce."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from coop.rules.counting import (
    Ballot,
    Base,
    Contest,
    EqualSharesRule,
    Instance,
    Lot,
    MotionRule,
    Outcome,
    PairwiseCount,
    Project,
    Ranking,
    StvCount,
    equal_shares,
    motion,
    ranked_pairs,
    schulze,
    score,
    scottish_stv,
)
from coop.rules.sealing.encoding import canonical
from coop.rules.sealing.faults import claim
from coop.rules.sealing.poll import Poll

FORMAT = "coop-result-1"
Choices = tuple[str, ...]


def counted(choices: Sequence[Choices]) -> dict[Choices, int]:
    """Different ballots with how many there are of each."""
    kinds: dict[Choices, int] = {}
    for one in choices:
        kinds[one] = kinds.get(one, 0) + 1
    return kinds


def votes_per_option(poll: Poll, kinds: dict[Choices, int]) -> dict[str, int]:
    """Ballots that name each option (of rankings: in the first place)."""
    votes = dict.fromkeys(poll.options, 0)
    for choices, count in kinds.items():
        for choice in choices[:1] if poll.is_order else choices:
            votes[choice] += count
    return votes


def _heading(poll: Poll, votes: dict[str, int], ballots: int, invalid: int, seed: str) -> dict[str, Any]:
    """What is told of every kind of vote."""
    return {
        "format": FORMAT,
        "poll": poll.id,
        "rule": poll.method["rule"],
        "ballots": ballots,
        "invalid": invalid,
        "votes": votes,
        "seed": seed,
        "lot": Lot(seed, poll.id).ordered(poll.options),
    }


def only_totals(poll: Poll, result: dict[str, Any]) -> dict[str, Any]:
    """What is told of so few ballots that rounds, stages or comparisons would show how somebody filled in theirs."""
    if poll.kind == "motion":
        return result
    told = _heading(poll, result["votes"], result["ballots"], result["invalid"], result["seed"])
    return {**told, "winners": result["winners"]}


def told_by_totals(poll: Poll, found: Mapping[str, Any], ballots: int, invalid: int, seed: str) -> dict[str, Any]:
    """What result.json must say of few ballots, given the votes for each option in it. Raises `UntrueError`.

    A motion and approvals are counted from those votes. Other winners must only be possible: nobody can count again.
    """
    votes = found.get("votes")
    whole = isinstance(votes, dict) and set(votes) == set(poll.options)
    votes = {key: votes[key] for key in poll.options} if whole and votes else {}
    fine = whole and all(type(count) is int and 0 <= count <= ballots for count in votes.values())
    claim(fine, "result.json has a count that cannot be")
    if poll.kind == "motion":
        return result_of(poll, [(key,) for key, count in votes.items() for _ in range(count)], invalid, seed)
    told = _heading(poll, votes, ballots, invalid, seed)
    winners = found.get("winners")
    if poll.method["rule"] == "approval":
        winners = sorted(told["lot"], key=lambda key: -votes[key])[: poll.method["seats"]]
    claim(_possible(poll, votes, ballots, winners), "result.json has winners that cannot be")
    return {**told, "winners": winners}


def _possible(poll: Poll, votes: Mapping[str, int], ballots: int, winners: Any) -> bool:
    """Whether winners are options of this vote, each once, that fit the seats or the budget."""
    known = isinstance(winners, list) and all(isinstance(key, str) and key in votes for key in winners)
    if not known or len(set(winners)) != len(winners):
        return False
    if poll.kind == "priorities":
        cost = {option["id"]: option["cost"] for option in poll.facts["options"]}
        return sum(cost[key] for key in winners) <= poll.method["budget"] and all(votes[key] for key in winners)
    return len(winners) <= poll.method["seats"] and (not poll.is_order or sum(votes.values()) <= ballots)


def result_of(poll: Poll, choices: Sequence[Choices], invalid: int, seed: str) -> dict[str, Any]:
    """What result.json says. `seed`: what was thrown in public, for ties."""
    kinds = counted(choices)
    lot = Lot(seed, poll.id)
    plain = _heading(poll, votes_per_option(poll, kinds), len(choices), invalid, seed)
    if poll.kind == "motion":
        return {**plain, **_motion(poll, plain["votes"], invalid)}
    if poll.kind == "election":
        return {**plain, **_election(poll, kinds, lot)}
    if poll.kind == "choice":
        return {**plain, **(_order(poll, kinds, lot) if poll.is_order else _approval(poll, kinds, lot))}
    return {**plain, **_priorities(poll, kinds, lot)}


def result_file(result: dict[str, Any]) -> bytes:
    """result.json."""
    return canonical(result)


def _motion(poll: Poll, votes: dict[str, int], invalid: int) -> dict[str, Any]:
    method = poll.method
    rule = MotionRule(
        quorum=tuple(method["quorum"]),
        majority=tuple(method["majority"]),
        at_least=method["at_least"],
        base=Base(method["base"]),
        invalid_for_quorum=method["invalid_for_quorum"],
    )
    found = motion(rule, **votes, invalid=invalid, members=poll.facts["electors"])
    sides = ("turnout", "turnout_side", "quorum_side", "yes_side", "majority_side", "members")
    return {"passed": found.passed, "quorum_met": found.quorum_met, **{name: getattr(found, name) for name in sides}}


def _contest(poll: Poll, kinds: dict[Choices, int]) -> Contest:
    return Contest(
        {str(option["id"]): str(option["title"]) for option in poll.facts["options"]},
        [Ranking(order, weight) for order, weight in kinds.items()],
        poll.method["seats"],
    )


def _approval(poll: Poll, kinds: dict[Choices, int], lot: Lot) -> dict[str, Any]:
    instance = Instance(
        0,
        {option: Project(0) for option in poll.options},
        tuple(Ballot(choices, weight) for choices, weight in kinds.items()),
    )
    found = score(instance, lot, poll.method["seats"])
    return {"winners": list(found.winners), "ranking": list(found.ranking), "blank": kinds.get((), 0)}


def _order(poll: Poll, kinds: dict[Choices, int], lot: Lot) -> dict[str, Any]:
    count = schulze if poll.method["rule"] == "schulze" else ranked_pairs
    found: PairwiseCount = count(_contest(poll, kinds), lot)
    plain = {"winners": list(found.winners), "ranking": list(found.ranking), "blank": found.invalid}
    return {**plain, "above": found.sums}


def _election(poll: Poll, kinds: dict[Choices, int], lot: Lot) -> dict[str, Any]:
    found: StvCount = scottish_stv(_contest(poll, kinds), lot)
    text = found.scale.text
    stages = [
        {
            "act": stage.act,
            "source": stage.source,
            "totals": {key: text(votes) for key, votes in stage.totals.items()},
            "elected": list(stage.elected),
            "not_transferable": text(stage.non_transferable),
        }
        for stage in found.stages
    ]
    return {"winners": list(found.winners), "quota": text(found.quota), "blank": found.invalid, "stages": stages}


def _priorities(poll: Poll, kinds: dict[Choices, int], lot: Lot) -> dict[str, Any]:
    instance = Instance(
        poll.method["budget"],
        {str(option["id"]): Project(option["cost"], str(option["title"])) for option in poll.facts["options"]},
        tuple(Ballot(choices, weight) for choices, weight in kinds.items()),
    )
    found: Outcome = equal_shares(instance, EqualSharesRule(), lot)
    rounds = [{"option": one.project, "price": str(one.price), "supporters": one.supporters} for one in found.rounds]
    return {
        "winners": list(found.winners),
        "budget": found.budget,
        "cost": found.cost,
        "steps": found.steps,
        "share": str(found.final_share if found.final_share is not None else Fraction(0)),
        "rounds": rounds,
    }
