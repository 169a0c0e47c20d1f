"""The words of the draw: who volunteers, what a panel must look like, and the list that comes out."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

PANELS: Final = 1000
Bound = Literal["minimum", "maximum"]

# Also what no screen shows, or what turns the text after it round: two ids could look the same.
_BAD_ID = re.compile(r"[,;\"\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class SortitionError(ValueError):
    """The draw cannot be made from this input; the message says why in one sentence."""

    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        self.params = params
        super().__init__(message % params if params else message)


@dataclass(frozen=True, order=True)
class Relaxation:
    """One bound that has to give way: `bound` of feature = value goes from `before` to `after` people."""

    feature: str
    value: str
    bound: Bound
    before: int
    after: int

    def __str__(self) -> str:
        word = "at least" if self.bound == "minimum" else "at most"
        return f"{self.feature} “{self.value}”: {word} {self.after} instead of {self.before}"


class InfeasibleError(SortitionError):
    """No panel meets the quotas; `relaxation` is the smallest change that would make one possible."""

    def __init__(self, message: str, relaxation: Sequence[Relaxation] = (), **params: object) -> None:
        super().__init__(message, **params)
        self.relaxation = tuple(relaxation)


@dataclass(frozen=True)
class Volunteer:
    """Somebody in the pool, under a pseudonym; at most one person of a household is drawn."""

    id: str
    features: Mapping[str, str] = field(hash=False)
    household: str | None = None


@dataclass(frozen=True, order=True)
class Quota:
    """At least `minimum` and at most `maximum` people whose `feature` is `value`."""

    feature: str
    value: str
    minimum: int
    maximum: int


@dataclass(frozen=True)
class Lottery:
    """The list that is published before the dice are thrown."""

    panels: tuple[tuple[str, ...], ...]
    sha256: str
    chances: Mapping[str, int] = field(hash=False)
    min_chance: int
    algorithm: str
    leximin_chances: Mapping[str, float] = field(hash=False, compare=False, default_factory=dict)

    def panel(self, number: int) -> tuple[str, ...]:
        """The panel with this number, 0..999. Raises SortitionError for another number."""
        if not 0 <= number < len(self.panels):
            raise SortitionError("There is no panel number %(number)s.", number=number)
        return self.panels[number]


def canonical_text(panels: Iterable[Sequence[str]]) -> str:
    """The text under the sha256: per panel a line "000,id,id,…" with one newline, ids sorted, UTF-8."""
    return "".join(f"{number:03d},{','.join(panel)}\n" for number, panel in enumerate(panels))


def lottery_from(
    panels: Iterable[Iterable[str]],
    algorithm: str,
    everybody: Iterable[str] = (),
    leximin_chances: Mapping[str, float] | None = None,
) -> Lottery:
    """Put panels in canonical order and count sha256 and chances anew; `everybody` adds people with chance 0."""
    ordered = tuple(sorted(tuple(sorted(panel)) for panel in panels))
    count = Counter(person for panel in ordered for person in panel)
    chances = {person: count[person] for person in sorted(count.keys() | set(everybody))}
    digest = hashlib.sha256(canonical_text(ordered).encode()).hexdigest()
    return Lottery(ordered, digest, chances, min(chances.values(), default=0), algorithm, leximin_chances or {})


def dice_number(thrown: str) -> int:
    """The panel number that three ten-sided dice name: "407" is 407. Raises SortitionError unless three digits."""
    if not re.fullmatch(r"[0-9]{3}", thrown):
        raise SortitionError("The dice give three digits, from 000 to 999.")
    return int(thrown)


def checked(
    pool: Iterable[Volunteer], quotas: Iterable[Quota], size: int
) -> tuple[tuple[Volunteer, ...], tuple[Quota, ...]]:
    """Pool and quotas in canonical order, or SortitionError with the first thing that is wrong."""
    people, rules = tuple(sorted(pool, key=lambda one: one.id)), tuple(sorted(quotas))
    _check_people(people)
    _check_quotas(rules)
    for feature in sorted({quota.feature for quota in rules}):
        for one in people:
            if feature not in one.features:
                raise SortitionError("Volunteer %(id)s has no “%(feature)s”.", id=one.id, feature=feature)
    if size < 1:
        raise SortitionError("A panel needs at least one seat.")
    if size > len(people):
        raise SortitionError(
            "There are %(seats)s seats but only %(volunteers)s volunteers.", seats=size, volunteers=len(people)
        )
    return people, rules


def _check_people(people: Sequence[Volunteer]) -> None:
    if not people:
        raise SortitionError("There are no volunteers.")
    for before, one in zip((None, *people), people, strict=False):
        if before is not None and before.id == one.id:
            raise SortitionError("Volunteer %(id)s is in the pool twice.", id=one.id)
        if not one.id or one.id != one.id.strip() or _BAD_ID.search(one.id):
            raise SortitionError(
                "“%(id)s” cannot be the id of a volunteer: use letters, digits, dots and hyphens.", id=one.id
            )


def _check_quotas(quotas: Sequence[Quota]) -> None:
    seen: set[tuple[str, str]] = set()
    for quota in quotas:
        name: dict[str, object] = {"feature": quota.feature, "value": quota.value}
        if (quota.feature, quota.value) in seen:
            raise SortitionError("There are two quotas for %(feature)s “%(value)s”.", **name)
        seen.add((quota.feature, quota.value))
        if quota.minimum < 0:
            raise SortitionError("The minimum for %(feature)s “%(value)s” is below zero.", **name)
        if quota.minimum > quota.maximum:
            raise SortitionError(
                "For %(feature)s “%(value)s” the minimum (%(least)s) is above the maximum (%(most)s).",
                least=quota.minimum,
                most=quota.maximum,
                **name,
            )
