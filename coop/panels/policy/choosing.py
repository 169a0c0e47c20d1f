"""Who is invited, and whom the panel chooses: both by rules that are published beforehand.

Domain notes 2.8.3: approval by a majority, then first choices; a tie is talked about and voted on once more; still
a tie is broken by the weighted mean (a difference of at least 0.1), the item the panel called most important, and a
lot drawn before two witnesses. Nobody, the chair included, has a casting vote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from coop.kernel.errors import InvalidError
from coop.kernel.words import mark

MOST_WITH_TIES = 8
LEAST_MEAN = Fraction(3)
_SAME = Fraction(1, 10)
_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a secret vote of the panel. Only counts are kept, never a ballot."""

    ballots: int = 0
    approvals: Mapping[int, int] = field(default_factory=dict)
    firsts: Mapping[int, int] = field(default_factory=dict)

    def with_ballot(self, approved: Sequence[int], first: int | None) -> "Tally":
        """The counts after one more ballot. Raises `InvalidError` when the first choice is not approved."""
        if first is not None and first not in approved:
            raise InvalidError(mark("Your first choice must be somebody who would do well."), field="first")
        approvals, firsts = dict(self.approvals), dict(self.firsts)
        for number in set(approved):
            approvals[number] = approvals.get(number, 0) + 1
        if first is not None:
            firsts[first] = firsts.get(first, 0) + 1
        return Tally(self.ballots + 1, approvals, firsts)

    def as_json(self) -> dict[str, object]:
        """Plain values for a JSON column."""
        return {
            "ballots": self.ballots,
            "approvals": {str(key): count for key, count in sorted(self.approvals.items())},
            "firsts": {str(key): count for key, count in sorted(self.firsts.items())},
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object] | None) -> "Tally":
        """The inverse of `as_json`; nothing stored is an empty count."""
        stored = stored or {}

        def counts(name: str) -> dict[int, int]:
            found = stored.get(name, {})
            return {int(key): int(count) for key, count in found.items()} if isinstance(found, dict) else {}

        ballots = stored.get("ballots", 0)
        return cls(ballots if isinstance(ballots, int) else 0, counts("approvals"), counts("firsts"))

    @property
    def suited(self) -> tuple[int, ...]:
        """Whom a majority of those who voted approved."""
        return tuple(sorted(number for number, count in self.approvals.items() if 2 * count > self.ballots))

    @property
    def leaders(self) -> tuple[int, ...]:
        """Who has most first choices among the suited; several: a tie; none: nobody suits."""
        most = max((self.firsts.get(number, 0) for number in self.suited), default=0)
        return tuple(number for number in self.suited if self.firsts.get(number, 0) == most)


@dataclass(frozen=True, slots=True)
class Choice:
    """The outcome: candidates in the order of the panel, and by which rule the first was found (msgid)."""

    ranking: tuple[int, ...]
    rule: str


RULE_VOTES = mark("most first choices among the candidates whom a majority approved")
RULE_MEAN = mark("a tie in votes; the higher mean of the scores")
RULE_ITEM = mark("a tie in votes and scores; the higher score on the most important item")
RULE_LOT = mark("a tie in everything; a lot drawn before two witnesses")


def choose(
    tally: Tally, means: Mapping[int, Fraction], most_important: Mapping[int, Fraction], lot: int | None
) -> Choice:
    """Order the candidates whom a majority approved. `lot` is the number that a lot named, None when none was drawn.

    Raises `InvalidError` (field `lot`) when only a lot can decide and `lot` is not one of those who are equal.
    """

    def key(number: int) -> tuple[int, Fraction, Fraction, int]:
        return tally.firsts.get(number, 0), means.get(number, _NONE), most_important.get(number, _NONE), -number

    ranking = sorted(tally.suited, key=key, reverse=True)
    leaders = list(tally.leaders)
    if len(leaders) < 2:
        return Choice(tuple(ranking), RULE_VOTES)
    first, rule = _break(leaders, means, most_important, lot)
    return Choice((first, *(number for number in ranking if number != first)), rule)


def _break(
    leaders: list[int], means: Mapping[int, Fraction], most_important: Mapping[int, Fraction], lot: int | None
) -> tuple[int, str]:
    for values, least, rule in ((means, _SAME, RULE_MEAN), (most_important, Fraction(1, 10**6), RULE_ITEM)):
        best = max(values.get(number, _NONE) for number in leaders)
        leaders = [number for number in leaders if best - values.get(number, _NONE) < least]
        if len(leaders) == 1:
            return leaders[0], rule
    if lot not in leaders:
        raise InvalidError(
            mark("These candidates are equal: %(numbers)s. Draw a lot before two witnesses."),
            field="lot",
            numbers=", ".join(str(number) for number in sorted(leaders)),
        )
    return lot, RULE_LOT


def shortlist(means: Mapping[int, Fraction | None], wanted: int) -> frozenset[int]:
    """The `wanted` candidates with the highest mean; who equals the last is in too, up to eight in all.

    When more than eight would be in, only those above the equals are; when nobody is above them, all equals are.
    """
    value = {number: mean or _NONE for number, mean in means.items()}
    ordered = sorted(value, key=lambda number: (-value[number], number))
    if wanted >= len(ordered):
        return frozenset(ordered)
    last = value[ordered[wanted - 1]]
    chosen = [number for number in ordered if value[number] >= last]
    above = [number for number in chosen if value[number] > last]
    return frozenset(above if len(chosen) > MOST_WITH_TIES and above else chosen)


def meets_minimum(item_means: Sequence[Fraction | None]) -> bool:
    """The level for an only candidate: a mean of at least 3 and no item at 1."""
    given = [mean for mean in item_means if mean is not None]
    return bool(given) and sum(given, _NONE) / len(given) >= LEAST_MEAN and min(given) > 1
