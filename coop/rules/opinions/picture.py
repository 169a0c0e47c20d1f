"""What may be shown of the answers: tenths, of groups of ten people and more."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

import numpy as np

from coop.rules.disclosure.derived import round_stock, shown_share
from coop.rules.opinions.groups import MOST_GROUPS, groups_of
from coop.rules.opinions.model import LEAST, Answer, Answers

# Most of a group: seven in ten. What divides: shares of agreement four tenths apart.
MOST: Final = Fraction(7, 10)
APART: Final = Fraction(4, 10)
# Few statements say little about where somebody stands among all.
ENOUGH_ANSWERS: Final = 5
# So few professionals can be shown in a word, never in a number.
LEAST_PROFESSIONALS: Final = 5


class Standing(StrEnum):
    """What a statement means to the neighbourhood."""

    SHARED = "shared"
    AGAINST = "against"
    DIVIDED = "divided"
    UNDECIDED = "undecided"
    UNKNOWN = "unknown"


class Leaning(StrEnum):
    """Where most people lean, when they are too few for a number."""

    FOR = "for"
    AGAINST = "against"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class View:
    """One statement. `agree` and `disagree`: tenths from 1 to 9 of everybody; `groups`: tenths that agree, per group.

    Empty where fewer than ten people answered: in one group is in all groups, so that no group is what remains.
    `professionals`: where they lean, from five of them on.
    """

    statement: str
    standing: Standing
    agree: int | None = None
    disagree: int | None = None
    groups: tuple[int, ...] = ()
    professionals: Leaning | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown. `people` and `sizes` to the nearest five; `sizes` is empty when no groups stand apart.

    `people` is None when fewer than ten took part: then nothing is shown at all.
    """

    people: int | None
    sizes: tuple[int, ...]
    views: tuple[View, ...]


def picture_of(
    answers: Answers,
    statements: Sequence[str],
    professionals: Answers | None = None,
    *,
    least: int = LEAST,
    most_groups: int = MOST_GROUPS,
) -> Picture:
    """What may be shown of the answers of residents, with those of professionals beside them.

    Who answered fewer than five statements counts in the shares of everybody and stands in no group.
    """
    heard = {who: given for who, given in answers.items() if any(one in given for one in statements)}
    if len(heard) < least:
        return Picture(None, (), tuple(View(one, Standing.UNKNOWN) for one in statements))
    groups = _groups(heard, statements, least, most_groups)
    views = tuple(_view(one, heard, groups, professionals or {}, least) for one in statements)
    return Picture(round_stock(len(heard)), tuple(round_stock(len(group)) for group in groups), views)


def _groups(heard: Answers, statements: Sequence[str], least: int, most: int) -> list[list[str]]:
    """The people of each group; none when nobody stands apart."""
    enough = min(ENOUGH_ANSWERS, len(statements))
    # The same order whatever the file: names do not matter, equal answers end in the same group.
    people = [who for who, given in heard.items() if sum(one in given for one in statements) >= enough]
    rows = np.array(
        [[float(heard[who][one]) if one in heard[who] else np.nan for one in statements] for who in people]
    ).reshape(len(people), len(statements))
    grouping = groups_of(rows, most, least)
    if grouping.count < 2:
        return []
    return [
        [who for who, label in zip(people, grouping.labels, strict=True) if label == number]
        for number in range(grouping.count)
    ]


def _counts(people: Sequence[str], answers: Answers, statement: str) -> tuple[int, int, int]:
    """How many agree, disagree and answered."""
    said = [answers[who][statement] for who in people if statement in answers[who]]
    return said.count(Answer.AGREE), said.count(Answer.DISAGREE), len(said)


def _tenths(part: int, whole: int, least: int) -> int | None:
    """Of every ten, never none and never all: the same answer of everybody in a group would tell each one's."""
    share = shown_share(part, whole, least, step=10)
    return None if share is None else min(max(share // 10, 1), 9)


def _view(statement: str, heard: Answers, groups: Sequence[Sequence[str]], professionals: Answers, least: int) -> View:
    agree, disagree, answered = _counts(list(heard), heard, statement)
    lean = _leaning(*_counts(list(professionals), professionals, statement))
    if answered < least:
        return View(statement, Standing.UNKNOWN, professionals=lean)
    counts = [_counts(group, heard, statement) for group in groups]
    if any(count < least for _agree, _disagree, count in counts):
        counts = []
    shown = [_tenths(yes, count, least) for yes, _no, count in counts]
    return View(
        statement,
        _standing([*counts] or [(agree, disagree, answered)]),
        _tenths(agree, answered, least),
        _tenths(disagree, answered, least),
        tuple(one for one in shown if one is not None),
        lean,
    )


def _standing(counts: Sequence[tuple[int, int, int]]) -> Standing:
    agree = [Fraction(yes, count) for yes, _no, count in counts]
    disagree = [Fraction(no, count) for _yes, no, count in counts]
    if min(agree) >= MOST:
        return Standing.SHARED
    if min(disagree) >= MOST:
        return Standing.AGAINST
    if max(agree) - min(agree) >= APART or (len(counts) == 1 and min(agree[0], disagree[0]) >= Fraction(3, 10)):
        return Standing.DIVIDED
    return Standing.UNDECIDED


def _leaning(agree: int, disagree: int, answered: int) -> Leaning | None:
    if answered < LEAST_PROFESSIONALS:
        return None
    if Fraction(agree, answered) >= MOST:
        return Leaning.FOR
    return Leaning.AGAINST if Fraction(disagree, answered) >= MOST else Leaning.BOTH
