"""Secret votes: which polls can be sealed, what is announced about them, and the words on their ballots."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.rules.sealing.ballots import size_for
from coop.rules.sealing.encoding import moment_text
from coop.rules.sealing.faults import SealError
from coop.rules.sealing.poll import FORMAT, SUITE
from coop.voting.policy.ballots import ABSTAIN
from coop.voting.policy.kinds import BallotKind, Method

VAULT: Mapping[str, Any] = {"kind": "vault", "need": 1, "shares": 1}
TELLERS: Mapping[str, Any] = {"kind": "tellers", "need": 2, "shares": 3}
"""Who keeps the key."""
FEWEST_PUBLISHED = 10
"""Fewer ballots are not published one by one."""
CROWD = 50
"""Who looks up a code sees about so many others with it, or more: a question that fits few votes says whose it is."""
FEWEST_IN_DEMO = 3
"""Seven people must be able to try everything out in the demo."""
SEALED_WORDS = {"for": "yes", "against": "no", ABSTAIN: "blank"}
"""The answers to a motion as they stand on a sealed ballot."""
ANNOUNCED = {
    BallotKind.PRIORITIES: "priorities",
    BallotKind.BUDGET: "priorities",
    BallotKind.MOTION: "motion",
    BallotKind.ELECTION: "election",
    BallotKind.CHOICE: "choice",
}
SIGNS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SPOKEN = mark(
    "dash zero one two three four five six seven eight nine Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India "
    "Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu"
)
"""Every sign that can stand in a code, and a word for each to say aloud; every language has words of its own."""
RULES = {Method.SCORE: "approval", Method.SCHULZE: "schulze", Method.RANKED_PAIRS: "ranked-pairs"}
"""How a choice between options is counted, in the words of an announcement."""


def fewest_published(*, demo: bool) -> int:
    """From how many ballots on a new secret vote publishes them one by one."""
    return FEWEST_IN_DEMO if demo else FEWEST_PUBLISHED


def signs_asked(total: int) -> int:
    """How many signs of a code may be asked of who looks it up among `total` votes: 0 (show them all), 1 or 2.

    The signs are drawn by chance from 32, so with each sign a thirty-second part of the votes is left.
    """
    return next((signs for signs in (2, 1) if total >= CROWD * 32**signs), 0)


def require_custody(kind: BallotKind, custody: Mapping[str, Any]) -> None:
    """Raise `ConflictError` when the key of an election of persons would not be with tellers."""
    if kind is BallotKind.ELECTION and custody["kind"] != TELLERS["kind"]:
        raise ConflictError(
            mark("In a secret election of persons three tellers keep the key. Open this vote with tellers.")
        )


def require_tied(terms: Mapping[str, Any]) -> None:
    """Raise `ConflictError` when an open ballot is sent to a secret vote: it is never stored."""
    if terms.get("secrecy") == "sealed":
        raise ConflictError(mark("This is a secret vote. Go back to your ballot: your vote goes in a closed envelope."))


def sealed_choices(kind: BallotKind, choices: list[str]) -> list[str]:
    """Choices in the words of a sealed ballot."""
    return [SEALED_WORDS[key] for key in choices] if kind is BallotKind.MOTION else choices


def plain_choices(kind: BallotKind, choices: tuple[str, ...]) -> list[str]:
    """The other way round."""
    words = {sealed: plain for plain, sealed in SEALED_WORDS.items()}
    return [words[key] for key in choices] if kind is BallotKind.MOTION else list(choices)


def announced_options(kind: BallotKind, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The options as they are announced."""
    if kind is BallotKind.MOTION:
        return [{"id": SEALED_WORDS[one["key"]], "title": one["title"]} for one in options]
    costs = kind.divides
    return [{"id": one["key"], "title": one["title"], **({"cost": one["amount"]} if costs else {})} for one in options]


def announced_method(kind: BallotKind, terms: Mapping[str, Any]) -> dict[str, Any]:
    """How it is counted, as it is announced."""
    rule = terms["rule"]
    if kind is BallotKind.MOTION:
        said = {"rule": "motion", "quorum": rule["quorum"], "majority": rule["majority"], "at_least": rule["at_least"]}
        return {**said, "base": rule["of"], "invalid_for_quorum": False}
    if kind is BallotKind.ELECTION:
        return {"rule": "scottish-stv", "seats": rule["seats"], "ranks": rule["most_ranks"]}
    if kind is BallotKind.CHOICE:
        said = {"rule": RULES[Method(rule["method"])], "seats": rule["seats"]}
        return {**said, **({"ranks": rule["most_ranks"]} if "most_ranks" in rule else {})}
    unit = "minutes" if kind is BallotKind.PRIORITIES else "cents"
    said = {"rule": "equal-shares", "satisfaction": "cost", "completion": "add-one", "step": "1/1000"}
    return {**said, "budget": terms["budget"], "unit": unit}


def facts_of(
    kind: BallotKind, terms: Mapping[str, Any], *, opens_at: datetime, closes_at: datetime, **given: Any
) -> dict[str, Any]:
    """poll.json of an opening vote. `given`: id, organisation, log, electors, min_ballots, custody, keys.

    Raises `ConflictError` when the ballot does not fit in an envelope.
    """
    options, method = announced_options(kind, terms["options"]), announced_method(kind, terms)
    most = 1 if kind is BallotKind.MOTION else min(method.get("ranks", len(options)), len(options))
    try:
        size = size_for([str(one["id"]) for one in options], most)
    except SealError:
        raise ConflictError(mark("There is too much on this ballot for a closed envelope.")) from None
    return {
        "format": FORMAT,
        "title": terms["title"],
        "question": terms["question"],
        "kind": ANNOUNCED[kind],
        "effect": terms["vote_kind"],
        "options": options,
        "method": method,
        "tie": "lot",
        "opens_at": moment_text(opens_at),
        "closes_at": moment_text(closes_at),
        "suite": SUITE,
        "size": size,
        **given,
    }
