"""Who may vote, and why not: said before the day comes, and frozen with the electoral roll at the opening."""

from datetime import date, timedelta
from enum import StrEnum

from coop.kernel.words import mark
from coop.members.policy.statutes import StatuteRules


class Hindrance(StrEnum):
    """Why a member is not on an electoral roll."""

    ENDED = "ended"
    SUSPENDED = "suspended"
    NOT_YET = "not_yet"
    TOO_SHORT = "too_short"
    TOO_YOUNG = "too_young"
    LIVES_ELSEWHERE = "lives_elsewhere"


HINDRANCE_WORDS: dict[Hindrance, str] = {
    Hindrance.ENDED: mark("The membership has ended."),
    Hindrance.SUSPENDED: mark("The membership is suspended."),
    Hindrance.NOT_YET: mark("The membership begins later."),
    Hindrance.TOO_SHORT: mark("The membership has not lasted long enough yet."),
    Hindrance.TOO_YOUNG: mark("The member is younger than the statutes ask."),
    Hindrance.LIVES_ELSEWHERE: mark("The member no longer lives in the neighbourhood."),
}

HINDRANCE_HELP: dict[Hindrance, str] = {
    Hindrance.ENDED: mark("Do you want to vote again? Apply for membership. Then you can vote in what opens later."),
    Hindrance.SUSPENDED: mark(
        "Under “What the register says about you” you read until when, and on which decision it rests. You may speak "
        "about it at the meeting of the members."
    ),
    Hindrance.NOT_YET: mark("You need not do anything."),
    Hindrance.TOO_SHORT: mark("You need not do anything."),
    Hindrance.TOO_YOUNG: mark("Is your age wrong, or are you old enough by now? Tell the board. They can correct it."),
    Hindrance.LIVES_ELSEWHERE: mark("Do you live here (again)? Give your address under “My data”, or tell the board."),
}


def hindrances(
    rules: StatuteRules,
    *,
    admitted_on: date,
    ended_on: date | None,
    stated_age: int | None,
    lives_here: bool,
    is_suspended: bool,
    on: date,
) -> list[Hindrance]:
    """Why a member may not vote in what opens on a day; empty when nothing stands in the way.

    Source: Civil Code 2:38 (who is suspended has no vote).

    `stated_age` None: entered before ages were asked, counts as old enough.
    """
    found = []
    if ended_on is not None and ended_on <= on:
        found.append(Hindrance.ENDED)
    if is_suspended:
        found.append(Hindrance.SUSPENDED)
    if admitted_on > on:
        found.append(Hindrance.NOT_YET)
    elif votes_from(rules, admitted_on=admitted_on) > on:
        found.append(Hindrance.TOO_SHORT)
    if stated_age is not None and stated_age < rules.minimum_age:
        found.append(Hindrance.TOO_YOUNG)
    if rules.residents_only and not lives_here:
        found.append(Hindrance.LIVES_ELSEWHERE)
    return found


def votes_from(rules: StatuteRules, *, admitted_on: date) -> date:
    """The first day on which the membership has lasted long enough for what opens then."""
    return admitted_on + timedelta(days=rules.minimum_membership_days)
