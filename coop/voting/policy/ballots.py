"""How ballots are checked, written down, and known by a fingerprint."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.voting.policy.kinds import BallotKind

SEED_LENGTH = 200
SEED_SHORTEST = 6
ABSTAIN = "blank"

# The keys on a ballot for or against a motion, with what they mean in the published record.
_MOTION = {"for": "For", "against": "Against", ABSTAIN: "Blank"}


def require_version(saw: int, present: int) -> None:
    """Raise `ConflictError` when the ballot was changed since the form was made: an old form never wins."""
    if saw != present:
        raise ConflictError(
            mark("Your vote was changed in the meantime, perhaps in another window. The newest vote counts.")
        )


def motion_options() -> list[dict[str, object]]:
    """What can be chosen in a motion: for, against, blank."""
    return [{"key": key, "title": title, "amount": 0} for key, title in _MOTION.items()]


def require_ballot(choices: Iterable[str], terms: Mapping[str, Any]) -> list[str]:
    """A ballot as it is written down, under the terms of its poll. Raises `InvalidError` on `choices`."""
    keys = [option["key"] for option in terms["options"]]
    kind = BallotKind(terms.get("kind", BallotKind.PRIORITIES))
    if kind is BallotKind.MOTION:
        chosen = require_choices(choices, keys)
        if len(chosen) != 1:
            raise InvalidError(mark("Choose for, against or blank."), field="choices")
        return chosen
    most: int | None = terms["rule"].get("most_ranks")
    return require_choices(choices, keys) if most is None else require_order(choices, keys, most)


def require_choices(choices: Iterable[str], options: Collection[str]) -> list[str]:
    """The choices in the order of the options, each once. Raises `InvalidError` for something not on the ballot."""
    chosen = set(choices)
    if not chosen <= set(options):
        raise InvalidError(mark("Something you chose is not on the ballot."), field="choices")
    return [key for key in options if key in chosen]


def require_order(choices: Iterable[str], options: Collection[str], most: int) -> list[str]:
    """The choices as an order, best first; places left empty are closed up. Raises `InvalidError`."""
    order = [key for key in choices if key]
    if not set(order) <= set(options):
        raise InvalidError(mark("Something you chose is not on the ballot."), field="choices")
    if len(set(order)) != len(order):
        raise InvalidError(mark("You gave two places to the same one. Give each at most one place."), field="choices")
    if len(order) > most:
        raise InvalidError(mark("You can give a place to %(most)s at most."), field="choices", most=most)
    return order


def require_seed(seed: str) -> str:
    """Return the publicly thrown seed when it is long enough to be one."""
    if not SEED_SHORTEST <= len(seed) <= SEED_LENGTH:
        raise InvalidError(
            mark("Write down how the lot was thrown and what came out, in %(shortest)s to %(longest)s characters."),
            field="seed",
            shortest=SEED_SHORTEST,
            longest=SEED_LENGTH,
        )
    return seed


def ballot_file(ballots: Iterable[Sequence[str]], key: str = "") -> str:
    """The anonymous ballots as text: one line each, sorted, so that the order says nothing about who or when.

    The first line is `key`, a random text that stays secret until publication: without it the fingerprint of a small
    vote could be guessed by trying every outcome.
    """
    head = f"key {key}\n" if key else ""
    return head + "".join(sorted(",".join(choices) + "\n" for choices in ballots))


def fingerprint_of(ballots: Iterable[Sequence[str]], key: str = "") -> str:
    """SHA-256 of the ballot file, published before the lot is thrown."""
    return sha256(ballot_file(ballots, key).encode()).hexdigest()


def receipt_of(poll_id: int, submission: str, version: int) -> str:
    """A number that only the voter knows, different for every version of a ballot: four groups of four."""
    digits = sha256(f"receipt|{poll_id}|{submission}|{version}".encode()).hexdigest()[:16].upper()
    return "-".join(digits[place : place + 4] for place in range(0, 16, 4))
