"""What can be voted on, by which method it is counted, and the settings that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coop.kernel.errors import InvalidError, raise_all
from coop.kernel.words import mark
from coop.rules.counting.motions import Base, MotionRule

MOST_RANKS = 6
LARGEST_CAP = 20
MOST_SEATS = 30
EURO = "EUR"


class Unit(StrEnum):
    """What is divided: `hours` are kept in minutes a week, `euro` in cents (for imported votes of another currency)."""

    HOURS = "hours"
    EURO = "euro"


class BallotKind(StrEnum):
    """What is on the ballot, and so what a voter does with it."""

    PRIORITIES = "priorities"
    BUDGET = "budget"
    MOTION = "motion"
    ELECTION = "election"
    CHOICE = "choice"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return BALLOT_WORDS[self][0]

    @property
    def help(self) -> str:
        """The marked msgid that says what a voter does."""
        return BALLOT_WORDS[self][1]

    @property
    def slug(self) -> str:
        """Its word in addresses."""
        return BALLOT_WORDS[self][2]

    @property
    def divides(self) -> bool:
        """Whether hours or euros are divided."""
        return self in (BallotKind.PRIORITIES, BallotKind.BUDGET)

    @property
    def unit(self) -> Unit:
        """In what amounts are given."""
        return Unit.EURO if self is BallotKind.BUDGET else Unit.HOURS

    @property
    def becomes_commitment(self) -> bool:
        """Whether what was chosen is work that the team can promise."""
        return self.divides or self is BallotKind.CHOICE


BALLOT_WORDS: dict[BallotKind, tuple[str, str, str]] = {
    BallotKind.PRIORITIES: (
        mark("Priorities of the team"),
        mark("Members approve proposals. What they approve is divided over the free hours of the team."),
        "prioriteiten",
    ),
    BallotKind.BUDGET: (
        mark("Neighbourhood budget"),
        mark("Members approve plans. What they approve is paid from an amount in euros."),
        "budget",
    ),
    BallotKind.MOTION: (
        mark("Motion"),
        mark("Members vote for, against or blank on one text."),
        "motie",
    ),
    BallotKind.ELECTION: (
        mark("Election of persons"),
        mark("Members put candidates in order. One or more of them are elected."),
        "verkiezing",
    ),
    BallotKind.CHOICE: (
        mark("Choice between options"),
        mark("Members approve options or put them in order. One option is chosen."),
        "keuze",
    ),
}
KIND_OF_SLUG: dict[str, BallotKind] = {kind.slug: kind for kind in BallotKind}


class Method(StrEnum):
    """How the ballots are counted."""

    EQUAL_SHARES = "equal_shares"
    MAJORITY = "majority"
    STV = "stv"
    SCHULZE = "schulze"
    RANKED_PAIRS = "ranked_pairs"
    SCORE = "score"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return METHOD_WORDS[self][0]

    @property
    def help(self) -> str:
        """The marked msgid that says in a sentence how it works."""
        return METHOD_WORDS[self][1]

    @property
    def ranks(self) -> bool:
        """Whether a ballot is an order."""
        return self in (Method.STV, Method.SCHULZE, Method.RANKED_PAIRS)


METHOD_WORDS: dict[Method, tuple[str, str]] = {
    Method.EQUAL_SHARES: (
        mark("Equal shares"),
        mark("Every voter has the same part of what is divided. Supporters pay together for what they approve."),
    ),
    Method.MAJORITY: (mark("Majority"), mark("There must be enough votes, and enough of them for.")),
    Method.STV: (
        mark("Single transferable vote"),
        mark("Who has enough votes is elected. Votes that are not needed go to the next name on the ballot."),
    ),
    Method.SCHULZE: (
        mark("Put in order, compared two by two (Schulze)"),
        mark("Every option is compared with every other. The one that no other beats is chosen."),
    ),
    Method.RANKED_PAIRS: (
        mark("Put in order, clearest victories first (ranked pairs)"),
        mark("Options are compared two by two. The clearest victories count first."),
    ),
    Method.SCORE: (mark("Approve, most approvals wins"), mark("The option that most voters approve is chosen.")),
}
CHOICE_METHODS = (Method.SCORE, Method.SCHULZE, Method.RANKED_PAIRS)
METHODS: dict[BallotKind, tuple[Method, ...]] = {
    BallotKind.PRIORITIES: (Method.EQUAL_SHARES,),
    BallotKind.BUDGET: (Method.EQUAL_SHARES,),
    BallotKind.MOTION: (Method.MAJORITY,),
    BallotKind.ELECTION: (Method.STV,),
    BallotKind.CHOICE: CHOICE_METHODS,
}


class Majority(StrEnum):
    """Which part of whom must be for. Source: Dutch Civil Code 2:13 and 2:43; further what the statutes say."""

    SIMPLE = "simple"
    TWO_THIRDS = "two_thirds"
    THREE_QUARTERS = "three_quarters"
    ABSOLUTE = "absolute"

    @property
    def words(self) -> str:
        """The marked msgid with which a page names it."""
        return MAJORITY_WORDS[self]

    @property
    def share(self) -> tuple[int, int]:
        """The fraction."""
        return {Majority.TWO_THIRDS: (2, 3), Majority.THREE_QUARTERS: (3, 4)}.get(self, (1, 2))


MAJORITY_WORDS: dict[Majority, str] = {
    Majority.SIMPLE: mark("More votes for than against; blank votes do not count"),
    Majority.TWO_THIRDS: mark("At least two thirds of the votes for and against"),
    Majority.THREE_QUARTERS: mark("At least three quarters of the votes for and against"),
    Majority.ABSOLUTE: mark("More than half of all members"),
}

QUORUMS: dict[str, tuple[int, int]] = {
    "0/1": (0, 1),
    "1/10": (1, 10),
    "1/4": (1, 4),
    "1/3": (1, 3),
    "1/2": (1, 2),
    "2/3": (2, 3),
}
QUORUM_WORDS: dict[str, str] = {
    "0/1": mark("No quorum"),
    "1/10": mark("A tenth of the members"),
    "1/4": mark("A quarter of the members"),
    "1/3": mark("A third of the members"),
    "1/2": mark("Half of the members"),
    "2/3": mark("Two thirds of the members"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is settled about a vote besides its question; each kind uses its own part.

    `seats`: persons or options to choose. `most_ranks`: places on a ballot that is an order.
    `quorum`: a key of QUORUMS. `currency`: of the amounts in money; only votes from a file have another than euros.
    """

    method: Method = Method.EQUAL_SHARES
    seats: int = 1
    most_ranks: int = MOST_RANKS
    quorum: str = "0/1"
    majority: Majority = Majority.SIMPLE
    currency: str = EURO

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return {
            "method": self.method.value,
            "seats": self.seats,
            "most_ranks": self.most_ranks,
            "quorum": self.quorum,
            "majority": self.majority.value,
            "currency": self.currency,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Settings":
        """The inverse of `as_json`; what is missing has its default."""
        return cls(
            method=Method(stored.get("method", Method.EQUAL_SHARES)),
            seats=int(stored.get("seats", 1)),
            most_ranks=int(stored.get("most_ranks", MOST_RANKS)),
            quorum=str(stored.get("quorum", "0/1")),
            majority=Majority(stored.get("majority", Majority.SIMPLE)),
            currency=str(stored.get("currency", EURO)),
        )

    @property
    def motion_rule(self) -> MotionRule:
        """Both inequalities of a motion. Blank ballots count for the quorum and not for the majority."""
        return MotionRule(
            quorum=QUORUMS[self.quorum],
            majority=self.majority.share,
            at_least=self.majority in (Majority.TWO_THIRDS, Majority.THREE_QUARTERS),
            base=Base.MEMBERS if self.majority is Majority.ABSOLUTE else Base.EXPRESSED,
        )


def require_settings(kind: BallotKind, settings: Settings) -> Settings:
    """Return settings that fit the kind. Raises `InvalidError` with every field that does not."""
    faults = []
    if settings.method not in METHODS[kind]:
        faults.append(InvalidError(mark("Choose how the votes are counted."), field="method"))
    faults += [
        InvalidError(mark("Fill in a whole number from %(least)s to %(most)s."), field=name, least=1, most=most)
        for name, number, most in (
            ("seats", settings.seats, MOST_SEATS),
            ("most_ranks", settings.most_ranks, LARGEST_CAP),
        )
        if not 1 <= number <= most
    ]
    if settings.quorum not in QUORUMS:
        faults.append(InvalidError(mark("Choose how many members must vote."), field="quorum"))
    raise_all(faults)
    return settings


def rule_of(kind: BallotKind, settings: Settings) -> dict[str, Any]:
    """The rule as it is published with a vote and used for its count.

    `step` of equal shares is the part of the share with which the count goes on.
    """
    if kind.divides:
        return {
            "method": "equal shares",
            "satisfaction": "cost",
            "completion": "add-one",
            "step": "1/1000 of the start share",
            "stop": "overspend",
            "ties": ["fewest hours" if kind is BallotKind.PRIORITIES else "least money", "most votes", "lot"],
        }
    if kind is BallotKind.MOTION:
        rule = settings.motion_rule
        return {
            "method": "majority",
            "quorum": list(rule.quorum),
            "majority": list(rule.majority),
            "at_least": rule.at_least,
            "of": rule.base.value,
            "ties": ["rejected"],
        }
    if kind is BallotKind.ELECTION:
        return {
            "method": "single transferable vote, Scottish rules (SSI 2007/42)",
            "seats": settings.seats,
            "most_ranks": settings.most_ranks,
            "ties": ["earlier stage", "lot"],
        }
    rule_of_choice: dict[str, Any] = {"method": settings.method.value, "seats": settings.seats, "ties": ["lot"]}
    if settings.method.ranks:
        rule_of_choice["most_ranks"] = settings.most_ranks
    return rule_of_choice
