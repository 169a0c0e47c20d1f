"""One roll for website, letter, helper, proxy and paper: who may help, what is told, and how paper is compared."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coop.ballotbox.policy import Channel
from coop.kernel.errors import ConflictError, InvalidError, raise_all
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.voting.policy.telling import FEWEST_TOLD

LONGEST_GRANT = timedelta(days=90)
MOST_PROXIES = 5
"""More than this no statutes can allow here; see `StatuteRules.checked`."""
FEWEST_LETTERS = 3
"""So many letters of a name are asked at the desk: no list of members can be read there."""
MOST_FOUND = 10
REMIND_BEFORE = timedelta(days=2)
PLACE_LENGTH = 100


class Task(StrEnum):
    """What a helper does."""

    DESK = "desk"
    PHONE = "phone"
    DOOR = "door"
    COUNT = "count"

    @property
    def words(self) -> str:
        """The marked msgid with which a page says it."""
        return TASK_WORDS[self]

    @property
    def words_for_voters(self) -> str:
        """The marked msgid that says to voters what there is; the place follows."""
        return VOTER_WORDS[self]

    @property
    def casts(self) -> bool:
        """Whether this helper votes for others; a teller types paper."""
        return self is not Task.COUNT

    @property
    def takes_paper(self) -> bool:
        """Whether this helper notes that paper was handed in, and so can have noted the wrong member."""
        return self in (Task.DESK, Task.DOOR)


TASK_WORDS = {
    Task.DESK: mark("helps at a desk"),
    Task.PHONE: mark("helps by phone"),
    Task.DOOR: mark("helps at the door"),
    Task.COUNT: mark("counts paper as teller"),
}
VOTER_WORDS = {
    Task.DESK: mark("Vote at a desk, with help or on paper:"),
    Task.PHONE: mark("Vote by phone, with help:"),
    Task.DOOR: mark("Somebody comes to your door:"),
    Task.COUNT: mark("Paper ballots are counted:"),
}


def letter_key(secret: str) -> bytes:
    """The key with which codes of letters are hashed, made from the secret of the site for this purpose alone."""
    return hmac.digest(secret.encode(), b"coop-ballot-letter-1", "sha256")


def hashed_code(key: bytes, code: str) -> str:
    """What is kept of a printed code. Without the key of the site not even every code tried out finds it."""
    return hmac.digest(key, code.encode(), "sha256").hex()


@dataclass(frozen=True, slots=True)
class GrantPlan:
    """What a grant says: the helper by e-mail address, what they do, where, and from when to when (both days too)."""

    email: str
    task: Task
    place: str
    starts_on: date
    ends_on: date

    def checked(self, today: date) -> "GrantPlan":
        """The same, tidied. Raises `InvalidError` with every field that cannot be."""
        faults = []
        place = clean_line(self.place)
        if not place or len(place) > PLACE_LENGTH:
            faults.append(InvalidError(mark("Say where or when, in at most 100 characters."), field="place"))
        if self.starts_on < today:
            faults.append(InvalidError(mark("Choose today or a later day."), field="starts_on"))
        if self.ends_on < self.starts_on:
            faults.append(InvalidError(mark("Choose a day after the first day."), field="ends_on"))
        elif self.ends_on > self.starts_on + LONGEST_GRANT:
            faults.append(InvalidError(mark("A helper is appointed for at most 90 days."), field="ends_on"))
        raise_all(faults)
        return GrantPlan(self.email, self.task, place, self.starts_on, self.ends_on)


def told_turnout(counts: Mapping[Channel, int], fewest: int = FEWEST_TOLD) -> Sequence[tuple[tuple[Channel, ...], int]]:
    """Voters for each way, most first; ways of few voters are taken together until there are `fewest` of them.

    Nothing is told when that leaves one group: whoever knows the total could subtract.
    """
    rows = sorted(((count, way) for way, count in counts.items() if count > 0), key=lambda row: (-row[0], row[1]))
    groups: list[tuple[tuple[Channel, ...], int]] = [((way,), count) for count, way in rows]
    while len(groups) > 1 and groups[-1][1] < fewest:
        (ways, count), (others, number) = groups.pop(), groups.pop()
        groups.append(((*others, *ways), count + number))
    return groups if len(groups) > 1 else ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A paper ballot as it was typed. Equal when choices, code and readability are equal."""

    choices: tuple[str, ...] = ()
    code: str = ""
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class PaperState:
    """How far the paper is. `registered`: members who handed in paper; `differ`: numbers of unequal ballots."""

    registered: int
    first: Mapping[int, Typed]
    second: Mapping[int, Typed]

    @property
    def differ(self) -> list[int]:
        """Ballots typed twice and not the same."""
        return sorted(number for number in self.first.keys() & self.second.keys() if self.unequal(number))

    def unequal(self, number: int) -> bool:
        """Whether the two tellers typed another thing."""
        return self.first[number] != self.second[number]

    @property
    def missing(self) -> list[tuple[int, int]]:
        """(turn, ballots still to be typed) for each turn that is not complete."""
        typed = ((1, len(self.first)), (2, len(self.second)))
        return [(turn, self.registered - count) for turn, count in typed if count < self.registered]

    @property
    def codes_twice(self) -> list[str]:
        """Printed codes that stand on more than one ballot."""
        codes = [typed.code for typed in self.first.values() if typed.code]
        return sorted({code for code in codes if codes.count(code) > 1})

    @property
    def is_ready(self) -> bool:
        """Whether it can be settled."""
        complete = set(self.first) == set(self.second) == set(range(1, self.registered + 1))
        return complete and not self.differ and not self.codes_twice


def require_settleable(state: PaperState) -> None:
    """Raise `ConflictError` unless everything was typed twice, is the same, and is as much as was handed in."""
    if not state.is_ready:
        raise ConflictError(
            mark("The paper cannot be settled yet: every ballot must be typed twice, and both times the same.")
        )


def require_paper_settled(registered: int, *, settled: bool) -> None:
    """Raise `ConflictError` when there is paper that is not settled: the lot comes after all ballots are fixed."""
    if registered and not settled:
        raise ConflictError(mark("First the paper ballots are typed twice and settled. Then the lot is thrown."))
